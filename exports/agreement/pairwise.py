"""Two annotators at a time: confusion tables, Cohen's kappa, Scott's pi, Light's kappa."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.coefficients import ROUNDING
from exports.agreement.counts import Patterns
from exports.agreement.pairs import Pairs
from exports.agreement.weights import Floats


@dataclass(frozen=True, slots=True)
class Kappa:
    """Two annotators' agreement; None where chance agreement is complete or they share no unit.

    se: for an interval.  null_se: only for the test that kappa is 0; never for an interval.
    """

    value: float | None
    se: float | None
    null_se: float | None
    observed: float | None
    expected: float | None
    n_units: int


def cohen_kappa(table: Floats, weights: Floats | None = None) -> Kappa:
    """Cohen's kappa of a confusion table, weighted if weights are given.

    Source: Cohen (1960, 1968); standard errors: Fleiss, Cohen & Everitt (1969), equations 8, 9, 12 and 14.
    """
    weights = np.eye(len(table)) if weights is None else weights
    total = float(table.sum())
    if total == 0:
        return Kappa(None, None, None, None, None, 0)
    share = table / total
    first, second = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float((weights * share).sum()), float(first @ weights @ second)
    room = 1 - expected
    if room < ROUNDING:
        return Kappa(None, None, None, observed, expected, round(total))
    value = (observed - expected) / room
    typical = (weights @ second)[:, None] + weights.T @ first
    spread = (share * (weights - (1 - value) * typical) ** 2).sum() - (
        observed - 2 * (1 - value) * expected
    ) ** 2
    null = (np.outer(first, second) * (weights - typical) ** 2).sum() - expected**2
    return Kappa(
        value=value,
        se=_error(spread, total, room),
        null_se=_error(null, total, room),
        observed=observed,
        expected=expected,
        n_units=round(total),
    )


def _error(spread: float, total: float, room: float) -> float:
    # Rounding can leave a perfect agreement a hair below no spread at all.
    return float(np.sqrt(max(spread, 0.0) / total) / room)


def scott_pi(table: Floats, weights: Floats | None = None) -> float | None:
    """Scott's pi (1955) of a confusion table: chance from the values of both annotators together."""
    weights = np.eye(len(table)) if weights is None else weights
    total = float(table.sum())
    if total == 0:
        return None
    share = table / total
    pooled = (share.sum(axis=1) + share.sum(axis=0)) / 2
    room = 1 - float(pooled @ weights @ pooled)
    return None if room < ROUNDING else 1 - (1 - float((weights * share).sum())) / room


def light_kappa(tables: Floats, weights: Floats | None = None) -> float | None:
    """Light's kappa (1971): the mean of the kappas of all pairs; None unless every pair has one."""
    values = [cohen_kappa(table, weights).value for table in tables]
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if values and len(defined) == len(values) else None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """The agreement of two annotators on the units they share.

    table: units by the values of ``first`` (rows) and ``second``.
    """

    first: str
    second: str
    kappa: Kappa
    table: Floats


def pair_agreements(shared: Pairs, annotators: tuple[str, ...], weights: Floats) -> list[PairAgreement]:
    """Every pair of annotators that shares a unit, in the annotators' order."""
    return [
        PairAgreement(annotators[first], annotators[second], cohen_kappa(table, weights), table)
        for (first, second), table in zip(shared.members.tolist(), shared.tables, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class AnnotatorAgreement:
    """One annotator beside all others.

    n_labels: all their labels.  n_shared: comparisons with another annotator's label.
    observed: share of those that agree, by weight.  kappa: mean over their pairs, where defined.
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
    found: Patterns, shared: Pairs, annotators: tuple[str, ...], weights: Floats
) -> list[AnnotatorAgreement]:
    """Every annotator against the rest."""
    n_values = found.n_values
    by_annotator = found.marginals().astype(np.int64)
    result = []
    for number, name in enumerate(annotators):
        own = [
            table if first == number else table.T
            for (first, second), table in zip(shared.members.tolist(), shared.tables, strict=True)
            if number in (first, second)
        ]
        against: Floats = sum(own, np.zeros((n_values, n_values)))
        total = float(against.sum())
        kappas = [
            kappa for kappa in (cohen_kappa(table, weights).value for table in own) if kappa is not None
        ]
        mine, theirs = against.sum(axis=1), against.sum(axis=0)
        result.append(
            AnnotatorAgreement(
                annotator=name,
                n_labels=int(by_annotator[number].sum()),
                n_shared=round(total),
                observed=float((weights * against).sum() / total) if total else None,
                kappa=float(np.mean(kappas)) if kappas else None,
                given=tuple(by_annotator[number].tolist()),
                others=tuple(round(count) for count in theirs.tolist()),
                bias=float(np.abs(mine - theirs).max() / total) if total else None,
            )
        )
    return result
