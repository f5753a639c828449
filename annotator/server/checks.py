"""The whole check of the project that is served: in a thread of its own, some time after start, then daily.

It reads over its own connection and rests most of the time, so that whoever labels does not notice it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from annotator.server.backups import utc_now
from labels.errors import LabelsError
from labels.store.project import connect_unchecked
from labels.store.sqlite import sqlite3
from labels.store.verification import verify

LOG = logging.getLogger(__name__)
FIRST_AFTER, EVERY = timedelta(seconds=20), timedelta(days=1)
REST = 3.0  # seconds of rest for each second of work
LONGEST_REST = 1.0  # s, between two steps of a thousand entries
MOST_FAULTS = 5  # that a page names


class _EndedError(LabelsError):
    """The server ends; the check goes no further."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a check saw.  at: when it began, in UTC.  entries: of the log.  faults: none if it is sound."""

    at: datetime
    entries: int
    faults: tuple[str, ...]


class Checks:
    """The checks of one project.

    last: the newest one that came to its end; None before the first.
    """

    def __init__(
        self,
        project: Path,
        first_after: timedelta = FIRST_AFTER,
        every: timedelta = EVERY,
        clock: Callable[[], datetime] = utc_now,
    ):
        """first_after: from the start of the server.  every: from one to the next.  clock: for tests."""
        self._project, self._first_after, self._every, self._clock = project, first_after, every, clock
        self._stop = threading.Event()
        self._resumed = 0.0
        self.last: Check | None = None

    def check(self) -> None:
        """Check the project once; faults go to the log."""
        at, self._resumed = self._clock(), time.monotonic()
        try:
            with closing(connect_unchecked(self._project)) as connection:
                result = verify(connection, self._rest)
            self.last = Check(at, result.entries, result.faults)
        except _EndedError:
            return
        except (LabelsError, sqlite3.Error, OSError) as error:
            self.last = Check(at, 0, (str(error),))
        if self.last.faults:
            named = "; ".join(self.last.faults[:MOST_FAULTS])
            LOG.error("the project is not sound (%s faults): %s", len(self.last.faults), named)

    def status(self) -> str:
        """A line on the last check; without what is wrong, since anyone can read it."""
        if self.last is None:
            return "not checked yet"
        if self.last.faults:
            return f"check at {self.last.at:%Y-%m-%dT%H:%M:%SZ}: not sound; the log of the server says why"
        seconds = int((self._clock() - self.last.at).total_seconds())
        return (
            f"check at {self.last.at:%Y-%m-%dT%H:%M:%SZ}, {seconds} seconds ago: sound, "
            f"{self.last.entries} entries"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Check in a thread until the block ends."""
        thread = threading.Thread(target=self._work, name="checks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _work(self) -> None:
        wait = self._first_after
        while not self._stop.wait(wait.total_seconds()):
            self.check()
            wait = self._every

    def _rest(self, _: int) -> None:
        """Called by the check after each thousand entries."""
        worked = time.monotonic() - self._resumed
        if self._stop.wait(min(REST * worked, LONGEST_REST)):
            raise _EndedError
        self._resumed = time.monotonic()
