"""The visible lines of an HTML tree, each with the kind that its markup gives.

Every paragraph, heading, list item and row of a table is a line. Inline elements never break one. What would
change words if it were only flattened is settled first: struck-out text goes, ``<q>`` gets its quotation
marks, raised figures never join the number before them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from labels.article import Kind

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "br",
    ]
)
_CELLS = frozenset({"td", "th"})
_NO_TEXT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "option",
        "datalist",
        "textarea",
        "button",
        "input",
        "rt",
        "rp",
        "head",
        "title",
    ]
)
_STRUCK = frozenset({"del", "s", "strike"})
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHITE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|hidden)(?:\s|$)", re.IGNORECASE
)
_CLASS_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("caption", re.compile(r"(?:^|[\s_-])(?:caption|figcaption|photo-?credit|image-?credit)", re.IGNORECASE)),
    (
        "byline",
        re.compile(
            r"(?:^|[\s_-])(?:byline|by-line|author-?names?|authors?|autor)(?:$|[\s_-])", re.IGNORECASE
        ),
    ),
    (
        "kicker",
        re.compile(r"(?:^|[\s_-])(?:kicker|eyebrow|overline|dachzeile|topline)(?:$|[\s_-])", re.IGNORECASE),
    ),
    (
        "dateline",
        re.compile(
            r"(?:^|[\s_-])(?:dateline|pub-?date|publish(?:ed)?-?date|timestamp)(?:$|[\s_-])", re.IGNORECASE
        ),
    ),
)
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_NOTE_MARK = re.compile(r"\[\s*[\w*†‡§]{1,3}\s*\]|\(\d{1,3}\)|[*†‡§]{1,3}|\[[^\]]{1,30}\]")
_FIGURE = re.compile(r"[\d+\-−=()n]{1,4}")
_NOTE_LIST = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
_QUOTES = {"de": ("„“", "‚‘"), "fr": ("«»", "“”"), "ru": ("«»", "„“"), "it": ("«»", "“”"), "es": ("«»", "“”")}
_DEFAULT_QUOTES = ("“”", "‘’")
_MARKS = "\"'“”„‘’‚«»"
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One line of a page.

    kind: what its markup says; None where it says nothing.  element: the block that holds it.
    linked: share of its characters inside links to other pages (0 to 1).
    strong: whether the whole line is bold.
    """

    text: str
    kind: Kind | None
    element: Any
    linked: float
    strong: bool


def settle(tree: Any, language: str = "") -> list[str]:
    """Take out what is not shown; settle struck, quoted and raised text.

    The tree is changed. Returns a few words for each kind of change that readers may miss.
    """
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    for element in list(tree.iter(*_NO_TEXT)):
        _drop(element)
    for element in list(tree.xpath("//*[@hidden or @style or @class or @aria-hidden]")):
        if element.tag not in {"html", "body"} and _is_hidden(element):
            _drop(element)
    changes = []
    struck = [text for element in list(tree.iter(*_STRUCK)) if (text := _struck_text(element))]
    if struck:
        changes.append(f"struck-out text left out: {_quoted(struck)}")
    for element in list(tree.iter("q")):
        _quote(element, language)
    settled = [_settle_raised(element) for element in list(tree.iter("sup", "sub"))]
    marks = [mark for mark, kept in settled if mark and not kept]
    raised = [kept for _, kept in settled if kept]
    if marks:
        changes.append(f"footnote marks left out: {_quoted(marks)}")
    if raised:
        changes.append(f"raised or lowered figures kept as such: {_quoted(raised)}")
    return changes


def lines(tree: Any) -> Iterator[MarkedLine]:
    """The lines of a settled tree that hold more than white space, in order."""
    collector = _Collector()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in _BLOCKS
        if event == "start":
            if block:
                yield from collector.end_line(element)
            collector.enter(element, block=block)
            collector.add(element.text or "")
        else:
            if block:
                yield from collector.end_line(element)
            collector.leave(block=block)
            if element is not tree:
                collector.add(element.tail or "")
    yield from collector.end_line(tree)


def text_of(element: Any) -> str:
    """The words of an element in one line."""
    return _WHITE.sub(" ", "".join(element.itertext())).strip()


class _Collector:
    """The pieces of the line that is being read."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, Kind | None, bool, bool]] = []
        self._kinds: list[Kind | None] = [None]
        self._block_kinds: list[Kind | None] = [None]
        self._blocks: list[Any] = []
        self._links: list[bool] = [False]
        self._bold: list[bool] = [False]
        self._after_cell = False

    def enter(self, element: Any, *, block: bool) -> None:
        """Go into an element; the kind of the innermost element that has one holds."""
        kind = _kind_of(element) or self._kinds[-1]
        self._kinds.append(kind)
        if block:
            self._block_kinds.append(kind)
            self._blocks.append(element)
        href = element.get("href") if element.tag == "a" else None
        self._links.append(self._links[-1] or (href is not None and not href.startswith("#")))
        self._bold.append(self._bold[-1] or element.tag in {"b", "strong"})

    def leave(self, *, block: bool) -> None:
        """Go out of an element."""
        self._kinds.pop()
        self._links.pop()
        self._bold.pop()
        if block:
            self._block_kinds.pop()
            self._blocks.pop()

    def add(self, text: str) -> None:
        """Text at this place."""
        if text:
            self._pieces.append((text, self._kinds[-1], self._links[-1], self._bold[-1]))

    def end_line(self, element: Any) -> Iterator[MarkedLine]:
        """The line so far, if it has words; cells of a row stay on one line, with tabs between them."""
        if element.tag in _CELLS and len(element) + len(element.text or "") and self._joins(element):
            return
        pieces, self._pieces = self._pieces, []
        shown = [piece for piece in pieces if piece[0].strip(" \n\r\f\t\v")]
        if not shown:
            return
        text = "".join(text if text == "\t" else _WHITE.sub(" ", text) for text, *_ in pieces)
        text = re.sub(r" {2,}", " ", re.sub(r" ?\t ?", "\t", text)).strip()
        kinds = {kind for _, kind, _, _ in shown}
        size = sum(len(text) for text, *_ in shown)
        yield MarkedLine(
            text,
            kinds.pop() if len(kinds) == 1 else self._block_kinds[-1],
            self._blocks[-1] if self._blocks else element,
            sum(len(text) for text, _, linked, _ in shown if linked) / size,
            all(bold for *_, bold in shown),
        )

    def _joins(self, cell: Any) -> bool:
        """Whether a cell joins the line of its row: one that holds no blocks, beside others."""
        row = cell.getparent()
        if row is None or any(
            child.tag in _BLOCKS - {"br"} for one in row for child in one.iter() if child is not one
        ):
            return False
        if self._pieces and self._pieces[-1][0] != "\t" and cell.getprevious() is not None:
            self._pieces.append(("\t", None, False, False))
        return True


_TAG_KINDS: dict[str, Kind] = {
    "h1": "headline",
    "figcaption": "caption",
    "caption": "caption",
    "time": "dateline",
}
_TAG_KINDS |= dict.fromkeys(HEADINGS, "runin_heading")


def _kind_of(element: Any) -> Kind | None:
    tag = element.tag
    if tag in _TAG_KINDS:
        return _TAG_KINDS[tag]
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return "byline"
    names = element.get("class")
    if names and tag not in {"body", "main", "article", "section"}:
        return next((kind for kind, pattern in _CLASS_KINDS if pattern.search(names)), None)
    return None


def _is_hidden(element: Any) -> bool:
    return bool(
        element.get("hidden") is not None
        or _HIDDEN_STYLE.search(element.get("style") or "")
        or _HIDDEN_CLASS.search(element.get("class") or "")
    )


def _drop(element: Any) -> None:
    """Take an element out with its content, and leave what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    _append_text(element, element.tail or "")
    parent.remove(element)


def _append_text(element: Any, text: str) -> None:
    """Put text where an element stands."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _struck_text(element: Any) -> str:
    text = text_of(element)
    _drop(element)
    return text


def _quote(element: Any, language: str) -> None:
    text = "".join(element.itertext()).strip()
    if text and text[0] in _MARKS and text[-1] in _MARKS:
        return
    depth = sum(1 for _ in element.iterancestors("q"))
    lang = next(
        (each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang")), language
    )
    marks = _QUOTES.get((lang or "")[:2].casefold(), _DEFAULT_QUOTES)[depth % 2]
    element.text = marks[0] + (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + marks[1]
    else:
        element.text = element.text.rstrip() + marks[1]


def _settle_raised(element: Any) -> tuple[str, str]:
    """Keep a raised or lowered figure apart from what stands before it, and take a footnote mark out.

    Returns the mark, and what it is kept as ("" where it is not changed or gone).
    """
    mark = text_of(element)
    before = _text_before(element)
    if element.tag == "sup" and _is_note(element, mark, before):
        _drop(element)
        return mark, ""
    if not (_FIGURE.fullmatch(mark) and (before[-1:].isdigit() or element.tag == "sup")):
        return "", ""
    for child in list(element):
        element.remove(child)
    element.text = mark.translate(_RAISED if element.tag == "sup" else _LOWERED)
    return mark, (before[-4:].split() or [""])[-1] + element.text


def _is_note(element: Any, mark: str, before: str) -> bool:
    if not mark:
        return False
    to_note = any((link.get("href") or "").startswith("#") for link in element.iter("a"))
    if to_note or _NOTE_MARK.fullmatch(mark):
        return True
    named = re.search(r"foot-?note|reference|endnote|fn", element.get("class") or "", re.IGNORECASE)
    around_link = element.getparent() is not None and (element.getparent().get("href") or "").startswith("#")
    after_mark = before[-1:] in tuple(".,;:!?”’\"')»")
    return bool((named or around_link or after_mark) and _NOTE_LIST.fullmatch(mark))


def _text_before(element: Any) -> str:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return (previous.tail or "") or "".join(previous.itertext())
    return (parent.text or "") if parent is not None else ""


def _quoted(texts: list[str]) -> str:
    shown = ", ".join(f"'{text[:40]}'" for text in texts[:3])
    return f"{shown} and {len(texts) - 3} more" if len(texts) > 3 else shown  # noqa: PLR2004 - three examples
