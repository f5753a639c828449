"""A folder of backups of one project: named by their UTC time, kept by age.

A name is ``PROJECT-ID-TIME.db``, such as ``news-1a2b3c4d-20260907T120000.123456Z.db``: ID is the beginning of
the project's id, so that several projects can share a folder.
"""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from labels.errors import LabelsError, OutputError
from labels.store.keeping.backup import BESIDE, backup
from labels.store.log.entries import LAST
from labels.store.project import connect_reader, connect_unconverted, set_fact
from labels.store.sqlite import sqlite3
from labels.store.verification import verify

FOLDER = "backups"  # the fact that says where they go
_TIME = "%Y%m%dT%H%M%S.%fZ"
_TIME_PATTERN = r"(\d{8}T\d{6}\.\d{6}Z)"


def check_folder(folder: Path) -> None:
    """Raise OutputError if there is no such folder: none is made, since a disk may not be mounted."""
    if not folder.is_dir():
        raise OutputError(folder, "this is not a folder for backups; make it first, or name another.")


def remember_folder(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep where backups go as a fact of the project; runs inside the writer's transaction."""
    path = str(folder.resolve())
    if known_folder(connection) != Path(path):
        set_fact(connection, FOLDER, path, "serve --backup")


def known_folder(connection: sqlite3.Connection) -> Path | None:
    """Where the backups of a project went last; None if no server has made any."""
    row = connection.execute("select value from project where key = ?", (FOLDER,)).fetchone()
    return None if row is None else Path(row[0])


class BackupFolder:
    """The backups of one project in a folder; for one thread.

    newest: time of the newest good backup, in UTC; None if there is none, or before the first ``add``.
    """

    def __init__(self, project: Path, folder: Path):
        """Look at what is there; raises OutputError if there is no such folder."""
        check_folder(folder)
        # the server converts an older project later
        with closing(connect_unconverted(project)) as connection:
            [identifier] = connection.execute("select value from project where key = 'id'").fetchone()
        self._project, self._folder = project, folder
        self._prefix = f"{project.stem}-{identifier[:8]}-"
        self.newest: datetime | None = None
        self._head, self._file = "", Path()
        self._looked = False

    def add(self, now: datetime, keep: timedelta) -> bool:
        """Add a backup if the log is not that of the newest one, and remove those older than ``keep``.

        Returns whether one was written. Nothing is removed unless a good backup of the present log is there.
        Raises OutputError or ProjectError if there is none.
        """
        if not self._looked:
            self._find_newest()
        grown = not self._file.is_file() or _head(self._project) != self._head
        if grown:
            self._remove_partial()
            file = self._folder / f"{self._prefix}{now.astimezone(UTC).strftime(_TIME)}.db"
            self._head = backup(self._project, file).head
            self._file, self.newest = file, now.astimezone(UTC)
        self._prune(now - keep)
        return grown

    def look(self) -> Path | None:
        """The newest good backup, which is verified; None if there is none."""
        self._find_newest()
        return None if self.newest is None else self._file

    def _find_newest(self) -> None:
        """Find the newest good backup that an earlier server left, and the log that it holds."""
        for time, file in sorted(self._backups().items(), reverse=True):
            try:
                with closing(connect_unconverted(file)) as connection:
                    result = verify(connection)
            except (LabelsError, sqlite3.DatabaseError):
                continue  # not a good one
            if not result.faults:
                self.newest, self._head, self._file = time, result.head, file
                break
        self._looked = True

    def _backups(self) -> dict[datetime, Path]:
        """Our backups by their time; a file that somebody opened with SQLite or serves is left out."""
        name = re.compile(re.escape(self._prefix) + _TIME_PATTERN + r"\.db")
        backups = {}
        for path in self._files():
            fits = name.fullmatch(path.name)
            if not fits or path.is_symlink() or not path.is_file():
                continue
            if any(path.with_name(path.name + end).exists() for end in BESIDE):
                continue
            try:
                backups[datetime.strptime(fits[1], _TIME).replace(tzinfo=UTC)] = path
            except ValueError:
                continue  # the digits are no date, so the name is not ours
        return backups

    def _prune(self, before: datetime) -> None:
        for time, path in self._backups().items():
            if time < before and path != self._file:
                _remove(path)

    def _remove_partial(self) -> None:
        """Remove the hidden files of servers that were killed while they wrote a backup."""
        name = re.compile(
            r"\." + re.escape(self._prefix) + _TIME_PATTERN + r"\.db\.partial(" + "|".join(BESIDE) + ")?"
        )
        for path in self._files():
            if name.fullmatch(path.name):
                _remove(path)

    def _files(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError as error:
            raise OutputError(self._folder, f"the backups can't be listed: {error.strerror}.") from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(path, f"it is old and can't be removed: {error.strerror}.") from error


def _head(project: Path) -> str:
    with closing(connect_reader(project)) as connection:
        last = connection.execute(LAST).fetchone()
    return last[1].hex() if last else ""
