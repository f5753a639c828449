"""Articles in JSON lines, JSON arrays, CSV and Parquet: one record each, its fields checked."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from labels.article import MAX_NAME, Metadata
from labels.text.dates import iso_date
from labels.text.formats.layouts import EXTRA, FIELDS, SAME_AS, Columns, Layout
from labels.text.formats.markup import describe_markup, without_markup
from labels.text.incoming import FilePosition, IncomingArticle
from labels.text.tables import MalformedError, csv_table, json_items, json_lines, type_name

# Characters of all extra values of one article.
MAX_EXTRA = 20_000
CSV_FIELDS = tuple(name for name in FIELDS if name != "sentences")
_NAMES = ("id", "event", "outlet", "language", "licence")
_LIMITS = dict.fromkeys(("id", "event", "outlet"), MAX_NAME) | {
    each.name: each.metadata["limit"] for each in fields(Metadata)
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WHOLE_NUMBER = re.compile(r"\d{1,10}(?:\.0)?")


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What the user says about the records of a call.

    date_format: how ambiguous dates are meant.  markup: "strip", "keep" or "" (refuse text with markup).
    """

    layout: Layout = field(default_factory=Layout)
    date_format: str = ""
    markup: str = ""


class Records:
    """The articles of one file of records; ``notes`` tells what was kept or changed, once it is read."""

    def __init__(self, position: FilePosition, options: RecordOptions):
        self._position, self._options = position, options
        self._columns: dict[tuple[str, ...], Columns] = {}
        self._extra: dict[str, None] = {}
        self._dates: list[tuple[str, str]] = []
        self._stripped = 0

    @property
    def notes(self) -> list[str]:
        """One note for each kind of thing that was kept or changed."""
        notes = []
        if self._extra:
            names = ", ".join(name[:60] for name in self._extra)
            notes.append(f"{self._position}: not fields of an article, kept as extra values: {names}.")
        if self._dates:
            written, read = self._dates[0]
            notes.append(
                f"{self._position}: {len(self._dates):,} dates were written otherwise, the first '{written}',"
                f" read as {read}."
            )
        if self._stripped:
            notes.append(f"{self._position}: markup taken out of {self._stripped:,} texts.")
        return notes

    def from_json_lines(self, lines: Iterable[str]) -> Iterator[IncomingArticle]:
        """The articles of JSON lines; lines end at LF only, so U+2028 stays inside its text."""
        return self._from_objects(json_lines(lines))

    def from_json_array(self, text: str) -> Iterator[IncomingArticle]:
        """The articles of one JSON array of objects."""
        return self._from_objects(json_items(text))

    def from_rows(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[IncomingArticle]:
        """The articles of rows whose values have types, as Parquet has them."""
        return self._from_objects(enumerate(rows, start=1))

    def from_csv(self, lines: Iterable[str]) -> Iterator[IncomingArticle]:
        """The articles of a CSV file: a first row of names; every value stays text."""
        try:
            table = csv_table(lines, {*CSV_FIELDS, *SAME_AS, *self._options.layout.fields.values()})
            header = self._named_columns(table.header, table.line)
            self._columns_of(tuple(header), table.line)
            for line, row in table.rows:
                self._check_unnamed(table.header, row, line)
                values = {name: cell for name, cell in zip(table.header, row, strict=True) if name and cell}
                yield self._article(values, line, header)
        except MalformedError as error:
            raise self._position.at(error.line).refuse(error.reason) from None

    def _named_columns(self, header: Sequence[str], line: int) -> Sequence[str]:
        names = [name for name in header if name]
        for place, name in enumerate(header):
            if not name and place:
                raise MalformedError(line, f"column {place + 1} has no name. Name every column.")
        if "sentences" in names:
            raise MalformedError(line, "a CSV file can't hold 'sentences'. Use JSON lines for them.")
        return names

    def _check_unnamed(self, header: Sequence[str], row: Sequence[str], line: int) -> None:
        """Only a row number may stand in a first column without a name, as pandas writes it."""
        if not header[0] and not _WHOLE_NUMBER.fullmatch(row[0] or "0"):
            raise MalformedError(line, "column 1 has no name. Name every column.")

    def _from_objects(self, items: Iterator[tuple[int, Any]]) -> Iterator[IncomingArticle]:
        try:
            for line, value in items:
                yield self._article(_object(value, line), line, tuple(value))
        except MalformedError as error:
            raise self._position.at(error.line).refuse(error.reason) from None

    def _columns_of(self, names: tuple[str, ...], line: int) -> Columns:
        if names not in self._columns:
            try:
                self._columns[names] = self._options.layout.columns(names)
            except ValueError as error:
                raise MalformedError(line, str(error)) from None
        return self._columns[names]

    def _article(self, values: Mapping[str, Any], line: int, names: Sequence[str]) -> IncomingArticle:
        columns = self._columns_of(tuple(names), line)
        try:
            return self._checked(values, self._position.at(line), columns)
        except ValueError as error:
            raise MalformedError(line, str(error)) from None

    def _checked(
        self, values: Mapping[str, Any], position: FilePosition, columns: Columns
    ) -> IncomingArticle:
        given = {name: _looked_up(values, source) for name, source in columns.fields.items()}
        checked = {
            name: self._field(name, value)
            for name, value in given.items()
            if name not in {"text", "sentences"} and value is not None
        }
        text = given["text"] if given["text"] is not None or columns.fields["text"] in values else ""
        if not isinstance(text, str):
            raise ValueError(f"field 'text' must be a text in quotation marks, not {type_name(text)}.")  # noqa: TRY004 - about the file
        meta = self._extra_values({name: values[name] for name in columns.extra if name in values})
        return IncomingArticle(
            position,
            self._plain(text, given.get("sentences")),
            sentences=_sentence_texts(given.get("sentences")),
            meta=meta,
            **checked,  # type: ignore[arg-type] # names of text fields only
        )

    def _field(self, name: str, value: object) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool) and name in _NAMES:
            value = str(value)
        if not isinstance(value, str):
            raise ValueError(f"field '{name}' must be a text in quotation marks, not {type_name(value)}.")  # noqa: TRY004 - about the file
        check_field(name, value)
        return self._date(value) if name == "published" and value.strip() else value

    def _date(self, value: str) -> str:
        try:
            date = iso_date(value, self._options.date_format)
        except ValueError as error:
            raise ValueError(f"field 'published': {error}.") from None
        if date != value:
            self._dates.append((value, date))
        return date

    def _plain(self, text: str, sentences: object) -> str:
        """The text, without markup if the user says so."""
        if self._options.markup == "keep" or sentences is not None:
            return text
        markup = describe_markup(text)
        if not markup:
            return text
        if self._options.markup == "strip":
            self._stripped += 1
            return without_markup(text)
        raise ValueError(
            f"the text holds markup ({markup}). Say --markup strip to read it as HTML, or --markup"
            f" keep if the"
            " marks belong to the text."
        )

    def _extra_values(self, values: Mapping[str, Any]) -> str:
        kept = {name: value for name, value in values.items() if value not in (None, "", [], {})}
        nested = kept.pop(EXTRA, None)
        if isinstance(nested, Mapping):
            kept = {**nested, **kept}
        elif nested is not None:
            kept[EXTRA] = nested
        if not kept:
            return ""
        self._extra.update(dict.fromkeys(kept))
        text = json.dumps(kept, ensure_ascii=False, default=str)
        if len(text) > MAX_EXTRA:
            raise ValueError(f"{len(text):,} characters of extra values; at most {MAX_EXTRA:,} are kept.")
        return text


def check_field(name: str, value: str) -> None:
    """Raises ValueError if a field of an article can't have this value, whatever the field means."""
    if len(value) > _LIMITS[name]:
        raise ValueError(f"field '{name}': at most {_LIMITS[name]:,} characters.")
    if name in _NAMES and _CONTROL.search(value):
        raise ValueError(f"field '{name}': no line breaks or control characters.")
    if name in _NAMES and value and not value.strip():
        raise ValueError(f"field '{name}': white space only.")


def _object(value: Any, line: int) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise MalformedError(line, 'not an object. Each record must be one, such as {"text": "..."}.')
    return value


def _looked_up(values: Mapping[str, Any], name: str) -> Any:
    """The value of a name; of a nested one by a dotted name."""
    if name in values:
        return values[name]
    first, _, rest = name.partition(".")
    inner = values.get(first)
    return _looked_up(inner, rest) if rest and isinstance(inner, Mapping) else None


def _sentence_texts(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError(f"field 'sentences' must be a list of texts, not {type_name(value)}.")  # noqa: TRY004 - about the file
    for number, sentence in enumerate(value):
        if not isinstance(sentence, str):
            raise ValueError(  # noqa: TRY004 - about the file
                f"field 'sentences.{number}' must be a text in quotation marks, not {type_name(sentence)}."
            )
    return tuple(value)
