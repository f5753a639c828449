"""The rows of a table of labels: one row per annotator and unit, or one column per annotator.

Nothing here needs numpy, so a file that is no table is refused before that is imported.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, TypeVar, get_args

from exports.agreement.tables.reading import CsvFile, open_csv, quoted
from labels.errors import TableError, nearest
from labels.text.tables import MalformedError

Duplicates = Literal["refuse", "first", "last"]
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)
# What other tools call the three columns.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "annotator": ("username", "user", "coder", "rater", "worker", "worker_id", "annotator_id", "labeler"),
    "unit": ("id", "item", "item_id", "unit_id", "sentence", "text_id", "example_id", "task", "document"),
    "value": ("label", "rating", "code", "category", "class", "answer", "annotation", "score"),
}


# So many rows are turned into columns at a time: so few that the garbage collector does not go over them.
_BATCH = 200


class TextColumn:
    """A column of texts, of which few are different: each is held once.

    first: where each different cell is first used, by its text as it is in the file.
    codes: for each row where its cell is first used.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.first: dict[str, int] = {}
        self.codes = array("i")

    def take(self, cells: Sequence[str]) -> None:
        """Add some rows."""
        start = len(self.codes)
        self.codes.extend(map(self.first.setdefault, cells, range(start, start + len(cells))))

    def first_blank(self) -> int | None:
        """The first row with nothing in it."""
        return min((row for cell, row in self.first.items() if not cell.strip()), default=None)


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


@dataclass(frozen=True, slots=True)
class TableRows:
    """The cells of a file that labels come from, one entry per row that the conditions leave.

    In a wide table each row stands here once for each annotator.
    lines: where in the file each row is, from 1.
    clusters: the cluster of each row's unit; None where no column was named.
    n_filtered: rows that a condition leaves out.  unused: the other columns.  sha256: of the file's bytes.
    """

    path: Path
    reading: Reading
    annotators: TextColumn
    units: TextColumn
    values: TextColumn
    lines: "array[int]"
    clusters: TextColumn | None
    n_filtered: int
    unused: tuple[str, ...]
    sha256: str


def read_rows(path: str | Path, reading: Reading | None = None) -> TableRows:
    """Read a CSV file with a header; comma, semicolon, tab or bar, UTF-8 with or without byte order mark.

    An empty value is a missing label; an absent row is, too. Other columns are not used.
    Raises TableError for a file that can't be read or holds no labels, missing columns, and a row with too
        few or too many cells or without annotator, unit or cluster; it names the line.
    """
    reading = reading or Reading()
    with open_csv(Path(path), reading.columns) as file:
        rows = _Rows(file, reading)
        rows.take_all()
    missing = {"", *reading.missing}
    if all(cell.strip() in missing for cell in rows.values.first):
        raise TableError(
            f"{path} holds no labels. It needs one row per annotator and unit under the columns "
            f"{quoted(reading.columns)}."
        )
    return TableRows(
        path=Path(path),
        reading=reading,
        annotators=rows.annotators,
        units=rows.units,
        values=rows.values,
        lines=rows.lines,
        clusters=None if rows.cluster is None else rows.clusters,
        n_filtered=rows.n_filtered,
        unused=rows.unused,
        sha256=file.sha256,
    )


class _Rows:
    """Collects cells, many rows at a time."""

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
        self.annotators, self.units, self.values = TextColumn(), TextColumn(), TextColumn()
        self.clusters = TextColumn()
        self.lines = array("q")
        self.n_filtered = 0

    def take_all(self) -> None:
        """Every row; a fault of an earlier row is found before that of a later one."""
        rows: list[tuple[int, list[str]]] = []
        try:
            while True:
                rows.clear()
                rows.extend(islice(self.file.rows, _BATCH))
                if not rows:
                    break
                self._take(rows)
        except MalformedError:
            self._take(rows)
            self._check()
            raise
        self._check()

    def _take(self, rows: list[tuple[int, list[str]]]) -> None:
        chosen = rows
        if self.where:
            chosen = [row for row in rows if all(row[1][at].strip() == value for at, value in self.where)]
            self.n_filtered += len(rows) - len(chosen)
        if not chosen:
            return
        lines, cells = zip(*chosen, strict=True)
        columns = list(zip(*cells, strict=True))
        clusters = () if self.cluster is None else columns[self.cluster]
        if self.reading.wide:
            names, values = self._wide(columns)
            width = len(self.people)
            self._add(
                _repeated(lines, width), names, _repeated(columns[self.unit], width), values,
                _repeated(clusters, width),
            )  # fmt: skip
        else:
            self._add(lines, columns[self.annotator], columns[self.unit], columns[self.value], clusters)

    def _wide(self, columns: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
        """Annotator and value of each cell in the annotators' columns, row by row."""
        names = [self.file.header[column] for column in self.people]
        rows = zip(*(columns[at] for at in self.people), strict=True)
        return names * len(columns[self.unit]), [cell for row in rows for cell in row]

    def _add(
        self,
        lines: Sequence[int],
        annotators: Sequence[str],
        units: Sequence[str],
        values: Sequence[str],
        clusters: Sequence[str],
    ) -> None:
        self.lines.extend(lines)
        self.annotators.take(annotators)
        self.units.take(units)
        self.values.take(values)
        self.clusters.take(clusters)

    def _check(self) -> None:
        """Refuse the first row without unit, cluster or annotator."""
        named = (
            (self.units, self.reading.unit),
            (self.clusters, str(self.reading.cluster)),
            (self.annotators, self.reading.annotator),
        )
        blank = [(row, name) for column, name in named if (row := column.first_blank()) is not None]
        if blank:
            row, name = min(blank, key=lambda fault: fault[0])
            line = self.lines[row]
            raise TableError(f"{self.file.path}, line {line}: no {name}. Only a value may be empty.")


T = TypeVar("T")


def _repeated(entries: Sequence[T], times: int) -> list[T]:
    return [entry for entry in entries for _ in range(times)]


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
