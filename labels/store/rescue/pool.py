"""Every row that a damaged file still holds, whichever is right, in a temporary database.

A row is told by its shape: the number of its values and their types. Rows of superseded pages and damaged
rows are in it, too; which of them are right is for the log to say (labels/store/rescue/proof.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from labels.store.log.folds import FOLDS
from labels.store.rescue.pages import Pages, Record, Value
from labels.store.schema import migrations
from labels.store.sqlite import sqlite3

# The log, what its entries write, what decisions name, and the labels, which show what a lost entry decided.
TABLES = (*FOLDS, "log", "term", "sentence", "alignment", "current", "sqlite_sequence")
TYPES: dict[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (float, int),
    "BLOB": (bytes,),
}
SEQUENCE = {"name": (str,), "seq": (int,)}  # SQLite declares no types in its own table
STEP = 10_000  # records between two calls of a progress function


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what a row of its table may hold there."""

    name: str
    types: tuple[type, ...]
    may_be_null: bool
    default: Value

    def fits(self, value: Value) -> bool:
        """Whether the column can hold a value."""
        return self.may_be_null if value is None else not self.types or type(value) in self.types


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its rows are stored.  alias: the column that a rowid stands for, -1 if there is none."""

    name: str
    columns: tuple[Column, ...]
    alias: int
    has_rowids: bool

    def row(self, record: Record) -> tuple[Value, ...] | None:
        """A record as a row of this table; None if it can't be one."""
        values = record.values
        if (record.rowid is not None) != self.has_rowids or len(values) > len(self.columns):
            return None
        if self.alias >= 0:
            if values[self.alias] is not None:
                return None
            values = (*values[: self.alias], record.rowid, *values[self.alias + 1 :])
        later = self.columns[len(values) :]
        if any(column.default is None for column in later):
            return None
        if not all(map(Column.fits, self.columns, values)):
            return None
        return (*values, *(column.default for column in later))


@lru_cache(maxsize=1)
def _tables() -> dict[str, Table]:
    """The tables of this version, by name."""
    db = Database(memory=True)
    migrations.apply(db)
    tables = {}
    for name in TABLES:
        listed = db.execute(
            'select name, type, "notnull", dflt_value, pk from pragma_table_info(?) order by cid', (name,)
        ).fetchall()
        columns = tuple(_column(db, *row) for row in listed)
        [has_rowids] = db.execute("select not wr from pragma_table_list(?)", (name,)).fetchone()
        keys = [number for number, row in enumerate(listed) if row[4]]
        alias = keys[0] if has_rowids and [listed[key][1] for key in keys] == ["INTEGER"] else -1
        tables[name] = Table(name, columns, alias, bool(has_rowids))
    return tables


def _column(db: Database, name: str, kind: str, notnull: int, default: str | None, key: int) -> Column:
    types = TYPES.get(kind, SEQUENCE.get(name, ()))
    # the schema writes defaults as SQL
    value = None if default is None else db.execute(f"select {default}").fetchone()[0]
    return Column(name, types, not (notnull or key or name in SEQUENCE), value)


def fill(pages: Pages, progress: Callable[[int], object] | None = None) -> sqlite3.Connection:
    """The temporary database: a table for each of ``TABLES``, and ``pair``: texts and numbers of indexes."""
    pool = sqlite3.connect("", isolation_level=None)
    tables = _tables()
    pool.execute("create table pair (text, number)")
    for table in tables.values():
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        pool.execute(f"create table {_pool_name(table.name)} ({columns})")
    by_length = defaultdict(list)
    for table in tables.values():
        least = sum(column.default is None for column in table.columns)
        for length in range(least, len(table.columns) + 1):
            by_length[length].append(table)
    pool.execute("begin")
    rows = _sorted(pages.records(), by_length, progress)
    for name, group in groupby(rows, key=itemgetter(0)):
        width = 2 if name == "pair" else len(tables[name].columns)
        statement = f"insert into {_pool_name(name)} values ({', '.join('?' * width)})"  # noqa: S608
        pool.executemany(statement, map(itemgetter(1), group))
    pool.execute("commit")
    for name, column in (("log", "seq"), ("sentence", "article"), ("article", "id"), ("pair", "number")):
        pool.execute(f"create index pool_{name} on {name}({column})")
    return pool


def _sorted(
    records: Iterable[Record],
    by_length: dict[int, list[Table]],
    progress: Callable[[int], object] | None,
) -> Iterable[tuple[str, tuple[Value, ...]]]:
    """Rows with the name of each table that they fit."""
    for number, record in enumerate(records):
        if progress is not None and number % STEP == 0:
            progress(number)
        for table in by_length[len(record.values)]:
            row = table.row(record)
            if row is not None:
                yield table.name, row
        if record.rowid is None and [type(value) for value in record.values] == [str, int]:
            yield "pair", record.values


def _pool_name(table: str) -> str:
    return "sequence" if table.startswith("sqlite_") else table
