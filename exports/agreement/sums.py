"""Sums over units from which every coefficient follows.

A coefficient of some units is a function of a few sums over them. So a sample drawn again, or one without its
third article, costs one row of a matrix product, however many labels it stands for.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Patterns, row_sums
from exports.agreement.pairs import Pairs, pair_entries

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
    """Sums over units; every array may have the same leading axes (one entry for each sample drawn).

    labeled, doubled: units with at least one, with at least two labels.
    agreement: sum over doubled units of the share of agreeing pairs of labels, by weight.
    shares: sum over labeled units of the share of each value (..., values).
    pairable: labels of each value in doubled units (..., values).
    difference: sum of pairwise differences by Krippendorff; where the difference itself depends on the
        labels, the coincidences (..., values, values) behind it.
    marginals: labels of each annotator (..., annotators, values).
    pair_units, pair_agreement: shared units of two annotators, and their agreement by weight (..., pairs).
    pair_first, pair_second: the values the two gave on shared units (..., pairs, values).
    """

    labeled: Floats
    doubled: Floats
    agreement: Floats
    shares: Floats
    pairable: Floats
    difference: Floats
    marginals: Floats
    pair_units: Floats
    pair_agreement: Floats
    pair_first: Floats
    pair_second: Floats


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each sum stands in a row of the matrix."""

    n_values: int
    n_annotators: int
    n_pairs: int
    ordinal: bool

    @property
    def by_counts(self) -> int:
        """Columns that follow from the counts of a pattern alone."""
        return 3 + 2 * self.n_values + (self.n_values**2 if self.ordinal else 1)

    @property
    def width(self) -> int:
        """All columns."""
        by_annotator = self.n_annotators * self.n_values
        return self.by_counts + by_annotator + self.n_pairs * (2 + 2 * self.n_values)

    def sums(self, rows: Floats) -> Sums:
        """The sums behind rows (..., width) of the matrix."""
        lead, k = rows.shape[:-1], self.n_values
        coincidences = rows[..., 3 + 2 * k : self.by_counts]
        split = self.by_counts + self.n_annotators * k
        by_pair = rows[..., split:].reshape(*lead, self.n_pairs, 2 + 2 * k)
        return Sums(
            labeled=rows[..., 0],
            doubled=rows[..., 1],
            agreement=rows[..., 2],
            shares=rows[..., 3 : 3 + k],
            pairable=rows[..., 3 + k : 3 + 2 * k],
            difference=coincidences.reshape(*lead, k, k) if self.ordinal else coincidences[..., 0],
            marginals=rows[..., self.by_counts : split].reshape(*lead, self.n_annotators, k),
            pair_units=by_pair[..., 0],
            pair_agreement=by_pair[..., 1],
            pair_first=by_pair[..., 2 : 2 + k],
            pair_second=by_pair[..., 2 + k :],
        )


def unit_agreement(counts: Floats, weights: Floats) -> Floats:
    """For each row of counts the share of agreeing pairs of labels, by weight; 0 with fewer than two labels.

    Fleiss (1971) calls it P_i.
    """
    labels = row_sums(counts)
    agreeing = row_sums((counts @ weights - 1) * counts)
    share: Floats = np.divide(agreeing, labels * (labels - 1), out=np.zeros_like(labels), where=labels > 1)
    return share


def layout_of(n_annotators: int, shared: Pairs, scale: Scale) -> Layout:
    """The layout for the labels of these annotators."""
    return Layout(len(scale.weights), n_annotators, len(shared.members), scale.difference is None)


def total_row(found: Patterns, shared: Pairs, scale: Scale) -> Floats:
    """The sums over all units, in one row; without the matrix that samples are drawn from."""
    tables = shared.tables
    by_pair = np.hstack(
        (
            tables.sum(axis=(1, 2))[:, None],
            (tables * scale.weights).sum(axis=(1, 2))[:, None],
            tables.sum(axis=2),
            tables.sum(axis=1),
        )
    )
    by_counts = found.counted @ _count_columns(found.counts, scale)
    return np.concatenate((by_counts, found.marginals().ravel(), by_pair.ravel()))


def pattern_rows(found: Patterns, shared: Pairs, scale: Scale) -> Floats | sp.csr_array:
    """One row of sums for a unit of each pattern: patterns x width."""
    size, n_values = len(found.multiplicity), found.n_values
    layout = layout_of(found.n_annotators, shared, scale)
    by_counts = _count_columns(found.counts, scale)[found.count_of]
    entries = pair_entries(found, shared)
    start = entries.pair * (2 + 2 * n_values)
    columns = (start, start + 1, start + 2 + entries.first, start + 2 + n_values + entries.second)
    ones = np.ones(len(start))
    numbers = (ones, scale.weights[entries.first, entries.second], ones, ones)
    width = len(shared.members) * (2 + 2 * n_values)
    if size * layout.width <= _DENSE and isinstance(found.given, np.ndarray):
        by_pair = np.zeros(size * width)
        for column, number in zip(columns, numbers, strict=True):
            by_pair += np.bincount(entries.pattern * width + column, number, size * width)
        return np.hstack((by_counts, found.one_hot().toarray(), by_pair.reshape(size, width)))
    places = (np.tile(entries.pattern, len(columns)), np.concatenate(columns))
    sparse = sp.coo_array((np.concatenate(numbers), places), shape=(size, width))
    return sp.csr_array(sp.hstack((sp.csr_array(by_counts), found.one_hot(), sparse)))


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
            counts / np.maximum(labels, 1)[:, None],
            pairable,
            difference,
        )
    )


def cluster_rows(
    found: Patterns, rows: Floats | sp.csr_array, cluster: Ints | None
) -> tuple[Floats | sp.csr_array, Floats]:
    """The sums of each block that is drawn as a whole, and how many blocks have these very sums.

    cluster: the cluster of each unit; without it each unit is a block, and units of one pattern are alike.
    """
    if cluster is None:
        return rows, found.multiplicity
    labeled = found.of_unit >= 0
    _, numbers = np.unique(cluster[labeled], return_inverse=True)
    n_clusters = int(numbers.max(initial=-1)) + 1
    members = sp.coo_array(
        (np.ones(len(numbers)), (numbers, found.of_unit[labeled])),
        shape=(n_clusters, len(found.multiplicity)),
    )
    by_cluster: Floats | sp.csr_array = sp.csr_array(members) @ rows  # type: ignore[assignment]
    return by_cluster, np.ones(n_clusters)
