"""Sums over units from which every coefficient follows.

A coefficient of some units is a function of a few sums over them. So the coefficient without one article, or
of articles drawn at random, costs one row of a matrix product, however many labels it stands for.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Patterns, row_sums

# A table in full of so many cells for each pair to count is faster than sorting them.
_COUNTED = 8
# Above this many numbers (32 MB) the matrix is kept sparse: many annotators, few of whom share a unit.
_DENSE = 1 << 22


@dataclass(frozen=True, slots=True)
class Scale:
    """How values of a layer are compared.

    weights: agreement of each two values, for every coefficient but alpha.
    difference: Krippendorff's squared difference of each two values, for alpha; None for ordinal values.
    """

    weights: Floats
    difference: Floats | None


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over units; every array may have the same leading axes (one entry for each sample).

    labeled, doubled: units with at least one, with at least two labels.
    agreement, exact: sums over doubled units of the share of agreeing pairs of labels, by weight and exactly.
    shares: sum over labeled units of the share of each value (..., values).
    pairable: labels of each value in doubled units (..., values).
    difference: sum of pairwise differences by Krippendorff; where the difference itself depends on the
        labels, the coincidences (..., values, values) behind it.
    marginals: labels of each annotator (..., annotators, values).
    """

    labeled: Floats
    doubled: Floats
    agreement: Floats
    exact: Floats
    shares: Floats
    pairable: Floats
    difference: Floats
    marginals: Floats


# Columns before those of the values.
_PLAIN = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each sum is in a row of the matrix."""

    n_values: int
    n_annotators: int
    ordinal: bool

    @property
    def by_counts(self) -> int:
        """Columns that follow from the counts of a pattern alone."""
        return _PLAIN + 2 * self.n_values + (self.n_values**2 if self.ordinal else 1)

    @property
    def width(self) -> int:
        """All columns."""
        return self.by_counts + self.n_annotators * self.n_values

    def sums(self, rows: Floats) -> Sums:
        """The sums behind rows (..., width) of the matrix."""
        lead, k = rows.shape[:-1], self.n_values
        coincidences = rows[..., _PLAIN + 2 * k : self.by_counts]
        return Sums(
            labeled=rows[..., 0],
            doubled=rows[..., 1],
            agreement=rows[..., 2],
            exact=rows[..., 3],
            shares=rows[..., _PLAIN : _PLAIN + k],
            pairable=rows[..., _PLAIN + k : _PLAIN + 2 * k],
            difference=coincidences.reshape(*lead, k, k) if self.ordinal else coincidences[..., 0],
            marginals=rows[..., self.by_counts :].reshape(*lead, self.n_annotators, k),
        )


def unit_agreement(counts: Floats, weights: Floats) -> Floats:
    """For each row of counts the share of agreeing pairs of labels, by weight; 0 with fewer than two labels.

    Fleiss (1971) calls it P_i.
    """
    labels = row_sums(counts)
    agreeing = row_sums((counts @ weights - 1) * counts)
    share: Floats = np.divide(agreeing, labels * (labels - 1), out=np.zeros_like(labels), where=labels > 1)
    return share


def _unit_exact(counts: Floats) -> Floats:
    """For each row of counts the share of pairs of labels that are the same; 0 with fewer than two labels."""
    labels = row_sums(counts)
    same = row_sums((counts - 1) * counts)
    share: Floats = np.divide(same, labels * (labels - 1), out=np.zeros_like(labels), where=labels > 1)
    return share


def layout_of(n_annotators: int, scale: Scale) -> Layout:
    """The layout for the labels of these annotators."""
    return Layout(len(scale.weights), n_annotators, scale.difference is None)


def total_row(patterns: Patterns, scale: Scale) -> Floats:
    """The sums over all units, in one row; without the matrix that clusters are left out of."""
    by_counts = patterns.counted @ _count_columns(patterns.counts, scale)
    return np.concatenate((by_counts, patterns.marginals().ravel()))


def pattern_rows(patterns: Patterns, scale: Scale) -> Floats | sp.csr_array:
    """One row of sums for a unit of each pattern: patterns x width."""
    by_counts = _count_columns(patterns.counts, scale)[patterns.count_of]
    width = layout_of(patterns.n_annotators, scale).width
    if len(patterns.multiplicity) * width <= _DENSE and isinstance(patterns.given, np.ndarray):
        return np.hstack((by_counts, patterns.one_hot_rows(patterns.given)))
    return sp.csr_array(sp.hstack((sp.csr_array(by_counts), patterns.one_hot())))


def _count_columns(counts: Floats, scale: Scale) -> Floats:
    labels = row_sums(counts)
    doubled = labels > 1
    pairable = counts * doubled[:, None]
    others = np.where(doubled, labels - 1, 1)
    if scale.difference is None:
        # Coincidences of two different labels of a unit: o_kl = sum of n_k (n_l - [k = l]) / (n - 1).
        n_values = counts.shape[1]
        both = pairable[:, :, None] * pairable[:, None, :] - pairable[:, :, None] * np.eye(n_values)
        difference = (both / others[:, None, None]).reshape(len(counts), n_values**2)
    else:
        difference = (row_sums((pairable @ scale.difference) * pairable) / others)[:, None]
    return np.hstack(
        (
            (labels > 0)[:, None].astype(np.float64),
            doubled[:, None].astype(np.float64),
            unit_agreement(counts, scale.weights)[:, None],
            _unit_exact(counts)[:, None],
            counts / np.maximum(labels, 1)[:, None],
            pairable,
            difference,
        )
    )


def cluster_patterns(patterns: Patterns, cluster: Ints) -> sp.csr_array:
    """How many units of each pattern each cluster with a label holds: clusters x patterns."""
    labeled = patterns.of_unit >= 0
    used, of_unit = cluster[labeled], patterns.of_unit[labeled]
    present = np.bincount(used) > 0
    return counted_pairs((np.cumsum(present) - 1)[used], of_unit, (int(present.sum()), len(patterns.labels)))


def counted_pairs(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sp.csr_array:
    """How often each row and column come together."""
    size = shape[0] * shape[1]
    if size > _COUNTED * max(len(rows), 1 << 10):
        return sp.csr_array(sp.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))
    table = np.bincount(rows * shape[1] + columns, minlength=size)
    cell = np.flatnonzero(table)
    row, column = np.divmod(cell, max(shape[1], 1))
    starts = np.searchsorted(row, np.arange(shape[0] + 1))
    return sp.csr_array((table[cell].astype(np.float64), column, starts), shape=shape)
