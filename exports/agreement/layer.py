"""The agreement of one layer: every coefficient with its standard error and interval."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.coefficients import NAMES, Estimate, Name, estimates
from exports.agreement.counts import Labels, Patterns, patterns
from exports.agreement.intervals import (
    Resampling,
    bootstrap,
    bootstrap_error,
    interval,
    jackknife,
    jackknife_error,
)
from exports.agreement.pairs import Pairs, pairs
from exports.agreement.standard_errors import standard_errors
from exports.agreement.sums import Scale, cluster_rows, layout_of, pattern_rows, total_row
from exports.agreement.weights import (
    Measurement,
    WeightKind,
    agreement_weights,
    default_weights,
    fixed_difference,
)

# Coefficients that compare named annotators, not only labels.
_OF_PAIRS: frozenset[Name] = frozenset({"conger_kappa", "mean_pairwise_cohen_kappa"})


@dataclass(frozen=True, slots=True)
class LayerAgreement:
    """The coefficients of a layer, and what they were made from.

    samples: each coefficient in every sample drawn, nan where undefined; empty without resampling.
    n_clusters: clusters with a unit that has two labels; units count as clusters where there are none.
    """

    labels: Labels
    scale: Scale
    found: Patterns
    shared: Pairs
    coefficients: dict[Name, Coefficient]
    samples: dict[Name, Floats]
    n_clusters: int


def layer_scale(labels: Labels, measurement: Measurement, weights: WeightKind | None = None) -> Scale:
    """How the values of a layer are compared; weights by default identity for nominal, quadratic otherwise.

    Scores count for interval and ratio measurement; ordinal values are compared by position.
    Raises ValueError for interval or ratio measurement without scores.
    """
    numeric = measurement in {"interval", "ratio"}
    if numeric and labels.scores is None:
        raise ValueError(f"{measurement} measurement needs a score for each category.")
    scores = labels.scores if numeric else None
    n_values = len(labels.categories)
    return Scale(
        weights=agreement_weights(weights or default_weights(measurement), n_values, scores),
        difference=fixed_difference(measurement, n_values, scores),
    )


def measure(
    labels: Labels,
    measurement: Measurement,
    weights: WeightKind | None = None,
    resampling: Resampling | None = None,
    *,
    with_jackknife: bool = False,
) -> LayerAgreement:
    """Every coefficient of a layer; alpha follows the measurement, the others the weights.

    resampling: None for no intervals.  with_jackknife: delete-one standard errors over the clusters, too.
    Never raises for labels that agree too much or too little: such a coefficient says its reason.
    """
    return measure_on(
        labels, layer_scale(labels, measurement, weights), resampling, with_jackknife=with_jackknife
    )


def measure_on(
    labels: Labels, scale: Scale, resampling: Resampling | None = None, *, with_jackknife: bool = False
) -> LayerAgreement:
    """Like ``measure``, with weights and differences of one's own, such as the distance of sets."""
    found = patterns(labels)
    shared = pairs(found)
    layout = layout_of(len(labels.annotators), shared, scale)
    total = layout.sums(total_row(found, shared, scale))
    n_clusters = _doubled_clusters(labels, found)

    def values(sums: Floats) -> dict[Name, Floats]:
        return {name: each.value for name, each in estimates(layout.sums(sums), scale).items()}

    samples: dict[Name, Floats] = {}
    without: dict[Name, Floats] = {}
    multiplicity = found.multiplicity
    if resampling is not None and n_clusters > 1:
        rows = pattern_rows(found, shared, scale)
        blocks, multiplicity = cluster_rows(found, rows, labels.cluster)
        samples = bootstrap(blocks, multiplicity, values, resampling)
        if with_jackknife or resampling.method == "bca":
            without = jackknife(blocks, multiplicity, values)
    errors = standard_errors(found, shared, scale, total.marginals)
    coefficients = {}
    n_units, n_labels = found.n_units, found.n_labels
    for name, estimate in estimates(total, scale).items():
        reason = _reason(name, estimate, labels, found, n_units, n_clusters)
        coefficient = _coefficient(estimate, errors.get(name), n_units, n_labels, reason)
        if coefficient.value is not None and resampling is not None and name in samples:
            coefficient = with_interval(
                coefficient, samples[name], without.get(name), multiplicity, resampling
            )
        coefficients[name] = coefficient
    return LayerAgreement(labels, scale, found, shared, coefficients, samples, n_clusters)


def _doubled_clusters(labels: Labels, found: Patterns) -> int:
    if labels.cluster is None:
        return found.n_units
    doubled = np.append(found.labels > 1, False)  # the last answers for units without labels, -1
    return int(np.count_nonzero(np.bincount(labels.cluster[doubled.take(found.of_unit)])))


def _reason(
    name: Name, estimate: Estimate, labels: Labels, found: Patterns, n_units: int, n_clusters: int
) -> Reason | None:
    """Why the value is missing or, where it is not, its standard error and interval."""
    if np.isfinite(estimate.value):
        return spread_reason(n_units, n_clusters)
    if n_units == 0:
        alone = len(np.unique(labels.annotator)) < 2  # noqa: PLR2004
        return Reason.NO_ANNOTATOR_PAIR if alone and name in _OF_PAIRS else Reason.NO_UNIT_WITH_TWO_LABELS
    doubled = found.counts[found.counts.sum(axis=1) > 1]
    one_value = (doubled.sum(axis=0) > 0).sum() == 1
    return Reason.ONE_VALUE_ONLY if one_value else Reason.ZERO_EXPECTED_DISAGREEMENT


def spread_reason(n_units: int, n_clusters: int) -> Reason | None:
    """Why a defined value has no standard error or no interval; None if it has both."""
    if n_units < 2:  # noqa: PLR2004 - a spread takes two
        return Reason.ONE_UNIT
    return Reason.ONE_CLUSTER if n_clusters < 2 else None  # noqa: PLR2004


def _coefficient(
    estimate: Estimate, error: float | None, n_units: int, n_labels: int, reason: Reason | None
) -> Coefficient:
    value = _number(estimate.value)
    return Coefficient(
        value=value,
        se=None if value is None else error,
        ci=None,
        n_units=n_units,
        n_labels=n_labels,
        reason=reason,
        observed=_number(estimate.observed),
        expected=_number(estimate.expected),
    )


def _number(number: Floats) -> float | None:
    return float(number) if np.isfinite(number) else None


def with_interval(
    coefficient: Coefficient,
    samples: Floats,
    without: Floats | None,
    multiplicity: Floats,
    resampling: Resampling,
) -> Coefficient:
    """The coefficient, whose value is not None, with the interval of the samples drawn."""
    value = coefficient.value or 0.0
    ends = interval(samples, resampling, value, without, multiplicity)
    return Coefficient(
        value=coefficient.value,
        se=coefficient.se,
        ci=ends,
        n_units=coefficient.n_units,
        n_labels=coefficient.n_labels,
        reason=coefficient.reason or (Reason.UNSTABLE_RESAMPLES if ends is None else None),
        observed=coefficient.observed,
        expected=coefficient.expected,
        bootstrap_se=bootstrap_error(samples),
        jackknife_se=None if without is None else jackknife_error(without, multiplicity),
        resamples=int(np.isfinite(samples).sum()),
    )


def undefined(reason: Reason) -> dict[Name, Coefficient]:
    """Every coefficient of a layer nobody has labeled."""
    return {name: Coefficient(None, None, None, 0, 0, reason) for name in NAMES}
