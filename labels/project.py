"""The project file: made once, opened with care, written by one process.

A missing, empty, foreign, damaged, newer or locked file is refused in words. Never ``open()`` or copy the
file in a process that has it open through SQLite: closing such a handle drops SQLite's locks.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from labels.codebook import Codebook
from labels.errors import ProjectError
from labels.schema import APPLICATION_ID, VERSION, expected_objects, migrations, objects
from labels.sqlite import sqlite3

# What the measurements asked for: FULL, since NORMAL loses acknowledged labels at a power cut;
# recursive_triggers, since INSERT OR REPLACE passes by a delete trigger without it.
PRAGMAS = (
    "pragma foreign_keys = on",
    "pragma synchronous = full",
    "pragma busy_timeout = 10000",
    "pragma recursive_triggers = on",
    "pragma cell_size_check = on",
)


SHARE = "suggestions"  # the fact that says which share of the sentences gets suggestions


def now() -> str:
    """The time in UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def create(path: Path, codebook: Codebook, source: str) -> None:
    """Make a new project with a codebook.

    source: the text of the codebook's file, comments and all.
    Raises ProjectError if the file exists or its folder does not.
    """
    if path.exists():
        raise ProjectError(f"{path} exists already; choose another name, or open it with 'annotator serve'.")
    if not path.parent.is_dir():
        raise ProjectError(f"The folder {path.parent} does not exist; make it first.")
    with locked(path, "init", new=True):
        connection = _connect(path, "rwc")
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("begin immediate")
            migrations.apply(Database(connection))
            add_codebook(connection, codebook, source)
            facts = {"id": str(uuid.uuid4()), "created_at": now(), "codebook": codebook.hash}
            connection.executemany("insert into project values (?, ?)", facts.items())
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {VERSION}")
            connection.execute("commit")
        finally:
            connection.close()


def add_codebook(connection: sqlite3.Connection, codebook: Codebook, source: str) -> None:
    """Keep a codebook version in the project; a version that is there already stays as it is."""
    connection.execute(
        "insert into codebook values (?, ?, ?, ?, ?) on conflict(hash) do nothing",
        (codebook.hash, codebook.id, codebook.version, source, now()),
    )


def set_fact(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a fact about the project in place of the one it had. Runs inside the writer's transaction."""
    connection.execute(
        "insert into project values (?, ?) on conflict(key) do update set value = excluded.value",
        (key, value),
    )


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; migrates an older project first. Hold the lock while it is open."""
    connection = _checked(path)
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version < VERSION:
            connection.execute("begin immediate")
            migrations.apply(Database(connection))
            connection.execute(f"pragma user_version = {VERSION}")
            connection.execute("commit")
        _check_schema(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can't write; for one thread."""
    connection = _checked(path)
    connection.execute(
        "pragma wal_autocheckpoint = 0"
    )  # only the writer checkpoints (SQLite's WAL-reset bug)
    connection.execute("pragma query_only = on")
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def _checked(path: Path) -> sqlite3.Connection:
    _must_exist(path)
    if not path.is_file():
        raise ProjectError(f"{path} is not a file; a project is one SQLite file.")
    if path.stat().st_size == 0:
        raise ProjectError(f"{path} is empty: it is no project. If labels were in it, restore a backup.")
    connection = None
    try:
        connection = _connect(path, "rw")
        application = connection.execute("pragma application_id").fetchone()[0]
        version = connection.execute("pragma user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise ProjectError(f"{path} can't be opened as a project: {error}.") from error
    if application == APPLICATION_ID and version <= VERSION:
        return connection
    connection.close()
    if application != APPLICATION_ID:
        raise ProjectError(f"{path} is a SQLite file, but not a project of Claimdesk.")
    raise ProjectError(
        f"{path} was written by a newer Claimdesk (schema {version}; this one knows {VERSION}). "
        "Upgrade Claimdesk."
    )


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise ProjectError(f"{path} does not exist; make it with 'annotator init {path}'.")


def _check_schema(path: Path, connection: sqlite3.Connection) -> None:
    found, expected = objects(connection), expected_objects()
    if found == expected:
        return
    changed = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    raise ProjectError(
        f"{path} does not have the schema of a project: {', '.join(changed)} added, missing or changed. "
        "Another program altered it; restore a backup, or take those changes out."
    )


@contextmanager
def locked(path: Path, purpose: str, *, new: bool = False) -> Iterator[None]:
    """Hold the project for writing; a second process is refused in words.

    The lock lies on a file beside the project, never on the project itself.
    new: the project is about to be made.
    """
    if not new:
        _must_exist(path)
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode(errors="replace").strip() or "another process"
            raise ProjectError(
                f"{path} is in use by {holder}; stop it first. One process at a time writes a project."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"'annotator {purpose}' (process {os.getpid()})".encode(), 0)
        yield
    finally:
        os.close(descriptor)
