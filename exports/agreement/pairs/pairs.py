"""Two annotators at a time: who shares units, and which values they gave there."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Patterns


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

    def marginals(self) -> tuple[sp.csr_array, sp.csr_array]:
        """How often the first, and the second, annotator of each pair gave each value: pairs x values."""
        shape = (len(self.members), self.n_values)
        first, second = (
            sp.csr_array(sp.coo_array((self.count, (self.pair, value)), shape=shape))
            for value in (self.first, self.second)
        )
        first.sum_duplicates()
        second.sum_duplicates()
        return first, second


def pairs_of(patterns: Patterns) -> Pairs:
    """The pairs that share a unit, in the annotators' order, with their confusion tables."""
    n_values = patterns.n_values
    given = patterns.one_hot()
    together = sp.coo_array(given.T @ sp.csr_array(given * patterns.multiplicity[:, None]))
    rows, columns = together.coords
    upper = rows // n_values < columns // n_values
    first, first_value = np.divmod(rows[upper].astype(np.int64), n_values)
    second, second_value = np.divmod(columns[upper].astype(np.int64), n_values)
    present, pair = np.unique(first * patterns.n_annotators + second, return_inverse=True)
    order = np.lexsort((second_value, first_value, pair))
    return Pairs(
        members=np.column_stack(np.divmod(present, max(patterns.n_annotators, 1))),
        pair=pair[order].astype(np.int64),
        first=first_value[order],
        second=second_value[order],
        count=together.data[upper][order].astype(np.float64),
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
    known = pairs.members[:, 0] * patterns.n_annotators + pairs.members[:, 1]
    pair = np.searchsorted(known, annotator[left] * patterns.n_annotators + annotator[right])
    return PairEntries(pattern[left], pair, value[left], value[right])
