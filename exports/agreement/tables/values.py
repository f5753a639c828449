"""The values of a table: numbers, sets, spellings that differ only in form, and codes for missing labels."""

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exports.agreement.arrays import Ints
from exports.agreement.choices import TableMeasurement
from exports.agreement.counts import Labels
from exports.agreement.figures import NoteJson
from exports.agreement.tables.label_table import Column, LabelTable
from exports.agreement.tables.reading import quoted
from labels.errors import TableError, nearest

# Beyond this, every two values compared take more memory than a table of agreement is worth.
MOST_CATEGORIES = 1000
# Ordinal differences depend on how often each value was given, so every two values are counted.
MOST_ORDINAL = 200
# Squares of larger numbers are more than a computer's numbers can hold.
LARGEST = 1e100
NUMERIC = frozenset({"interval", "ratio"})
# What people and programs write for "no value"; numbers count only where they lie apart from the others.
_WORDS_FOR_MISSING = frozenset(
    {"na", "n/a", "nan", "none", "null", "nil", "missing", "*", ".", "-", "?", "#n/a"}
)
_NUMBERS_FOR_MISSING = frozenset({-1.0, -9.0, 9.0, -99.0, 99.0, -999.0, 999.0, -9999.0, 9999.0})
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class TableValues:
    """A table's labels as codes.  sets: the members of each category, if values are sets."""

    labels: Labels
    sets: tuple[frozenset[str], ...] | None = None


def table_labels(
    table: LabelTable, measurement: TableMeasurement, categories: Sequence[str] | None = None
) -> TableValues:
    """The table's labels as codes.

    categories: every value that could have been given, in order; None for the values present, sorted (as
        numbers where all are numbers). Under numeric measurement, and where all ordinal values are numbers,
        numbers compare as numbers.
    Raises TableError for a value that is not among the categories or, for interval and ratio measurement,
        not a number (or below zero for ratio), naming its line; for ordinal words without their order; for
        repeated or too many categories.
    """
    if measurement == "set":
        return _set_labels(table, categories)
    numeric = measurement in NUMERIC
    values: Sequence[str] = _numbers(table, measurement) if numeric else table.values.names
    names = _present(values) if categories is None else [name.strip() for name in categories]
    if measurement == "ordinal":
        values, names = _ordered(table, names, given=categories is not None)
    keys = [number_key(name) for name in names] if numeric else names
    _check_categories(names, keys, measurement)
    _check_known(table, values, keys, names)
    scores = tuple(float(key) for key in keys) if numeric else None
    return TableValues(_labels(table, values, keys, scores))


def _labels(
    table: LabelTable, values: Sequence[str], keys: Sequence[str], scores: tuple[float, ...] | None = None
) -> Labels:
    """Labels in codes.  values: the category of each different text of the table."""
    place = {key: code for code, key in enumerate(keys)}
    of_text = np.fromiter((place[value] for value in values), np.int64, len(values))
    # Annotators and clusters in the order of their names: the order of rows must not move an interval.
    annotator_names, annotator = _sorted(table.annotators)
    cluster = None
    if table.clusters is not None:
        _, codes = _sorted(table.clusters)
        cluster = np.zeros(len(table.units.names), dtype=np.int64)
        cluster[table.units.codes] = codes
    return Labels(
        unit=table.units.codes,
        annotator=annotator,
        value=of_text[table.values.codes],
        units=table.units.names,
        annotators=annotator_names,
        categories=tuple(keys),
        cluster=cluster,
        scores=scores,
    )


def _sorted(column: Column) -> tuple[tuple[str, ...], Ints]:
    """The names in their order, and the place of each row's."""
    order = sorted(range(len(column.names)), key=column.names.__getitem__)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return tuple(column.names[number] for number in order), place[column.codes]


def _check_known(table: LabelTable, values: Sequence[str], keys: Sequence[str], names: Sequence[str]) -> None:
    """Refuse the first label that is not among the categories.  values: of each different text."""
    known = set(keys)
    unknown = [number for number, value in enumerate(values) if value not in known]
    if unknown:
        line, shown = _first(table, unknown)
        raise TableError(
            f"{table.file}, line {line}: '{shown}' is not among the categories {quoted(names)}."
            f"{nearest(shown, names)}"
        )


def _first(table: LabelTable, texts: Sequence[int]) -> tuple[int, str]:
    """The first label with one of these texts: its line and its text."""
    # Texts are numbered in order of first use.
    return table.line_of(min(texts)), table.values.names[min(texts)]


def _ordered(table: LabelTable, names: Sequence[str], *, given: bool) -> tuple[Sequence[str], list[str]]:
    """Ordinal values, as numbers where all of them are; words need an order that was given."""
    distinct = sorted(table.values.names)
    if all(number_key(value) for value in (*distinct, *names)):
        keys = [number_key(name) for name in names]
        values = [number_key(value) for value in table.values.names]
        order = keys if given else sorted(set(keys), key=float)
        return values, order
    if not given:
        shown = distinct[:_SHOWN] + (["..."] if len(distinct) > _SHOWN else [])
        raise TableError(
            f"The values of {table.file} are words, and ordinal measurement needs their order: "
            f"{quoted(shown)}. Name all of them from lowest to highest, such as "
            f'--categories "{",".join(shown)}" in the right order.'
        )
    return table.values.names, list(names)


def _set_labels(table: LabelTable, categories: Sequence[str] | None) -> TableValues:
    """Sets, whatever the order of their members; categories are all members that could be in one."""
    parsed = [_members(value) for value in table.values.names]
    if categories is not None:
        known = {name.strip() for name in categories}
        unknown = [number for number, members in enumerate(parsed) if members - known]
        if unknown:
            line, _ = _first(table, unknown)
            other = min(parsed[min(unknown)] - known)
            raise TableError(
                f"{table.file}, line {line}: '{other}' is not among the categories "
                f"{quoted(sorted(known))}.{nearest(other, known)}"
            )
    names = ["|".join(sorted(members)) for members in parsed]
    present = sorted(set(names))
    if len(present) > MOST_CATEGORIES:
        raise TableError(f"{len(present)} different sets; at most {MOST_CATEGORIES} can be compared.")
    members_of = dict(zip(names, parsed, strict=True))
    return TableValues(_labels(table, names, present), tuple(members_of[name] for name in present))


def _members(text: str) -> frozenset[str]:
    """The members of ``a|b``, of a JSON list, or of Label Studio's choices; ``[]`` is the empty set."""
    if text.startswith(("[", "{")):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, Mapping):
            data = data.get("choices")
        if isinstance(data, list):
            return frozenset(str(member).strip() for member in data)
    return frozenset(member.strip() for member in text.split("|") if member.strip())


def _numbers(table: LabelTable, measurement: str) -> list[str]:
    """Each different text in one form for each number."""
    keys = [number_key(value) for value in table.values.names]
    faults = [number for number, key in enumerate(keys) if _fault(key, measurement)]
    if faults:
        line, value = _first(table, faults)
        raise TableError(f"{table.file}, line {line}: '{value}' {_fault(keys[min(faults)], measurement)}")
    return keys


def _fault(key: str, measurement: str) -> str:
    """What is wrong with a number; an empty text if nothing is."""
    if key == "":
        return (
            f"is not a number, which {measurement} measurement needs. Name codes for no value with --missing."
        )
    if measurement == "ratio" and float(key) < 0:
        return "is below zero, which ratio measurement does not allow. Use interval."
    if abs(float(key)) > LARGEST:
        return f"is too large to be squared; numbers up to {LARGEST:g} are possible. Divide all of them."
    return ""


def number_key(text: str) -> str:
    """One text for all ways to write a number; empty if it is none."""
    try:
        number = float(text)
    except ValueError:
        return ""
    return f"{number + 0.0:.15g}" if math.isfinite(number) and "_" not in text else ""


def _present(values: Sequence[str]) -> list[str]:
    distinct = sorted(set(values))
    if all(number_key(value) for value in distinct):
        return sorted(distinct, key=float)
    return distinct


def _check_categories(names: Sequence[str], keys: Sequence[str], measurement: str) -> None:
    if not names or "" in names:
        raise TableError("A category is empty. Give the categories as A,B,C.")
    if "" in keys:
        wrong = names[keys.index("")]
        raise TableError(f"Category '{wrong}' is not a number, which {measurement} measurement needs.")
    often = Counter(keys)
    twice = next((name for name, key in zip(names, keys, strict=True) if often[key] > 1), None)
    if twice is not None:
        raise TableError(f"Category '{twice}' is named twice.")
    if measurement == "ratio" and min(map(float, keys)) < 0:
        raise TableError("A category is below zero, which ratio measurement does not allow. Use interval.")
    if measurement in NUMERIC and max(abs(float(key)) for key in keys) > LARGEST:
        raise TableError(f"A category is too large to be squared; numbers up to {LARGEST:g} are possible.")
    most = MOST_ORDINAL if measurement == "ordinal" else MOST_CATEGORIES
    if len(names) > most and measurement not in NUMERIC:
        raise TableError(
            f"{len(names)} different values; at most {most} can be compared. Round or group them."
        )


def folded(value: str) -> str:
    """A value without what is only form: case, white space, Unicode composition, a number's spelling."""
    plain = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return number_key(plain) or plain


def alike(counts: Mapping[str, int]) -> list[dict[str, int]]:
    """Values that differ only in form, with how often each was given; the most frequent spelling first."""
    groups: dict[str, dict[str, int]] = {}
    for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        groups.setdefault(folded(value), {})[value] = count
    return [group for group in groups.values() if len(group) > 1]


def with_one_spelling(table: LabelTable) -> LabelTable:
    """The table with values that differ only in form merged into the most frequent spelling."""
    spelling = {value: next(iter(group)) for group in alike(table.values.counts()) for value in group}
    names = [spelling.get(value, value) for value in table.values.names]
    return replace(table, values=table.values.renamed(names))


def without_codes(table: LabelTable, codes: Sequence[str]) -> LabelTable:
    """The table without labels that are a number among the codes for a missing one, in any form."""
    numbers = {number_key(code) for code in codes} - {""}
    missing = np.array([number_key(value) in numbers for value in table.values.names], dtype=bool)
    if not missing.any():
        return table
    kept = ~missing[table.values.codes]
    return replace(table.chosen(kept), n_missing=table.n_missing + int(np.count_nonzero(~kept)))


def value_notes(table: LabelTable, measurement: TableMeasurement, *, given: bool) -> list[NoteJson]:
    """What a reader should know about the values: spellings, and codes that look like a missing label."""
    remarks: list[NoteJson] = []
    counts = table.values.counts()
    groups = [] if measurement in NUMERIC or measurement == "set" else alike(counts)
    if measurement == "ordinal":
        groups = [group for group in groups if not all(number_key(value) for value in group)]
    if groups:
        shown = "; ".join(
            ", ".join(f"'{value}' ({count:,})" for value, count in group.items()) for group in groups[:_SHOWN]
        )
        remarks.append(
            {
                "code": "near_equal_values",
                "text": f"Values that differ only in form count as different: {shown}. --fold merges them.",
            }
        )
    missing = [] if given else _like_missing(counts)
    if missing:
        shown = ", ".join(f"'{value}' ({counts[value]:,})" for value in missing)
        remarks.append(
            {
                "code": "looks_missing",
                "text": f"Counted as values, though they look like codes for a missing label: {shown}. "
                f"--missing {','.join(missing)} leaves them out.",
            }
        )
    return remarks


def _like_missing(values: Iterable[str]) -> list[str]:
    distinct = sorted(values)
    words = [value for value in distinct if value.casefold() in _WORDS_FOR_MISSING]
    numbers = {value: float(number_key(value)) for value in distinct if number_key(value)}
    if len(numbers) + len(words) < len(distinct):
        return words
    codes = {value for value, number in numbers.items() if number in _NUMBERS_FOR_MISSING}
    others = [number for value, number in numbers.items() if value not in codes]
    if len(others) < 2:  # noqa: PLR2004 - a range takes two
        return words
    low, high = min(others), max(others)
    apart = [
        value
        for value in codes
        if numbers[value] < 0 <= low or not low - (high - low) <= numbers[value] <= high + (high - low)
    ]
    return words + sorted(apart)
