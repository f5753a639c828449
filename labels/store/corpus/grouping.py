"""Articles grouped into events: what is proposed for a project."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labels.article import MAX_NAME, Article
from labels.store.corpus.articles import ArticleRow, article_rows
from labels.store.sqlite import sqlite3
from labels.text.duplicates import Likeness
from labels.text.grouping.bundles import WINDOW, Bundles, Text, bundles

TEXTS = "select id, published, title || char(10) || text from article where withdrawn = '' order by id"


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """Articles that report the same.

    name: of the event they would be in.  new: the project has no event of this name.
    copies: by article id, the earlier article that it nearly repeats.
    """

    name: str
    new: bool
    articles: tuple[ArticleRow, ...]
    copies: dict[str, Likeness]

    @property
    def moves(self) -> tuple[ArticleRow, ...]:
        """The articles that are in another event now."""
        return tuple(row for row in self.articles if row.event != self.name)


def propose_events(connection: sqlite3.Connection, window: int = WINDOW) -> list[ProposedEvent]:
    """Events for the articles of a project, the largest first; withdrawn articles are left out.

    A bundle gets the event that most of its articles with labels are in, or else most of its articles, unless
    a larger bundle has it; then it gets a new event, called like its earliest article.
    window: the most days between two articles that are compared.  Changes nothing.
    """
    rows = {row.id: row for row in article_rows(connection) if not row.withdrawn}
    return _proposed(connection, rows, bundles(_texts(connection), window=window))


def events_of_new(
    connection: sqlite3.Connection, coming: Iterable[Article], window: int = WINDOW
) -> dict[str, str]:
    """The names of the events that new articles would join, by article id; nothing else moves.

    An article joins the event of those that report the same, in the project or among the new ones; otherwise
    it gets a new event, called like its title. What the files say about events does not count.
    coming: articles, gone through once; those that the project holds are left out.  window: see above.
    """
    rows = {row.id: row for row in article_rows(connection)}
    present = set(rows)
    rows = {name: row for name, row in rows.items() if not row.withdrawn}
    grouped = bundles(_with_new(connection, coming, present, rows), window=window)
    proposals = _proposed(connection, rows, grouped)
    return {row.id: each.name for each in proposals for row in each.articles if row.id not in present}


def _with_new(
    connection: sqlite3.Connection,
    coming: Iterable[Article],
    present: Collection[str],
    rows: dict[str, ArticleRow],
) -> Iterator[Text]:
    """The texts of the project, then the new ones, each of which gets a row of no event."""
    yield from _texts(connection)
    for each in coming:
        if each.id not in present and each.id not in rows:
            known = each.metadata()
            rows[each.id] = ArticleRow(each.id, "", 0, "", "", 0, each.source, each.outlet, known)
            yield Text(each.id, f"{each.title}\n{each.text}", each.published)


def _proposed(
    connection: sqlite3.Connection, rows: Mapping[str, ArticleRow], grouped: Bundles
) -> list[ProposedEvent]:
    groups = [[rows[name] for name in group] for group in grouped.groups]
    # bundles with labels choose first, so that labeled articles stay where they are
    groups.sort(key=lambda group: (-sum(row.labels for row in group), -len(group), group[0].id))
    taken, known = set[str](), {row.event for row in article_rows(connection)}
    proposals = []
    for group in groups:
        name = next((event for event in _present(group) if event not in taken), "")
        name = name or _new_name(group, known | taken)
        taken.add(name)
        copies = {row.id: grouped.copies[row.id] for row in group if row.id in grouped.copies}
        proposals.append(ProposedEvent(name, name not in known, tuple(group), copies))
    return sorted(proposals, key=lambda each: (-len(each.articles), each.name))


def _texts(connection: sqlite3.Connection) -> Iterator[Text]:
    for identifier, published, words in connection.execute(TEXTS):
        yield Text(identifier, words, published)


def _present(group: Sequence[ArticleRow]) -> list[str]:
    """The events that a bundle's articles are in: of those with most labeled articles first, then of most."""
    labeled = Counter(row.event for row in group if row.labels)
    every = Counter(row.event for row in group if row.event)
    return sorted(every, key=lambda event: (-labeled[event], -every[event], event))


def _new_name(group: Sequence[ArticleRow], known: set[str]) -> str:
    """A name for a new event: the title of its earliest article, with a number where that is taken."""
    first = min(group, key=lambda row: (row.metadata["published"] or "~", row.id))
    title = " ".join((first.metadata["title"] or f"{first.outlet} {first.id}").split())[: MAX_NAME - 10]
    name, number = title, 1
    while name in known:
        number += 1
        name = f"{title} ({number})"
    return name
