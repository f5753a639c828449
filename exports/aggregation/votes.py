"""Votes: who gave which unit which value, and what most of them said."""

from dataclasses import dataclass

import numpy as np

from exports.aggregation.unit_votes import winner
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
    return [winner(row) for row in counts.tolist()]
