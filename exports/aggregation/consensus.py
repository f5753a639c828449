"""What to export for a unit: every method's answer side by side, and whether a person has to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from exports.aggregation.dawid_skene import dawid_skene
from exports.aggregation.mace import mace
from exports.aggregation.unit_votes import weighted_median
from exports.aggregation.votes import majority, shares, smoothed_shares, votes_of
from exports.agreement.arrays import Floats
from exports.agreement.counts import Labels

# With fewer votes a unit's soft label is the smoothed vote: models were measured to be over-confident there.
FEWEST_FOR_MODEL = 3
# A model's answer counts as one if it is this much likelier than every other.
_CLEAR = 1e-6


class Status(StrEnum):
    """How a unit's label came about."""

    ADJUDICATED = "adjudicated"
    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    MEDIAN = "median"
    TIE = "tie"
    SINGLE = "single"
    UNLABELED = "unlabeled"


@dataclass(frozen=True, slots=True)
class Consensus:
    """One unit's label, from its votes.

    value: by status: the adjudicated one, else that of the majority (ordinal values: of the median); None for
        a tie, which only an adjudicator settles.
    votes: for each category in order.
    dawid_skene, mace: the likeliest value of each model; None if it can't tell two apart.
    posterior: of Dawid-Skene.  soft_label: mean of vote share and posterior, or the smoothed vote for one or
        two votes.
    conflict: the models answer otherwise than the votes; True for every tie, too. Such a unit is for
        adjudication.
    """

    unit: str
    value: str | None
    status: Status
    votes: tuple[int, ...]
    dawid_skene: str | None
    mace: str | None
    posterior: tuple[float, ...]
    soft_label: tuple[float, ...]
    conflict: bool


def consensus(
    labels: Labels,
    adjudicated: Mapping[str, str] | None = None,
    *,
    ordinal: bool = False,
    seed: int = 0,
) -> list[Consensus]:
    """The consensus of every unit, in the order of the units.

    adjudicated: a unit's settled value; it wins over every vote.
    ordinal: take the median of ordered categories instead of the majority.
    seed: of MACE's restarts.
    Raises ValueError for an adjudicated value that is not among the categories.
    """
    adjudicated = adjudicated or {}
    unknown = next((value for value in adjudicated.values() if value not in labels.categories), None)
    if unknown is not None:
        raise ValueError(f"{unknown!r} is not among the categories {', '.join(labels.categories)}.")
    votes = votes_of(labels)
    counts = votes.counts()
    posterior = dawid_skene(votes).posterior
    from_skill, from_mace = (_likeliest(each) for each in (posterior, mace(votes, seed=seed).posterior))
    by_votes = [weighted_median(row).value for row in counts.tolist()] if ordinal else majority(counts)
    soft = _soft_labels(counts, posterior)
    result = []
    for number, unit in enumerate(labels.units):
        voted = _name(by_votes[number], labels.categories)
        status = _status(counts[number], by_votes[number], ordinal=ordinal)
        settled = adjudicated.get(unit)
        models = (_name(from_skill[number], labels.categories), _name(from_mace[number], labels.categories))
        result.append(
            Consensus(
                unit=unit,
                value=voted if settled is None else settled,
                status=status if settled is None else Status.ADJUDICATED,
                votes=tuple(int(count) for count in counts[number]),
                dawid_skene=models[0],
                mace=models[1],
                posterior=tuple(posterior[number].tolist()),
                soft_label=tuple(soft[number].tolist()),
                conflict=settled is None
                and status is not Status.UNLABELED
                and (status is Status.TIE or any(model != voted for model in models)),
            )
        )
    return result


def for_adjudication(consensus: Sequence[Consensus]) -> list[Consensus]:
    """The units a person has to look at, ties first."""
    open_units = [each for each in consensus if each.conflict]
    return sorted(open_units, key=lambda each: each.status is not Status.TIE)


def _soft_labels(counts: Floats, posterior: Floats) -> Floats:
    mixed = (shares(counts) + posterior) / 2
    enough = counts.sum(axis=1, keepdims=True) >= FEWEST_FOR_MODEL
    return np.where(enough, mixed, smoothed_shares(counts))


def _likeliest(posterior: Floats) -> list[int | None]:
    if posterior.shape[1] == 1:
        return [0] * len(posterior)
    ordered = np.sort(posterior, axis=1)
    clear = ordered[:, -1] - ordered[:, -2] > _CLEAR
    return [int(place) if one else None for place, one in zip(posterior.argmax(axis=1), clear, strict=True)]


def _status(counts: Floats, value: int | None, *, ordinal: bool) -> Status:
    total = counts.sum()
    if total == 0:
        return Status.UNLABELED
    if value is None:
        return Status.TIE
    if total == 1:
        return Status.SINGLE
    if counts.max() == total:
        return Status.UNANIMOUS
    return Status.MEDIAN if ordinal else Status.MAJORITY


def _name(value: int | None, categories: Sequence[str]) -> str | None:
    return None if value is None else categories[value]
