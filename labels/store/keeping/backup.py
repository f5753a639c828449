"""Backups: a whole, verified copy of a project, taken while it may be served, and the way back.

A copy is written under a hidden name beside its target and takes its name when it is verified and on disk. A
killed run leaves only the hidden file, which the next run for the same target removes.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from labels.errors import OutputError, ProjectError
from labels.store.keeping.last_entry import mark_closed, refuse_cut_tail, sync_folder
from labels.store.project import connect_reader, connect_unconverted, connect_writer, is_current
from labels.store.sqlite import sqlite3
from labels.store.verification import Verification, verify

Progress = Callable[[int], object] | None
BESIDE = ("-wal", "-shm", "-journal", ".lock", ".last")  # SQLite and the lock keep files under these names
FAULTS = 20  # how many a refusal lists


def backup(project: Path, file: Path, progress: Progress = None) -> Verification:
    """Copy a project to a new file, also while a server writes to it; returns what the copy holds.

    progress: called with the number of entries checked so far.
    Raises OutputError if the file exists or can't be written, ProjectError if the copy is not sound.
    """
    must_be_free(file, project)
    with closing(connect_reader(project)) as source, hidden(file, project) as copy:
        _vacuum(source, copy, project)
        return _sound(copy, project, "no backup was written", progress)


def restore(
    file: Path, project: Path, progress: Progress = None, *, accept_loss: bool = False
) -> Verification:
    """Make a new project from a backup, which stays as it is; returns what the project holds.

    The backup is verified before anything is written, and the project before it takes its name. A backup of
    an older version is converted on the way.  progress: called with the number of entries checked so far.
    accept_loss: also a file that lacks the end of its log, such as a copy of a project that was open.
    Raises OutputError if the project exists or can't be written, ProjectError if the backup is not sound.
    """
    if not file.exists():
        raise ProjectError(f"{file} does not exist; name a file that 'annotator backup' wrote.")
    must_be_free(project, file)
    with closing(connect_unconverted(file)) as source:
        if not accept_loss:
            refuse_cut_tail(file, source)
        if is_current(source) and not accept_loss:
            _refuse(verify(source, progress), file, "nothing was restored")
        with hidden(project, file) as copy:
            _vacuum(source, copy, file)
            _make_writable(copy, file)
            return _sound(copy, file, "nothing was restored", progress)


def must_be_free(target: Path, source: Path) -> None:
    """Raise OutputError if a file can't be made here; nothing is ever overwritten."""
    try:
        if target.exists() and source.exists() and target.samefile(source):
            raise OutputError(target, "this is the file to copy; choose another name.")
        if target.is_dir() or not target.name:
            raise OutputError(target, "this is a folder; name a new file in it.")
        if not target.parent.is_dir():
            raise OutputError(target, f"the folder {target.parent} does not exist; make it first.")
        if target.name.endswith(BESIDE):
            raise OutputError(target, f"SQLite or a lock may use names with {target.suffix}; choose another.")
        for end in ("", *BESIDE):
            taken = target.with_name(target.name + end)
            if taken.exists() or taken.is_symlink():
                raise OutputError(target, f"{taken} exists already and stays as it is; choose another name.")
    except OSError as error:
        raise OutputError(target, f"it can't be written: {error.strerror or error}.") from error


@contextmanager
def hidden(target: Path, source: Path) -> Iterator[Path]:
    """An empty file to fill; it takes the name of the target when the block ends, and goes if that fails.

    It is locked, so that two runs for one target do not write the same file.
    """
    hidden = target.parent.resolve() / f".{target.name}.partial"
    try:
        descriptor = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, source.stat().st_mode & 0o666)
        try:
            _claim(descriptor, hidden, target)
            try:
                yield hidden
                os.fsync(descriptor)
                must_be_free(target, source)  # somebody may have made it meanwhile
                hidden.rename(target)
                sync_folder(target.parent)
            finally:
                _remove(hidden, ("", *BESIDE))
        finally:
            os.close(descriptor)
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(target, f"it can't be written: {error}.") from error


def _claim(descriptor: int, hidden: Path, target: Path) -> None:
    """Lock the hidden file and empty it of what a killed run left."""
    busy = OutputError(target, "another process is writing it; wait for its end, or choose another name.")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise busy from None
    # the other process may have given the file its name between our opening and locking it
    if not hidden.exists() or not os.path.samestat(os.fstat(descriptor), hidden.stat()):
        raise busy
    _remove(hidden, BESIDE)
    os.ftruncate(descriptor, 0)


def _remove(hidden: Path, ends: tuple[str, ...]) -> None:
    for end in ends:
        hidden.with_name(hidden.name + end).unlink(missing_ok=True)


def _vacuum(connection: sqlite3.Connection, copy: Path, source: Path) -> None:
    connection.execute("pragma query_only = off")  # it forbids writing to the copy, too
    try:
        connection.execute("vacuum into ?", (copy.as_uri(),))
    except sqlite3.OperationalError:  # the disk is full, for example
        raise
    except sqlite3.DatabaseError as error:
        raise ProjectError(
            f"{source} can't be copied: {error}. Keep it as it is, and use a backup."
        ) from error
    with closing(sqlite3.connect(copy, isolation_level=None)) as whole:
        mark_closed(whole)  # the copy holds everything, though a server may have the project open


def _make_writable(copy: Path, source: Path) -> None:
    """Convert a copy of an older version, and give it the write-ahead log that copying took away."""
    try:
        with closing(connect_writer(copy)) as writer:
            writer.execute("pragma journal_mode = wal")
    except ProjectError as error:
        raise ProjectError(str(error).replace(str(copy), str(source))) from error


def _sound(copy: Path, source: Path, outcome: str, progress: Progress) -> Verification:
    """Verify a copy; a fault names the source, since the copy goes."""
    try:
        with closing(connect_unconverted(copy)) as connection:
            result = verify(connection, progress)
    except sqlite3.DatabaseError as error:
        raise ProjectError(f"{source}: its copy can't be read ({error}); {outcome}.") from error
    _refuse(result, source, outcome)
    return result


def _refuse(result: Verification, file: Path, outcome: str) -> None:
    """Raise ProjectError with the faults of a verification, if it has any."""
    if not result.faults:
        return
    lines = list(result.faults[:FAULTS])
    if len(result.faults) > FAULTS:
        lines.append(f"and {len(result.faults) - FAULTS:,} more")
    lines.append(f"{file} is not sound, so {outcome}. Keep it as it is, and use another backup.")
    raise ProjectError("\n".join(lines))
