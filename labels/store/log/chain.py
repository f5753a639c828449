"""The chain of the log, recomputed: every entry's hash over the hash before it and its readable fields."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from labels.decision import canonical
from labels.store.log.entries import COLUMNS, Value, change_fields, link, moment, uuid_text
from labels.store.sqlite import sqlite3

ENTRIES = f"select seq, {COLUMNS} from log order by seq"  # noqa: S608 - a constant
STEP = 1000  # entries between two calls of a progress function
UUID_BYTES = 16
SHORT, MOST_SHORT = 64, 10_000  # characters of a value whose JSON is kept, and how many are kept


@dataclass(slots=True)
class Chain:
    """What the log holds.

    latest: for each table and key the last entry that wrote the row, with what it wrote (None: gone).
    broken: entries whose hash does not fit, with the hash that would.
    missing: ranges of seqs that are not there.  lost: those of them that a rescue has named.
    """

    decisions: int = 0
    entries: int = 0
    last: int = 0
    head: str = ""
    latest: dict[tuple[str, str], tuple[int, object]] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)
    missing: list[tuple[int, int]] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Names:
    """The readable ids behind the numbers, as JSON, and the JSON of values and times that repeat."""

    def __init__(self, connection: sqlite3.Connection):
        """Read every id of the project; about 100 bytes for each sentence."""
        self.people = self._read(connection, "select number, id from annotator")
        self.articles = self._read(connection, "select number, id from article")
        self.codebooks = self._read(connection, "select number, hash from codebook")
        self.terms = self._read(connection, "select number, text from term")
        self.sentences = self._read(connection, "select number, id from sentence")
        self._short: dict[str, str] = {}
        self._second, self._second_text = -1, ""

    @staticmethod
    def _read(connection: sqlite3.Connection, query: str) -> dict[int, str]:
        return {number: encode_basestring(text) for number, text in connection.execute(query)}

    def place(self, sentence: int, item: int) -> str:
        """Target kind, target and sentence of a decision, as JSON without brackets."""
        if sentence == 0:
            return f'"source",{self.terms[item]},""'
        quoted = self.sentences[sentence]
        if item == 0:
            return f'"sentence",{quoted},{quoted}'
        return f'"claim",{quoted[:-1]}.{item}",{quoted}'

    def value(self, value: Value) -> str:
        """The JSON text of a value, as JSON; computed once for short texts, which are ids of a codebook."""
        if type(value) is bytes:
            return encode_basestring(value.decode())
        if type(value) is not str:
            return "null" if value is None else encode_basestring(canonical(value))
        if len(value) > SHORT:
            return encode_basestring(canonical(value))
        known = self._short.get(value)
        if known is None:
            if len(self._short) >= MOST_SHORT:
                self._short.clear()
            known = self._short[value] = encode_basestring(canonical(value))
        return known

    def moment(self, stamp: int | str) -> str:
        """A time of the log in ISO 8601; entries that follow each other share most of it."""
        if type(stamp) is not int:
            return moment(stamp)
        second, part = divmod(stamp, 1_000_000)
        if second != self._second:
            self._second, self._second_text = second, moment(stamp - part)[: -len("000000+00:00")]
        return f"{self._second_text}{part:06d}+00:00"


def read_chain(connection: sqlite3.Connection, progress: Callable[[int], object] | None = None) -> Chain:
    """Recompute the hash of every entry, in order."""
    chain, names, head = Chain(), Names(connection), b""
    for row in connection.execute(ENTRIES):
        seq, digest = row[0], row[17]
        if seq != chain.last + 1:
            chain.missing.append((chain.last + 1, seq - 1))
        if row[1] is None:
            fits = _change(chain, row, head, names)
        else:
            chain.decisions += 1
            fits = decision_hash(head, row, names)
        if fits != digest:
            chain.broken[seq] = fits.hex() if fits else ""
        head, chain.last, chain.entries = digest, seq, chain.entries + 1
        if progress is not None and chain.entries % STEP == 0:
            progress(chain.entries)
    chain.head = head.hex()
    chain.faults += _faults(connection, chain)
    return chain


def decision_hash(head: bytes, row: Sequence[Any], names: Names) -> bytes:
    """What the hash of a decision has to be; b"" if it names something that is not there.

    The same text as ``entries.link`` hashes, put together from parts that are JSON already: a million entries
    are hashed whenever a project is verified.
    """
    _, uuid, action, person, article, sentence, item, layer, kind, base, revision, codebook, *rest = row
    value, origin, client, client_at, server_at, _ = rest
    terms = names.terms
    try:
        text = (
            f'["{head.hex()}",{_uuid_json(uuid)},{_uuid_json(action)},{names.people[person]},'
            f"{names.place(sentence, item)},{names.articles[article]},{terms[layer]},{terms[kind]},{base},"
            f"{'null' if revision is None else revision},{names.codebooks[codebook]},{names.value(value)},"
            f'{terms[origin]},{terms[client]},{encode_basestring(client_at)},"{names.moment(server_at)}"]'
        )
        return hashlib.sha256(text.encode()).digest()
    except (KeyError, ValueError, TypeError, OverflowError):
        return b""


def _uuid_json(stored_uuid: bytes | str | None) -> str:
    """A UUID in its usual form, as JSON."""
    if type(stored_uuid) is bytes and len(stored_uuid) == UUID_BYTES:
        text = stored_uuid.hex()
        return f'"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"'
    return encode_basestring(uuid_text(stored_uuid))


def _change(chain: Chain, row: Sequence[Any], head: bytes, names: Names) -> bytes:
    """What the hash of a change has to be; notes what it wrote."""
    seq, person, kind, value, stamp = row[0], row[3], row[8], row[12], row[16]
    try:
        by = "" if person is None else json.loads(names.people[person])
        table = json.loads(names.terms[kind])
        written = json.loads(value)
        chain.latest[table, written["key"]] = (seq, written["content"])
        return link(head, change_fields(by, table, value.decode(), stamp))
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return b""


def _faults(connection: sqlite3.Connection, chain: Chain) -> Iterator[str]:
    adopted = {key: wrote for (kind, key), (_, wrote) in chain.latest.items() if kind == "log"}
    for first, last in chain.missing:
        if adopted.get(f"{first}-{last}") == "missing":
            chain.lost.append((first, last))
        else:
            what = f"entry {first} is" if first == last else f"entries {first} to {last} are"
            yield f"log: {what} missing"
    for seq, digest in chain.broken.items():
        if adopted.get(str(seq)) != digest:
            yield f"entry {seq}: its hash does not fit; it, or the one before it, was changed"
    issued = connection.execute("select seq from sqlite_sequence where name = 'log'").fetchone()
    if (issued[0] if issued else 0) != chain.last:
        yield f"the log ends at entry {chain.last}, but {issued[0] if issued else 0} were written"
