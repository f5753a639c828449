"""Two annotators at a time: who shares units, and which values they gave there."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Patterns

# So few pairs are counted one by one, into tables in full of at most so many cells.
_FEW_PAIRS = 64
_FULL = 1 << 20


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of annotators that share a unit, and the cells of their confusion tables that are not empty.

    members: pairs x 2; the smaller number first.
    pair, first, second, count: one entry per cell: row of the members, the two values, and units.
    """

    members: Ints
    pair: Ints
    first: Ints
    second: Ints
    count: Floats
    n_values: int

    @property
    def units(self) -> Floats:
        """How many units each pair shares."""
        return np.bincount(self.pair, self.count, len(self.members)).astype(np.float64)

    @property
    def tables(self) -> Floats:
        """The confusion tables in full: pairs x values x values, the first annotator's value in the row."""
        size = (len(self.members), self.n_values, self.n_values)
        cell = (self.pair * self.n_values + self.first) * self.n_values + self.second
        return np.bincount(cell, self.count, int(np.prod(size))).reshape(size).astype(np.float64)

    def marginals(self) -> tuple[Floats | sp.csr_array, Floats | sp.csr_array]:
        """How often the first, and the second, annotator of each pair gave each value: pairs x values.

        Sparse where that is smaller.
        """
        shape = (len(self.members), self.n_values)
        sides = (self.first, self.second)
        if shape[0] * shape[1] <= _FULL:
            place, size = self.pair * self.n_values, shape[0] * shape[1]
            first, second = (np.bincount(place + side, self.count, size).reshape(shape) for side in sides)
            return first.astype(np.float64), second.astype(np.float64)
        cells = [sp.coo_array((self.count, (self.pair, side)), shape=shape) for side in sides]
        return sp.csr_array(cells[0]), sp.csr_array(cells[1])


def pairs_of(patterns: Patterns) -> Pairs:
    """The pairs that share a unit, in the annotators' order, with their confusion tables."""
    n_annotators, n_values, given = patterns.n_annotators, patterns.n_values, patterns.given
    n_pairs = n_annotators * (n_annotators - 1) // 2
    if isinstance(given, np.ndarray) and n_pairs <= _FEW_PAIRS and n_pairs * (n_values + 1) ** 2 <= _FULL:
        return _few_pairs(given, patterns.multiplicity, n_values)
    one_hot = patterns.one_hot()
    together = sp.coo_array(one_hot.T @ sp.csr_array(one_hot * patterns.multiplicity[:, None]))
    rows, columns = together.coords
    upper = rows // n_values < columns // n_values
    first, first_value = np.divmod(rows[upper].astype(np.int64), n_values)
    second, second_value = np.divmod(columns[upper].astype(np.int64), n_values)
    present, pair = np.unique(first * n_annotators + second, return_inverse=True)
    order = np.lexsort((second_value, first_value, pair))
    return Pairs(
        members=np.column_stack(np.divmod(present, max(n_annotators, 1))),
        pair=pair[order].astype(np.int64),
        first=first_value[order],
        second=second_value[order],
        count=together.data[upper][order].astype(np.float64),
        n_values=n_values,
    )


def _few_pairs(given: Ints, multiplicity: Floats, n_values: int) -> Pairs:
    """The same by a table in full for each pair.  given: as the patterns have it."""
    members = np.column_stack(np.triu_indices(len(given), 1))
    size = n_values + 1
    tables = np.zeros((len(members), size * size))
    for table, (first, second) in zip(tables, members.tolist(), strict=True):
        table[:] = np.bincount(given[first] * size + given[second], multiplicity, size * size)
    inside = tables.reshape(len(members), size, size)[:, 1:, 1:]
    pair, first_value, second_value = np.nonzero(inside)
    shared = inside.any(axis=(1, 2))
    return Pairs(
        members=members[shared],
        pair=(np.cumsum(shared) - 1)[pair],
        first=first_value,
        second=second_value,
        count=inside[pair, first_value, second_value],
        n_values=n_values,
    )


@dataclass(frozen=True, slots=True)
class PairEntries:
    """Every two labels of one unit, pattern by pattern.

    pattern: the pattern they are in, in rising order.  pair: row of the members.  first, second: the values.
    """

    pattern: Ints
    pair: Ints
    first: Ints
    second: Ints

    def of_pairs(self, chosen: Ints) -> "PairEntries":
        """The entries of the chosen pairs, numbered by their place among the chosen; -1 leaves a pair out."""
        pair = chosen[self.pair]
        kept = pair >= 0
        return PairEntries(self.pattern[kept], pair[kept], self.first[kept], self.second[kept])


def pair_entries(patterns: Patterns, pairs: Pairs) -> PairEntries:
    """Every two labels of one unit in the patterns."""
    given, members = patterns.given, pairs.members
    if isinstance(given, np.ndarray) and len(members) <= _FEW_PAIRS:
        both = (given[members[:, 0]] > 0) & (given[members[:, 1]] > 0)
        pattern, pair = np.nonzero(both.T)
        first, second = (given[members[pair, side], pattern] - 1 for side in (0, 1))
        return PairEntries(pattern, pair, first, second)
    pattern, annotator, value = patterns.entries()
    sizes = np.bincount(pattern, minlength=len(patterns.multiplicity))
    starts = np.cumsum(sizes) - sizes
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        low, high = np.triu_indices(size, 1)
        of_size = starts[sizes == size][:, None]
        lefts.append((of_size + low).ravel())
        rights.append((of_size + high).ravel())
    left, right = np.concatenate(lefts), np.concatenate(rights)
    order = np.argsort(pattern[left], kind="stable")
    left, right = left[order], right[order]
    known = members[:, 0] * patterns.n_annotators + members[:, 1]
    pair = np.searchsorted(known, annotator[left] * patterns.n_annotators + annotator[right])
    return PairEntries(pattern[left], pair, value[left], value[right])
