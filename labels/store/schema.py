"""The tables of a project file, as migrations: appended to, never edited once released.

Any SQLite tool can read a project: tables and views bear the names of the domain in the singular. ``INITIAL``
is the schema of the first version, which every project passes through; today's is labels/store/log/tables.py.
"""

from functools import lru_cache

from sqlite_utils import Database, Migrations

from labels.store.corpus.search import create_index
from labels.store.log.migration import add_later_columns, add_people, add_withdrawal, migrate
from labels.store.log.seals import SEALED, seal
from labels.store.sqlite import sqlite3

APPLICATION_ID = 0x434C444B  # "CLDK"
migrations = Migrations("claimdesk")

INITIAL = """
create table project (              -- facts about the whole: id, created_at, codebook (hash in use)
  key text primary key,
  value text not null
) strict;

create table codebook (             -- every version that was ever in use; comments of the file are kept
  hash text primary key,            -- SHA-256 of its content, without comments and layout
  id text not null,
  version text not null,
  toml text not null,
  added_at text not null
) strict;

create table event (
  id text primary key,
  name text not null unique,
  position integer not null unique  -- order of reading, by import
) strict;

create table article (
  id text primary key,
  event text not null references event(id),
  outlet text not null,
  title text not null,
  byline text not null,
  published text not null,
  url text not null,
  language text not null,
  licence text not null,
  text text not null,               -- frozen; all offsets are code points into it
  sha256 text not null,             -- of the text in UTF-8
  source text not null,             -- file it was read from
  added_at text not null
) strict;
create index article_event on article(event);

create table sentence (
  id text primary key,              -- keeps its words' hash, so it survives a new import
  article text not null references article(id),
  position integer not null,        -- reading order in the article, from 0
  paragraph integer not null,
  kind text not null,               -- headline, kicker, byline, dateline, caption, runin_heading, body, ...
  "start" integer not null,
  "end" integer not null,
  unique (article, position),
  check ("start" >= 0 and "start" < "end")
) strict;

create table alignment (            -- proposed pairs across outlets, a hint for reading
  a text not null references sentence(id),
  b text not null references sentence(id),
  score real not null,              -- 0..1
  primary key (a, b)
) strict, without rowid;

create table annotator (
  id text primary key,              -- a pseudonym: the log and the exports hold only this
  name text not null unique,
  created_at text not null
) strict;

create table session (              -- browsers that may speak for an annotator
  token_hash text primary key,      -- SHA-256 of the cookie
  annotator text not null references annotator(id),
  created_at text not null,
  expires_at text not null,
  revoked_at text
) strict;

create table decision (             -- append-only; see labels/store/ledger.py
  seq integer primary key autoincrement,
  uuid text not null unique,        -- made by the client
  action text not null,             -- shared by the decisions of one key press
  annotator text not null references annotator(id),
  target_kind text not null,        -- sentence, claim, source, group
  target text not null,
  sentence text not null,           -- of a sentence or claim, else ''
  article text not null,
  layer text not null,
  kind text not null,               -- set, clear, undo, adjudicate, migrate, accept
  base integer not null,            -- revision it was made against
  revision integer,                 -- revision it made; null: made against a stale one, so never current
  codebook text not null references codebook(hash),
  value text,                       -- JSON; null clears
  origin text not null,             -- human, automatic, accepted
  client text not null,             -- browser tab or import
  client_at text not null,          -- its clock; order is seq, never time
  server_at text not null,
  previous text not null,           -- hash of the decision before
  hash text not null,
  unique (annotator, target, layer, revision)
) strict;
create index decision_sentence on decision(sentence);
create index decision_annotator on decision(annotator, seq);

create table label (                -- the current labels: the fold of decision
  annotator text not null references annotator(id),
  target text not null,
  layer text not null,
  target_kind text not null,
  sentence text not null,
  article text not null,
  value text,                       -- text as it is, all else JSON; null: cleared
  revision integer not null,
  seq integer not null references decision(seq),
  primary key (annotator, target, layer)
) strict, without rowid;
create index label_article on label(article, annotator);
create index label_sentence on label(sentence, annotator);
create index label_source on label(article, annotator) where layer = 'name';
create index label_layer on label(layer, annotator, value);

create view claim as                -- claims that exist: their content is set
  select annotator, target as id, sentence, article, value as content, revision, seq
  from label where layer = 'content' and value is not null;

create trigger decision_is_never_changed before update on decision
  begin select raise(abort, 'the decision log is append-only'); end;
create trigger decision_is_never_deleted before delete on decision
  begin select raise(abort, 'the decision log is append-only'); end;
"""


@migrations()
def m0001_initial(db: Database) -> None:
    """Every table of the first version."""
    db.executescript(INITIAL)


@migrations()
def m0002_seals(db: Database) -> None:
    """Seals of the tables beside the log, as facts; see labels/store/log/seals.py."""
    seal(db.conn, *SEALED)


@migrations()
def m0003_one_log(db: Database) -> None:
    """One log for every change, small entries behind readable views; see labels/store/log/."""
    migrate(db.conn)


@migrations()
def m0004_meta(db: Database) -> None:
    """The other values of an article's record, and every column of ``article`` since."""
    add_later_columns(db.conn)


@migrations()
def m0005_withdrawal(db: Database) -> None:
    """Articles that were withdrawn, and those that correct the text of another."""
    add_withdrawal(db.conn)


@migrations()
def m0006_search(db: Database) -> None:
    """The index of the sentences' words; see labels/store/corpus/search.py."""
    create_index(db.conn)


@migrations()
def m0007_people(db: Database) -> None:
    """Roles of people, invitations and passwords; see labels/store/people/."""
    add_people(db.conn)


VERSION = len(migrations.pending(Database(memory=True)))
# What SQLite's own tools and litestream, which copies a database, keep in it.
FOREIGN = ("sqlite_", "_litestream_")


def objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Name and SQL of every table, index, view and trigger that a person or a program made."""
    rows = connection.execute("select name, sql from sqlite_master where sql is not null")
    return {name: " ".join(sql.split()) for name, sql in rows if not name.startswith(FOREIGN)}


@lru_cache(maxsize=1)
def expected_objects() -> dict[str, str]:
    """What ``objects`` gives for a project that this version made."""
    db = Database(memory=True)
    migrations.apply(db)
    return objects(db.conn)
