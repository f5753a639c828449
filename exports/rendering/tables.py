"""A report as tables: what the page, the CSV files, the LaTeX table and the terminal have in common."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from exports.agreement.coefficient import CoefficientJson
from exports.agreement.coefficients import Name
from exports.agreement.figures import LayerFigures, SevenCoefficients
from exports.rendering.titles import COEFFICIENTS, STEP_VALUES, STEPS, measure_title, reason
from exports.report.layer_shape import ProjectLayer
from exports.report.shape import Report, SentenceSteps

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]
Kind = Literal["text", "person", "count", "number", "time", "share"]
WORDS: tuple[Kind, ...] = ("text", "person")
ALL = "all values"
MISSING = "Reason missing"
NEVER = "never given"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and what its cells are: text, an annotator, counts, coefficients, times, or shares
    from 0 to 1.
    """

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

    def place(self, title: str) -> int:
        """Where the column of this title is. Raises ValueError if there is none."""
        return [column.title for column in self.columns].index(title)

    def is_silent(self, row: Row) -> bool:
        """Whether a row says only why it has no figure, or that nobody gave its value."""
        if NEVER in row:
            return True
        figures = [
            cell
            for cell, column in zip(row, self.columns, strict=True)
            if column.kind in ("number", "share", "time")
        ]
        return MISSING in [column.title for column in self.columns] and set(figures) <= {None}


def columns_shown(table: Table, rows: Iterable[Row], *, within: bool = False) -> list[int]:
    """The columns in which some of the rows have anything.

    within: a heading names the layer, so columns that only repeat it are left out, too.
    """
    shown_rows, kept = list(rows), []
    for number, column in enumerate(table.columns):
        cells = {row[number] for row in shown_rows}
        repeats = within and column.title in {"Layer", "Level"} and len(cells) == 1
        if cells - {None, ""} and not repeats:
            kept.append(number)
    return kept


@dataclass(frozen=True, slots=True)
class Level:
    """One report of labels: a step of sentences, a layer, or a layer with values taken together.

    layer: its id.  title: for people.  level: "all values", or the name of the coarser version.
    value_titles: for people, by id; a value without one is its id.
    """

    layer: str
    title: str
    level: str
    figures: LayerFigures
    value_titles: Mapping[str, str] = field(default_factory=dict)

    def titled(self, value: str) -> str:
        """A value's title."""
        return self.value_titles.get(value, value)

    @property
    def values(self) -> list[str]:
        """The titles of all values, in the layer's order."""
        return [self.titled(value) for value in self.figures["categories"]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Anything that has an alpha.  metric: of alpha.  above: the probability of lying above a line, by line.
    exact: the share of equal pairs of labels; None where percent agreement says it.
    """

    layer: str
    title: str
    level: str
    figures: SevenCoefficients
    metric: str
    above: Mapping[str, float | None] = field(default_factory=dict)
    weighted: bool = False
    exact: float | None = None


def layer_title(name: str, data: ProjectLayer) -> str:
    """A layer's title; a derived layer is marked wherever it is printed."""
    return f"{data['title'] or name} (derived)" if data["derived"] else data["title"] or name


def layer_levels(name: str, data: ProjectLayer) -> list[Level]:
    """A layer's reports of labels: its values, coarser versions, and whether a thing was given."""
    title = layer_title(name, data)
    if "collapse" in data:
        coarser = [Level(name, title, level, figures) for level, figures in data["collapse"].items()]
        return [Level(name, title, ALL, data, data["value_titles"]), *coarser]
    if "given" in data:
        return [Level(name, title, "given at all", data["given"])]
    if "each_value" in data:
        titles = data["value_titles"]
        each = data["each_value"].items()
        return [Level(name, title, f"{titles.get(one, one)} in the set", found) for one, found in each]
    return []


def step_levels(steps: SentenceSteps) -> list[Level]:
    """Step 1: whether a sentence holds a claim, and how many."""
    return [
        Level("holds_claim", STEPS["holds_claim"], ALL, steps["holds_claim"], STEP_VALUES),
        Level("number_of_claims", STEPS["number_of_claims"], ALL, steps["number_of_claims"]),
    ]


def levels(report: Report) -> list[Level]:
    """Every part that has values: steps, layers, and the levels of each."""
    if report["kind"] == "table":
        return [Level("value", "value", ALL, report["layers"]["value"])]
    layers = [level for name, data in report["layers"].items() for level in layer_levels(name, data)]
    return [*step_levels(report["sentence"]), *layers]


def main_levels(report: Report) -> list[Level]:
    """The levels with all values."""
    return [level for level in levels(report) if level.level == ALL]


def everything(report: Report) -> Iterator[Measured]:
    """Every part that has an alpha: those with values, and the layers of sources, ranges, sets and text."""
    if report["kind"] == "table":
        yield from map(measured, levels(report))
        return
    yield from map(measured, step_levels(report["sentence"]))
    for name, data in report["layers"].items():
        if "collapse" not in data:
            metric = data["distance"] if "each_value" in data else data["measurement"]
            yield Measured(name, layer_title(name, data), ALL, data, metric)
        yield from map(measured, layer_levels(name, data))


def measured(level: Level) -> Measured:
    """A level as a thing with an alpha."""
    data = level.figures
    weighted = data["weights"] != "identity"
    exact = data["exact_agreement"]["value"]
    return Measured(
        level.layer, level.title, level.level, data, data["measurement"], data["above"], weighted, exact
    )


def overview(report: Report) -> Table:
    """One row for each layer and level: alpha with its interval, and the figures beside it."""
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
        Column("Exact agreement", "share"),
        Column("Weighted agreement", "share"),
        Column("Units", "count"),
        Column("Labels", "count"),
        Column(MISSING),
    )
    note = (
        "Alpha is 1 for full agreement and 0 for what chance would give. P is the probability of lying above "
        "a reference line of Krippendorff (2004); neither line is a verdict. Exact agreement is the share of "
        "equal pairs of labels; weighted agreement, on ordered layers, gives near misses part of the credit. "
        "For ranges of text alpha is over characters, units are articles and labels are marks."
    )
    return Table("overview", "All layers", columns, tuple(map(_overview_row, everything(report))), note)


def _overview_row(part: Measured) -> Row:
    alpha, percent = part.figures["krippendorff_alpha"], part.figures["percent_agreement"]["value"]
    return (
        part.title,
        part.level,
        part.metric,
        alpha["value"],
        *ends(alpha),
        part.above.get("0.667"),
        part.above.get("0.8"),
        part.figures["gwet_ac"]["value"],
        part.exact if part.weighted else percent,
        percent if part.weighted else None,
        alpha["n_units"],
        alpha["n_labels"],
        reason(alpha["reason"]),
    )


def ends(coefficient: CoefficientJson) -> tuple[float | None, float | None]:
    """The ends of an interval, None where there is none."""
    interval = coefficient["ci"]
    return (None, None) if interval is None else (interval[0], interval[1])


def coefficients(some: Iterable[Level]) -> Table:
    """All coefficients side by side with their errors, observed and expected agreement."""
    columns = (
        Column("Layer"),
        Column("Level"),
        Column("Coefficient"),
        Column("Value", "number"),
        Column("from", "number"),
        Column("to", "number"),
        Column("SE", "number"),
        Column("SE (units)", "number"),
        Column("Observed", "number"),
        Column("Expected", "number"),
        Column("Units", "count"),
        Column("Labels", "count"),
        Column("Pairs", "count"),
        Column(MISSING),
    )
    rows = tuple(_coefficient_row(level, name) for level in some for name in COEFFICIENTS)
    note = (
        "Intervals are made to hold the true value in 95 of 100 cases; they and SE take clusters as "
        "independent. SE (units) takes units as independent, which units of one cluster are not. "
        "Pairs: those of annotators that the mean kappa counts."
    )
    return Table("coefficients", "Every coefficient", columns, rows, note)


def _coefficient_row(level: Level, name: Name) -> Row:
    data = level.figures
    figure, details = data[name], data["details"][name]
    return (
        level.title,
        level.level,
        measure_title(name, data["measurement"], data["weights"]),
        figure["value"],
        *ends(figure),
        figure["se"],
        details["unit_se"],
        details["observed"],
        details["expected"],
        figure["n_units"],
        figure["n_labels"],
        data["kappa_pairs"]["counted"] if name == "mean_pairwise_cohen_kappa" else None,
        reason(figure["reason"]),
    )
