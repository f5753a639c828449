"""The rows of a CSV file: what can't be a table is refused before it costs time or memory."""

import codecs
import hashlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from labels.errors import TableError
from labels.text.tables import MalformedError, csv_table

_PORTION = 1 << 20
MOST_BYTES = 1 << 30
# How much of a name, and how many names, a message shows.
_LONGEST = 60
_MOST = 40


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file while it is open.  header: its columns.  sha256: of its bytes.

    rows: the line that each row begins on with its cells, as they are read.
    """

    path: Path
    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    sha256: str


@contextmanager
def open_csv(path: Path, expected: Sequence[str]) -> Iterator[CsvFile]:
    """Look at the whole file once, then read its header, and its rows as they are asked for.

    expected: columns that the header should have; they decide which mark is the delimiter.
    Raises TableError for what is not a regular file, not UTF-8, too large or not strict CSV, also while rows
        are read.
    """
    sha256 = _checked(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv_table(file, expected)
            yield CsvFile(path, table.header, table.rows, sha256)
    except MalformedError as error:
        raise TableError(f"{path}, line {error.line}: {error.reason}") from error


def _checked(path: Path) -> str:
    """The SHA-256 of a file that is text."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise TableError(f"{path} is not a file but a folder, pipe or device. Save the table as a file.")
        if about.st_size > MOST_BYTES:
            raise TableError(f"{path} has {about.st_size:,} bytes; at most {MOST_BYTES:,} can be read.")
        with path.open("rb") as file:
            return _scanned(path, iter(lambda: file.read(_PORTION), b""))
    except OSError as error:
        raise TableError(f"{path} can't be read: {error.strerror}.") from error


def _scanned(path: Path, portions: Iterator[bytes]) -> str:
    digest, decoder, line = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 1
    for portion in portions:
        digest.update(portion)
        try:
            text = decoder.decode(portion)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise TableError(f"{path}, line {line}: not UTF-8. Save the table as CSV in UTF-8.") from error
        if "\0" in text:
            line += text[: text.index("\0")].count("\n")
            raise TableError(
                f"{path}, line {line}: a NUL character, so this is not text. Save the table as CSV in UTF-8."
            )
        if len(portion) == _PORTION and "\n" not in text and "\r" not in text:
            raise TableError(
                f"{path}, line {line}: longer than {_PORTION:,} characters, so this is not a table."
            )
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TableError(f"{path}, line {line}: not UTF-8. Save the table as CSV in UTF-8.") from error
    return digest.hexdigest()


def quoted(names: Sequence[str]) -> str:
    """Names in quotation marks, with commas; long names and long lists are cut where … stands."""
    shown = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names[:_MOST]]
    return ", ".join(f"'{name}'" for name in shown) + (", …" if len(names) > _MOST else "")
