"""Articles and sentences as the tables hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labels.article import METADATA, Article, Sentence
from labels.errors import UnknownNameError
from labels.span import Span
from labels.store.sqlite import sqlite3

SENTENCE = 'id, article, position, paragraph, kind, "start", "end"'  # the columns of ``sentence_of``
# The fields of ``Article`` that its table holds, in the order of statements here.
FIELDS: tuple[str, ...] = (
    *("id", "event", "outlet", "text", "sha256", "source", "meta", "predecessor"),
    *METADATA,
)
_FIELDS = ", ".join(FIELDS)
INSERT = f"""
insert into article ({_FIELDS}, added_at, entry) values ({"?, " * len(FIELDS)}?, 0)
"""  # noqa: S608 - names from above
OF_EVENT = f"select {_FIELDS} from article where event = ?"  # noqa: S608 - names from above
SENTENCES = f"select {SENTENCE} from sentence where article = ? order by position"  # noqa: S608 - a constant
LISTED = f"""
select a.id, e.name, (select count(*) from event where position <= e.position), a.withdrawn, a.predecessor,
  (select coalesce(sum(labels), 0) from progress where article = a.number), a.source, a.outlet,
  {", ".join(f"a.{name}" for name in METADATA)}
from article a join event e on e.id = a.event order by e.position, a.outlet, a.id
"""  # noqa: S608 - names from above

_LISTED_FIRST = ("id", "event", "order", "withdrawn", "predecessor", "labels", "source", "outlet")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list.

    event: the name of its event.  order: the place of that event among all, from 1.
    withdrawn: why it was taken out, "" while it is in.  predecessor: the article whose text it corrects.
    labels: of everybody.  metadata: its fields by name.
    """

    id: str
    event: str
    order: int
    withdrawn: str
    predecessor: str
    labels: int
    source: str
    outlet: str
    metadata: dict[str, str]


def sentence_of(row: Sequence[Any]) -> Sentence:
    """A row of the table ``sentence``; its columns are ``SENTENCE``."""
    identifier, article, position, paragraph, kind, start, end = row
    return Sentence(identifier, article, position, paragraph, kind, Span(start, end))


def event_articles(
    connection: sqlite3.Connection, event: str, *, withdrawn: bool = False, most: int = -1
) -> list[Article]:
    """An event's articles with their sentences, by outlet, then id.

    withdrawn: those as well.  most: at most so many; negative for all.
    """
    shown = "" if withdrawn else " and withdrawn = ''"
    query = f"{OF_EVENT}{shown} order by outlet, id limit ?"
    rows = connection.execute(query, (event, most)).fetchall()
    return [_article(connection, row) for row in rows]


def article(connection: sqlite3.Connection, identifier: str) -> Article | None:
    """An article with its sentences, also a withdrawn one; None if there is none of this id."""
    query = f"select {_FIELDS} from article where id = ?"  # noqa: S608 - names from above
    row = connection.execute(query, (identifier,)).fetchone()
    return None if row is None else _article(connection, row)


def no_article(connection: sqlite3.Connection, identifier: str) -> UnknownNameError:
    """The refusal of an article that the project does not hold; it names a few that it holds."""
    known = [name for (name,) in connection.execute("select id from article order by id limit 20")]
    return UnknownNameError("article", identifier, known)


def article_rows(connection: sqlite3.Connection) -> list[ArticleRow]:
    """Every article, withdrawn ones too, by event, outlet and id."""
    first = len(_LISTED_FIRST)
    return [
        ArticleRow(
            **dict(zip(_LISTED_FIRST, row[:first], strict=True)),
            metadata=dict(zip(METADATA, row[first:], strict=True)),
        )
        for row in connection.execute(LISTED)
    ]


def _article(connection: sqlite3.Connection, row: Sequence[Any]) -> Article:
    values = dict(zip(FIELDS, row, strict=True))
    sentences = connection.execute(SENTENCES, (values["id"],))
    return Article(**values, sentences=tuple(map(sentence_of, sentences)))
