"""Labels as integer codes, and the few distinct patterns they fall into.

Every coefficient depends on a unit only through who gave it which value. A million units of five annotators
and five values fall into at most 6 ** 5 patterns; so the labels are counted once, and everything after that
costs the same for a million labels as for ten million.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Floats, Ints

# bincount adds weights as doubles, which hold whole numbers of this many bits exactly.
_EXACT_BITS = 53
# A table of this many counters is faster than sorting the units' codes.
_TABLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one layer, as codes; at most one for each annotator and unit.

    unit, annotator, value: one entry per label; positions in the tuples below.
    categories: every value that could have been given, in order, from the codebook: AC1, Brennan-Prediger and
        weighted measures depend on the values nobody used, too.
    cluster: for each unit the number of its event or article; None if units stand alone.
    scores: a number for each category; needed for interval and ratio measurement.
    cell: made from the others: annotator * values + value.
    Raises ValueError for a code out of range or a second label of one annotator for one unit, which would
        make a kappa above 1 possible.
    """

    unit: Ints
    annotator: Ints
    value: Ints
    units: tuple[str, ...]
    annotators: tuple[str, ...]
    categories: tuple[str, ...]
    cluster: Ints | None = None
    scores: tuple[float, ...] | None = None
    cell: Ints = field(init=False)

    def __post_init__(self) -> None:
        named = (("unit", self.units), ("annotator", self.annotators), ("value", self.categories))
        for name, names in named:
            codes: Ints = getattr(self, name)
            if len(codes) != len(self.unit):
                raise ValueError(f"{name} has {len(codes)} entries for {len(self.unit)} labels.")
            if len(codes) and not 0 <= codes.min() <= codes.max() < len(names):
                raise ValueError(f"A code of {name} is outside 0..{len(names) - 1}.")
        if self.cluster is not None and len(self.cluster) != len(self.units):
            raise ValueError(f"cluster has {len(self.cluster)} entries for {len(self.units)} units.")
        if self.scores is not None and len(self.scores) != len(self.categories):
            raise ValueError(f"{len(self.scores)} scores for {len(self.categories)} categories.")
        cells = self.unit * len(self.annotators) + self.annotator
        size = len(self.units) * len(self.annotators)
        if size <= max(8 * len(cells), _TABLE):
            repeated = len(cells) > 0 and np.bincount(cells, minlength=size).max() > 1
        else:
            repeated = len(np.unique(cells)) < len(cells)
        if repeated:
            raise ValueError("An annotator has more than one label for a unit.")
        object.__setattr__(self, "cell", self.annotator * len(self.categories) + self.value)

    @property
    def n_clusters(self) -> int:
        """How many clusters hold a label; the number of labeled units where there are no clusters."""
        labeled = np.unique(self.unit)
        return len(labeled if self.cluster is None else np.unique(self.cluster[labeled]))


def coded(
    annotators: Sequence[Hashable],
    units: Sequence[Hashable],
    values: Sequence[str],
    categories: Sequence[str],
    *,
    clusters: Sequence[Hashable] | None = None,
    scores: Sequence[float] | None = None,
) -> Labels:
    """Labels from parallel sequences of names, one entry per label, in any order.

    clusters: the cluster of each label's unit; a unit in two clusters counts for the first one named.
    Raises ValueError for a value that is not among the categories.
    """
    known = {category: code for code, category in enumerate(categories)}
    unknown = next((value for value in values if value not in known), None)
    if unknown is not None:
        raise ValueError(f"{unknown!r} is not among the categories {', '.join(map(str, categories))}.")
    unit_codes, unit_names = _codes(units)
    # Annotators and clusters in the order of their names: the order of rows must not move an interval.
    annotator_codes, annotator_names = _codes(annotators, sorted(set(annotators), key=str))
    cluster: Ints | None = None
    if clusters is not None:
        cluster_codes, _ = _codes(clusters, sorted(set(clusters), key=str))
        cluster = np.zeros(len(unit_names), dtype=np.int64)
        cluster[unit_codes[::-1]] = cluster_codes[::-1]
    return Labels(
        unit=unit_codes,
        annotator=annotator_codes,
        value=np.fromiter((known[value] for value in values), np.int64, len(values)),
        units=tuple(str(name) for name in unit_names),
        annotators=tuple(str(name) for name in annotator_names),
        categories=tuple(str(category) for category in categories),
        cluster=cluster,
        scores=None if scores is None else tuple(float(score) for score in scores),
    )


def _codes(names: Sequence[Hashable], order: Sequence[Hashable] = ()) -> tuple[Ints, list[Hashable]]:
    known = {name: code for code, name in enumerate(order)}
    codes = np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64, len(names))
    return codes, list(known)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The distinct ways in which annotators labeled a unit.

    given: annotators x patterns; the number of the value from 1, 0 for none. Where there are too many
        annotators to merge units, a sparse matrix instead: patterns x (annotators * values), 1 where given.
    labels: how many labels a unit of each pattern has; at least one.
    multiplicity: how many units follow each pattern.
    of_unit: the pattern of each unit; -1 for a unit without labels.
    counts: distinct counts x values; patterns that differ only in who gave the labels have the same counts.
    counted: how many units have these counts.
    count_of: the row of counts of each pattern.
    """

    n_annotators: int
    given: Ints | sp.csr_array
    labels: Floats
    multiplicity: Floats
    of_unit: Ints
    counts: Floats
    counted: Floats
    count_of: Ints

    @property
    def n_values(self) -> int:
        """How many values could have been given."""
        return int(self.counts.shape[1])

    @property
    def n_units(self) -> int:
        """Units with two or more labels."""
        return int(self.multiplicity @ (self.labels > 1))

    @property
    def n_labels(self) -> int:
        """The labels of the units with two or more."""
        return int(self.multiplicity @ (self.labels * (self.labels > 1)))

    def one_hot(self) -> sp.csr_array:
        """Patterns x (annotators * values); 1 where the annotator gave the value."""
        if not isinstance(self.given, np.ndarray):
            return self.given
        annotator, pattern = np.nonzero(self.given)
        column = annotator * self.n_values + self.given[annotator, pattern] - 1
        size = (len(self.multiplicity), self.n_annotators * self.n_values)
        return sp.csr_array(sp.coo_array((np.ones(len(column)), (pattern, column)), shape=size))

    def one_hot_rows(self, given: Ints) -> Floats:
        """The same as an array in full.  given: that of these patterns, where they are merged."""
        size = (len(self.multiplicity), self.n_annotators, self.n_values + 1)
        rows = np.zeros(size)
        rows[np.arange(size[0])[:, None], np.arange(size[1]), given.T] = 1.0
        return rows[:, :, 1:].reshape(size[0], size[1] * self.n_values)

    def entries(self) -> tuple[Ints, Ints, Ints]:
        """Pattern, annotator and value of each label of the patterns, by pattern and annotator."""
        if isinstance(self.given, np.ndarray):
            pattern, annotator = np.nonzero(self.given.T)
            return pattern, annotator, self.given[annotator, pattern] - 1
        row, column = (place.astype(np.int64) for place in self.given.nonzero())
        order = np.lexsort((column, row))
        return row[order], *np.divmod(column[order], self.n_values)

    def marginals(self) -> Floats:
        """How many labels each annotator gave of each value: annotators x values."""
        size = (self.n_annotators, self.n_values)
        if isinstance(self.given, np.ndarray):
            rows = [np.bincount(row, self.multiplicity, self.n_values + 1)[1:] for row in self.given]
            return np.array(rows, dtype=np.float64).reshape(size)
        return np.asarray(self.multiplicity @ self.given).reshape(size)

    def summed(self, gains: Floats) -> Floats:
        """For each pattern the sum of its labels' gains: annotators x values."""
        if not isinstance(self.given, np.ndarray):
            return np.asarray(self.given @ gains.ravel())
        padded = np.hstack((np.zeros((self.n_annotators, 1)), gains))
        total = np.zeros(len(self.multiplicity))
        for gain, row in zip(padded, self.given, strict=True):
            total += gain.take(row)
        return total


def patterns_of(labels: Labels) -> Patterns:
    """The distinct patterns of the labels; each unit its own where there are too many annotators to merge."""
    n_values, n_annotators = len(labels.categories), len(labels.annotators)
    bits = n_values.bit_length()
    if bits * n_annotators <= _EXACT_BITS:
        # A unit's code holds its labels as digits: the value's number from 1, or 0 for none.
        digits = np.ldexp(np.arange(1.0, n_values + 1), bits * np.arange(n_annotators)[:, None]).ravel()
        code = np.bincount(labels.unit, digits.take(labels.cell), len(labels.units)).astype(np.int64)
        distinct, multiplicity, of_unit = _distinct(code, 1 << bits * n_annotators)
        rows = distinct >> bits * np.arange(n_annotators)[:, None] & (1 << bits) - 1
        return _counted(rows, n_annotators, n_values, multiplicity, of_unit)
    labeled, row = np.unique(labels.unit, return_inverse=True)
    of_unit = np.full(len(labels.units), -1)
    of_unit[labeled] = np.arange(len(labeled))
    size = (len(labeled), n_annotators * n_values)
    sparse = sp.csr_array(sp.coo_array((np.ones(len(row)), (row, labels.cell)), shape=size))
    return _counted(sparse, n_annotators, n_values, np.ones(len(labeled)), of_unit)


def _counted(
    given: Ints | sp.csr_array, n_annotators: int, n_values: int, multiplicity: Floats, of_unit: Ints
) -> Patterns:
    bits = n_annotators.bit_length()
    if isinstance(given, np.ndarray) and bits * n_values <= _EXACT_BITS:
        # A row of counts is a number, too: each label adds one to the digit of its value.
        one = np.append(0, 1 << bits * np.arange(n_values))
        code = np.zeros(len(multiplicity), np.int64)
        for row in given:
            code += one.take(row)
        distinct, _, count_of = _distinct(code, 1 << bits * n_values)
        counts = (distinct[:, None] >> bits * np.arange(n_values) & (1 << bits) - 1).astype(np.float64)
    else:
        counts, place = np.unique(_each_count(given, n_values), axis=0, return_inverse=True)
        count_of = place.ravel().astype(np.int64)
    labels = row_sums(counts)
    return Patterns(
        n_annotators=n_annotators,
        given=given,
        labels=labels.take(count_of),
        multiplicity=multiplicity,
        of_unit=of_unit,
        counts=counts,
        counted=np.bincount(count_of, multiplicity, len(counts)).astype(np.float64),
        count_of=count_of,
    )


def _each_count(given: Ints | sp.csr_array, n_values: int) -> Floats:
    """How often each value was given in each pattern: patterns x values."""
    if isinstance(given, np.ndarray):
        size, place = given.shape[1], np.arange(given.shape[1]) * (n_values + 1)
        flat = np.bincount((place + given).ravel(), minlength=size * (n_values + 1))
        return flat.reshape(size, n_values + 1)[:, 1:].astype(np.float64)
    each: Floats = given @ np.tile(np.eye(n_values), (given.shape[1] // max(n_values, 1), 1))
    return each


def _distinct(code: Ints, n_codes: int) -> tuple[Ints, Floats, Ints]:
    """The codes that occur, except 0 (no labels), how often each does, and the place of each unit's code."""
    if n_codes <= max(_TABLE, 4 * len(code)):
        table = np.bincount(code, minlength=1)
        table[0] = 0
        distinct = np.flatnonzero(table)
        place = np.full(len(table), -1)
        place[distinct] = np.arange(len(distinct))
        return distinct, table[distinct].astype(np.float64), place.take(code)
    distinct, of_unit, counted = np.unique(code, return_inverse=True, return_counts=True)
    empty = int(len(distinct) > 0 and distinct[0] == 0)
    return distinct[empty:], counted[empty:].astype(np.float64), of_unit - empty


def row_sums(rows: Floats) -> Floats:
    """The sum of each row; for narrow rows a product is faster than numpy's sum."""
    total: Floats = rows @ np.ones(rows.shape[1])
    return total
