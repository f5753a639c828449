"""Bundles of articles on one event: the same words, by how rare they are, and near in time.

Cosine of TF-IDF vectors between articles at most three days apart, then average linkage. Only words that
articles share are compared (an inverted index), so thousands of articles need no matrix.
"""

import heapq
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labels.text.duplicates import Likeness, Sketches, sketch
from labels.text.english import STOPWORDS

WINDOW = 3  # days between articles on one event; in news corpora nine in ten are within two
THRESHOLD = 0.2  # mean cosine of two bundles that are one
EDGE = 0.1  # a weaker pair counts as 0
TERMS = 60  # of each article, the heaviest, are looked up
COMMON, COMMON_SHARE = 40, 0.1  # a word of more articles than this tells no events apart
_WORD = re.compile(r"[^\W_]{2,}")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Text:
    """An article to group.  published: ISO 8601, "" where unknown: then it may be near any other in time."""

    id: str
    words: str
    published: str


@dataclass(frozen=True, slots=True)
class Bundles:
    """Ids of articles that report the same, the largest bundle first, and near-copies by article."""

    groups: tuple[tuple[str, ...], ...]
    copies: Mapping[str, Likeness]


def bundles(texts: Iterable[Text], *, window: int = WINDOW, threshold: float = THRESHOLD) -> Bundles:
    """Group articles; each is in exactly one bundle, alone where no other reports the same.

    window: the most days between two articles that are compared.  threshold: the mean cosine, 0 to 1, from
    which two bundles are joined.
    """
    names, days, sketches = list[str](), list[int | None](), Sketches()
    vectors = _Vectors()
    for text in texts:
        names.append(text.id)
        days.append(_day(text.published))
        vectors.add(text.words)
        sketches.add(text.id, sketch(text.words))
    groups = _linked(len(names), _edges(vectors.weighed(), days, window), threshold)
    ordered = sorted(groups, key=lambda group: (-len(group), group))
    copies = {each.article: each for each in sketches.likenesses()}
    return Bundles(tuple(tuple(names[index] for index in group) for group in ordered), copies)


class _Vectors:
    """How often each article has each word: compact, since a project holds thousands."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._frequency: Counter[int] = Counter()
        self._rows: list[tuple[array[int], array[float]]] = []

    def add(self, text: str) -> None:
        """Count the words of the next article."""
        counts = Counter(word for word in _WORD.findall(text.casefold()) if word not in STOPWORDS)
        for run in _IDEOGRAPHS.findall(text):
            del counts[run]
            counts.update(run[place : place + 2] for place in range(len(run) - 1))
        terms = array("l", (self._numbers.setdefault(word, len(self._numbers)) for word in counts))
        self._frequency.update(terms)
        self._rows.append((terms, array("d", (1 + math.log(count) for count in counts.values()))))

    def weighed(self) -> list[list[tuple[int, float]]]:
        """For each article its heaviest words with weights, as parts of a vector of length 1."""
        total = len(self._rows)
        common = max(COMMON, COMMON_SHARE * total)
        rarity = {term: math.log(1 + total / count) for term, count in self._frequency.items()}
        rows = []
        for terms, counts in self._rows:
            weights = [(term, count * rarity[term]) for term, count in zip(terms, counts, strict=True)]
            length = math.sqrt(sum(weight * weight for _, weight in weights)) or 1.0
            shared = ((w / length, term) for term, w in weights if 1 < self._frequency[term] <= common)
            rows.append([(term, weight) for weight, term in heapq.nlargest(TERMS, shared)])
        return rows


def _edges(
    rows: Sequence[Sequence[tuple[int, float]]], days: Sequence[int | None], window: int
) -> dict[tuple[int, int], float]:
    """Cosines of the pairs near in time that reach ``EDGE``; articles without a date come last."""
    order = sorted(range(len(rows)), key=lambda index: (days[index] is None, days[index] or 0, index))
    holders: dict[int, list[tuple[int, float]]] = defaultdict(list)
    begins: dict[int, int] = defaultdict(int)
    edges = {}
    for index in order:
        day, cosines = days[index], defaultdict[int, float](float)
        for term, weight in rows[index]:
            others = holders[term]
            start = 0 if day is None else _first_since(others, begins[term], days, day - window)
            if day is not None:
                begins[term] = start
            for place in range(start, len(others)):
                other, its_weight = others[place]
                cosines[other] += weight * its_weight
            others.append((index, weight))
        for other, cosine in cosines.items():
            if cosine >= EDGE:
                edges[min(index, other), max(index, other)] = cosine
    return edges


def _first_since(
    others: Sequence[tuple[int, float]], start: int, days: Sequence[int | None], first: int
) -> int:
    """Where the articles of a day or later begin, in a list by day."""
    while start < len(others) and (days[others[start][0]] or 0) < first:
        start += 1
    return start


def _linked(number: int, edges: Mapping[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Average linkage: the two nearest groups are joined, as long as their mean cosine reaches it."""
    groups = {index: [index] for index in range(number)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), cosine in edges.items():
        sums[a][b] = sums[b][a] = cosine
    heap = [(-cosine, a, b) for (a, b), cosine in edges.items() if cosine >= threshold]
    heapq.heapify(heap)
    while heap:
        # a joined group gets a new number, so an entry for what is gone is passed over
        _, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups:
            continue
        joined = number
        number += 1
        groups[joined] = sorted(groups.pop(a) + groups.pop(b))
        together = sums.pop(a)
        for other, cosine in sums.pop(b).items():
            together[other] = together.get(other, 0.0) + cosine
        for other in sorted(together.keys() - {a, b}):
            sums[joined][other] = sums[other][joined] = together[other]
            for gone in (a, b):
                sums[other].pop(gone, None)
            mean = together[other] / (len(groups[joined]) * len(groups[other]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, other, joined))
    return list(groups.values())


def _day(published: str) -> int | None:
    """The day of an ISO 8601 date or date-time, as a number; None where there is none."""
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None
