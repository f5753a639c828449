"""A table of corrections: which fields of which articles shall read otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labels.article import METADATA
from labels.errors import CorrectionsError
from labels.text.dates import iso_date
from labels.text.formats.layouts import SAME_AS
from labels.text.formats.records import check_field
from labels.text.tables import MalformedError, csv_table

# ``event`` is the name of the article's event, ``order`` the place of that event among all, from 1.
CORRECTABLE: tuple[str, ...] = ("event", "order", "outlet", *METADATA)
# Columns that a listing has and that nobody corrects.
LISTED = ("id", "withdrawn", "replaces", "labels", "source")
EMPTIED = "-"  # the cell that empties a field
_ALWAYS = ("event", "order", "outlet")
_NAMES = SAME_AS | {"date": "published"}


@dataclass(frozen=True, slots=True)
class Correction:
    """New values of one article by field (`CORRECTABLE`).  place: for messages, ``fixes.csv, line 3``."""

    article: str
    values: Mapping[str, str]
    place: str = ""


def corrections(lines: Iterable[str], file: str, date_format: str = "") -> list[Correction]:
    """The corrections of a CSV text: a column ``id``, and one for each field to correct.

    An empty cell leaves its field as it is, and ``-`` empties it.
    Raises CorrectionsError, which names every fault with its line.
    """
    try:
        table = csv_table(lines, {"id", *CORRECTABLE, *_NAMES})
        header = [_NAMES.get(name, name) for name in table.header]
        faults = _header_faults(header)
        if faults:
            raise CorrectionsError([f"{file}, line {table.line}: {fault}" for fault in faults])
        rows = [(line, dict(zip(header, cells, strict=True))) for line, cells in table.rows]
    except MalformedError as error:
        raise CorrectionsError([f"{file}, line {error.line}: {error.reason}"]) from None
    made, faults = [], []
    for line, row in rows:
        place = f"{file}, line {line}"
        if not row["id"].strip():
            faults.append(f"{place}: no id. 'annotator articles PROJECT' lists the ids.")
            continue
        given = {name: row[name].strip() for name in CORRECTABLE if row.get(name, "").strip()}
        values, wrong = checked_values(given, date_format)
        faults += [f"{place}: {fault}" for fault in wrong]
        made.append(Correction(row["id"].strip(), values, place))
    if faults:
        raise CorrectionsError(faults)
    return made


def checked_values(given: Mapping[str, str], date_format: str = "") -> tuple[dict[str, str], list[str]]:
    """New values as the project holds them, and what is wrong with others."""
    values, faults = {}, []
    for name, value in given.items():
        try:
            values[name] = _checked(name, value, date_format)
        except ValueError as error:
            faults.append(str(error))
    return values, faults


def _checked(name: str, value: str, date_format: str) -> str:
    if value == EMPTIED:
        if name in _ALWAYS:
            raise ValueError(f"field '{name}': an article always has one, so it can't be emptied.")
        return ""
    if name == "order":
        if not (value.isascii() and value.isdigit() and value.strip("0")):
            raise ValueError(f"field 'order': '{value[:40]}' is not a place from 1.")
        return str(int(value))
    check_field(name, value)
    if name != "published":
        return value
    try:
        return iso_date(value, date_format)
    except ValueError as error:
        raise ValueError(f"field 'published': {error}.") from None


def _header_faults(header: Sequence[str]) -> list[str]:
    allowed = f"A table of corrections has 'id' and any of {', '.join(CORRECTABLE)}."
    faults = [] if "id" in header else [f"no column 'id'. {allowed}"]
    for name in dict.fromkeys(header):
        if name not in CORRECTABLE and name not in LISTED:
            faults.append(f"column '{name}' can't be corrected. {allowed}")
        if header.count(name) > 1:
            faults.append(f"two columns for '{name}'.")
    return faults
