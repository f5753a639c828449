"""Articles of RSS and Atom files: one for each item, with the text that the feed holds."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from labels.text.dates import iso_date
from labels.text.formats.markup import describe_markup, without_markup
from labels.text.incoming import MAX_FILE_BYTES, FilePosition, IncomingArticle

_PARSER_LIMITS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_TEXTS = ("encoded", "content", "description", "summary")


def feed_articles(
    data: bytes, position: FilePosition, date_format: str, notes: list[str]
) -> Iterator[IncomingArticle]:
    """The articles of a feed, in order.

    Raises FileRefusedError for XML that can't be read, that declares entities, or that is not a feed.
    """
    if len(data) > MAX_FILE_BYTES or b"<!ENTITY" in data:
        raise position.refuse("it declares entities, which a feed has no need for. Remove them.")
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER_LIMITS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise position.refuse(f"not valid XML: {error}.") from None
    items = [each for each in root.iter() if isinstance(each.tag, str) and _name(each) in {"item", "entry"}]
    if _name(root) not in {"rss", "feed", "RDF"} or not items:
        raise position.refuse("not an RSS or Atom feed with articles in it.")
    channel = next((each for each in root if isinstance(each.tag, str) and _name(each) == "channel"), root)
    summaries = 0
    for item in items:
        source, text = _text(item)
        summaries += source in {"description", "summary"}
        yield _article(item, channel, text, position.at(item.sourceline), date_format)
    notes.append(f"{position}: {len(items)} articles of a feed, read as HTML without its marks.")
    if summaries:
        notes.append(
            f"{position}: {summaries} articles have only a summary in the feed; their pages hold more."
        )


def _article(item: Any, channel: Any, text: str, position: FilePosition, date_format: str) -> IncomingArticle:
    title = _plain(_first(item, "title"))
    body = _plain(text)
    published = _first(item, "pubDate", "published", "updated", "date")
    try:
        date = iso_date(published, date_format) if published else ""
    except ValueError as error:
        raise position.refuse(f"published: {error}.") from None
    return IncomingArticle(
        position,
        f"{title}\n\n{body}" if title and not body.startswith(title) else body or title,
        outlet=_first(item, "source") or _plain(_first(channel, "title")),
        title=title,
        byline=_first(item, "creator", "author"),
        published=date,
        url=_link(item),
        language=_first(channel, "language"),
    )


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _first(parent: Any, *names: str) -> str:
    for name in names:
        for child in parent:
            if isinstance(child.tag, str) and _name(child) == name:
                text = " ".join("".join(child.itertext()).split())
                if text:
                    return text
    return ""


def _text(item: Any) -> tuple[str, str]:
    """The fullest text of an item, and the name of the element that holds it."""
    texts = [
        (name, _markup_of(child))
        for name in _TEXTS
        for child in item
        if isinstance(child.tag, str) and _name(child) == name
    ]
    return max(texts, key=lambda pair: len(pair[1]), default=("", ""))


def _markup_of(element: Any) -> str:
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + inner


def _plain(text: str) -> str:
    return without_markup(text) if describe_markup(text) else text.strip()


def _link(item: Any) -> str:
    for child in item:
        if isinstance(child.tag, str) and _name(child) == "link":
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return str(child.get("href"))
            if child.text and child.text.strip():
                return str(child.text.strip())
    return ""
