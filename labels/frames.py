"""Frames from the store: what one annotator has said of a sentence, with what the rules need to judge it."""

import json
from collections import defaultdict

from labels.article import Sentence
from labels.claim import Claim, Frame
from labels.derivation import paragraph_starts
from labels.span import Span
from labels.sqlite import sqlite3


def sentence_of(row: tuple[str, str, int, int, str, int, int]) -> Sentence:
    """A row of the table ``sentence`` in the order of its columns."""
    identifier, article, position, paragraph, kind, start, end = row
    return Sentence(identifier, article, position, paragraph, kind, Span(start, end))  # type: ignore[arg-type]


def frame_of(connection: sqlite3.Connection, annotator: str, sentence: str) -> Frame:
    """The annotator's labels of a sentence; its other claims in the article stand in ``elsewhere``."""
    row = connection.execute("select * from sentence where id = ?", (sentence,)).fetchone()
    return frames_of(connection, annotator, row[1], only=sentence)[0]


def frames_of(
    connection: sqlite3.Connection, annotator: str, article: str, *, only: str | None = None
) -> list[Frame]:
    """One frame for each sentence of an article, in reading order."""
    text, outlet = connection.execute("select text, outlet from article where id = ?", (article,)).fetchone()
    values: dict[str, dict[str, object]] = defaultdict(dict)  # by target
    claims: dict[str, list[str]] = defaultdict(list)  # by sentence
    names: dict[str, str] = {}
    for target, kind, place, layer, value in connection.execute(
        "select l.target, l.target_kind, l.sentence, l.layer, d.value "
        "from label l join decision d on d.seq = l.seq "
        "where l.annotator = ? and l.article = ? and l.value is not null",
        (annotator, article),
    ):
        decoded = json.loads(value)
        values[target][layer] = decoded
        if kind == "claim" and layer == "content":
            claims[place].append(target)
        elif kind == "source":
            names[target] = decoded["name"]
    everywhere = {
        place: tuple(_claim(target, place, values[target]) for target in sorted(targets, key=number))
        for place, targets in claims.items()
    }
    rows = connection.execute("select * from sentence where article = ? order by position", (article,))
    sentences = [sentence_of(row) for row in rows]
    starts = paragraph_starts(sentences)
    return [
        Frame(
            sentence=sentence,
            text=text,
            outlet=outlet,
            values=values.get(sentence.id, {}),
            claims=everywhere.get(sentence.id, ()),
            elsewhere=tuple(c for place, found in everywhere.items() if place != sentence.id for c in found),
            source_names=names,
            paragraph_starts=starts,
        )
        for sentence in sentences
        if only in (None, sentence.id)
    ]


def number(claim: str) -> int:
    """The running number of a claim in its sentence, from 1."""
    return int(claim.rpartition(".")[2])


def _claim(target: str, sentence: str, values: dict[str, object]) -> Claim:
    content = values["content"]
    assert isinstance(content, list)  # noqa: S101 - the ledger let nothing else in
    rest = {layer: value for layer, value in values.items() if layer != "content"}
    return Claim(target, sentence, tuple(Span(start, end) for start, end in content), rest)
