"""Seals of schema 2: a hash for each table beside the log. Only checked when an older project is migrated."""

import hashlib

from labels.decision import canonical
from labels.store.sqlite import sqlite3

# Tables and what orders their rows. Sessions come and go, and labels follow from the decisions.
SEALED = {
    "project": "key",
    "codebook": "hash",
    "event": "id",
    "article": "id",
    "sentence": "id",
    "alignment": "a, b",
    "annotator": "id",
}


def seal(connection: sqlite3.Connection, *tables: str) -> None:
    """Seal what the tables hold now, and the facts with them."""
    for table in (*tables, "project"):
        connection.execute(
            "insert into project (key, value) values (?, ?) "
            "on conflict(key) do update set value = excluded.value",
            (f"seal {table}", digest(connection, table)),
        )


def broken_seals(connection: sqlite3.Connection) -> list[str]:
    """Tables that do not hold what was sealed."""
    seals = dict(connection.execute("select key, value from project where key like 'seal %'").fetchall())
    return [table for table in SEALED if seals.get(f"seal {table}") != digest(connection, table)]


def digest(connection: sqlite3.Connection, table: str) -> str:
    """SHA-256 over the rows of a sealed table, without the seal of the facts itself."""
    rows = hashlib.sha256()
    query = f"select * from {table} order by {SEALED[table]}"  # noqa: S608 - names from above
    for row in connection.execute(query):
        if row[0] != "seal project":
            rows.update(canonical(row).encode() + b"\n")
    return rows.hexdigest()
