"""Changes of people as plain data, as a command hands them to a server (labels/store/corpus/operations.py).

They come from a command of the user who owns the project, so nobody's rights are asked; a page calls the
functions behind them with the person who asks.
"""

from dataclasses import dataclass
from datetime import datetime

from labels.errors import InvitationError
from labels.role import Role
from labels.store.people import invitations, people
from labels.store.people.invitations import Link
from labels.store.sqlite import sqlite3


@dataclass(frozen=True, slots=True)
class Invite:
    """Invite one person."""

    name: str
    role: Role

    def apply(self, connection: sqlite3.Connection) -> Link:
        """Raises PersonNameError, RefusedPersonError or InvitationError."""
        return invitations.invite(connection, self.name, self.role)


@dataclass(frozen=True, slots=True)
class InviteGroup:
    """Invite so many people.  until: ISO 8601 with a zone."""

    places: int
    until: str
    role: Role

    def apply(self, connection: sqlite3.Connection) -> Link:
        """Raises InvitationError."""
        try:
            until = datetime.fromisoformat(self.until)
        except ValueError:
            raise InvitationError(f"'{self.until}' is not a date in ISO 8601.") from None
        return invitations.invite_group(connection, self.places, until, self.role)


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """A new link for one person."""

    name: str

    def apply(self, connection: sqlite3.Connection) -> Link:
        """Raises UnknownNameError or InvitationError."""
        return invitations.reset(connection, people.person_named(connection, self.name).id)


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give a person another role."""

    name: str
    role: Role

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError or RefusedPersonError."""
        people.set_role(connection, people.person_named(connection, self.name).id, self.role)


@dataclass(frozen=True, slots=True)
class Disable:
    """Let a person neither sign in nor save."""

    name: str

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError or RefusedPersonError."""
        people.disable(connection, people.person_named(connection, self.name).id)


@dataclass(frozen=True, slots=True)
class Enable:
    """Let a person sign in and save again."""

    name: str

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError."""
        people.enable(connection, people.person_named(connection, self.name).id)


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Leave a person's labels out of exports.  reason: "" takes them in again."""

    name: str
    reason: str

    def apply(self, connection: sqlite3.Connection) -> None:
        """Raises UnknownNameError or RefusedPersonError."""
        people.leave_out(connection, people.person_named(connection, self.name).id, self.reason)


PeopleOperation = Invite | InviteGroup | ResetPassword | GiveRole | Disable | Enable | LeaveOut
PEOPLE_OPERATIONS = {
    operation.__name__: operation
    for operation in (Invite, InviteGroup, ResetPassword, GiveRole, Disable, Enable, LeaveOut)
}
