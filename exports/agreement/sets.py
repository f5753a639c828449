"""Agreement on sets of values: a layer in which an annotator may choose several."""

from collections.abc import Collection, Hashable, Sequence
from typing import Literal

import numpy as np

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Coefficient
from exports.agreement.coefficients import Name
from exports.agreement.counts import coded
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure_on
from exports.agreement.sums import Scale

SetDistance = Literal["masi", "jaccard"]


def masi(first: Collection[str], second: Collection[str]) -> float:
    """MASI distance: 0 for the same set, 1 for nothing in common.

    Jaccard similarity times 1 for the same set, 2/3 for a subset, 1/3 for an overlap.
    Source: Passonneau (2006), Measuring Agreement on Set-valued Items, LREC.
    """
    ours, theirs = set(first), set(second)
    if ours == theirs:
        return 0.0
    nested = ours <= theirs or theirs <= ours
    return 1 - len(ours & theirs) / len(ours | theirs) * (2 / 3 if nested else 1 / 3)


def jaccard(first: Collection[str], second: Collection[str]) -> float:
    """Jaccard distance: the share of values of either set that are not in both; 0 for two empty sets."""
    ours, theirs = set(first), set(second)
    return 1 - len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def distances(sets: Sequence[Collection[str]], kind: SetDistance) -> Floats:
    """The distance of each two sets."""
    distance = masi if kind == "masi" else jaccard
    return np.array([[distance(one, other) for other in sets] for one in sets]).reshape(len(sets), len(sets))


def set_agreement(
    annotators: Sequence[Hashable],
    units: Sequence[Hashable],
    values: Sequence[Collection[str]],
    *,
    clusters: Sequence[Hashable] | None = None,
    kind: SetDistance = "masi",
    resampling: Resampling | None = None,
) -> dict[Name, Coefficient]:
    """Alpha over the sets that occur, and how often two labels are the same set.

    One entry per label; an empty set is a label, a missing one has no entry. AC and Brennan-Prediger are left
    out: they need the number of sets that could have been given, which is exponential and mostly absurd.
    """
    names = [_name(value) for value in values]
    known = sorted(set(names))
    labels = coded(annotators, units, names, known, clusters=clusters)
    distance = distances([name.split("\x1f") if name else [] for name in known], kind)
    alpha = measure_on(labels, Scale(np.eye(len(known)), distance), resampling).coefficients
    return {
        "krippendorff_alpha": alpha["krippendorff_alpha"],
        "percent_agreement": alpha["percent_agreement"],
    }


def _name(value: Collection[str]) -> str:
    # The unit separator can't be part of a value's id.
    return "\x1f".join(sorted(set(value)))
