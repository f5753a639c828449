"""The extent of events: how many sentences of each kind their articles hold, withdrawn articles left out."""

from labels.store.sqlite import sqlite3

COUNT_IN = """
insert into extent (event, kind, sentences)
select a.event, s.kind, count(*) from sentence s join article a on a.id = s.article where a.id = ?
group by a.event, s.kind
on conflict (event, kind) do update set sentences = sentences + excluded.sentences
"""
COUNT_OUT = """
update extent set sentences = sentences
  - (select count(*) from sentence s where s.article = :article and s.kind = extent.kind)
where event = (select event from article where id = :article)
"""
NONE_LEFT = "delete from extent where sentences = 0"


def count_in(connection: sqlite3.Connection, article: str) -> None:
    """Add an article's sentences to those of its event; runs inside the writer's transaction."""
    connection.execute(COUNT_IN, (article,))


def count_out(connection: sqlite3.Connection, article: str) -> None:
    """Take an article's sentences out of those of its event; runs inside the writer's transaction."""
    connection.execute(COUNT_OUT, {"article": article})
    connection.execute(NONE_LEFT)
