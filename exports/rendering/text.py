"""A report as text: JSON for programs, aligned columns and sentences for the terminal."""

import json

from exports.agreement.figures import NoteJson
from exports.rendering.tables import (
    WORDS,
    Cell,
    Kind,
    Level,
    Table,
    columns_shown,
    layer_title,
    main_levels,
    overview,
)
from exports.report.shape import ClaimsJson, Design, Report, TableReport

NOTHING = "-"
SPEAKS_FOR = (
    "Intervals speak for these annotators on other texts like these; for other annotators they are too "
    "narrow."
)
SPEAKS_FOR_OTHERS = "Intervals speak for other annotators like these on other texts like these."


def report_json(report: Report) -> str:
    """The report as the contract prints it: one object, in the order of reading, nothing that is not JSON."""
    return json.dumps(report, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def shown(cell: Cell, kind: Kind) -> str:
    """A cell as people read it: coefficients with three digits, shares as percentages, nothing as a dash."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    if kind == "share":
        return f"{100 * cell:.1f} %"
    if kind == "time":
        return f"{cell:,.1f}"
    if kind == "number":
        text = f"{cell:.3f}"
        return text.replace("-0.000", "0.000")
    return f"{cell:,}"


def plain_table(table: Table) -> str:
    """The table's rows under its columns; columns in which no row has anything are left out."""
    cells = [[shown(cell, c.kind) for cell, c in zip(row, table.columns, strict=True)] for row in table.rows]
    kept = columns_shown(table, table.rows)
    titles = [table.columns[number].title for number in kept]
    width = [max(len(title), *(len(row[n]) for row in cells)) for title, n in zip(titles, kept, strict=True)]
    left = [table.columns[number].kind in WORDS for number in kept]
    lines = [_line(titles, width, left), _line(["-" * size for size in width], width, left)]
    lines += [_line([row[number] for number in kept], width, left) for row in cells]
    return "\n".join(lines)


def _line(cells: list[str], width: list[int], left: list[bool]) -> str:
    parts = [
        cell.ljust(size) if to_left else cell.rjust(size)
        for cell, size, to_left in zip(cells, width, left, strict=True)
    ]
    return "  ".join(parts).rstrip()


def summary(report: Report) -> str:
    """What the terminal shows: the headline table, and what to know before quoting it."""
    lines = [plain_table(overview(report)), ""]
    if report["kind"] == "project":
        lines.append(matching_words(report["claims"]))
    lines += remarks(report)
    lines.append("Neither .667 nor .8 is a verdict. --json FILE holds everything, --html FILE shows it.")
    return "\n".join(lines) + "\n"


def matching_words(claims: ClaimsJson) -> str:
    """How many claims were matched, in a sentence."""
    f1 = claims["f1"]
    ends = f" [{shown(f1['ci'][0], 'number')}, {shown(f1['ci'][1], 'number')}]" if f1["ci"] else ""
    return (
        f"{claims['n_claims']:,} claims of all annotators are {claims['n_units']:,} different claims, "
        f"{claims['n_units_of_two']:,} of them by two or more annotators. Two claims are the same from an "
        f"overlap (Dice) of {claims['threshold']:g} on. F1, the share of claims that the other annotator "
        f"made, too, is on average {shown(f1['value'], 'number')}{ends}."
    )


def speaks_for(report: Report) -> str:
    """Whom the intervals speak for."""
    return SPEAKS_FOR_OTHERS if report["interval"]["annotators"] == "random" else SPEAKS_FOR


def method(report: Report) -> str:
    """How intervals were made, in words."""
    if report["kind"] == "project":
        number, unit = report["cluster"]["n"], f"{report['cluster']['by']}s"
    else:
        clustered = report["interval"]["drawn"] == "clusters"
        number = report["n_clusters"] if clustered else report["n_units"]
        unit = "clusters" if clustered else "units"
    others = " and each annotator" if report["interval"]["annotators"] == "random" else ""
    return f"t intervals, each of {number:,} {unit}{others} left out once (jackknife)"


def note_words(level: Level, note: NoteJson) -> str:
    """A note of a layer, with the titles of values instead of their ids."""
    if note["code"] != "rare_values":
        return note["text"]
    rare = [one["value"] for one in level.figures["by_value"] if one["rare"] and one["n_labels"]]
    values = ", ".join(f"“{level.titled(value)}”" for value in rare)
    return f"Too few units to trust the interval of {values}."


def remarks(report: Report) -> list[str]:
    """Sentences that a reader needs beside the numbers."""
    notes = [speaks_for(report)]
    if report["kind"] == "project":
        notes += [*report["cluster"]["notes"], *_design_remarks(report["design"])]
        for name, data in report["layers"].items():
            if "unknown_values" not in data:
                continue
            unknown = data["unknown_values"]
            if unknown:
                values = ", ".join(f"{value} ({count})" for value, count in unknown.items())
                notes.append(
                    f"{layer_title(name, data)}: values left out because the codebook in use does not have "
                    f"them: {values}."
                )
    else:
        notes += _table_remarks(report)
    for level in main_levels(report):
        notes += [f"{level.title.rstrip('?')}: {note_words(level, note)}" for note in level.figures["notes"]]
        if report["kind"] == "project" and level.figures["measurement"] == "ordinal":
            notes.append(f"{level.title.rstrip('?')}: Order of the values: {' < '.join(level.values)}.")
    return notes


def _design_remarks(design: Design) -> list[str]:
    notes = []
    copies = design["copies"]
    if copies["sentences"]:
        notes.append(
            f"{copies['sentences']} sentences repeat the words of another outlet on the same event; they are "
            f"counted {copies['counted']}."
        )
    if design["adjudicated"]:
        notes.append(
            f"Labels left out because an adjudication set them (not independent): {design['adjudicated']}."
        )
    unsure = design["sentences"]["unsure"]
    if unsure:
        notes.append(
            f"{unsure} sentences were marked unsure by somebody; labels given there count, a mark without a "
            "label does not."
        )
    return notes


def _table_remarks(report: TableReport) -> list[str]:
    notes = []
    if report["interval"]["drawn"] == "units":
        notes.append(
            "No cluster was named, so intervals take units as independent; name one with --cluster COLUMN."
        )
    if report["columns_not_used"]:
        notes.append(f"Columns of the table that were not used: {', '.join(report['columns_not_used'])}.")
    if report["categories_from"] == "data":
        notes.append(
            "The values were taken from the data: AC and Brennan-Prediger change with values nobody used."
        )
    return notes
