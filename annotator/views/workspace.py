"""What the workspace and the pages show: pure functions of a store."""

from dataclasses import asdict
from typing import Any

from annotator.views.suggestions import suggestions_view
from labels.article import Article
from labels.codebook.codebook import Codebook
from labels.codebook.progress import labelable_kinds
from labels.store.queries import Annotator, EventRow, Store


def events_view(store: Store, annotator: Annotator) -> list[dict[str, Any]]:
    """Every event in order with the annotator's progress, as JSON."""
    return [_event(row) for row in store.events(annotator.id, labelable_kinds(store.codebook()))]


def workspace_view(store: Store, annotator: Annotator, event: str | None) -> dict[str, Any] | None:
    """An event with all that the workspace needs, as JSON; None if there is no such event.

    event: id; None for the first event that the annotator has not finished.
    """
    codebook = store.codebook()
    kinds = labelable_kinds(codebook)
    if event is None:
        rows = store.events(annotator.id, kinds)
        index = next_event(rows)
        event = None if index is None else rows[index].id
    place = None if event is None else store.event_place(event)
    if place is None:
        return None
    articles = store.articles(place.id)
    return {
        "event": asdict(place),
        "annotator": {"id": annotator.id, "name": annotator.name},
        "codebook": codebook_view(codebook),
        "labelable": list(kinds),
        "articles": [_article(article) for article in articles],
        "alignment": [list(pair) for pair in store.alignment(place.id)],
        "labels": [
            {
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
            for article in articles
            for label in store.label_rows(article.id, annotator.id)
        ],
        "suggestions": suggestions_view(store, articles, codebook),
        "settings": {},
        "head": store.last_decision(annotator.id),
    }


def codebook_view(codebook: Codebook) -> dict[str, Any]:
    """The codebook as the browser gets it, with its content hash."""
    return {**codebook.as_json(), "hash": codebook.hash}


def next_event(rows: list[EventRow]) -> int | None:
    """The first event with sentences left to label, else the first; None without events."""
    if not rows:
        return None
    return next((i for i, row in enumerate(rows) if row.done < row.sentences), 0)


def _event(row: EventRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "outlets": list(row.outlets),
        "sentences": row.sentences,
        "done": row.done,
        "unsure": row.unsure,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        **article.metadata(),
        "text": article.text,
        "sentences": [
            {
                "id": sentence.id,
                "position": sentence.position,
                "paragraph": sentence.paragraph,
                "kind": sentence.kind,
                "start": sentence.span.start,
                "end": sentence.span.end,
            }
            for sentence in article.sentences
        ],
    }
