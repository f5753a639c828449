"""What a change writes: the rows of each table beside the decisions, compared with the entry that wrote them.

Every row names its entry. A row is right if its entry holds what the row holds: all of it where that is
short, a SHA-256 where it is long (an article with its text, its sentences and its alignments).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labels.decision import canonical
from labels.errors import ProjectError
from labels.store.log.entries import Change, append_change
from labels.store.log.tables import LATER_COLUMNS, PERSON_DEFAULTS
from labels.store.sqlite import Connection, sqlite3

SENTENCES = """
select id, position, paragraph, kind, "start", "end" from sentence where article = ? order by position
"""
LATER = f"select {', '.join(LATER_COLUMNS)} from article where id = ?"  # noqa: S608 - names of a constant
ALIGNMENTS = "select a, b, score from alignment where article = ? order by a, b"


@dataclass(frozen=True, slots=True)
class Fold:
    """A table whose rows are written by changes.  columns: without the key and the entry."""

    key: str
    columns: tuple[str, ...]

    def select(self, table: str) -> str:
        """The statement for one row: its entry, then its columns."""
        return f"select entry, {', '.join(self.columns)} from {table} where {self.key} = ?"  # noqa: S608


_ARTICLE = "event, outlet, title, byline, published, url, language, licence, text, sha256, source, added_at"
FOLDS = {
    "project": Fold("key", ("value",)),
    "codebook": Fold("hash", ("id", "version", "toml", "added_at")),
    "event": Fold("id", ("name", "position")),
    "article": Fold("id", tuple(_ARTICLE.split(", "))),
    "annotator": Fold("id", ("name", "created_at", *PERSON_DEFAULTS)),
    "invitation": Fold("id", ("annotator", "role", "places", "used", "created_at", "expires_at", "revoked")),
}
_SELECT = {table: fold.select(table) for table, fold in FOLDS.items()}
_UPDATE = {
    table: f"update {table} set entry = ? where {fold.key} = ?"  # noqa: S608 - names from above
    for table, fold in FOLDS.items()
}
_KEYS = {
    table: f"select {fold.key}, entry from {table} order by entry"  # noqa: S608 - names from above
    for table, fold in FOLDS.items()
}


def content(connection: sqlite3.Connection, table: str, key: str) -> tuple[int, object]:
    """The entry that a row names, and what the row holds, as an entry says it; (0, None) without a row."""
    row = connection.execute(_SELECT[table], (key,)).fetchone()
    if row is None:
        return 0, None
    if table != "article":
        named = dict(zip(FOLDS[table].columns, row[1:], strict=True))
        defaults = PERSON_DEFAULTS if table == "annotator" else {}
        return row[0], {name: value for name, value in named.items() if defaults.get(name) != value}
    later = dict(zip(LATER_COLUMNS, connection.execute(LATER, (key,)).fetchone(), strict=True))
    return row[0], {
        "article": _digest([row[1:]]),
        **{name: _digest([value]) if name == "meta" else value for name, value in later.items() if value},
        "sentences": _digest(connection.execute(SENTENCES, (key,))),
        "alignment": _digest(connection.execute(ALIGNMENTS, (key,))),
    }


def keys(connection: sqlite3.Connection, table: str) -> list[tuple[str, int]]:
    """The key of every row of a table with the entry it names, in the order of entries."""
    return connection.execute(_KEYS[table]).fetchall()


def record(connection: sqlite3.Connection, table: str, key: str, why: str, by: str = "") -> int:
    """Append the entry for a row that was just written, and name it in the row; returns its seq.

    why: the command or the reason.  by: the pseudonym of the person, "" for a command.
    """
    _, holds = content(connection, table, key)
    seq = append_change(connection, Change(table, key, holds, why), by)
    connection.execute(_UPDATE[table], (seq, key))
    if isinstance(connection, Connection):
        connection.checked.add((table, key))
        connection.memory.forget()
    return seq


def check(connection: sqlite3.Connection, table: str, rows: Iterable[str]) -> None:
    """Refuse to build on rows that another program changed: each is compared with its entry.

    A row that was compared is not looked at again until another program writes to the file.
    Raises ProjectError, which names the row.
    """
    checked = checked_rows(connection)
    for key in rows:
        if (table, key) not in checked:
            if difference := differs(connection, table, key):
                raise changed(f"{table} '{key}'", difference)
            checked.add((table, key))


def checked_rows(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """What was compared since another program last wrote to the file; after that nothing is remembered."""
    if not isinstance(connection, Connection):
        return set()
    version = connection.execute("pragma data_version").fetchone()[0]
    if version != connection.data_version:
        connection.checked.clear()
        connection.memory.forget()
        connection.data_version = version
    return connection.checked


def changed(what: str, difference: str, *, acceptable: bool = True) -> ProjectError:
    """The refusal to write where a row differs from the log.  acceptable: a person can accept the change."""
    way = ", or accept the change: 'annotator verify PROJECT --accept REASON --by NAME'" if acceptable else ""
    return ProjectError(
        f"{what}: {difference}. Another program changed the project, so nothing was written. Restore "
        f"a backup{way}."
    )


def differs(connection: sqlite3.Connection, table: str, key: str) -> str:
    """How a row differs from the entry that it names; "" if it does not."""
    entry, holds = content(connection, table, key)
    if holds is None:
        return "the row is missing"
    row = connection.execute("select value from log where seq = ? and uuid is null", (entry,)).fetchone()
    if row is None:
        return f"no entry of the log wrote it (it names {entry})"
    written = json.loads(row[0])
    if written["key"] != key:
        return f"entry {entry} of the log wrote another row"
    return difference(written["content"], holds, entry)


def difference(written: object, holds: object, entry: int) -> str:
    """Where a row differs from what its entry wrote, in words; "" if it does not."""
    if written == holds:
        return ""
    if not isinstance(written, dict) or not isinstance(holds, dict):
        return f"not what entry {entry} of the log wrote"
    parts = sorted(name for name in written.keys() | holds.keys() if written.get(name) != holds.get(name))
    return f"{' and '.join(parts)} changed since entry {entry} of the log wrote it"


def _digest(rows: Iterable[object] | Iterator[object]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(canonical(row).encode(errors="surrogatepass") + b"\n")
    return digest.hexdigest()
