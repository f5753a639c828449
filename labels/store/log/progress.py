"""What one annotator has in one article: counts that follow each label, so that no page counts labels."""

from collections.abc import Sequence

from labels.decision import Current
from labels.store.log.entries import STATE, UNSURE
from labels.store.log.folds import changed, checked_rows
from labels.store.sqlite import sqlite3

OTHER_MARK = """
select 1 from current where article = ? and annotator = ? and sentence = ? and +layer = ? and item <> ?
and value is not null limit 1
"""
ADD = """
insert into progress (annotator, article, rows, labels, done, unsure) values (?, ?, ?, ?, ?, ?)
on conflict (annotator, article) do update set rows = rows + excluded.rows, labels = labels + excluded.labels,
  done = done + excluded.done, unsure = unsure + excluded.unsure
"""
COUNTED = f"""
select count(*), count(value), count(case when layer = {STATE} and item = 0 then value end),
  count(distinct case when layer = {UNSURE} and value is not null then sentence end)
from current where article = ? and annotator = ?
"""  # noqa: S608 - constants
KEPT = "select rows, labels, done, unsure from progress where annotator = ? and article = ?"
# A label that is not what the decision that it names has decided.
UNDECIDED = """
select c.seq from current c left join log l on l.seq = c.seq
where c.article = ? and c.annotator = ?
and ((l.article, l.annotator, l.sentence, l.item, l.layer, l.revision)
  is not (c.article, c.annotator, c.sentence, c.item, c.layer, c.revision) or l.value is not c.value)
limit 1
"""


def add_progress(connection: sqlite3.Connection, key: Sequence[int], before: Current, value: object) -> None:
    """Count a label that was just set: from ``before`` to a value.

    key: the label's article, annotator, sentence, item and layer.
    """
    article, annotator, sentence, item, layer = key
    step = (value is not None) - (before.value is not None)
    done = step if layer == STATE and item == 0 else 0
    unsure = step if layer == UNSURE else 0
    if unsure and connection.execute(OTHER_MARK, (article, annotator, sentence, layer, item)).fetchone():
        unsure = 0
    row = (annotator, article, int(before.revision == 0), step, done, unsure)
    connection.execute(ADD, row)


def label_key(annotator: int, article: int) -> tuple[str, str]:
    """What ``checked_rows`` holds once the labels of one person in one article were compared."""
    return "label", f"{annotator}/{article}"


def check_labels(connection: sqlite3.Connection, annotator: int, article: int) -> None:
    """Refuse to build on labels that another program changed: all of one person's in one article.

    Looked at once until another program writes to the file. Raises ProjectError.
    """
    checked = checked_rows(connection)
    key = label_key(annotator, article)
    if key in checked:
        return
    counted = connection.execute(COUNTED, (article, annotator)).fetchone()
    kept = connection.execute(KEPT, (annotator, article)).fetchone() or (0, 0, 0, 0)
    undecided = connection.execute(UNDECIDED, (article, annotator)).fetchone()
    if counted != kept or undecided is not None:
        [identifier] = connection.execute("select id from article where number = ?", (article,)).fetchone()
        what = f"labels in article '{identifier}'"
        raise changed(what, "not what the decisions add up to", acceptable=False)
    checked.add(key)
