"""Suggestions as the workspace gets them: worked out once for each article and codebook, then kept."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from labels.article import Article
from labels.codebook.codebook import Codebook
from labels.store.queries import Store
from labels.suggestions.suggest import Suggestion, chosen, suggest

MOST_ARTICLES = 500
Found = dict[str, list[Suggestion]]

_found: OrderedDict[tuple[str, str], Found] = OrderedDict()
_guard = threading.Lock()


def suggestions_view(
    store: Store, articles: Sequence[Article], codebook: Codebook
) -> dict[str, list[dict[str, Any]]]:
    """The suggestions for each sentence that gets any, by its id, as JSON."""
    share = store.suggestion_share()
    if share == 0:
        return {}
    project = store.fact("id")
    return {
        sentence: [_as_json(suggestion) for suggestion in made]
        for article in articles
        for sentence, made in suggestions_of(article, codebook).items()
        if chosen(sentence, project, share)
    }


def suggestions_of(article: Article, codebook: Codebook) -> Found:
    """``labels.suggestions.suggest``, remembered; an article's id stands for its text."""
    key = (article.id, codebook.hash)
    with _guard:
        if key in _found:
            _found.move_to_end(key)
            return _found[key]
    made = suggest(article, codebook)
    with _guard:
        _found[key] = made
        while len(_found) > MOST_ARTICLES:
            _found.popitem(last=False)
    return made


def prepare(store: Store, event: str | None) -> None:
    """Work out the suggestions of an event that will probably be opened next."""
    if event is None or store.suggestion_share() == 0:
        return
    codebook = store.codebook()
    for article in store.articles(event):
        suggestions_of(article, codebook)


def _as_json(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "content": [[span.start, span.end] for span in suggestion.content],
        "values": suggestion.values,
        "reason": suggestion.reason,
    }
