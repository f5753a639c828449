"""Articles into a project, with their events, sentences and proposed alignments."""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labels.article import Article, Sentence
from labels.errors import FileRefusedError
from labels.store.corpus.articles import FIELDS, INSERT, event_articles
from labels.store.corpus.extent import count_in
from labels.store.corpus.search import index_article
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3
from labels.text.similarity import Pair, align

NONE_ALIGNED: Mapping[tuple[str, str], Sequence[Pair]] = {}


@dataclass(frozen=True, slots=True)
class Added:
    """What an import changed: new articles, and those that the project held already."""

    articles: tuple[str, ...]
    known: tuple[str, ...]


SENTENCE = """
insert into sentence (id, article, position, paragraph, kind, "start", "end") values (?, ?, ?, ?, ?, ?, ?)
"""
# An article is aligned with at most so many of its event: nobody reads more side by side, and a file of
# thousands of articles without events would cost the square of their number.
MOST_ALIGNED = 30
ALIGNMENT = "insert into alignment (a, b, score, article) values (?, ?, ?, ?) on conflict do nothing"


def add_articles(
    connection: sqlite3.Connection,
    articles: Sequence[Article],
    why: str = "add",
    by: str = "",
    aligned: Mapping[tuple[str, str], Sequence[Pair]] = NONE_ALIGNED,
) -> Added:
    """Keep new articles with their sentences and proposed alignments; known ones are left as they are.

    why: the command, or the reason, for the log.  by: the pseudonym of the person, "" for a command.
    aligned: what `alignments` found before; what is missing there is aligned here.
    Runs inside the writer's transaction. Raises FileRefusedError if an article's id is taken by another text,
    ProjectError if another program changed what the new articles join.
    """
    held = {}
    for article in articles:
        row = connection.execute("select sha256 from article where id = ?", (article.id,)).fetchone()
        if row is not None:
            held[article.id] = row[0]
    refuse_other_texts(articles, held)
    fresh = [article for article in articles if article.id not in held]
    events = named_events(connection, [article.event for article in fresh], why, by)
    bundles = {event: _bundle(connection, event) for event in set(events.values())}
    for event, bundle in bundles.items():
        check(connection, "event", [event])
        check(connection, "article", [article.id for article in bundle])
    for article in fresh:
        bundle = bundles[events[article.event]]
        _add(connection, article, events[article.event])
        pair_with(connection, article, bundle, aligned)
        record(connection, "article", article.id, why, by)
        if len(bundle) < MOST_ALIGNED:
            bundle.append(article)
    known = tuple(article.id for article in articles if article.id in held)
    return Added(tuple(article.id for article in fresh), known)


def _add(connection: sqlite3.Connection, article: Article, event: str) -> None:
    """Write an article and its sentences."""
    values = [event if name == "event" else getattr(article, name) for name in FIELDS]
    connection.execute(INSERT, (*values, now()))
    connection.executemany(SENTENCE, map(_row, article.sentences))
    index_article(connection, article.id)
    count_in(connection, article.id)


def pair_with(
    connection: sqlite3.Connection,
    article: Article,
    bundle: Sequence[Article],
    aligned: Mapping[tuple[str, str], Sequence[Pair]] = NONE_ALIGNED,
) -> None:
    """Keep the proposed alignments of an article with the other articles of its event.

    aligned: by the ids of an article and another, what `alignments` found before.
    """
    for other in bundle:
        pairs = aligned.get((article.id, other.id))
        if pairs is None:
            pairs = _aligned(article, other)
        connection.executemany(ALIGNMENT, [(pair.a, pair.b, pair.score, article.id) for pair in pairs])


def _aligned(article: Article, other: Article) -> list[Pair]:
    # pairs are named in the order of outlets, then ids
    first, second = sorted((article, other), key=lambda one: (one.outlet, one.id))
    return align(first, second)


def alignments(
    connection: sqlite3.Connection, articles: Sequence[Article]
) -> dict[tuple[str, str], list[Pair]]:
    """The proposed alignments that adding articles, or moving them to other events, would come to.

    articles: each with the name of the event that it joins.
    Reads only, so that this, the slow part, can be done where nobody waits.
    Returns the pairs by the ids of an article and another of its event.
    """
    joining: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        joining[article.event].append(article)
    found: dict[tuple[str, str], list[Pair]] = {}
    for name, group in joining.items():
        row = connection.execute("select id from event where name = ?", (name,)).fetchone()
        bundle = [] if row is None else _bundle(connection, row[0])
        for article in group:
            found |= {(article.id, other.id): _aligned(article, other) for other in bundle}
            if len(bundle) < MOST_ALIGNED:
                bundle.append(article)
    return found


def _bundle(connection: sqlite3.Connection, event: str) -> list[Article]:
    """What a new article of an event is aligned with; withdrawn ones too, since they can come back."""
    return event_articles(connection, event, withdrawn=True, most=MOST_ALIGNED)


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


def _row(sentence: Sentence) -> tuple[str | int, ...]:
    span = sentence.span
    place = (sentence.id, sentence.article, sentence.position, sentence.paragraph)
    return (*place, sentence.kind, span.start, span.end)


def named_events(
    connection: sqlite3.Connection, names: Sequence[str], why: str, by: str = ""
) -> dict[str, str]:
    """Ids of events by name; new ones are added in order, with an entry of the log each."""
    events: dict[str, str] = {}
    for name in dict.fromkeys(names):
        row = connection.execute("select id from event where name = ?", (name,)).fetchone()
        if row is None:
            row = [_event_id(connection, name)]
            connection.execute(
                "insert into event (id, name, position, entry) "
                "select ?, ?, coalesce(max(position) + 1, 0), 0 from event",
                (row[0], name),
            )
            record(connection, "event", row[0], why, by)
        events[name] = row[0]
    return events


def _event_id(connection: sqlite3.Connection, name: str) -> str:
    """An id for a new event, from its name; another one if an event had that name and was renamed."""
    name, number = unicodedata.normalize("NFC", name), 1
    while True:
        text = name if number == 1 else f"{name}\n{number}"
        identifier = f"e{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        if connection.execute("select 1 from event where id = ?", (identifier,)).fetchone() is None:
            return identifier
        number += 1
