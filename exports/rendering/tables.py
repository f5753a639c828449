"""A report as tables: what the page, the CSV files, the LaTeX table and the terminal have in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from exports.rendering.titles import COEFFICIENTS, STEPS, measure_title, reason

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]
Report: TypeAlias = Mapping[str, Any]
Kind = Literal["text", "count", "number", "time", "share"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and what its cells are: text, counts, coefficients, times, or shares from 0 to 1."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns.  id: the name of its file.  title: what it shows.  note: what to know about it."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


def columns_shown(table: Table, *, within: bool = False) -> list[int]:
    """The columns in which some row has anything.

    within: a heading names the layer, so columns that only repeat it are left out, too.
    """
    kept = []
    for number, column in enumerate(table.columns):
        cells = {row[number] for row in table.rows}
        repeats = within and column.title in {"Layer", "Level"} and len(cells) == 1
        if cells - {None, ""} and not repeats:
            kept.append(number)
    return kept


@dataclass(frozen=True, slots=True)
class Level:
    """One report of labels: a step of sentences, a layer, or a layer with values taken together.

    layer: its id.  title: for people.  level: "all values", or the name of the coarser version.
    """

    layer: str
    title: str
    level: str
    data: Report


ALL = "all values"


def levels(report: Report) -> Iterator[Level]:
    """Every part that has values: steps, layers, coarser versions, and whether a thing was given."""
    for name, data in report.get("sentence", {}).items():
        yield Level(name, STEPS.get(name, name), ALL, data)
    for name, data in report["layers"].items():
        title = str(data.get("title", name))
        if "by_value" in data:
            yield Level(name, title, ALL, data)
        for coarser, found in data.get("collapse", {}).items():
            yield Level(name, title, coarser, found)
        if "given" in data:
            yield Level(name, title, "given at all", data["given"])
        for value, found in data.get("each_value", {}).items():
            yield Level(name, title, f"{value} in the set", found)


def everything(report: Report) -> Iterator[Level]:
    """Every part that has an alpha: those with values, and the layers of sources, ranges, sets and text."""
    steps = {"sentence": report.get("sentence", {}), "layers": {}}
    yield from levels(steps)
    for name, data in report["layers"].items():
        inside = list(levels({"layers": {name: data}}))
        if "by_value" not in data:
            yield Level(name, str(data.get("title", name)), ALL, data)
        yield from inside


def overview(report: Report) -> Table:
    """One row for each layer and level: alpha with its interval, and what stands beside it."""
    columns = (
        Column("Layer"),
        Column("Level"),
        Column("Metric"),
        Column("Alpha", "number"),
        Column("from", "number"),
        Column("to", "number"),
        Column("P(> .667)", "number"),
        Column("P(> .8)", "number"),
        Column("Gwet's AC", "number"),
        Column("Mean kappa", "number"),
        Column("Agreement", "share"),
        Column("Units", "count"),
        Column("Labels", "count"),
        Column("Reason missing"),
    )
    rows = [_overview_row(level) for level in everything(report)]
    note = (
        "Alpha is 1 for full agreement and 0 for what chance would give. P is the share of resamples above a "
        "reference line of Krippendorff (2004); neither line is a verdict. On ordered layers a near "
        "miss is part of an agreement. For ranges of text alpha is over characters, units are articles and "
        "labels are marks."
    )
    return Table("overview", "All layers", columns, tuple(rows), note)


def _overview_row(level: Level) -> Row:
    data = level.data
    alpha = data["krippendorff_alpha"]
    low, high = ends(alpha)
    above = data.get("above", {})
    return (
        level.title,
        level.level,
        str(data.get("distance") or data.get("measurement", "")),
        alpha["value"],
        low,
        high,
        above.get("0.667"),
        above.get("0.8"),
        data["gwet_ac"]["value"],
        data["mean_pairwise_cohen_kappa"]["value"],
        data["percent_agreement"]["value"],
        alpha["n_units"],
        alpha["n_labels"],
        reason(alpha["reason"]),
    )


def ends(coefficient: Report) -> tuple[float | None, float | None]:
    """The ends of an interval, None where there is none."""
    found = coefficient["ci"]
    return (None, None) if found is None else (found[0], found[1])


def coefficients(report: Report) -> Table:
    """All coefficients side by side with their errors, observed and expected agreement."""
    columns = (
        Column("Layer"),
        Column("Level"),
        Column("Coefficient"),
        Column("Value", "number"),
        Column("from", "number"),
        Column("to", "number"),
        Column("SE (units)", "number"),
        Column("SE (clusters)", "number"),
        Column("Observed", "number"),
        Column("Expected", "number"),
        Column("Units", "count"),
        Column("Labels", "count"),
        Column("Reason missing"),
    )
    rows = tuple(_coefficient_row(level, name) for level in levels(report) for name in COEFFICIENTS)
    note = (
        "Intervals are made to hold the true value in 95 of 100 cases; they and SE (clusters) come from "
        "resampled clusters. SE (units) is linearised and takes units as independent, which units of one "
        "cluster are not."
    )
    return Table("coefficients", "Every coefficient", columns, rows, note)


def _coefficient_row(level: Level, name: str) -> Row:
    found, details = level.data[name], level.data.get("details", {}).get(name, {})
    return (
        level.title,
        level.level,
        measure_title(name, level.data),
        found["value"],
        *ends(found),
        found["se"],
        details.get("bootstrap_se"),
        details.get("observed"),
        details.get("expected"),
        found["n_units"],
        found["n_labels"],
        reason(found["reason"]),
    )
