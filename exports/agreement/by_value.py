"""Agreement on one value at a time, so that a rare value can't hide behind the common ones."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.counts import Labels, Patterns
from exports.agreement.intervals import Resampling, bootstrap, bootstrap_error, interval
from exports.agreement.linearization import alpha_error
from exports.agreement.sums import cluster_rows
from exports.agreement.weights import Floats

# Measured: with fewer expected units of the rarer side, 95 % intervals cover the true alpha in 64 to 89 of
# 100.
RARE_UNITS = 15


@dataclass(frozen=True, slots=True)
class ValueAgreement:
    """The agreement on one value against all others.

    n_labels: labels of this value in units with two or more labels.  prevalence: their share.
    specific_agreement: how likely another label of a unit is this value, too, given that one is.
    alpha: of "this value or not".
    fleiss_kappa: the same by Fleiss (1971).
    rare: fewer than 15 units are expected on the rarer side; take the interval with caution.
    """

    value: str
    n_labels: int
    prevalence: float | None
    specific_agreement: float | None
    alpha: Coefficient
    fleiss_kappa: float | None
    rare: bool


def value_agreements(
    labels: Labels, found: Patterns, resampling: Resampling | None = None
) -> list[ValueAgreement]:
    """Every category in its order, given by anybody or not."""
    rows = _rows(found.counts)
    total = found.counted @ rows
    n_values, n_units, n_labels = found.n_values, found.n_units, found.n_labels
    pairable, both = total[:n_values], total[n_values : 2 * n_values]
    kappas = _fleiss(found)
    alphas, errors = _alphas(total), _alpha_errors(found)
    samples, multiplicity = np.zeros((0, n_values)), found.multiplicity
    if resampling is not None and n_units > 1:
        blocks, multiplicity = cluster_rows(found, rows[found.count_of], labels.cluster)
        samples = bootstrap(blocks, multiplicity, lambda sums: {"alpha": _alphas(sums)}, resampling)["alpha"]
    result = []
    for number, value in enumerate(labels.categories):
        share = float(pairable[number] / n_labels) if n_labels else None
        result.append(
            ValueAgreement(
                value=value,
                n_labels=round(pairable[number]),
                prevalence=share,
                specific_agreement=float(both[number] / pairable[number]) if pairable[number] else None,
                alpha=_alpha(alphas[number], errors[number], samples[:, number], multiplicity, resampling, n_units, n_labels),
                fleiss_kappa=float(kappas[number]) if np.isfinite(kappas[number]) else None,
                rare=share is not None and min(share, 1 - share) * n_units < RARE_UNITS,
            )
        )
    return result


def _rows(counts: Floats) -> Floats:
    """For each row of counts the labels of each value, and how many of them another label repeats."""
    labels = counts.sum(axis=1)
    pairable = counts * (labels > 1)[:, None]
    both = pairable * (pairable - 1) / np.maximum(labels - 1, 1)[:, None]
    return np.hstack((pairable, np.where(pairable > 0, both, 0.0)))


def _alphas(sums: Floats) -> Floats:
    """Alpha of each value against the others: sums (..., 2 * values)."""
    n_values = sums.shape[-1] // 2
    pairable, both = sums[..., :n_values], sums[..., n_values:]
    labels = pairable.sum(axis=-1, keepdims=True)
    expected = pairable * (labels - pairable)
    defined = expected > 0
    observed = (labels - 1) * (pairable - both)
    alphas: Floats = np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)
    return alphas


def _alpha(
    value: float,
    error: float | None,
    samples: Floats,
    multiplicity: Floats,
    resampling: Resampling | None,
    n_units: int,
    n_labels: int,
) -> Coefficient:
    if not np.isfinite(value):
        missing = Reason.NO_UNIT_WITH_TWO_LABELS if n_units == 0 else Reason.ONE_VALUE_ONLY
        return Coefficient(None, None, None, n_units, n_labels, missing)
    if n_units < 2:  # noqa: PLR2004 - a spread takes two
        return Coefficient(float(value), None, None, n_units, n_labels, Reason.ONE_UNIT)
    if resampling is None:
        return Coefficient(float(value), error, None, n_units, n_labels, None)
    if multiplicity.sum() < 2:  # noqa: PLR2004
        return Coefficient(float(value), error, None, n_units, n_labels, Reason.ONE_CLUSTER)
    ends = interval(samples, resampling, float(value), None, multiplicity)
    return Coefficient(
        value=float(value),
        se=error,
        ci=ends,
        n_units=n_units,
        n_labels=n_labels,
        reason=Reason.UNSTABLE_RESAMPLES if ends is None else None,
        bootstrap_se=bootstrap_error(samples),
        resamples=int(np.isfinite(samples).sum()),
    )


def _alpha_errors(found: Patterns) -> list[float | None]:
    """The linearised standard error of each value's alpha."""
    rest = found.counts.sum(axis=1)
    errors: list[float | None] = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for given in found.counts.T:
            error = alpha_error(np.column_stack((given, rest - given)), found.counted, 1 - np.eye(2))
            errors.append(error if np.isfinite(error) else None)
    return errors


def _fleiss(found: Patterns) -> Floats:
    """Fleiss' kappa of each value against the others."""
    labels = found.counts.sum(axis=1)
    doubled = labels > 1
    shares = found.counted @ (found.counts / labels[:, None]) / max(found.counted.sum(), 1.0)
    ordered = np.where(doubled, labels * (labels - 1), 1)[:, None]
    differing = found.counts * (labels[:, None] - found.counts) / ordered * doubled[:, None]
    n_units = found.counted @ doubled
    spread = shares * (1 - shares)
    defined = (spread > 0) & (n_units > 0)
    rate = found.counted @ differing / max(n_units, 1.0)
    kappas: Floats = np.where(defined, 1 - rate / np.where(defined, spread, 1), np.nan)
    return kappas
