"""Entries of the log: one append-only chain of hashes for everything that changes a project.

A decision is an entry; so is every other change (an article, an event, a person, a codebook version, a fact),
with who made it, when, why, and what it wrote. The hash of an entry covers the hash before it and the
readable form of its fields, so a project can be proved with nothing but SQLite and SHA-256:
``sha256(canonical([hash before, *fields]))``, with the fields in the order of ``FIELDS``.

In the file an entry is small: UUIDs and hashes are bytes; people, articles, sentences, codebook versions and
words that repeat are numbers. The views ``decision`` and ``change`` show the readable form.
"""

import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from labels.decision import canonical
from labels.store.sqlite import memory_of, sqlite3

# What a hash covers, in this order, after the hash before it; a change leaves those of a decision empty.
FIELDS = (
    "uuid, action, annotator, target_kind, target, sentence, article, layer, kind, base, revision, "
    "codebook, value, origin, client, client_at, server_at"
)
# Words whose number is the same in every project, since statements name them; the position is the number.
TERMS = (
    *("", "set", "clear", "undo", "accept", "adjudicate", "human", "automatic", "accepted"),
    *("state", "unsure", "note", "content", "name"),
)
STATE, UNSURE, CONTENT, NAME = (TERMS.index(layer) for layer in ("state", "unsure", "content", "name"))
HUMAN, ADJUDICATE = TERMS.index("human"), TERMS.index("adjudicate")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# The columns of the log after seq, in this order wherever whole entries are read or written.
COLUMNS = (
    "uuid, action, annotator, article, sentence, item, layer, kind, base, revision, codebook, value, "
    "origin, client, client_at, server_at, hash"
)
APPEND = f"insert into log ({COLUMNS}) values ({', '.join('?' * 17)})"  # noqa: S608 - a constant
LAST = "select seq, hash from log order by seq desc limit 1"
USUAL_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Value = str | bytes | None  # a text as it is, all else as JSON in bytes, None for no value
Columns = Sequence[object]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is not a decision.

    kind: the table that it writes, or ``log``.  key: of the row.  content: what the row holds; a digest where
    that is long; None for a row that is gone.
    """

    kind: str
    key: str
    content: object
    why: str


def link(previous: bytes, fields: Sequence[object]) -> bytes:
    """The SHA-256 that chains an entry to the one before it."""
    return hashlib.sha256(canonical([previous.hex(), *fields]).encode()).digest()


def append(connection: sqlite3.Connection, columns: Columns, fields: Sequence[object]) -> int:
    """Append an entry and return its seq; runs inside the writer's transaction.

    columns: those of ``COLUMNS`` without the hash.  fields: the readable form, as in ``FIELDS``.
    """
    last = connection.execute(LAST).fetchone()
    digest = link(last[1] if last else b"", fields)
    return int(connection.execute(APPEND, (*columns, digest)).lastrowid or 0)


def append_change(connection: sqlite3.Connection, change: Change, by: str = "") -> int:
    """Append an entry for a change that is not a decision.

    by: the pseudonym of the person who made it; "" for a command on the machine that holds the file.
    """
    stamp = microseconds()
    value = canonical({"content": change.content, "key": change.key, "why": change.why})
    person = connection.execute("select number from annotator where id = ?", (by,)).fetchone() if by else None
    columns: list[object] = [None] * 16
    columns[2] = person[0] if person else None
    columns[7], columns[11], columns[15] = term(connection, change.kind), value.encode(), stamp
    return append(connection, columns, change_fields(by if person else "", change.kind, value, stamp))


def change_fields(by: str, kind: str, value: str, stamp: int | str) -> list[object]:
    """The readable fields of a change."""
    return ["", "", by, "", "", "", "", "", kind, 0, None, "", value, "", "", "", moment(stamp)]


def term(connection: sqlite3.Connection, text: str) -> int:
    """The number of a word; a new word gets one."""
    memory = memory_of(connection)
    known = memory.numbers.get(("term", text))
    if known is not None:
        return known
    row = connection.execute("select number from term where text = ?", (text,)).fetchone()
    if row is None:
        row = [connection.execute("insert into term (text) values (?)", (text,)).lastrowid or 0]
    return memory.add_number("term", text, int(row[0]))


def word(connection: sqlite3.Connection, number: int) -> str:
    """The word of a number."""
    memory = memory_of(connection)
    known = memory.terms.get(number)
    if known is not None:
        return known
    [text] = connection.execute("select text from term where number = ?", (number,)).fetchone()
    return memory.add_term(number, str(text))


def stored(value: object) -> Value:
    """A value as the tables hold it."""
    return value if value is None or isinstance(value, str) else canonical(value).encode()


def loaded(value: Value) -> object:
    """The value that the tables hold as this."""
    return json.loads(value.decode()) if isinstance(value, bytes) else value


def as_json(value: Value) -> str | None:
    """The JSON of a value of the tables, as the hash covers it."""
    return value.decode() if isinstance(value, bytes) else None if value is None else canonical(value)


def uuid_bytes(text: str) -> bytes | str:
    """16 bytes for a UUID in its usual form; any other text as it is."""
    return bytes.fromhex(text.replace("-", "")) if USUAL_UUID.fullmatch(text) else text


def uuid_text(stored_uuid: bytes | str | None) -> str:
    """The UUID that the tables hold as this; "" for none."""
    return str(UUID(bytes=stored_uuid)) if isinstance(stored_uuid, bytes) else stored_uuid or ""


def now() -> str:
    """The time in UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def microseconds() -> int:
    """The time in microseconds since 1970, UTC."""
    return time.time_ns() // 1000


def moment(stamp: int | str) -> str:
    """A time of the log in ISO 8601 with microseconds, UTC."""
    return stamp if isinstance(stamp, str) else _moment(stamp)


def stamp_of(text: str) -> int | str:
    """What the log holds for a time in ISO 8601: microseconds, if they give back the same text."""
    try:
        stamp = (datetime.fromisoformat(text) - EPOCH) // MICROSECOND
    except (ValueError, TypeError):
        return text
    return stamp if _moment(stamp) == text else text


def instant(text: str) -> int:
    """A time in ISO 8601 as microseconds since 1970; 0 for ""."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND if text else 0


def _moment(stamp: int) -> str:
    return (EPOCH + timedelta(microseconds=stamp)).isoformat(timespec="microseconds")
