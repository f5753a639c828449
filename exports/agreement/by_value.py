"""Agreement on one value at a time, so that a rare value can't hide behind the common ones."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.counts import Patterns
from exports.agreement.intervals import FEWEST, Clusters, LeftOut, Resampling, leaving_out, with_spread
from exports.agreement.layer import Blocks, LayerAgreement
from exports.agreement.standard_errors import alpha_error

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
    patterns = agreement.patterns
    rows = _rows(patterns.counts)
    total = patterns.counted @ rows
    n_values, n_units, n_labels = patterns.n_values, patterns.n_units, patterns.n_labels
    pairable, both = total[:n_values], total[n_values:]
    alphas = _points(agreement, total)
    if resampling is not None and agreement.blocks is not None and agreement.n_clusters >= FEWEST:
        alphas = _with_intervals(agreement, agreement.blocks, alphas, resampling)
    kappas = _fleiss(patterns)
    result = []
    for number, value in enumerate(agreement.labels.categories):
        share = float(pairable[number] / n_labels) if n_labels else None
        result.append(
            ValueAgreement(
                value=value,
                n_labels=round(pairable[number]),
                prevalence=share,
                specific_agreement=float(both[number] / pairable[number]) if pairable[number] else None,
                alpha=alphas[number],
                fleiss_kappa=float(kappas[number]) if np.isfinite(kappas[number]) else None,
                rare=share is not None and min(share, 1 - share) * n_units < RARE_UNITS,
            )
        )
    return result


def _points(agreement: LayerAgreement, total: Floats) -> list[Coefficient]:
    """Alpha of each value without an interval."""
    patterns = agreement.patterns
    n_units, n_labels = patterns.n_units, patterns.n_labels
    rest = patterns.counts.sum(axis=1)
    shares = total[: patterns.n_values] / max(n_labels, 1)
    few = Clusters(agreement.n_clusters).reason() if n_units != 1 else Reason.ONE_UNIT
    result = []
    for given, value, share in zip(patterns.counts.T, _alphas(total).tolist(), shares.tolist(), strict=True):
        if not np.isfinite(value):
            missing = Reason.NO_UNIT_WITH_TWO_LABELS if n_units == 0 else Reason.ONE_VALUE_ONLY
            result.append(Coefficient(None, None, None, n_units, n_labels, missing))
            continue
        counts = np.column_stack((given, rest - given))
        error = alpha_error(counts, patterns.counted, 1 - np.eye(2)) if n_units > 1 else None
        chance = 1 - 2 * share * (1 - share)
        result.append(Coefficient(value, None, None, n_units, n_labels, few, expected=chance, unit_se=error))
    return result


def _with_intervals(
    agreement: LayerAgreement, blocks: Blocks, alphas: list[Coefficient], resampling: Resampling
) -> list[Coefficient]:
    patterns = agreement.patterns
    rows = blocks.rows(_rows(patterns.counts)[patterns.count_of])
    left_out = leaving_out(rows, blocks.multiplicity, lambda sums: {"alpha": _alphas(sums)})["alpha"].values
    sources = [(left_out, blocks.multiplicity)]
    if blocks.without:
        others = np.array([part.counted @ _rows(part.counts) for part, _ in blocks.without])
        sources.append((_alphas(others), np.ones(len(others))))
    varied = _varied(np.asarray(rows)[:, : patterns.n_values], blocks.multiplicity)
    units = _varied(patterns.counts * (patterns.counts.sum(axis=1) > 1)[:, None], patterns.counted)
    clustered = agreement.labels.cluster is not None
    result = []
    for number, alpha in enumerate(alphas):
        clusters = Clusters(agreement.n_clusters, varied[number], units[number] if clustered else None)
        columns = [LeftOut(values[:, number], multiplicity) for values, multiplicity in sources]
        result.append(with_spread(alpha, columns, clusters, resampling))
    return result


def _varied(pairable: Floats, multiplicity: Floats) -> list[int]:
    """For each value how many blocks hold it or how many hold another one, whichever are fewer."""
    size = pairable.sum(axis=1, keepdims=True)
    fewer: Floats = np.minimum(multiplicity @ (pairable > 0), multiplicity @ (size - pairable > 0))
    return [round(count) for count in fewer.tolist()]


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


def _fleiss(patterns: Patterns) -> Floats:
    """Fleiss' kappa of each value against the others."""
    labels = patterns.counts.sum(axis=1)
    doubled = labels > 1
    shares = patterns.counted @ (patterns.counts / labels[:, None]) / max(patterns.counted.sum(), 1.0)
    ordered = np.where(doubled, labels * (labels - 1), 1)[:, None]
    differing = patterns.counts * (labels[:, None] - patterns.counts) / ordered * doubled[:, None]
    n_units = patterns.counted @ doubled
    spread = shares * (1 - shares)
    defined = (spread > 0) & (n_units > 0)
    rate = patterns.counted @ differing / max(n_units, 1.0)
    kappas: Floats = np.where(defined, 1 - rate / np.where(defined, spread, 1), np.nan)
    return kappas
