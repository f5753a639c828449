"""What is stored of passwords. Like sessions it is not in the log; hashes are made in labels/password.py."""

from dataclasses import dataclass

from labels.names import same_name
from labels.store.log.entries import now
from labels.store.sqlite import sqlite3


@dataclass(frozen=True, slots=True)
class Credentials:
    """A person's pseudonym and name with what is stored of their password."""

    annotator: str
    name: str
    stored: str


def credentials(connection: sqlite3.Connection, name: str) -> Credentials | None:
    """Those of the person of this name, in any case; None if there is nobody, or nobody with a password."""
    rows = connection.execute(
        "select a.id, a.name, p.hash from annotator a join password p on p.annotator = a.id order by a.number"
    )
    return next((Credentials(*row) for row in rows if same_name(row[1], name)), None)


def set_password(connection: sqlite3.Connection, annotator: str, stored: str) -> None:
    """Keep what is stored of a person's password in place of the one before."""
    connection.execute(
        "insert into password (annotator, hash, set_at) values (?, ?, ?) "
        "on conflict (annotator) do update set hash = excluded.hash, set_at = excluded.set_at",
        (annotator, stored, now()),
    )
