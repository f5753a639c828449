"""A report as tables: what the page, the CSV files, the LaTeX table and the terminal have in common."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from exports.report.words import COEFFICIENTS, SPAN_MEASURES, STEPS, measure_title, reason

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]
Report: TypeAlias = Mapping[str, Any]
Kind = Literal["text", "count", "number", "share"]
# Confusion tables of so many values are read; larger ones are in the CSV file.
WIDEST = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and what its cells are: text, counts, coefficients, or shares from 0 to 1."""

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
    """Every part of a report that has values: steps, layers, coarser versions, and whether a thing was given."""
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


def tables(report: Report) -> list[Table]:
    """The tables on agreement, in the order of reading; those without rows are left out."""
    found = [
        overview(report),
        coefficients(report),
        by_value(report),
        spans(report),
        by_pair(report),
        by_annotator(report),
        plan(report),
    ]
    return [table for table in found if table.rows]


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
        Column("Why none"),
    )
    rows: list[Row] = [_overview_row(level) for level in levels(report)]
    known = {level.layer for level in levels(report) if level.level == ALL}
    for name, data in report["layers"].items():
        if name not in known:
            rows.append(_overview_row(Level(name, str(data.get("title", name)), ALL, data)))
    note = (
        "Alpha is 1 for full agreement and 0 for what chance would give. P is the share of resamples above a "
        "reference line of Krippendorff (2004); neither line is a verdict."
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
        Column("Why none"),
    )
    rows = tuple(_coefficient_row(level, name) for level in levels(report) for name in COEFFICIENTS)
    note = (
        "Intervals hold 95 of 100 and come from resampled clusters; SE (units) is linearised and takes units as "
        "independent, which they are not."
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


def by_value(report: Report) -> Table:
    """Each value against all others."""
    columns = (
        Column("Layer"),
        Column("Level"),
        Column("Value"),
        Column("Labels", "count"),
        Column("Prevalence", "share"),
        Column("Specific agreement", "share"),
        Column("Alpha", "number"),
        Column("from", "number"),
        Column("to", "number"),
        Column("Note"),
    )
    rows = tuple(_value_row(level, value) for level in levels(report) for value in level.data["by_value"])
    note = (
        "Specific agreement: how likely another label of a unit is this value, given that one is. Rare: fewer than "
        "15 units expected on the rarer side, where measured intervals hold the true value in 64 to 89 of 100."
    )
    return Table("values", "Value by value", columns, rows, note)


def _value_row(level: Level, value: Report) -> Row:
    alpha = value["krippendorff_alpha"]
    told = "rare" if value["rare"] else ""
    if alpha["value"] is None:
        told = reason(alpha["reason"])
    return (
        level.title,
        level.level,
        value["value"],
        value["n_labels"],
        value["prevalence"],
        value["specific_agreement"],
        alpha["value"],
        *ends(alpha),
        told,
    )


def spans(report: Report) -> Table:
    """Where content, cues and mentions stand."""
    columns = (
        Column("Layer"),
        Column("Measure"),
        Column("Value", "number"),
        Column("from", "number"),
        Column("to", "number"),
        Column("Articles", "count"),
        Column("Marks", "count"),
        Column("Why none"),
    )
    rows = tuple(
        (
            str(data.get("title", name)),
            title,
            data[key]["value"],
            *ends(data[key]),
            data[key]["n_units"],
            data[key]["n_labels"],
            reason(data[key]["reason"]),
        )
        for name, data in report["layers"].items()
        if "exact_f1" in data
        for key, title in SPAN_MEASURES.items()
    )
    note = (
        "F1 is the mean over pairs of annotators and not corrected for chance: never hold it against the reference "
        "lines of alpha. Text that an annotator has seen and not marked counts; unseen text does not."
    )
    return Table("spans", "Ranges of text", columns, rows, note)


def by_pair(report: Report) -> Table:
    """Cohen's kappa of each two annotators."""
    columns = (
        Column("Layer"),
        Column("Annotator"),
        Column("Annotator"),
        Column("Kappa", "number"),
        Column("SE", "number"),
        Column("Agreement", "share"),
        Column("Units", "count"),
    )
    rows = tuple(
        (level.title, *pair["annotators"], pair["cohen_kappa"], pair["se"], pair["percent_agreement"], pair["n_units"])
        for level in levels(report)
        if level.level == ALL
        for pair in level.data["by_pair"]
    )
    return Table("pairs", "Two annotators at a time", columns, rows)


def by_annotator(report: Report) -> Table:
    """Each annotator beside all others."""
    columns = (
        Column("Layer"),
        Column("Annotator"),
        Column("Labels", "count"),
        Column("Compared", "count"),
        Column("Agreement", "share"),
        Column("Kappa", "number"),
        Column("Largest difference in habits", "share"),
        Column("Value"),
    )
    rows: list[Row] = []
    for level in levels(report):
        if level.level != ALL:
            continue
        for one in level.data["by_annotator"]:
            shares = _habit(one, level.data["categories"])
            rows.append(
                (
                    level.title,
                    one["annotator"],
                    one["n_labels"],
                    one["n_shared"],
                    one["observed"],
                    one["kappa"],
                    one["bias"],
                    shares,
                )
            )
    note = (
        "Habits: the value whose share in the annotator's labels lies farthest from its share in those of the others."
    )
    return Table("annotators", "Each annotator beside the others", columns, tuple(rows), note)


def _habit(one: Report, categories: Sequence[str]) -> str:
    """The value an annotator gives more or less often than others, from the marginals."""
    own, others = sum(one["given"]), sum(one["others"])
    if not own or not others:
        return ""
    apart = [
        given / own - other / others for given, other in zip(one["given"], one["others"], strict=True)
    ]
    place = max(range(len(apart)), key=lambda number: abs(apart[number]))
    return f"{categories[place]} ({'more' if apart[place] > 0 else 'less'} often)" if apart[place] else ""


def plan(report: Report) -> Table:
    """How many more clusters until alpha's interval is plus or minus .05."""
    columns = (
        Column("Layer"),
        Column("Level"),
        Column("Half-width now", "number"),
        Column("Wanted", "number"),
        Column("Clusters now", "count"),
        Column("More to label twice", "count"),
    )
    rows: list[Row] = []
    basis = ""
    for level in levels(report):
        found = level.data["plan"].get("krippendorff_alpha")
        if found is not None:
            basis = found["basis"]
            rows.append(
                (
                    level.title,
                    level.level,
                    found["half_width"],
                    found["target"],
                    found["n_clusters"],
                    found["more_clusters"],
                )
            )
    by = report.get("cluster")
    unit = by["by"] if isinstance(by, Mapping) else "unit or cluster"
    return Table("plan", "How much more to label", columns, tuple(rows), f"Clusters are {unit}s here. {basis}")


def confusions(report: Report) -> list[Table]:
    """For each layer how often one annotator's value met another's, over all pairs; both directions."""
    found = []
    for level in levels(report):
        categories = level.data["categories"]
        if level.level != ALL or not level.data["by_pair"] or len(categories) > WIDEST:
            continue
        size = range(len(categories))
        total = [[0] * len(categories) for _ in size]
        for pair in level.data["by_pair"]:
            for first in size:
                for second in size:
                    total[first][second] += pair["confusion"][first][second]
                    total[second][first] += pair["confusion"][first][second]
        columns = (Column("One says"), *(Column(name, "count") for name in categories))
        rows = tuple((categories[first], *total[first]) for first in size)
        note = "Rows: what one annotator said where another said what stands above; each pair counts both ways."
        found.append(Table(f"confusion_{level.layer}", f"Confusion: {level.title}", columns, rows, note))
    return found


def confusion_rows(report: Report) -> Table:
    """Every pair's confusion table in one long table, for programs."""
    columns = (
        Column("layer"),
        Column("annotator"),
        Column("other"),
        Column("value"),
        Column("other_value"),
        Column("units", "count"),
    )
    rows: list[Row] = []
    for level in levels(report):
        if level.level != ALL:
            continue
        names = level.data["categories"]
        for pair in level.data["by_pair"]:
            rows += [
                (level.layer, *pair["annotators"], names[first], names[second], count)
                for first, row in enumerate(pair["confusion"])
                for second, count in enumerate(row)
                if count
            ]
    return Table("confusion", "Confusion of each pair", columns, tuple(rows))
