"""Articles with their sentences and alignments, compared with the digests that the log holds of them.

An article that is not whole keeps what is left of it, since labels point into it; it is withdrawn, so that
nobody labels, exports or counts it before a person has looked at it.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import loads
from json.encoder import encode_basestring

from labels.article import METADATA
from labels.store.corpus.articles import FIELDS
from labels.store.log.folds import content
from labels.store.log.tables import LATER_COLUMNS
from labels.store.rescue.proof import Proof
from labels.store.rescue.readings import Readings, Row
from labels.store.rescue.rows import Rows
from labels.store.sqlite import sqlite3

COLUMNS = (*dict.fromkeys((*FIELDS, *METADATA, *LATER_COLUMNS)), "added_at")
_NAMES = ", ".join(COLUMNS)
_PLACES = ", ".join("?" * len(COLUMNS))
ROWS = f"""
select entry, {_NAMES} from article where id = ? or entry = ? order by entry desc, rowid desc
"""  # noqa: S608 - constants
INSERT = f"insert into article ({_NAMES}, number, entry) values ({_PLACES}, ?, 0)"  # noqa: S608 - constants
UPDATE = f"update article set ({_NAMES}) = ({_PLACES}) where id = ?"  # noqa: S608 - constants
SENTENCES = """
select number, id, article, position, paragraph, kind, "start", "end" from sentence where article = ?
order by rowid desc
"""
SENTENCE = """
insert or ignore into sentence (number, id, article, position, paragraph, kind, "start", "end")
values (?, ?, ?, ?, ?, ?, ?, ?)
"""
IN_THE_WAY = """
delete from sentence where article = ?3 and (number = ?1 or id = ?2 or position = ?4)
"""
ALIGNMENTS = "select a, b, score, article from alignment order by rowid desc"
ALIGNMENT = """
insert or ignore into alignment (a, b, score, article)
select ?1, ?2, ?3, ?4 where exists (select 1 from sentence where id = ?1)
  and exists (select 1 from sentence where id = ?2) and exists (select 1 from article where id = ?4)
"""
USED = "select distinct article from kept where article is not null"
UNWRITTEN = "select id from article where entry not in (select seq from kept) order by number"
NAMED = "select distinct sentence, article from kept where sentence > 0"
LOST_SENTENCE = """
insert or ignore into sentence (number, id, article, position, paragraph, kind, "start", "end")
select ?1, ?2, ?3, coalesce(max(position) + 1, 0), 0, 'body', 0, 1 from sentence where article = ?3
"""
LOST_EVENT = "e-lost"
LOST_TEXT = "(The text of this article is lost.)"
MOST_TRIED = 200  # other readings of an article's sentences


@dataclass(frozen=True, slots=True)
class _Version:
    """A row of the damaged file. entry: the one that it names.  values: by column."""

    entry: int
    values: dict[str, object]

    @property
    def has_whole_text(self) -> bool:
        """Whether the text is the one that the row's SHA-256 was made of."""
        return self.values["sha256"] == _sha256(self.values["text"])


class ArticleRows:
    """Fills the tables ``article``, ``sentence`` and ``alignment``; events are there already."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        pool: sqlite3.Connection,
        proof: Proof,
        readings: Readings,
        rows: Rows,
    ):
        """connection: of the new project.  pool: the temporary database.  rows: takes what is found."""
        self._connection, self._pool, self._proof = connection, pool, proof
        self._names, self._rows = readings.names, rows
        self._numbers = {loads(quoted): number for number, quoted in self._names.articles.items()}
        self._numbers |= {loads(self._names.articles[number]): number for (number,) in pool.execute(USED)}

    def write(self) -> None:
        """Fill the tables."""
        versions = {key: self._versions(key) for key in self._keys()}
        for key, each in versions.items():
            self._insert(key, each[0] if each else None)
        others = {key: self._insert_sentences(key) for key in versions}
        for key in versions:
            self._try_sentences(key, others[key])  # before alignments point at any of them
        lost = self._insert_lost_sentences()
        for row in self._pool.execute(ALIGNMENTS):
            self._connection.execute(ALIGNMENT, row)
        for key, each in versions.items():
            self._settle(key, each, lost[key])

    def _keys(self) -> list[str]:
        """The ids of articles that entries write or name, or that a row holds whose entry is lost."""
        written = [key for (table, key), _ in self._proof.latest.items() if table == "article"]
        named = [loads(self._names.articles[number]) for (number,) in self._pool.execute(USED)]
        return list(dict.fromkeys([*written, *named, *(key for (key,) in self._pool.execute(UNWRITTEN))]))

    def _versions(self, key: str) -> list[_Version]:
        """The rows of an article, the newest first, also with the SHA-256 that their text has."""
        seq, _ = self._proof.latest.get(("article", key), (-1, None))
        versions = []
        for entry, *values in self._pool.execute(ROWS, (key, seq)):
            row = dict(zip(COLUMNS, values, strict=True), id=key)
            versions += [_Version(entry, row), _Version(entry, {**row, "sha256": _sha256(row["text"])})]
        return [each for number, each in enumerate(versions) if each not in versions[:number]]

    def _insert(self, key: str, version: _Version | None) -> None:
        number = self._numbers.get(key)
        if number is None:
            number = max(self._names.articles, default=0) + 1
            self._names.articles[number] = encode_basestring(key)
        values = dict.fromkeys(COLUMNS, "")
        values |= {"id": key, "text": LOST_TEXT, "sha256": _sha256(LOST_TEXT), "event": LOST_EVENT}
        row = values if version is None else version.values
        self._rows.need_event(str(row["event"]))
        self._connection.execute(INSERT, (*(row[name] for name in COLUMNS), number))

    def _insert_sentences(self, key: str) -> list[Row]:
        """Write the sentences of an article; those that are in the way of each other are returned."""
        others = []
        for number, identifier, *values in self._pool.execute(SENTENCES, (key,)):
            row = (number, loads(self._names.sentences.get(number, encode_basestring(identifier))), *values)
            if self._connection.execute(SENTENCE, row).rowcount < 1:
                others.append(row)
        return others

    def _insert_lost_sentences(self) -> Counter[str]:
        """Stand-ins for sentences whose rows are lost, but that decisions name; their number by article."""
        lost: Counter[str] = Counter()
        for number, article in self._pool.execute(NAMED).fetchall():
            key = loads(self._names.articles[article])
            row = (number, loads(self._names.sentences[number]), key)
            lost[key] += max(self._connection.execute(LOST_SENTENCE, row).rowcount, 0)
        return lost

    def _settle(self, key: str, versions: Sequence[_Version], lost: int) -> None:
        """Take the version that the log proves; else say what is missing of the article."""
        seq, wrote = self._proof.latest.get(("article", key), (0, None))
        newest = versions[0] if versions else None
        if not isinstance(wrote, dict) or (newest and newest.entry > seq and newest.has_whole_text):
            why = "" if lost or not newest or not newest.has_whole_text else "its entry is lost"
            self._note(key, why or self._withdraw(key, "its entry and part of its content are lost"))
            return
        changed = self._read_otherwise(key, wrote, versions)
        if not changed:
            self._connection.execute("update article set entry = ? where id = ?", (seq, key))
        elif changed == {"alignment"}:
            self._note(key, "proposed alignments of it are lost")
        elif "sentences" not in changed and newest and newest.has_whole_text:
            self._note(key, "its text and sentences are whole, but its metadata were changed")
        else:
            what = "its text" if newest is None or not newest.has_whole_text else "its sentences"
            self._note(key, self._withdraw(key, f"{what} can't be rescued whole"))

    def _try_sentences(self, key: str, others: Sequence[Row]) -> None:
        """Take another reading of a sentence where the log proves the sentences with it."""
        _, wrote = self._proof.latest.get(("article", key), (0, None))
        if not isinstance(wrote, dict):
            return
        for row in others[:MOST_TRIED]:
            if "sentences" not in self._changed(key, wrote):
                return
            self._connection.execute("savepoint reading")
            self._connection.execute(IN_THE_WAY, row[:4])
            self._connection.execute(SENTENCE, row)
            if "sentences" in self._changed(key, wrote):
                self._connection.execute("rollback to reading")
            self._connection.execute("release reading")

    def _read_otherwise(
        self, key: str, wrote: Mapping[str, object], versions: Sequence[_Version]
    ) -> set[str]:
        """Try other versions; the parts that none of them makes whole."""
        changed = self._changed(key, wrote)
        for version in [*versions[1:], *versions[:1]]:
            if changed - {"sentences", "alignment"}:
                self._set(version)
                changed = self._changed(key, wrote)
        return changed

    def _changed(self, key: str, wrote: Mapping[str, object]) -> set[str]:
        """The parts of an article that are not what its entry wrote."""
        _, holds = content(self._connection, "article", key)
        parts = holds if isinstance(holds, dict) else {}
        return {name for name in wrote.keys() | parts.keys() if wrote.get(name) != parts.get(name)}

    def _set(self, version: _Version) -> None:
        self._rows.need_event(str(version.values["event"]))
        row = (version.values[name] for name in COLUMNS)
        self._connection.execute(UPDATE, (*row, version.values["id"]))

    def _withdraw(self, key: str, why: str) -> str:
        """Take a damaged article out of sight."""
        [text] = self._connection.execute("select text from article where id = ?", (key,)).fetchone()
        statement = "update article set withdrawn = ?, sha256 = ? where id = ?"
        self._connection.execute(statement, (f"damaged: {why}", _sha256(text), key))
        return f"{why}, so it is withdrawn; its labels are kept"

    def _note(self, key: str, why: str) -> None:
        query = "select outlet, title from article where id = ?"
        outlet, title = self._connection.execute(query, (key,)).fetchone()
        self._rows.note("article", key, why, f" ({outlet}: {title})" if outlet or title else "")


def _sha256(text: object) -> str:
    return hashlib.sha256(str(text).encode(errors="surrogatepass")).hexdigest()
