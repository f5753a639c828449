"""The rows of a new project, from the entries that are whole and from the rows that a damaged file still has.

What an entry holds wholly is taken from the entry; a row stands in where its entry is lost.
"""

import uuid
from collections.abc import Iterator
from json import loads
from json.encoder import encode_basestring

from labels.store.log.entries import now
from labels.store.log.folds import FOLDS
from labels.store.rescue.proof import Proof
from labels.store.rescue.readings import Readings
from labels.store.sqlite import sqlite3

PLAIN = tuple(table for table in FOLDS if table != "article")
NUMBERS = {"annotator": "people", "codebook": "codebooks"}  # of Names, for tables that entries name by number
USED = {
    "people": "select distinct annotator from kept where annotator is not null",
    "articles": "select distinct article from kept where article is not null",
    "codebooks": "select distinct codebook from kept where codebook is not null",
    "terms": "select layer from kept union select kind from kept union select origin from kept union "
    "select client from kept union select item from kept where sentence = 0 and uuid is not null",
}


class Rows:
    """Fills the tables whose entries hold the whole row: facts, codebooks, events, annotators; and the words.

    unproven: tables and keys of rows that need an entry of the rescue, with the reason.
    lost: what is missing, in words.
    """

    def __init__(
        self, connection: sqlite3.Connection, pool: sqlite3.Connection, proof: Proof, readings: Readings
    ):
        """connection: of the new project.  pool: the temporary database."""
        self._connection, self._pool, self._proof, self._readings = connection, pool, proof, readings
        self._used = {kind: {row[0] for row in pool.execute(query)} for kind, query in USED.items()}
        self.unproven: dict[tuple[str, str], str] = {}
        self.lost: list[str] = []

    def note(self, table: str, key: str, why: str, about: str = "") -> None:
        """A row gets an entry of the rescue, which says why."""
        self.unproven[table, key] = why
        self.lost.append(f"{table} {key}{about}: {why}")

    def need_event(self, identifier: str) -> None:
        """An event for an article, if its own is lost."""
        query = "select 1 from event where id = ?"
        if self._connection.execute(query, (identifier,)).fetchone() is None:
            [place] = self._connection.execute("select coalesce(max(position) + 1, 0) from event").fetchone()
            values: dict[str, object] = {"name": f"Unknown {identifier}", "position": place}
            self._insert("event", identifier, 0, values, "its name is lost")

    def write(self) -> None:
        """Fill the tables."""
        self._write_terms()
        for table in PLAIN:
            for key, entry, values, why in self._rows(table):
                self._insert(table, key, entry, values, why)
        self._write_unknown()
        self._write_facts()

    def _write_terms(self) -> None:
        terms = self._readings.names.terms
        used = self._used["terms"]
        for number in sorted(terms, key=lambda number: (number not in used, number)):
            self._connection.execute(
                "insert into term (number, text) values (?, ?) on conflict do nothing",
                (number, loads(terms[number])),
            )

    def _rows(self, table: str) -> Iterator[tuple[str, int, dict[str, object], str]]:
        """Key, entry and values of each row; why it needs a new entry, "" if it is proven."""
        fold = FOLDS[table]
        later = self._later(table)
        written = {key: latest for (name, key), latest in self._proof.latest.items() if name == table}
        for key, (seq, content) in written.items():
            if key not in later and isinstance(content, dict):
                yield key, seq, {name: content[name] for name in fold.columns if name in content}, ""
        for key, values in later.items():
            yield key, 0, values, "the entry that wrote it last is lost"

    def _later(self, table: str) -> dict[str, dict[str, object]]:
        """Rows that are newer than what the log still says about them, by key."""
        fold, later = FOLDS[table], {}
        columns = ", ".join(fold.columns)
        query = f"select entry, {fold.key}, {columns} from {table} order by entry"  # noqa: S608 - our own names
        for entry, key, *values in self._pool.execute(query):
            known = self._proof.latest.get((table, key), (0, None))[0]
            if entry > known and not self._is_kept(entry):
                later[key] = dict(zip(fold.columns, values, strict=True))
        return later

    def _is_kept(self, entry: int) -> bool:
        return self._pool.execute("select 1 from kept where seq = ?", (entry,)).fetchone() is not None

    def _insert(self, table: str, key: str, entry: int, values: dict[str, object], why: str) -> None:
        if table == "codebook" and not self._completed(key, values):
            self.lost.append(f"codebook {key[:12]}: it can't be read")
            return
        columns = [FOLDS[table].key, *values, "entry"]
        row = [key, *values.values(), entry]
        if table in NUMBERS:
            columns.append("number")
            row.append(self._number(NUMBERS[table], key))
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        try:
            self._connection.execute(f"insert into {table} ({names}) values ({places})", row)  # noqa: S608
        except sqlite3.IntegrityError:
            self.lost.append(f"{table} {key}: its row does not fit the others")
            return
        if why:
            self.note(table, key, why)

    def _completed(self, key: str, values: dict[str, object]) -> bool:
        """Take a codebook's text from wherever it is whole; False if it is nowhere."""
        if key not in self._readings.codebooks:
            return False
        scheme, text = self._readings.codebooks[key]
        values.update(id=scheme.id, version=scheme.version, toml=text)
        return True

    def _number(self, kind: str, key: str) -> int:
        """The number under which entries name a row, else one that none of them names."""
        names: dict[int, str] = getattr(self._readings.names, kind)
        numbers = [number for number, quoted in names.items() if loads(quoted) == key]
        if not numbers:
            numbers = [max(names, default=0) + 1]
            names[numbers[0]] = encode_basestring(key)
        return min(numbers, key=lambda number: number not in self._used[kind])

    def _write_unknown(self) -> None:
        """Rows for codebooks and annotators whom decisions name and of whom only the id is left."""
        for table, kind in NUMBERS.items():
            names = getattr(self._readings.names, kind)
            query = f"select number from {table}"  # noqa: S608 - our own names
            present = {number for (number,) in self._connection.execute(query)}
            for number in sorted(self._used[kind] - present):
                key = loads(names[number])
                if table == "annotator":
                    values: dict[str, object] = {"name": f"Unknown {key}", "created_at": ""}
                    self._insert(table, key, 0, values, "only the id is left")
                else:
                    self._insert(
                        table, key, 0, {"added_at": ""}, "its text is taken from what Claimdesk ships"
                    )

    def _write_facts(self) -> None:
        """The facts that every project has."""
        facts = dict(self._connection.execute("select key, value from project").fetchall())
        books = {row[0] for row in self._connection.execute("select hash from codebook")}
        if not books:
            books = {next(iter(self._readings.codebooks))}
            self._insert("codebook", min(books), 0, {"added_at": now()}, "none was left")
        if "codebook" in facts and facts["codebook"] not in books:
            self._connection.execute("delete from project where key = 'codebook'")
            del facts["codebook"]
        for key, value in (("id", str(uuid.uuid4())), ("created_at", now()), ("codebook", min(books))):
            if key not in facts:
                self._insert("project", key, 0, {"value": value}, f"it is lost, and is now {value[:36]}")
