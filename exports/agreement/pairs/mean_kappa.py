"""The mean of Cohen's kappa over pairs of annotators, where pairs share few units.

A kappa of one or two units says nothing, so a pair counts only if it shares a few, and weighs as much as it
shares. Pairs that do not count are counted, and where they hold most of the comparisons there is no mean.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Bools, Floats, Ints
from exports.agreement.coefficient import Reason
from exports.agreement.coefficients import ROUNDING, Estimate
from exports.agreement.counts import Patterns, row_sums
from exports.agreement.pairs.pairs import PairEntries, Pairs, pair_entries

# A pair counts from so many shared units on, or if it shares every unit with two labels.
FEWEST_SHARED = 5
# The pairs that count must hold at least this share of all comparisons.
_FEWEST_COMPARED = 0.5
# More pairs of labels, clusters with the same pattern counted each, take too long to leave clusters out.
MOST_ENTRIES = 2_500_000
# Numbers held at once (32 MB).
_PORTION = 1 << 22
_NOTHING = Estimate(np.array(np.nan), np.array(np.nan), np.array(np.nan))


@dataclass(frozen=True, slots=True)
class PairKappas:
    """Cohen's kappa of each pair, one entry per pair; nan where it is undefined.

    units: that the pair shares.  observed, expected: agreement found, and by chance.
    constant: whether one of the two gave one value only; their kappa would be 0 whatever the other did.
    """

    units: Floats
    observed: Floats
    expected: Floats
    value: Floats
    constant: Bools


def pair_kappas(pairs: Pairs, weights: Floats) -> PairKappas:
    """The kappa of every pair.  Source: Cohen (1960), (1968) for weights."""
    units = pairs.units
    first, second = pairs.marginals()
    agreeing = np.bincount(pairs.pair, pairs.count * weights[pairs.first, pairs.second], len(units))
    chance = _products(first, second, weights) / units**2
    observed = agreeing / units
    constant = (_different(first) == 1) | (_different(second) == 1)
    room = 1 - chance
    defined = ~constant & (room > ROUNDING)
    value = np.where(defined, (observed - chance) / np.where(defined, room, 1), np.nan)
    return PairKappas(units, observed, chance, value, constant)


def _different(marginals: Floats | sp.csr_array) -> Ints:
    """How many different values each row holds."""
    different: Ints
    if isinstance(marginals, np.ndarray):
        different = np.count_nonzero(marginals, axis=1)
    else:
        different = np.diff(marginals.indptr)
    return different


def _products(first: Floats | sp.csr_array, second: Floats | sp.csr_array, weights: Floats) -> Floats:
    """For each pair the sum over both annotators' values of their counts, by weight."""
    if isinstance(second, np.ndarray):
        return row_sums((first @ weights) * second)
    step = max(1, _PORTION // max(len(weights), 1))
    parts = [np.zeros(0)]
    for start in range(0, first.shape[0], step):
        weighed = np.asarray(first[start : start + step] @ weights)
        parts.append(np.asarray(second[start : start + step].multiply(weighed).sum(axis=1)).ravel())
    return np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class MeanKappa:
    """The mean of the kappas of the pairs that count, by shared units.

    counted: which pairs.  n_pairs: pairs that share a unit.  n_too_few, n_constant: pairs left out, since
    they share too few or since one of the two gave one value only.
    least: shared units from which a pair counts.
    """

    estimate: Estimate
    reason: Reason | None
    counted: Bools
    n_pairs: int
    n_too_few: int
    n_constant: int
    least: int


def mean_kappa(kappas: PairKappas, n_units: int) -> MeanKappa:
    """The mean over the pairs that count.  n_units: units with two labels."""
    least = min(FEWEST_SHARED, n_units)
    enough = kappas.units >= least
    counted = enough & np.isfinite(kappas.value)
    shared = float(kappas.units[counted].sum())
    everything = float(kappas.units.sum())
    reason = None
    if everything == 0:
        reason = Reason.NO_ANNOTATOR_PAIR
    elif shared < _FEWEST_COMPARED * everything or not counted.any():
        lost = float(kappas.units[enough & ~counted].sum())
        reason = _why(kappas, enough, few=lost < everything - shared - lost)
    return MeanKappa(
        estimate=_weighted(kappas, counted) if reason is None else _NOTHING,
        reason=reason,
        counted=counted,
        n_pairs=len(kappas.units),
        n_too_few=int((~enough).sum()),
        n_constant=int((enough & kappas.constant).sum()),
        least=least,
    )


def _why(kappas: PairKappas, enough: Bools, *, few: bool) -> Reason:
    if few:
        return Reason.TOO_FEW_SHARED_UNITS
    one_value = kappas.constant & (kappas.expected > 1 - ROUNDING)
    return Reason.ONE_VALUE_ONLY if one_value[enough].all() else Reason.CONSTANT_ANNOTATOR


def _weighted(kappas: PairKappas, counted: Bools) -> Estimate:
    weight = kappas.units[counted]

    def mean(numbers: Floats) -> Floats:
        return np.asarray(weight @ numbers[counted] / weight.sum())

    return Estimate(mean(kappas.observed), mean(kappas.expected), mean(kappas.value))


def without_annotators(kappas: PairKappas, pairs: Pairs, counted: Bools, left_out: Ints) -> float:
    """The mean without the pairs of some annotators; nan if none remains."""
    kept = counted & ~np.isin(pairs.members, left_out).any(axis=1)
    return float(_weighted(kappas, kept).value) if kept.any() else np.nan


@dataclass(frozen=True, slots=True)
class KappaBlocks:
    """The comparisons behind the mean kappa, pattern by pattern, for errors and intervals."""

    patterns: Patterns
    entries: PairEntries
    kappas: PairKappas
    weights: Floats
    first: Floats
    second: Floats
    agreeing: Floats

    def unit_error(self) -> float:
        """The standard error with independent units; of one pair by Fleiss, Cohen & Everitt (1969)."""
        kappas, entries = self.kappas, self.entries
        first, second = self.first / kappas.units[:, None], self.second / kappas.units[:, None]
        room, value = 1 - kappas.expected, kappas.value
        by_second, by_first = second @ self.weights.T, first @ self.weights
        pair = entries.pair
        moved_chance = (
            by_second[pair, entries.first] + by_first[pair, entries.second] - 2 * kappas.expected[pair]
        )
        moved = (
            self.weights[entries.first, entries.second]
            - kappas.observed[pair]
            - (1 - value[pair]) * moved_chance
        )
        moved /= room[pair] * kappas.units.sum()
        per_unit = np.bincount(entries.pattern, moved, len(self.patterns.multiplicity))
        return float(np.sqrt(self.patterns.multiplicity @ per_unit**2))

    def without_blocks(self, members: sp.csr_array | None) -> Floats:
        """The mean without each block.

        members: how many units of each pattern each block holds: blocks x patterns; None for one unit of each
        pattern.
        """
        block, pair, first, second, count = self._cells(members)
        n_blocks = len(self.patterns.multiplicity) if members is None else members.shape[0]
        kappas, weights = self.kappas, self.weights
        n_pairs = len(kappas.units)
        present, row = np.unique(block * n_pairs + pair, return_inverse=True)
        of_block, of_pair = np.divmod(present, max(n_pairs, 1))
        size = len(present)
        units = kappas.units[of_pair] - np.bincount(row, count, size)
        agreeing = self.agreeing[of_pair] - np.bincount(row, count * weights[first, second], size)
        moved = (self.second @ weights.T)[pair, first] + (self.first @ weights)[pair, second]
        chance = kappas.expected[of_pair] * kappas.units[of_pair] ** 2 - np.bincount(row, count * moved, size)
        chance += self._within(row, first, second, count, size)
        remains = units > ROUNDING
        chance = chance / np.where(remains, units, 1) ** 2
        room = 1 - chance
        defined = remains & (room > ROUNDING)
        value = (agreeing / np.where(remains, units, 1) - chance) / np.where(defined, room, 1)
        before = kappas.units[of_pair] * kappas.value[of_pair]
        above = float(kappas.units @ kappas.value) + np.bincount(
            of_block, np.where(defined, units * value, 0) - before, n_blocks
        )
        below = kappas.units.sum() + np.bincount(
            of_block, np.where(defined, units, 0) - kappas.units[of_pair], n_blocks
        )
        mean: Floats = np.where(below > ROUNDING, above / np.where(below > ROUNDING, below, 1), np.nan)
        return mean

    def _within(self, row: Ints, first: Ints, second: Ints, count: Floats, size: int) -> Floats:
        """The chance agreement of the left-out units among themselves, for each block and pair."""
        n_values = len(self.weights)
        shape = (size, n_values)
        ours, theirs = (
            sp.csr_array(sp.coo_array((count, (row, value)), shape=shape)) for value in (first, second)
        )
        return _products(ours, theirs, self.weights)

    def _cells(self, members: sp.csr_array | None) -> tuple[Ints, Ints, Ints, Ints, Floats]:
        """Block, pair, the two values, and units, for each cell of a block's confusion tables."""
        entries = self.entries
        if members is None:
            return entries.pattern, entries.pair, entries.first, entries.second, np.ones(len(entries.pair))
        n_values = len(self.weights)
        cell = (entries.pair * n_values + entries.first) * n_values + entries.second
        starts = np.searchsorted(entries.pattern, np.arange(len(self.patterns.multiplicity) + 1))
        shape = (len(self.patterns.multiplicity), len(self.kappas.units) * n_values**2)
        held = sp.csr_array(members @ sp.csr_array((np.ones(len(cell)), cell, starts), shape=shape))
        held.sort_indices()
        block, column = (coordinate.astype(np.int64) for coordinate in held.tocoo().coords)
        pair, value = np.divmod(column, n_values**2)
        first, second = np.divmod(value, n_values)
        return block, pair, first, second, held.data


def kappa_blocks(
    patterns: Patterns, pairs: Pairs, kappas: PairKappas, mean: MeanKappa, weights: Floats, n_held: int
) -> KappaBlocks | None:
    """What errors and intervals of the mean kappa follow from; None if it would take too long.

    n_held: units of a pattern in a cluster are looked at once; how many such there are.
    """
    pairs_of_labels = patterns.labels * (patterns.labels - 1) / 2
    alike = n_held / max(len(patterns.multiplicity), 1)
    if mean.reason is not None or pairs_of_labels.sum() * max(alike, 1.0) > MOST_ENTRIES:
        return None
    number = np.where(mean.counted, np.cumsum(mean.counted) - 1, -1)
    chosen = np.flatnonzero(mean.counted)
    first, second = (
        side[chosen] if isinstance(side, np.ndarray) else side[chosen].toarray() for side in pairs.marginals()
    )
    own = PairKappas(
        kappas.units[chosen],
        kappas.observed[chosen],
        kappas.expected[chosen],
        kappas.value[chosen],
        kappas.constant[chosen],
    )
    entries = pair_entries(patterns, pairs).of_pairs(number)
    return KappaBlocks(patterns, entries, own, weights, first, second, own.observed * own.units)
