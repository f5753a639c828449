"""A report as one HTML file: opens offline, prints on A4, light and dark; no script, nothing fetched.

The templates are in ``templates/``; jinja2 escapes everything but the pictures, which escape their own text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from exports.rendering.first_page import confused, confused_level, sentences, subtitle, title
from exports.rendering.forests import forest, span_forest, values_picture
from exports.rendering.layer_tables import (
    by_annotator,
    by_pair,
    by_value,
    plan,
    spans,
    touched,
)
from exports.rendering.matrices import confusion_map, outlets_map, pairs_map, text_map
from exports.rendering.people_pictures import over_time, who_labeled
from exports.rendering.pictures import people_called
from exports.rendering.project_tables import people_tables, said
from exports.rendering.style import STYLE
from exports.rendering.svg import Picture
from exports.rendering.tables import (
    ALL,
    MISSING,
    WORDS,
    Level,
    Row,
    Table,
    coefficients,
    columns_shown,
    everything,
    layer_levels,
    layer_title,
    levels,
    overview,
    step_levels,
)
from exports.rendering.text import (
    NOTHING,
    matching_words,
    method,
    note_words,
    remarks,
    shown,
    speaks_for,
)
from exports.report.shape import DisputedSentence, ProjectReport, Report, TableReport

# On the first page; the rest follow behind it.
FIRST = 10
FOREST_WORDS = (
    "The dot is alpha: 1 is full agreement, 0 is what chance would give. The bar is its 95 % interval, which "
    "is wide where few texts were labeled. n: how many sentences, claims or, for ranges of text, articles "
    "were compared. The dotted lines are customary marks, not verdicts. A derived layer follows from others."
)
TEMPLATES = Environment(
    loader=PackageLoader("exports.rendering", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
Called: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture under its title, and the same for a narrow window where it has one."""

    kind: ClassVar[str] = "figure"
    title: str
    wide: Markup
    narrow: Markup | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A heading, a paragraph or a note."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list under a heading."""

    kind: ClassVar[str] = "bullets"
    title: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values."""

    kind: ClassVar[str] = "facts"
    items: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: titles and cells with whether they are numbers.

    missing: why cells of a row are empty.  silent: rows without any figure, which are folded.
    """

    kind: ClassVar[str] = "grid"
    title: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[tuple[str, bool]]]
    missing: Sequence[str]
    silent: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """A sentence with who said what: by layer."""

    text: str
    place: str
    said: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Disputed sentences, counted from a number."""

    kind: ClassVar[str] = "listing"
    start: int
    items: Sequence[Disputed]


@dataclass(frozen=True, slots=True)
class Folded:
    """Tables that open when asked for."""

    kind: ClassVar[str] = "folded"
    title: str
    blocks: Sequence[Grid]


Block: TypeAlias = Figure | Words | Bullets | Facts | Grid | Listing | Folded


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a heading."""

    anchor: str
    title: str
    blocks: Sequence[Block]


def page(report: Report) -> str:
    """The whole page; text from articles, names and titles is escaped wherever it is printed."""
    called = people_called(report)
    sections = [section for section in _sections(report, called) if section.blocks]
    return TEMPLATES.get_template("report.html").render(
        title=title(report),
        subtitle=subtitle(report),
        style=Markup(STYLE),  # noqa: S704 - a constant
        sentences=sentences(report),
        first=_first_page(report, called),
        sections=sections,
    )


def _first_page(report: Report, called: Called) -> list[Block]:
    blocks: list[Block] = []
    if report["kind"] == "project":
        blocks += _figures(who_labeled(report, called))
    blocks += [Words("heading", "How far annotators agree")]
    blocks += _figures(
        forest(everything(report), levels=False),
        forest(everything(report), levels=False, narrow=True),
    )
    blocks.append(Words("note", f"{FOREST_WORDS} {speaks_for(report)}"))
    level = confused_level(report)
    picture = confusion_map(level) if level else None
    if level and picture:
        narrow = confusion_map(level, narrow=True)
        blocks += [Words("heading", f"What is confused: {level.title}"), *_figures(picture, narrow)]
        blocks += [Words("paragraph", words) for words in [confused(level)] if words]
    if report["kind"] == "project" and report["disputed_sentences"]:
        blocks.append(Words("heading", "Most disputed sentences"))
        blocks.append(_listing(report, called, report["disputed_sentences"][:FIRST], 1))
    return blocks


def _sections(report: Report, called: Called) -> Iterable[Section]:
    notes, parts = remarks(report), list(everything(report))
    layers = levels(report)
    some = (coefficients(layers), by_value(layers), by_annotator(layers))
    notes_on_tables = [Words("paragraph", f"{table.title}. {table.note}") for table in some]
    yield Section("reading", "How to read this", [Words("reading", ""), *notes_on_tables])
    if report["kind"] == "project":
        found = {table.id: table for table in people_tables(report)}
        who = [found[name] for name in ("design", "overlap", "labels_per_sentence") if name in found]
        yield Section("design", "Who labeled what", _grids([*who, touched(report)], called))
    figures = [*_figures(forest(parts), forest(parts, narrow=True)), *_grids([overview(report)], called)]
    yield Section("overview", "All layers", [*figures, Bullets("Before you quote these figures", notes)])
    if report["kind"] == "project":
        yield from _project_sections(report, called)
    else:
        yield Section("layer-value", "Value by value", _layer_blocks(levels(report), called))
    yield Section("plan", "How much more to label", _grids([plan(report)], called))
    facts = _project_facts(report) if report["kind"] == "project" else _table_facts(report)
    yield Section("identity", "About this report", [Facts(facts | _interval_facts(report))])


def _project_sections(report: ProjectReport, called: Called) -> Iterable[Section]:
    found = {table.id: table for table in people_tables(report)}

    def tables(*names: str) -> list[Grid]:
        return _grids([found[name] for name in names if name in found], called)

    steps: list[Block] = []
    for level in step_levels(report["sentence"]):
        steps += [Words("heading", level.title), *_layer_blocks([level], called)]
    yield Section("sentences", "Step 1: sentences", steps)
    words = Words("paragraph", matching_words(report["claims"]))
    yield Section("claims", "Step 2: matched claims", [words, *tables("matching")])
    for name, data in report["layers"].items():
        blocks = _layer_blocks(layer_levels(name, data), called)
        if "by_outlet" in data:
            blocks += _figures(outlets_map(name, data), outlets_map(name, data, narrow=True))
        yield Section(f"layer-{name}", layer_title(name, data), blocks)
    yield Section(
        "spans", "Ranges of text", [*_figures(span_forest(report)), *_grids([spans(report)], called)]
    )
    where: list[Block] = [*_figures(text_map(report))]
    rest = report["disputed_sentences"][FIRST:]
    if rest:
        where += [Words("heading", "More disputed sentences"), _listing(report, called, rest, FIRST + 1)]
    if where:
        note = "One box a sentence, darker the more annotators disagree; empty ones were not seen by two."
        where.insert(1, Words("note", note))
    yield Section("disputed", "Where in the text annotators disagree", where)
    people = tables("speed", "drift", "repeated", "versions", "norming", "advanced")
    yield Section("people", "People, time and versions", [*_figures(over_time(report, called)), *people])


def _layer_blocks(some: Sequence[Level], called: Called) -> list[Block]:
    main = [level for level in some if level.level == ALL]
    coarser = [level for level in some if level.level != ALL]
    blocks: list[Block] = []
    for level in main:
        blocks += [Words("paragraph", note_words(level, note)) for note in level.figures["notes"]]
        if level.figures["measurement"] == "ordinal":
            blocks.append(Words("paragraph", f"Order of the values: {' < '.join(level.values)}."))
        blocks += _figures(values_picture(level))
        blocks += _figures(confusion_map(level), confusion_map(level, narrow=True))
        blocks += _figures(pairs_map(level, called), pairs_map(level, called, narrow=True))
    shown_levels = main or coarser
    tables = [coefficients(shown_levels), by_value(shown_levels), by_pair(main), by_annotator(main)]
    blocks += _grids(tables, called, within=True)
    if main and coarser:
        names = ", ".join(level.level for level in coarser)
        grids = _grids([coefficients(coarser), by_value(coarser)], called, within=True)
        blocks.append(Folded(f"With values taken together: {names}", grids))
    return blocks


def _figures(picture: Picture | None, narrow: Picture | None = None) -> list[Block]:
    """A picture as a block; pictures escape their own text."""
    if picture is None:
        return []
    small = Markup(narrow.inline()) if narrow else None  # noqa: S704 - see above
    return [Figure(picture.title, Markup(picture.inline()), small)]  # noqa: S704 - see above


def _grids(tables: Iterable[Table], called: Called, *, within: bool = False) -> list[Grid]:
    """Tables with rows; columns in which no row has anything are left out.

    within: the heading above names the layer, so columns that only repeat it are left out, and so is the
        note, which the section on reading has.
    """
    return [_grid(table, called, within=within) for table in tables if table.rows]


def _grid(table: Table, called: Called, *, within: bool) -> Grid:
    speaking = [row for row in table.rows if not table.is_silent(row)]
    silent = [row for row in table.rows if table.is_silent(row)] if speaking else []
    reasoned = _reason_place(table)
    rows = speaking or list(table.rows)
    kept = [place for place in columns_shown(table, rows, within=within) if place != reasoned]
    kinds = [column.kind for column in table.columns]
    shown_columns = [table.columns[place] for place in kept]

    def cell(value: str | float | None, place: int) -> tuple[str, bool]:
        text = shown(value, kinds[place])
        return called.get(text, text) if kinds[place] == "person" else text, kinds[place] not in WORDS

    def told(some: Sequence[Row]) -> list[str]:
        places = [place for place in columns_shown(table, some, within=within) if kinds[place] in WORDS]
        reasons = [f": {row[reasoned]}" if reasoned and row[reasoned] else "" for row in some]
        named = [place for place in places if place != reasoned and table.columns[place].title != "Metric"]
        heads = [", ".join(cell(row[place], place)[0] for place in named if row[place]) for row in some]
        return [head + why for head, why in zip(heads, reasons, strict=True)]

    return Grid(
        title=table.title,
        columns=[(called.get(one.title, one.title), one.kind not in WORDS) for one in shown_columns],
        rows=[[cell(row[place], place) for place in kept] for row in rows],
        missing=told([row for row in rows if reasoned is not None and row[reasoned]]),
        silent=told(silent),
        note="" if within else table.note,
    )


def _reason_place(table: Table) -> int | None:
    """Where the column of reasons is; they are listed below the table."""
    return next((place for place, column in enumerate(table.columns) if column.title == MISSING), None)


def _listing(report: ProjectReport, called: Called, some: Sequence[DisputedSentence], start: int) -> Listing:
    items = [
        Disputed(
            sentence["text"],
            f"{sentence['outlet']}, on {report['events'].get(sentence['event'], sentence['event'])}",
            said(report, sentence["layers"], called),
        )
        for sentence in some
    ]
    return Listing(start, items)


def _interval_facts(report: Report) -> dict[str, str]:
    interval, tool = report["interval"], report["tool"]
    return {
        "Intervals": f"{interval['level']:.0%}; {method(report)}",
        "Cross-check": f"{report['resamples']:,} samples drawn at random (bootstrap), seed {report['seed']}; "
        "in the JSON file",
        "Made by": f"{tool['name']} {tool['version']}",
    }


def _project_facts(report: ProjectReport) -> dict[str, str]:
    project, codebook, filters = report["project"], report["codebook"], report["filters"]
    chosen = {
        "events": filters["events"],
        "annotators": filters["annotators"],
        "layers": filters["layers"],
        "copies": [filters["copies"]],
    }
    facts = {
        "Project": f"{project['name']}, {project['id']}",
        "Log up to entry": f"{project['head']:,}, hash {project['head_hash'] or NOTHING}",
        "Codebook": f"{codebook['id']} {codebook['version']}, hash {codebook['hash']}",
        "Filters": "; ".join(f"{name} {', '.join(one)}" for name, one in chosen.items() if one is not None),
        "Claims are the same": f"from an overlap (Dice) of {report['threshold']:g} on",
    }
    called = people_called(report)
    if called:
        facts["Annotators"] = ", ".join(f"{words} is {name}" for name, words in called.items())
    return facts


def _table_facts(report: TableReport) -> dict[str, str]:
    layer = report["layers"]["value"]
    given = "as given" if report["categories_from"] == "given" else "those present"
    return {
        "Table": f"{report['table']}, SHA-256 {report['table_sha256']}",
        "Holds": f"{report['n_labels']:,} labels of {report['n_annotators']:,} annotators on "
        f"{report['n_units']:,} units",
        "Values": f"{', '.join(layer['categories'])} ({given}); {layer['measurement']} measurement, "
        f"{layer['weights']} weights",
        "Clusters": f"{report['n_clusters']:,}, by the column {report['cluster']}"
        if report["cluster"]
        else "none named",
    }
