"""The votes on one unit: the value that most gave, and the middle of ordered ones; in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# A share that rounding left a hair below one half has reached it.
_HAIR = 1e-12


def winner(counts: Sequence[float]) -> int | None:
    """The place of the value with most votes; None for a tie or without votes."""
    top = max(counts, default=0)
    places = [place for place, count in enumerate(counts) if count == top]
    return places[0] if top > 0 and len(places) == 1 else None


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of ordered votes: a position, or the two around the middle if it falls between values.

    value: position in the order of the categories; None if low and high differ, or without votes.
    distribution: share of each value's weight.
    """

    value: int | None
    low: int | None
    high: int | None
    distribution: tuple[float, ...]


def weighted_median(weights: Sequence[float]) -> Median:
    """The weighted median of one unit's votes.

    weights: for each value in order the number of votes for it, or the sum of their annotators' weights.
    Raises ValueError for a negative weight.
    """
    if min(weights, default=0) < 0:
        raise ValueError(f"A vote can't weigh less than nothing: {min(weights)}.")
    total = sum(weights)
    if total == 0:
        return Median(None, None, None, tuple(0.0 for _ in weights))
    reached = [weight / total for weight in accumulate(weights)]
    low = next(place for place, share in enumerate(reached) if share >= 0.5 - _HAIR)
    high = next(place for place, share in enumerate(reached) if share > 0.5 + _HAIR)
    return Median(low if low == high else None, low, high, tuple(float(weight / total) for weight in weights))
