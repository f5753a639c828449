"""Browsers that may speak for an annotator: opened by a sign-in, extended by work, ended by a sign-out.

A session is the only thing in a project that is not in the log. Of its cookie only the SHA-256 is stored.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from labels.role import Role
from labels.store.log.entries import now
from labels.store.sqlite import sqlite3

SESSION_LENGTH = timedelta(days=14)  # since the last work, see ``extend_session``
EXTEND_AFTER = timedelta(hours=12)  # so that work costs one write of its session a day or two


Proof = Literal["name", "password"]


@dataclass(frozen=True, slots=True)
class Session:
    """A live session: whom it speaks for, in which role, until when (ISO 8601, UTC), and what opened it."""

    annotator: str
    name: str
    role: Role
    expires_at: str
    proof: Proof

    @property
    def is_due(self) -> bool:
        """Whether it is time to extend it."""
        return self.expires_at < _in(SESSION_LENGTH - EXTEND_AFTER)


def open_session(connection: sqlite3.Connection, annotator: str, proof: Proof = "name") -> str:
    """A new cookie for an annotator.  proof: what the browser has shown."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        "insert into session (token_hash, annotator, created_at, expires_at, proof) values (?, ?, ?, ?, ?)",
        (token_hash(token), annotator, now(), _in(SESSION_LENGTH), proof),
    )
    return token


def live_session(connection: sqlite3.Connection, token: str) -> Session | None:
    """The session of a cookie; None if it is unknown, signed out or expired, or its annotator is disabled."""
    row = connection.execute(
        "select a.id, a.name, a.role, s.expires_at, s.proof from session s join annotator a "
        "on a.id = s.annotator where s.token_hash = ? and s.revoked_at is null and s.expires_at > ? "
        "and a.disabled = ''",
        (token_hash(token), now()),
    ).fetchone()
    return None if row is None else Session(*row)


def extend_session(connection: sqlite3.Connection, token: str) -> None:
    """Let a live session last its full length from now on."""
    connection.execute(
        "update session set expires_at = ? where token_hash = ? and revoked_at is null and expires_at > ?",
        (_in(SESSION_LENGTH), token_hash(token), now()),
    )


def close_session(connection: sqlite3.Connection, token: str) -> None:
    """Sign out one browser at once."""
    connection.execute(
        "update session set revoked_at = ? where token_hash = ? and revoked_at is null",
        (now(), token_hash(token)),
    )


def close_sessions(connection: sqlite3.Connection, annotator: str) -> None:
    """Sign out every browser of an annotator at once."""
    connection.execute(
        "update session set revoked_at = ? where annotator = ? and revoked_at is null", (now(), annotator)
    )


def token_hash(token: str) -> str:
    """What the project stores of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def _in(length: timedelta) -> str:
    return (datetime.now(UTC) + length).isoformat(timespec="microseconds")
