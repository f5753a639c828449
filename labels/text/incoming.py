"""What a file says about one article, before it becomes an article."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from labels.article import METADATA, Kind, Metadata
from labels.errors import FileRefusedError

# An article beyond this is a book or a dump, and would stop the page that shows it.
MAX_ARTICLE_BYTES = 200_000
MAX_SENTENCES = 2_000
MAX_FILE_BYTES = 100_000_000

# What options may set for every article of a call.
DESCRIPTION: tuple[str, ...] = ("event", "outlet", *METADATA)


@dataclass(frozen=True, slots=True)
class FilePosition:
    """Where something was read: file, member of an archive, line; for messages."""

    file: str
    member: str | None = None
    line: int | None = None

    def at(self, line: int | None) -> "FilePosition":
        """The same file or member at a line."""
        return FilePosition(self.file, self.member, line)

    def refuse(self, reason: str) -> FileRefusedError:
        """The error that names this position."""
        return FileRefusedError(self.file, reason, line=self.line, member=self.member)

    def __str__(self) -> str:
        name = self.file if self.member is None else f"{self.file}, member {self.member}"
        return name if self.line is None else f"{name}, line {self.line}"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file or archive member to read, and the names of its folder and of the file itself.

    suffix: in lower case, without ``.gz``.  grouped: whether it came from a folder or archive, where
        ``<event>/<outlet>`` is the layout.
    data: its bytes, if they were unpacked; otherwise they are read from the path.
    """

    position: FilePosition
    suffix: str
    folder: str
    stem: str
    grouped: bool
    path: Path
    data: bytes | None = None

    def read(self) -> bytes:
        """All bytes. Raises FileRefusedError if the file can't be read."""
        if self.data is not None:
            return self.data
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise self.position.refuse(f"it can't be read: {error.strerror}.") from None

    def open(self) -> BinaryIO:
        """The bytes as a stream. Raises FileRefusedError if the file can't be opened."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self.position.refuse(f"it can't be read: {error.strerror}.") from None


@dataclass(frozen=True, slots=True)
class IncomingArticle(Metadata):
    """One article as a file gives it; empty texts are unknown.

    sentences: texts that replace the splitter's, or None.
    kinds: what the markup says each line of the text is (None where it says nothing); None for plain text.
    meta: the record's other values, as a JSON object.  notes: what the reader changed or left out.
    """

    position: FilePosition
    text: str
    id: str = ""
    event: str = ""
    outlet: str = ""
    sentences: Sequence[str] | None = None
    kinds: Sequence[Kind | None] | None = None
    meta: str = ""
    notes: Sequence[str] = ()

    def description(self) -> Mapping[str, str]:
        """Event, outlet and metadata by name."""
        return {name: getattr(self, name) for name in DESCRIPTION}
