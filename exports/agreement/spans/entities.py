"""Agreement on entities, such as the source of a claim: values nobody listed beforehand.

There are too many possible values for a table of every two of them, and their number is unknown; so there are
alpha and percent agreement, and no AC or Brennan-Prediger.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.coefficients import Name
from exports.agreement.intervals import Clusters, LeftOut, Resampling, leaving_out, with_spread

_SHARE: Name = "percent_agreement"


def entity_agreement(
    annotators: Sequence[Hashable],
    units: Sequence[Hashable],
    values: Sequence[Hashable],
    *,
    clusters: Sequence[Hashable] | None = None,
    within: Sequence[Hashable] | None = None,
    resampling: Resampling | None = None,
) -> dict[Name, Coefficient]:
    """Nominal alpha and percent agreement of values that are the same or not; one entry per label.

    values: anything that is equal for the same entity.  clusters: what each label's unit belongs to; by
    default the unit.
    within: where names mean something, such as the event of each label: chance agreement is that of labels of
        one event, and the same name in two events is two entities. Without it all labels are compared.
    Raises ValueError for two labels of one annotator for a unit.
    """
    if len(set(zip(annotators, units, strict=True))) < len(values):
        raise ValueError("An annotator has more than one label for a unit.")
    scope = np.zeros(len(values), np.int64) if within is None else _codes(within)
    unit, value = _codes(units), _codes(list(zip(scope.tolist(), values, strict=True)))
    block = unit if clusters is None else _codes(clusters)
    labels = _Labels(_codes(annotators), unit, value, block, scope)
    point = labels.sums()
    rows = labels.rows()
    n_clusters = int((rows[:, [0]].toarray() > 0).sum())
    totals = point.statistics(np.asarray(rows.sum(axis=0), dtype=np.float64).reshape(1, -1))
    n_units, n_labels = int(rows[:, [0]].sum()), int(rows[:, 3:].sum())
    left_out = leaving_out(rows, np.ones(rows.shape[0]), point.statistics)
    others = labels.without_annotators(point) if _random(resampling) else {}
    coefficients: dict[Name, Coefficient] = {}
    for name, total in totals.items():
        sources = [source[name] for source in (left_out, others) if name in source]
        base = _point(float(total[0]), n_units, n_labels, None if name == _SHARE else point.chance(rows))
        coefficients[name] = with_spread(
            base, sources, Clusters(n_clusters), resampling, lowest=0.0 if name == _SHARE else -1.0
        )
    return coefficients


def _random(resampling: Resampling | None) -> bool:
    return resampling is not None and resampling.annotators == "random"


def _point(value: float, n_units: int, n_labels: int, chance: float | None) -> Coefficient:
    if not np.isfinite(value):
        missing = Reason.NO_UNIT_WITH_TWO_LABELS if n_units == 0 else Reason.ONE_VALUE_ONLY
        return Coefficient(None, None, None, n_units, n_labels, missing)
    return Coefficient(value, None, None, n_units, n_labels, None, expected=chance)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the columns of values mean.  scope: of each value."""

    scope: Ints
    n_scopes: int

    def statistics(self, sums: Floats) -> dict[Name, Floats]:
        """Alpha and agreement of sums (samples x (3 + values))."""
        units, agreement, observed = sums[:, 0], sums[:, 1], sums[:, 2]
        expected = self.expected(sums[:, 3:])
        with np.errstate(divide="ignore", invalid="ignore"):
            alpha = np.where(expected > 0, 1 - observed / expected, np.nan)
            return {"krippendorff_alpha": alpha, _SHARE: agreement / units}

    def expected(self, values: Floats) -> Floats:
        """Disagreement of two labels drawn from one scope, summed over labels."""
        member = sp.csr_array(
            sp.coo_array(
                (np.ones(len(self.scope)), (np.arange(len(self.scope)), self.scope)),
                shape=(len(self.scope), self.n_scopes),
            )
        )
        labels, squares = np.asarray(values @ member), np.asarray(values**2 @ member)
        others = np.maximum(labels - 1, 1)
        total: Floats = ((labels**2 - squares) / others).sum(axis=1)
        return total

    def chance(self, rows: sp.csr_array) -> float | None:
        """Agreement by chance over all labels; None without any."""
        total = np.asarray(rows.sum(axis=0), dtype=np.float64).reshape(1, -1)
        labels = float(total[:, 3:].sum())
        return 1 - float(self.expected(total[:, 3:])[0]) / labels if labels else None


@dataclass(frozen=True, slots=True)
class _Labels:
    """Labels as codes, one entry each."""

    annotator: Ints
    unit: Ints
    value: Ints
    block: Ints
    scope: Ints

    def sums(self) -> _Sums:
        """The scope of each value that a unit with two labels has."""
        scope = np.zeros(int(self.value.max(initial=-1)) + 1, np.int64)
        scope[self.value] = self.scope
        return _Sums(scope, int(self.scope.max(initial=-1)) + 1)

    def rows(self) -> sp.csr_array:
        """The sums of each block."""
        return _rows(self.unit, self.value, self.block, int(self.value.max(initial=-1)) + 1)

    def without_annotators(self, sums: _Sums) -> dict[Name, LeftOut]:
        """Each statistic without each annotator."""
        totals = []
        for left_out in np.unique(self.annotator).tolist():
            kept = self.annotator != left_out
            rows = _rows(self.unit[kept], self.value[kept], self.block[kept], len(sums.scope))
            totals.append(np.asarray(rows.sum(axis=0), dtype=np.float64).reshape(1, -1))
        if not totals:
            return {}
        found = sums.statistics(np.vstack(totals))
        return {name: LeftOut(values, np.ones(len(values))) for name, values in found.items()}


def _codes(names: Sequence[Hashable]) -> Ints:
    known: dict[Hashable, int] = {}
    return np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64, len(names))


def _rows(unit: Ints, value: Ints, block: Ints, n_values: int) -> sp.csr_array:
    """For each block: units with two labels, their agreement and disagreement, and labels of each value."""
    labels = np.bincount(unit)
    doubled = labels[unit] > 1
    unit, value, block = unit[doubled], value[doubled], block[doubled]
    cells, counts = np.unique(unit * max(n_values, 1) + value, return_counts=True)
    same = np.bincount(cells // max(n_values, 1), counts * (counts - 1.0), len(labels))
    places, first = np.unique(unit, return_index=True)
    each, blocks = labels[places], block[first]
    n_blocks = int(block.max(initial=-1)) + 1
    entries = (np.ones(len(places)), same[places] / (each * (each - 1)), each - same[places] / (each - 1))
    columns = [np.full(len(places), column) for column in range(3)]
    data = np.concatenate((*entries, np.ones(len(value))))
    index = (np.concatenate((*[blocks] * 3, block)), np.concatenate((*columns, value + 3)))
    return sp.csr_array(sp.coo_array((data, index), shape=(n_blocks, n_values + 3)))
