"""brat standoff in the shape of PolNeAR: a ZIP archive with a ``.txt`` and an ``.ann`` for each article.

A claim is an event (E). Its trigger repeats the cue, or the content where no cue is marked; its roles are the
content and the layers of ranges. Values are attributes (A) of the event, sources and texts notes (#). Offsets
are code points; a fragment ends at a line break, since a line of the file can't hold one.

Source: https://github.com/networkdynamics/PolNeAR
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from exports.dataset.columns import LayerColumns, Row, layer_columns
from exports.dataset.table import Table
from exports.dataset.units import is_choice
from exports.formats.tokens import CONTENT, roles
from labels.codebook.codebook import Codebook

EVENT, CUE, SOURCE = "Attribution", "Cue", "Source"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of every file, so that the bytes are the same
_LINE = re.compile(r"[^\n]+")


def write(table: Table, file: TextIO) -> int:
    """Write the archive to the file's bytes; returns how many articles it holds."""
    texts = iter(table.articles)
    articles = 0
    with zipfile.ZipFile(file.buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for article, rows in groupby(table.rows, key=itemgetter("article")):
            text = next(each["text"] for each in texts if each["id"] == article)
            for end, content in (("txt", text), ("ann", _annotations(text, list(rows), table))):
                archive.writestr(zipfile.ZipInfo(f"{article}.{end}", LONG_AGO), content.encode())
            articles += 1
    return articles


def role_names(codebook: Codebook, columns: dict[str, str]) -> dict[str, str]:
    """What each role is called: Content; Cue and Source as the codebook's suggestions name them; else its
    layer.
    """
    known = codebook.suggestion
    special = {CONTENT: "Content"}
    if known is not None:
        special |= {known.cue: CUE, known.mention: SOURCE}
    return {role: special.get(role, role.capitalize()) for role in columns}


class _Lines:
    """The lines of an ``.ann`` file, each kind with its own numbers."""

    def __init__(self, text: str):
        self.text = text
        self.lines: list[str] = []
        self._last: dict[str, int] = defaultdict(int)

    def add(self, kind: str, rest: str) -> str:
        """Add a line and return its id."""
        self._last[kind] += 1
        name = f"{kind}{self._last[kind]}"
        self.lines.append(f"{name}\t{rest}\n")
        return name

    def mark(self, label: str, ranges: Sequence[Row], start: int) -> str:
        """Add ranges of a line's text as one mark.  start: where that text begins in the article."""
        parts = [
            (start + each["start"] + match.start(), start + each["start"] + match.end())
            for each in ranges
            for match in _LINE.finditer(each["quote"])
        ]
        places = ";".join(f"{first} {last}" for first, last in parts)
        return self.add("T", f"{label} {places}\t{' '.join(self.text[first:last] for first, last in parts)}")


def _annotations(text: str, rows: Sequence[Row], table: Table) -> str:
    columns = roles(table)
    names = role_names(table.codebook, columns)
    layers = [
        each for each in layer_columns(table.codebook) if not table.layers or each.layer.id in table.layers
    ]
    lines = _Lines(text)
    for row in rows:
        if row["marked_by"]:
            _claim(row, {names[role]: row[name] for role, name in columns.items()}, layers, lines)
    return "".join(lines.lines)


def _claim(row: Row, ranges: dict[str, list[Row]], layers: Sequence[LayerColumns], lines: _Lines) -> None:
    start = row["text_start"]
    marked = {name: own for name, own in ranges.items() if own[0]["quote"].strip()}
    marks = {name: lines.mark(name, own, start) for name, own in marked.items()}
    trigger = lines.mark(EVENT, marked.get(CUE, marked["Content"]), start)
    event = lines.add(
        "E", " ".join([f"{EVENT}:{trigger}", *(f"{name}:{mark}" for name, mark in marks.items())])
    )
    for each in layers:
        for value in _values(row, each):
            lines.add("A", f"{each.name} {event} {value}")
        if each.layer.measurement in ("entity", "list", "text"):
            for words in _texts(row[each.name]):
                lines.add("#", f"{each.name} {event}\t{' '.join(words.split())}")


def _values(row: Row, layer: LayerColumns) -> Iterator[str]:
    if layer.layer.has_values:
        yield from _texts(row[layer.name]) if not is_choice(layer.layer) else filter(None, [row[layer.name]])


def _texts(value: str | list[str]) -> list[str]:
    return [each for each in ([value] if isinstance(value, str) else value) if each]
