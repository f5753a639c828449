"""The words and ids behind the numbers of a damaged log, where a row or an index still has them.

A number can have several readings, in rows and in the indexes of unique columns: a damaged one, an older one.
The right one is that with which an entry's hash fits.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from json.encoder import encode_basestring
from typing import Any

from labels.codebook.codebook import RESERVED_LAYERS, Codebook
from labels.codebook.shipped import SHIPPED, shipped_text
from labels.errors import LabelsError
from labels.store.log.chain import Names, decision_hash
from labels.store.log.entries import change_fields, link
from labels.store.log.folds import FOLDS
from labels.store.log.tables import NUMBERED_TERMS
from labels.store.sqlite import sqlite3

Row = tuple[Any, ...]  # of the log: seq, then entries.COLUMNS
PERSON, ARTICLE, SENTENCE, ITEM, LAYER, KIND, CODEBOOK = 3, 4, 5, 6, 7, 8, 11
VALUE, ORIGIN, CLIENT, STAMP = 12, 13, 14, 16
MOST_READINGS = 2_000  # of one entry
IDS = {"people": "annotator", "articles": "article", "sentences": "sentence"}  # of Names: the table
PAIRS = "select distinct text from pair where number = ?"
TERM = "select distinct text from term where number = ?"


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """What a change wrote: a row's table and key, and what it holds; None if the row is gone."""

    table: str
    key: str
    content: object


class Readings:
    """Hashes of entries, with whichever reading of their numbers fits."""

    def __init__(self, pool: sqlite3.Connection):
        """pool: the temporary database (labels/store/rescue/pool.py)."""
        self._pool = pool
        self.codebooks = _codebooks(pool)  # with their texts, by hash: a codebook proves itself
        self.names = Names(pool)
        self.names.codebooks = {
            number: quoted
            for number, quoted in self.names.codebooks.items()
            if json.loads(quoted) in self.codebooks
        }
        self._words = [encode_basestring(word) for word in self._vocabulary()]
        for number, word in NUMBERED_TERMS:
            self.names.terms[number] = encode_basestring(word)
        self._proven: set[tuple[str, int]] = set()
        self._readings: dict[tuple[str, int], list[str]] = {}

    def digest(self, head: bytes, row: Row) -> bytes:
        """The hash that an entry has to have after a head; b"" if it can't be read."""
        if row[1] is not None:
            return decision_hash(head, row, self.names)
        change = self.change(row)
        if change is None:
            return b""
        try:
            by = "" if row[PERSON] is None else json.loads(self.names.people[row[PERSON]])
            return link(head, change_fields(by, change.table, row[VALUE].decode(), row[STAMP]))
        except (KeyError, ValueError, TypeError, OverflowError):
            return b""

    def change(self, row: Row) -> WrittenRow | None:
        """What an entry that is no decision wrote; None for a decision, and if it can't be read."""
        if row[1] is not None:
            return None
        try:
            written = json.loads(row[VALUE])
            return WrittenRow(json.loads(self.names.terms[row[KIND]]), written["key"], written["content"])
        except (KeyError, ValueError, TypeError):
            return None

    def follows(self, head: bytes, row: Row) -> bool:
        """Whether an entry's hash fits after a head; readings that make it fit are taken from then on."""
        slots = self._slots(row)
        if self.digest(head, row) == row[-1]:
            self._proven.update(slots)
            return True
        before = [getattr(self.names, kind).get(number) for kind, number in slots]
        for choice in self._choices(slots, before):
            self._take(slots, choice)
            if self.digest(head, row) == row[-1]:
                self._proven.update(slots)
                return True
        self._take(slots, before)
        return False

    def _take(self, slots: Sequence[tuple[str, int]], choice: Sequence[str | None]) -> None:
        for (kind, number), text in zip(slots, choice, strict=True):
            names: dict[int, str] = getattr(self.names, kind)
            if text is None:
                names.pop(number, None)
            else:
                names[number] = text

    def _slots(self, row: Row) -> list[tuple[str, int]]:
        """The numbers of an entry, with the kind of id that each stands for."""
        if row[1] is None:
            slots = [("people", row[PERSON]), ("terms", row[KIND])]
        else:
            slots = [("people", row[PERSON]), ("articles", row[ARTICLE]), ("codebooks", row[CODEBOOK])]
            slots += [("terms", row[place]) for place in (LAYER, KIND, ORIGIN, CLIENT)]
            slots.append(("sentences", row[SENTENCE]) if row[SENTENCE] else ("terms", row[ITEM]))
        return [slot for slot in dict.fromkeys(slots) if slot[1] is not None]

    def _choices(
        self, slots: Sequence[tuple[str, int]], before: Sequence[str | None]
    ) -> Iterator[Sequence[str | None]]:
        """Other readings: of what is missing all of them together, else of one number at a time."""
        # a number that an entry has proven has one reading, and no two numbers have the same
        readings = [
            [
                text
                for text in ([] if (kind, number) in self._proven else self._of(kind, number))
                if text not in getattr(self.names, kind).values()
            ]
            for kind, number in slots
        ]
        if None in before:
            missing = [
                texts if text is None else [text] for text, texts in zip(before, readings, strict=True)
            ]
            for count, choice in enumerate(product(*missing)):
                if count >= MOST_READINGS:
                    return
                yield choice
            return
        for place, texts in enumerate(readings):
            for text in texts:
                if text != before[place]:
                    yield [*before[:place], text, *before[place + 1 :]]

    def _of(self, kind: str, number: int) -> list[str]:
        """Every reading of a number, as JSON."""
        if (kind, number) not in self._readings:
            texts = [row[0] for row in self._pool.execute(PAIRS, (number,))]
            if kind in IDS:
                query = f"select distinct id from {IDS[kind]} where number = ?"  # noqa: S608 - names from above
                texts += [row[0] for row in self._pool.execute(query, (number,))]
            elif kind == "codebooks":
                texts = list(self.codebooks)
            else:
                texts += [row[0] for row in self._pool.execute(TERM, (number,))]
            quoted = [encode_basestring(text) for text in texts]
            self._readings[kind, number] = list(
                dict.fromkeys(quoted + self._words * (kind == "terms" and number not in self.names.terms))
            )
        return self._readings[kind, number]

    def _vocabulary(self) -> Iterator[str]:
        """Words that entries name, whatever project it is."""
        yield from (*FOLDS, "log", *RESERVED_LAYERS)
        for scheme, _ in self.codebooks.values():
            yield from (layer.id for layer in scheme.layers)


def _codebooks(pool: sqlite3.Connection) -> dict[str, tuple[Codebook, str]]:
    """Codebooks with the hash that their content has, from rows, from entries, else from those that ship."""
    rows = pool.execute("select distinct hash, toml from codebook").fetchall()
    wanted, texts = {row[0] for row in rows}, [row[1] for row in rows]
    for (value,) in pool.execute("select distinct value from log where uuid is null"):
        try:
            written = json.loads(value)
            texts.append(written["content"]["toml"])
            wanted.add(written["key"])
        except (ValueError, TypeError, LookupError):
            continue
    whole = dict(_parsed(texts))
    if wanted - whole.keys() or not whole:
        whole = {**dict(_parsed(map(shipped_text, SHIPPED))), **whole}
    return whole


def _parsed(texts: Iterable[str]) -> Iterator[tuple[str, tuple[Codebook, str]]]:
    for text in dict.fromkeys(texts):
        try:
            scheme = Codebook.stored(text)
            yield scheme.hash, (scheme, text)
        except (LabelsError, TypeError, RecursionError):
            continue
