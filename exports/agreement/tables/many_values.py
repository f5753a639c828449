"""Alpha of interval and ratio measurement for any number of different values.

No two values are compared one by one. For interval the sum of squared differences follows from a sum and a
sum of squares. For ratio, ((x - y) / (x + y))^2 = 1 - 4xy / (x + y)^2, and 1 / (x + y)^2 is the integral of
t exp(-t (x + y)) over t; so the sum over all pairs is an integral of squared sums, which the trapezoid rule
on a logarithmic scale finds to twelve digits with a few hundred points.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.counts import Labels
from exports.agreement.intervals import Clusters, LeftOut, Resampling, leaving_out, with_spread

_STEP = 0.3
_BELOW, _ABOVE = 18.0, 4.0
_PORTION = 1 << 21


def many_valued_alpha(
    labels: Labels, measurement: Literal["interval", "ratio"], resampling: Resampling | None = None
) -> Coefficient:
    """Alpha of labels whose categories have scores.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C.
    """
    size = np.bincount(labels.unit, minlength=len(labels.units))
    kept = size[labels.unit] > 1
    score = np.asarray(labels.scores, dtype=np.float64)[labels.value[kept]]
    unit, annotator = labels.unit[kept], labels.annotator[kept]
    n_units, n_labels = int(np.count_nonzero(size > 1)), len(score)
    if n_labels == 0:
        return Coefficient(None, None, None, 0, 0, Reason.NO_UNIT_WITH_TWO_LABELS)
    columns, statistic = _interval(score) if measurement == "interval" else _ratio(score)
    block = unit if labels.cluster is None else labels.cluster[unit]
    _, block = np.unique(block, return_inverse=True)

    def sums(chosen: Ints) -> Floats:
        """For each block the sums of values, and the differences within units."""
        within = _within(unit[chosen], score[chosen], measurement, len(labels.units))
        first, place = np.unique(unit[chosen], return_index=True)
        n_blocks = int(block.max()) + 1
        differences = np.bincount(block[chosen][place], within[first], n_blocks)
        doubled = np.bincount(unit[chosen], minlength=len(labels.units))[unit[chosen]] > 1
        return np.column_stack((differences, _by_block(columns, chosen[doubled], block, n_blocks)))

    rows = sums(np.arange(n_labels))
    value = float(statistic(rows.sum(axis=0)[None, :])[0])
    if not np.isfinite(value):
        return Coefficient(None, None, None, n_units, n_labels, Reason.ONE_VALUE_ONLY)
    left_out = leaving_out(rows, np.ones(len(rows)), lambda part: {"alpha": statistic(part)})["alpha"]
    sources = [left_out]
    if resampling is not None and resampling.annotators == "random":
        people = np.unique(annotator)
        rest = np.array([sums(np.flatnonzero(annotator != one)).sum(axis=0) for one in people.tolist()])
        sources.append(LeftOut(statistic(rest), np.ones(len(rest))))
    point = Coefficient(value, None, None, n_units, n_labels, None)
    return with_spread(point, sources, Clusters(len(rows)), resampling)


def _by_block(columns: Callable[[Ints], Floats], chosen: Ints, block: Ints, n_blocks: int) -> Floats:
    """The columns of the chosen labels, summed by block, in portions."""
    width = columns(chosen[:1]).shape[1]
    total = np.zeros((n_blocks, width))
    step = max(1, _PORTION // width)
    for start in range(0, len(chosen), step):
        part = chosen[start : start + step]
        member = sp.csr_array(
            (np.ones(len(part)), (block[part], np.arange(len(part)))), shape=(n_blocks, len(part))
        )
        total += np.asarray(member @ columns(part))
    return total


Columns = tuple[Callable[[Ints], Floats], Callable[[Floats], Floats]]


def _interval(score: Floats) -> Columns:
    centered = score - score.mean()
    scaled = centered / max(float(np.abs(centered).max()), np.finfo(float).tiny)
    # In the unit of the scores, as the differences within units are.
    factor = float(np.abs(centered).max()) ** 2

    def columns(chosen: Ints) -> Floats:
        x = scaled[chosen]
        return np.column_stack((np.ones(len(x)), x, x**2))

    def alpha(sums: Floats) -> Floats:
        labels, total, squares = sums[:, 1], sums[:, 2], sums[:, 3]
        expected = 2 * (labels * squares - total**2) * factor
        return _alpha(sums[:, 0], expected, labels)

    return columns, alpha


def _ratio(score: Floats) -> Columns:
    positive = score[score > 0]
    largest = float(positive.max()) if len(positive) else 1.0
    smallest = float(positive.min()) if len(positive) else 1.0
    low, high = -np.log(largest) - _BELOW, -np.log(smallest) + _ABOVE
    points = np.exp(np.arange(low, high, _STEP))

    def columns(chosen: Ints) -> Floats:
        x = score[chosen][:, None]
        return np.hstack((np.ones((len(x), 1)), x == 0, x * np.exp(-points * x)))

    def alpha(sums: Floats) -> Floats:
        labels, zeros, transformed = sums[:, 1], sums[:, 2], sums[:, 3:]
        products = _STEP * (points**2 * transformed**2).sum(axis=1)
        expected = labels**2 - zeros**2 - 4 * products
        return _alpha(sums[:, 0], np.where(expected > 1e-9 * labels**2, expected, 0), labels)

    return columns, alpha


def _alpha(observed: Floats, expected: Floats, labels: Floats) -> Floats:
    defined = expected > 0
    value: Floats = np.where(defined, 1 - (labels - 1) * observed / np.where(defined, expected, 1), np.nan)
    return value


def _within(unit: Ints, score: Floats, measurement: str, n_units: int) -> Floats:
    """For each unit the differences of its ordered pairs of labels, each over the number of other labels."""
    order = np.argsort(unit, kind="stable")
    ordered, x = unit[order], score[order]
    sizes = np.bincount(ordered, minlength=n_units)
    starts = np.cumsum(sizes) - sizes
    total = np.zeros(n_units)
    for size in np.unique(sizes[sizes > 1]).tolist():
        of_size = np.flatnonzero(sizes == size)
        values = x[starts[of_size][:, None] + np.arange(size)]
        difference = np.zeros(len(of_size))
        for apart in range(1, size):
            first, second = values[:, apart:], values[:, :-apart]
            squared = (first - second) ** 2
            if measurement == "ratio":
                both = first + second
                squared = np.divide(squared, both**2, out=np.zeros_like(both), where=both != 0)
            difference += squared.sum(axis=1)
        total[of_size] = 2 * difference / (size - 1)
    return total
