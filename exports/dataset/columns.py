"""The columns of the flat lines: which there are, their types, and how a layer's gold fills its own.

Every line has every column, and a column has one type from the first line on. Readers guess types from the
first lines (``datasets`` from the first 10 MB), so nothing is ever null, and a list is never empty: what is
absent is one empty entry. An empty range is ``text[0:0] == ""``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from exports.dataset.gold import Gold
from exports.dataset.units import is_choice
from labels.codebook.codebook import Codebook, Layer
from labels.span import Span

# text, number, share; several texts; ranges; ranges with their share; answers with their share (the answer a
# text, or several); for each value a share
Type: TypeAlias = Literal[
    "text",
    "integer",
    "share",
    "texts",
    "ranges",
    "range_shares",
    "text_shares",
    "texts_shares",
    "distribution",
]
Cell: TypeAlias = Any
Row: TypeAlias = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.  keys: of a distribution, the values of its layer."""

    name: str
    type: Type
    keys: tuple[str, ...] = ()


FIXED: tuple[Column, ...] = (
    *(Column(name, "text") for name in ("id", "event", "event_name", "outlet", "article", "sentence")),
    Column("position", "integer"),
    *(Column(name, "text") for name in ("kind", "split", "group", "codebook", "codebook_version")),
    Column("text", "text"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("quote", "text"),
    Column("ranges", "ranges"),
    *(Column(name, "text") for name in ("context_before", "context_after")),
    *(Column(name, "integer") for name in ("text_start", "article_start", "article_end")),
    *(Column(name, "integer") for name in ("annotators", "marked_by", "unsure")),
    Column("content_agreement", "share"),
)
NO_RANGE = {"start": 0, "end": 0, "quote": ""}


@dataclass(frozen=True, slots=True)
class LayerColumns:
    """The six columns of a layer.  name: its id, with ``_label`` behind it where a column has that name."""

    layer: Layer
    name: str

    def columns(self) -> tuple[Column, ...]:
        """Gold, soft label, votes, agreement, how the gold came about, and why there is none."""
        gold, soft = _types(self.layer)
        name = self.name
        return (
            Column(name, gold),
            Column(f"{name}_soft", soft, self.layer.value_ids if soft == "distribution" else ()),
            Column(f"{name}_votes", "integer"),
            Column(f"{name}_agreement", "share"),
            Column(f"{name}_gold", "text"),
            Column(f"{name}_reason", "text"),
        )

    def cells(self, gold: Gold, text: str, text_start: int) -> Row:
        """The cells of a line.  text_start: where the line's text begins in the article, whose text is
        ``text``.
        """
        name = self.name
        return {
            name: _value(self.layer, gold.value, text, text_start),
            f"{name}_soft": _soft(self.layer, gold.shares, text_start),
            f"{name}_votes": gold.votes,
            f"{name}_agreement": gold.agreement,
            f"{name}_gold": gold.how,
            f"{name}_reason": gold.reason,
        }


def layer_columns(codebook: Codebook) -> tuple[LayerColumns, ...]:
    """The columns of every layer, in the order of the codebook; no name is there twice."""
    taken = {column.name for column in FIXED}
    result = []
    for layer in codebook.layers:
        named = LayerColumns(layer, layer.id)
        while taken & {column.name for column in named.columns()}:
            named = LayerColumns(layer, f"{named.name}_label")
        taken |= {column.name for column in named.columns()}
        result.append(named)
    return tuple(result)


def all_columns(codebook: Codebook) -> Iterator[Column]:
    """Every column of a flat line, in order."""
    yield from FIXED
    for layer in layer_columns(codebook):
        yield from layer.columns()


def ranges_of(spans: Sequence[Span], text: str, text_start: int) -> list[Row]:
    """Ranges of the article as those of a line's text; one empty range for none."""
    return [
        {"start": span.start - text_start, "end": span.end - text_start, "quote": span.of(text)}
        for span in spans
    ] or [dict(NO_RANGE)]


def _types(layer: Layer) -> tuple[Type, Type]:
    if is_choice(layer):
        return "text", "distribution"
    if layer.measurement == "set":
        return "texts", "distribution"
    if layer.measurement == "span":
        return "ranges", "range_shares"
    return ("texts", "texts_shares") if layer.measurement == "list" else ("text", "text_shares")


def _value(layer: Layer, value: Any, text: str, text_start: int) -> Cell:
    gold, _ = _types(layer)
    if gold == "text":
        return value or ""
    if gold == "texts":
        return list(value or ("",))
    return ranges_of(value or (), text, text_start)


def _soft(layer: Layer, shares: Mapping[Any, float], text_start: int) -> Cell:
    _, soft = _types(layer)
    if soft == "distribution":
        return dict(shares)
    if soft == "range_shares":
        parts = [
            {"start": part.start - text_start, "end": part.end - text_start, "share": share}
            for part, share in shares.items()
        ]
        return parts or [{"start": 0, "end": 0, "share": 0.0}]
    if soft == "texts_shares":
        answers = [{"value": list(answer), "share": share} for answer, share in shares.items()]
        return answers or [{"value": [""], "share": 0.0}]
    return [{"value": answer, "share": share} for answer, share in shares.items()] or [
        {"value": "", "share": 0.0}
    ]
