"""Ranges of many values at once, as arrays: what a whole project's spans are compared from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Ints
from labels.span import Span


@dataclass(frozen=True, slots=True)
class RangeColumn:
    """The ranges of values of a span layer, value after value.

    first: for each value the place of its first range.  counts: how many ranges each value has.
    starts, ends: one entry per range.
    """

    first: Ints
    counts: Ints
    starts: Ints
    ends: Ints

    @property
    def begin(self) -> Ints:
        """Where each value begins; a value has at least one range."""
        return self.starts[self.first]

    @property
    def end(self) -> Ints:
        """Where each value ends."""
        found: Ints = self.ends[self.first + self.counts - 1]
        return found

    @property
    def sizes(self) -> Ints:
        """How many characters each value marks."""
        if not len(self.first):
            return self.first
        found: Ints = np.add.reduceat(self.ends - self.starts, self.first)
        return found

    @property
    def of_range(self) -> Ints:
        """The value that each range belongs to."""
        found: Ints = np.repeat(np.arange(len(self.counts)), self.counts)
        return found

    def take(self, chosen: Ints) -> "RangeColumn":
        """The column of the chosen values, in their order."""
        counts = self.counts[chosen]
        first = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(self.first[chosen] - first, counts)
        return RangeColumn(first, counts, self.starts[places], self.ends[places])

    def moved(self, by: Ints) -> "RangeColumn":
        """The same ranges, those of each value moved by so many characters."""
        each = np.repeat(by, self.counts)
        return RangeColumn(self.first, self.counts, self.starts + each, self.ends + each)

    def spans(self, value: int) -> tuple[Span, ...]:
        """The ranges of one value."""
        part = slice(int(self.first[value]), int(self.first[value] + self.counts[value]))
        return tuple(map(Span, self.starts[part].tolist(), self.ends[part].tolist()))


def range_column(values: Sequence[str]) -> RangeColumn:
    """Values of a span layer as the label table holds them: JSON such as ``[[0,5],[7,9]]``, never empty."""
    counts = np.array([value.count(",") + 1 for value in values], dtype=np.int64) // 2
    joined = ",".join(values).replace("[", "").replace("]", "")
    numbers = np.fromstring(joined, dtype=np.int64, sep=",") if values else np.zeros(0, np.int64)
    if len(numbers) != 2 * counts.sum():
        raise ValueError("A value is no list of ranges.")
    return RangeColumn(np.cumsum(counts) - counts, counts, numbers[::2], numbers[1::2])
