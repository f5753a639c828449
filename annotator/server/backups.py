"""Backups that the server makes: a thread that adds one now and then, and one at the end."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from labels.errors import LabelsError
from labels.store.keeping.backup_folder import BackupFolder

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go and how long they stay.

    every: from one to the next.  keep: the age at which one is removed.
    """

    folder: Path
    every: timedelta
    keep: timedelta


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class Backups:
    """The backups of the project that is served.

    failing: since when attempts fail, in UTC; None if the last one did not.
    """

    def __init__(self, project: Path, plan: BackupPlan, clock: Callable[[], datetime] = utc_now):
        """Raises OutputError if there is no such folder.  clock: the time in UTC; for tests."""
        self._folder = BackupFolder(project, plan.folder)
        self._plan, self._clock = plan, clock
        self._stop = threading.Event()
        self._begun = False
        self.failing: datetime | None = None

    @property
    def folder(self) -> Path:
        """Where they go."""
        return self._plan.folder

    @property
    def newest(self) -> datetime | None:
        """When the newest good backup was made, in UTC."""
        return self._folder.newest

    def add(self) -> None:
        """Back up the project if its log grew; a failure is logged, shown by ``status`` and tried again."""
        now = self._clock()
        try:
            self._folder.add(now, self._plan.keep)
            self.failing = None
        except Exception as error:  # a bug must not end the backups in silence either
            self.failing = self.failing or now
            bug = None if isinstance(error, LabelsError) else error
            LOG.log(logging.ERROR, "no backup in %s: %s", self._plan.folder, error, exc_info=bug)

    def status(self) -> str:
        """A line on the last good backup, and one on failures; without paths, since anyone can read it."""
        lines = ["no backup yet"]
        if self.newest is not None:
            seconds = int((self._clock() - self.newest).total_seconds())
            lines = [f"last good backup: {self.newest:%Y-%m-%dT%H:%M:%SZ}, {seconds} seconds ago"]
        if self.failing is not None:
            lines.append(
                f"backups fail since {self.failing:%Y-%m-%dT%H:%M:%SZ}; the log of the server says why"
            )
        return "\n".join(lines)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Make backups in a thread: one at once, then one in each interval.

        The end waits for one that is being made.
        """
        thread = threading.Thread(target=self._work, name="backups", daemon=True)
        thread.start()
        self._begun = True
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    @contextmanager
    def at_end(self) -> Iterator[None]:
        """Make a last backup when the block ends, if ``running`` began in it.

        The project is to be closed in the block, so that the backup holds what its writer wrote last.
        """
        try:
            yield
        finally:
            if self._begun:
                self.add()

    def _work(self) -> None:
        while True:
            self.add()
            if self._stop.wait(self._plan.every.total_seconds()):
                return
