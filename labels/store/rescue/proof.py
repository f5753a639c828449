"""Which entries of a damaged log are what was written: those whose hashes still chain.

An entry is proven if its hash is that of the entry before with its own fields. Where only the stored hash was
damaged, the entry after it proves the one that it should have. The first entry after a gap can't be proven,
since the hash before it is lost; it is kept if the entry after it vouches for its hash.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from labels.store.log.entries import COLUMNS
from labels.store.rescue.readings import Readings, Row
from labels.store.sqlite import sqlite3

STEP = 1000  # entries between two calls of a progress function
ENTRIES = f"select seq, {COLUMNS} from log where seq > 0 order by seq, rowid desc"  # noqa: S608 - a constant
KEEP = f"insert into kept (seq, {COLUMNS}) values ({', '.join('?' * 18)})"  # noqa: S608 - a constant


@dataclass(slots=True)
class Proof:
    """What is left of the log; the entries themselves are in the table ``kept`` of the temporary database.

    last: the seq of the last one.
    latest: for each table and key the last entry that wrote the row, with what it wrote (None: gone).
    unproven: entries after a gap, for which only the entry after them vouches.
    """

    entries: int = 0
    decisions: int = 0
    last: int = 0
    latest: dict[tuple[str, str], tuple[int, object]] = field(default_factory=dict)
    unproven: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Head:
    """A hash that the next entry may build on.

    waiting: the entry that is kept if the next one does.  is_proven: that entry is proven then.
    """

    digest: bytes
    waiting: Row | None = None
    is_proven: bool = False


def prove(
    pool: sqlite3.Connection,
    readings: Readings,
    progress: Callable[[int], object] | None = None,
    *,
    unproven: bool = True,
) -> Proof:
    """Find the entries that are whole, in order, and keep them in a table of the temporary database.

    unproven: also those that follow a gap, for which only the entry after them vouches.
    """
    pool.execute("drop table if exists kept")
    pool.execute(f"create table kept (seq integer primary key, {COLUMNS})")
    pool.execute("begin")
    keeping = _Keeping(pool, readings, unproven=unproven)
    heads, last = [_Head(b"")], 0
    for number, (seq, group) in enumerate(groupby(pool.execute(ENTRIES), key=itemgetter(0))):
        rows = list(dict.fromkeys(group))
        if seq != last + 1:
            heads = []
        proven = keeping.first_that_follows(rows, heads)
        heads, last = proven or _unproven(rows, heads, readings), seq
        if progress is not None and number % STEP == 0:
            progress(number)
    pool.execute("commit")
    return keeping.proof


def _unproven(rows: Sequence[Row], heads: Sequence[_Head], readings: Readings) -> list[_Head]:
    """What the next entry may build on if none of the rows follows a head."""
    found = []
    for row in rows:
        if not heads:
            found.append(_Head(row[-1], row if readings.digest(b"", row) else None))
            continue
        found.append(_Head(row[-1]))
        for head in heads:
            digest = readings.digest(head.digest, row)
            if digest:
                found.append(_Head(digest, (*row[:-1], digest), is_proven=True))
    return found


class _Keeping:
    """Keeps the entries that follow each other."""

    def __init__(self, pool: sqlite3.Connection, readings: Readings, *, unproven: bool):
        self._pool, self._readings, self._unproven = pool, readings, unproven
        self.proof = Proof()

    def first_that_follows(self, rows: Sequence[Row], heads: Sequence[_Head]) -> list[_Head]:
        """Keep the first row that follows a head, and the entry that waited for it; the new head."""
        for head in heads:
            for row in rows:
                if self._readings.follows(head.digest, row):
                    if head.waiting is not None and (head.is_proven or self._unproven):
                        self._keep(head.waiting)
                        if not head.is_proven:
                            self.proof.unproven.append(head.waiting[0])
                    self._keep(row)
                    return [_Head(row[-1])]
        return []

    def _keep(self, row: Row) -> None:
        self._pool.execute(KEEP, row)
        proof = self.proof
        proof.entries, proof.last = proof.entries + 1, row[0]
        change = self._readings.change(row)
        if change is None:
            proof.decisions += 1
        else:
            proof.latest[change.table, change.key] = (row[0], change.content)
