"""doccano's JSONL for sequence labeling: ``[start, end, label]`` for the content and each range."""

from collections.abc import Iterator
from typing import TextIO

from exports.dataset.columns import Row
from exports.dataset.table import Table
from exports.formats.jsonl import write_objects
from exports.formats.tokens import CONTENT, roles


def write(table: Table, file: TextIO) -> int:
    """Write a line for each row; returns how many."""
    return write_objects(_lines(table), file)


def _lines(table: Table) -> Iterator[Row]:
    columns = roles(table)
    for row in table.rows:
        ranges = [
            [each["start"], each["end"], role]
            for role, name in columns.items()
            if role != CONTENT or row["marked_by"]
            for each in row[name]
            if each["quote"]
        ]
        yield {
            **{name: row[name] for name in ("id", "event", "outlet", "article", "split", "text")},
            "label": sorted(ranges),
        }
