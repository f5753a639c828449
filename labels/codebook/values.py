"""Whether a value fits its layer, and how it is written in the log.

Used through ``Codebook.check_value``; the only place that knows what a value of each measurement looks like.
"""

import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TypeAlias

from labels.codebook.model import MAX_TEXT, MAX_TITLE, Layer
from labels.codebook.shared import LIMITS
from labels.errors import DecisionRefusedError, nearest
from labels.span import Span, merged

MAX_RANGES, MAX_SOURCES = LIMITS["ranges"], LIMITS["sources"]
MAX_SHOWN = 80

Plain: TypeAlias = str | list[str] | list[list[int]] | dict[str, str]


def layer_value(layer: Layer, value: object, text_length: int, sources: Collection[str]) -> Plain:
    """The value as the log holds it; raises DecisionRefusedError if the layer can't have it.

    text_length: of the article, in code points.  sources: ids in the article's source list.
    """
    match layer.measurement:
        case "set":
            return _chosen(layer, value)
        case "span":
            return ranges(value, layer.id, text_length)
        case "entity":
            return _source(layer, value, sources)
        case "list":
            return _sources(layer, value, sources)
        case "text":
            return free_text(value, layer.id)
        case _:
            return _choice(layer, value)


def reserved_value(layer_id: str, value: object, text_length: int) -> Plain:
    """The value of a reserved layer (content, state, unsure, note, name) as the log holds it."""
    if layer_id == "content":
        return ranges(value, layer_id, text_length)
    if layer_id == "state":
        if value != "done":
            raise DecisionRefusedError(f"'state' is 'done' or cleared, not {shown(value)}.")
        return "done"
    if layer_id == "name":
        return _name(value)
    return free_text(value, layer_id)


def shown(value: object) -> str:
    """A value as a message quotes it: never longer than a line, and without what steers a terminal."""
    text = f"'{value}'" if isinstance(value, str) and value.isprintable() else repr(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."


def _choice(layer: Layer, value: object) -> str:
    if isinstance(value, str) and value in layer.value_ids:
        return value
    hint = nearest(value, layer.value_ids) if isinstance(value, str) else ""
    raise DecisionRefusedError(
        f"{shown(value)} is not a value of layer '{layer.id}', which has {', '.join(layer.value_ids)}.{hint}"
    )


def _chosen(layer: Layer, value: object) -> list[str]:
    given = {_choice(layer, one) for one in _entries(layer.id, value, "value ids", len(layer.values))}
    return [one for one in layer.value_ids if one in given]


def _entries(layer_id: str, value: object, what: str, most: int) -> Sequence[object]:
    if not isinstance(value, list) or not value:
        raise DecisionRefusedError(
            f"'{layer_id}' takes a list of {what}, not {shown(value)}. Clear it to say that there is none."
        )
    if len(value) > most:
        raise DecisionRefusedError(f"'{layer_id}' takes at most {most} {what}, not {len(value)}.")
    if any(one in value[:index] for index, one in enumerate(value)):
        raise DecisionRefusedError(f"'{layer_id}' names something twice: {shown(value)}. Name each once.")
    return value


def _source(layer: Layer, value: object, sources: Collection[str]) -> str:
    if isinstance(value, str) and value in sources:
        return value
    raise DecisionRefusedError(
        f"'{layer.id}' takes an entry of this article's source list, and {shown(value)} is none. "
        f"Add the source to the list first."
    )


def _sources(layer: Layer, value: object, sources: Collection[str]) -> list[str]:
    return [_source(layer, one, sources) for one in _entries(layer.id, value, "sources", MAX_SOURCES)]


def ranges(value: object, layer_id: str, text_length: int) -> list[list[int]]:
    """Ordered ranges inside the article that don't overlap; ranges that touch become one."""
    if not isinstance(value, list) or not value:
        raise DecisionRefusedError(
            f"'{layer_id}' takes a list of [start, end] ranges, not {shown(value)}. "
            f"Clear it to say that there is none."
        )
    if len(value) > MAX_RANGES:
        raise DecisionRefusedError(f"'{layer_id}' takes at most {MAX_RANGES} ranges, not {len(value)}.")
    spans = [_span(one, layer_id, text_length) for one in value]
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise DecisionRefusedError(
                f"'{layer_id}' takes ranges in reading order that do not overlap, and "
                f"[{after.start}, {after.end}] comes after [{before.start}, {before.end}]."
            )
    return [[span.start, span.end] for span in merged(spans)]


def _span(value: object, layer_id: str, text_length: int) -> Span:
    match value:
        case [start, end] if type(start) is int and type(end) is int:
            if 0 <= start < end <= text_length:
                return Span(start, end)
            raise DecisionRefusedError(
                f"'{layer_id}': the range [{start}, {end}] is empty or outside the article, "
                f"which has {text_length} characters."
            )
        case _:
            raise DecisionRefusedError(
                f"'{layer_id}' takes ranges of two whole numbers, [start, end], not {shown(value)}."
            )


def free_text(value: object, layer_id: str, most: int = MAX_TEXT) -> str:
    """Text that can be stored: no longer than allowed, no NUL and no half of a character."""
    if not isinstance(value, str):
        raise DecisionRefusedError(f"'{layer_id}' takes text, not {shown(value)}.")
    if len(value) > most:
        raise DecisionRefusedError(f"'{layer_id}' takes at most {most:,} characters, not {len(value):,}.")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
        raise DecisionRefusedError(
            f"'{layer_id}' holds a character that can't be stored (NUL or a surrogate)."
        )
    return value


def _name(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != {"article", "name"}:
        raise DecisionRefusedError("'name' takes an object with exactly 'article' and 'name'.")
    article, name = (free_text(value[field], field, MAX_TITLE).strip() for field in ("article", "name"))
    # words marked across lines name a source, too
    name = " ".join(name.split())
    if not article or not name or any(unicodedata.category(character) == "Cc" for character in name):
        raise DecisionRefusedError(
            "A source needs an article and a name, not empty and without control characters."
        )
    return {"article": article, "name": name}
