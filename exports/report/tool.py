"""What made a report."""

from importlib.metadata import version

from exports.agreement.figures import TableFigures
from exports.report.shape import TableReport, Tool


def tool_json() -> Tool:
    """This program and its version."""
    return {"name": "claimdesk", "version": version("claimdesk")}


def table_report_json(figures: TableFigures) -> TableReport:
    """The report of a table of labels, with what made it."""
    return {"kind": "table", "tool": tool_json(), **figures}
