"""The articles of an HTML page and what the page says about them; nothing is fetched.

The page's own elements say where an article is and what its lines are (`regions`, `tree`); trafilatura finds
the article where the page marks none, and the metadata. Menus, links, advertisements and comments are not
part of an article. What else is left out is reported, and much of it is a refusal.
"""

import codecs
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from trafilatura.settings import Document

from labels.article import Kind
from labels.text.dates import iso_date
from labels.text.decoding import decode
from labels.text.formats.linked_data import LinkedArticle, linked_articles
from labels.text.formats.regions import (
    articles,
    common_ancestor,
    in_chrome,
    is_index,
    is_passage,
    lines_of,
    outside_text,
    scope_of,
)
from labels.text.formats.tree import MarkedLine, lines, settle, text_of
from labels.text.incoming import FilePosition, IncomingArticle
from labels.text.kinds import folded

MAX_PAGE_BYTES = 5_000_000
# Large news pages have some 5,000 elements; the search for the article takes 0.1 ms for each.
MAX_ELEMENTS = 15_000
# Characters of a title or an author; more is a fault of the page.
MAX_VALUE = 500
# Share of a page's text that may be left out without the user's word.
MAX_LOSS = 1 / 3
_EXAMPLES = 3
_LINKED_SHARE = 2
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_HEAD_BYTES = 4_096
# What browsers read under these names; pages are written for them.
_READ_AS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_MOSTLY_LINK = 0.8
_LINK_WORDS = 15


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was parsed: its content's lines and what it says about itself."""

    position: FilePosition
    lines: Sequence[MarkedLine]
    scope: Any
    source: str
    language: str
    metadata: Document
    linked: Sequence[LinkedArticle]


def page(
    data: bytes, position: FilePosition, encoding: str | None = None, *, accept_loss: bool = False
) -> list[IncomingArticle]:
    """The articles of a page, in order; mostly one.

    encoding: a codec's name; None means UTF-8, a byte-order mark, or what the page declares.
    accept_loss: read a page even if more than a third of its text would be left out.
    Raises FileRefusedError if the page can't be decoded, is too long, or holds no article.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise position.refuse(f"{len(data):,} bytes of HTML; at most {MAX_PAGE_BYTES:,} are read.")
    declared, notes = _declared(data, position) if encoding is None else (encoding, [])
    source, decoding_notes = decode(data, position, declared)
    notes += decoding_notes
    tree = trafilatura.load_html(source)
    if tree is None:
        raise position.refuse("no article was found in the page. Save its text as .txt.")
    if sum(1 for _ in itertools.islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise position.refuse(f"more than {MAX_ELEMENTS:,} elements in the page. Save its text as .txt.")
    parsed, changes = _parsed(tree, source, position)
    notes += [f"{position}: {change}." for change in changes]
    chosen = _chosen(parsed, source)
    if not chosen and parsed.lines and is_index(parsed.lines):
        raise position.refuse(
            "no article was found in the page: it is an index of teasers. Save the articles' pages."
        )
    return _from_linked_data(parsed, chosen, notes) or _from_lines(
        parsed, chosen, notes, accept_loss=accept_loss
    )


def _parsed(tree: Any, source: str, position: FilePosition) -> tuple[_Page, list[str]]:
    language = _language(tree)
    linked = linked_articles(tree)
    metadata = trafilatura.extract_metadata(
        tree, date_config={"original_date": True, "extensive_search": False}
    )
    changes = settle(tree, language)
    scope = scope_of(tree)
    return _Page(position, list(lines(scope)), scope, source, language, metadata, linked), changes


def _chosen(parsed: _Page, source: str) -> list[list[MarkedLine]]:
    """The lines of each article."""
    live = any(linked.live for linked in parsed.linked)
    elements = articles(parsed.scope, parsed.lines, live=live)
    if not elements and not is_index(parsed.lines):
        elements = _by_words(parsed, source)
    chosen = [_with_head(element, parsed, alone=len(elements) == 1) for element in elements]
    return [own for own in chosen if own and not is_index(own)]


def _by_words(parsed: _Page, source: str) -> list[Any]:
    """The smallest element that holds what trafilatura takes for the article's paragraphs."""
    extracted = trafilatura.bare_extraction(source, favor_precision=True, include_comments=False)
    if not isinstance(extracted, Document) or extracted.body is None:
        return []
    known = {
        folded(text_of(block)) for block in extracted.body.iter("p", "head", "item", "quote", "cell")
    } - {""}
    known |= {folded(line) for line in (extracted.text or "").split("\n")} - {""}
    holders = [line.element for line in parsed.lines if folded(line.text) in known and is_passage(line)]
    holders = holders or [line.element for line in parsed.lines if folded(line.text) in known]
    return [common_ancestor(holders)] if holders else []


def _with_head(element: Any, parsed: _Page, *, alone: bool) -> list[MarkedLine]:
    """The lines of an article, and those from the page's headline down to it if the page has but this one."""
    own = lines_of(element, parsed.lines)
    if not own:
        return []
    first = parsed.lines.index(own[0])
    if alone and not any(line.kind == "headline" for line in own):
        heads = [index for index in range(first) if parsed.lines[index].kind == "headline"]
        head = parsed.lines[heads[-1] : first] if heads else []
        own = [line for line in head if line.kind == "headline" or not outside_text(line, parsed.scope)] + own
    return [line for line in own if not _is_link(line) and not _is_set_apart(line, element, own)]


def _is_link(line: MarkedLine) -> bool:
    """Whether a line is only a link to another page, and neither a heading nor a sentence."""
    if line.linked < _MOSTLY_LINK or line.kind in {
        "headline",
        "runin_heading",
        "byline",
        "dateline",
        "caption",
    }:
        return False
    return not is_passage(line) and len(line.text.split()) <= _LINK_WORDS


def _is_set_apart(line: MarkedLine, element: Any, own: Sequence[MarkedLine]) -> bool:
    """Whether a line of the article's element is a menu, an advertisement or a repeated quotation."""
    if in_chrome(line, element):
        return True
    aside = any(each.tag == "aside" for each in (line.element, *line.element.iterancestors()))
    if not aside:
        return False
    words = folded(line.text)
    return any(other is not line and words in folded(other.text) for other in own)


def _from_linked_data(
    parsed: _Page, chosen: Sequence[Sequence[MarkedLine]], notes: Sequence[str]
) -> list[IncomingArticle]:
    """The article of JSON-LD where the page itself shows no more than a part of it."""
    shown = sum(len(line.text) for own in chosen for line in own)
    linked = max(parsed.linked, key=lambda each: len(each.text), default=None)
    if linked is None or len(linked.text) <= _LINKED_SHARE * shown:
        return []
    article = _article(parsed, linked.title, f"{linked.title}\n\n{linked.text}".strip(), notes=())
    told = f"{parsed.position}: read from the page's JSON-LD, since the page shows no more than part of it."
    return [
        IncomingArticle(
            parsed.position,
            article.text,
            outlet=linked.outlet or article.outlet,
            title=linked.title or article.title,
            byline=linked.byline or article.byline,
            published=_iso(linked.published) or article.published,
            url=article.url or linked.url,
            language=article.language or linked.language,
            licence=article.licence,
            notes=(*notes, told),
        )
    ]


def _from_lines(
    parsed: _Page, chosen: Sequence[Sequence[MarkedLine]], notes: list[str], *, accept_loss: bool
) -> list[IncomingArticle]:
    if not any(is_passage(line) or line.kind is None for own in chosen for line in own):
        raise parsed.position.refuse("no article was found in the page. Save its text as .txt.")
    notes += _losses(parsed, chosen, accept_loss=accept_loss)
    if len(chosen) > 1:
        notes.append(f"{parsed.position}: the page holds {len(chosen)} articles, which were taken apart.")
    found = []
    for number, own in enumerate(chosen):
        head = next((line.text for line in own if line.kind == "headline"), "")
        head = head or (
            next((line.text for line in own if line.kind == "runin_heading"), "") if len(chosen) > 1 else ""
        )
        kinds = _kinds(own, head)
        text = "\n".join(line.text for line in own)
        article = _article(parsed, head, text, notes=notes if number == 0 else (), alone=len(chosen) == 1)
        found.append(_with_kinds(article, kinds))
    return found


def _kinds(own: Sequence[MarkedLine], head: str) -> list[Kind | None]:
    """Each line's kind: one headline, further ones are headings inside the article."""
    kinds: list[Kind | None] = []
    for line in own:
        kind = line.kind
        if line.text == head and "headline" not in kinds:
            kind = "headline"
        elif kind == "headline":
            kind = "runin_heading"
        kinds.append(kind)
    return kinds


def _losses(parsed: _Page, chosen: Sequence[Sequence[MarkedLine]], *, accept_loss: bool) -> list[str]:
    """What of the page's text is in no article: a note, or a refusal if it is more than a third."""
    read = {id(line) for own in chosen for line in own}
    words = " ".join(folded(line.text) for own in chosen for line in own)
    readable = [line for line in parsed.lines if id(line) in read or not outside_text(line, parsed.scope)]
    left = [line for line in readable if id(line) not in read and folded(line.text) not in words]
    whole = sum(len(line.text) for line in readable)
    share = sum(len(line.text) for line in left) / max(1, whole)
    if not left:
        return []
    longest = sorted(left, key=lambda line: -len(line.text))[:_EXAMPLES]
    examples = "; ".join(f"'{' '.join(line.text.split()[:8])} ...'" for line in longest)
    told = f"{share:.0%} of the page's text is in no article, above all {examples}"
    if share > MAX_LOSS and not accept_loss:
        raise parsed.position.refuse(f"{told}. Save the text as .txt, or say --accept-loss to read the rest.")
    return [f"{parsed.position}: {told}."]


def _article(
    parsed: _Page, title: str, text: str, *, notes: Sequence[str], alone: bool = True
) -> IncomingArticle:
    metadata = parsed.metadata
    url = _clean(metadata.url)
    linked = next((each for each in parsed.linked if each.title), None)
    title = title or _clean(metadata.title)
    return IncomingArticle(
        parsed.position,
        text,
        outlet=_clean(metadata.sitename) or host(url),
        title=title[:MAX_VALUE],
        byline=_clean(metadata.author) if alone else "",
        published=(_date(metadata.date, parsed.source) or (_iso(linked.published) if linked else ""))
        if alone
        else "",
        url=url if alone else "",
        language=parsed.language,
        licence=_clean(metadata.license),
        notes=tuple(notes),
    )


def _with_kinds(article: IncomingArticle, kinds: Sequence[Kind | None]) -> IncomingArticle:
    return IncomingArticle(
        article.position,
        article.text,
        outlet=article.outlet,
        kinds=kinds,
        notes=article.notes,
        **article.metadata(),
    )


def _language(tree: Any) -> str:
    """The language that a page names for itself, as it writes it; empty if it names none."""
    stated = tree.xpath(
        "//html/@lang | //meta[@property='og:locale']/@content"
        " | //meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content"
    )
    return next((str(name).strip() for name in stated if _LANGUAGE.fullmatch(name.strip())), "")


def host(url: str) -> str:
    """The host of an address without ``www.``; empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _declared(data: bytes, position: FilePosition) -> tuple[str | None, list[str]]:
    """The encoding that a page names, where it is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        match = _CHARSET.search(data[:_HEAD_BYTES])
        if match is None or data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None, []
        name = match[1].decode("ascii").casefold()
        name = _READ_AS.get(name, name)
        if not _is_known(name):
            return None, []
        return name, [f"{position}: read as {name}, as the page declares."]
    return None, []


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _clean(value: Any) -> str:
    return " ".join(value.split())[:MAX_VALUE] if isinstance(value, str) else ""


def _iso(value: str) -> str:
    try:
        return iso_date(value)
    except ValueError:
        return ""


def _date(value: Any, source: str) -> str:
    """The date of a page; the first of a month only if the page says so, since a month alone gives it too."""
    date = _iso(_clean(value))
    return "" if date.endswith("-01") and date not in source and date.replace("-", "") not in source else date
