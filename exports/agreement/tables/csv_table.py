"""Agreement of any table of labels: one row per annotator and unit, from a CSV file."""

import csv
import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from exports.agreement.counts import Labels, coded
from exports.agreement.figures import TableFigures
from exports.agreement.intervals import METHOD, Resampling
from exports.agreement.layer_report import layer_report
from exports.agreement.weights import Measurement, WeightKind
from labels.errors import TableError, nearest

_DELIMITERS = (",", ";", "\t")
# Beyond this, every two values compared take more memory than a table of agreement is worth.
MOST_CATEGORIES = 1000


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of a file, as text; one entry per label, rows with an empty value left out.

    lines: where in the file each label stands, from 1.
    clusters: the cluster of each label's unit; None where no column was named.
    n_missing: rows with an empty value.
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
    unused: tuple[str, ...] = ()
    sha256: str = ""


def read_table(
    path: str | Path,
    *,
    cluster: str | None = None,
    annotator: str = "annotator",
    unit: str = "unit",
    value: str = "value",
) -> LabelTable:
    """Read a CSV file with a header; comma, semicolon or tab, UTF-8 with or without byte order mark.

    cluster: the column that says which units belong together, such as the article's; a unit has one cluster.
    annotator, unit, value: the columns' names; other columns are not used. An empty value is a missing label;
        an absent row is, too.
    Raises TableError for a file that can't be read, missing columns, a row with too few or too many cells or
        without annotator, unit or cluster, a unit in two clusters, and a second row for the same annotator
        and unit; it names the lines.
    """
    wanted = [annotator, unit, value] + ([cluster] if cluster is not None else [])
    data = _bytes(Path(path))
    rows = _rows(Path(path), data, wanted)
    header = next(rows)[1]
    reader = _Reader(str(path), wanted, clustered=cluster is not None)
    for line, cells in rows:
        reader.take(line, cells)
    if not reader.values:
        raise TableError(
            f"{path} holds no labels. It needs one row per annotator and unit under the columns "
            f"{_names(wanted)}."
        )
    return LabelTable(
        file=str(path),
        annotators=reader.annotators,
        units=reader.units,
        values=reader.values,
        lines=reader.lines,
        clusters=reader.clusters if cluster is not None else None,
        cluster_column=cluster,
        n_missing=reader.n_missing,
        sha256=hashlib.sha256(data).hexdigest(),
        unused=tuple(name for name in header if name and name not in wanted),
    )


def _rows(path: Path, data: bytes, wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The header, then the cells of the wanted columns of each row; each with the line it begins on."""
    text = _text(path, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise TableError(f"{path} is empty. It needs a header with the columns {_names(wanted)}.")
    headers = {mark: _header(first, mark) for mark in _DELIMITERS}
    fitting = [mark for mark in _DELIMITERS if set(wanted) <= set(headers[mark])]
    delimiter = fitting[0] if fitting else max(_DELIMITERS, key=lambda mark: len(headers[mark]))
    header = headers[delimiter]
    _check_header(path, header, wanted)
    places = [header.index(name) for name in wanted]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins, named = 1, False
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(header):
                raise TableError(
                    f"{path}, line {line}: {len(cells)} cells, but the header has {len(header)} columns."
                )
            yield line, [cells[place].strip() for place in places] if named else header
            named = True
    except csv.Error as error:
        raise TableError(f"{path}, line {begins}: not valid CSV ({error}).") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror}.") from error


def _text(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{path}, line {line}: not UTF-8. Save the table as CSV in UTF-8.") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableError(f"{path}, line {line}: no text, but a NUL. Save the table as CSV in UTF-8.")
    return text


def _header(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _check_header(path: Path, header: Sequence[str], wanted: Sequence[str]) -> None:
    for name in wanted:
        if name not in header:
            raise TableError(
                f"{path} has no column '{name}'; its columns are {_names(header) or 'none'}."
                f"{nearest(name, header)}"
            )
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise TableError(f"{path} has two columns '{twice}'. Each column needs a name of its own.")


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class _Reader:
    """Collects rows and refuses those that contradict an earlier one."""

    def __init__(self, file: str, wanted: Sequence[str], *, clustered: bool) -> None:
        self.file, self.wanted, self.clustered = file, wanted, clustered
        self.annotators: list[str] = []
        self.units: list[str] = []
        self.values: list[str] = []
        self.lines: list[int] = []
        self.clusters: list[str] = []
        self.n_missing = 0
        self._seen: dict[tuple[str, str], int] = {}
        self._cluster_of: dict[str, tuple[str, int]] = {}

    def take(self, line: int, cells: Sequence[str]) -> None:
        annotator, unit, value = cells[:3]
        if not annotator or not unit or (self.clustered and not cells[3]):
            places = (place for place, cell in enumerate(cells) if not cell and place != 2)  # noqa: PLR2004
            empty = self.wanted[next(places)]
            raise TableError(f"{self.file}, line {line}: no {empty}. Only a value may be empty.")
        before = self._seen.setdefault((annotator, unit), line)
        if before != line:
            raise TableError(
                f"{self.file}, lines {before} and {line}: annotator '{annotator}' labels unit '{unit}' "
                "twice. Keep one row for each annotator and unit."
            )
        if self.clustered:
            cluster, place = self._cluster_of.setdefault(unit, (cells[3], line))
            if cluster != cells[3]:
                raise TableError(
                    f"{self.file}, lines {place} and {line}: unit '{unit}' is in two clusters, '{cluster}' "
                    f"and '{cells[3]}'. A unit belongs to one."
                )
        if not value:
            self.n_missing += 1
            return
        self.annotators.append(annotator)
        self.units.append(unit)
        self.values.append(value)
        self.lines.append(line)
        if self.clustered:
            self.clusters.append(cells[3])


def table_labels(
    table: LabelTable, measurement: Measurement, categories: Sequence[str] | None = None
) -> Labels:
    """The table's labels as codes.

    categories: every value that could have been given, in order; None for the values present, sorted (as
        numbers where all are numbers).
    Raises TableError for a value that is not among the categories or, for interval and ratio measurement,
        not a number (or below zero for ratio), naming its line; for repeated or too many categories.
    """
    numeric = measurement in {"interval", "ratio"}
    values = _numbers(table, measurement) if numeric else table.values
    names = _present(values) if categories is None else [name.strip() for name in categories]
    keys = [_number_key(name) for name in names] if numeric else names
    _check_categories(names, keys, measurement)
    known = set(keys)
    for line, shown, value in zip(table.lines, table.values, values, strict=True):
        if value not in known:
            raise TableError(
                f"{table.file}, line {line}: '{shown}' is not among the categories {_names(names)}."
                f"{nearest(shown, names)}"
            )
    return coded(
        table.annotators,
        table.units,
        values,
        keys,
        clusters=table.clusters,
        scores=[float(key) for key in keys] if numeric else None,
    )


def _numbers(table: LabelTable, measurement: Measurement) -> list[str]:
    """The values as text of one form for each number."""
    result = []
    for line, value in zip(table.lines, table.values, strict=True):
        key = _number_key(value)
        if key == "":
            raise TableError(
                f"{table.file}, line {line}: '{value}' is not a number, which {measurement} "
                "measurement needs."
            )
        if measurement == "ratio" and float(key) < 0:
            raise TableError(
                f"{table.file}, line {line}: {value} is below zero, which ratio measurement does not know. "
                "Use interval."
            )
        result.append(key)
    return result


def _number_key(text: str) -> str:
    """One text for all ways to write a number; empty if it is none."""
    try:
        number = float(text)
    except ValueError:
        return ""
    return f"{number + 0.0:.15g}" if math.isfinite(number) and "_" not in text else ""


def _present(values: Sequence[str]) -> list[str]:
    distinct = sorted(set(values))
    if all(_number_key(value) for value in distinct):
        return sorted(distinct, key=float)
    return distinct


def _check_categories(names: Sequence[str], keys: Sequence[str], measurement: Measurement) -> None:
    if not names or "" in names:
        raise TableError("A category is empty. Give the categories as A,B,C.")
    if "" in keys:
        wrong = names[keys.index("")]
        raise TableError(f"Category '{wrong}' is not a number, which {measurement} measurement needs.")
    twice = next((name for name, key in zip(names, keys, strict=True) if keys.count(key) > 1), None)
    if twice is not None:
        raise TableError(f"Category '{twice}' is named twice.")
    if measurement == "ratio" and min(map(float, keys)) < 0:
        raise TableError("A category is below zero, which ratio measurement does not know. Use interval.")
    if len(names) > MOST_CATEGORIES:
        raise TableError(
            f"{len(names)} different values; at most {MOST_CATEGORIES} can be compared. Round or group them."
        )


def table_report(
    table: LabelTable,
    measurement: Measurement = "nominal",
    categories: Sequence[str] | None = None,
    weights: WeightKind | None = None,
    *,
    seed: int = 0,
    resamples: int = 1000,
) -> TableFigures:
    """The agreement of a table, as JSON: coefficients under ``layers.value``, and how they were made.

    weights: by default identity for nominal values, quadratic otherwise.
    Raises TableError as ``table_labels`` does.
    """
    labels = table_labels(table, measurement, categories)
    source: Literal["data", "given"] = "data" if categories is None else "given"
    layer = layer_report(labels, measurement, weights, Resampling(count=resamples, seed=seed))
    return {
        "layers": {"value": {**layer, "categories_from": source}},
        "table": table.file,
        "table_sha256": table.sha256,
        "n_annotators": len(labels.annotators),
        "n_units": len(labels.units),
        "n_labels": len(labels.unit),
        "n_missing": table.n_missing,
        "cluster": table.cluster_column,
        "columns_not_used": list(table.unused),
        "n_clusters": labels.n_clusters,
        "categories_from": source,
        "interval": {
            "method": METHOD,
            "level": 0.95,
            "drawn": "clusters" if table.clusters else "units",
        },
        "seed": seed,
        "resamples": resamples,
    }
