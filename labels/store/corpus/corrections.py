"""Corrections of articles and events as entries of the log: metadata, an event's name and place, withdrawal.

The text of an article is frozen and never corrected here; see labels/store/corpus/succession.py.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labels.article import METADATA
from labels.errors import CorrectionsError, nearest
from labels.store.corpus.articles import ArticleRow, article_rows, no_article
from labels.store.corpus.extent import count_in, count_out
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3
from labels.text.corrections import Correction

UPDATES = {
    name: f"update article set {name} = ? where id = ?"  # noqa: S608 - names from the list of fields
    for name in ("outlet", *METADATA)
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a correction changes.  article: its id; "" for a field of an event.  event: its name."""

    article: str
    event: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class _Plan:
    """What corrections come to.  events: new names and places by the name of the event before."""

    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # event -> (new name, where it was asked)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)


def planned(connection: sqlite3.Connection, corrections: Sequence[Correction]) -> list[Change]:
    """What the corrections would change; raises CorrectionsError, which names every fault."""
    rows = {row.id: row for row in article_rows(connection)}
    events = [name for (name,) in connection.execute("select name from event order by position")]
    plan, asked = _Plan(), dict[str, str]()
    for correction in corrections:
        row = rows.get(correction.article)
        if row is None:
            hint = nearest(correction.article, rows)
            plan.faults.append(
                f"{correction.place}: the project has no article '{correction.article}'.{hint}"
            )
        elif row.id in asked:
            plan.faults.append(
                f"{correction.place}: article '{row.id}' was corrected already: {asked[row.id]}."
            )
        else:
            asked[row.id] = correction.place
            _plan_article(plan, row, correction)
    names = _new_names(plan, events)
    places = _new_places(plan, events)
    if plan.faults:
        raise CorrectionsError(plan.faults)
    plan.changes += [Change("", name, "event", name, new) for name, new in names.items() if new != name]
    plan.changes += [
        Change("", name, "order", str(events.index(name) + 1), str(place))
        for place, name in enumerate(places, start=1)
        if events[place - 1] != name
    ]
    return plan.changes


def correct(
    connection: sqlite3.Connection, corrections: Sequence[Correction], why: str, by: str = ""
) -> list[Change]:
    """Make corrections, all or none, with an entry of the log for each row; returns what was changed.

    why: the reason, for the log.  by: the pseudonym of the person, "" for a command.
    Runs inside the writer's transaction. Raises CorrectionsError, which names every fault.
    """
    changes = planned(connection, corrections)
    articles = dict.fromkeys(change.article for change in changes if change.article)
    check(connection, "article", articles)
    for change in changes:
        if change.article:
            connection.execute(UPDATES[change.field], (change.after, change.article))
    for identifier in articles:
        record(connection, "article", identifier, why, by)
    _correct_events(connection, [change for change in changes if not change.article], why, by)
    return changes


def withdraw(connection: sqlite3.Connection, article: str, reason: str, by: str = "") -> None:
    """Take an article out: its labels stay in the log, and leave pages, exports and reports.

    Raises UnknownNameError, and CorrectionsError if it is out already.
    """
    _check_article(connection, article, out=False)
    count_out(connection, article)
    connection.execute("update article set withdrawn = ? where id = ?", (reason, article))
    record(connection, "article", article, f"withdrawn: {reason}", by)


def restore(connection: sqlite3.Connection, article: str, reason: str, by: str = "") -> None:
    """Take a withdrawn article in again, with its labels.

    Raises UnknownNameError, and CorrectionsError if it is in.
    """
    _check_article(connection, article, out=True)
    connection.execute("update article set withdrawn = '' where id = ?", (article,))
    count_in(connection, article)
    record(connection, "article", article, f"restored: {reason}", by)


def _check_article(connection: sqlite3.Connection, article: str, *, out: bool) -> None:
    row = connection.execute("select withdrawn from article where id = ?", (article,)).fetchone()
    if row is None:
        raise no_article(connection, article)
    check(connection, "article", [article])
    if out and not row[0]:
        raise CorrectionsError([f"Article '{article}' is not withdrawn, so there is nothing to restore."])
    if not out and row[0]:
        raise CorrectionsError([f"Article '{article}' is withdrawn already ({row[0]})."])


def _plan_article(plan: _Plan, row: ArticleRow, correction: Correction) -> None:
    values = dict(correction.values)
    for name, known in (("event", plan.names), ("order", plan.places)):
        if name not in values:
            continue
        value = values.pop(name)
        other, place = known.setdefault(row.event, (value, correction.place))
        if other != value:
            plan.faults.append(
                f"{correction.place}: {name} '{value}', but '{other}' for the same event '{row.event}' "
                f"({place}). Articles of one event share its name and place; to rename the event, give every "
                "row of it the same."
            )
    before = {"outlet": row.outlet, **row.metadata}
    plan.changes += [
        Change(row.id, row.event, name, before[name], value)
        for name, value in values.items()
        if before[name] != value
    ]


def _new_names(plan: _Plan, events: Sequence[str]) -> dict[str, str]:
    """The names of all events after the corrections; a name that two would have is a fault."""
    names = {name: plan.names.get(name, (name, ""))[0] for name in events}
    holders = defaultdict(list)
    for name, new in names.items():
        holders[new].append(name)
    for name, (new, place) in plan.names.items():
        if new != name and len(holders[new]) > 1:
            plan.faults.append(
                f"{place}: the event '{name}' can't be called '{new}': another event has that name."
            )
    return names


def _new_places(plan: _Plan, events: Sequence[str]) -> list[str]:
    """The events in their new order: those that ask for a place have it, the others keep their order."""
    wanted: dict[int, str] = {}
    for name, (value, place) in plan.places.items():
        number = int(value)
        if number > len(events):
            plan.faults.append(f"{place}: order {number}, but the project has {len(events)} events.")
        elif number in wanted:
            plan.faults.append(f"{place}: order {number} is that of the event '{wanted[number]}' as well.")
        else:
            wanted[number] = name
    others = iter([name for name in events if name not in plan.places])
    return [wanted.get(number) or next(others, "") for number in range(1, len(events) + 1)]


def _correct_events(connection: sqlite3.Connection, changes: Sequence[Change], why: str, by: str) -> None:
    """Names and places are unique, so they are set aside first and then given."""
    ids: Mapping[str, str] = dict(connection.execute("select name, id from event"))
    positions = [place for (place,) in connection.execute("select position from event order by position")]
    touched = dict.fromkeys(ids[change.event] for change in changes)
    check(connection, "event", touched)
    for statement, values in _steps(changes, ids, positions):
        connection.execute(statement, values)
    for identifier in touched:
        record(connection, "event", identifier, why, by)


def _steps(
    changes: Sequence[Change], ids: Mapping[str, str], positions: Sequence[int]
) -> Iterator[tuple[str, tuple[object, str]]]:
    named = [change for change in changes if change.field == "event"]
    placed = [change for change in changes if change.field == "order"]
    for number, change in enumerate(named):
        yield "update event set name = ? where id = ?", (f"\n{number}", ids[change.event])
    for number, change in enumerate(placed):
        yield "update event set position = ? where id = ?", (-number - 1, ids[change.event])
    for change in named:
        yield "update event set name = ? where id = ?", (change.after, ids[change.event])
    for change in placed:
        position = positions[int(change.after) - 1]
        yield "update event set position = ? where id = ?", (position, ids[change.event])
