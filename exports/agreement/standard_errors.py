"""Standard errors by linearisation: how much each unit moves a coefficient.

All take units as independent, as every table of published standard errors does; intervals that know about
articles are in ``intervals``. Source: Gwet (2014), Handbook of Inter-Rater Reliability, and Gwet (2021),
Large-sample variance of Fleiss generalized kappa; for kappa Fleiss, Cohen & Everitt (1969).
"""

from dataclasses import dataclass, replace

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficients import ROUNDING, Name, conger_chance, fleiss_chance, gwet_chance
from exports.agreement.counts import Patterns, row_sums
from exports.agreement.pairs import Pairs, per_pattern
from exports.agreement.sums import Scale, unit_agreement
from exports.agreement.weights import ordinal_ranks


@dataclass(frozen=True, slots=True)
class _Agreement:
    """What the coefficients of Gwet's family share; one entry for each distinct row of counts."""

    counts: Floats
    multiplicity: Floats
    labels: Floats
    each: Floats
    doubled: Floats
    observed: float
    shares: Floats
    n_units: float
    n_doubled: float

    def by_pattern(self, found: Patterns) -> "_Agreement":
        """The same with one entry for each pattern instead of each row of counts."""
        return replace(
            self,
            multiplicity=found.multiplicity,
            each=self.each.take(found.count_of),
            doubled=self.doubled.take(found.count_of),
        )

    def corrected(self, chance: float, each_chance: Floats | None) -> float:
        """The standard error of (observed - chance) / (1 - chance); nan where that is undefined."""
        room = 1 - chance
        if not room > ROUNDING:  # nan, too
            return np.nan
        value = (self.observed - chance) / room
        moved = self.n_units / self.n_doubled * (self.each - chance * self.doubled) / room
        if each_chance is not None:
            moved = moved - 2 * (1 - value) * (each_chance - chance) / room
        return _spread(moved, value, self.multiplicity)


def _spread(moved: Floats, value: float, multiplicity: Floats) -> float:
    n_units = multiplicity.sum()
    return float(np.sqrt(multiplicity @ (moved - value) ** 2 / (n_units * (n_units - 1))))


def _agreement(counts: Floats, multiplicity: Floats, weights: Floats) -> _Agreement:
    labels = row_sums(counts)
    each, doubled = unit_agreement(counts, weights), (labels > 1).astype(np.float64)
    n_units, n_doubled = multiplicity.sum(), multiplicity @ doubled
    shares = multiplicity @ (counts / labels[:, None]) / n_units
    return _Agreement(
        counts=counts,
        multiplicity=multiplicity,
        labels=labels,
        each=each,
        doubled=doubled,
        observed=float(multiplicity @ each / n_doubled),
        shares=shares,
        n_units=float(n_units),
        n_doubled=float(n_doubled),
    )


def standard_errors(
    found: Patterns, shared: Pairs, scale: Scale, marginals: Floats
) -> dict[Name, float | None]:
    """The standard error of each coefficient; None where it is undefined, as with fewer than two units."""
    none: dict[Name, float | None] = {}
    if found.n_units < 2:  # noqa: PLR2004 - a spread takes two
        return none
    with np.errstate(divide="ignore", invalid="ignore"):
        each = _errors(found, shared, scale, marginals)
    return {name: error if error is not None and np.isfinite(error) else None for name, error in each.items()}


def _errors(found: Patterns, shared: Pairs, scale: Scale, marginals: Floats) -> dict[Name, float | None]:
    weights = scale.weights
    some = _agreement(found.counts, found.counted, weights)
    n_values = some.counts.shape[1]
    observed = some.n_units / some.n_doubled * some.each
    symmetric = (weights + weights.T) / 2
    gwet = weights.sum() / (n_values * (n_values - 1)) if n_values > 1 else np.nan
    shares = some.shares
    return {
        "krippendorff_alpha": alpha_error(found.counts, found.counted, scale.difference),
        "gwet_ac": some.corrected(
            float(gwet_chance(shares, weights)), gwet * (some.counts @ (1 - shares)) / some.labels
        ),
        "fleiss_kappa": some.corrected(
            float(fleiss_chance(shares, weights)), some.counts @ (symmetric @ shares) / some.labels
        ),
        "conger_kappa": _conger_error(found, some, weights, marginals),
        "brennan_prediger": some.corrected(float(weights.mean()), None),
        "percent_agreement": _spread(observed, some.observed, some.multiplicity),
        "mean_pairwise_cohen_kappa": pairwise_error(found, shared, weights),
    }


def alpha_error(counts: Floats, counted: Floats, difference: Floats | None) -> float:
    """The standard error of alpha; only units with two or more labels count.

    counts: distinct rows of counts.  counted: how many units have each.  difference: None for ordinal values.
    Returns nan where alpha is undefined.

    Follows the version of 2021 for the ratings of each unit; of the published variants it is the one that a
    jackknife over the units confirms. For ordinal values the difference itself moves with the labels, which
    adds a term.
    """
    labels = row_sums(counts)
    doubled = labels > 1
    counts, multiplicity, labels = counts[doubled], counted[doubled], labels[doubled]
    n_units = multiplicity.sum()
    mean_labels = multiplicity @ labels / n_units
    values = multiplicity @ counts
    moving = difference is None
    if difference is None:
        ranks = ordinal_ranks(values)
        difference = (ranks[:, None] - ranks) ** 2
    largest = difference.max(initial=0.0)
    weights = 1 - difference / (largest if largest > 0 else 1.0)
    share = values / (n_units * mean_labels)
    chance = float(share @ weights @ share)
    agreeing = row_sums((counts @ weights - 1) * counts) / (mean_labels * (labels - 1))
    observed = float(multiplicity @ agreeing / n_units)
    more = (labels - mean_labels) / mean_labels
    each_chance = counts @ (weights @ share) / mean_labels - chance * more
    room = 1 - chance
    if room < ROUNDING:
        return np.nan
    value = (observed - chance) / room
    moved = (agreeing - observed * more - chance) / room - 2 * (1 - value) * (each_chance - chance) / room
    if moving:
        moved = moved + _moved_ranks(counts, multiplicity, labels, values)
    return _spread(moved, value, multiplicity)


def _moved_ranks(counts: Floats, multiplicity: Floats, labels: Floats, values: Floats) -> Floats:
    """How much each unit moves ordinal alpha by moving the middle ranks of the values; 0 in sum.

    With ranks g, disagreement is the sum of o_kl (g_k - g_l)^2, and a label of value j raises the rank of
    each value above j by 1 and its own by a half.
    """
    ranks = ordinal_ranks(values)
    apart = ranks[:, None] - ranks
    raised = np.tri(len(values), k=-1) + np.eye(len(values)) / 2
    per_unit = multiplicity / (labels - 1)
    coincidences = counts.T @ (counts * per_unit[:, None]) - np.diag(per_unit @ counts)
    observed, expected = (coincidences * apart**2).sum(), values @ apart**2 @ values
    observed_slope = 4 * (coincidences * apart).sum(axis=1) @ raised
    expected_slope = 4 * (np.outer(values, values) * apart).sum(axis=1) @ raised
    slope = observed * expected_slope / expected**2 - observed_slope / expected
    moved: Floats = multiplicity.sum() * values.sum() * (counts @ slope)
    return moved


def _conger_error(found: Patterns, some: _Agreement, weights: Floats, marginals: Floats) -> float | None:
    """The standard error of Conger's kappa with missing labels.

    some: the agreement by counts; patterns that differ in their annotators only differ in chance agreement.
    """
    given = marginals.sum(axis=1)
    active = given > 0
    members = int(active.sum())
    chance = float(conger_chance(marginals, weights))
    if members < 2:  # noqa: PLR2004 - chance agreement takes two annotators
        return None
    shares = np.divide(marginals, given[:, None], out=np.zeros_like(marginals), where=active[:, None])
    others = (shares.sum(axis=0) - shares) * active[:, None]
    # What an annotator's label of each value, and what their absence, adds to the chance agreement.
    absent = ((shares @ weights.T) * others).sum(axis=1)
    scale = np.divide(some.n_units, given, out=np.zeros_like(given), where=active)
    present = scale[:, None] * (others @ weights) - ((scale - 1) * absent)[:, None]
    gain = np.where(active[:, None], present - absent[:, None], 0.0)
    each_chance = (absent.sum() + found.summed(gain)) / (members * (members - 1))
    return some.by_pattern(found).corrected(chance, each_chance)


def pairwise_error(found: Patterns, shared: Pairs, weights: Floats) -> float | None:
    """The standard error of the mean kappa of all pairs; of one pair by Fleiss, Cohen & Everitt (1969)."""
    tables = shared.tables
    units = tables.sum(axis=(1, 2))
    share = tables / units[:, None, None]
    first, second = share.sum(axis=2), share.sum(axis=1)
    by_second, by_first = second @ weights.T, first @ weights
    observed, chance = (share * weights).sum(axis=(1, 2)), (first * by_second).sum(axis=1)
    room = 1 - chance
    usable = room > ROUNDING
    if not usable.any():
        return None
    room = np.where(usable, room, np.inf)  # a pair without a kappa moves nothing
    value = (observed - chance) / room
    moved_chance = by_second[:, :, None] + by_first[:, None, :] - 2 * chance[:, None, None]
    moved = weights - observed[:, None, None] - (1 - value)[:, None, None] * moved_chance
    moved /= (room * units * usable.sum())[:, None, None]
    per_unit = per_pattern(found, shared, moved)
    return float(np.sqrt(found.multiplicity @ per_unit**2))
