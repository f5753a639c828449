"""Agreement on one value at a time, so that a rare value can't hide behind the common ones."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.counts import Patterns
from exports.agreement.intervals import Resampling, bootstrap
from exports.agreement.layer import LayerAgreement, spread_reason, with_interval
from exports.agreement.standard_errors import alpha_error
from exports.agreement.sums import cluster_rows

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


def value_agreements(agreement: LayerAgreement, resampling: Resampling | None = None) -> list[ValueAgreement]:
    """Every category in its order, given by anybody or not."""
    found = agreement.found
    rows = _rows(found.counts)
    total = found.counted @ rows
    n_values, n_units, n_labels = found.n_values, found.n_units, found.n_labels
    pairable, both = total[:n_values], total[n_values:]
    plain = _without_intervals(agreement, total)
    if resampling is not None and agreement.n_clusters > 1:
        blocks, multiplicity = cluster_rows(found, rows[found.count_of], agreement.labels.cluster)
        drawn = bootstrap(blocks, multiplicity, lambda sums: {"alpha": _alphas(sums)}, resampling)["alpha"]
        plain = [
            each if each.value is None else with_interval(each, samples, None, multiplicity, resampling)
            for each, samples in zip(plain, drawn.T, strict=True)
        ]
    kappas = _fleiss(found)
    result = []
    for number, value in enumerate(agreement.labels.categories):
        share = float(pairable[number] / n_labels) if n_labels else None
        result.append(
            ValueAgreement(
                value=value,
                n_labels=round(pairable[number]),
                prevalence=share,
                specific_agreement=float(both[number] / pairable[number]) if pairable[number] else None,
                alpha=plain[number],
                fleiss_kappa=float(kappas[number]) if np.isfinite(kappas[number]) else None,
                rare=share is not None and min(share, 1 - share) * n_units < RARE_UNITS,
            )
        )
    return result


def _without_intervals(agreement: LayerAgreement, total: Floats) -> list[Coefficient]:
    found = agreement.found
    n_units, n_labels = found.n_units, found.n_labels
    rest = found.counts.sum(axis=1)
    result = []
    for given, value in zip(found.counts.T, _alphas(total).tolist(), strict=True):
        if not np.isfinite(value):
            missing = Reason.NO_UNIT_WITH_TWO_LABELS if n_units == 0 else Reason.ONE_VALUE_ONLY
            result.append(Coefficient(None, None, None, n_units, n_labels, missing))
            continue
        counts = np.column_stack((given, rest - given))
        error = alpha_error(counts, found.counted, 1 - np.eye(2)) if n_units > 1 else None
        reason = spread_reason(n_units, agreement.n_clusters)
        result.append(Coefficient(value, error, None, n_units, n_labels, reason))
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
