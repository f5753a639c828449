"""Changes that another program made to a project, accepted by a person: ``annotator verify --accept``.

Every row that differs from its entry gets a new entry, with who accepted it, why, and what it holds (a
SHA-256 where that is long). Decisions and labels are never accepted: only the log says what people decided.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from labels.errors import ProjectError
from labels.names import checked_name, same_name
from labels.store.accounts import annotator_id
from labels.store.log.folds import record
from labels.store.log.sums import EXTENT
from labels.store.sqlite import sqlite3
from labels.store.verification import RowFault, Verification, verify
from labels.store.writer import writing

MAX_REASON_LENGTH = 500  # code points
FACTS = ("id", "created_at", "codebook")  # without which a file is no project
OUTSIDE = """
select s.id from sentence s join article a on a.id = s.article
where a.id = ? and s."end" > length(a.text) order by s.position limit 1
"""
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was accepted: the rows as they were named before, by whom, and the project afterwards."""

    rows: tuple[RowFault, ...]
    faults: tuple[str, ...]
    by: str
    after: Verification


def accept(path: Path, reason: str, name: str, progress: Progress | None = None) -> Acceptance:
    """Adopt every row that differs from its entry; all of them in one transaction, or none.

    reason: for the log, one line.  name: of the person who accepts; a name that is new joins the annotators.
    A sound project stays as it is.
    Raises ProjectError, which names what can't be accepted; PersonNameError for a name that can't be used.
    """
    reason, name = checked_reason(reason), checked_name(name)
    with writing(path, "verify --accept") as writer:
        acceptance: Acceptance = writer.run(lambda connection: _accept(connection, reason, name, progress))
    return acceptance


def checked_reason(reason: str) -> str:
    """A reason as the log holds it, in one line; raises ProjectError."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON_LENGTH or not reason.isprintable():
        raise ProjectError(
            f"A reason has 1 to {MAX_REASON_LENGTH} printable characters; say why the change is right, "
            "so that later readers of the log know."
        )
    return reason


def _accept(connection: sqlite3.Connection, reason: str, name: str, progress: Progress | None) -> Acceptance:
    before = verify(connection, progress)
    if not before.faults:
        return Acceptance((), (), name, before)
    _refuse([fault for fault in before.faults if fault not in before.acceptable])
    person = _person(connection, name, before.rows)
    for row in before.rows:
        record(connection, row.table, row.key, f"accepted: {reason}", person)
    _count_sentences(connection)
    _refuse([*_unusable_facts(connection), *_outside(connection, before.rows)])
    after = verify(connection, progress)
    # SQLite's own checks read the file as it was before this transaction
    _refuse([fault for fault in after.faults if fault not in before.faults])
    return Acceptance(before.rows, before.faults, name, after)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise ProjectError(
            "\n".join(faults)
            + "\nThis can't be accepted, so nothing was written. Only rows beside the decisions and labels "
            "can be: events, articles with their sentences and alignments, annotators, codebooks, facts. "
            "Restore a backup."
        )


def _person(connection: sqlite3.Connection, name: str, rows: Sequence[RowFault]) -> str:
    """The pseudonym of the person who accepts, whose own row must be whole."""
    differing = {row.key for row in rows if row.table == "annotator"}
    for key, known in connection.execute("select id, name from annotator").fetchall():
        if key in differing and same_name(known, name):
            raise ProjectError(
                f"'{known}' is among what differs from the log, so nothing was written. Let somebody else "
                "accept the change: --by NAME."
            )
    return annotator_id(connection, name)


def _count_sentences(connection: sqlite3.Connection) -> None:
    """Count the sentences of each event again, since adopted ones may be of another kind."""
    connection.execute("delete from extent")
    connection.execute(f"insert into extent (event, kind, sentences) {EXTENT}")


def _unusable_facts(connection: sqlite3.Connection) -> list[str]:
    facts = dict(connection.execute("select key, value from project").fetchall())
    faults = [f"project {key}: the row is gone, and a project needs it" for key in FACTS if key not in facts]
    known = connection.execute("select 1 from codebook where hash = ?", (facts.get("codebook"),)).fetchone()
    if "codebook" in facts and known is None:
        faults.append("project codebook: it names no codebook of this project")
    return faults


def _outside(connection: sqlite3.Connection, rows: Sequence[RowFault]) -> list[str]:
    """Sentences that reach beyond the text of their article: the first of each."""
    outside = []
    for row in rows:
        if row.table == "article":
            sentence = connection.execute(OUTSIDE, (row.key,)).fetchone()
            if sentence is not None:
                outside.append(f"sentence {sentence[0]}: it ends after the text of its article")
    return outside
