"""The tables of schema 3, as SQL: the log, and what its entries add up to."""

from labels.store.log.entries import ADJUDICATE, CONTENT, HUMAN, NAME, TERMS, UNSURE

TABLES = """
create table term (                 -- words that entries name by number: kinds, layers, sources, clients
  number integer primary key,
  text text not null unique
) strict;

create table log (                  -- append-only; see labels/store/log/entries.py
  seq integer primary key autoincrement,
  uuid any unique,                  -- 16 bytes, made by the client; null: a change that is not a decision
  action any,                       -- 16 bytes, shared by the decisions of one key press
  annotator integer,                -- who; null: a command on the machine that holds the file
  article integer,
  sentence integer,                 -- 0: of a source
  item integer,                     -- the claim's number in its sentence; 0: the sentence; a source: its term
  layer integer,
  kind integer not null,            -- set, clear, undo, accept, adjudicate; of a change the table it writes
  base integer,                     -- revision it was made against
  revision integer,                 -- revision it made; null: made against a stale one, so never current
  codebook integer,
  value any,                        -- a text as it is, all else as JSON in bytes; null clears
  origin integer,                   -- human, automatic, accepted
  client integer,                   -- browser tab or import
  client_at text,                   -- its clock; order is seq, never time
  server_at any not null,           -- microseconds since 1970, UTC
  hash blob not null                -- SHA-256 over the hash before and the readable fields
) strict;

create table project (              -- facts about the whole: id, created_at, codebook (hash in use)
  key text primary key,
  value text not null,
  entry integer not null            -- seq of the entry that wrote the row; so in every table below
) strict;

create table codebook (             -- every version that was ever in use; comments of the file are kept
  number integer primary key,
  hash text not null unique,        -- SHA-256 of its content, without comments and layout
  id text not null,
  version text not null,
  toml text not null,
  added_at text not null,
  entry integer not null
) strict;

create table event (
  number integer primary key,
  id text not null unique,
  name text not null unique,
  position integer not null unique, -- order of reading, by import
  entry integer not null
) strict;

create table article (
  number integer primary key,
  id text not null unique,
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
  added_at text not null,
  entry integer not null            -- covers the article's sentences and alignments, too
) strict;

create table sentence (
  number integer primary key,
  id text not null unique,          -- keeps its words' hash, so it survives a new import
  article text not null references article(id),
  position integer not null,        -- reading order in the article, from 0
  paragraph integer not null,
  kind text not null,               -- headline, kicker, byline, dateline, caption, runin_heading, body, ...
  "start" integer not null,
  "end" integer not null,
  unique (article, position),
  check ("start" >= 0 and "start" < "end")
) strict;

create table extent (               -- how many sentences of each kind an event holds
  event text not null references event(id),
  kind text not null,
  sentences integer not null,
  primary key (event, kind)
) strict, without rowid;

create table alignment (            -- proposed pairs across outlets, a hint for reading
  a text not null references sentence(id),
  b text not null references sentence(id),
  score real not null,              -- 0..1
  article text not null references article(id), -- the later one of the two, whose entry covers the pair
  primary key (a, b)
) strict, without rowid;

create table annotator (
  number integer primary key,
  id text not null unique,          -- a pseudonym: the log and the exports hold only this
  name text not null unique,
  created_at text not null,
  entry integer not null
) strict;

create table session (              -- browsers that may speak for an annotator; not in the log
  token_hash text primary key,      -- SHA-256 of the cookie
  annotator text not null references annotator(id),
  created_at text not null,
  expires_at text not null,
  revoked_at text
) strict;

create table current (              -- the current labels: the fold of the decisions
  article integer not null,
  annotator integer not null,
  sentence integer not null,        -- 0: of a source
  item integer not null,            -- as in the log
  layer integer not null,
  value any,                        -- null: cleared
  revision integer not null,
  seq integer not null,
  primary key (article, annotator, sentence, item, layer)
) strict, without rowid;

create table progress (             -- what one annotator has in one article: the fold of current
  annotator integer not null,
  article integer not null,
  rows integer not null,            -- cleared ones too
  labels integer not null,
  done integer not null,            -- sentences
  unsure integer not null,          -- sentences with a mark on them or on one of their claims
  primary key (annotator, article)
) strict, without rowid;
"""

# Columns of ``article`` that came after schema 3, in their order, with what a migration adds. An entry covers
# them where they are not empty, so entries of before still fit.
LATER_COLUMNS = {
    "meta": "check (meta = '' or json_valid(meta))",  # other values of the record, as a JSON object
    "withdrawn": "",  # why the article was taken out, '' while it is in
    "predecessor": "",  # the article whose text it corrects, '' for none
}

# Columns of ``annotator`` that came with schema 7. An entry covers them where they differ from the default.
PERSON_COLUMNS = {
    "role": "default 'annotator' check (role in ('annotator', 'adjudicator', 'researcher', 'administrator'))",
    "disabled": "default ''",  # since when the person may not sign in or save, '' while they may
    "left_out": "default ''",  # why exports leave the person's labels out, '' while they don't
}
PERSON_DEFAULTS = {"role": "annotator", "disabled": "", "left_out": ""}

PEOPLE = """
create table invitation (           -- a link by which people set their password
  number integer primary key,
  id text not null unique,
  annotator text not null,          -- whom it is for; '' for a group, whose members choose their names
  role text not null,
  places integer not null,          -- how many may use it
  used integer not null,            -- how many have
  created_at text not null,
  expires_at text not null,
  revoked text not null,            -- when it was ended before its time, '' if it was not
  entry integer not null
) strict;

create table invitation_token (     -- not in the log
  invitation text primary key references invitation(id),
  token_hash text not null unique   -- SHA-256 of what the link ends with
) strict;

create table password (             -- not in the log
  annotator text primary key references annotator(id),
  hash text not null,               -- by argon2id, with its parameters
  set_at text not null
) strict;

alter table session add column proof text not null default 'name'
  check (proof in ('name', 'password')); -- what opened it; with accounts only a password does
"""

TARGET = """case when {row}.sentence = 0 then source.text when {row}.item = 0 then sentence.id
    else sentence.id || '.' || {row}.item end"""
TARGET_KIND = """case when {row}.sentence = 0 then 'source' when {row}.item = 0 then 'sentence'
    else 'claim' end"""
PLACE = """join annotator on annotator.number = {row}.annotator
  join article on article.number = {row}.article
  join term layer on layer.number = {row}.layer
  left join sentence on sentence.number = {row}.sentence
  left join term source on {row}.sentence = 0 and source.number = {row}.item"""
UUID = """case typeof({column}) when 'blob' then lower(substr(hex({column}), 1, 8) || '-' ||
    substr(hex({column}), 9, 4) || '-' || substr(hex({column}), 13, 4) || '-' ||
    substr(hex({column}), 17, 4) || '-' || substr(hex({column}), 21)) else {column} end"""
TIME = """case typeof(log.server_at) when 'integer'
    then strftime('%Y-%m-%dT%H:%M:%S', log.server_at / 1000000, 'unixepoch')
      || printf('.%06d+00:00', log.server_at % 1000000) else log.server_at end"""

INDEXES = f"""
create index log_annotator on log(annotator) where uuid is not null;
create index log_change on log(kind) where uuid is null;
create index log_origin on log(origin) where origin <> {HUMAN};
create index log_adjudicated on log(kind) where kind = {ADJUDICATE};
create index article_event on article(event);
create index alignment_article on alignment(article);
create index current_layer on current(layer, annotator, value);
create index current_source on current(annotator, item) where sentence = 0 and layer = {NAME};
create index current_unsure on current(annotator) where layer = {UNSURE} and value is not null;
create index progress_article on progress(article);

create view decision as             -- the decisions of the log, readable
select log.seq, {UUID.format(column="log.uuid")} as uuid, {UUID.format(column="log.action")} as "action",
  annotator.id as annotator, {TARGET_KIND.format(row="log")} as target_kind,
  {TARGET.format(row="log")} as target, coalesce(sentence.id, '') as sentence, article.id as article,
  layer.text as layer, kind.text as kind, log.base, log.revision, codebook.hash as codebook,
  case typeof(log.value) when 'text' then json_quote(log.value) else cast(log.value as text) end as value,
  origin.text as origin, client.text as client, log.client_at, {TIME} as server_at,
  coalesce((select lower(hex(before.hash)) from log before where before.seq < log.seq
            order by before.seq desc limit 1), '') as previous,
  lower(hex(log.hash)) as hash
from log {PLACE.format(row="log")}
  join term kind on kind.number = log.kind
  join term origin on origin.number = log.origin
  join term client on client.number = log.client
  join codebook on codebook.number = log.codebook
where log.uuid is not null;

create view change as               -- the other entries of the log, readable
select log.seq, {TIME} as at, coalesce(annotator.id, '') as annotator, kind.text as kind,
  cast(log.value as text) ->> '$.key' as key, cast(log.value as text) ->> '$.why' as why,
  cast(log.value as text) -> '$.content' as content, lower(hex(log.hash)) as hash
from log join term kind on kind.number = log.kind left join annotator on annotator.number = log.annotator
where log.uuid is null;

create view label as                -- the current labels, readable; null: cleared
select annotator.id as annotator, {TARGET.format(row="current")} as target, layer.text as layer,
  {TARGET_KIND.format(row="current")} as target_kind, coalesce(sentence.id, '') as sentence,
  article.id as article, cast(current.value as text) as value, current.revision, current.seq
from current {PLACE.format(row="current")};

create view claim as                -- claims that exist: their content is set
select annotator.id as annotator, sentence.id || '.' || current.item as id, sentence.id as sentence,
  article.id as article, cast(current.value as text) as content, current.revision, current.seq
from current join annotator on annotator.number = current.annotator
  join article on article.number = current.article join sentence on sentence.number = current.sentence
where current.layer = {CONTENT} and current.value is not null;

create trigger log_is_never_changed before update on log
  begin select raise(abort, 'the log is append-only'); end;
create trigger log_is_never_deleted before delete on log
  begin select raise(abort, 'the log is append-only'); end;
"""  # noqa: S608 - constants
NUMBERED_TERMS = tuple(enumerate(TERMS))
