"""Files that a command writes: whole or not at all, and never over a project."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from labels.errors import OutputError
from labels.store.keeping.last_entry import sync_folder
from labels.store.project import is_project


@contextlib.contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A text file to write; it takes its name when the block ends, and leaves nothing if that fails.

    What is no regular file, such as a pipe or /dev/stdout, is written as it is. Raises OutputError.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        _check(path)
        target = path.resolve()  # a link stays a link
        with _beside(target) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(path, f"it can't be written: {error.strerror or error}.") from error


def _check(path: Path) -> None:
    if path.is_dir() or not path.name:
        raise OutputError(path, "this is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise OutputError(path, f"the folder {path.parent} does not exist; make it first.")
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise OutputError(path, "it exists, and you may not change it; write to another file.")
    # SQLite and the lock keep files beside a project, under its name
    if any(
        is_project(path.with_name(path.name.removesuffix(end)))
        for end in ("", "-wal", "-shm", ".lock", ".last")
    ):
        raise OutputError(path, "a project keeps its labels here; write to another file.")


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[TextIO]:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".partial")
    partial = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - is open already
            os.fchmod(descriptor, _mode(target))
            yield file
            file.flush()
            os.fsync(descriptor)
        partial.replace(target)
        sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those that new files get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
