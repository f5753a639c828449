"""Suggestions as the workspace gets them: computed once for each article and codebook, then cached."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from annotator.views.wire import SuggestionView
from labels.article import Article
from labels.codebook.codebook import Codebook
from labels.store.queries import ProjectReader
from labels.suggestions.suggest import Suggestion, chosen, suggest

MAX_ARTICLES = 500
BySentence = dict[str, list[Suggestion]]


class SuggestionCache:
    """The suggestions of the articles asked for last; threads may share it."""

    def __init__(self, max_articles: int = MAX_ARTICLES):
        """max_articles: how many articles it remembers; the one not asked for the longest goes first."""
        self._max_articles = max_articles
        self._by_article: OrderedDict[tuple[str, str], BySentence] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, article: Article, codebook: Codebook) -> BySentence:
        """``labels.suggestions.suggest``, cached by article id and codebook; an id never changes its text."""
        key = (article.id, codebook.hash)
        with self._lock:
            if key in self._by_article:
                self._by_article.move_to_end(key)
                return self._by_article[key]
        suggestions = suggest(article, codebook)
        with self._lock:
            self._by_article[key] = suggestions
            while len(self._by_article) > self._max_articles:
                self._by_article.popitem(last=False)
        return suggestions

    def prepare(self, store: ProjectReader, event: str | None) -> None:
        """Compute the suggestions of an event that will probably be opened next."""
        if event is None or store.suggestion_share() == 0:
            return
        codebook = store.codebook()
        for article in store.articles(event):
            self.of(article, codebook)


def suggestions_view(
    cache: SuggestionCache, store: ProjectReader, articles: Sequence[Article], codebook: Codebook
) -> dict[str, list[SuggestionView]]:
    """The suggestions by sentence id; only for the sentences that the project wants suggestions for."""
    share = store.suggestion_share()
    if share == 0:
        return {}
    project = store.fact("id")
    return {
        sentence: [_suggestion(suggestion) for suggestion in suggestions]
        for article in articles
        for sentence, suggestions in cache.of(article, codebook).items()
        if chosen(sentence, project, share)
    }


def _suggestion(suggestion: Suggestion) -> SuggestionView:
    return {
        "id": suggestion.id,
        "content": [(span.start, span.end) for span in suggestion.content],
        "values": suggestion.values,
        "reason": suggestion.reason,
    }
