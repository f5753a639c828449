"""The labels of a project as a long table.

Targets come from the project as numbers, and places are found for all labels of an annotator at once.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.wording import source_key
from exports.report.long_table import (
    DONE,
    EMPTY,
    UNSURE,
    Flags,
    LongTable,
    PlacedSentences,
    Selection,
    Values,
)
from exports.report.reading.copies import copies
from labels.codebook.codebook import Codebook
from labels.store.agreement_queries import EVER, ITEM_BITS, AgreementReader, Made
from labels.store.queries import ProjectReader


def read_long_table(
    store: ProjectReader, codebook: Codebook, selection: Selection | None = None
) -> LongTable:
    """A project's labels that stand, except those that an adjudication settled.

    Call it inside ``store.snapshot()``. Claims without content do not exist and are left out with all their
    labels.
    """
    chosen = selection or Selection()
    reader = _Reader(store, chosen)
    if codebook.target == "sentence":
        reader.labeled_sentences(codebook)
    else:
        reader.claims()
    layers = [
        layer.id
        for layer in codebook.layers
        if chosen.layers is None or layer.id in chosen.layers or _is_needed(layer.id, codebook)
    ]
    return reader.table(codebook, layers)


def labels_made(
    store: ProjectReader, codebook: Codebook, table: LongTable, layers: Iterable[str], made: Made
) -> LongTable:
    """The same sentences and claims, with those marks and those values of some layers that were made so.

    codebook: says which value is "no claim". Who gave that value said it then; only who did not said by
    marking the sentence as done that they saw no claim.
    """
    labels = _Labels(store, made, AgreementReader(store).adjudicated_keys() if table.settled else set())
    left = _left(labels, codebook, Places.of(table.sentences.numbers), table.annotators)
    left[(table.left & EMPTY) > 0] &= ~DONE
    claims = _claims_of(table.claim_keys, table.claim_annotators, len(table.annotators))
    values = {layer: _values(labels, layer, table.annotators, claims) for layer in layers}
    return replace(table, left=left, values=values)


def _is_needed(layer: str, codebook: Codebook) -> bool:
    """Whether the layer decides about the value of one that is derived."""
    for other in codebook.layers:
        rule = other.derivation
        conditions = (rule.fixed, rule.unless)
        if other.derived and layer in {rule.cue, *(one.layer for one in conditions if one is not None)}:
            return True
    return codebook.empty is not None and layer == codebook.empty[0]


@dataclass(frozen=True, slots=True)
class Places:
    """Where numbers are in a sequence.  ordered: the numbers, sorted.  place: of each of them."""

    ordered: Ints
    place: Ints

    @classmethod
    def of(cls, numbers: Ints, places: Ints | None = None) -> "Places":
        """places: of the numbers; by default their positions."""
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order], order if places is None else places[order])

    def __call__(self, wanted: Ints) -> Ints:
        """The place of each wanted number; -1 for a number that is not there."""
        if not len(self.ordered):
            return np.full(len(wanted), -1)
        at = np.minimum(np.searchsorted(self.ordered, wanted), len(self.ordered) - 1)
        return np.where(self.ordered[at] == wanted, self.place[at], -1)


@dataclass(frozen=True, slots=True)
class _Labels:
    """Reads labels that were made so, without those that an adjudication settled."""

    store: ProjectReader
    made: Made
    settled: Collection[tuple[str, int, str]]

    def keys(self, layer: str, annotator: str) -> tuple[Ints, Sequence[str]]:
        """Targets, as numbers, and values of an annotator's labels in a layer."""
        numbers, values = AgreementReader(self.store).keys(layer, annotator, self.made)
        keys = np.frombuffer(numbers, np.int64) if len(numbers) else np.zeros(0, np.int64)
        if self.settled:
            kept = [(annotator, key, layer) not in self.settled for key in keys.tolist()]
            return keys[np.array(kept, dtype=bool)], list(compress(values, kept))
        return keys, values


def _equal(values: Sequence[str], value: str) -> Bools:
    return np.fromiter(map(value.__eq__, values), np.bool_, len(values))


def _left(labels: _Labels, codebook: Codebook, places: Places, annotators: Sequence[str]) -> Flags:
    """How annotators left sentences; marks of claims mark the claim's sentence."""
    left = np.zeros((len(places.ordered), len(annotators)), np.uint8)
    marks: list[tuple[str, np.uint8, str | None]] = [("state", DONE, None), ("unsure", UNSURE, None)]
    if codebook.empty is not None:
        marks.append((codebook.empty[0], EMPTY, codebook.empty[1]))
    for layer, flag, only in marks:
        for annotator, person in enumerate(annotators):
            keys, values = labels.keys(layer, person)
            marked = places((keys if only is None else keys[_equal(values, only)]) >> ITEM_BITS)
            left[marked[marked >= 0], annotator] |= flag
    return left


def _values(labels: _Labels, layer: str, annotators: Sequence[str], claims: Sequence[Places]) -> Values:
    """The layer's values by claim.  claims: the places of each annotator's, by key."""
    by_claim: Values = {}
    shared: dict[str, str] = {}  # most values are one of a few texts; each is held once
    for person, own in zip(annotators, claims, strict=True):
        keys, values = labels.keys(layer, person)
        once = map(shared.setdefault, values, values)
        by_claim.update(zip(own(keys).tolist(), once, strict=True))
    by_claim.pop(-1, None)
    return by_claim


def _claims_of(keys: Ints, owners: Ints, n_annotators: int) -> list[Places]:
    """The places of the claims of each annotator, by key."""
    own = [np.flatnonzero(owners == annotator) for annotator in range(n_annotators)]
    return [Places.of(keys[claims], claims) for claims in own]


def _numbers(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)


class _Reader:
    """Collects rows and turns ids into numbers."""

    def __init__(self, store: ProjectReader, selection: Selection):
        self._selection = selection
        self._reader = AgreementReader(store)
        events = selection.events
        self.articles = tuple(a for a in self._reader.articles() if events is None or a.event in events)
        places = {article.id: number for number, article in enumerate(self.articles)}
        every = self._reader.sentence_rows()
        inside = [row[1] in places for row in every]
        rows = list(compress(every, inside))
        ids, homes, paragraphs, starts, ends = zip(*rows, strict=True) if rows else ((), (), (), (), ())
        self.sentences = PlacedSentences(
            ids=ids,
            articles=_numbers(places[home] for home in homes),
            paragraphs=_numbers(paragraphs),
            starts=_numbers(starts),
            ends=_numbers(ends),
            numbers=_numbers(compress(self._reader.sentence_numbers(), inside)),
        )
        self._places = Places.of(self.sentences.numbers)
        wanted = selection.annotators
        self.annotators = tuple(
            sorted(person.id for person in store.annotators() if wanted is None or person.id in wanted)
        )
        self._labels = _Labels(store, EVER, self._reader.adjudicated_keys())
        self._keys = self._homes = self._owners = np.zeros(0, np.int64)
        self._contents: list[str] = []
        self._ids: list[str] = []

    def claims(self) -> None:
        """Take the claims that exist, in reading order."""
        contents: list[str] = []
        parts = [np.zeros((2, 0), np.int64)]
        for annotator, person in enumerate(self.annotators):
            keys, values = self._labels.keys("content", person)
            parts.append(np.stack((keys, np.full(len(keys), annotator))))
            contents += values
        keys, owners = np.concatenate(parts, axis=1)
        homes = self._places(keys >> ITEM_BITS)
        items = keys & (1 << ITEM_BITS) - 1
        order = np.lexsort((items, owners, homes))
        order = order[homes[order] >= 0]
        self._keys, self._owners, self._homes = keys[order], owners[order], homes[order]
        self._contents = [contents[number] for number in order.tolist()]
        ids = self.sentences.ids
        placed = zip(self._homes.tolist(), items[order].tolist(), strict=True)
        self._ids = [f"{ids[home]}.{item}" for home, item in placed]

    def labeled_sentences(self, codebook: Codebook) -> None:
        """Where the codebook labels sentences, each labeled one counts as one claim: the whole sentence."""
        some, width = self.sentences, max(len(self.annotators), 1)
        cells = [np.zeros(0, np.int64)]  # sentence and annotator
        for annotator, person in enumerate(self.annotators):
            for layer in codebook.layers:
                keys, values = self._labels.keys(layer.id, person)
                if codebook.empty is not None and codebook.empty[0] == layer.id:
                    keys = keys[~_equal(values, codebook.empty[1])]
                homes = self._places(keys[keys & (1 << ITEM_BITS) - 1 == 0] >> ITEM_BITS)
                cells.append(homes[homes >= 0] * width + annotator)
        self._homes, self._owners = np.divmod(np.unique(np.concatenate(cells)), width)
        self._keys = some.numbers[self._homes] << ITEM_BITS
        whole = self._homes.tolist()
        self._contents = [json.dumps([[int(some.starts[one]), int(some.ends[one])]]) for one in whole]
        self._ids = [some.ids[one] for one in whole]

    def table(self, codebook: Codebook, layers: Iterable[str]) -> LongTable:
        """Everything that was taken, with the values of these layers."""
        size = (len(self.sentences), len(self.annotators))
        left = _left(self._labels, codebook, self._places, self.annotators)
        cells = self._homes * size[1] + self._owners
        n_claims = np.bincount(cells, minlength=size[0] * size[1]).reshape(size)
        seen = ((left & (DONE | EMPTY)) > 0) | (n_claims > 0)
        words, dropped = copies(self.sentences, self.articles, seen.sum(axis=1))
        # People who left no trace here are not annotators of this selection.
        active = np.flatnonzero((left > 0).any(axis=0) | (n_claims > 0).any(axis=0))
        place = np.full(size[1], -1)
        place[active] = np.arange(len(active))
        kept = np.ones(size[0], dtype=bool)
        if self._selection.copies == "once":
            kept[dropped] = False
        claims = _claims_of(self._keys, self._owners, size[1])
        return LongTable(
            annotators=tuple(self.annotators[number] for number in active.tolist()),
            articles=self.articles,
            sentences=self.sentences,
            left=left[:, active],
            n_claims=n_claims[:, active],
            words=words,
            kept=kept,
            copies=len(dropped),
            claim_ids=tuple(self._ids),
            claim_annotators=place[self._owners],
            claim_sentences=self._homes,
            claim_keys=self._keys,
            contents=tuple(self._contents),
            values={layer: _values(self._labels, layer, self.annotators, claims) for layer in layers},
            settled=len(self._labels.settled),
            names=self._names(place),
        )

    def _names(self, place: Ints) -> dict[tuple[int, str], str]:
        """The normalised name of each annotator's sources."""
        settled = self._reader.adjudicated()
        return {
            (int(place[annotator]), target): source_key(json.loads(value)["name"])
            for annotator, person in enumerate(self.annotators)
            for target, value in zip(*self._reader.columns("name", person), strict=True)
            if (person, target, "name") not in settled
        }
