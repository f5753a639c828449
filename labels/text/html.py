"""The article of an HTML page and what the page says about it; trafilatura finds both.

Menus, links and advertisements of the page are not part of the article's text; nothing is fetched. Every
paragraph, heading, list item and row of a table is a line of the text, without marks that the page has not.
"""

import codecs
import itertools
import re
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from trafilatura.settings import Document

from labels.text.decoding import decode
from labels.text.draft import Draft, Place
from labels.text.kinds import folded
from labels.text.records import check_date

MAX_PAGE_BYTES = 5_000_000
MAX_HEADINGS = 5
# Characters of a title or an author; more is a fault of the page.
MAX_VALUE = 500
# Large news pages have some 5,000 elements; the search for the article takes 0.1 ms for each.
MAX_ELEMENTS = 15_000
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
_UNSHOWN = "//template | //*[@hidden and not(self::html or self::body)]"
# Elements of trafilatura's result that stand inside a line.
_INLINE = frozenset({"hi", "ref", "del", "graphic", "lb"})
_WHITE = re.compile(r"[ \t\n\r\f]+")


def page(data: bytes, place: Place, encoding: str | None = None) -> Draft:
    """The article of a page.

    encoding: a codec's name; None means UTF-8, a byte-order mark, or what the page declares.
    Raises FileRefusedError if the page can't be decoded, is too long, or holds no article.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise place.refuse(f"{len(data):,} bytes of HTML; at most {MAX_PAGE_BYTES:,} are read.")
    declared, notes = _declared(data, place) if encoding is None else (encoding, [])
    source, decoded_notes = decode(data, place, declared)
    tree = trafilatura.load_html(source)
    if tree is not None and sum(1 for _ in itertools.islice(tree.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise place.refuse(f"more than {MAX_ELEMENTS:,} elements in the page. Save its text as .txt.")
    headings, language = (frozenset(), "") if tree is None else (_headings(tree), _language(tree))
    found = _extracted(tree)
    text = _text(found.body) if found is not None else ""
    if found is None or not text:
        raise place.refuse("no article was found in the page. Save its text as .txt.")
    title = _clean(found.title)
    if title and folded(title) in headings and folded(title) not in folded(text[: 4 * len(title) + 200]):
        text = f"{title}\n\n{text}"
    url = _clean(found.url)
    return Draft(
        place=place,
        text=text,
        outlet=_clean(found.sitename) or host(url),
        title=title,
        byline=_clean(found.author),
        published=_date(found.date, source),
        url=url,
        language=language,
        licence=_clean(found.license),
        notes=tuple(notes + decoded_notes),
    )


def _extracted(tree: Any) -> Document | None:
    """What trafilatura finds in a page, or None; takes out of the tree what the page does not show."""
    if tree is None:
        return None
    for element in tree.xpath(_UNSHOWN):
        if element.getparent() is not None:
            element.drop_tree()
    found = trafilatura.bare_extraction(
        tree,
        favor_precision=True,
        with_metadata=True,
        include_comments=False,
        # Only what the page states: no guess from its text.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return found if isinstance(found, Document) else None


def _text(body: Any) -> str:
    """The lines of an article, from trafilatura's tree; the cells of a row stand on one line, by tabs."""
    text = ""
    last = None
    for piece in body.xpath(".//text()"):
        holder = piece.getparent()
        block = holder.getparent() if piece.is_tail else holder
        while block.tag in _INLINE:
            block = block.getparent()
        words = _WHITE.sub(" ", piece)
        if block is not last or (piece.is_tail and holder.tag == "lb"):
            if words == " ":
                continue
            text = text.rstrip(" ") + ("\t" if _beside(block, last) else "\n") + words.lstrip(" ")
            last = block
        else:
            text += words.lstrip(" ") if text.endswith((" ", "\n")) else words
    return text.strip()


def _beside(cell: Any, last: Any) -> bool:
    return last is not None and cell.tag == last.tag == "cell" and cell.getparent() is last.getparent()


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


def _declared(data: bytes, place: Place) -> tuple[str | None, list[str]]:
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
        return name, [f"{place}: read as {name}, as the page declares."]
    return None, []


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _headings(tree: Any) -> frozenset[str]:
    """The page's first headings of the first level: readers saw them above the text."""
    found = itertools.islice(tree.iter("h1"), MAX_HEADINGS)
    return frozenset(folded("".join(heading.itertext())[:1_000]) for heading in found)


def _clean(value: Any) -> str:
    return " ".join(value.split())[:MAX_VALUE] if isinstance(value, str) else ""


def _date(value: Any, source: str) -> str:
    """The date of a page; the first of a month only if the page says so, since a month alone gives it too."""
    date = _clean(value)
    try:
        check_date(date)
    except ValueError:
        return ""
    return "" if date.endswith("-01") and date not in source and date.replace("-", "") not in source else date
