"""The rows of a CSV file: what can't be a table is refused before it costs time or memory."""

import codecs
import csv
import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labels.errors import TableError

_DELIMITERS = (",", ";", "\t")
_PORTION = 1 << 20
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that holds text.  header: its columns.  sha256: of its bytes."""

    path: Path
    header: tuple[str, ...]
    delimiter: str
    sha256: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The cells of each row after the header, with the line the row begins on; blank rows are skipped.

        Raises TableError for rows of another length and for quotation marks that don't match.
        """
        begins, named = 1, False
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    line, begins = begins, reader.line_num + 1
                    if not any(cells) or not any(map(str.strip, cells)):
                        continue
                    if not named:
                        named = True
                    elif len(cells) != len(self.header):
                        raise TableError(
                            f"{self.path}, line {line}: {len(cells)} cells, but the header has "
                            f"{len(self.header)} columns."
                        )
                    else:
                        yield line, cells
            except csv.Error as error:
                raise TableError(f"{self.path}, line {begins}: not valid CSV ({error}).") from error


def open_csv(path: Path, expected: Sequence[str]) -> CsvFile:
    """Look at the whole file once, and read its header.

    expected: columns that the header should have; they decide between comma, semicolon and tab.
    Raises TableError for what is no regular file, not UTF-8, empty or too large, and for repeated columns.
    """
    sha256 = _checked(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = next((line for line in file if line.strip()), "")
    if not first:
        raise TableError(f"{path} is empty. It needs a header with the columns {quoted(expected)}.")
    headers = {mark: _header(path, first, mark) for mark in _DELIMITERS}
    fitting = [mark for mark in _DELIMITERS if set(expected) <= set(headers[mark])]
    delimiter = fitting[0] if fitting else max(_DELIMITERS, key=lambda mark: len(headers[mark]))
    header = headers[delimiter]
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise TableError(f"{path} has two columns '{twice}'. Give each column its own name.")
    return CsvFile(path, tuple(header), delimiter, sha256)


def _header(path: Path, line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise TableError(f"{path}, line 1: the header is not valid CSV ({error}).") from error


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
                f"{path}, line {line}: a NUL character, so this is no text. Save the table as CSV in UTF-8."
            )
        if len(portion) == _PORTION and "\n" not in text and "\r" not in text:
            raise TableError(
                f"{path}, line {line}: longer than {_PORTION:,} characters, so this is no table."
            )
        line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise TableError(f"{path}, line {line}: not UTF-8. Save the table as CSV in UTF-8.") from error
    return digest.hexdigest()


def quoted(names: Sequence[str]) -> str:
    """Names in quotation marks, with commas."""
    return ", ".join(f"'{name}'" for name in names)
