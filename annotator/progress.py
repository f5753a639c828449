"""How far a long command is, on standard error, where a terminal shows it to somebody."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

# Often enough to see that it moves, seldom enough to cost nothing (s).
EVERY = 0.2


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """A function to call with the number done so far; the line it writes is gone at the end.

    what: things counted, such as "lines written". Nothing is written where stderr is no terminal.
    """
    seen = sys.stderr.isatty()
    last = time.monotonic()

    def tell(count: int) -> None:
        nonlocal last
        if seen and time.monotonic() - last >= EVERY:
            last = time.monotonic()
            sys.stderr.write(f"\r{count:,} {what}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if seen:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
