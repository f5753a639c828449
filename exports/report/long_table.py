"""The long table: every annotator's labels of a project side by side, ready to be compared.

"Seen, and there is no claim", "unsure" and "unseen" are three things here: a sentence is seen by an annotator
who marked it done, made a claim in it, or gave it the value for "no claim"; it is unsure where they marked
it so, whether they labeled it or not; else they have not seen it, and their label is missing.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from exports.agreement.arrays import Bools, Ints
from labels.span import Span
from labels.store.agreement_queries import LabeledArticle

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
    numbers: of the sentences in the project file.
    """

    ids: tuple[str, ...]
    articles: Ints
    paragraphs: Ints
    starts: Ints
    ends: Ints
    numbers: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

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
    claim_keys: of each claim, as the project file numbers targets.
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
    claim_keys: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
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


@lru_cache(maxsize=1 << 16)
def ranges(content: str) -> tuple[Span, ...]:
    """The ranges of a span layer's value, which the label table holds as JSON."""
    return tuple(Span(start, end) for start, end in json.loads(content))


def line_of(table: LongTable) -> Ints:
    """Where each article begins if all lie on one line, one behind the other with a character between."""
    lengths = np.fromiter((len(article.text) + 1 for article in table.articles), np.int64)
    begins: Ints = np.cumsum(lengths) - lengths
    return begins


def noted(values: Iterable[str], known: Collection[str]) -> dict[str, int]:
    """Values that the codebook in use does not know any more, with how often they stand."""
    counts = Counter(values)
    return {value: counts[value] for value in sorted(counts) if value not in known}
