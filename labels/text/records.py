"""Articles in JSON lines and CSV: one record each, its fields checked by name, type and form."""

import contextlib
import csv
import datetime as dt
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from labels.errors import nearest
from labels.text.draft import MAX_NAME, Draft, Place

MAX_LINE = 1_000_000
MAX_DEPTH = 20
MAX_VALUE = 2_000
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{\]}]', re.DOTALL)
_DELIMITERS = ",;\t"
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_NAMES = {
    "bool": "true or false",
    "float": "a number",
    "NoneType": "null",
    "str": "a text",
    "list": "a list",
    "dict": "an object",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class ArticleRecord(BaseModel):
    """One line of a JSON lines file, or one row of a CSV file; only ``text`` is needed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: str
    id: str | None = None
    event: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    sentences: list[str] | None = None

    @field_validator("published")
    @classmethod
    def _is_a_date(cls, value: str | None) -> str | None:
        if value:
            check_date(value)
        return value

    @field_validator("title", "byline", "url")
    @classmethod
    def _is_short(cls, value: str | None) -> str | None:
        if value is not None and len(value) > MAX_VALUE:
            raise ValueError(f"at most {MAX_VALUE:,} characters")
        return value

    @field_validator("id", "event", "outlet", "language", "licence")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        if value is not None and (len(value) > MAX_NAME or _CONTROL.search(value)):
            raise ValueError(f"at most {MAX_NAME} characters, and no line breaks or control characters")
        if value and not value.strip():
            raise ValueError("white space only")
        return value


FIELDS = tuple(ArticleRecord.model_fields)
CSV_FIELDS = tuple(name for name in FIELDS if name != "sentences")


def check_date(value: str) -> None:
    """Raises ValueError unless the text is an ISO 8601 date or date-time that exists."""
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"'{value[:40]}' is not a date that exists; write it as 2024-10-23 or 2024-10-23T15:32:00+08:00"
        ) from None


def json_lines(text: str, place: Place) -> Iterator[Draft]:
    """The articles of a JSON lines file; lines end at LF only, so U+2028 stays inside its text."""
    for number, line in enumerate(_lines(text, place), start=1):
        here = place.at(number)
        if line.strip(" \t\r"):
            yield _draft(_json_object(line, here), here)


def _lines(text: str, place: Place) -> Iterator[str]:
    """The lines of a text, one at a time: a file of 100 MB is not held twice."""
    start, number = 0, 1
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE:
            raise place.at(number).refuse(
                f"{end - start:,} characters in one line; at most {MAX_LINE:,} are read."
            )
        yield text[start:end]
        start, number = end + 1, number + 1


def csv_rows(text: str, place: Place) -> Iterator[Draft]:
    """The articles of a CSV file: a first row of names, double quotes; every value stays text.

    Values are separated by commas, semicolons or tabs, whichever makes the first row one of known names.
    Rows without any value are passed over.
    """
    with _wide_fields():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        header: list[str] | None = []
        while header == []:
            header = _next_row(reader, place, reader.line_num + 1)
        if header is None:
            raise place.refuse("no header. The first row names the columns; 'text' is needed.")
        _check_header(header, place.at(reader.line_num))
        while True:
            here = place.at(reader.line_num + 1)
            row = _next_row(reader, place, here.line or 1)
            if row is None:
                return
            if not row or (len(row) > 1 and not any(row)):
                continue
            if len(row) != len(header):
                raise here.refuse(f"{len(row)} values, but the header names {len(header)} columns.")
            values = {name: value for name, value in zip(header, row, strict=True) if value or name == "text"}
            yield _draft(values, here)


def _delimiter(text: str) -> str:
    """What separates the names of the first row that is not empty: the mark that gives most known names."""
    header = text.lstrip("\n").partition("\n")[0]

    def known(mark: str) -> int:
        return sum(name.strip('"') in CSV_FIELDS for name in header.split(mark))

    return max(_DELIMITERS, key=known)


def _next_row(reader: Any, place: Place, start: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        hint = " A quotation mark that is opened must be closed." if "unexpected end" in str(error) else ""
        raise place.at(start).refuse(f"not valid CSV: {error}.{hint}") from None


@contextlib.contextmanager
def _wide_fields() -> Iterator[None]:
    """The csv module stops at 131,072 characters a field, less than an article may have."""
    usual = csv.field_size_limit(MAX_LINE)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _check_header(header: list[str], place: Place) -> None:
    if any(not name.strip() for name in header):
        raise place.refuse(
            f"column {[bool(n.strip()) for n in header].index(False) + 1} has no name. Name every column."
        )
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if repeated:
        raise place.refuse(f"column '{repeated[0]}' is there twice.")
    if len(header) == 1 and re.search(r"[;\t|]", header[0]):
        raise place.refuse("one column only; the values must be separated by commas, semicolons or tabs.")
    for name in header:
        if name not in CSV_FIELDS:
            raise place.refuse(_unknown(name, CSV_FIELDS, "column"))
    if "text" not in header:
        raise place.refuse(f"no column 'text'. The columns are {', '.join(header)}.")


def _unknown(name: str, known: tuple[str, ...], what: str) -> str:
    return f"'{name[:60]}' is not a known {what}; known are {', '.join(known)}.{nearest(name, known)}"


def _json_object(line: str, place: Place) -> dict[str, Any]:
    _check_depth(line, place)
    try:
        # No field holds a number, so it matters only that a number is one, of however many digits.
        value = json.loads(
            line, object_pairs_hook=_unique_pairs, parse_constant=_no_constant, parse_int=float
        )
    except json.JSONDecodeError as error:
        raise place.refuse(f"not valid JSON: {error.msg}, at character {error.pos + 1}.") from None
    except ValueError as error:
        raise place.refuse(f"not valid JSON: {error}.") from None
    if not isinstance(value, dict):
        raise place.refuse('each line must hold one JSON object, such as {"text": "..."}.')
    return value


def _check_depth(line: str, place: Place) -> None:
    depth = 0
    for match in _BRACKETS.finditer(line):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_DEPTH:
            raise place.refuse(f"nested more than {MAX_DEPTH} deep.")


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if any(_SURROGATE.search(name) for name, _ in pairs):
        raise ValueError("a key holds half of a surrogate pair, which is no character")
    result = dict(pairs)
    if len(result) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key '{name[:60]}' is there twice")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _draft(values: dict[str, Any], place: Place) -> Draft:
    try:
        record = ArticleRecord.model_validate(values)
    except ValidationError as error:
        raise place.refuse(_reason(error)) from None
    for name, value in values.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and (_SURROGATE.search(text) or "\0" in text):
                raise place.refuse(
                    f"field '{name}' holds NUL or half of a surrogate pair, which is no character."
                )
    given = {name: value for name in FIELDS if (value := getattr(record, name)) is not None}
    return Draft(
        place=place,
        **given | ({"sentences": tuple(record.sentences)} if record.sentences is not None else {}),
    )


def _reason(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in fault["loc"]) or "record"
    if fault["type"] == "extra_forbidden":
        return _unknown(name, FIELDS, "field")
    if fault["type"] == "missing":
        return f"no field '{name}', which every article needs."
    if fault["type"] == "value_error":
        return f"field '{name}': {fault['ctx']['error']}."
    given = type(fault["input"]).__name__
    wanted = "a list of texts" if fault["type"] == "list_type" else "a text in quotation marks"
    return f"field '{name}' must be {wanted}, not {_JSON_NAMES.get(given, given)}."
