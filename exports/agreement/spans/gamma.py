"""Pairwise gamma: where two annotators put units, and of which category, in one measure.

For two annotators the best alignment is an assignment problem, which needs no integer program.
Source: Mathet, Widlocher & Metivier (2015), The Unified and Holistic Method Gamma, Computational Linguistics
41.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Reason
from labels.span import Span


@dataclass(frozen=True, slots=True)
class CategorizedSpan:
    """A unit: where it is, and its category."""

    span: Span
    category: str


@dataclass(frozen=True, slots=True)
class Costs:
    """How much position and category weigh, and what a unit without partner costs."""

    position: float = 1.0
    category: float = 1.0
    empty: float = 1.0


@dataclass(frozen=True, slots=True)
class Gamma:
    """Disorder of the best alignment, that of random continua, and gamma; 1 for the same units.

    samples: how many random continua.  seed: of their shifts; gamma changes with it in its later digits.
    """

    observed: float | None
    expected: float | None
    value: float | None
    reason: str | None
    samples: int
    seed: int


def disorder(
    first: Sequence[CategorizedSpan], second: Sequence[CategorizedSpan], costs: Costs | None = None
) -> float | None:
    """The cost of the best alignment over the mean number of units; None without units."""
    costs = costs or Costs()
    if not first and not second:
        return None
    ours, theirs = (np.array([[u.span.start, u.span.end] for u in units], float) for units in (first, second))
    differ = np.array([[one.category != other.category for other in second] for one in first], float)
    return _disorder(
        ours.reshape(-1, 2), theirs.reshape(-1, 2), differ.reshape(len(first), len(second)), costs
    )


def _disorder(ours: Floats, theirs: Floats, differ: Floats, costs: Costs) -> float:
    count, others = len(ours), len(theirs)
    # Rows: our units, then one empty unit for each of theirs; columns the other way round.
    cost = np.full((count + others, others + count), costs.empty)
    cost[count:, others:] = 0.0
    if count and others:
        apart = np.abs(ours[:, None] - theirs[None]).sum(axis=2)
        size = (ours[:, 1] - ours[:, 0])[:, None] + (theirs[:, 1] - theirs[:, 0])[None]
        unlike = costs.position * (apart / size) ** 2 + costs.category * differ
        cost[:count, :others] = unlike * costs.empty
    chosen = linear_sum_assignment(cost)
    return float(cost[chosen].sum() / ((count + others) / 2))


def gamma(
    first: Sequence[CategorizedSpan],
    second: Sequence[CategorizedSpan],
    length: int,
    costs: Costs | None = None,
    *,
    samples: int = 30,
    seed: int = 0,
) -> Gamma:
    """Gamma of two annotators on one text of so many characters.

    Random continua are the annotators' own units, moved round the text by a random distance each; so expected
    disorder keeps how many units there are, how long, and of which category.
    """
    costs = costs or Costs()
    observed = disorder(first, second, costs)
    if observed is None:
        return Gamma(None, None, None, Reason.NO_SPANS, samples, seed)
    rng = np.random.default_rng(seed)
    differ = np.array([[a.category != b.category for b in second] for a in first], float)
    differ = differ.reshape(len(first), len(second))
    drawn = [
        _disorder(_moved(first, length, rng), _moved(second, length, rng), differ, costs)
        for _ in range(samples)
    ]
    expected = float(np.mean(drawn))
    if expected <= 0:
        return Gamma(observed, expected, None, Reason.ZERO_EXPECTED_DISAGREEMENT, samples, seed)
    return Gamma(observed, expected, 1 - observed / expected, None, samples, seed)


def _moved(units: Sequence[CategorizedSpan], length: int, rng: np.random.Generator) -> Floats:
    ranges = np.array([[unit.span.start, unit.span.end] for unit in units], float).reshape(-1, 2)
    start = (ranges[:, 0] + rng.integers(0, length)) % length
    moved: Floats = np.column_stack((start, start + ranges[:, 1] - ranges[:, 0]))
    return moved
