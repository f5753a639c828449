"""How much two different values agree or differ.

Agreement weights (1 for the same value, at most 1 otherwise) belong to Gwet's family, to kappa and to
percent agreement. Krippendorff's alpha takes squared differences instead, which follow the measurement.
Gwet's ``ordinal`` weights are not Krippendorff's ordinal difference: on the twelve units of Krippendorff
(2011) alpha is .834 under the first and .815 under the second.
"""

from collections.abc import Sequence

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.choices import Measurement, WeightKind


def default_weights(measurement: Measurement) -> WeightKind:
    """Identity for nominal values, quadratic for every ordered measurement."""
    return "identity" if measurement == "nominal" else "quadratic"


def agreement_weights(kind: WeightKind, n_values: int, scores: Sequence[float] | None = None) -> Floats:
    """The weight matrix (n_values x n_values) of one kind; 1 on the diagonal, symmetric.

    scores: a number for each value, in the order of the values; without them their positions 1..n.
        ``identity`` and ``ordinal`` look at positions only.
    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 3.
    """
    if kind == "identity":
        return np.eye(n_values)
    positions = np.arange(1, n_values + 1, dtype=np.float64)
    if kind == "ordinal":
        apart = np.abs(positions[:, None] - positions) + 1
        return _from_distance(apart * (apart - 1) / 2)
    points = positions if scores is None else np.asarray(scores, dtype=np.float64)
    apart = np.abs(points[:, None] - points)
    if kind == "linear":
        return _from_distance(apart)
    if kind == "quadratic":
        return _from_distance(apart**2)
    if kind == "radical":
        return _from_distance(np.sqrt(apart))
    # Gwet scales ratio weights by the extreme scores, not by the largest entry.
    difference = ratio_difference(points)
    total, spread = points.max() + points.min(), points.max() - points.min()
    return 1 - difference * (total / spread) ** 2 if total and spread else _from_distance(difference)


def _from_distance(distance: Floats) -> Floats:
    largest = distance.max(initial=0.0)
    return 1 - distance / largest if largest > 0 else np.ones_like(distance)


def fixed_difference(
    measurement: Measurement, n_values: int, scores: Sequence[float] | None = None
) -> Floats | None:
    """Krippendorff's squared difference of each two values; None for ordinal, where it depends on the labels.

    scores: the numbers behind interval and ratio values; without them their positions 0..n-1.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C.
    """
    if measurement == "ordinal":
        return None
    if measurement == "nominal":
        return 1 - np.eye(n_values)
    points = np.arange(n_values, dtype=np.float64) if scores is None else np.asarray(scores, dtype=np.float64)
    if measurement == "ratio":
        return ratio_difference(points)
    difference: Floats = (points[:, None] - points) ** 2
    return difference


def ratio_difference(points: Floats) -> Floats:
    """The squared difference of two numbers relative to their sum; 0 where the sum is 0."""
    total = points[:, None] + points
    share = np.divide(points[:, None] - points, total, out=np.zeros_like(total), where=total != 0)
    difference: Floats = share**2
    return difference


def ordinal_ranks(marginals: Floats) -> Floats:
    """The middle rank of each value: labels below it, and half of its own.  marginals: (..., n_values).

    The ordinal difference of two values is the squared difference of their middle ranks.
    """
    ranks: Floats = np.cumsum(marginals, axis=-1) - marginals / 2
    return ranks
