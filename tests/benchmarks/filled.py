"""Projects with many labels for benchmarks: bulk inserts, chained and folded as the ledger does it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labels.article import Sentence
from labels.store.log.entries import (
    APPEND,
    TERMS,
    as_json,
    link,
    microseconds,
    moment,
    stored,
    term,
)
from labels.store.log.folds import record
from labels.store.log.migration import PROGRESS
from labels.store.sqlite import sqlite3
from tests.labels.projects import CODEBOOK

AT = "2026-09-07T09:00:00.000Z"
NUMBERS = {
    "annotator": "select id, number from annotator",
    "article": "select id, number from article",
    "sentence": "select id, number from sentence",
}
FOLD = """
insert into current (article, annotator, sentence, item, layer, value, revision, seq)
select article, annotator, sentence, item, layer, value, revision, seq from log where uuid is not null
order by article, annotator, sentence, item, layer
"""


@dataclass(frozen=True, slots=True)
class MadeLabel:
    """A label that nobody had set before.  claim: its number in the sentence, 0 for the sentence itself."""

    annotator: str
    sentence: Sentence
    claim: int
    layer: str
    value: object


def add_people(connection: sqlite3.Connection, people: Iterable[str]) -> None:
    """Annotators by their ids."""
    for person in people:
        connection.execute(
            "insert into annotator (id, name, created_at, entry) values (?, ?, ?, 0)",
            (person, f"Name {person}", AT),
        )
        record(connection, "annotator", person, "benchmark")


def fill(connection: sqlite3.Connection, labels: Iterable[MadeLabel]) -> None:
    """Log the labels in order and fold them; the project holds no labels yet."""
    connection.executemany(APPEND, _entries(connection, labels))
    connection.execute(FOLD)
    connection.execute(PROGRESS, {"state": TERMS.index("state"), "unsure": TERMS.index("unsure")})


def _entries(connection: sqlite3.Connection, labels: Iterable[MadeLabel]) -> Iterator[tuple[object, ...]]:
    numbers = {name: dict(connection.execute(query).fetchall()) for name, query in NUMBERS.items()}
    layers = {layer: term(connection, layer) for layer in (*CODEBOOK.layer_ids, "content", "state")}
    client = term(connection, "benchmark")
    [codebook] = connection.execute("select number from codebook").fetchone()
    [head] = connection.execute("select hash from log order by seq desc limit 1").fetchone()
    human = TERMS.index("human")
    for label in labels:
        identifier, action, stamp = uuid.uuid4(), uuid.uuid4(), microseconds()
        sentence, value = label.sentence, stored(label.value)
        target = f"{sentence.id}.{label.claim}" if label.claim else sentence.id
        kind = "claim" if label.claim else "sentence"
        place = (label.annotator, kind, target, sentence.id, sentence.article, label.layer)
        rest = ("set", 0, 1, CODEBOOK.hash, as_json(value), "human", "benchmark", AT, moment(stamp))
        head = link(head, [str(identifier), str(action), *place, *rest])
        yield (
            identifier.bytes,
            action.bytes,
            numbers["annotator"][label.annotator],
            numbers["article"][sentence.article],
            numbers["sentence"][sentence.id],
            label.claim,
            layers[label.layer],
            TERMS.index("set"),
            0,
            1,
            codebook,
            value,
            human,
            client,
            AT,
            stamp,
            head,
        )
