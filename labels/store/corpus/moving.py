"""Articles moved to other events, as entries of the one log.

Apart from the proposals, which compare texts with numpy: most commands that change a project need no arrays.
"""

from collections.abc import Iterable, Mapping, Sequence

from labels.store.corpus.adding import MOST_ALIGNED, NONE_ALIGNED, named_events, pair_with
from labels.store.corpus.articles import article, event_articles
from labels.store.corpus.extent import count_in, count_out
from labels.store.log.folds import check, record
from labels.store.sqlite import sqlite3
from labels.text.similarity import Pair

HAS_LABELS = """
select 1 from progress where article = (select number from article where id = ?) and labels > 0 limit 1
"""
MOVE = "update article set event = ? where id = ?"


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
