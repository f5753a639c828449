"""Seals: one hash for each table that is no log, so that a change behind our back shows.

The decisions prove themselves by their chain. What is written beside them (articles, sentences, names, ...)
is sealed whenever we write it; ``verification`` compares. A seal is a fact in the table ``project``.
"""

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
CORPUS = ("event", "article", "sentence", "alignment")


def seal(connection: sqlite3.Connection, *tables: str) -> None:
    """Seal what the tables hold now, and with them the facts. Runs inside the writer's transaction."""
    for table in (*tables, "project"):
        put_fact(connection, f"seal {table}", digest(connection, table))


def put_fact(connection: sqlite3.Connection, key: str, value: str) -> None:
    """A fact in place of the one of this key; whoever puts one seals it after."""
    connection.execute(
        "insert into project (key, value) values (?, ?) "
        "on conflict(key) do update set value = excluded.value",
        (key, value),
    )


def broken_seals(connection: sqlite3.Connection) -> list[str]:
    """Tables that do not hold what was sealed."""
    seals = dict(connection.execute("select key, value from project where key like 'seal %'").fetchall())
    return [table for table in SEALED if seals.get(f"seal {table}") != digest(connection, table)]


def digest(connection: sqlite3.Connection, table: str) -> str:
    """SHA-256 over the rows of a sealed table; of the facts, the seal of the facts is left out."""
    found = hashlib.sha256()
    query = f"select * from {table} order by {SEALED[table]}"  # noqa: S608 - names from above
    for row in connection.execute(query):
        if row[0] != "seal project":
            found.update(canonical(row).encode() + b"\n")
    return found.hexdigest()
