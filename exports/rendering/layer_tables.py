"""The tables of each layer: values, ranges, pairs, annotators, confusion, and how much more to label."""

from collections.abc import Iterable, Sequence

from exports.agreement.figures import AnnotatorJson, ValueJson
from exports.rendering.tables import (
    ALL,
    MISSING,
    NEVER,
    Column,
    Level,
    Row,
    Table,
    coefficients,
    ends,
    layer_title,
    levels,
    overview,
)
from exports.rendering.titles import SPAN_MEASURES, reason
from exports.report.layer_shape import SpanMeasures, ValuedLayer
from exports.report.shape import Report

# Confusion tables of so many values are read; larger ones are in the CSV file.
WIDEST = 20


def tables(report: Report) -> list[Table]:
    """The tables on agreement, in the order of reading; those without rows are left out."""
    some = levels(report)
    tables = [
        overview(report),
        coefficients(some),
        by_value(some),
        spans(report),
        orders(report),
        touched(report),
        by_pair(some),
        by_annotator(some),
        plan(report),
    ]
    return [table for table in tables if table.rows]


def by_value(some: Iterable[Level]) -> Table:
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
    rows: tuple[Row, ...] = tuple(
        _value_row(level, value) for level in some for value in level.figures["by_value"]
    )
    note = (
        "Specific agreement: how likely another label of a unit is this value, given that one is. Few units: "
        "fewer than 15 are expected to have this value, or not to have it; intervals made to hold the true "
        "alpha in 95 of 100 cases held it in 64 to 89 there."
    )
    return Table("values", "Value by value", columns, rows, note)


def _value_row(level: Level, value: ValueJson) -> Row:
    alpha = value["krippendorff_alpha"]
    note = "few units" if value["rare"] else ""
    if alpha["value"] is None:
        note = reason(alpha["reason"]) if value["n_labels"] else NEVER
    return (
        level.title,
        level.level,
        level.titled(value["value"]),
        value["n_labels"],
        value["prevalence"],
        value["specific_agreement"],
        alpha["value"],
        *ends(alpha),
        note,
    )


def span_measures(report: Report) -> list[tuple[str, SpanMeasures]]:
    """Layers of ranges, each followed by what lies inside longer ranges of the same annotator."""
    parts: list[tuple[str, SpanMeasures]] = []
    for name, data in report["layers"].items() if report["kind"] == "project" else ():
        if "exact_f1" in data:
            title = layer_title(name, data)
            parts.append((title, data))
            if data["inner"] is not None:
                parts.append((f"{title}, inside another", data["inner"]))
    return parts


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
        Column(MISSING),
    )
    rows: tuple[Row, ...] = tuple(
        (
            words,
            title,
            data[key]["value"],
            *ends(data[key]),
            data[key]["n_units"],
            data[key]["n_labels"],
            reason(data[key]["reason"]),
        )
        for words, data in span_measures(report)
        for key, title in SPAN_MEASURES.items()
    )
    note = (
        "F1 is the mean over pairs of annotators and not corrected for chance: never hold it against the "
        "lines of alpha. Text that an annotator has seen and not marked counts; unseen text does not. Alpha "
        "over characters can't see a mark inside a longer one, so those inside have rows of their own."
    )
    return Table("spans", "Ranges of text", columns, rows, note)


def orders(report: Report) -> Table:
    """The order in which the values of each ordinal layer are compared."""
    columns = (Column("Layer"), Column("Level"), Column("Values from lowest to highest"))
    rows: tuple[Row, ...] = tuple(
        (level.title, level.level, " < ".join(level.values))
        for level in levels(report)
        if level.figures["measurement"] == "ordinal"
    )
    return Table("orders", "Order of the values", columns, rows)


def by_pair(some: Iterable[Level]) -> Table:
    """Cohen's kappa of each two annotators."""
    columns = (
        Column("Layer"),
        Column("Annotator", "person"),
        Column("Other annotator", "person"),
        Column("Kappa", "number"),
        Column("SE", "number"),
        Column("Agreement", "share"),
        Column("Units", "count"),
    )
    rows: tuple[Row, ...] = tuple(
        (
            level.title,
            pair["annotators"][0],
            pair["annotators"][1],
            pair["cohen_kappa"],
            pair["se"],
            pair["percent_agreement"],
            pair["n_units"],
        )
        for level in some
        if level.level == ALL
        for pair in level.figures["by_pair"]
    )
    return Table("pairs", "Two annotators at a time", columns, rows)


def by_annotator(some: Iterable[Level]) -> Table:
    """Each annotator beside all others."""
    columns = (
        Column("Layer"),
        Column("Annotator", "person"),
        Column("Labels", "count"),
        Column("Compared", "count"),
        Column("Agreement", "share"),
        Column("Kappa", "number"),
        Column("Largest difference in habits", "share"),
        Column("Value"),
    )
    rows: list[Row] = []
    for level in some:
        if level.level != ALL:
            continue
        for person in level.figures["by_annotator"]:
            shares = _habit(person, level.values)
            rows.append(
                (
                    level.title,
                    person["annotator"],
                    person["n_labels"],
                    person["n_shared"],
                    person["observed"],
                    person["kappa"],
                    person["bias"],
                    shares,
                )
            )
    note = (
        "Habits: the value whose share in the annotator's labels lies farthest from its share in "
        "those of the others."
    )
    return Table("annotators", "Each annotator beside the others", columns, tuple(rows), note)


def _habit(person: AnnotatorJson, categories: Sequence[str]) -> str:
    """The value an annotator gives more or less often than others, from the marginals."""
    own, others = sum(person["given"]), sum(person["others"])
    if not own or not others:
        return ""
    apart = [
        given / own - other / others for given, other in zip(person["given"], person["others"], strict=True)
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
        plan = level.figures["plan"].get("krippendorff_alpha")
        if plan is not None:
            basis = plan["basis"]
            rows.append(
                (
                    level.title,
                    level.level,
                    plan["half_width"],
                    plan["target"],
                    plan["n_clusters"],
                    plan["more_clusters"],
                )
            )
    unit = report["cluster"]["by"] if report["kind"] == "project" else "unit or cluster"
    return Table(
        "plan", "How much more to label", columns, tuple(rows), f"Clusters are {unit}s here. {basis}"
    )


def confusions(some: Iterable[Level]) -> list[Table]:
    """For each layer how often one annotator's value met another's, over all pairs; both directions."""
    matrices = []
    for level in some:
        total = confusion(level)
        if not total or len(total) > WIDEST:
            continue
        columns = (Column("One annotator"), *(Column(title, "count") for title in level.values))
        rows: tuple[Row, ...] = tuple((title, *row) for title, row in zip(level.values, total, strict=True))
        note = (
            "Rows: the value of one annotator. Columns: the value of another for the same unit. Each pair "
            "counts both ways."
        )
        matrices.append(Table(f"confusion_{level.layer}", f"Confusion: {level.title}", columns, rows, note))
    return matrices


def confusion(level: Level) -> list[list[int]]:
    """How often each two values met, over all pairs of annotators, both ways; empty without pairs."""
    if level.level != ALL or not level.figures["by_pair"]:
        return []
    size = range(len(level.figures["categories"]))
    total = [[0] * len(size) for _ in size]
    for pair in level.figures["by_pair"]:
        for first in size:
            for second in size:
                total[first][second] += pair["confusion"][first][second]
                total[second][first] += pair["confusion"][first][second]
    return total


def confusion_rows(some: Iterable[Level]) -> Table:
    """Every pair's confusion table in one long table, by ids, for programs."""
    columns = (
        Column("layer"),
        Column("annotator"),
        Column("other"),
        Column("value"),
        Column("other_value"),
        Column("units", "count"),
    )
    rows: list[Row] = []
    for level in some:
        if level.level != ALL:
            continue
        names = level.figures["categories"]
        for pair in level.figures["by_pair"]:
            annotator, other = pair["annotators"]
            rows += [
                (level.layer, annotator, other, names[first], names[second], count)
                for first, row in enumerate(pair["confusion"])
                for second, count in enumerate(row)
                if count
            ]
    return Table("confusion", "Confusion of each pair", columns, tuple(rows))


def touched(report: Report) -> Table:
    """How many values of each layer a person set, and how many were set by rule or by default."""
    columns = (
        Column("Layer"),
        Column("Values", "count"),
        Column("Set by a person", "count"),
        Column("Accepted suggestions", "count"),
        Column("By rule or default", "count"),
        Column("Set by a person, share", "share"),
    )
    layers = report["layers"] if report["kind"] == "project" else {}
    rows: tuple[Row, ...] = tuple(
        (
            layer_title(name, data),
            touched["values"],
            touched["by_hand"],
            touched["accepted"],
            touched["values"] - touched["by_hand"] - touched["accepted"],
            touched["by_hand"] / touched["values"],
        )
        for name, data in layers.items()
        if (touched := data["touched"])["values"]
    )
    note = (
        "Labels of the whole project. Values that a rule or a default set are alike by design: they raise "
        "agreement without anybody having agreed. Accepted suggestions bring annotators closer, too."
    )
    return Table("touched", "Who set the values", columns, rows, note)


def by_outlet(name: str, data: ValuedLayer) -> Table:
    """How the values of a layer are spread in each outlet."""
    columns = (Column("Outlet"), *(Column(data["value_titles"][one], "count") for one in data["categories"]))
    rows: tuple[Row, ...] = tuple(
        (outlet, *counts) for outlet, counts in data["by_outlet"].items() if sum(counts)
    )
    note = "Labels of claims, by the outlet of their article."
    return Table(f"outlets_{name}", f"Labels by outlet: {layer_title(name, data)}", columns, rows, note)
