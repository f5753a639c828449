"""The project file: made once, opened with care, written by one process.

A missing, empty, foreign, damaged, newer or locked file is refused in words. Never ``open()`` or copy the
file in a process that has it open through SQLite: closing such a handle drops SQLite's locks.
"""

import errno
import fcntl
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from labels.codebook.codebook import Codebook
from labels.errors import InUseError, ProjectError
from labels.store.keeping.last_entry import refuse_cut_tail, schema_version, sync_folder
from labels.store.log.entries import now
from labels.store.log.folds import check, record
from labels.store.schema import APPLICATION_ID, VERSION, expected_objects, migrations, objects
from labels.store.sqlite import Connection, sqlite3

# What the measurements asked for: FULL, since NORMAL loses acknowledged labels at a power cut;
# recursive_triggers, since INSERT OR REPLACE passes by a delete trigger without it.
PRAGMAS = (
    "pragma foreign_keys = on",
    "pragma synchronous = full",
    "pragma busy_timeout = 10000",
    "pragma recursive_triggers = on",
    "pragma cell_size_check = on",
)


# SQLite names a damaged part of the schema in its message, which may not be UTF-8 any more
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
SHARE = "suggestions"  # the fact that says which share of the sentences gets suggestions


def create(
    path: Path, codebook: Codebook, source: str, fill: Callable[[sqlite3.Connection], object] | None = None
) -> None:
    """Make a new project with a codebook; the file appears when it is complete, or never.

    source: the text of the codebook's file, comments and all.  fill: what else is written with it.
    Raises ProjectError if the file exists, or can't be made in its folder.
    """
    _must_be_free(path)
    with locked(path, "init", new=True):
        _must_be_free(path)  # somebody else may have made it meanwhile
        partial = path.with_name(f".{path.name}.new")
        try:
            _remove(partial)  # of a process that was killed
            _write_new(partial, codebook, source, fill)
            partial.rename(path)
            sync_folder(path.parent)
        except (sqlite3.OperationalError, OSError) as error:
            raise ProjectError(f"{path} can't be made: {error}.") from error
        finally:
            _remove(partial)


def _must_be_free(path: Path) -> None:
    if not path.parent.is_dir():
        raise ProjectError(f"The folder {path.parent} does not exist; make it first.")
    if path.exists() or path.is_symlink():
        raise ProjectError(f"{path} exists already; choose another name, or open it with 'annotator serve'.")


def _remove(path: Path) -> None:
    for part in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + part).unlink(missing_ok=True)


def _write_new(
    path: Path, codebook: Codebook, source: str, fill: Callable[[sqlite3.Connection], object] | None
) -> None:
    def write(connection: sqlite3.Connection) -> None:
        add_codebook(connection, codebook, source, "init")
        facts = {"id": str(uuid.uuid4()), "created_at": now(), "codebook": codebook.hash}
        for key, value in facts.items():
            set_fact(connection, key, value, "init")
        if fill is not None:
            fill(connection)

    write_new(path, write)


def write_new(path: Path, write: Callable[[sqlite3.Connection], object]) -> None:
    """Make a project's file with empty tables that ``write`` fills, in one transaction.

    path: a hidden one, to be renamed; it does not exist, or is empty.
    """
    connection = _connect(path, "rwc")
    try:
        connection.execute("pragma journal_mode = wal")
        connection.execute("begin immediate")
        migrations.apply(Database(connection))
        write(connection)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    finally:
        connection.close()


def add_codebook(
    connection: sqlite3.Connection, codebook: Codebook, source: str, why: str = "codebook", by: str = ""
) -> None:
    """Keep a codebook version in the project; a version that is there already stays as it is.

    source: the text of its file.  why: the command, or the reason, for the log.
    by: the pseudonym of the person, "" for a command.
    """
    known = connection.execute("select 1 from codebook where hash = ?", (codebook.hash,)).fetchone()
    if known is not None:
        check(connection, "codebook", [codebook.hash])
        return
    connection.execute(
        "insert into codebook (hash, id, version, toml, added_at, entry) values (?, ?, ?, ?, ?, 0)",
        (codebook.hash, codebook.id, codebook.version, source, now()),
    )
    record(connection, "codebook", codebook.hash, why, by)


def set_fact(connection: sqlite3.Connection, key: str, value: str, why: str = "set", by: str = "") -> None:
    """Keep a fact about the project in place of the one it had. Runs inside the writer's transaction.

    by: the pseudonym of the person, "" for a command.
    """
    if connection.execute("select 1 from project where key = ?", (key,)).fetchone() is not None:
        check(connection, "project", [key])
    connection.execute(
        "insert into project (key, value, entry) values (?, ?, 0) "
        "on conflict(key) do update set value = excluded.value",
        (key, value),
    )
    record(connection, "project", key, why, by)


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; converts an older project first. Hold the lock while it is open.

    Raises ProjectError if the file is not a project, is damaged, or lost the end of its log.
    """
    connection = _checked(path)
    with _closed_if_damaged(path, connection):
        refuse_cut_tail(path, connection)
        if schema_version(connection) < VERSION:
            _convert(connection)
        _check_schema(path, connection)
    return connection


@contextmanager
def _closed_if_damaged(path: Path, connection: sqlite3.Connection) -> Iterator[None]:
    """Close a connection whose first reading fails; what SQLite can't read is refused in words."""
    try:
        yield
    except BaseException as error:
        connection.close()
        is_passing = isinstance(error, sqlite3.OperationalError) and (
            "disk" in str(error) or "locked" in str(error)
        )
        if isinstance(error, DAMAGE) and not is_passing:
            raise ProjectError(damaged(path, error)) from error
        raise


def damaged(path: Path, what: object) -> str:
    """The refusal to read a damaged project.  what: SQLite's words, or the first faults."""
    return (
        f"{path} is damaged: {what}. Keep the file and those beside it as they are, and restore a backup; "
        f"'annotator verify {path}' lists the faults, and 'annotator rescue {path} NEW' saves what is whole."
    )


def _convert(connection: sqlite3.Connection) -> None:
    connection.execute("begin immediate")
    try:
        if schema_version(connection) < VERSION:  # nobody else did it meanwhile
            migrations.apply(Database(connection))
            connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    connection.execute("vacuum")  # what the older tables took


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can't write; for one thread. An older project is converted first, under its lock.

    Raises ProjectError if the file is not a project, or lost the end of its log.
    """
    connection = connect_unchecked(path)
    with _closed_if_damaged(path, connection):
        refuse_cut_tail(path, connection)
    return connection


def connect_unchecked(path: Path) -> sqlite3.Connection:
    """Like ``connect_reader``, also for a project that lost the end of its log."""
    connection = connect_unconverted(path)
    if is_current(connection):
        return connection
    connection.close()
    with locked(path, "convert"):
        connect_writer(path).close()
    return connect_unconverted(path)


def connect_unconverted(path: Path) -> sqlite3.Connection:
    """A connection that can't write, to a project that keeps the version it has; for one thread."""
    connection = _checked(path)
    # only the writer checkpoints (SQLite's WAL-reset bug)
    connection.execute("pragma wal_autocheckpoint = 0")
    connection.execute("pragma query_only = on")
    return connection


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether a project has this version's schema, and need not be converted."""
    return schema_version(connection) == VERSION


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=Connection
    )
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def _checked(path: Path) -> sqlite3.Connection:
    _must_exist(path)
    if not path.is_file():
        raise ProjectError(f"{path} is not a file; a project is one SQLite file.")
    if path.stat().st_size == 0:
        raise ProjectError(
            f"{path} is empty, so it holds no project. If labels were in it, restore a backup."
        )
    connection = None
    try:
        connection = _connect(path, "rw")
        application = connection.execute("pragma application_id").fetchone()[0]
        version = schema_version(connection)
    except DAMAGE as error:
        if connection is not None:
            connection.close()
        if not os.access(path.parent, os.W_OK) or not os.access(path, os.R_OK | os.W_OK):
            raise ProjectError(
                f"{path} or its folder is read-only, and SQLite needs to write beside a project even to read "
                "it; copy the file to a folder where you may write."
            ) from error
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


def check_can_be_served(path: Path) -> None:
    """Raise ProjectError if a file can't be opened as a project, or SQLite's quick check finds damage."""
    connection = connect_reader(path)
    with _closed_if_damaged(path, connection):
        [first] = connection.execute("pragma quick_check(1)").fetchone()
        if first != "ok":
            raise ProjectError(damaged(path, first))
    connection.close()


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its first bytes.

    Not for a file that this process has open through SQLite: see the top.
    """
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\0") and header[68:] == APPLICATION_ID.to_bytes(4, "big")


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
    """Hold the project for writing; a second process is refused with InUseError.

    The lock is on the project's file itself, so that it holds under every name and if the file beside it is
    removed; that one says who holds it. Open no connection before, and close every one inside: closing the
    descriptor of the lock drops SQLite's own locks of this process.
    new: the project is about to be made; only the file beside it is locked.
    """
    if not new:
        _must_exist(path)
    beside = path.resolve()
    descriptors: list[int] = []
    try:
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            descriptors.append(os.open(beside.with_name(f"{beside.name}.lock"), flags, 0o600))
            if not new:
                descriptors.append(os.open(beside, os.O_RDONLY))
        except OSError as error:
            why = "it is a symbolic link; remove it" if error.errno == errno.ELOOP else error.strerror
            raise ProjectError(
                f"{path} can't be written here: its lock, {beside.name}.lock, can't be opened ({why})."
            ) from error
        _lock(path, descriptors)
        os.ftruncate(descriptors[0], 0)
        os.pwrite(descriptors[0], f"'annotator {purpose}' (process {os.getpid()})".encode(), 0)
        yield
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _lock(path: Path, descriptors: Sequence[int]) -> None:
    """Lock the file beside the project and the project; refuse a project with a second name."""
    if any(os.fstat(descriptor).st_nlink > 1 for descriptor in descriptors):
        raise ProjectError(
            f"{path} or its lock has a second name (a hard link), under which another process could write; "
            "remove one of the names."
        )
    try:
        for descriptor in descriptors:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptors[0], 200).decode(errors="replace").strip() or "another process"
        raise InUseError(
            f"{path} is in use by {holder}; stop it first. One process at a time writes a project."
        ) from None
