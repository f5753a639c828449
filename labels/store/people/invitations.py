"""Invitations: links by which people set their password, each for one person or for a group.

An invitation, what is left of it and its end are entries of the log; the hash of its token is beside the log,
like that of a session's cookie. Everything here that writes runs inside the writer's transaction.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from labels.errors import InvitationError
from labels.names import checked_name, same_name
from labels.role import ADMINISTERS, Role
from labels.store.accounts import add_person
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.people.passwords import set_password
from labels.store.people.people import (
    Person,
    must_administer,
    people,
    person_of,
    revoke_link,
    revoke_links,
    set_role,
)
from labels.store.sessions import close_sessions, token_hash
from labels.store.sqlite import sqlite3

LINK_LENGTH = timedelta(hours=72)
MOST_DAYS = 366
MOST_PLACES = 500
ENDED = (
    "This link has been used, was replaced by another, or has expired. Ask an administrator for a new one."
)
COLUMNS = """
i.id, i.annotator, coalesce(a.name, ''), i.role, i.places, i.used, i.created_at, i.expires_at, i.revoked
"""
INVITATIONS = f"select {COLUMNS} from invitation i left join annotator a on a.id = i.annotator"  # noqa: S608
OF_TOKEN = f"""
select {COLUMNS} from invitation_token t join invitation i on i.id = t.invitation
left join annotator a on a.id = i.annotator where t.token_hash = ?
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link for one person, or for a group.

    annotator, name: whom it is for; "" for a group, whose members choose their names.  places: how many may
    use it; used: how many have.  Times in ISO 8601, UTC; revoked: "" unless it was ended before its time.
    """

    id: str
    annotator: str
    name: str
    role: Role
    places: int
    used: int
    created_at: str
    expires_at: str
    revoked: str

    @property
    def is_open(self) -> bool:
        """Whether somebody may still use it."""
        return not self.revoked and self.used < self.places and self.expires_at > now()


@dataclass(frozen=True, slots=True)
class Link:
    """A new invitation: its id, its token, which is shown once and never again, and its end."""

    invitation: str
    token: str
    expires_at: str


def invitations(connection: sqlite3.Connection) -> list[Invitation]:
    """Those that are open, the oldest first."""
    listed = [Invitation(*row) for row in connection.execute(f"{INVITATIONS} order by i.number")]
    return [invitation for invitation in listed if invitation.is_open]


def invite(connection: sqlite3.Connection, name: str, role: Role, by: str = "") -> Link:
    """A link for one person; a new name joins the people with the role, and a known one gets it.

    A link that the person has not used ends.  Raises PersonNameError, RefusedPersonError, or InvitationError
    if the person has a password already.
    """
    must_administer(connection, by)
    name = checked_name(name)
    person = next((known for known in people(connection) if same_name(known.name, name)), None)
    if person is None:
        person = person_of(connection, add_person(connection, name, "invited", role, by))
        return _new_link(connection, person, role, 1, datetime.now(UTC) + LINK_LENGTH, by)
    if person.disabled or person.has_password:
        way = (
            "enable them"
            if person.disabled
            else "a new link for a forgotten one is a reset, not an invitation"
        )
        state = "is disabled" if person.disabled else "has a password already"
        raise InvitationError(f"'{person.name}' {state}; {way}. Nothing was changed.")
    set_role(connection, person.id, role, by)
    return _new_link(connection, person, role, 1, datetime.now(UTC) + LINK_LENGTH, by)


def reset(connection: sqlite3.Connection, identifier: str, by: str = "") -> Link:
    """A link by which a person sets a new password; their old one and their sessions end when it is used.

    Raises RefusedPersonError, or InvitationError if the person is disabled.
    """
    must_administer(connection, by)
    person = person_of(connection, identifier)
    if person is None or person.disabled:
        raise InvitationError("This person is disabled; enable them first.")
    return _new_link(connection, person, person.role, 1, datetime.now(UTC) + LINK_LENGTH, by)


def invite_group(
    connection: sqlite3.Connection, places: int, until: datetime, role: Role, by: str = ""
) -> Link:
    """A link for so many people, who choose their names; it ends with the last place, or at ``until``.

    Raises RefusedPersonError, or InvitationError for a group that can't be.
    """
    must_administer(connection, by)
    if role in ADMINISTERS:
        raise InvitationError(
            "Administrators are invited one by one, by name: a group's link may be passed on."
        )
    if not 1 <= places <= MOST_PLACES:
        raise InvitationError(f"A group's link is for 1 to {MOST_PLACES} people.")
    if not timedelta() < until - datetime.now(UTC) <= timedelta(days=MOST_DAYS):
        raise InvitationError(f"A group's link ends in the future, at most {MOST_DAYS} days from now.")
    return _new_link(connection, None, role, places, until, by)


def invitation_of(connection: sqlite3.Connection, token: str) -> Invitation:
    """The open invitation of a link; raises InvitationError if it has ended, or never was."""
    row = connection.execute(OF_TOKEN, (token_hash(token),)).fetchone()
    invitation = None if row is None else Invitation(*row)
    if invitation is None or not invitation.is_open:
        raise InvitationError(ENDED)
    return invitation


def use(connection: sqlite3.Connection, token: str, stored: str, name: str = "") -> str:
    """Take a place of an invitation with a password; returns the pseudonym of the person.

    stored: the password's hash.  name: of a group's member; the person of a single link has one.  Every
    session of the person ends.
    Raises InvitationError if the link has ended, or if the person was disabled; PersonNameError if somebody
    of the project has the name, or one that looks like it.
    """
    invitation = invitation_of(connection, token)
    check(connection, "invitation", [invitation.id])
    annotator = invitation.annotator
    if not annotator:
        annotator = add_person(connection, name, f"joined by {invitation.id}", invitation.role)
    else:
        check(connection, "annotator", [annotator])
        person = person_of(connection, annotator)
        if person is None or person.disabled:
            raise InvitationError(ENDED)
    connection.execute("update invitation set used = used + 1 where id = ?", (invitation.id,))
    record(connection, "invitation", invitation.id, "used", annotator)
    close_sessions(connection, annotator)
    set_password(connection, annotator, stored)
    return annotator


def revoke(connection: sqlite3.Connection, identifier: str, by: str = "") -> None:
    """End an invitation before its time. Raises RefusedPersonError."""
    must_administer(connection, by)
    revoke_link(connection, identifier, "revoked", by)


def _new_link(
    connection: sqlite3.Connection, person: Person | None, role: Role, places: int, until: datetime, by: str
) -> Link:
    if person is not None:
        revoke_links(connection, person.id, "replaced", by)
    token, identifier = secrets.token_urlsafe(32), f"i{uuid.uuid4().hex[:10]}"
    expires_at = until.astimezone(UTC).isoformat(timespec="microseconds")
    connection.execute(
        "insert into invitation (id, annotator, role, places, used, created_at, expires_at, revoked, entry) "
        "values (?, ?, ?, ?, 0, ?, ?, '', 0)",
        (identifier, person.id if person else "", role, places, now(), expires_at),
    )
    record(connection, "invitation", identifier, "invited", by)
    connection.execute(
        "insert into invitation_token (invitation, token_hash) values (?, ?)", (identifier, token_hash(token))
    )
    return Link(identifier, token, expires_at)
