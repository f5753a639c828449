"""CSV: the same columns as JSONL; what is no text or number is JSON in its cell."""

import csv
import json
from typing import TextIO

from exports.dataset.columns import Cell
from exports.dataset.table import Table


def write(table: Table, file: TextIO) -> int:
    """Write the rows below a line of names; returns how many rows."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    lines = 0
    for row in table.rows:
        writer.writerow([_cell(row[column.name]) for column in table.columns])
        lines += 1
    return lines


def _cell(value: Cell) -> Cell:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
