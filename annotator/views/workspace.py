"""What the workspace and the list of events show: pure functions of a store."""

from functools import lru_cache
from typing import cast

from annotator.views.suggestions import MAX_ARTICLES, SuggestionCache, suggestions_view
from annotator.views.wire import (
    AnnotatorView,
    ArticleView,
    EventPlaceView,
    EventView,
    LabelView,
    Range,
    SentenceView,
    ServedCodebook,
    UnsureView,
    WorkspaceView,
)
from labels.article import Article, Sentence
from labels.codebook.codebook import Codebook, labelable_kinds
from labels.codebook.derivation import paragraph_starts
from labels.codebook.quotations import quoted_ranges
from labels.store.queries import Annotator, EventPlace, EventRow, LabelRow, ProjectReader


def events_view(store: ProjectReader, annotator: Annotator) -> list[EventView]:
    """Every event in order with the annotator's progress."""
    return [_event(row) for row in store.events(annotator.id, labelable_kinds(store.codebook()))]


def unsure_view(store: ProjectReader, annotator: Annotator) -> list[UnsureView]:
    """The sentences that the annotator marked unsure, in every event."""
    return [
        {
            "event": sentence.event,
            "name": sentence.name,
            "sentence": sentence.sentence,
            "text": sentence.text,
            "reason": sentence.reason,
        }
        for sentence in store.unsure(annotator.id)
    ]


def workspace_view(
    store: ProjectReader, cache: SuggestionCache, annotator: AnnotatorView, event: str | None
) -> WorkspaceView | None:
    """An event with all that the workspace needs; None if there is no such event.

    event: id; None for the first event that the annotator has not finished.
    """
    codebook = store.codebook()
    kinds = labelable_kinds(codebook)
    if event is None:
        rows = store.events(annotator["id"], kinds)
        index = next_event(rows)
        event = None if index is None else rows[index].id
    place = None if event is None else store.event_place(event)
    if place is None:
        return None
    articles = store.articles(place.id)
    return {
        "event": _place(place),
        "annotator": annotator,
        "codebook": codebook_view(codebook),
        "labelable": list(kinds),
        "articles": [_article(article) for article in articles],
        "alignment": store.alignment(place.id),
        "labels": [
            _label(label) for article in articles for label in store.label_rows(article.id, annotator["id"])
        ],
        "suggestions": suggestions_view(cache, store, articles, codebook),
        "head": store.last_decision(annotator["id"]),
    }


def codebook_view(codebook: Codebook) -> ServedCodebook:
    """The codebook as the page gets it, with its content hash."""
    served = {**codebook.as_json(), "hash": codebook.hash, "is_by_place": codebook.is_by_place}
    return ServedCodebook(served)


def next_event(rows: list[EventRow]) -> int | None:
    """The first event with sentences left to label, else the first; None without events."""
    if not rows:
        return None
    return next((i for i, row in enumerate(rows) if row.done < row.sentences), 0)


def _place(place: EventPlace) -> EventPlaceView:
    return {
        "id": place.id,
        "name": place.name,
        "number": place.number,
        "total": place.total,
        "previous": place.previous,
        "next": place.next,
    }


def _event(row: EventRow) -> EventView:
    return {
        "id": row.id,
        "name": row.name,
        "outlets": list(row.outlets),
        "sentences": row.sentences,
        "done": row.done,
        "unsure": row.unsure,
    }


def _label(label: LabelRow) -> LabelView:
    return {
        "target_kind": label.target_kind,
        "target": label.target,
        "sentence": label.sentence,
        "article": label.article,
        "layer": label.layer,
        "value": label.value,
        "revision": label.revision,
        "seq": label.seq,
        "origin": label.origin,
    }


def _article(article: Article) -> ArticleView:
    view = {
        "id": article.id,
        "outlet": article.outlet,
        **article.metadata(),
        "text": article.text,
        "sentences": [_sentence(sentence) for sentence in article.sentences],
        "quotations": _quotations(article.text, paragraph_starts(article.sentences)),
    }
    return cast(ArticleView, view)


def _sentence(sentence: Sentence) -> SentenceView:
    return {
        "id": sentence.id,
        "position": sentence.position,
        "paragraph": sentence.paragraph,
        "kind": sentence.kind,
        "start": sentence.span.start,
        "end": sentence.span.end,
    }


@lru_cache(maxsize=MAX_ARTICLES)
def _quotations(text: str, starts: tuple[int, ...]) -> list[Range]:
    """The quotations of an article, found once: its text never changes."""
    return [(span.start, span.end) for span in quoted_ranges(text, starts)]
