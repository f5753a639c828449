"""What commands write to a terminal: counted words, safe lines, and the progress of long work."""

import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO, cast

# Often enough to show that it moves, rarely enough to cost nothing (s).
INTERVAL = 0.2
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What a terminal obeys. Line ends and tabs stay, and NEL, which a dataset may hold.
_OBEYED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def in_one_line(text: str) -> str:
    """A text that is safe to print: line breaks and control characters become spaces."""
    return _CONTROL.sub(" ", text)


class _Inert:
    """A text stream on which control characters arrive as escapes such as ``\\x1b``."""

    def __init__(self, stream: TextIO):
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text that can't move the cursor, change colors or the title of a terminal."""
        self.stream.write(_OBEYED.sub(lambda control: f"\\x{ord(control[0]):02x}", text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts as they are, one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextlib.contextmanager
def inert_output() -> Iterator[None]:
    """Keep the control characters of projects, tables and file names from standard output and error."""
    output, error = (cast(TextIO, _Inert(stream)) for stream in (sys.stdout, sys.stderr))
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(error):
        yield


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """A callback for the number done so far; its line on stderr disappears at the end.

    what: the things counted, such as "lines written". Writes nothing unless stderr is a terminal.
    """
    stream = sys.stderr.stream if isinstance(sys.stderr, _Inert) else sys.stderr
    on_terminal = stream.isatty()
    last = time.monotonic()

    def show(count: int) -> None:
        nonlocal last
        if on_terminal and time.monotonic() - last >= INTERVAL:
            last = time.monotonic()
            stream.write(f"\r{count:,} {what}")
            stream.flush()

    try:
        yield show
    finally:
        if on_terminal:
            stream.write("\r\x1b[K")
            stream.flush()
