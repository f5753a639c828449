"""Which sentences of two articles report the same: suggestions for the columns side by side.

Words that both sentences have, weighted by how rare they are in the two articles. In news on one event
the shared names and figures carry the match: on hand-labeled pairs this beat cosine similarity and sentence
embeddings. Every sentence finds its best counterpart freely, since outlets order the facts differently.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labels.article import Article, Kind
from labels.text.english import NUMBERS, STOPWORDS

ALIGNED_KINDS: frozenset[Kind] = frozenset({"headline", "caption", "body"})
# Below it a sentence has no counterpart. On the two sample articles (12 links) .22 keeps the pairs that a
# reader links and drops most of what only shares the topic.
THRESHOLD = 0.22
# Outlets order facts differently, by a few sentences: a pair is wild if it crosses two better ones that are
# at least so many sentences away in both articles, unless it shares most of its words.
FAR, MAX_CROSSED, SURE = 4, 2, 0.75
# Share of the mean weight that the lighter sentence counts at least.
FLOOR = 0.8

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
# Behind at least four characters; of two that fit the longer goes.
_ENDING = re.compile(
    r"(?<=.{4})(?:ments|ment|ations|ation|ions|ion|ings|ing|edly|ed|ies|ers|er|ly|es|s|e|y|i)$"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of one article and its counterpart in another; score from 0 to 1 (the same words)."""

    a: str
    b: str
    score: float


def align(a: Article, b: Article, *, threshold: float = THRESHOLD) -> list[Pair]:
    """Suggested pairs between the headlines, captions and text of two articles, in the order of ``a``.

    Each sentence of either article is paired with its best counterpart if that reaches the threshold, so a
    sentence can be in several pairs or in none. A pair that crosses several better ones far away is left out.
    """
    left, right = _bags(a), _bags(b)
    weights = _weights([*left.values(), *right.values()])
    scores = _scores(left, right, weights)
    chosen: dict[tuple[str, str], float] = {}
    best_left: dict[str, tuple[float, str]] = {}
    best_right: dict[str, tuple[float, str]] = {}
    for (one, two), score in scores.items():
        if score > best_left.get(one, (0.0, ""))[0]:
            best_left[one] = (score, two)
        if score > best_right.get(two, (0.0, ""))[0]:
            best_right[two] = (score, one)
    chosen |= {(one, two): score for one, (score, two) in best_left.items() if score >= threshold}
    chosen |= {(one, two): score for two, (score, one) in best_right.items() if score >= threshold}
    order_a = {sentence.id: sentence.position for sentence in a.sentences}
    order_b = {sentence.id: sentence.position for sentence in b.sentences}
    placed = [
        _Placed(order_a[one], order_b[two], Pair(one, two, round(score, 4)))
        for (one, two), score in chosen.items()
    ]
    return [each.pair for each in sorted(_in_order(placed), key=lambda each: (each.left, each.right))]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A pair with the positions of its sentences."""

    left: int
    right: int
    pair: Pair

    def crosses(self, other: "_Placed") -> bool:
        """Whether two pairs stand in opposite orders, and far from each other in both articles."""
        left, right = self.left - other.left, self.right - other.right
        return left * right < 0 and min(abs(left), abs(right)) >= FAR


def _in_order(pairs: Sequence[_Placed]) -> list[_Placed]:
    """The pairs without those that cross several better ones far away; nearly equal ones always stay."""
    kept: list[_Placed] = []
    for each in sorted(pairs, key=lambda each: (-each.pair.score, each.left, each.right)):
        if each.pair.score >= SURE or sum(map(each.crosses, kept)) < MAX_CROSSED:
            kept.append(each)
    return kept


def stems(text: str) -> frozenset[str]:
    """The content words of a sentence without their endings, numbers as digits; pairs of characters for
    Chinese and Japanese.
    """
    words = (word for word in _WORD.findall(text.casefold()) if word not in STOPWORDS)
    found = {NUMBERS.get(word) or _stem(word) for word in words}
    for run in _IDEOGRAPHS.findall(text):
        found.discard(run)
        found |= {run[i : i + 2] for i in range(max(1, len(run) - 1))}
    return frozenset(found)


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word, 1)
    return stem if stem != word else word.replace(".", "")


def _bags(article: Article) -> dict[str, frozenset[str]]:
    return {
        sentence.id: stems(sentence.span.of(article.text))
        for sentence in article.sentences
        if sentence.kind in ALIGNED_KINDS
    }


def _weights(bags: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Inverse document frequency of each word over the sentences of both articles."""
    frequency = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in frequency.items()}


def _scores(
    left: Mapping[str, frozenset[str]], right: Mapping[str, frozenset[str]], weights: Mapping[str, float]
) -> dict[tuple[str, str], float]:
    """Shared weight of every pair that shares a word, relative to the lighter sentence.

    A very short sentence counts as one of fair length, or a single shared name would match it with
    everything.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for name, bag in right.items():
        for word in bag:
            holders[word].append(name)
    mass = {name: sum(weights[word] for word in bag) for name, bag in (*left.items(), *right.items())}
    floor = FLOOR * sum(mass.values()) / max(1, len(mass))
    scores: dict[tuple[str, str], float] = {}
    for one, bag in left.items():
        shared: dict[str, float] = defaultdict(float)
        for word in bag:
            for two in holders.get(word, ()):
                shared[two] += weights[word]
        for two, weight in shared.items():
            lighter = min(mass[one], mass[two])
            identical = bag == right[two]
            scores[one, two] = 1.0 if identical else weight / max(lighter, floor)
    return scores
