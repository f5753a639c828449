"""The main table of a report for a paper, with booktabs."""

from exports.rendering.tables import Cell, Kind, Report, Row, Table, overview
from exports.rendering.text import NOTHING, shown

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
# Layer, level, metric, alpha, its interval as one column, AC, mean kappa, agreement, units.
COLUMNS = (0, 1, 2, 3, 8, 9, 10, 11)
LOW, HIGH = 4, 5


def latex_table(report: Report) -> str:
    """A table environment with every layer and level; needs the package booktabs."""
    table = overview(report)
    titles = [escaped(table.columns[number].title) for number in COLUMNS]
    titles.insert(4, "95\\,\\% interval")
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
    cells = [_cell(row[number], table.columns[number].kind) for number in COLUMNS]
    low, high = row[LOW], row[HIGH]
    cells.insert(4, NOTHING if low is None else f"[{_cell(low, 'number')}, {_cell(high, 'number')}]")
    # An opening bracket after the end of a row would be read as its option.
    return "{}" * cells[0].startswith("[") + " & ".join(cells) + r" \\"


def _cell(cell: Cell, kind: Kind) -> str:
    text = escaped(shown(cell, kind))
    # A minus, not a hyphen.
    return f"${text}$" if isinstance(cell, float) and kind == "number" and cell < 0 else text


def escaped(text: str) -> str:
    """Text that LaTeX prints as it stands; a line break is a space."""
    return "".join(ESCAPES.get(character, character) for character in " ".join(text.split()))


def _caption(report: Report) -> str:
    tool = report.get("tool", {})
    parts = [f"Agreement. Intervals from {report['resamples']} resamples, seed {report['seed']}"]
    cluster = report.get("cluster")
    if isinstance(cluster, dict):
        parts.append(f"of {cluster['n']} {cluster['by']}s")
    made = f"{tool.get('name', '')} {tool.get('version', '')}".strip()
    return ", ".join(parts) + (f"; {made}." if made else ".")
