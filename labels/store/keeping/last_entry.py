"""How far the log was saved, beside the project, and the mark of an open project inside it.

A log that lost its end is an unbroken chain, only shorter. So ``PROJECT.last`` names the last entry that was
acknowledged, and the project is marked open from the first write until everything is in the one file: a copy
of only that file, taken meanwhile, does not pass for the whole project.

``PROJECT.last`` is written after each commit without a sync of its own. After a power cut it may name an
older entry, never one that is not on disk.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from labels.errors import ProjectError
from labels.store.log.entries import LAST
from labels.store.sqlite import sqlite3

OPEN = 1 << 16  # added to user_version, which SQLite keeps in the first page
ONE_LOG = 3  # the schema since which there is a log; older projects are never marked
SIZE = 160  # bytes: within one sector, so that a power cut leaves the old record or the new one
PROJECT_ID = "select value from project where key = 'id'"


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The last acknowledged entry of a project.  project: its id.  hash: "" for an empty log."""

    project: str
    seq: int
    hash: str


def beside(path: Path) -> Path:
    """The file that names a project's last entry."""
    resolved = path.resolve()
    return resolved.with_name(f"{resolved.name}.last")


def schema_version(connection: sqlite3.Connection) -> int:
    """The version of a project's schema, without the mark."""
    return _user_version(connection) & (OPEN - 1)


def is_open(connection: sqlite3.Connection) -> bool:
    """Whether a project is marked open: being written, or not closed in order."""
    return bool(_user_version(connection) & OPEN)


def mark_closed(connection: sqlite3.Connection) -> None:
    """Take the mark of an open project away, of a copy that holds everything for example."""
    connection.execute(f"pragma user_version = {schema_version(connection)}")


def tail_faults(connection: sqlite3.Connection) -> list[str]:
    """What shows that the end of the log is missing, or may be; in the caller's transaction if there is one.

    Call it before the first read of a transaction: a server may go on writing.
    """
    [path] = [Path(row[2]) for row in connection.execute("pragma database_list") if row[1] == "main"]
    if not path.name:
        return []
    saved = read(path)  # before the log, which only grows meanwhile
    marked = is_open(connection)
    if not (saved or marked) or schema_version(connection) < ONE_LOG:
        return []
    last, head = connection.execute(LAST).fetchone() or (0, b"")
    identity = connection.execute(PROJECT_ID).fetchone()
    if saved is None or (identity is not None and saved.project != identity[0]):
        # a server may have begun to write between our two looks
        return [_copied(path, last)] if marked and read(path) == saved else []
    if saved.seq > last:
        return [_cut(path, last, saved.seq)]
    if saved.seq < last:
        row = connection.execute("select hash from log where seq = ?", (saved.seq,)).fetchone()
        head = row[0] if row else b""
    if not isinstance(head, bytes) or head.hex() != saved.hash:
        return [_replaced(path, saved.seq)]
    return []


def refuse_cut_tail(path: Path, connection: sqlite3.Connection) -> None:
    """Raise ProjectError if the end of the log is missing, or may be."""
    if faults := tail_faults(connection):
        raise ProjectError(f"{path}: {' '.join(faults)}")


def _cut(path: Path, last: int, saved: int) -> str:
    what = f"entry {saved} was" if saved == last + 1 else f"entries {last + 1} to {saved} were"
    return (
        f"{what} saved, but the log ends at entry {last} ({path.name}.last names the last one). Part of the "
        f"file or {path.name}-wal was removed, or an older copy took its place. {_way_out(path)}"
    )


def _replaced(path: Path, seq: int) -> str:
    return f"entry {seq} is not the one that was saved: {path.name}.last holds another hash. {_way_out(path)}"


def _copied(path: Path, last: int) -> str:
    return (
        f"entries after {last} may be missing: the project was open when this file was copied, or its "
        f"server was killed, and {path.name}.last, which names the last entry, is not beside it. Use the "
        f"original with every file beside it. {_way_out(path)}"
    )


def _way_out(path: Path) -> str:
    return (
        "Restore a backup, or make a project of what is here: "
        f"annotator restore {path.name} NEW --accept-loss"
    )


def read(path: Path) -> LastEntry | None:
    """The last acknowledged entry, as the file beside a project names it; None if it can't be read."""
    try:
        with beside(path).open("rb") as file:
            record = json.loads(file.read(2 * SIZE))
        entry = LastEntry(record["project"], record["seq"], record["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    kinds = (type(entry.project), type(entry.seq), type(entry.hash))
    return entry if kinds == (str, int, str) else None


class OpenMark:
    """Marks the project that a writer has open, and keeps its last entry beside it; for one thread."""

    def __init__(self, path: Path):
        """path: of the project."""
        self._project_path, self._path = path, beside(path)
        self._mode = path.stat().st_mode & 0o666
        self._descriptor = -1
        self._project = ""
        self._written: tuple[int, bytes] | None = None
        self._is_set = self._is_in_file = False

    def set(self, connection: sqlite3.Connection) -> None:
        """Before the first commit: put the record on disk, then the mark into the file; later does nothing.

        connection: the writer's, outside a transaction.  Raises ProjectError if the record can't be written.
        """
        if self._is_in_file:
            return
        if self._descriptor < 0:
            known = read(self._project_path)
            row = connection.execute(PROJECT_ID).fetchone()
            self._project = row[0] if row else known.project if known else ""
            self._create(*(connection.execute(LAST).fetchone() or (0, b"")))
        if not self._is_set:
            connection.execute(f"pragma user_version = {schema_version(connection) | OPEN}")
            self._is_set = True
        self._is_in_file = _checkpoint(connection)  # again at the next commit, if a reader was in the way

    def note(self, seq: int, digest: bytes) -> None:
        """After a commit: name its last entry."""
        if (seq, digest) == self._written:
            return
        # the entry is on disk: a record that names an older one claims less, and nothing wrong
        with contextlib.suppress(OSError):
            if os.fstat(self._descriptor).st_nlink == 0:  # removed
                os.close(self._descriptor)
                self._descriptor = -1
                self._create(seq, digest)
            else:
                self._write(seq, digest)

    def clear(self, connection: sqlite3.Connection) -> None:
        """At a clean end: once everything is in the one file, take the mark away."""
        if self._descriptor < 0:
            return
        os.close(self._descriptor)
        self._descriptor = -1
        with contextlib.suppress(sqlite3.DatabaseError):  # a full disk: the mark stays, and claims less
            if _checkpoint(connection):
                mark_closed(connection)

    def _create(self, seq: int, digest: bytes) -> None:
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            self._descriptor = os.open(self._path, flags, self._mode)
            self._refuse_second_name()
            self._write(seq, digest)
            os.ftruncate(self._descriptor, SIZE)
            os.fsync(self._descriptor)
            sync_folder(self._path.parent)
        except OSError as error:
            raise ProjectError(
                f"{self._path.name}, which names the last entry, can't be written: {error}"
            ) from error

    def _refuse_second_name(self) -> None:
        if os.fstat(self._descriptor).st_nlink > 1:
            raise OSError("it has a second name, a hard link; remove it")

    def _write(self, seq: int, digest: bytes) -> None:
        record = json.dumps(asdict(LastEntry(self._project, seq, digest.hex())))
        os.pwrite(self._descriptor, f"{record:<{SIZE - 1}}\n".encode(), 0)
        self._written = (seq, digest)


def sync_folder(folder: Path) -> None:
    """Put a renamed file's new name on disk, where a power cut does not undo it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checkpoint(connection: sqlite3.Connection) -> bool:
    """Move what the write-ahead log holds into the project; whether all of it went."""
    busy, written, moved = connection.execute("pragma wal_checkpoint(passive)").fetchone()
    return not busy and written == moved


def _user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])
