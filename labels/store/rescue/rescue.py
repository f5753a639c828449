"""A new project with everything that is whole in a damaged one, which is only read.

The new project continues the log of the damaged one: entries keep their seq and hash, and those that are
missing stay so. Entries of the rescue say what is missing, and which rows no entry proves any more.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from labels.errors import ProjectError
from labels.store.corpus.search import rebuild_index
from labels.store.keeping import last_entry
from labels.store.keeping.backup import hidden, must_be_free
from labels.store.log.chain import read_chain
from labels.store.log.entries import COLUMNS, Change, append_change
from labels.store.log.folds import record
from labels.store.log.migration import fold_decisions
from labels.store.log.sums import EXTENT
from labels.store.project import write_new
from labels.store.rescue.articles import ArticleRows
from labels.store.rescue.pages import Pages, open_log
from labels.store.rescue.pool import fill
from labels.store.rescue.proof import Proof, prove
from labels.store.rescue.readings import Readings
from labels.store.rescue.rows import Rows
from labels.store.sqlite import sqlite3
from labels.store.verification import Verification, verify

Progress = Callable[[int], object] | None
WHY = "rescue"
MOST = 20  # ranges of entries that a line names
FURTHEST = 1_000_000  # entries after the last whole one: what a damaged count claims beyond is not believed
KEPT = f"select seq, {COLUMNS} from kept order by seq"  # noqa: S608 - a constant
ENTRY = f"insert into log (seq, {COLUMNS}) values ({', '.join('?' * 18)})"  # noqa: S608 - a constant
SEQUENCE = "select max(seq) from sequence where name = 'log' and seq < ?"
# Labels of the damaged project whose last decision is lost, with the articles that they lie in.
LOST_LABELS = """
select article, count(*) from (
  select article, max(seq) as last from current group by article, annotator, sentence, item, layer)
where last <= ? and last not in (select seq from kept) group by article
"""
COUNTED = {
    "event": "select count(*) from event",
    "article": "select count(*) from article where withdrawn not like 'damaged: %'",
    "sentence": "select count(*) from sentence s join article a on a.id = s.article "
    "where a.withdrawn not like 'damaged: %'",
    "annotator": "select count(*) from annotator",
    "codebook": "select count(*) from codebook",
}


@dataclass(frozen=True, slots=True)
class Rescue:
    """What was rescued.

    counts: whole rows by what they are.  entries: of the damaged log that are in the new one.
    missing: what is not, in words; empty if nothing is missing.  verification: of the new project.
    """

    counts: dict[str, int]
    entries: int
    missing: tuple[str, ...]
    verification: Verification


def rescue(project: Path, out: Path, progress: Progress = None) -> Rescue:
    """Make a new project with everything that is whole in a damaged one.

    progress: called with the number of records and entries so far.
    Raises ProjectError if the damaged one is in use, can't be read or holds nothing of a project; OutputError
    if the new one exists or can't be written.
    """
    must_be_free(out, project)
    with _only_read(project) as pages, closing(fill(pages, progress)) as pool:
        readings = Readings(pool)
        proof = prove(pool, readings, progress)
        if not proof.entries and not pool.execute("select 1 from article").fetchone():
            raise ProjectError(
                f"{project} holds nothing that can be rescued: no entry of a log, and no article. Restore a "
                "backup."
            )
        try:
            return _made(project, out, pool, proof, readings)
        except _UnsoundError:
            if not proof.unproven:
                raise
        # one of the entries that nothing proves was damaged
        proof = prove(pool, readings, progress, unproven=False)
        return _made(project, out, pool, proof, readings)


class _UnsoundError(ProjectError):
    """What was rescued does not fit together."""


def _made(project: Path, out: Path, pool: sqlite3.Connection, proof: Proof, readings: Readings) -> Rescue:
    """Write the new project; raises _UnsoundError, and leaves no file, if it would not be sound."""
    missing: list[str] = []
    with hidden(out, project) as copy:
        write_new(copy, lambda connection: missing.extend(_write(connection, pool, proof, readings, project)))
        with closing(sqlite3.connect(copy)) as connection:
            counts = {name: connection.execute(query).fetchone()[0] for name, query in COUNTED.items()}
            verification = verify(connection)
        if verification.faults:
            raise _UnsoundError(
                f"{out} would not be sound, so it was not written: {'; '.join(verification.faults[:5])}. "
                "Please report this, and keep the damaged project as it is."
            )
    return Rescue(counts, proof.entries, tuple(missing), verification)


@contextmanager
def _only_read(project: Path) -> Iterator[Pages]:
    """The pages of a project that nobody writes meanwhile."""
    descriptors: list[int] = []
    try:
        descriptors.append(os.open(project, os.O_RDONLY | os.O_NONBLOCK))
        if not project.is_file() or not project.stat().st_size:
            raise ProjectError(f"{project} is not a file with anything in it; a project is one SQLite file.")
        fcntl.flock(descriptors[0], fcntl.LOCK_SH | fcntl.LOCK_NB)
        log = open_log(project)
        descriptors += [log] if log is not None else []
        yield Pages(*descriptors)
    except BlockingIOError:
        raise ProjectError(f"{project} is in use by another process; stop it first.") from None
    except OSError as error:
        if len(descriptors) > 1:
            raise
        raise ProjectError(f"{project} can't be read: {error.strerror}.") from error
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _write(
    connection: sqlite3.Connection, pool: sqlite3.Connection, proof: Proof, readings: Readings, project: Path
) -> list[str]:
    """Fill a new project; returns what is missing, in words."""
    rows = Rows(connection, pool, proof, readings)
    rows.write()
    connection.executemany(ENTRY, pool.execute(KEPT))
    last = _last_written(pool, proof, project)
    connection.execute("delete from sqlite_sequence where name = 'log'")
    connection.execute("insert into sqlite_sequence (name, seq) values ('log', ?)", (last,))
    ArticleRows(connection, pool, proof, readings, rows).write()
    fold_decisions(connection)
    connection.execute("delete from extent")
    connection.execute(f"insert into extent (event, kind, sentences) {EXTENT}")
    rebuild_index(connection)
    missing = [*_missing_entries(pool, proof, last), *_lost_labels(pool, readings, last), *rows.lost]
    content = {"entries": proof.entries, "missing": missing}
    append_change(connection, Change("log", WHY, content, f"{WHY}: from {project.name}"))
    for (table, key), why in rows.unproven.items():
        record(connection, table, key, f"{WHY}: {why}")
    _adopt_gaps(connection)
    return missing


def _last_written(pool: sqlite3.Connection, proof: Proof, project: Path) -> int:
    """The seq of the last entry that the damaged project had, as far as anything tells."""
    [issued] = pool.execute(SEQUENCE, (proof.last + FURTHEST,)).fetchone()
    named = last_entry.read(project)
    acknowledged = named.seq if named is not None and named.seq < proof.last + FURTHEST else 0
    return max(proof.last, issued or 0, acknowledged)


def _missing_entries(pool: sqlite3.Connection, proof: Proof, last: int) -> Iterator[str]:
    if proof.entries < last:
        seqs = [seq for (seq,) in pool.execute("select seq from kept order by seq")]
        gaps = [(a + 1, b - 1) for a, b in zip([0, *seqs], [*seqs, last + 1], strict=True) if b > a + 1]
        named = ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in gaps[:MOST])
        more = f" and {len(gaps) - MOST} more ranges" if len(gaps) > MOST else ""
        yield f"{last - proof.entries:,} of {last:,} entries of the log: {named}{more}"
    if proof.unproven:
        named = ", ".join(map(str, proof.unproven[:MOST]))
        yield f"the proof of entries that follow a gap, which are kept ({len(proof.unproven):,}): {named}"


def _lost_labels(pool: sqlite3.Connection, readings: Readings, last: int) -> Iterator[str]:
    for article, count in pool.execute(LOST_LABELS, (last,)):
        name = readings.names.articles.get(article, str(article)).strip('"')
        yield f"the last decision on labels in article {name} ({count:,}): they have the value before, if any"


def _adopt_gaps(connection: sqlite3.Connection) -> None:
    """Entries that say which entries are missing, and which no longer follow the one before."""
    chain = read_chain(connection)
    changes = [Change("log", f"{first}-{last}", "missing", f"{WHY}: lost") for first, last in chain.missing]
    changes += [
        Change("log", str(seq), digest, f"{WHY}: the entry before it is lost")
        for seq, digest in chain.broken.items()
    ]
    for change in changes:
        append_change(connection, change)
