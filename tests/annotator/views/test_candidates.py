"""Where ranges may begin and end, as the page gets it with each article."""

from annotator.views.suggestions import SuggestionCache
from annotator.views.workspace import _range_candidates, article_view, prepare_event
from labels.codebook.codebook import labelable_kinds
from labels.store.queries import ProjectReader
from tests.labels.projects import ARTICLES, CODEBOOK, project


def test_every_sentence_that_gets_labels_comes_with_its_candidates():
    article = ARTICLES[0]
    candidates = article_view(article, CODEBOOK)["candidates"]
    kinds = labelable_kinds(CODEBOOK)
    assert list(candidates) == [each.id for each in article.sentences if each.kind in kinds]
    [cue] = candidates[article.sentences[1].id]["cues"]
    start, end = cue["range"]
    assert article.text[start:end] == "said"
    assert all(places for each in candidates.values() for places in each.values())


def test_the_candidates_of_an_event_are_found_once_before_it_is_opened(tmp_path):
    _range_candidates.cache_clear()
    with ProjectReader(project(tmp_path)) as store:
        event = ARTICLES[0].event
        prepare_event(store, SuggestionCache(), event)
        count = len(store.articles(event))
        for article in store.articles(event):
            article_view(article, store.codebook())
    assert _range_candidates.cache_info()[:2] == (count, count)  # hits, misses
