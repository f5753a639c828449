"""Annotators by name; runs in the writer's transaction."""

import uuid

from labels.errors import PersonNameError
from labels.names import checked_name, look_alike, same_name
from labels.role import Role
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3


def annotator_id(connection: sqlite3.Connection, name: str) -> str:
    """The id of the annotator of this name, in any case; a new one is added.

    Raises PersonNameError if the name can't be read, or looks like somebody else's.
    """
    name = checked_name(name)
    rows = connection.execute("select name, id from annotator order by created_at, id").fetchall()
    same = dict(rows).get(name) or next((id_ for known, id_ in rows if same_name(known, name)), None)
    if same is not None:
        check(connection, "annotator", [same])
        return str(same)
    return add_person(connection, name, "first met")


def add_person(
    connection: sqlite3.Connection, name: str, why: str, role: Role = "annotator", by: str = ""
) -> str:
    """The id of a new person.  why, by: for the log; without ``by`` the person joined on their own.

    Raises PersonNameError if the name can't be read, is somebody else's, or looks like it.
    """
    name = checked_name(name)
    for (known,) in connection.execute("select name from annotator order by created_at, id").fetchall():
        if same_name(known, name):
            raise PersonNameError(
                f"The name '{known}' is taken in this project. Add a surname or an initial."
            )
        if look_alike(known, name):
            raise PersonNameError(
                f"'{name}' looks like '{known}', who is somebody else in this project. Take a name that "
                f"nobody can mistake, or type '{known}' if that is you."
            )
    identifier = f"a{uuid.uuid4().hex[:10]}"
    connection.execute(
        "insert into annotator (id, name, created_at, role, entry) values (?, ?, ?, ?, 0)",
        (identifier, name, now(), role),
    )
    record(connection, "annotator", identifier, why, by)
    return identifier
