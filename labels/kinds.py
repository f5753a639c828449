"""What each paragraph of an article is, from its words and its place; nothing is deleted.

The rules know no outlet. What has no credit, no pattern and no place of its own stays ``body``: a caption taken
for text costs an annotator one look, a text taken for boilerplate would be hidden.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from labels.article import Kind
from labels.patterns import (
    BREADCRUMB,
    BYLINE,
    CAPITALS,
    CREDIT_ONLY,
    CREDITED,
    DATE_LINE,
    FINITE,
    LINKS,
    PLACE_LINE,
    PROMOTION,
    RIGHTS,
    VERBLESS_CAPTION,
)

_END = re.compile(r"[.!?…。！？؟۔।][\"”’'」』)\]»]*$")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOLD = re.compile(r"[\W_]+")
_QUOTES = '"“”«»「『'
# Words of a heading, a byline, a credit; lines beyond are text whatever they hold.
HEADING_WORDS, LINE_WORDS, CAPTION_WORDS = 22, 25, 60
BODY_WORDS = 8
OUTLET_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Document:
    """The paragraphs of an article and where its running text begins and ends."""

    lines: Sequence[str]
    title: str
    outlets: frozenset[str]
    body: list[bool] = field(init=False)
    copies: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", [_reads_on(line) for line in self.lines])
        object.__setattr__(self, "copies", Counter(folded(line) for line in self.lines))

    @property
    def first(self) -> int:
        return next((i for i, body in enumerate(self.body) if body), len(self.lines))

    @property
    def last(self) -> int:
        return max((i for i, body in enumerate(self.body) if body), default=-1)


def folded(text: str) -> str:
    """Letters and digits in lower case, one space between words: how titles and names are compared."""
    return _FOLD.sub(" ", text).strip().casefold()


def kinds(lines: Sequence[str], *, title: str = "", outlets: Sequence[str] = ()) -> list[Kind]:
    """The kind of each paragraph, in order.

    lines: the paragraphs' texts.  title: the headline where a file names it.  outlets: names of the outlet.
    """
    document = _Document(lines, folded(title), frozenset(folded(name) for name in outlets) - {""})
    first, last = document.first, document.last
    found: list[Kind] = []
    headline = False
    for index, line in enumerate(lines):
        kind = _furniture(document, index, line, last) or _head(
            document, index, line, first, headline=headline
        )
        kind = kind or _inside(index, line, first, last)
        headline = headline or kind == "headline"
        found.append(kind)
    return found


def _furniture(document: _Document, index: int, line: str, last: int) -> Kind | None:
    """What surrounds every article of an outlet: credits, rights, links, the outlet's name."""
    count = len(line.split())
    long_text = count > LINE_WORDS and document.body[index]
    if index and _names_outlet(document, index, line, last):
        return "outlet_name"
    rights = RIGHTS.search(line) and count <= CAPTION_WORDS and not (long_text and index < last)
    credit = count <= LINE_WORDS and CREDIT_ONLY.match(line)
    if rights or credit or _promotes(line, count, body=document.body[index]):
        return "boilerplate"
    if count <= HEADING_WORDS and (DATE_LINE.match(line) or PLACE_LINE.match(line)):
        return "dateline"
    if count <= LINE_WORDS and BYLINE.match(line) and not (count > BODY_WORDS and FINITE.search(line)):
        return "byline"
    return "caption" if _is_caption(document, line, count) else None


def _promotes(line: str, count: int, *, body: bool) -> bool:
    if LINKS.match(line):
        return True
    return PROMOTION.match(line) is not None and (count <= BODY_WORDS or not body)


def _names_outlet(document: _Document, index: int, line: str, last: int) -> bool:
    name = folded(line)
    if name in document.outlets:
        return True
    words = line.split()
    # A last line of a few capitalised words, such as the name under a column.
    return (
        index == len(document.lines) - 1
        and index > last >= 0
        and len(words) <= OUTLET_WORDS
        and not _END.search(line)
        and all(word[:1].isupper() or word.casefold() in {"the", "of", "and"} for word in words)
        and not _IDEOGRAPH.search(line)
    )


def _is_caption(document: _Document, line: str, count: int) -> bool:
    if count > CAPTION_WORDS:
        return False
    if CREDITED.search(line):
        return count <= LINE_WORDS * 2
    repeated = document.copies[folded(line)] > 1
    return repeated and count > OUTLET_WORDS and folded(line) != document.title and line != document.lines[0]


def _head(document: _Document, index: int, line: str, first: int, *, headline: bool) -> Kind | None:
    """What stands above the running text."""
    if document.title and folded(line) == document.title and index <= max(first, 3):
        return "headline"
    count = _length(line)
    if (BREADCRUMB.match(line) or CAPITALS.match(line)) and count <= BODY_WORDS:
        return "kicker" if index < first and len(document.lines) > 1 else None
    if index >= first or first == len(document.lines) or _END.search(line.rstrip("?!")):
        return None
    if headline or document.title:
        return "headline" if BODY_WORDS < count <= 2 * HEADING_WORDS else "kicker"
    return "headline" if 1 < count <= 2 * HEADING_WORDS else None


def _inside(index: int, line: str, first: int, last: int) -> Kind:
    """Headings, links and captions between or below the paragraphs."""
    count = _length(line)
    if first < index < last and VERBLESS_CAPTION.match(line) and _verbless(line):
        return "caption"
    if _END.search(line) or count > BODY_WORDS + 2 or line[0] in _QUOTES + "•·-*–—":
        return "body"
    if first < index < last and not line[:1].islower() and not line.endswith((",", ";")):
        return "runin_heading" if count <= BODY_WORDS and not _IDEOGRAPH.search(line) else "body"
    return "body"


def _verbless(line: str) -> bool:
    words = line.split()
    if len(words) > LINE_WORDS or FINITE.search(line) or any(quote in line for quote in _QUOTES):
        return False
    return not any(word[0].islower() and word.rstrip(".,").endswith("ed") for word in words)


def _reads_on(line: str) -> bool:
    """Whether a paragraph looks like running text: a finished sentence of some length."""
    return bool(_END.search(line)) and _length(line) >= BODY_WORDS


def _length(line: str) -> int:
    """Words; two ideographs count as one."""
    return len(line.split()) + len(_IDEOGRAPH.findall(line)) // 2
