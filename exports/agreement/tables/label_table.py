"""The labels of a table as numbers: at most one for each annotator and unit, each unit in one cluster."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.tables.rows import Reading, TableRows, TextColumn, read_rows
from labels.errors import TableError

# A table of so many counters for each label is faster than sorting.
_COUNTED = 8


@dataclass(frozen=True, slots=True)
class Column:
    """Texts by number.  names: the different texts, in order of first use.  codes: of each row."""

    names: tuple[str, ...]
    codes: Ints

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        """The texts, row by row."""
        return map(self.names.__getitem__, self.codes.tolist())

    def counts(self) -> Counter[str]:
        """How often each text is there."""
        return Counter(dict(zip(self.names, np.bincount(self.codes).tolist(), strict=False)))

    def chosen(self, kept: Bools) -> "Column":
        """Some rows; names that none of them has are left out, and the others come in order of first use."""
        codes = self.codes[kept]
        used, first, place = np.unique(codes, return_index=True, return_inverse=True)
        order = np.argsort(first)
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(len(order))
        return Column(tuple(self.names[code] for code in used[order].tolist()), number[place])

    def renamed(self, names: Sequence[str]) -> "Column":
        """With another text for each name; rows of one text get one number."""
        known: dict[str, int] = {}
        number = np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64, len(names))
        return Column(tuple(known), number[self.codes])


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of a file; one entry per label, rows with an empty value left out.

    lines: where in the file each label is, from 1.
    clusters: the cluster of each label's unit; None where no column was named.
    n_missing: rows with an empty value or a code for a missing one.
    n_duplicates: labels left out, since the annotator labeled the unit more than once.
    n_filtered: rows that a condition leaves out.
    unused: the other columns of the file.  sha256: of the file's bytes.
    """

    file: str
    annotators: Column
    units: Column
    values: Column
    lines: Ints
    clusters: Column | None = None
    cluster_column: str | None = None
    n_missing: int = 0
    n_duplicates: int = 0
    n_filtered: int = 0
    unused: tuple[str, ...] = ()
    sha256: str = ""

    def chosen(self, kept: Bools) -> "LabelTable":
        """Some of the labels."""
        return replace(
            self,
            annotators=self.annotators.chosen(kept),
            units=self.units.chosen(kept),
            values=self.values.chosen(kept),
            lines=self.lines[kept],
            clusters=None if self.clusters is None else self.clusters.chosen(kept),
        )

    def line_of(self, value: int) -> int:
        """The line of the first label with a value, by its number."""
        return int(self.lines[int(np.argmax(self.values.codes == value))])


def read_table(path: str | Path, reading: Reading | None = None) -> LabelTable:
    """Read a CSV file with a header.

    Raises TableError as ``read_rows`` and ``label_table`` do.
    """
    return label_table(read_rows(path, reading))


def label_table(rows: TableRows) -> LabelTable:
    """The labels of some rows.

    Raises TableError for a unit in two clusters, and for a second row of one annotator and unit unless one of
        them is chosen; it names the lines.
    """
    values = _column(rows.values)
    table = LabelTable(
        file=str(rows.path),
        annotators=_column(rows.annotators),
        units=_column(rows.units),
        values=values,
        lines=np.frombuffer(rows.lines, np.int64),
        clusters=None if rows.clusters is None else _column(rows.clusters),
        cluster_column=rows.reading.cluster,
        n_filtered=rows.n_filtered,
        unused=rows.unused,
        sha256=rows.sha256,
    )
    missing = {"", *rows.reading.missing}
    given = np.array([name not in missing for name in values.names], dtype=bool)[values.codes]
    if not given.all():
        table = replace(table.chosen(given), n_missing=int(np.count_nonzero(~given)))
    kept = _kept(table, rows.reading)
    _check_clusters(table)
    if kept is None:
        return table
    return replace(table.chosen(kept), n_duplicates=int(np.count_nonzero(~kept)))


def _column(texts: TextColumn) -> Column:
    """The trimmed texts of a column, numbered."""
    number = np.zeros(len(texts.codes), np.int64)
    number[list(texts.first.values())] = np.arange(len(texts.first))
    return Column((), number[np.frombuffer(texts.codes, np.intc)]).renamed(
        [cell.strip() for cell in texts.first]
    )


def _kept(table: LabelTable, reading: Reading) -> Bools | None:
    """Which labels count where an annotator labels a unit more than once; None for all of them."""
    key = table.units.codes * len(table.annotators.names) + table.annotators.codes
    size = len(table.units.names) * len(table.annotators.names)
    if size <= _COUNTED * len(key) and np.bincount(key).max() == 1:
        return None
    distinct, first = np.unique(key, return_index=True)
    if len(distinct) == len(key):
        return None
    if reading.duplicates == "refuse":
        _refuse_repeated(table, key, first)
    if reading.duplicates == "last":
        _, from_end = np.unique(key[::-1], return_index=True)
        first = len(key) - 1 - from_end
    kept = np.zeros(len(key), dtype=bool)
    kept[first] = True
    return kept


def _refuse_repeated(table: LabelTable, key: Ints, first: Ints) -> None:
    fresh = np.zeros(len(key), dtype=bool)
    fresh[first] = True
    second = int(np.flatnonzero(~fresh)[0])
    before = int(np.flatnonzero(key == key[second])[0])
    annotator = table.annotators.names[table.annotators.codes[second]]
    unit = table.units.names[table.units.codes[second]]
    raise TableError(
        f"{table.file}, lines {table.lines[before]} and {table.lines[second]}: annotator '{annotator}' "
        f"labels unit '{unit}' twice. Keep one row for each annotator and unit, or add --duplicates first or "
        "--duplicates last."
    )


def _check_clusters(table: LabelTable) -> None:
    """Refuse a unit in two clusters."""
    if table.clusters is None:
        return
    unit, cluster, names = table.units.codes, table.clusters.codes, table.clusters.names
    of_unit = np.zeros(len(table.units.names), dtype=np.int64)
    of_unit[unit[::-1]] = cluster[::-1]
    other = np.flatnonzero(of_unit[unit] != cluster)
    if len(other):
        second = int(other[0])
        before = int(np.flatnonzero(unit == unit[second])[0])
        raise TableError(
            f"{table.file}, lines {table.lines[before]} and {table.lines[second]}: unit "
            f"'{table.units.names[unit[second]]}' is in two clusters, '{names[cluster[before]]}' and "
            f"'{names[cluster[second]]}'. A unit belongs to one."
        )
