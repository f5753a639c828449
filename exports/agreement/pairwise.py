"""Two annotators at a time: confusion tables and Cohen's kappa."""

from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficients import ROUNDING
from exports.agreement.counts import Patterns
from exports.agreement.pairs import Pairs


@dataclass(frozen=True, slots=True)
class Kappa:
    """Two annotators' agreement; None where chance agreement is complete or they share no unit.

    se: large-sample, units taken as independent.
    """

    value: float | None
    se: float | None
    observed: float | None
    expected: float | None
    n_units: int


def cohen_kappa(table: Floats, weights: Floats | None = None) -> Kappa:
    """Cohen's kappa of a confusion table, weighted if weights are given.

    Source: Cohen (1960, 1968); standard error: Fleiss, Cohen & Everitt (1969), equations 8 and 12.
    """
    weights = np.eye(len(table)) if weights is None else weights
    total = float(table.sum())
    if total == 0:
        return Kappa(None, None, None, None, 0)
    share = table / total
    first, second = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float((weights * share).sum()), float(first @ weights @ second)
    room = 1 - expected
    if room < ROUNDING:
        return Kappa(None, None, observed, expected, round(total))
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
