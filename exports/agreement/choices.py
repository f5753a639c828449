"""What can be chosen about a measurement, by its public names; nothing here needs numpy.

A command line lists these choices, and refuses other words before it imports what computes.
"""

from typing import Literal, TypeAlias, get_args

WeightKind = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio"]
WEIGHT_KINDS: tuple[WeightKind, ...] = get_args(WeightKind)

Measurement = Literal["nominal", "ordinal", "interval", "ratio"]
MEASUREMENTS: tuple[Measurement, ...] = get_args(Measurement)
TableMeasurement: TypeAlias = Measurement | Literal["set"]

# Whom intervals speak for: these annotators, or others like them, too.
Annotators = Literal["fixed", "random"]
ANNOTATORS: tuple[Annotators, ...] = get_args(Annotators)
MOST_RESAMPLES = 100_000
