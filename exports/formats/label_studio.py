"""Label Studio's JSON: one task a row, its ranges as regions, its values as choices on the content.

Label Studio counts UTF-16 units, so offsets behind an emoji differ from ours. The labeling configuration
that the regions need is in the first task, as ``data.config``.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO
from xml.sax.saxutils import quoteattr

from exports.dataset.columns import LayerColumns, Row, layer_columns
from exports.dataset.table import Table
from exports.dataset.units import is_choice
from exports.formats.tokens import CONTENT, roles


def write(table: Table, file: TextIO) -> int:
    """Write a JSON list of tasks; returns how many."""
    tasks = 0
    for task in _tasks(table):
        file.write(f"{',' if tasks else '['}\n{json.dumps(task, ensure_ascii=False)}")
        tasks += 1
    file.write("\n]\n" if tasks else "[]\n")
    return tasks


def configuration(table: Table) -> str:
    """The labeling configuration: a label for each role, choices for each layer of values."""
    labels = "".join(f"<Label value={quoteattr(role)}/>" for role in roles(table))
    choices = "".join(
        f'<Choices name={quoteattr(each.layer.id)} toName="text" perRegion="true" whenLabelValue="{CONTENT}"'
        f' choice="{"single" if is_choice(each.layer) else "multiple"}">'
        + "".join(f"<Choice value={quoteattr(value)}/>" for value in each.layer.value_ids)
        + "</Choices>"
        for each in _valued(table)
    )
    marks = f'<Text name="text" value="$text"/><Labels name="role" toName="text">{labels}</Labels>'
    return f"<View>{marks}{choices}</View>"


def _valued(table: Table) -> list[LayerColumns]:
    layers = [each for each in layer_columns(table.codebook) if each.layer.has_values]
    return [each for each in layers if not table.layers or each.layer.id in table.layers]


def _tasks(table: Table) -> Iterator[Row]:
    columns, valued, config = roles(table), _valued(table), configuration(table)
    for row in table.rows:
        data = {name: row[name] for name in ("id", "event", "outlet", "article", "split", "text")}
        if config:
            data["config"], config = config, ""
        result = list(_regions(row, columns.items()))
        content = next((each for each in result if each["value"]["labels"] == [CONTENT]), None)
        if content is not None:
            result += _choices(row, content, valued)
        yield {"data": data, "annotations": [{"result": result}]}


def _regions(row: Row, columns: Any) -> Iterator[Row]:
    text = row["text"]
    for role, name in columns:
        for number, each in enumerate(row[name] if role != CONTENT or row["marked_by"] else ()):
            if each["quote"]:
                start, end = (_units(text[: each[place]]) for place in ("start", "end"))
                yield {
                    "id": f"{role}{number}",
                    "from_name": "role",
                    "to_name": "text",
                    "type": "labels",
                    "value": {"start": start, "end": end, "text": each["quote"], "labels": [role]},
                }


def _choices(row: Row, content: Row, valued: Sequence[LayerColumns]) -> Iterator[Row]:
    place = {key: content["value"][key] for key in ("start", "end", "text")}
    for each in valued:
        value = row[each.name]
        chosen = [one for one in ([value] if isinstance(value, str) else value) if one]
        if chosen:
            yield {
                "id": content["id"],
                "from_name": each.layer.id,
                "to_name": "text",
                "type": "choices",
                "value": {**place, "choices": chosen},
            }


def _units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
