"""From schema 2 to schema 3: one log for everything, small entries behind readable views.

The chain and the seals of the older file are checked first, and the file is left as it is if they do not fit.
The decisions keep their seq and their hashes; what lies beside them is adopted by an entry for each row.
"""

import json
from collections.abc import Iterator

from labels.errors import ProjectError
from labels.store.log.entries import (
    COLUMNS,
    FIELDS,
    TERMS,
    link,
    stamp_of,
    stored,
    uuid_bytes,
)
from labels.store.log.folds import keys, record
from labels.store.log.seals import SEALED, broken_seals
from labels.store.log.tables import (
    INDEXES,
    LATER_COLUMNS,
    NUMBERED_TERMS,
    PEOPLE,
    PERSON_COLUMNS,
    TABLES,
)
from labels.store.sqlite import sqlite3

ADOPTED = "adopted from an older file, whose chain and seals fitted"
COPIES = {
    "codebook": ("hash, id, version, toml, added_at", "rowid"),
    "event": ("id, name, position", "position"),
    "article": (
        "id, event, outlet, title, byline, published, url, language, licence, text, sha256, source, added_at",
        "rowid",
    ),
    "annotator": ("id, name, created_at", "rowid"),
}
DECISION = f"insert into log (seq, {COLUMNS}) values ({', '.join('?' * 18)})"  # noqa: S608 - a constant
PROGRESS = """
insert into progress (annotator, article, rows, labels, done, unsure)
select annotator, article, count(*), count(value),
  count(case when layer = :state and item = 0 then value end),
  count(distinct case when layer = :unsure and value is not null then sentence end)
from current group by annotator, article
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Rewrite an older project, inside a transaction; raises ProjectError if its chain or seals don't fit."""
    faults = [f"table {table}: it does not fit its seal" for table in broken_seals(connection)]
    faults += broken_links(connection)
    if faults:
        raise ProjectError(
            "This project was made by an older Claimdesk and was changed by another program since, so it is "
            "not converted: " + "; ".join(faults[:5]) + ". Restore a backup."
        )
    _set_aside(connection)
    _run(connection, TABLES)
    connection.executemany("insert into term (number, text) values (?, ?)", NUMBERED_TERMS)
    _copy_tables(connection)
    _copy_decisions(connection)
    for table in (
        "session",
        "decision",
        "alignment",
        "sentence",
        "article",
        "event",
        "codebook",
        "annotator",
    ):
        connection.execute(f"drop table old_{table}")
    connection.execute("drop table old_project")
    _run(connection, INDEXES)
    add_later_columns(connection)  # which the entries below cover
    for table in ("project", *COPIES):
        for key, _ in keys(connection, table):
            record(connection, table, key, ADOPTED)


def add_later_columns(connection: sqlite3.Connection) -> None:
    """The columns that came after schema 3, where a file does not have them yet."""
    later = {name: f"default '' {constraint}".rstrip() for name, constraint in LATER_COLUMNS.items()}
    for table, columns in (("article", later), ("annotator", PERSON_COLUMNS)):
        query = "select name from pragma_table_info(?)"
        present = {name for (name,) in connection.execute(query, (table,)).fetchall()}
        for name, rest in columns.items():
            if name not in present:
                connection.execute(f"alter table {table} add column {name} text not null {rest}")


def add_withdrawal(connection: sqlite3.Connection) -> None:
    """The columns and the index of schema 5, for articles that were withdrawn or replaced."""
    add_later_columns(connection)
    connection.execute("create index article_withdrawn on article(number) where withdrawn <> ''")


def add_people(connection: sqlite3.Connection) -> None:
    """Roles of people, invitations and passwords: schema 7."""
    add_later_columns(connection)
    _run(connection, PEOPLE)


def broken_links(connection: sqlite3.Connection) -> Iterator[str]:
    """Where the chain of an older project breaks."""
    head, last = b"", 0
    query = f"select seq, previous, hash, {FIELDS} from decision order by seq"  # noqa: S608 - a constant
    for seq, previous, digest, *fields in connection.execute(query):
        if previous != head.hex():
            yield f"decision {seq}: it does not follow the one before"
        if link(bytes.fromhex(previous), fields).hex() != digest:
            yield f"decision {seq}: its hash does not fit"
        head, last = bytes.fromhex(digest), seq
    issued = connection.execute("select seq from sqlite_sequence where name = 'decision'").fetchone()
    if issued is not None and issued[0] != last:
        yield f"the log ends at decision {last}, but {issued[0]} were written"


def _run(connection: sqlite3.Connection, script: str) -> None:
    # executescript would commit the transaction first
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def _set_aside(connection: sqlite3.Connection) -> None:
    """Rename the tables of the older schema; take its views, triggers and indexes out."""
    query = (
        "select type, name from sqlite_master where type in ('view', 'trigger', 'index') and sql is not null"
    )
    for kind, name in connection.execute(query).fetchall():
        connection.execute(f"drop {kind} {name}")
    connection.execute("drop table label")
    for table in (*SEALED, "session", "decision"):
        connection.execute(f"alter table {table} rename to old_{table}")


def _copy_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        "insert into project (key, value, entry) select key, value, 0 from old_project "
        "where key not like 'seal %' order by rowid"
    )
    for table, (columns, order) in COPIES.items():
        connection.execute(
            f"insert into {table} ({columns}, entry) select {columns}, 0 from old_{table} order by {order}"  # noqa: S608
        )
    connection.execute(
        'insert into sentence (id, article, position, paragraph, kind, "start", "end") '
        'select s.id, s.article, s.position, s.paragraph, s.kind, s."start", s."end" '
        "from old_sentence s join article a on a.id = s.article order by a.number, s.position"
    )
    connection.execute(
        "insert into extent (event, kind, sentences) select a.event, s.kind, count(*) "
        "from sentence s join article a on a.id = s.article group by a.event, s.kind"
    )
    connection.execute(
        "insert into alignment (a, b, score, article) "
        "select p.a, p.b, p.score, case when one.number > other.number then one.id else other.id end "
        "from old_alignment p join sentence s on s.id = p.a join article one on one.id = s.article "
        "join sentence t on t.id = p.b join article other on other.id = t.article"
    )
    connection.execute(
        "insert into session (token_hash, annotator, created_at, expires_at, revoked_at) "
        "select token_hash, annotator, created_at, expires_at, revoked_at from old_session"
    )


def _copy_decisions(connection: sqlite3.Connection) -> None:
    words = "select layer from old_decision union select kind from old_decision union select origin from "
    words += "old_decision union select client from old_decision union select target from old_decision "
    words += "where target_kind = 'source'"
    connection.execute(f"insert into term (text) select * from ({words}) where true on conflict do nothing")  # noqa: S608
    connection.executemany(DECISION, _decisions(connection))
    fold_decisions(connection)


def fold_decisions(connection: sqlite3.Connection) -> None:
    """Fill the current labels and what is counted of them from the log; both tables are empty."""
    connection.execute(
        "insert into current (article, annotator, sentence, item, layer, value, revision, seq) "
        "select article, annotator, sentence, item, layer, value, revision, seq from log "
        "where revision is not null order by seq "
        "on conflict (article, annotator, sentence, item, layer) do update "
        "set value = excluded.value, revision = excluded.revision, seq = excluded.seq"
    )
    names = {"state": TERMS.index("state"), "unsure": TERMS.index("unsure")}
    connection.execute(PROGRESS, names)


def _decisions(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    numbers: dict[str, dict[str, int]] = {}
    for table, key in (("annotator", "id"), ("article", "id"), ("sentence", "id"), ("codebook", "hash")):
        query = f"select {key}, number from {table}"  # noqa: S608 - constants
        numbers[table] = dict(connection.execute(query).fetchall())
    terms = dict(connection.execute("select text, number from term").fetchall())
    query = f"select seq, {FIELDS}, hash from old_decision order by seq"  # noqa: S608 - constants
    for (
        seq,
        identifier,
        action,
        person,
        target_kind,
        target,
        sentence,
        article,
        layer,
        *rest,
    ) in connection.execute(query):
        kind, base, revision, codebook, value, origin, client, client_at, server_at, digest = rest
        item = terms[target] if target_kind == "source" else 0
        if target_kind == "claim":
            item = int(target.rpartition(".")[2])
        yield (
            seq,
            uuid_bytes(identifier),
            uuid_bytes(action),
            numbers["annotator"][person],
            numbers["article"][article],
            numbers["sentence"][sentence] if sentence else 0,
            item,
            terms[layer],
            terms[kind],
            base,
            revision,
            numbers["codebook"][codebook],
            None if value is None else stored(json.loads(value)),
            terms[origin],
            terms[client],
            client_at,
            stamp_of(server_at),
            bytes.fromhex(digest),
        )
