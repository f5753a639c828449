"""Proof that a project holds what was decided: chain, labels, texts, seals and schema."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labels.codebook.codebook import Codebook
from labels.decision import link, plain
from labels.errors import LabelsError
from labels.store.ledger import CHAINED
from labels.store.schema import VERSION, expected_objects, objects
from labels.store.seals import broken_seals
from labels.store.sqlite import sqlite3

# The last revision of each label, with the label and the decision that made it. Both stand in the order of
# an index, so that a log of any length needs little memory.
STANDING = """
select g.annotator, g.target, g.layer, g.low, g.high, g.revisions, d.value, l.value,
       (d.seq, d.revision, d.target_kind, d.sentence, d.article)
       = (l.seq, l.revision, l.target_kind, l.sentence, l.article)
from (select annotator, target, layer, min(revision) low, max(revision) high, count(*) revisions
      from decision where revision is not null group by annotator, target, layer) g
join decision d on d.annotator = g.annotator and d.target = g.target and d.layer = g.layer
               and d.revision = g.high
left join label l on l.annotator = g.annotator and l.target = g.target and l.layer = g.layer
"""
UNDECIDED = """
select annotator, target, layer from label l where not exists (
  select 1 from decision d where d.annotator = l.annotator and d.target = l.target and d.layer = l.layer
  and d.revision is not null)
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; the project is sound if ``faults`` is empty.

    head: hash of the last decision, which stands for the whole log.
    """

    decisions: int
    head: str
    labels: int
    articles: int
    faults: tuple[str, ...]


def verify(connection: sqlite3.Connection, tell: Callable[[int], object] = bool) -> Verification:
    """Recompute everything that can be recomputed; reads only.

    tell: called with the number of decisions checked so far; by default nobody is told.
    """
    faults: list[str] = []
    decisions, head = 0, ""
    connection.execute("begin")  # one moment, while a server may write
    try:
        faults += [
            f"SQLite: {row[0]}" for row in connection.execute("pragma integrity_check") if row[0] != "ok"
        ]
        dangling = Counter((row[0], row[2]) for row in connection.execute("pragma foreign_key_check"))
        faults += [
            f"table {table}: {count} rows point to rows of {other} that are not there"
            for (table, other), count in dangling.items()
        ]
        faults += _schema(connection)
        decisions, head, broken = _chain(connection, tell)
        faults += broken
        faults += _labels(connection)
        faults += _codebooks(connection)
        faults += _articles(connection)
        faults += _seals(connection)
        labels, articles = (
            connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 - constants
            for table in ("label", "article")
        )
    except sqlite3.DatabaseError as error:
        return Verification(decisions, head, 0, 0, (*faults, f"SQLite can't read the file: {error}"))
    finally:
        if connection.in_transaction:
            connection.execute("rollback")
    return Verification(decisions, head, labels, articles, tuple(faults))


def _schema(connection: sqlite3.Connection) -> list[str]:
    found, expected = objects(connection), expected_objects()
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    return [f"schema: {name} was added, is missing or was changed" for name in names]


def _chain(connection: sqlite3.Connection, tell: Callable[[int], object]) -> tuple[int, str, list[str]]:
    """How many decisions, the last hash, and where the chain breaks."""
    faults: list[str] = []
    head, count, last = "", 0, 0
    query = f"select seq, previous, hash, {CHAINED} from decision order by seq"  # noqa: S608 - a constant
    for seq, previous, stored, *fields in connection.execute(query):
        if previous != head:
            faults.append(f"decision {seq}: it does not follow the one before; some were removed or inserted")
        if link(previous, *fields) != stored:
            faults.append(f"decision {seq}: its hash does not fit; it was changed")
        head, count, last = stored, count + 1, seq
        tell(count)
    issued = connection.execute("select seq from sqlite_sequence where name = 'decision'").fetchone()
    if (issued[0] if issued else 0) != last:
        faults.append(f"the log ends at decision {last}, but {issued[0] if issued else 0} were written")
    return count, head, faults


def _labels(connection: sqlite3.Connection) -> Iterator[str]:
    for annotator, target, layer, low, high, revisions, decided, value, same in connection.execute(STANDING):
        name = f"label {annotator} / {target} / {layer}"
        if (low, high) != (1, revisions):
            yield f"{name}: its revisions are not 1 to {high} without a gap"
        if not same or _plain(decided) != value:
            yield f"{name}: not what the decisions add up to"
    for key in connection.execute(UNDECIDED):
        yield f"label {' / '.join(key)}: nobody decided it"


def _plain(value: str | None) -> str | None:
    try:
        return plain(json.loads(value or "null"))
    except (ValueError, RecursionError):
        return value


def _codebooks(connection: sqlite3.Connection) -> Iterator[str]:
    for stored, toml in connection.execute("select hash, toml from codebook"):
        try:
            found = Codebook.stored(toml).hash
        except LabelsError as error:
            yield f"codebook {stored[:12]}: {error}"
        else:
            if found != stored:
                yield f"codebook {stored[:12]}: its content was changed"


def _articles(connection: sqlite3.Connection) -> Iterator[str]:
    for identifier, sha256, text in connection.execute("select id, sha256, text from article order by id"):
        if hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() != sha256:
            yield f"article {identifier}: its text was changed"


def _seals(connection: sqlite3.Connection) -> Iterator[str]:
    if connection.execute("pragma user_version").fetchone()[0] < VERSION:
        return  # made before there were seals; the next program that writes it sets them
    for table in broken_seals(connection):
        yield f"table {table}: rows were changed, added or removed by another program"
