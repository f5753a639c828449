"""The tables of a report as CSV: numbers unrounded, and cells that no spreadsheet takes for a formula."""

import csv
import io

from exports.rendering.layer_tables import by_outlet, confusion_rows, tables
from exports.rendering.project_tables import people_tables
from exports.rendering.tables import Cell, Table, levels
from exports.report.shape import Report

# A cell that begins with one of these is run by spreadsheets; an apostrophe makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_files(report: Report) -> dict[str, str]:
    """The text of each file by name, without ending."""
    layers = report["layers"] if report["kind"] == "project" else {}
    outlets = [by_outlet(name, data) for name, data in layers.items() if "by_outlet" in data]
    found = [*tables(report), confusion_rows(levels(report)), *people_tables(report), *outlets]
    return {table.id: csv_text(table) for table in found if table.rows}


def csv_text(table: Table) -> str:
    """One table, with its columns' titles as the header; an empty cell is nothing, never zero."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([[safe(cell) for cell in row] for row in table.rows])
    return file.getvalue()


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
