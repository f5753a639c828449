"""Two annotators at a time: confusion tables and Cohen's kappa."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Bools, Floats
from exports.agreement.coefficient import Reason
from exports.agreement.coefficients import ROUNDING
from exports.agreement.counts import Patterns
from exports.agreement.pairs.mean_kappa import PairKappas
from exports.agreement.pairs.pairs import Pairs


@dataclass(frozen=True, slots=True)
class Kappa:
    """Two annotators' agreement; the value is None with a reason where they share no unit, where chance
    agreement is complete, and where one of them gave one value only: then kappa is 0 whatever the other did.

    se: large-sample, units taken as independent.
    """

    value: float | None
    se: float | None
    observed: float | None
    expected: float | None
    n_units: int
    reason: Reason | None = None


def cohen_kappa(table: Floats, weights: Floats | None = None) -> Kappa:
    """Cohen's kappa of a confusion table, weighted if weights are given.

    Source: Cohen (1960, 1968); standard error: Fleiss, Cohen & Everitt (1969), equations 8 and 12.
    """
    weights = np.eye(len(table)) if weights is None else weights
    total = float(table.sum())
    if total == 0:
        return Kappa(None, None, None, None, 0, Reason.NO_ANNOTATOR_PAIR)
    share = table / total
    first, second = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float((weights * share).sum()), float(first @ weights @ second)
    room = 1 - expected
    constant = min(np.count_nonzero(first), np.count_nonzero(second)) == 1
    if room < ROUNDING or constant:
        reason = Reason.CONSTANT_ANNOTATOR if constant else Reason.ZERO_EXPECTED_DISAGREEMENT
        return Kappa(None, None, observed, expected, round(total), reason)
    value = (observed - expected) / room
    typical = (weights @ second)[:, None] + weights.T @ first
    spread = (share * (weights - (1 - value) * typical) ** 2).sum() - (
        observed - 2 * (1 - value) * expected
    ) ** 2
    return Kappa(
        value=value,
        se=_error(spread, total, room),
        observed=observed,
        expected=expected,
        n_units=round(total),
    )


def _error(spread: float, total: float, room: float) -> float:
    # Rounding can leave a perfect agreement a hair below no spread at all.
    return float(np.sqrt(max(spread, 0.0) / total) / room)


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """The agreement of two annotators on the units they share.

    table: units by the values of ``first`` (rows) and ``second``.
    """

    first: str
    second: str
    kappa: Kappa
    table: Floats


def pair_agreements(pairs: Pairs, annotators: tuple[str, ...], weights: Floats) -> list[PairAgreement]:
    """Every pair of annotators that shares a unit, in the annotators' order."""
    return [
        PairAgreement(annotators[first], annotators[second], cohen_kappa(table, weights), table)
        for (first, second), table in zip(pairs.members.tolist(), pairs.tables, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class AnnotatorAgreement:
    """One annotator beside all others.

    n_labels: all their labels.  n_shared: comparisons with another annotator's label.
    observed: share of those that agree, by weight.
    kappa: mean over their pairs that count for the mean kappa, by shared units.
    given: how often they gave each value.  others: the same for everybody else, on the units they share.
    bias: largest difference of the two shares of a value, over the shared comparisons; 0 for the same habits.
    """

    annotator: str
    n_labels: int
    n_shared: int
    observed: float | None
    kappa: float | None
    given: tuple[int, ...]
    others: tuple[int, ...]
    bias: float | None


def annotator_agreements(
    patterns: Patterns, pairs: Pairs, kappas: PairKappas, counted: Bools, annotators: tuple[str, ...]
) -> list[AnnotatorAgreement]:
    """Every annotator against the rest.  counted: the pairs that count for the mean kappa."""
    n_annotators, n_values = len(annotators), patterns.n_values
    marginals = [sp.coo_array(side) for side in pairs.marginals()]
    mine, theirs = np.zeros((2, n_annotators * n_values))
    for own, side in enumerate(marginals):
        pair, value = side.coords
        size = n_annotators * n_values
        mine += np.bincount(pairs.members[pair, own] * n_values + value, side.data, size)
        theirs += np.bincount(pairs.members[pair, 1 - own] * n_values + value, side.data, size)
    mine, theirs = mine.reshape(n_annotators, n_values), theirs.reshape(n_annotators, n_values)
    shared = _by_annotator(pairs, kappas.units, n_annotators)
    agreeing = _by_annotator(pairs, kappas.units * kappas.observed, n_annotators)
    weight = _by_annotator(pairs, np.where(counted, kappas.units, 0.0), n_annotators)
    kappa = _by_annotator(pairs, np.where(counted, kappas.units * kappas.value, 0.0), n_annotators)
    given = patterns.marginals().astype(np.int64)
    apart = np.abs(mine - theirs).max(axis=1, initial=0.0)
    return [
        AnnotatorAgreement(
            annotator=name,
            n_labels=int(given[number].sum()),
            n_shared=round(shared[number]),
            observed=float(agreeing[number] / shared[number]) if shared[number] else None,
            kappa=float(kappa[number] / weight[number]) if weight[number] else None,
            given=tuple(given[number].tolist()),
            others=tuple(theirs[number].astype(np.int64).tolist()),
            bias=float(apart[number] / shared[number]) if shared[number] else None,
        )
        for number, name in enumerate(annotators)
    ]


def _by_annotator(pairs: Pairs, numbers: Floats, n_annotators: int) -> Floats:
    """For each annotator the sum of a number of each of their pairs."""
    return np.bincount(pairs.members.T.ravel(), np.tile(numbers, 2), n_annotators).astype(np.float64)
