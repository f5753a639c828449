"""What each paragraph of an article is, from its markup, its words and its place; nothing is deleted.

The rules know no outlet. When in doubt, ``body``: mistaking a caption for text costs an annotator one glance,
mistaking text for boilerplate hides it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from labels.article import Kind
from labels.text.patterns import (
    BREADCRUMB,
    BUTTON,
    BYLINE,
    CAPITALS,
    CREDIT_HINTS,
    CREDIT_ONLY,
    CREDITED,
    DATE_LINE,
    FINITE,
    LINKS,
    NAME_LINE,
    PLACE_LINE,
    POINTER,
    RIGHTS,
    RIGHTS_HINTS,
    SIGNED,
    VERBLESS_CAPTION,
)

# What a line's words can say where its markup calls it a paragraph.
_KINDS_OF_WORDS: frozenset[Kind] = frozenset({"boilerplate", "byline", "dateline", "caption", "outlet_name"})
# A picture character behind the full stop belongs to the sentence.
_END = re.compile(
    "[.!?…。！？؟۔।]\\s?[\"”’'」』)\\]»]*"
    "(?:\\s?[\u2600-\u27bf\u2b50-\u2b55\U0001f1e6-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)*$"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FOLD = re.compile(r"[\W_]+")
_ASCII_FOLD = {number: " " for number in range(128) if not chr(number).isalnum()}
_QUOTES = '"“”«»「『'
# Words of a heading, a byline, a credit; lines beyond are text whatever they hold.
HEADING_WORDS, LINE_WORDS, CAPTION_WORDS = 22, 25, 60
BODY_WORDS = 8
OUTLET_WORDS = 4
MAX_NAME = 500
# Longer lines are text; and the patterns are only fast on short ones.
MAX_LINE = 1_000
SHORT_HEADLINE = 3


@dataclass(frozen=True, slots=True)
class _Document:
    """The paragraphs of an article and where its running text begins and ends."""

    lines: Sequence[str]
    title: str
    outlets: frozenset[str]
    counts: list[int] = field(init=False)
    body: list[bool] = field(init=False)
    names: list[str] = field(init=False)
    copies: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", list(map(_length, self.lines)))
        body = [_reads_on(line, count) for line, count in zip(self.lines, self.counts, strict=True)]
        object.__setattr__(self, "body", body)
        object.__setattr__(self, "names", [folded(line) for line in self.lines])
        object.__setattr__(self, "copies", Counter(self.names))

    @property
    def first(self) -> int:
        return next((i for i, body in enumerate(self.body) if body), len(self.lines))

    @property
    def last(self) -> int:
        return max((i for i, body in enumerate(self.body) if body), default=-1)


def folded(text: str) -> str:
    """Letters and digits in lower case, one space between words: how titles and names are compared.

    Only the beginning of a long text counts, which is no name.
    """
    name = text[:MAX_NAME]
    if name.isascii():
        return " ".join(name.translate(_ASCII_FOLD).split()).lower()
    return _FOLD.sub(" ", name).strip().casefold()


def squeezed(names: Sequence[str]) -> frozenset[str]:
    """Names without the spaces between their words: "Global Times" is the outlet of globaltimes.example."""
    return frozenset(folded(name).replace(" ", "") for name in names) - {""}


def kinds(lines: Sequence[str], *, title: str = "", outlets: Sequence[str] = ()) -> list[Kind]:
    """The kind of each paragraph, in order.

    lines: the paragraphs' texts.  title: the headline where a file names it.  outlets: names of the outlet.
    """
    document = _Document(lines, folded(title), squeezed(outlets))
    first, last = document.first, document.last
    found: list[Kind] = []
    headline = ended = False
    for index, line in enumerate(lines):
        if len(line) > MAX_LINE:
            found.append("body")
            continue
        kind = _boilerplate(document, index, line, last) or _head(
            document, index, line, first, headline=headline
        )
        kind = kind or _inside(document, index, line, first, last)
        headline = headline or kind == "headline"
        # Below the line of rights nothing of the article follows.
        if ended and kind == "body":
            kind = "boilerplate"
        ended = ended or (RIGHTS.match(line) is not None and 2 * index >= len(lines))
        found.append(kind)
    return found


def marked_kinds(
    lines: Sequence[str], marked: Sequence[Kind | None], *, title: str = "", outlets: Sequence[str] = ()
) -> list[Kind]:
    """The kind of each line of a page: what its markup says, else its words; words make no heading.

    marked: what the markup says each line is, or None.
    """
    found = kinds(lines, title=title, outlets=outlets)
    headed = "headline" in marked
    result: list[Kind] = []
    for line, mark, kind in zip(lines, marked, found, strict=True):
        by_words = kind if kind in _KINDS_OF_WORDS or (kind == "headline" and not headed) else "body"
        if mark == "byline" and len(line.split()) > LINE_WORDS:
            mark = None  # noqa: PLW2901 - a biography below the article
        result.append(by_words if mark is None else mark)
    return result


def _boilerplate(document: _Document, index: int, line: str, last: int) -> Kind | None:
    """What surrounds every article of an outlet: credits, rights, links, the outlet's name."""
    count = len(line.split())
    long_text = count > LINE_WORDS and document.body[index]
    if index and document.names[index].replace(" ", "") in document.outlets:
        return "outlet_name"
    rights = not (long_text and index < last) and count <= CAPTION_WORDS and _has(line, RIGHTS_HINTS)
    rights = rights and RIGHTS.search(line) is not None
    credit = count <= LINE_WORDS and CREDIT_ONLY.match(line)
    divider = not document.names[index]
    if divider or rights or credit or _promotes(line, count, index):
        return "boilerplate"
    if count <= HEADING_WORDS and (DATE_LINE.match(line) or PLACE_LINE.match(line)):
        return "dateline"
    if _names_writer(line, count):
        return "byline"
    if _is_caption(document, index, line, count, last):
        return "caption"
    return "outlet_name" if index and _signs(document, index, line, last) else None


def _promotes(line: str, count: int, index: int) -> bool:
    # "Sources: navy to quit port" is a headline.
    titled = index == 0 and ":" in line and count > OUTLET_WORDS
    if LINKS.match(line) or (BUTTON.match(line) and not titled):
        return True
    return POINTER.match(line) is not None and count <= HEADING_WORDS and not _END.search(line)


def _names_writer(line: str, count: int) -> bool:
    if count > LINE_WORDS or not BYLINE.match(line) or (count > BODY_WORDS and FINITE.search(line)):
        return False
    # "By Monday evening all was quiet."
    return not (line[:3].casefold() == "by " and _END.search(line))


def _signs(document: _Document, index: int, line: str, last: int) -> bool:
    if index != len(document.lines) - 1 or not index > last >= 0:
        return False
    words = line.split()
    # A last line of a few capitalised words, such as the name under a column.
    return (
        len(words) <= OUTLET_WORDS
        and not _END.search(line)
        and all(word[:1].isupper() or word.casefold() in {"the", "of", "and"} for word in words)
        and not _IDEOGRAPH.search(line)
    )


def _is_caption(document: _Document, index: int, line: str, count: int, last: int) -> bool:
    if count > CAPTION_WORDS:
        return False
    if _has(line, CREDIT_HINTS) and CREDITED.search(line):
        return count <= LINE_WORDS * 2
    if line.endswith(")") and SIGNED.search(line):
        return index < last and count <= LINE_WORDS
    name = document.names[index]
    if document.copies[name] == 1 or count <= OUTLET_WORDS or name in {document.title, document.names[0]}:
        return False
    beside = [*document.names[max(0, index - 1) : index], *document.names[index + 1 : index + 2]]
    return not _END.search(line) or name in beside


def _has(line: str, hints: Sequence[str]) -> bool:
    """Whether a line has one of the words that a pattern needs; far cheaper than the pattern."""
    lowered = line.casefold()
    for hint in hints:  # noqa: SIM110 - a loop is twice as fast as any() with a generator
        if hint in lowered:
            return True
    return False


def _head(document: _Document, index: int, line: str, first: int, *, headline: bool) -> Kind | None:
    """What stands above the running text."""
    if document.title and folded(line) == document.title and index <= max(first, 3):
        return "headline"
    count = document.counts[index]
    if index >= first or first == len(document.lines) or count > 2 * HEADING_WORDS:
        return None
    section = BREADCRUMB.match(line) or CAPITALS.match(line)
    # In capitals above the text, and no other headline: that is the headline.
    if section and count <= BODY_WORDS and (headline or count < SHORT_HEADLINE or index + 1 < first):
        return "kicker"
    if _END.search(line.rstrip("?!")):
        return None
    following = document.lines[index + 1] if index + 1 < first else ""
    return _above(line, count, following, headline=headline, titled=bool(document.title))


def _above(line: str, count: int, following: str, *, headline: bool, titled: bool) -> Kind | None:
    """What an unfinished line above the text is, with the line below it that is above the text too."""
    if headline and NAME_LINE.match(line):
        return "byline"
    if headline or titled:
        return "headline" if count > BODY_WORDS else "kicker"
    if count < SHORT_HEADLINE and _is_headline(following):
        return "kicker"
    return "headline" if count > 1 else None


def _is_headline(line: str) -> bool:
    """Whether a line has the length and form of a headline, so that a word or two above it are a kicker."""
    count = _length(line)
    surrounding = DATE_LINE.match(line) or PLACE_LINE.match(line) or _names_writer(line, count)
    return SHORT_HEADLINE < count <= HEADING_WORDS and not surrounding and not _END.search(line.rstrip("?!"))


def _inside(document: _Document, index: int, line: str, first: int, last: int) -> Kind:
    """Headings, links and captions between or below the paragraphs."""
    count = document.counts[index]
    if first < index < last and VERBLESS_CAPTION.match(line) and _verbless(line):
        return "caption"
    # A tab stands between the cells of a table.
    if _END.search(line) or count > BODY_WORDS + 2 or "\t" in line or line[0] in _QUOTES + "•·-*–—":
        return "body"
    if first < index < last and not line[:1].islower() and not line.endswith((",", ";")):
        return "runin_heading" if count <= BODY_WORDS and not _IDEOGRAPH.search(line) else "body"
    return "body"


def _verbless(line: str) -> bool:
    words = line.split()
    if len(words) > LINE_WORDS or FINITE.search(line) or any(quote in line for quote in _QUOTES):
        return False
    return not any(word[0].islower() and word.rstrip(".,").endswith("ed") for word in words)


def _reads_on(line: str, count: int) -> bool:
    """Whether a paragraph looks like running text: a finished sentence of some length."""
    return count >= BODY_WORDS and _END.search(line) is not None


def _length(line: str) -> int:
    """Words; two ideographs count as one."""
    return len(line.split()) + (0 if line.isascii() else len(_IDEOGRAPH.findall(line)) // 2)
