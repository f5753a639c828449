"""Agreement on entities, such as the source of a claim: values nobody listed beforehand.

There are too many possible values for a table of every two of them, and their number is unknown; so there are
alpha and percent agreement, and no AC or Brennan-Prediger.
"""

from collections.abc import Hashable, Sequence

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.coefficients import Name
from exports.agreement.intervals import Resampling, bootstrap, bootstrap_error, interval
from exports.agreement.layer import spread_reason


def entity_agreement(
    annotators: Sequence[Hashable],
    units: Sequence[Hashable],
    values: Sequence[Hashable],
    *,
    clusters: Sequence[Hashable] | None = None,
    resampling: Resampling | None = None,
) -> dict[Name, Coefficient]:
    """Nominal alpha and percent agreement of values that are the same or not; one entry per label.

    values: anything that is equal for the same entity; where names belong to an article, a pair with its id.
    clusters: what each label's unit belongs to; by default the unit. Standard errors are of the bootstrap.
    Raises ValueError for two labels of one annotator for a unit.
    """
    if len(set(zip(annotators, units, strict=True))) < len(values):
        raise ValueError("An annotator has more than one label for a unit.")
    unit, value = _codes(units), _codes(values)
    block = unit if clusters is None else _codes(clusters)
    rows = _rows(unit, value, block)
    n_units, n_labels = int(rows[:, [0]].sum()), int(rows[:, 3:].sum())
    n_clusters = int((rows[:, [0]].toarray() > 0).sum())
    totals = _statistics(np.asarray(rows.sum(axis=0), dtype=np.float64).reshape(1, -1))
    samples: dict[Name, Floats] = {}
    if resampling is not None and n_clusters > 1:
        samples = bootstrap(rows, np.ones(rows.shape[0]), _statistics, resampling)
    return {
        name: _coefficient(float(total[0]), samples.get(name), resampling, (n_units, n_labels, n_clusters))
        for name, total in totals.items()
    }


def _codes(names: Sequence[Hashable]) -> Ints:
    known: dict[Hashable, int] = {}
    return np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64, len(names))


def _rows(unit: Ints, value: Ints, block: Ints) -> sp.csr_array:
    """For each block: units with two labels, their agreement and disagreement, and labels of each value."""
    labels = np.bincount(unit)
    doubled = labels[unit] > 1
    unit, value, block = unit[doubled], value[doubled], block[doubled]
    n_values = int(value.max(initial=-1)) + 1
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


def _statistics(sums: Floats) -> dict[Name, Floats]:
    units, agreement, observed, values = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3:]
    labels = values.sum(axis=1)
    expected = labels**2 - (values**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = np.where(expected > 0, 1 - (labels - 1) * observed / expected, np.nan)
        return {"krippendorff_alpha": alpha, "percent_agreement": agreement / units}


def _coefficient(
    value: float, samples: Floats | None, resampling: Resampling | None, sizes: tuple[int, int, int]
) -> Coefficient:
    n_units, n_labels, n_clusters = sizes
    if not np.isfinite(value):
        missing = Reason.NO_UNIT_WITH_TWO_LABELS if n_units == 0 else Reason.ONE_VALUE_ONLY
        return Coefficient(None, None, None, n_units, n_labels, missing)
    if samples is None or resampling is None:
        reason = spread_reason(n_units, n_clusters)
        return Coefficient(value, None, None, n_units, n_labels, reason)
    ends, error = interval(samples, resampling, value, None, np.ones(n_clusters)), bootstrap_error(samples)
    missing_ends = Reason.UNSTABLE_RESAMPLES if ends is None or error is None else None
    return Coefficient(value, error, ends, n_units, n_labels, missing_ends, bootstrap_se=error)
