"""The main table of a report for a paper, with booktabs."""

from exports.rendering.layer_tables import orders
from exports.rendering.tables import Cell, Kind, Row, Table, overview
from exports.rendering.text import NOTHING, method, shown
from exports.report.shape import Report

ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
}
COLUMNS = (
    "Layer",
    "Level",
    "Metric",
    "Alpha",
    "Gwet's AC",
    "Exact agreement",
    "Weighted agreement",
    "Units",
)
INTERVAL = 4  # where the interval goes, right of alpha


def latex_table(report: Report) -> str:
    """A table environment with every layer and level; needs the package booktabs."""
    table = overview(report)
    titles = list(map(escaped, COLUMNS))
    titles.insert(INTERVAL, "95\\,\\% interval")
    lines = [
        "% \\usepackage{booktabs}",
        "\\begin{table}",
        "\\centering",
        "\\begin{tabular}{lllrcrrrr}",
        "\\toprule",
        " & ".join(titles) + r" \\",
        "\\midrule",
        *(_line(table, row) for row in table.rows),
        "\\bottomrule",
        "\\end{tabular}",
        f"\\caption{{{escaped(_caption(report))}}}",
        "\\label{tab:agreement}",
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _line(table: Table, row: Row) -> str:
    places = [table.place(title) for title in COLUMNS]
    cells = [_cell(row[place], table.columns[place].kind) for place in places]
    low, high = row[table.place("from")], row[table.place("to")]
    cells.insert(INTERVAL, NOTHING if low is None else f"[{_cell(low, 'number')}, {_cell(high, 'number')}]")
    # An opening bracket after the end of a row would be read as its option.
    return "{}" * cells[0].startswith("[") + " & ".join(cells) + r" \\"


def _cell(cell: Cell, kind: Kind) -> str:
    text = escaped(shown(cell, kind))
    # A minus, not a hyphen.
    return f"${text}$" if isinstance(cell, float) and kind == "number" and cell < 0 else text


def escaped(text: str) -> str:
    """Text that LaTeX prints unchanged; a line break becomes a space."""
    return "".join(ESCAPES.get(character, character) for character in " ".join(text.split()))


def _caption(report: Report) -> str:
    tool = report["tool"]
    parts = [
        f"Agreement. 95 % intervals: {method(report)}.",
        *(f"Order of {title}: {order}." for title, _, order in orders(report).rows),
        f"{tool['name']} {tool['version']}.",
    ]
    return " ".join(parts)
