"""Events, articles and sentences: what is read, before anybody labels it."""

from dataclasses import dataclass, field, fields
from typing import Literal, Self, get_args

from labels.span import Span

Kind = Literal[
    "headline",
    "kicker",
    "byline",
    "dateline",
    "caption",
    "runin_heading",
    "body",
    "boilerplate",
    "outlet_name",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Characters of a name (an id, an event, an outlet, a language) and of a line of prose (a title, an address).
MAX_NAME, MAX_LINE = 200, 2_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A range of an article; every non-space character of the text belongs to exactly one.

    id: the article's id, a hash of the words and, for a repeated text, its occurrence; so the same text
        keeps its ids wherever its paragraphs move.
    position: reading order in the article, from 0.  paragraph: from 0.
    """

    id: str
    article: str
    position: int
    paragraph: int
    kind: Kind
    span: Span

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, int, int, Kind, Span]]:
        """Pickled by its parts; see `Span`."""
        return type(self), (self.id, self.article, self.position, self.paragraph, self.kind, self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article besides event, outlet and text; an empty text is unknown.

    Readers, options, exports and the project's table all go through these fields, so a new one is added here,
    in the project's table (labels/store/schema.py) and in the workspace (types.js, texts.js).
    limit: the most characters a field may have.  published: an ISO 8601 date or date-time.
    """

    title: str = field(default="", metadata={"limit": MAX_LINE})
    byline: str = field(default="", metadata={"limit": MAX_LINE})
    published: str = field(default="", metadata={"limit": MAX_NAME})
    url: str = field(default="", metadata={"limit": MAX_LINE})
    language: str = field(default="", metadata={"limit": MAX_NAME})
    licence: str = field(default="", metadata={"limit": MAX_NAME})

    def metadata(self) -> dict[str, str]:
        """The fields by name, in order."""
        return {name: getattr(self, name) for name in METADATA}


METADATA: tuple[str, ...] = tuple(each.name for each in fields(Metadata))


@dataclass(frozen=True, slots=True)
class Article(Metadata):
    """One outlet's text on an event, frozen when it was read; offsets count its code points.

    id: from the SHA-256 of the text and, where several outlets print the same text, the outlet.
    source: the file it was read from.  meta: other values of its record, as a JSON object.
    predecessor: the id of the article whose text this one corrects, "" for none.
    """

    id: str
    event: str
    outlet: str
    text: str
    sha256: str
    sentences: tuple[Sentence, ...]
    source: str = ""
    meta: str = ""
    predecessor: str = ""


@dataclass(frozen=True, slots=True)
class KnownText:
    """The text that a project has under an article's id: its outlet and SHA-256."""

    outlet: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Event:
    """What several articles report on: the bundle an annotator works on."""

    id: str
    name: str
    articles: tuple[Article, ...] = ()
