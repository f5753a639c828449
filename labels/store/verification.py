"""Proof that a project holds what was decided: the log by its chain, the tables by the log, the schema."""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from labels.codebook.codebook import Codebook
from labels.errors import LabelsError
from labels.store.keeping.last_entry import tail_faults
from labels.store.log.chain import Chain, read_chain
from labels.store.log.folds import FOLDS, content, difference, keys
from labels.store.log.sums import label_faults, sum_faults
from labels.store.schema import expected_objects, objects
from labels.store.sqlite import sqlite3


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that differs from the log, and could be adopted: its table and key, and what is wrong."""

    table: str
    key: str
    text: str

    def __str__(self) -> str:
        """The fault, as ``verify`` prints it."""
        return f"{self.table} {self.key}: {self.text}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``verify`` saw; the project is sound if ``faults`` is empty.

    head: hash of the last entry, which speaks for the whole log.  entries: decisions and all other changes.
    rows: those of the faults that are rows which differ from the log.  acceptable: the faults that a person
    can accept (labels/store/keeping/acceptance.py): those rows, and counts of sentences.
    """

    decisions: int
    head: str
    labels: int
    articles: int
    faults: tuple[str, ...]
    entries: int = 0
    rows: tuple[RowFault, ...] = ()
    acceptable: tuple[str, ...] = ()


@dataclass(slots=True)
class _Structure:
    """What SQLite itself says about the file, found in a thread of its own while the chain is hashed."""

    faults: list[str] = field(default_factory=list)


def verify(connection: sqlite3.Connection, progress: Callable[[int], object] | None = None) -> Verification:
    """Recompute everything that can be recomputed; reads only, in the caller's transaction if there is one.

    progress: called with the number of entries checked so far.
    """
    structure = _Structure()
    chain = Chain()
    faults: list[str] = []
    rows: list[RowFault] = []
    acceptable: list[str] = []
    counts = {"label": 0, "article": 0}
    beside = _beside(connection, structure)
    own_transaction = not connection.in_transaction
    if own_transaction:
        connection.execute("begin")  # one moment, while a server may write
    try:
        tail = tail_faults(connection)
        schema = schema_faults(connection)
        chain = read_chain(connection, progress)
        if not schema:
            rows = list(_row_faults(connection, chain))
            sums = list(sum_faults(connection))
            acceptable = [*map(str, rows), *(fault for fault in sums if fault.startswith("table extent:"))]
            faults += [*label_faults(connection, chain.lost), *sums]
            faults += [*_codebooks(connection), *_articles(connection)]
            for name, query in (("label", LABELS), ("article", "select count(*) from article")):
                counts[name] = connection.execute(query).fetchone()[0]
        faults = [*tail, *schema, *chain.faults, *map(str, rows), *faults]
    except DAMAGE as error:
        faults += [*chain.faults, f"the file can't be read to its end: {error!r}"]
    finally:
        beside.join()
        if own_transaction and connection.in_transaction:
            connection.execute("rollback")
    return Verification(
        decisions=chain.decisions,
        head=chain.head,
        labels=counts["label"],
        articles=counts["article"],
        faults=(*structure.faults, *faults),
        entries=chain.entries,
        rows=tuple(rows),
        acceptable=tuple(acceptable),
    )


# what reading rows raises that hold what nothing of ours writes
DAMAGE = (sqlite3.DatabaseError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
LABELS = "select coalesce(sum(rows), 0) from progress"


def schema_faults(connection: sqlite3.Connection) -> list[str]:
    """Tables, indexes, views and triggers that another program added, changed or took out."""
    present, expected = objects(connection), expected_objects()
    names = sorted(
        name for name in present.keys() | expected.keys() if present.get(name) != expected.get(name)
    )
    return [f"schema: {name} was added, is missing or was changed" for name in names]


def _beside(connection: sqlite3.Connection, structure: _Structure) -> threading.Thread:
    """Let SQLite check its pages and references on a connection of its own."""
    [path] = [row[2] for row in connection.execute("pragma database_list") if row[1] == "main"]

    def check() -> None:
        own = sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True) if path else connection
        try:
            structure.faults += [
                f"SQLite: {row[0]}" for row in own.execute("pragma integrity_check") if row[0] != "ok"
            ]
            dangling = Counter((row[0], row[2]) for row in own.execute("pragma foreign_key_check"))
            structure.faults += [
                f"table {table}: {count} rows point to rows of {other} that are not there"
                for (table, other), count in dangling.items()
            ]
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            structure.faults.append(f"SQLite can't read the file: {error}")
        finally:
            if own is not connection:
                own.close()

    thread = threading.Thread(target=check)
    if path:
        thread.start()
    else:
        check()
        thread = threading.Thread()
        thread.start()
    return thread


def _row_faults(connection: sqlite3.Connection, chain: Chain) -> Iterator[RowFault]:
    """Rows that differ from the entries that wrote them, rows without an entry, entries without a row."""
    for table in FOLDS:
        present = dict(keys(connection, table))
        for key in present:
            written = chain.latest.get((table, key))
            if written is None:
                yield RowFault(table, key, "no entry of the log wrote it")
                continue
            seq, wrote = written
            entry, holds = content(connection, table, key)
            if text := difference(wrote, holds, seq):
                yield RowFault(table, key, text)
            elif entry != seq:
                yield RowFault(table, key, f"it names entry {entry} of the log, but {seq} wrote it last")
        for (kind, key), (seq, wrote) in chain.latest.items():
            if kind == table and key not in present and wrote is not None:
                yield RowFault(table, key, f"entry {seq} of the log wrote it, but the row is gone")


def _codebooks(connection: sqlite3.Connection) -> Iterator[str]:
    for stored, toml in connection.execute("select hash, toml from codebook"):
        try:
            parsed = _hash_of(toml)
        except LabelsError as error:
            yield f"codebook {stored[:12]}: {error}"
        else:
            if parsed != stored:
                yield f"codebook {stored[:12]}: its content was changed"


@lru_cache(maxsize=16)
def _hash_of(toml: str) -> str:
    """The hash of a codebook's text: parsing it takes longer than checking a thousand entries."""
    return Codebook.stored(toml).hash


def _articles(connection: sqlite3.Connection) -> Iterator[str]:
    for identifier, sha256, text in connection.execute("select id, sha256, text from article order by id"):
        if hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() != sha256:
            yield f"article {identifier}: its text was changed"
