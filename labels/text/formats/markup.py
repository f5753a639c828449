"""Markup inside a text field: tags and character references of HTML, as content systems export them."""

import re

import lxml.html
from lxml import etree

from labels.text.formats.tree import lines, settle

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|q|s|del|ins|sup|sub|img|figure|figcaption"
    r"|table|tr|td|th|tbody|thead|section|article|header|footer|hr|pre|code|small|font|center|iframe|script|style"
    r"|strike|cite|time|video|aside|main|nav)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,10}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|tr|blockquote)[\s/>]", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def describe_markup(text: str) -> str:
    """The first tag and the first character reference of HTML in a text, for messages; "" if it has none."""
    if "<" not in text and "&" not in text:
        return ""
    found = [match.group()[:40] for match in (_TAG.search(text), _REFERENCE.search(text)) if match]
    return ", ".join(f"'{mark}'" for mark in found)


def without_markup(text: str) -> str:
    """A text field read as HTML: its lines without tags, and references as the characters they mean."""
    if not _TAG.search(text):
        text = text.replace("<", "&lt;")
    source = _EMPTY_LINE.sub("<br>", text)
    if not _BLOCK_TAG.search(text):
        source = source.replace("\n", "<br>")
    try:
        tree = lxml.html.fragment_fromstring(source, create_parent="div")
    except (etree.ParserError, ValueError):
        return text
    settle(tree)
    return "\n".join(line.text for line in lines(tree))
