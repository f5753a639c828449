"""Articles into a project, with their events, sentences and proposed alignments."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from labels.article import Article, Sentence
from labels.errors import FileRefusedError
from labels.store.articles import event_articles
from labels.store.project import now
from labels.store.seals import CORPUS, seal
from labels.store.sqlite import sqlite3
from labels.text.similarity import align


@dataclass(frozen=True, slots=True)
class Added:
    """What an import changed: new articles, and those that the project held already."""

    articles: tuple[str, ...]
    known: tuple[str, ...]


def add_articles(connection: sqlite3.Connection, articles: Sequence[Article]) -> Added:
    """Keep new articles with their sentences and proposed alignments; known ones are left as they are.

    Runs inside the writer's transaction. Raises FileRefusedError if an article's id is taken by another text.
    """
    held = dict(connection.execute("select id, sha256 from article").fetchall())
    refuse_other_texts(articles, held)
    fresh = [article for article in articles if article.id not in held]
    db = Database(connection)
    events = _events(connection, fresh)
    db.table("article").insert_all(
        {
            "id": article.id,
            "event": events[article.event],
            "outlet": article.outlet,
            **article.metadata(),
            "text": article.text,
            "sha256": article.sha256,
            "source": article.source,
            "added_at": now(),
        }
        for article in fresh
    )
    db.table("sentence").insert_all(_row(sentence) for article in fresh for sentence in article.sentences)
    _align(connection, db, fresh, events)
    seal(connection, *CORPUS)
    known = tuple(article.id for article in articles if article.id in held)
    return Added(tuple(article.id for article in fresh), known)


def refuse_other_texts(articles: Sequence[Article], held: Mapping[str, str]) -> None:
    """Raises FileRefusedError if an article's id is taken by another text.

    held: id -> SHA-256 of the texts that a project holds.
    """
    for article in articles:
        if held.get(article.id, article.sha256) != article.sha256:
            raise FileRefusedError(
                article.source,
                f"the project holds another text as article '{article.id}'. Texts are frozen, since labels "
                "point into them; give the new text an id of its own.",
            )


def _row(sentence: Sentence) -> dict[str, str | int]:
    return {
        "id": sentence.id,
        "article": sentence.article,
        "position": sentence.position,
        "paragraph": sentence.paragraph,
        "kind": sentence.kind,
        "start": sentence.span.start,
        "end": sentence.span.end,
    }


def _events(connection: sqlite3.Connection, articles: Sequence[Article]) -> dict[str, str]:
    """Ids of the articles' events by name; new ones are added in order."""
    events = dict(connection.execute("select name, id from event").fetchall())
    for name in dict.fromkeys(article.event for article in articles):
        if name not in events:
            digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()
            events[name] = f"e{digest[:12]}"
            connection.execute(
                "insert into event (id, name, position) select ?, ?, count(*) from event",
                (events[name], name),
            )
    return events


def _align(
    connection: sqlite3.Connection, db: Database, fresh: Sequence[Article], events: dict[str, str]
) -> None:
    new = {article.id for article in fresh}
    for name in dict.fromkeys(article.event for article in fresh):
        bundle = event_articles(connection, events[name])
        pairs = [
            pair
            for i, a in enumerate(bundle)
            for b in bundle[i + 1 :]
            if a.id in new or b.id in new
            for pair in align(a, b)
        ]
        db.table("alignment").insert_all(({"a": p.a, "b": p.b, "score": p.score} for p in pairs), ignore=True)
