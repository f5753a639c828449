"""What the options of ``annotator agreement`` name: columns and codes of a table, parts of a project."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from exports.agreement.tables.rows import Duplicates, Reading
from labels.errors import TableError, UnknownNameError
from labels.store.queries import ProjectReader


@dataclass(frozen=True, slots=True)
class TableChoice:
    """How a table is read.  categories: None for those present.  missing: codes for a missing label."""

    reading: Reading
    categories: list[str] | None
    missing: tuple[str, ...]

    @classmethod
    def of(cls, *, categories: str | None, missing: str | None, **options: Any) -> Self:
        """From the options as they were typed; raises TableError for a list that is none."""
        codes = () if missing is None else tuple(code.strip() for code in _listed("--missing", missing))
        return cls(
            _reading(codes, **options),
            None if categories is None else _listed("--categories", categories),
            codes,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """Parts of a project by their ids; None for all."""

    events: frozenset[str] | None
    annotators: frozenset[str] | None
    layers: frozenset[str] | None


def named(
    store: ProjectReader, *, event: Sequence[str], annotator: Sequence[str], layer: Sequence[str], **_: object
) -> Named:
    """What was named by id or by name; raises UnknownNameError for what the project does not hold."""
    events = {name: event.id for event in store.event_ids() for name in (event.id, event.name)}
    people = {name: person.id for person in store.annotators() for name in (person.id, person.name)}
    return Named(
        events=_chosen("event", event, events),
        annotators=_chosen("annotator", annotator, people),
        layers=_chosen("layer", layer, {name: name for name in store.codebook().layer_ids}),
    )


def _chosen(what: str, names: Sequence[str], known: Mapping[str, str]) -> frozenset[str] | None:
    """The ids of the named things; None, which means all, if nothing is named."""
    for name in names:
        if name not in known:
            raise UnknownNameError(what, name, known)
    return frozenset(known[name] for name in names) if names else None


def _reading(
    missing: Sequence[str],
    *,
    cluster: str | None,
    columns: str | None,
    wide: bool,
    where: Sequence[str],
    duplicates: Duplicates,
    **_: object,
) -> Reading:
    """How the options say that the table is read."""
    named = (
        [] if columns is None else [_assigned("--columns", part) for part in _listed("--columns", columns)]
    )
    for role, _name in named:
        if role not in {"annotator", "unit", "value"}:
            raise TableError(f"--columns names '{role}', but only annotator, unit and value have a column.")
    first = dict(reversed(named))
    people = tuple(name for role, name in named if role == "annotator")
    return Reading(
        annotator=first.get("annotator", "annotator"),
        unit=first.get("unit", "unit"),
        value=first.get("value", "value"),
        cluster=cluster,
        wide=wide,
        annotators=people if wide else (),
        where=tuple(_assigned("--where", part) for part in where),
        duplicates=duplicates,
        missing=frozenset(missing),
    )


def _assigned(option: str, text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise TableError(f"{option} '{text}' lacks a name, an equals sign or a value, as in NAME=VALUE.")
    return name.strip(), value.strip()


def _listed(option: str, text: str) -> list[str]:
    """What an option lists: one line of CSV."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"{option} '{text}' is not a list such as A,B,C ({error}).") from error
    if len(lines) > 1:
        raise TableError(f"{option} has several lines; put a name with a line break in quotation marks.")
    return lines[0] if lines else []
