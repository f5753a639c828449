"""The strict readers for CSV and JSON from outside: nothing is guessed, and every fault has its line.

Callers turn `MalformedError` into the error of their own input (a refused file, a table, a codebook).
"""

import csv
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

# Characters of one cell or one line of JSON.
MAX_CELL = 1_000_000
MAX_DEPTH = 20
DELIMITERS = ",;\t|"
# The csv module's own limit of 131,072 characters is less than an article may have.
csv.field_size_limit(MAX_CELL)

_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_JSON_NAMES = {bool: "true or false", int: "a number", float: "a number", type(None): "null"}
_JSON_NAMES |= {str: "a text", list: "a list", dict: "an object"}
_DECODER_WHITE = re.compile(r"[ \t\r\n]*")
_LARGEST = 2**63 - 1
_DIGITS = 20


class MalformedError(ValueError):
    """Text that is not the CSV or JSON it should be.  line: from 1.  reason: a sentence."""

    def __init__(self, line: int, reason: str):
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file: its header (trimmed names; "" where a column has none) and its rows, as they are read.

    line: that of the header, from 1.  rows: (line the row begins on, one cell for each name of the header).
    """

    header: tuple[str, ...]
    line: int
    rows: Iterator[tuple[int, list[str]]]


def csv_table(lines: Iterable[str], expected: Collection[str] = ()) -> CsvTable:
    """Read CSV with a header; cells stay text, rows without any value are passed over.

    lines: the text's lines with their ends, such as ``io.StringIO(text, newline="")``; read as rows are asked
        for, so a file need not fit in memory.
    expected: names that a header should have; the delimiter (comma, semicolon, tab or bar) is the one that
        finds most of them, unless a first line such as ``sep=;`` names it.
    Raises MalformedError for an empty text, a name that is there twice, quotation marks that don't match, and
        rows with more or fewer cells than the header (empty cells at the end of a row don't count).
    """
    stream = iter(lines)
    begins = 1
    first = next(stream, None)
    while first is not None and not first.strip():
        begins, first = begins + 1, next(stream, None)
    named = _SEPARATOR_LINE.fullmatch(first) if first is not None else None
    if named is not None:
        begins, first = begins + 1, next(stream, None)
    if first is None:
        raise MalformedError(begins, "no header. The first row names the columns.")
    delimiter = named[1] if named is not None else _delimiter(first, expected)
    records = _records(itertools.chain([first], stream), delimiter, begins)
    line, header = next(records, (begins, []))
    names = _without_empty_end([name.strip() for name in header])
    repeated = [name for name, count in Counter(names).items() if name and count > 1]
    if repeated:
        raise MalformedError(line, f"column '{repeated[0]}' is there twice. Give each column its own name.")
    return CsvTable(tuple(names), line, _rows(records, len(names)))


def _delimiter(header: str, expected: Collection[str]) -> str:
    def quality(mark: str) -> tuple[int, int]:
        names = [name.strip().strip('"') for name in header.rstrip("\r\n").split(mark)]
        return sum(name in expected for name in names), len(names)

    return max(DELIMITERS, key=quality)


def _records(lines: Iterable[str], delimiter: str, begins: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = begins
    try:
        for cells in reader:
            yield line, cells
            line = begins + reader.line_num
    except csv.Error as error:
        hint = " Close every quotation mark that is opened." if "unexpected end" in str(error) else ""
        raise MalformedError(line, f"not valid CSV: {error}.{hint}") from None


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for line, cells in records:
        if (width > 1 or not cells) and not any(map(str.strip, cells)):
            continue
        row = cells if len(cells) == width else _without_empty_end(cells, width)
        if len(row) != width:
            raise MalformedError(line, f"{len(row)} values, but the header names {width} columns.")
        yield line, row


def _without_empty_end(cells: list[str], width: int = 0) -> list[str]:
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def json_lines(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """The values of a JSON lines text with their lines; empty lines are passed over.

    lines: texts that end at LF only, so that U+2028 stays inside its string; read as values are asked for.
    Raises MalformedError as `json_value` does, and for a line of more than MAX_CELL characters.
    """
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_CELL + 1:
            raise MalformedError(
                number, f"{len(line):,} characters in one line; at most {MAX_CELL:,} are read."
            )
        if line.strip(" \t\r\n"):
            yield number, json_value(line.rstrip("\r\n"), number)


def json_value(text: str, line: int = 1) -> Any:
    """One JSON value, strictly.

    line: where the text begins in its file.
    Raises MalformedError for repeated keys, NaN, infinities, numbers beyond 64 bits, halves of surrogate
        pairs, NUL, and more than MAX_DEPTH levels.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_pairs,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        place = "" if error.lineno == 1 else f" of line {error.lineno}"
        raise MalformedError(
            line + error.lineno - 1, f"not valid JSON: {error.msg}, at character {error.colno}{place}."
        ) from None
    except ValueError as error:
        raise MalformedError(line, f"not valid JSON: {error}.") from None
    except RecursionError:
        raise MalformedError(line, f"nested more than {MAX_DEPTH} deep.") from None
    _check(value, line, escapes="\\u" in text)
    return value


def json_items(text: str) -> Iterator[tuple[int, Any]]:
    """The items of one JSON array with their lines, decoded one at a time.

    Raises MalformedError as `json_value` does, and for anything but an array.
    """
    decoder = json.JSONDecoder(
        object_pairs_hook=_unique_pairs, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite
    )
    position, line, counted = _skip(text, 0), 1, 0
    if text[position : position + 1] != "[":
        raise MalformedError(1, 'not a JSON array. It must be a list of objects: [{"text": "..."}].')
    position = _skip(text, position + 1)
    closed = text[position : position + 1] == "]"
    while not closed:
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            raise MalformedError(error.lineno, f"not valid JSON: {error.msg}.") from None
        except ValueError as error:
            raise MalformedError(line, f"not valid JSON: {error}.") from None
        except RecursionError:
            raise MalformedError(line, f"nested more than {MAX_DEPTH} deep.") from None
        _check(value, line, escapes=True)
        yield line, value
        position = _skip(text, end)
        closed = text[position : position + 1] == "]"
        if not closed:
            if text[position : position + 1] != ",":
                raise MalformedError(line, "not valid JSON: a comma or ] is missing after this item.")
            position = _skip(text, position + 1)
    if text[position + 1 :].strip(" \t\r\n"):
        raise MalformedError(line, "not valid JSON: there is more text behind the array.")


def type_name(value: object) -> str:
    """What a JSON value is, for messages: "a number", "a list"."""
    return _JSON_NAMES.get(type(value), type(value).__name__)


def _skip(text: str, position: int) -> int:
    match = _DECODER_WHITE.match(text, position)
    return match.end() if match else position


def _unique_pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key '{name[:60]}' is there twice")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= _DIGITS else _LARGEST + 1
    if abs(number) > _LARGEST:
        raise ValueError(f"the number {digits[:20]} is too large; write it as text in quotation marks")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large; write it as text in quotation marks")
    return number


def _check(value: object, line: int, *, escapes: bool, depth: int = 0) -> None:
    """Depth, and characters that escapes can hide."""
    if isinstance(value, str):
        if escapes and _NO_CHARACTER.search(value):
            raise MalformedError(line, "NUL or half of a surrogate pair, which is not a character.")
    elif isinstance(value, Mapping | list):
        if depth >= MAX_DEPTH:
            raise MalformedError(line, f"nested more than {MAX_DEPTH} deep.")
        items = itertools.chain(value.keys(), value.values()) if isinstance(value, Mapping) else value
        for item in items:
            _check(item, line, escapes=escapes, depth=depth + 1)
