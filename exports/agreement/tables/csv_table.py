"""The labels of a table: one row per annotator and unit, or one column per annotator."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.tables.reading import CsvFile, open_csv, quoted
from labels.errors import TableError, nearest

Duplicates = Literal["refuse", "first", "last"]
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)
# What other tools call the three columns.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "annotator": ("username", "user", "coder", "rater", "worker", "worker_id", "annotator_id", "labeler"),
    "unit": ("id", "item", "item_id", "unit_id", "sentence", "text_id", "example_id", "task", "document"),
    "value": ("label", "rating", "code", "category", "class", "answer", "annotation", "score"),
}


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of a file, as text; one entry per label, rows with an empty value left out.

    lines: where in the file each label is, from 1.
    clusters: the cluster of each label's unit; None where no column was named.
    n_missing: rows with an empty value or a code for a missing one.
    n_duplicates: labels left out, since the annotator labeled the unit more than once.
    n_filtered: rows that a condition leaves out.
    unused: the other columns of the file.  sha256: of the file's bytes.
    """

    file: str
    annotators: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    clusters: list[str] | None = None
    cluster_column: str | None = None
    n_missing: int = 0
    n_duplicates: int = 0
    n_filtered: int = 0
    unused: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read.

    annotator, unit, value: the columns' names; their case does not matter where it does not tell them apart.
    cluster: the column that says which units belong together, such as the article's; a unit has one cluster.
    wide: one column for each annotator instead; all columns that are not named otherwise, or ``annotators``.
    where: only rows with these values of other columns.  duplicates: which of several labels of an annotator
        for a unit counts.  missing: codes that mean a missing label, like an empty cell.
    """

    annotator: str = "annotator"
    unit: str = "unit"
    value: str = "value"
    cluster: str | None = None
    wide: bool = False
    annotators: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    duplicates: Duplicates = "refuse"
    missing: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[str]:
        """The columns that the file must have."""
        own = [self.unit, *self.annotators] if self.wide else [self.annotator, self.unit, self.value]
        return own + ([self.cluster] if self.cluster is not None else [])


def read_table(path: str | Path, reading: Reading | None = None) -> LabelTable:
    """Read a CSV file with a header; comma, semicolon, tab or bar, UTF-8 with or without byte order mark.

    An empty value is a missing label; an absent row is, too. Other columns are not used.
    Raises TableError for a file that can't be read, missing columns, a row with too few or too many cells or
        without annotator, unit or cluster, a unit in two clusters, and a second row for the same annotator
        and unit unless one of them is chosen; it names the lines.
    """
    reading = reading or Reading()
    with open_csv(Path(path), reading.columns) as file:
        rows = _Rows(file, reading)
        for line, cells in file.rows:
            rows.take(line, cells)
    if not rows.values:
        raise TableError(
            f"{path} holds no labels. It needs one row per annotator and unit under the columns "
            f"{quoted(reading.columns)}."
        )
    kept, n_duplicates = rows.kept()
    clusters = rows.checked_clusters()

    def chosen(column: list[str]) -> list[str]:
        return column if kept is None else list(compress(column, kept))

    return LabelTable(
        file=str(path),
        annotators=chosen(rows.annotators),
        units=chosen(rows.units),
        values=chosen(rows.values),
        lines=rows.lines if kept is None else list(compress(rows.lines, kept)),
        clusters=None if clusters is None else chosen(clusters),
        cluster_column=reading.cluster,
        n_missing=rows.n_missing,
        n_duplicates=n_duplicates,
        n_filtered=rows.n_filtered,
        unused=rows.unused,
        sha256=file.sha256,
    )


class _Rows:
    """Collects labels; each distinct text is held once."""

    def __init__(self, file: CsvFile, reading: Reading) -> None:
        self.file, self.reading = file, reading
        place = _Places(file, reading)
        self.unit = place(reading.unit, "unit")
        self.cluster = None if reading.cluster is None else place(reading.cluster, "cluster")
        self.where = [(place(column, "where"), value) for column, value in reading.where]
        used = {self.unit, self.cluster, *(column for column, _ in self.where)}
        if reading.wide:
            own = [place(name, "annotator") for name in reading.annotators]
            self.people = own or [n for n, name in enumerate(file.header) if name and n not in used]
            used |= set(self.people)
        else:
            self.annotator, self.value = place(reading.annotator, "annotator"), place(reading.value, "value")
            used |= {self.annotator, self.value}
        self.unused = tuple(name for n, name in enumerate(file.header) if name and n not in used)
        self.annotators: list[str] = []
        self.units: list[str] = []
        self.values: list[str] = []
        self.lines: list[int] = []
        self.clusters: list[str] = []
        self.n_missing = self.n_filtered = 0
        self._known: dict[str, str] = {}
        self._missing = {"", *reading.missing}

    def take(self, line: int, cells: list[str]) -> None:
        """Add the labels of a row."""
        if self.where and any(cells[column].strip() != value for column, value in self.where):
            self.n_filtered += 1
            return
        once = self._known.setdefault
        unit = cells[self.unit].strip()
        cluster = "" if self.cluster is None else cells[self.cluster].strip()
        if not unit or (self.cluster is not None and not cluster):
            empty = self.reading.unit if not unit else str(self.reading.cluster)
            raise TableError(f"{self.file.path}, line {line}: no {empty}. Only a value may be empty.")
        for annotator, cell in self._labels(line, cells):
            value = cell.strip()
            if value in self._missing:
                self.n_missing += 1
                continue
            self.annotators.append(once(annotator, annotator))
            self.units.append(once(unit, unit))
            self.values.append(once(value, value))
            self.lines.append(line)
            if self.cluster is not None:
                self.clusters.append(once(cluster, cluster))

    def _labels(self, line: int, cells: list[str]) -> Iterator[tuple[str, str]]:
        if self.reading.wide:
            yield from ((self.file.header[column], cells[column]) for column in self.people)
            return
        annotator = cells[self.annotator].strip()
        if not annotator:
            raise TableError(
                f"{self.file.path}, line {line}: no {self.reading.annotator}. Only a value may be empty."
            )
        yield annotator, cells[self.value]

    def kept(self) -> tuple[Bools | None, int]:
        """Which labels count where an annotator labels a unit more than once; None for all of them."""
        unit, annotator = _codes(self.units), _codes(self.annotators)
        key = unit * (int(annotator.max(initial=0)) + 1) + annotator
        distinct, first = np.unique(key, return_index=True)
        if len(distinct) == len(key):
            return None, 0
        if self.reading.duplicates == "refuse":
            self._refuse_repeated(key, first)
        if self.reading.duplicates == "last":
            _, from_end = np.unique(key[::-1], return_index=True)
            first = len(key) - 1 - from_end
        kept = np.zeros(len(key), dtype=bool)
        kept[first] = True
        return kept, len(key) - len(distinct)

    def _refuse_repeated(self, key: Ints, first: Ints) -> None:
        fresh = np.zeros(len(key), dtype=bool)
        fresh[first] = True
        second = int(np.flatnonzero(~fresh)[0])
        before = int(np.flatnonzero(key == key[second])[0])
        raise TableError(
            f"{self.file.path}, lines {self.lines[before]} and {self.lines[second]}: annotator "
            f"'{self.annotators[second]}' labels unit '{self.units[second]}' twice. Keep one row for each "
            "annotator and unit, or add --duplicates first or --duplicates last."
        )

    def checked_clusters(self) -> list[str] | None:
        """The cluster of each label's unit; None without a column for it."""
        if self.cluster is None:
            return None
        unit, cluster = _codes(self.units), _codes(self.clusters)
        of_unit = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.int64)
        of_unit[unit[::-1]] = cluster[::-1]
        other = np.flatnonzero(of_unit[unit] != cluster)
        if len(other):
            second = int(other[0])
            before = int(np.flatnonzero(unit == unit[second])[0])
            raise TableError(
                f"{self.file.path}, lines {self.lines[before]} and {self.lines[second]}: unit "
                f"'{self.units[second]}' is in two clusters, '{self.clusters[before]}' and "
                f"'{self.clusters[second]}'. A unit belongs to one."
            )
        return self.clusters


def _codes(names: list[str]) -> Ints:
    known: dict[str, int] = {}
    return np.fromiter((known.setdefault(name, len(known)) for name in names), np.int64, len(names))


class _Places:
    """Where the columns are; a missing one is refused with the option that would name it."""

    def __init__(self, file: CsvFile, reading: Reading) -> None:
        self.file, self.reading = file, reading

    def __call__(self, name: str, role: str) -> int:
        header = self.file.header
        if name in header:
            return header.index(name)
        alike = [place for place, other in enumerate(header) if other.casefold() == name.casefold()]
        if len(alike) == 1:
            return alike[0]
        offer = self._offer() if role in _ALSO_CALLED else nearest(name, header)
        raise TableError(
            f"{self.file.path} has no column '{name}'; its columns are {quoted(header) or 'none'}.{offer}"
        )

    def _offer(self) -> str:
        reading, header = self.reading, self.file.header
        if reading.wide:
            return nearest(reading.unit, header) + " Name it with --columns unit=NAME."
        wanted = {"annotator": reading.annotator, "unit": reading.unit, "value": reading.value}
        named = {role: _guessed(role, name, header) for role, name in wanted.items()}
        options = ",".join(f"{role}={guess or role.upper()}" for role, guess in named.items())
        known = [role for role, guess in named.items() if guess is not None]
        wide = "" if "annotator" in known and "value" in known else _wide_offer(named["unit"], reading)
        return f" Name them with --columns {options}.{wide}"


def _guessed(role: str, name: str, header: Sequence[str]) -> str | None:
    """The column that probably plays a role."""
    folded = {other.casefold(): other for other in header}
    for candidate in (name, *_ALSO_CALLED[role]):
        if candidate.casefold() in folded:
            return folded[candidate.casefold()]
    close = nearest(name, header)
    return next((other for other in header if f"'{other}'" in close), None)


def _wide_offer(unit: str | None, reading: Reading) -> str:
    own = "" if unit is None or unit == reading.unit else f" --columns unit={unit}"
    return f" If each annotator has a column, add --wide{own}."
