"""Articles grouped into events: what is proposed for a project, and moves as entries of the one log."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from labels.article import MAX_NAME
from labels.store.corpus.adding import MOST_ALIGNED, NONE_ALIGNED, named_events, pair_with
from labels.store.corpus.articles import ArticleRow, article, article_rows, event_articles
from labels.store.corpus.extent import count_in, count_out
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3
from labels.text.duplicates import Likeness
from labels.text.grouping.bundles import WINDOW, Text, bundles
from labels.text.similarity import Pair

TEXTS = "select id, published, title || char(10) || text from article where withdrawn = '' order by id"
HAS_LABELS = """
select 1 from progress where article = (select number from article where id = ?) and labels > 0 limit 1
"""
MOVE = "update article set event = ? where id = ?"


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
    grouped = bundles(_texts(connection), window=window)
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


def move_articles(
    connection: sqlite3.Connection,
    moves: Sequence[tuple[str, str]],
    why: str,
    by: str = "",
    aligned: Mapping[tuple[str, str], Sequence[Pair]] = NONE_ALIGNED,
) -> None:
    """Move articles to events, with their sentences and labels; each move is an entry of the log.

    moves: article id and name of the event, which is added if the project has none of that name.
    why: the reason, for the log.  by: the pseudonym of the person, "" for a command.
    aligned: what `alignments` found before; what is missing there is aligned here.
    Runs inside the writer's transaction. Raises ProjectError if another program changed an article or event.
    """
    events = named_events(connection, [name for _, name in moves], why, by)
    check(connection, "event", events.values())
    check(connection, "article", [identifier for identifier, _ in moves])
    for identifier, name in moves:
        moved = article(connection, identifier)
        if moved is None or moved.event == events[name]:
            continue
        bundle = event_articles(connection, events[name], withdrawn=True, most=MOST_ALIGNED)
        check(connection, "article", [other.id for other in bundle])
        count_out(connection, identifier)
        connection.execute(MOVE, (events[name], identifier))
        count_in(connection, identifier)
        pair_with(connection, moved, bundle, aligned)
        record(connection, "article", identifier, why, by)


def labeled_articles(connection: sqlite3.Connection, articles: Iterable[str]) -> set[str]:
    """Those of the articles that anybody has labeled."""
    return {name for name in articles if connection.execute(HAS_LABELS, (name,)).fetchone()}


def _texts(connection: sqlite3.Connection) -> Iterator[Text]:
    for identifier, published, words in connection.execute(TEXTS):
        yield Text(identifier, words, published)


def _present(group: Sequence[ArticleRow]) -> list[str]:
    """The events that a bundle's articles are in: of those with most labeled articles first, then of most."""
    labeled = Counter(row.event for row in group if row.labels)
    every = Counter(row.event for row in group)
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
