"""Chat lines for fine-tuning: the codebook as instruction, a sentence as question, its claims as answer."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from exports.dataset.columns import Cell, LayerColumns, Row, layer_columns
from exports.dataset.table import Table
from exports.formats.jsonl import write_objects
from labels.codebook.codebook import Codebook, Layer, Value


def write(table: Table, file: TextIO) -> int:
    """Write a line for each sentence of which every claim has some gold; returns how many."""
    return write_objects(_lines(table), file)


def instruction(codebook: Codebook, layers: Sequence[Layer]) -> str:
    """What the codebook tells a model: its guideline, each layer, each value with its definition."""
    parts = [f"{codebook.title} ({codebook.id} {codebook.version})", codebook.guideline]
    parts += ["\n".join([_heading(layer), *map(_explained, layer.values)]) for layer in layers]
    parts.append(
        'Answer with JSON: a list with one object for each claim of the sentence, with its words as "quote" '
        f"and {', '.join(layer.id for layer in layers)} as far as they apply; an empty list for no claim."
    )
    return "\n\n".join(part for part in parts if part)


def _explained(value: Value) -> str:
    return f"- {value.id}: {value.definition or value.title}"


def _heading(layer: Layer) -> str:
    explained = layer.definition or layer.question
    return f"{layer.id} ({layer.title})" + (f": {explained}" if explained else "")


def _lines(table: Table) -> Iterator[Row]:
    chosen = [
        each for each in layer_columns(table.codebook) if not table.layers or each.layer.id in table.layers
    ]
    system = instruction(table.codebook, [each.layer for each in chosen])
    for sentence, group in groupby(table.rows, key=itemgetter("sentence")):
        rows = list(group)
        answer = [_claim(row, chosen) for row in rows if not _is_empty(row, table.codebook, chosen)]
        if any(len(claim) == 1 for claim in answer):
            continue  # claims that nothing is known of teach nothing
        longest = max(rows, key=lambda row: len(row["text"]))
        yield {
            **{name: rows[0][name] for name in ("event", "outlet", "article", "split")},
            "sentence": sentence,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": _question(longest)},
                {"role": "assistant", "content": json.dumps(answer, ensure_ascii=False)},
            ],
        }


def _question(row: Row) -> str:
    before, after = row["context_before"].strip(), row["context_after"].strip()
    parts = (("Before", before), ("Sentence", row["text"]), ("After", after))
    return "\n\n".join(f"{name}: {text}" for name, text in parts if text)


def _is_empty(row: Row, codebook: Codebook, chosen: Sequence[LayerColumns]) -> bool:
    """Whether the gold is that there is no claim."""
    if codebook.empty is None or not row["marked_by"]:
        return not row["marked_by"]
    layer, value = codebook.empty
    return any(each.layer.id == layer and row[each.name] == value for each in chosen)


def _claim(row: Row, chosen: Sequence[LayerColumns]) -> Row:
    labels = {each.layer.id: _answer(row[each.name]) for each in chosen}
    return {
        "quote": " ... ".join(each["quote"] for each in row["ranges"]),
        **{k: v for k, v in labels.items() if v},
    }


def _answer(value: Cell) -> Cell:
    """A cell without its empty entries; ranges by their words."""
    if not isinstance(value, list):
        return value
    return [words for each in value if (words := each["quote"] if isinstance(each, dict) else each)]
