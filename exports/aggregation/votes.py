"""Votes: who gave which unit which value, and what most of them said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats, Ints
from exports.agreement.counts import Labels


@dataclass(frozen=True, slots=True)
class Votes:
    """Labels as codes, one entry per label.

    Unlike in agreement, an annotator may label a unit several times; each label counts.
    """

    unit: Ints
    annotator: Ints
    value: Ints
    n_units: int
    n_annotators: int
    n_values: int

    def counts(self) -> Floats:
        """How often each unit got each value: units x values."""
        code = self.unit * self.n_values + self.value
        flat = np.bincount(code, minlength=self.n_units * self.n_values)
        return flat.reshape(self.n_units, self.n_values).astype(np.float64)


def votes_of(labels: Labels) -> Votes:
    """The labels of a layer as votes."""
    return Votes(
        unit=labels.unit,
        annotator=labels.annotator,
        value=labels.value,
        n_units=len(labels.units),
        n_annotators=len(labels.annotators),
        n_values=len(labels.categories),
    )


def shares(counts: Floats) -> Floats:
    """The share of each value in each unit's votes; the same for every value where there are none."""
    total = counts.sum(axis=1, keepdims=True)
    even = np.full_like(counts, 1 / counts.shape[1])
    share: Floats = np.divide(counts, total, out=even, where=total > 0)
    return share


def smoothed_shares(counts: Floats) -> Floats:
    """Shares with one more vote, spread evenly over the values: one or two votes make no certainty."""
    spread: Floats = (counts + 1 / counts.shape[1]) / (counts.sum(axis=1, keepdims=True) + 1)
    return spread


def winners(counts: Floats) -> Floats:
    """Which values have most votes, as 1 or 0: units x values; several in a tie, none without votes."""
    top = counts.max(axis=1, keepdims=True, initial=0.0)
    most: Floats = ((counts == top) & (top > 0)).astype(np.float64)
    return most


def majority(counts: Floats) -> list[int | None]:
    """The value with most votes in each unit; None for a tie or without votes."""
    most = winners(counts)
    alone = most.sum(axis=1) == 1
    return [int(place) if one else None for place, one in zip(most.argmax(axis=1), alone, strict=True)]


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
    heft = np.asarray(weights, dtype=np.float64)
    if (heft < 0).any():
        raise ValueError(f"A vote can't weigh less than nothing: {min(weights)}.")
    total = heft.sum()
    if total == 0:
        return Median(None, None, None, tuple(0.0 for _ in weights))
    reached = np.cumsum(heft) / total
    # A share that rounding left a hair below one half has reached it.
    low = int(np.argmax(reached >= 0.5 - 1e-12))
    high = int(np.argmax(reached > 0.5 + 1e-12))
    return Median(low if low == high else None, low, high, tuple((heft / total).tolist()))
