"""Two annotators at a time: who shares units, and which values they gave there."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Patterns


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of annotators that share a unit.

    members: pairs x 2; the smaller number first.
    tables: pairs x values x values; units by the value of the first (rows) and of the second.
    """

    members: Ints
    tables: Floats


def pairs(found: Patterns) -> Pairs:
    """The pairs that share a unit, in the annotators' order, with their confusion tables."""
    given = found.given
    if not isinstance(given, np.ndarray):
        return _sparse_pairs(given, found.multiplicity, found.n_values)
    first, second = np.triu_indices(found.n_annotators, 1)
    tables = np.array(
        [
            np.bincount(
                _cells(given, one, other, found.n_values), found.multiplicity, (found.n_values + 1) ** 2
            )
            for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ]
    ).reshape(len(first), found.n_values + 1, found.n_values + 1)[:, 1:, 1:]
    shared = tables.sum(axis=(1, 2)) > 0
    return Pairs(np.column_stack((first, second))[shared], tables[shared])


def _cells(given: Ints, first: int, second: int, n_values: int) -> Ints:
    """For each pattern the values of two annotators as one number; 0 stands for no value."""
    cells: Ints = given[first] * (n_values + 1)
    cells += given[second]
    return cells


def _sparse_pairs(given: sp.csr_array, multiplicity: Floats, n_values: int) -> Pairs:
    together = sp.coo_array(given.T @ sp.csr_array(given * multiplicity[:, None]))
    rows, columns = together.coords
    first, first_value = np.divmod(rows.astype(np.int64), n_values)
    second, second_value = np.divmod(columns.astype(np.int64), n_values)
    upper = first < second
    n_annotators = given.shape[1] // n_values
    present, pair = np.unique(first[upper] * n_annotators + second[upper], return_inverse=True)
    size = (len(present), n_values, n_values)
    cell = (pair * n_values + first_value[upper]) * n_values + second_value[upper]
    tables = np.bincount(cell, together.data[upper], int(np.prod(size))).reshape(size)
    return Pairs(np.column_stack(np.divmod(present, n_annotators)), tables.astype(np.float64))


def per_pattern(found: Patterns, shared: Pairs, entries: Floats) -> Floats:
    """For each pattern the sum, over its pairs of labels, of the entry for that pair and its two values.

    entries: pairs x values x values.
    """
    n_values = found.n_values
    given = found.given
    if isinstance(given, np.ndarray):
        padded = np.pad(entries, ((0, 0), (1, 0), (1, 0)))
        total = np.zeros(len(found.multiplicity))
        for (one, other), entry in zip(shared.members.tolist(), padded, strict=True):
            total += entry.ravel().take(_cells(given, one, other, n_values))
        return total
    width = given.shape[1]
    first, second = shared.members.T
    value = np.arange(n_values)
    rows = first[:, None, None] * n_values + value[:, None]
    columns = second[:, None, None] * n_values + value
    places = np.broadcast_arrays(rows, columns)
    kept = sp.csr_array(
        sp.coo_array((entries.ravel(), (places[0].ravel(), places[1].ravel())), shape=(width, width))
    )
    return np.asarray((given @ kept).multiply(given).sum(axis=1)).ravel()


@dataclass(frozen=True, slots=True)
class PairEntries:
    """Every two labels of one unit, pattern by pattern.

    pattern: the pattern they are in.  pair: row of the members.  first, second: the values.
    """

    pattern: Ints
    pair: Ints
    first: Ints
    second: Ints


def pair_entries(found: Patterns, shared: Pairs) -> PairEntries:
    """Every two labels of one unit in the patterns."""
    pattern, annotator, value = found.entries()
    sizes = np.bincount(pattern, minlength=len(found.multiplicity))
    starts = np.cumsum(sizes) - sizes
    lefts, rights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        low, high = np.triu_indices(size, 1)
        of_size = starts[sizes == size][:, None]
        lefts.append((of_size + low).ravel())
        rights.append((of_size + high).ravel())
    left, right = np.concatenate(lefts), np.concatenate(rights)
    known = shared.members[:, 0] * found.n_annotators + shared.members[:, 1]
    pair = np.searchsorted(known, annotator[left] * found.n_annotators + annotator[right])
    return PairEntries(pattern[left], pair, value[left], value[right])
