"""Annotators and the browser sessions that speak for them; runs in the writer's transaction."""

import hashlib
import secrets
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta

from labels.errors import PersonNameError
from labels.store.project import now
from labels.store.seals import seal
from labels.store.sqlite import sqlite3

MAX_NAME = 80
SESSION = timedelta(days=14)


def annotator_id(connection: sqlite3.Connection, name: str) -> str:
    """The id of the annotator of this name, who is added if the project does not know them."""
    name = annotator_name(name)
    row = connection.execute("select id from annotator where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row[0])
    identifier = f"a{uuid.uuid4().hex[:10]}"
    connection.execute(
        "insert into annotator (id, name, created_at) values (?, ?, ?)", (identifier, name, now())
    )
    seal(connection, "annotator")
    return identifier


def annotator_name(name: str) -> str:
    """A name as it is kept, however it is spaced or composed.

    Raises PersonNameError if nobody could read it.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise PersonNameError(f"A name has 1 to {MAX_NAME} printable characters.")
    return name


def open_session(connection: sqlite3.Connection, annotator: str) -> str:
    """A new cookie for an annotator; only its SHA-256 is kept."""
    token = secrets.token_urlsafe(32)
    expires = (datetime.now(UTC) + SESSION).isoformat(timespec="microseconds")
    connection.execute(
        "insert into session (token_hash, annotator, created_at, expires_at) values (?, ?, ?, ?)",
        (token_hash(token), annotator, now(), expires),
    )
    return token


def close_session(connection: sqlite3.Connection, token: str) -> None:
    """Revoke a cookie at once."""
    connection.execute("update session set revoked_at = ? where token_hash = ?", (now(), token_hash(token)))


def token_hash(token: str) -> str:
    """What is kept of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()
