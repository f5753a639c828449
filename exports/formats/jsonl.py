"""JSONL: one JSON object a line, in UTF-8."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from exports.dataset.table import Table

encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode


def write(table: Table, file: TextIO) -> int:
    """Write the rows; returns how many lines."""
    return write_objects(table.rows, file)


def write_objects(rows: Iterable[Mapping[str, Any]], file: TextIO) -> int:
    """Write objects as lines; returns how many."""
    lines = 0
    for row in rows:
        file.write(f"{encoded(row)}\n")
        lines += 1
    return lines
