"""Every article once: its text and what is known about it."""

import json
from collections.abc import Iterator, Mapping

from exports.dataset.columns import Row
from exports.dataset.lines import Part
from labels.store.queries import ProjectReader

COLUMNS = (
    *("id", "event", "event_name", "outlet", "title", "byline", "url", "language", "licence", "split"),
    *("sha256", "text", "metadata"),
)


def article_rows(store: ProjectReader, parts: Mapping[str, Part] | None = None) -> Iterator[Row]:
    """Every article that is not withdrawn, events in order, articles by outlet.

    ``metadata`` is JSON: the date, and the other values of the article's record. As a column of its own a
    date would break readers that take the first lines for dates and then meet an article without one.
    """
    for event in store.event_ids():
        for article in store.articles(event.id):
            more = {"published": article.published, **(json.loads(article.meta) if article.meta else {})}
            yield {
                "id": article.id,
                "event": event.id,
                "event_name": event.name,
                "outlet": article.outlet,
                "title": article.title,
                "byline": article.byline,
                "url": article.url,
                "language": article.language,
                "licence": article.licence,
                "split": (parts or {}).get(event.id, Part()).split,
                "sha256": article.sha256,
                "text": article.text,
                "metadata": json.dumps(more, ensure_ascii=False),
            }
