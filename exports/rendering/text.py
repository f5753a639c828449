"""A report as text: JSON for programs, aligned columns and sentences for the terminal."""

import json

from exports.rendering.tables import ALL, Cell, Kind, Report, Table, columns_shown, levels, overview
from exports.rendering.titles import STEPS

NOTHING = "-"


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
    kept = columns_shown(table)
    titles = [table.columns[number].title for number in kept]
    width = [max(len(title), *(len(row[n]) for row in cells)) for title, n in zip(titles, kept, strict=True)]
    left = [table.columns[number].kind == "text" for number in kept]
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
    claims = report.get("claims")
    if claims:
        f1 = claims["f1"]
        value = NOTHING if f1["value"] is None else f"{f1['value']:.3f}"
        lines.append(
            f"Claims matched between annotators: F1 {value} at Dice {claims['threshold']:g}; "
            f"{claims['n_claims']:,} claims in {claims['n_units']:,} units, "
            f"{claims['n_units_of_two']:,} of them by two or more."
        )
    lines += remarks(report)
    lines.append("Neither .667 nor .8 is a verdict. --json FILE holds everything, --html FILE shows it.")
    return "\n".join(lines) + "\n"


def _too_narrow(report: Report) -> list[str]:
    """Layers whose few clusters happen to be more alike than independent units would be."""
    cluster = report.get("cluster")
    if not isinstance(cluster, dict) or not cluster["few_clusters"]:
        return []
    titles = []
    for level in levels(report):
        error = level.data["krippendorff_alpha"]["se"]
        by_cluster = level.data["details"]["krippendorff_alpha"]["bootstrap_se"]
        if level.level == ALL and error is not None and by_cluster is not None and by_cluster < error:
            titles.append(level.title)
    if not titles:
        return []
    words = (
        f"Narrower than independent units would give, which so few {cluster['by']}s do by chance; take the "
        f"standard error of units as the least there is: {', '.join(titles)}."
    )
    return [words]


def remarks(report: Report) -> list[str]:
    """Sentences that a reader needs beside the numbers."""
    found: list[str] = []
    cluster = report.get("cluster")
    if isinstance(cluster, dict):
        found += cluster["notes"]
    elif report.get("interval", {}).get("drawn") == "units":
        found.append(
            "No cluster was named, so intervals take units as independent; name one with --cluster COLUMN."
        )
    found += _too_narrow(report)
    design = report.get("design")
    if design:
        copies = design["copies"]
        if copies["sentences"]:
            found.append(
                f"{copies['sentences']} sentences repeat the words of another outlet on the same event; "
                f"they are counted {copies['counted']}."
            )
        adjudicated = design["adjudicated"]
        if adjudicated:
            found.append(
                f"Labels left out because an adjudication set them (not independent): {adjudicated}."
            )
        unsure = design["sentences"]["unsure"]
        if unsure:
            found.append(
                f"{unsure} sentences were marked unsure by somebody; their labels count, unsure without a "
                "label does not."
            )
    parts = {STEPS.get(name, name): data for name, data in report.get("sentence", {}).items()}
    parts |= {data.get("title", name): data for name, data in report["layers"].items()}
    for title, data in parts.items():
        found += [f"{title.rstrip('?')}: {note['text']}" for note in data.get("notes", [])]
    if report.get("columns_not_used"):
        found.append(f"Columns of the table that were not used: {', '.join(report['columns_not_used'])}.")
    if report.get("categories_from") == "data":
        found.append(
            "The values were taken from the data: AC and Brennan-Prediger change with values nobody used."
        )
    return found
