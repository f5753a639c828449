"""The tables of each layer: values, ranges, pairs, annotators, confusion, and how much more to label."""

from collections.abc import Mapping, Sequence

from exports.rendering.tables import (
    ALL,
    Column,
    Level,
    Report,
    Row,
    Table,
    coefficients,
    ends,
    levels,
    overview,
)
from exports.rendering.titles import SPAN_MEASURES, reason

# Confusion tables of so many values are read; larger ones are in the CSV file.
WIDEST = 20


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
        "Specific agreement: how likely another label of a unit is this value, given that one is. Few units: "
        "fewer than 15 are expected to have this value, or not to have it; intervals made to hold the true "
        "alpha in 95 of 100 cases held it in 64 to 89 there."
    )
    return Table("values", "Value by value", columns, rows, note)


def _value_row(level: Level, value: Report) -> Row:
    alpha = value["krippendorff_alpha"]
    told = "few units" if value["rare"] else ""
    if alpha["value"] is None:
        told = reason(alpha["reason"]) if value["n_labels"] else "never given"
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
        Column("Reason missing"),
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
        "F1 is the mean over pairs of annotators and not corrected for chance: never hold it against the "
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
        (
            level.title,
            *pair["annotators"],
            pair["cohen_kappa"],
            pair["se"],
            pair["percent_agreement"],
            pair["n_units"],
        )
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
        "Habits: the value whose share in the annotator's labels lies farthest from its share in "
        "those of the others."
    )
    return Table("annotators", "Each annotator beside the others", columns, tuple(rows), note)


def _habit(one: Report, categories: Sequence[str]) -> str:
    """The value an annotator gives more or less often than others, from the marginals."""
    own, others = sum(one["given"]), sum(one["others"])
    if not own or not others:
        return ""
    apart = [given / own - other / others for given, other in zip(one["given"], one["others"], strict=True)]
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
    return Table(
        "plan", "How much more to label", columns, tuple(rows), f"Clusters are {unit}s here. {basis}"
    )


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
        note = (
            "Rows: what one annotator said where another said what stands above; each pair counts both ways."
        )
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
