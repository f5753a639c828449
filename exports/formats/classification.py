"""Sentence classification: one line a claim or empty sentence and layer, with the hard and the soft label."""

from collections.abc import Iterator
from typing import TextIO

from exports.dataset.columns import Row, layer_columns
from exports.dataset.table import Table
from exports.dataset.units import is_choice
from exports.formats.jsonl import write_objects


def write(table: Table, file: TextIO) -> int:
    """Write a line for each row and each layer of single values that has gold; returns how many."""
    return write_objects(_lines(table), file)


def _lines(table: Table) -> Iterator[Row]:
    layers = [each for each in layer_columns(table.codebook) if is_choice(each.layer)]
    if table.layers:
        layers = [each for each in layers if each.layer.id in table.layers]
    for row in table.rows:
        for each in layers:
            label = row[each.name]
            if not label:
                continue
            soft = row[f"{each.name}_soft"]
            yield {
                **{name: row[name] for name in ("id", "event", "outlet", "article", "split")},
                **{name: row[name] for name in ("text", "start", "end", "quote")},
                "context_before": row["context_before"],
                "context_after": row["context_after"],
                "layer": each.layer.id,
                "label": label,
                "labels": list(each.layer.value_ids),
                "soft": [soft[value] for value in each.layer.value_ids],
                "votes": row[f"{each.name}_votes"],
                "gold": row[f"{each.name}_gold"],
            }
