"""What a page says about its article in JSON-LD (schema.org), and the text where only that holds it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labels.text.formats.markup import describe_markup, without_markup

_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "Report",
    ]
)
MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """An article as JSON-LD describes it; empty texts are unknown.  live: whether it is a live blog."""

    text: str
    title: str
    byline: str
    published: str
    outlet: str
    url: str
    language: str
    live: bool


def linked_articles(tree: Any) -> list[LinkedArticle]:
    """The articles that a page describes, in order; what can't be read as JSON is passed over."""
    articles = []
    for script in tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        try:
            value = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        articles += [_article(item) for item in _items(value, 0) if _type(item) & _ARTICLES]
    return articles


def _items(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _items(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        if not _type(value) & _ARTICLES:
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"):
                yield from _items(value.get(key), depth + 1)


def _type(item: dict[str, Any]) -> set[str]:
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _article(item: dict[str, Any]) -> LinkedArticle:
    live = "LiveBlogPosting" in _type(item)
    parts = [_plain(item.get("articleBody") or item.get("text"))]
    updates = item.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else []:
        if isinstance(update, dict):
            parts += [_plain(update.get("headline")), _plain(update.get("articleBody"))]
    return LinkedArticle(
        text="\n\n".join(filter(None, parts)),
        title=_plain(item.get("headline") or item.get("name")),
        byline=", ".join(_names(item.get("author"))),
        published=_string(item.get("datePublished")),
        outlet=", ".join(_names(item.get("publisher"))[:1]),
        url=_string(item.get("url")) or _string(item.get("mainEntityOfPage")),
        language=_string(item.get("inLanguage")),
        live=live,
    )


def _names(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, dict) else person for person in people]
    return [" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()]


def _string(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""


def _plain(value: Any) -> str:
    text = _string(value)
    return without_markup(text) if describe_markup(text) else text
