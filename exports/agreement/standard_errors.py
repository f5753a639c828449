"""Standard errors by linearization: how much each unit moves a coefficient.

All take units as independent; errors and intervals that know about articles are in ``intervals``. Two forms
exist. R irrCAC 1.4 prints that of Gwet (2014, 2021), which lets a unit with a single label pull observed
agreement towards 0: with 20 units labeled twice at 90 % agreement it is .069, with 180 single labels beside
them .203, though nothing about the 20 has changed. ``unit`` lets such a unit say how common a value is, and
nothing about agreement; where every unit has two labels, the two differ by one degree of freedom at most.
Source: Gwet (2014), Handbook of Inter-Rater Reliability; Gwet (2021), Large-sample variance of Fleiss
generalized kappa.
"""

from dataclasses import dataclass, replace

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficients import ROUNDING, Name, conger_chance, fleiss_chance, gwet_chance
from exports.agreement.counts import Patterns, row_sums
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

    def by_pattern(self, patterns: Patterns) -> "_Agreement":
        """The same with one entry for each pattern instead of each row of counts."""
        return replace(
            self,
            multiplicity=patterns.multiplicity,
            each=self.each.take(patterns.count_of),
            doubled=self.doubled.take(patterns.count_of),
        )

    def corrected(self, chance: float, each_chance: Floats | None) -> "Errors":
        """The errors of (observed - chance) / (1 - chance); nan where that is undefined."""
        room = 1 - chance
        if not room > ROUNDING:  # nan, too
            return Errors(np.nan, np.nan)
        value = (self.observed - chance) / room
        scale = self.n_units / self.n_doubled
        by_chance = 0.0 if each_chance is None else 2 * (1 - value) * (each_chance - chance) / room
        own = scale * self.doubled * (self.each - self.observed) / room - by_chance
        printed = scale * (self.each - chance * self.doubled) / room - by_chance
        return Errors(self._unit(own), _spread(printed, value, self.multiplicity))

    def uncorrected(self) -> "Errors":
        """The errors of observed agreement itself."""
        scale = self.n_units / self.n_doubled
        own = scale * self.doubled * (self.each - self.observed)
        return Errors(self._unit(own), _spread(scale * self.each, self.observed, self.multiplicity))

    def _unit(self, moved: Floats) -> float:
        """From what each unit adds to the coefficient; units with two labels are the degrees of freedom."""
        squares = float(self.multiplicity @ moved**2) / self.n_units**2
        return float(np.sqrt(squares * self.n_doubled / (self.n_doubled - 1)))


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of one coefficient: our own, and what R irrCAC prints; nan where undefined."""

    unit: float
    irrcac: float


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


def standard_errors(patterns: Patterns, scale: Scale, marginals: Floats) -> dict[Name, Errors]:
    """The standard errors of each coefficient but the mean kappa; empty with fewer than two units."""
    if patterns.n_units < 2:  # noqa: PLR2004 - a spread takes two
        return {}
    weights = scale.weights
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = _agreement(patterns.counts, patterns.counted, weights)
        exact = _agreement(patterns.counts, patterns.counted, np.eye(len(weights))).uncorrected()
        n_values = shared.counts.shape[1]
        symmetric = (weights + weights.T) / 2
        gwet = weights.sum() / (n_values * (n_values - 1)) if n_values > 1 else np.nan
        shares = shared.shares
        alpha = alpha_error(patterns.counts, patterns.counted, scale.difference)
        return {
            "krippendorff_alpha": Errors(alpha, alpha),
            "gwet_ac": shared.corrected(
                float(gwet_chance(shares, weights)), gwet * (shared.counts @ (1 - shares)) / shared.labels
            ),
            "fleiss_kappa": shared.corrected(
                float(fleiss_chance(shares, weights)), shared.counts @ (symmetric @ shares) / shared.labels
            ),
            "conger_kappa": _conger_errors(patterns, shared, weights, marginals),
            "brennan_prediger": shared.corrected(float(weights.mean()), None),
            "percent_agreement": shared.uncorrected(),
            "exact_agreement": exact,
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


def _conger_errors(patterns: Patterns, shared: _Agreement, weights: Floats, marginals: Floats) -> Errors:
    """The standard errors of Conger's kappa with missing labels.

    shared: the agreement by counts; patterns that differ in their annotators only differ in chance agreement.
    """
    given = marginals.sum(axis=1)
    active = given > 0
    members = int(active.sum())
    chance = float(conger_chance(marginals, weights))
    if members < 2:  # noqa: PLR2004 - chance agreement takes two annotators
        return Errors(np.nan, np.nan)
    shares = np.divide(marginals, given[:, None], out=np.zeros_like(marginals), where=active[:, None])
    others = (shares.sum(axis=0) - shares) * active[:, None]
    # What an annotator's label of each value, and what their absence, adds to the chance agreement.
    absent = ((shares @ weights.T) * others).sum(axis=1)
    scale = np.divide(shared.n_units, given, out=np.zeros_like(given), where=active)
    present = scale[:, None] * (others @ weights) - ((scale - 1) * absent)[:, None]
    gain = np.where(active[:, None], present - absent[:, None], 0.0)
    each_chance = (absent.sum() + patterns.summed(gain)) / (members * (members - 1))
    return shared.by_pattern(patterns).corrected(chance, each_chance)
