"""The long table: every annotator's labels of a project side by side, ready to be compared.

"Seen, and there is no claim", "unsure" and "unseen" are three things here: a sentence is seen by an annotator
who marked it done, made a claim in it, or gave it the value for "no claim"; it is unsure where they marked
it so, whether they labeled it or not; else they have not seen it, and their label is missing.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from exports.agreement.weights import Ints
from labels import agreement_store
from labels.agreement_store import LabeledArticle
from labels.codebook import Codebook
from labels.span import Span
from labels.store import Store

Flags: TypeAlias = npt.NDArray[np.uint8]
Bools: TypeAlias = npt.NDArray[np.bool_]
Values: TypeAlias = dict[int, str]
Copies = Literal["once", "all"]

# How an annotator left a sentence.
DONE, EMPTY, UNSURE = np.uint8(1), np.uint8(2), np.uint8(4)
_WORD = re.compile(r"\w+")


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
class PlacedSentence:
    """A sentence with the article it stands in, by number, and how its words read without layout and case."""

    id: str
    article: int
    paragraph: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LongTable:
    """Labels by number: sentences, annotators and claims are positions in the tuples below.

    annotators: pseudonyms.  articles: those with labels.  sentences: theirs, in reading order.
    left: sentences x annotators; how each was left (bits DONE, EMPTY, UNSURE).
    n_claims: sentences x annotators.
    kept: sentences that count; copies within an event count once.  copies: how many do not count for that.
    claim_ids, claim_annotators, claim_sentences, contents: one entry per claim that exists; content as JSON.
    values: for each layer the value of claims, as the label table has it, by claim.
    names: the normalised name of each annotator's sources.
    """

    annotators: tuple[str, ...]
    articles: tuple[LabeledArticle, ...]
    sentences: tuple[PlacedSentence, ...]
    left: Flags
    n_claims: Ints
    kept: Bools
    copies: int
    claim_ids: tuple[str, ...]
    claim_annotators: Ints
    claim_sentences: Ints
    contents: tuple[str, ...]
    values: Mapping[str, Values]
    names: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def seen(self) -> Bools:
        """Sentences x annotators: done, labeled, or said to hold no claim."""
        found: Bools = ((self.left & (DONE | EMPTY)) > 0) | (self.n_claims > 0)
        return found & self.kept[:, None]

    @property
    def unsure(self) -> Bools:
        """Sentences x annotators: marked as unsure, with a label or without."""
        found: Bools = ((self.left & UNSURE) > 0) & self.kept[:, None]
        return found

    @property
    def sentence_articles(self) -> Ints:
        """The article of each sentence."""
        return np.fromiter((one.article for one in self.sentences), np.int64, len(self.sentences))

    @property
    def article_events(self) -> Ints:
        """The event of each article, numbered in order."""
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(article.event, len(numbers)) for article in self.articles]
        return np.array(found, dtype=np.int64)

    def text_of(self, sentence: int) -> str:
        """The words of a sentence."""
        one = self.sentences[sentence]
        return self.articles[one.article].text[one.start : one.end]


def read_long_table(
    store: Store, codebook: Codebook, selection: Selection | None = None, *, version: str = ""
) -> LongTable:
    """A project's labels that stand, except those that an adjudication settled.

    version: take only values that were set under the codebook version with this hash.
    Call it inside ``store.snapshot()``. Claims without content do not exist and are left out with all their
    labels.
    """
    chosen = selection or Selection()
    reader = _Reader(store, chosen, version)
    if not version:  # whoever finished a sentence did not say under which version they saw no claim
        reader.mark("state", DONE)
    reader.mark("unsure", UNSURE)
    if codebook.empty is not None:
        reader.mark(codebook.empty[0], EMPTY, only=codebook.empty[1])
    reader.claims()
    values = {
        layer.id: reader.layer(layer.id)
        for layer in codebook.layers
        if chosen.layers is None or layer.id in chosen.layers or _is_needed(layer.id, codebook)
    }
    return reader.table(values)


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


def normalised(words: str) -> str:
    """Letters and digits in lower case with one space between words: what makes copies the same."""
    return " ".join(_WORD.findall(words.casefold()))


def source_key(name: str) -> str:
    """A source's name without case, punctuation and article, so that two ways to write it are one source."""
    key = normalised(name)
    return key.removeprefix("the ") or name.strip().casefold()


class _Reader:
    """Collects rows and turns ids into numbers."""

    def __init__(self, store: Store, selection: Selection, version: str = ""):
        self._store, self._selection, self._version = store, selection, version
        events = selection.events
        self.articles = tuple(
            a for a in agreement_store.articles(store) if events is None or a.event in events
        )
        places = {article.id: number for number, article in enumerate(self.articles)}
        placed = [
            PlacedSentence(identifier, places[article], paragraph, kind, start, end)
            for identifier, article, paragraph, kind, start, end in agreement_store.sentence_rows(store)
            if article in places
        ]
        placed.sort(key=lambda one: one.article)  # stable: reading order stays within an article
        self.sentences = tuple(placed)
        self._sentence = {one.id: number for number, one in enumerate(placed)}
        wanted = selection.annotators
        self.annotators = tuple(
            sorted(person.id for person in store.annotators() if wanted is None or person.id in wanted)
        )
        self._settled = agreement_store.adjudicated(store)
        self._marks: list[tuple[int, int, np.uint8]] = []
        self._claims: list[dict[str, int]] = [{} for _ in self.annotators]
        self._found: list[tuple[int, int, int, str, str]] = []

    def _rows(self, layer: str, annotator: str, version: str = "") -> Iterator[tuple[str, str]]:
        """Targets and values of an annotator's labels in a layer, without adjudicated ones."""
        rows = agreement_store.values(self._store, layer, annotator, version)
        if not self._settled:
            return rows
        settled = self._settled
        return ((target, value) for target, value in rows if (annotator, target, layer) not in settled)

    def mark(self, layer: str, flag: np.uint8, only: str | None = None) -> None:
        """Take the marks of sentences; those of claims mark the claim's sentence."""
        for annotator, person in enumerate(self.annotators):
            for target, value in self._rows(layer, person, self._version):
                if only is not None and value != only:
                    continue
                number = self._sentence.get(target)
                if number is None:
                    number = self._sentence.get(target.rpartition(".")[0])
                if number is not None:
                    self._marks.append((number, annotator, flag))

    def claims(self) -> None:
        """Take the claims that exist, in reading order."""
        for annotator, person in enumerate(self.annotators):
            for target, value in self._rows("content", person):
                identifier, _, running = target.rpartition(".")
                number = self._sentence.get(identifier)
                if number is not None:
                    self._found.append((number, annotator, int(running), target, value))
        self._found.sort()
        for claim, (_, annotator, _, target, _) in enumerate(self._found):
            self._claims[annotator][target] = claim

    def layer(self, layer: str) -> Values:
        """The layer's values by claim."""
        found: Values = {}
        for person, claims in zip(self.annotators, self._claims, strict=True):
            for target, value in self._rows(layer, person, self._version):
                claim = claims.get(target)
                if claim is not None:
                    found[claim] = value
        return found

    def table(self, values: Mapping[str, Values]) -> LongTable:
        """Everything that was taken."""
        size = (len(self.sentences), len(self.annotators))
        left = np.zeros(size, np.uint8)
        for number, annotator, flag in self._marks:
            left[number, annotator] |= flag
        found = self._found
        claim_sentences = np.fromiter((row[0] for row in found), np.int64, len(found))
        claim_annotators = np.fromiter((row[1] for row in found), np.int64, len(found))
        cells = claim_sentences * size[1] + claim_annotators
        n_claims = np.bincount(cells, minlength=size[0] * size[1]).reshape(size)
        seen = ((left & (DONE | EMPTY)) > 0) | (n_claims > 0)
        dropped = self._copies(seen.sum(axis=1))
        # Whoever left no trace here is no annotator of what is looked at.
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
            kept=kept,
            copies=len(dropped),
            claim_ids=tuple(row[3] for row in found),
            claim_annotators=place[claim_annotators],
            claim_sentences=claim_sentences,
            contents=tuple(row[4] for row in found),
            values=values,
            names=self._names(place),
        )

    def _copies(self, seen: Ints) -> list[int]:
        """Seen sentences whose words stand in another article of the event, but for the most seen."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number in np.flatnonzero(seen).tolist():
            one = self.sentences[number]
            article = self.articles[one.article]
            groups[article.event, normalised(article.text[one.start : one.end])].append(number)
        dropped: list[int] = []
        for members in groups.values():
            kept = max(members, key=lambda number: (seen[number], -number))
            home = self.sentences[kept].article
            dropped += [number for number in members if self.sentences[number].article != home]
        return sorted(dropped)

    def _names(self, place: Ints) -> dict[tuple[int, str], str]:
        return {
            (int(place[annotator]), target): source_key(json.loads(value)["name"])
            for annotator, person in enumerate(self.annotators)
            for target, value in self._rows("name", person)
        }


def noted(values: Iterable[str], known: Collection[str]) -> dict[str, int]:
    """Values that the codebook in use does not know any more, with how often they stand."""
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        if value not in known:
            counts[value] += 1
    return dict(sorted(counts.items()))
