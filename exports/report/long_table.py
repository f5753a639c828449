"""The long table: every annotator's labels of a project side by side, ready to be compared.

"Seen, and there is no claim", "unsure" and "unseen" are three things here: a sentence is seen by an annotator
who marked it done, made a claim in it, or gave it the value for "no claim"; it is unsure where they marked
it so, whether they labeled it or not; else they have not seen it, and their label is missing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import compress, repeat
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from exports.agreement.arrays import Bools, Ints
from exports.agreement.wording import normalised, source_key
from labels.codebook.codebook import Codebook
from labels.span import Span
from labels.store.agreement_queries import EVER, AgreementReader, LabeledArticle, Made
from labels.store.queries import ProjectReader

Flags: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = dict[int, str]
Copies = Literal["once", "all"]

# How an annotator left a sentence.
DONE, EMPTY, UNSURE = np.uint8(1), np.uint8(2), np.uint8(4)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a project to look at; None for all of it.

    events: ids.  annotators: pseudonyms.  layers: ids.
    copies: ``once`` leaves out sentences whose words stand in another article of the event, too.
    """

    events: frozenset[str] | None = None
    annotators: frozenset[str] | None = None
    layers: frozenset[str] | None = None
    copies: Copies = "once"


@dataclass(frozen=True, slots=True)
class PlacedSentences:
    """Sentences in reading order, one entry each.

    articles: by number.  paragraphs: by number in the article.  starts, ends: code points of the article.
    """

    ids: tuple[str, ...]
    articles: Ints
    paragraphs: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class LongTable:
    """Labels by number: sentences, annotators and claims are positions in the tuples below.

    annotators: pseudonyms.  articles: those with labels.  sentences: theirs, in reading order.
    left: sentences x annotators; how each was left (bits DONE, EMPTY, UNSURE).
    n_claims: sentences x annotators.
    words: for each sentence that somebody has met a number, the same for the same words; -1 for others.
    kept: sentences that count; copies within an event count once.  copies: how many do not count for that.
    claim_ids, claim_annotators, claim_sentences, contents: one entry per claim that exists; content as JSON.
    values: for each layer the value of claims, as the label table has it, by claim.
    settled: labels left out, since an adjudication settled them.
    names: the normalised name of each annotator's sources.
    """

    annotators: tuple[str, ...]
    articles: tuple[LabeledArticle, ...]
    sentences: PlacedSentences
    left: Flags
    n_claims: Ints
    words: Ints
    kept: Bools
    copies: int
    claim_ids: tuple[str, ...]
    claim_annotators: Ints
    claim_sentences: Ints
    contents: tuple[str, ...]
    values: Mapping[str, Values]
    settled: int = 0
    names: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def seen(self) -> Bools:
        """Sentences x annotators: done, labeled, or said to hold no claim."""
        found: Bools = self.met & self.kept[:, None]
        return found

    @property
    def met(self) -> Bools:
        """The same with sentences that do not count, since they are copies."""
        found: Bools = ((self.left & (DONE | EMPTY)) > 0) | (self.n_claims > 0)
        return found

    @property
    def unsure(self) -> Bools:
        """Sentences x annotators: marked as unsure, with a label or without."""
        found: Bools = ((self.left & UNSURE) > 0) & self.kept[:, None]
        return found

    @property
    def sentence_articles(self) -> Ints:
        """The article of each sentence."""
        return self.sentences.articles

    @property
    def article_events(self) -> Ints:
        """The event of each article, numbered in order."""
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(article.event, len(numbers)) for article in self.articles]
        return np.array(found, dtype=np.int64)

    def article_of(self, sentence: int) -> LabeledArticle:
        """The article of a sentence."""
        return self.articles[int(self.sentences.articles[sentence])]

    def text_of(self, sentence: int) -> str:
        """The words of a sentence."""
        some = self.sentences
        return self.article_of(sentence).text[some.starts[sentence] : some.ends[sentence]]


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
    labels = _Labels(store, made, AgreementReader(store).adjudicated() if table.settled else set())
    left = _left(labels, codebook, table.sentences.ids, table.annotators)
    left[(table.left & EMPTY) > 0] &= ~DONE
    claims: list[dict[str, int]] = [{} for _ in table.annotators]
    for number, (claim, owner) in enumerate(
        zip(table.claim_ids, table.claim_annotators.tolist(), strict=True)
    ):
        claims[owner][claim] = number
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


@lru_cache(maxsize=1 << 16)
def ranges(content: str) -> tuple[Span, ...]:
    """The ranges of a span layer's value, which the label table holds as JSON."""
    return tuple(Span(start, end) for start, end in json.loads(content))


def line_of(table: LongTable) -> Ints:
    """Where each article begins if all lie on one line, one behind the other with a character between."""
    lengths = np.fromiter((len(article.text) + 1 for article in table.articles), np.int64)
    begins: Ints = np.cumsum(lengths) - lengths
    return begins


@dataclass(frozen=True, slots=True)
class _Labels:
    """Reads labels that were made so, without those that an adjudication settled."""

    store: ProjectReader
    made: Made
    settled: Collection[tuple[str, str, str]]

    def columns(self, layer: str, annotator: str) -> tuple[Sequence[str], Sequence[str]]:
        """Targets and values of an annotator's labels in a layer."""
        targets, values = AgreementReader(self.store).columns(layer, annotator, self.made)
        if self.settled:
            kept = [(annotator, target, layer) not in self.settled for target in targets]
            return list(compress(targets, kept)), list(compress(values, kept))
        return targets, values


def _left(labels: _Labels, codebook: Codebook, sentences: Sequence[str], annotators: Sequence[str]) -> Flags:
    """How annotators left sentences; marks of claims mark the claim's sentence."""
    found = np.zeros((len(sentences), len(annotators)), np.uint8)
    known = {one: number for number, one in enumerate(sentences)}
    marks: list[tuple[str, np.uint8, str | None]] = [("state", DONE, None), ("unsure", UNSURE, None)]
    if codebook.empty is not None:
        marks.append((codebook.empty[0], EMPTY, codebook.empty[1]))
    for layer, flag, only in marks:
        for annotator, person in enumerate(annotators):
            targets, values = labels.columns(layer, person)
            if only is not None:
                targets = [target for target, value in zip(targets, values, strict=True) if value == only]
            places = list(map(known.get, targets, repeat(-1)))
            for number, place in enumerate(places):
                if place < 0:
                    places[number] = known.get(targets[number].rpartition(".")[0], -1)
            found[[place for place in places if place >= 0], annotator] |= flag
    return found


def _values(
    labels: _Labels, layer: str, annotators: Sequence[str], claims: Sequence[Mapping[str, int]]
) -> Values:
    """The layer's values by claim.  claims: the number of each, for each annotator."""
    by_claim: Values = {}
    shared: dict[str, str] = {}  # most values are one of a few texts; each is held once
    for person, own in zip(annotators, claims, strict=True):
        targets, values = labels.columns(layer, person)
        once = map(shared.setdefault, values, values)
        by_claim.update(zip(map(own.get, targets, repeat(-1)), once, strict=True))
    by_claim.pop(-1, None)
    return by_claim


class _Reader:
    """Collects rows and turns ids into numbers."""

    def __init__(self, store: ProjectReader, selection: Selection):
        self._selection = selection
        events = selection.events
        self.articles = tuple(
            a for a in AgreementReader(store).articles() if events is None or a.event in events
        )
        places = {article.id: number for number, article in enumerate(self.articles)}
        rows = [row for row in AgreementReader(store).sentence_rows() if row[1] in places]
        ids, homes, *numbers = zip(*rows, strict=True) if rows else ((), (), (), (), ())
        self.sentences = PlacedSentences(
            ids,
            np.array([places[home] for home in homes], dtype=np.int64),
            *(np.array(column, dtype=np.int64) for column in numbers),
        )
        self._sentence = {one: number for number, one in enumerate(ids)}
        wanted = selection.annotators
        self.annotators = tuple(
            sorted(person.id for person in store.annotators() if wanted is None or person.id in wanted)
        )
        self._labels = _Labels(store, EVER, AgreementReader(store).adjudicated())
        self._claims: list[dict[str, int]] = [{} for _ in self.annotators]
        self._targets: list[str] = []
        self._contents: list[str] = []
        self._places = np.zeros((0, 3), np.int64)

    def claims(self) -> None:
        """Take the claims that exist, in reading order."""
        targets: list[str] = []
        contents: list[str] = []
        owners: list[int] = []
        for annotator, person in enumerate(self.annotators):
            found, values = self._labels.columns("content", person)
            targets += found
            contents += values
            owners += [annotator] * len(found)
        parts = [target.rpartition(".") for target in targets]
        homes = [self._sentence.get(sentence, -1) for sentence, _, _ in parts]
        self._take(targets, contents, [homes, owners, [int(running) for _, _, running in parts]])

    def labeled_sentences(self, codebook: Codebook) -> None:
        """Where the codebook labels sentences, each labeled one counts as one claim: the whole sentence."""
        some = self.sentences
        rows: dict[tuple[int, int], None] = {}  # sentence and annotator, each once
        for annotator, person in enumerate(self.annotators):
            for layer in codebook.layers:
                targets, values = self._labels.columns(layer.id, person)
                for target, value in zip(targets, values, strict=True):
                    if target in self._sentence and (layer.id, value) != codebook.empty:
                        rows[self._sentence[target], annotator] = None
        homes = [sentence for sentence, _ in rows]
        contents = [json.dumps([[int(some.starts[one]), int(some.ends[one])]]) for one in homes]
        owners = [annotator for _, annotator in rows]
        self._take([some.ids[one] for one in homes], contents, [homes, owners, [0] * len(homes)])

    def _take(
        self, targets: Sequence[str], contents: Sequence[str], columns: Sequence[Sequence[int]]
    ) -> None:
        """Keep claims in reading order.  columns: sentence (-1 for others), annotator, running number."""
        places = np.array(columns, dtype=np.int64).T
        order = np.lexsort(places.T[::-1])
        order = order[places[order, 0] >= 0]
        self._places = places[order]
        self._targets = [targets[number] for number in order.tolist()]
        self._contents = [contents[number] for number in order.tolist()]
        for claim, (target, owner) in enumerate(zip(self._targets, self._places[:, 1].tolist(), strict=True)):
            self._claims[owner][target] = claim

    def table(self, codebook: Codebook, layers: Iterable[str]) -> LongTable:
        """Everything that was taken, with the values of these layers."""
        size = (len(self.sentences), len(self.annotators))
        left = _left(self._labels, codebook, self.sentences.ids, self.annotators)
        claim_sentences, claim_annotators = self._places[:, 0], self._places[:, 1]
        cells = claim_sentences * size[1] + claim_annotators
        n_claims = np.bincount(cells, minlength=size[0] * size[1]).reshape(size)
        seen = ((left & (DONE | EMPTY)) > 0) | (n_claims > 0)
        words, dropped = self._copies(seen.sum(axis=1))
        # People who left no trace here are not annotators of this selection.
        active = np.flatnonzero((left > 0).any(axis=0) | (n_claims > 0).any(axis=0))
        place = np.full(size[1], -1)
        place[active] = np.arange(len(active))
        kept = np.ones(size[0], dtype=bool)
        if self._selection.copies == "once":
            kept[dropped] = False
        return LongTable(
            annotators=tuple(self.annotators[number] for number in active.tolist()),
            articles=self.articles,
            sentences=self.sentences,
            left=left[:, active],
            n_claims=n_claims[:, active],
            words=words,
            kept=kept,
            copies=len(dropped),
            claim_ids=tuple(self._targets),
            claim_annotators=place[claim_annotators],
            claim_sentences=claim_sentences,
            contents=tuple(self._contents),
            values={layer: _values(self._labels, layer, self.annotators, self._claims) for layer in layers},
            settled=len(self._labels.settled),
            names=self._names(place),
        )

    def _copies(self, seen: Ints) -> tuple[Ints, list[int]]:
        """The words of each sentence, as a number, and seen ones that repeat another article of the event.

        Of each group of copies that which most annotators have seen stays.
        """
        known: dict[str, int] = {}
        words = np.full(len(seen), -1)
        groups: dict[tuple[str, int], list[int]] = defaultdict(list)
        places = self.sentences
        texts = [(article.event, article.text) for article in self.articles]
        homes, starts, ends = (part.tolist() for part in (places.articles, places.starts, places.ends))
        for number in np.flatnonzero(seen).tolist():
            event, text = texts[homes[number]]
            normal = normalised(text[starts[number] : ends[number]])
            words[number] = known.setdefault(normal, len(known))
            groups[event, known[normal]].append(number)
        dropped: list[int] = []
        for members in groups.values():
            kept = max(members, key=lambda number: (seen[number], -number))
            dropped += [number for number in members if homes[number] != homes[kept]]
        return words, sorted(dropped)

    def _names(self, place: Ints) -> dict[tuple[int, str], str]:
        return {
            (int(place[annotator]), target): source_key(json.loads(value)["name"])
            for annotator, person in enumerate(self.annotators)
            for target, value in zip(*self._labels.columns("name", person), strict=True)
        }


def noted(values: Iterable[str], known: Collection[str]) -> dict[str, int]:
    """Values that the codebook in use does not know any more, with how often they stand."""
    counts = Counter(values)
    return {value: counts[value] for value in sorted(counts) if value not in known}
