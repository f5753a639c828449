"""Articles and sentences as the tables hold them."""

from collections.abc import Sequence
from typing import Any

from labels.article import METADATA, Article, Sentence
from labels.span import Span
from labels.store.sqlite import sqlite3

SENTENCE = 'id, article, position, paragraph, kind, "start", "end"'  # the columns of ``sentence_of``
_METADATA = ", ".join(METADATA)


def sentence_of(row: Sequence[Any]) -> Sentence:
    """A row of the table ``sentence``; its columns are ``SENTENCE``."""
    identifier, article, position, paragraph, kind, start, end = row
    return Sentence(identifier, article, position, paragraph, kind, Span(start, end))


def event_articles(connection: sqlite3.Connection, event: str) -> list[Article]:
    """An event's articles with their sentences, by outlet, then id."""
    articles = []
    for row in connection.execute(
        f"select id, event, outlet, text, sha256, source, meta, {_METADATA} "  # noqa: S608 - a constant
        "from article where event = ? order by outlet, id",
        (event,),
    ).fetchall():
        sentences = connection.execute(
            f"select {SENTENCE} from sentence where article = ? order by position",  # noqa: S608 - a constant
            (row[0],),
        )
        identifier, place, outlet, text, sha256, source, meta, *metadata = row
        articles.append(
            Article(
                id=identifier,
                event=place,
                outlet=outlet,
                text=text,
                sha256=sha256,
                sentences=tuple(map(sentence_of, sentences)),
                source=source,
                meta=meta,
                **dict(zip(METADATA, metadata, strict=True)),
            )
        )
    return articles
