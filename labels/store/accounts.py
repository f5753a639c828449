"""Annotators by name; runs in the writer's transaction."""

import uuid

from labels.errors import PersonNameError
from labels.names import checked_name, look_alike, same_name
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3


def annotator_id(connection: sqlite3.Connection, name: str) -> str:
    """The id of the annotator of this name, in any case; a new one is added.

    Raises PersonNameError if the name can't be read, or looks like somebody else's.
    """
    name = checked_name(name)
    people = connection.execute("select name, id from annotator order by created_at, id").fetchall()
    same = dict(people).get(name) or next((id_ for known, id_ in people if same_name(known, name)), None)
    if same is not None:
        check(connection, "annotator", [same])
        return str(same)
    if lookalike := next((known for known, _ in people if look_alike(known, name)), None):
        raise PersonNameError(
            f"'{name}' looks like '{lookalike}', who is somebody else in this project. Take a name that "
            f"nobody can mistake, or type '{lookalike}' if that is you."
        )
    identifier = f"a{uuid.uuid4().hex[:10]}"
    connection.execute(
        "insert into annotator (id, name, created_at, entry) values (?, ?, ?, 0)", (identifier, name, now())
    )
    record(connection, "annotator", identifier, "first met")
    return identifier
