"""Events, articles and sentences: what is read, before anybody labels it."""

from dataclasses import dataclass
from typing import Literal, get_args

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


@dataclass(frozen=True, slots=True)
class Article:
    """One outlet's text on an event, frozen when it was read; offsets count its code points.

    id: from the SHA-256 of the text and, where several outlets print the same text, the outlet.
    published: ISO 8601 date or date-time, as given.  source: the file it was read from.
    """

    id: str
    event: str
    outlet: str
    text: str
    sha256: str
    sentences: tuple[Sentence, ...]
    title: str = ""
    byline: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    licence: str = ""
    source: str = ""

    def metadata(self) -> dict[str, str]:
        """What is known about the article besides its text, by field."""
        return {
            "title": self.title,
            "byline": self.byline,
            "published": self.published,
            "url": self.url,
            "language": self.language,
            "licence": self.licence,
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What a project holds under an article's id: the outlet and the SHA-256 of the text."""

    outlet: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Event:
    """What several articles report on: the bundle an annotator works on."""

    id: str
    name: str
    articles: tuple[Article, ...] = ()
