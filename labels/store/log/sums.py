"""What the decisions add up to, compared with the tables: labels, progress, extent."""

from collections.abc import Iterator, Sequence
from itertools import islice

from labels.store.log.entries import STATE, UNSURE
from labels.store.log.tables import PLACE, TARGET
from labels.store.sqlite import sqlite3

KEY = "c.article = l.article and c.annotator = l.annotator and c.sentence = l.sentence and c.item = l.item"
# Decisions that a label does not follow: it is gone, older, or not what the last one decided.
UNFOLLOWED = f"""
select l.seq from log l left join current c on {KEY} and c.layer = l.layer
where l.revision is not null and (c.seq is null or c.revision < l.revision
  or (c.revision = l.revision and (c.seq <> l.seq or c.value is not l.value)))
limit 20
"""  # noqa: S608 - constants
# Labels that the decision they name did not make.
UNDECIDED = f"""
select c.article, c.annotator, c.sentence, c.item, c.layer from current c
left join log l on l.seq = c.seq and {KEY} and c.layer = l.layer and c.revision = l.revision
where l.seq is null limit 20
"""  # noqa: S608 - constants
COUNTS = """
select (select count(*) from log where revision = 1), (select count(*) from log where revision is not null),
  (select count(*) from current), (select coalesce(sum(revision), 0) from current)
"""
REVISIONS = f"""
select annotator.id, {TARGET.format(row="l")}, layer.text, l.high,
  l.article, l.annotator, l.sentence, l.item, l.layer
from (select article, annotator, sentence, item, layer, min(revision) low, max(revision) high, count(*) n,
        count(distinct revision) other
      from log where revision is not null group by article, annotator, sentence, item, layer
      having low <> 1 or high <> n or n <> other) l {PLACE.format(row="l")}
"""  # noqa: S608 - constants
NAMED = f"""
select annotator.id, {TARGET.format(row="l")}, layer.text from (
  select ? as article, ? as annotator, ? as sentence, ? as item, ? as layer) l {PLACE.format(row="l")}
"""  # noqa: S608 - constants
OF_LABEL = """
select seq, revision from log where article = ? and annotator = ? and sentence = ? and item = ? and layer = ?
and revision is not null order by seq
"""
MOST = 20  # faults of one kind
OF_ENTRY = "select article, annotator, sentence, item, layer from log where seq = ?"
PROGRESS = f"""
select annotator, article, count(*), count(value),
  count(case when layer = {STATE} and item = 0 then value end),
  count(distinct case when layer = {UNSURE} and value is not null then sentence end)
from current group by annotator, article
"""  # noqa: S608 - constants
EXTENT = """
select a.event, s.kind, count(*) from sentence s join article a on a.id = s.article
where a.withdrawn = '' group by a.event, s.kind
"""


UNINDEXED = """
select (select count(*) from sentence where number not in (select id from sentence_words_docsize))
  + (select count(*) from sentence_words_docsize where id not in (select number from sentence))
"""


def label_faults(connection: sqlite3.Connection, lost: Sequence[tuple[int, int]] = ()) -> Iterator[str]:
    """Labels that are not what the decisions add up to; at most twenty of each kind.

    lost: ranges of entries that a rescue could not save: they may have been decisions on any label.
    """
    unfollowed = connection.execute(UNFOLLOWED).fetchall()
    for (seq,) in unfollowed:
        key = connection.execute(OF_ENTRY, (seq,)).fetchone()
        yield f"label {_name(connection, key)}: not what the decisions add up to"
    for key in connection.execute(UNDECIDED).fetchall():
        yield f"label {_name(connection, key)}: nobody decided it"
    first, all_of_them, labels, revisions = connection.execute(COUNTS).fetchone()
    if unfollowed or (first, all_of_them) != (labels, revisions):
        gaps = (row for row in connection.execute(REVISIONS) if not _is_explained(connection, row[4:], lost))
        for person, target, layer, high, *_ in islice(gaps, MOST):
            yield f"label {person} / {target} / {layer}: its revisions are not 1 to {high} without a gap"


def _is_explained(
    connection: sqlite3.Connection, key: Sequence[int], lost: Sequence[tuple[int, int]]
) -> bool:
    """Whether every revision that a label lacks can have been one of the lost entries."""
    before, known = 0, 0
    for seq, revision in connection.execute(OF_LABEL, key) if lost else [(0, 0)]:
        room = sum(max(0, min(last, seq - 1) - max(first, before + 1) + 1) for first, last in lost)
        if not 0 < revision - known <= room + 1:
            return False
        before, known = seq, revision
    return True


def sum_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Counts that are not what the labels and the sentences add up to."""
    for table, query, columns in (
        ("progress", PROGRESS, "annotator, article, rows, labels, done, unsure"),
        ("extent", EXTENT, "event, kind, sentences"),
    ):
        statement = f"select count(*) from (select * from ({query}) except select {columns} from {table})"  # noqa: S608
        other = f"select count(*) from (select {columns} from {table} except select * from ({query}))"  # noqa: S608
        [differing] = connection.execute(f"select ({statement}) + ({other})").fetchone()
        if differing:
            yield f"table {table}: {differing} rows are not what the {COUNTED[table]} add up to"
    [missing] = connection.execute(UNINDEXED).fetchone()
    if missing:
        yield (
            f"search: {missing} sentences are not in the index of words, or no longer in the project; "
            "'annotator search PROJECT --rebuild' makes it anew"
        )


COUNTED = {"progress": "labels", "extent": "sentences"}


def _name(connection: sqlite3.Connection, key: tuple[int, ...]) -> str:
    row = connection.execute(NAMED, key).fetchone()
    return " / ".join(map(str, row or key))
