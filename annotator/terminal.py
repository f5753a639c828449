"""What commands write to a terminal: counted words, safe lines, and the progress of long work."""

import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterator

# Often enough to show that it moves, rarely enough to cost nothing (s).
INTERVAL = 0.2
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def in_one_line(text: str) -> str:
    """A text that is safe to print: line breaks and control characters become spaces."""
    return _CONTROL.sub(" ", text)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``; for nouns that take an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """A callback for the number done so far; its line on stderr disappears at the end.

    what: the things counted, such as "lines written". Writes nothing unless stderr is a terminal.
    """
    on_terminal = sys.stderr.isatty()
    last = time.monotonic()

    def show(count: int) -> None:
        nonlocal last
        if on_terminal and time.monotonic() - last >= INTERVAL:
            last = time.monotonic()
            sys.stderr.write(f"\r{count:,} {what}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if on_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
