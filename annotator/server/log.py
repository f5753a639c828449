"""The server's log: one line a fault, however often it happens, and a file that does not grow for ever."""

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from labels.errors import OutputError

MAX_LOG_BYTES = 5 * 1024 * 1024
OLD_LOGS = 3
QUIET_SECONDS = 60.0
MAX_REMEMBERED = 500
_VARIABLE = re.compile(r"0x[0-9a-f]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
# a terminal acts on control characters; a log shows them
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}


class Once(logging.Filter):
    """Lets a message through once a minute; the next time it says how often it came in between."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        """clock: seconds; for tests."""
        super().__init__()
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        key = _VARIABLE.sub("#", f"{record.name} {record.msg}")[:500]
        if record.exc_info and record.exc_info[0]:
            key += record.exc_info[0].__name__
        since, repeats = self._seen.get(key, (float("-inf"), 0))
        if self._clock() - since < QUIET_SECONDS:
            self._seen[key] = (since, repeats + 1)
            return False
        self._seen[key] = (self._clock(), 0)
        self._seen.move_to_end(key)
        if len(self._seen) > MAX_REMEMBERED:
            self._seen.popitem(last=False)
        if repeats:
            record.msg = f"{record.getMessage()} (and {repeats} times more since it was last written)"
            record.args = ()
        return True


class Visible(logging.Formatter):
    """Lines that no terminal acts on."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, control characters as escapes."""
        return super().format(record).translate(_VISIBLE)


def begin(file: Path | None) -> None:
    """Write warnings and errors to stderr, or to a file that is rotated at MAX_LOG_BYTES.

    Raises OutputError if the file can't be written.
    """
    try:
        handler = (
            logging.StreamHandler()
            if file is None
            else RotatingFileHandler(file, maxBytes=MAX_LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8")
        )
    except OSError as error:
        raise OutputError(file or "stderr", f"the log can't be written here: {error.strerror}") from error
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Visible("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Once())
    logging.root.handlers[:] = [handler]
    gather()


def gather() -> None:
    """Have every logger of the process write through ours; Streamlit gives each of its own a handler."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger) and logger.handlers:
            logger.handlers.clear()
            logger.propagate = True
