"""Proof that a project holds what was decided: chain, view, texts and schema."""

import hashlib
import json
from dataclasses import dataclass

from labels.codebook import Codebook
from labels.decision import link, plain
from labels.errors import LabelsError
from labels.ledger import CHAINED
from labels.schema import expected_objects, objects
from labels.sqlite import sqlite3


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


def verify(connection: sqlite3.Connection) -> Verification:
    """Recompute everything that can be recomputed; reads only."""
    faults: list[str] = []
    try:
        faults += [
            f"SQLite: {row[0]}" for row in connection.execute("pragma integrity_check") if row[0] != "ok"
        ]
        faults += [
            f"a row of {row[0]} points to nothing" for row in connection.execute("pragma foreign_key_check")
        ]
        faults += _schema(connection)
        decisions, head, fold, chain_faults = _chain(connection)
        faults += chain_faults
        faults += _labels(connection, fold)
        faults += _codebooks(connection)
        articles, article_faults = _articles(connection)
        faults += article_faults
    except sqlite3.DatabaseError as error:
        return Verification(0, "", 0, 0, (*faults, f"SQLite can't read the file: {error}"))
    return Verification(decisions, head, len(fold), articles, tuple(faults))


def _schema(connection: sqlite3.Connection) -> list[str]:
    found, expected = objects(connection), expected_objects()
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    return [f"schema: {name} was added, is missing or was changed" for name in names]


Fold = dict[tuple[str, str, str], tuple[str | None, int, int]]


def _chain(connection: sqlite3.Connection) -> tuple[int, str, Fold, list[str]]:
    """How many decisions, the last hash, the labels they add up to, and where the chain breaks."""
    fold: Fold = {}
    faults: list[str] = []
    head, count, last = "", 0, 0
    query = f"select seq, previous, hash, {CHAINED} from decision order by seq"  # noqa: S608 - a constant
    for seq, previous, stored, *fields in connection.execute(query):
        if previous != head or link(previous, *fields) != stored:
            faults.append(
                f"decision {seq}: its hash does not fit; it, or one before it, was changed or removed"
            )
        annotator, target, layer, revision, value = fields[2], fields[4], fields[7], fields[10], fields[12]
        if revision is not None:
            expected = fold.get((annotator, target, layer), (None, 0, 0))[1] + 1
            if revision != expected:
                faults.append(f"decision {seq}: revision {revision} where {expected} comes next")
            try:
                fold[annotator, target, layer] = (plain(json.loads(value or "null")), revision, seq)
            except ValueError:
                faults.append(f"decision {seq}: its value is not JSON")
        head, count, last = stored, count + 1, seq
    issued = connection.execute("select seq from sqlite_sequence where name = 'decision'").fetchone()
    if issued is not None and issued[0] != last:
        faults.append(f"the log ends at decision {last}, but decision {issued[0]} was written")
    return count, head, fold, faults


def _labels(connection: sqlite3.Connection, fold: Fold) -> list[str]:
    found = {
        (annotator, target, layer): (value, revision, seq)
        for annotator, target, layer, value, revision, seq in connection.execute(
            "select annotator, target, layer, value, revision, seq from label"
        )
    }
    differing = sorted(key for key in found.keys() | fold.keys() if found.get(key) != fold.get(key))
    return [f"label {' / '.join(key)}: not what the decisions add up to" for key in differing]


def _codebooks(connection: sqlite3.Connection) -> list[str]:
    faults = []
    for stored, toml in connection.execute("select hash, toml from codebook"):
        try:
            found = Codebook.parse(toml, "codebook").hash
        except LabelsError as error:
            faults.append(f"codebook {stored[:12]}: {error}")
        else:
            if found != stored:
                faults.append(f"codebook {stored[:12]}: its content was changed")
    return faults


def _articles(connection: sqlite3.Connection) -> tuple[int, list[str]]:
    rows = connection.execute("select id, sha256, text from article order by id").fetchall()
    return len(rows), [
        f"article {identifier}: its text was changed"
        for identifier, sha256, text in rows
        if hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() != sha256
    ]
