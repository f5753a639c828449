"""What a file says about one article, before it is an article."""

from dataclasses import dataclass

from labels.errors import FileRefusedError

# An article beyond this is a book or a dump, and would stop the page that shows it.
MAX_ARTICLE_BYTES = 200_000
MAX_SENTENCES = 2_000
MAX_FILE_BYTES = 100_000_000
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: file, member of an archive, line; for messages."""

    file: str
    member: str | None = None
    line: int | None = None

    def at(self, line: int) -> "Place":
        """The same file or member at a line."""
        return Place(self.file, self.member, line)

    def refuse(self, reason: str) -> FileRefusedError:
        """The error that names this place."""
        return FileRefusedError(self.file, reason, line=self.line, member=self.member)

    def __str__(self) -> str:
        place = self.file if self.member is None else f"{self.file}, member {self.member}"
        return place if self.line is None else f"{place}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file or member, with the names that its place gives: folder and file."""

    place: Place
    suffix: str
    data: bytes
    folder: str
    stem: str
    grouped: bool
    """Whether it was found in a folder or archive, where ``<event>/<outlet>`` is the layout."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a file gives it; empty texts are unknown."""

    place: Place
    text: str
    id: str = ""
    event: str = ""
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    licence: str = ""
    sentences: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
