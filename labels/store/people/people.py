"""People and their roles: what an administrator changes about them, and who may do so.

Every change runs inside the writer's transaction, is checked against the rights of the person who makes it
(``by``, a pseudonym; "" for a command on the machine that holds the file), and is an entry of the log.
"""

from dataclasses import dataclass

from labels.errors import RefusedPersonError, UnknownNameError
from labels.names import checked_name, same_name
from labels.role import ADMINISTERS, Role
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.sessions import close_sessions
from labels.store.sqlite import sqlite3

MAX_REASON_LENGTH = 500  # code points
PEOPLE = """
select a.id, a.name, a.role, a.disabled, a.left_out, p.annotator is not null, exists (
    select 1 from invitation i where i.annotator = a.id and i.revoked = '' and i.used < i.places
    and i.expires_at > ?)
from annotator a left join password p on p.annotator = a.id
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part.

    disabled: since when they may no longer sign in or save, ISO 8601; "" while they may.  left_out: why
    exports leave their labels out; "" while they don't.  has_password: they can sign in.  is_invited: an
    invitation of theirs is open.
    """

    id: str
    name: str
    role: Role
    disabled: str = ""
    left_out: str = ""
    has_password: bool = False
    is_invited: bool = False


def people(connection: sqlite3.Connection) -> list[Person]:
    """Everybody, by name."""
    return [_person(row) for row in connection.execute(f"{PEOPLE} order by a.name", (now(),))]


def person_of(connection: sqlite3.Connection, identifier: str) -> Person | None:
    """The person of a pseudonym."""
    row = connection.execute(f"{PEOPLE} where a.id = ?", (now(), identifier)).fetchone()
    return None if row is None else _person(row)


def person_named(connection: sqlite3.Connection, name: str) -> Person:
    """The person of a name, in any case; raises UnknownNameError, which lists the names there are."""
    name, everybody = checked_name(name), people(connection)
    for person in everybody:
        if same_name(person.name, name):
            return person
    raise UnknownNameError("person", name, [person.name for person in everybody])


def has_administrator(connection: sqlite3.Connection) -> bool:
    """Whether somebody who may sign in, or was invited to, administers the project."""
    return any(_can_administer(person) for person in people(connection))


def must_administer(connection: sqlite3.Connection, by: str) -> None:
    """Raise RefusedPersonError unless a person may change people, roles and invitations now."""
    person = person_of(connection, by) if by else None
    if by and (person is None or person.disabled or person.role not in ADMINISTERS):
        raise RefusedPersonError("Only an administrator may do this. Nothing was changed.")


def must_be_enabled(connection: sqlite3.Connection, identifier: str) -> None:
    """Raise RefusedPersonError if a person may neither sign in nor save."""
    person = person_of(connection, identifier)
    if person is not None and person.disabled:
        raise RefusedPersonError(
            f"'{person.name}' is disabled. An administrator can enable the account again, on the page "
            "Team or with 'annotator user enable'."
        )


def set_role(connection: sqlite3.Connection, identifier: str, role: Role, by: str = "") -> None:
    """Give a person another role. Raises RefusedPersonError, also if no administrator would be left."""
    person = _to_change(connection, identifier, by)
    if role == person.role:
        return
    if role not in ADMINISTERS:
        _keep_an_administrator(connection, person)
    connection.execute("update annotator set role = ? where id = ?", (role, identifier))
    record(connection, "annotator", identifier, f"role: {person.role} to {role}", by)


def disable(connection: sqlite3.Connection, identifier: str, by: str = "") -> None:
    """End a person's sessions and invitations, and let them neither sign in nor save; their labels stay.

    Raises RefusedPersonError, also if no administrator would be left.
    """
    person = _to_change(connection, identifier, by)
    if person.disabled:
        return
    _keep_an_administrator(connection, person)
    connection.execute("update annotator set disabled = ? where id = ?", (now(), identifier))
    record(connection, "annotator", identifier, "disabled", by)
    revoke_links(connection, identifier, "disabled", by)
    close_sessions(connection, identifier)


def enable(connection: sqlite3.Connection, identifier: str, by: str = "") -> None:
    """Let a disabled person sign in and save again. Raises RefusedPersonError."""
    if _to_change(connection, identifier, by).disabled:
        connection.execute("update annotator set disabled = '' where id = ?", (identifier,))
        record(connection, "annotator", identifier, "enabled", by)


def leave_out(connection: sqlite3.Connection, identifier: str, reason: str, by: str = "") -> None:
    """Leave a person's labels out of exports from now on.

    reason: why, in one line; "" takes them in again.  Raises RefusedPersonError.
    """
    reason = " ".join(reason.split())
    if len(reason) > MAX_REASON_LENGTH or not reason.isprintable():
        raise RefusedPersonError(f"A reason has at most {MAX_REASON_LENGTH} printable characters.")
    if _to_change(connection, identifier, by).left_out != reason:
        connection.execute("update annotator set left_out = ? where id = ?", (reason, identifier))
        record(connection, "annotator", identifier, f"left out: {reason}" if reason else "taken in", by)


def revoke_links(connection: sqlite3.Connection, identifier: str, why: str, by: str) -> None:
    """End every invitation of one person that is open.  why: for the log."""
    open_ones = connection.execute(
        "select id from invitation where annotator = ? and revoked = '' and used < places", (identifier,)
    ).fetchall()
    for (invitation,) in open_ones:
        revoke_link(connection, invitation, why, by)


def revoke_link(connection: sqlite3.Connection, invitation: str, why: str, by: str) -> None:
    """End an invitation.  why: for the log."""
    check(connection, "invitation", [invitation])
    connection.execute("update invitation set revoked = ? where id = ?", (now(), invitation))
    record(connection, "invitation", invitation, why, by)


def _to_change(connection: sqlite3.Connection, identifier: str, by: str) -> Person:
    must_administer(connection, by)
    check(connection, "annotator", [identifier])
    person = person_of(connection, identifier)
    if person is None:
        raise RefusedPersonError(f"This project has no person '{identifier}'. Nothing was changed.")
    return person


def _keep_an_administrator(connection: sqlite3.Connection, person: Person) -> None:
    others = [other for other in people(connection) if other.id != person.id]
    if _can_administer(person) and not any(_can_administer(other) for other in others):
        raise RefusedPersonError(
            f"'{person.name}' is the only administrator, so nothing was changed. Make somebody else "
            "administrator first."
        )


def _can_administer(person: Person) -> bool:
    return person.role in ADMINISTERS and not person.disabled and (person.has_password or person.is_invited)


def _person(row: tuple[str, str, Role, str, str, int, int]) -> Person:
    identifier, name, role, disabled, left_out, has_password, is_invited = row
    return Person(identifier, name, role, disabled, left_out, bool(has_password), bool(is_invited))
