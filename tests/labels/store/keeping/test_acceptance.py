"""Changes of another program that a person accepts: real files, changed by plain sqlite3."""

import json
import sqlite3

import pytest

from labels.errors import PersonNameError, ProjectError
from labels.store.accounts import annotator_id
from labels.store.corpus.adding import add_articles
from labels.store.keeping.acceptance import accept
from labels.store.project import set_fact
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, article, decision, project

BODY = SENTENCES[1]
LATE = article("Late\nThe dam may open on Monday.", "Late Post")
ONE = f"= '{ARTICLES[0].id}'"
ACCEPTABLE = [
    ('update sentence set "end" = "end" - 1 where position = 1', "article"),
    (f"update sentence set kind = 'caption' where position = 1 and article {ONE}", "article"),
    ("update event set name = 'Flood'", "event"),
    ("delete from alignment", "article"),
    (f"update article set title = 'Other' where id {ONE}", "article"),
    (f"update article set meta = '{{}}' where id {ONE}", "article"),
    ("update annotator set name = 'Mallory'", "annotator"),
    ("update annotator set entry = 3", "annotator"),
    ("insert into annotator (id, name, created_at, entry) values ('x', 'Xi', 'x', 8)", "annotator"),
    ("update project set value = '1' where key = 'suggestions'", "project"),
    ("delete from project where key = 'suggestions'", "project"),
    ("update codebook set toml = toml || ' '", "codebook"),
    ("update extent set sentences = 9 where kind = 'body'", None),
]
UNACCEPTABLE = [
    ("update current set value = 'state' where value = 'event'", "not what the decisions add up to"),
    ("delete from current where value = 'event'", "not what the decisions add up to"),
    ("update progress set done = done + 1", "not what the labels add up to"),
    ("update article set text = text || '!'", "its text was changed"),
    ("update codebook set toml = replace(toml, 'Event', 'Evnt')", "its content was changed"),
    ("update annotator set id = 'other'", "its hash does not fit"),
    ("delete from project where key = 'id'", "project id: the row is gone, and a project needs it"),
    ("update project set value = 'x' where key = 'codebook'", "it names no codebook of this project"),
    ('update sentence set "end" = 9999 where position = 1', "it ends after the text of its article"),
    ("update sqlite_sequence set seq = seq + 1", "the log ends at entry"),
]


@pytest.fixture
def path(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    writer.run(lambda connection: set_fact(connection, "suggestions", "0.5"))
    Hand(writer).claim(BODY, claim_type="event")
    writer.close()
    return path


def query(path, statement):
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(statement).fetchall()
        connection.commit()
    finally:
        connection.close()
    return rows


def faults(path):
    connection = sqlite3.connect(path)
    try:
        return verify(connection).faults
    finally:
        connection.close()


def dump(path):
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


@pytest.mark.parametrize(("statement", "kind"), ACCEPTABLE)
def test_what_a_person_accepts_is_sound_and_can_be_built_on(path, statement, kind):
    decided = query(path, "select * from label") + query(path, "select * from decision")
    query(path, statement)
    assert faults(path) != ()
    acceptance = accept(path, "  a slip of the\nscript ", "Bea")
    assert (acceptance.after.faults, faults(path)) == ((), ())
    entries = query(path, "select kind, annotator, why from change where why like 'accepted%'")
    [(bea,)] = query(path, "select id from annotator where name = 'Bea'")
    assert {*entries} == ({(kind, bea, "accepted: a slip of the script")} if kind else set())
    assert len(entries) == len(acceptance.rows)
    assert query(path, "select * from label") + query(path, "select * from decision") == decided
    writer = Writer(path)
    [outcome] = Hand(writer, "Cy").record(decision("note", "x", BODY.id))
    writer.run(lambda connection: add_articles(connection, [LATE]))
    writer.close()
    assert (outcome.status, faults(path)) == ("saved", ())


@pytest.mark.parametrize(("statement", "named"), UNACCEPTABLE)
def test_what_nobody_can_accept_is_named_and_nothing_is_written(path, statement, named):
    query(path, "update event set name = 'Flood'")  # this alone could be accepted
    query(path, statement)
    before = dump(path)
    with pytest.raises(ProjectError, match=named) as refusal:
        accept(path, "it is right", "Bea")
    assert "This can't be accepted, so nothing was written." in str(refusal.value)
    assert dump(path) == before


def test_the_entry_holds_the_digest_of_what_was_accepted(path):
    query(path, f"update article set title = 'Other' where id {ONE}")
    accept(path, "a corrected headline", "Bea")
    contents = query(path, f"select content from change where kind = 'article' and key {ONE} order by seq")
    first, second = (json.loads(content) for (content,) in contents)
    assert first["article"] != second["article"]
    assert (first["sentences"], first["alignment"]) == (second["sentences"], second["alignment"])
    assert all(len(digest) == 64 for digest in second.values())


def test_a_row_that_is_gone_is_accepted_as_gone(path):
    query(path, "delete from project where key = 'suggestions'")
    accept(path, "not needed", "Bea")
    written = "select content from change where key = 'suggestions' order by seq desc limit 1"
    assert query(path, written) == [("null",)]


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501, "a\x1b[31m", "\udce4"])
def test_a_reason_that_nobody_can_read_is_refused(path, reason):
    query(path, "update event set name = 'Flood'")
    before = dump(path)
    with pytest.raises(ProjectError, match="A reason has 1 to 500 printable characters"):
        accept(path, reason, "Bea")
    assert dump(path) == before


@pytest.mark.parametrize("name", ["", "\u200b", "\u0410na"])
def test_nobody_accepts_under_a_name_that_is_empty_or_looks_like_another(path, name):
    query(path, "update event set name = 'Flood'")
    before = dump(path)
    with pytest.raises(PersonNameError):
        accept(path, "it is right", name)
    assert dump(path) == before


def test_nobody_accepts_a_change_of_their_own_row(path):
    query(path, "update annotator set name = 'Mallory'")
    with pytest.raises(ProjectError, match="'Mallory' is among what differs from the log"):
        accept(path, "it is right", "mallory")
    assert faults(path) != ()


def test_in_a_sound_project_nothing_is_accepted_and_nobody_joins(path):
    before = dump(path)
    acceptance = accept(path, "it is right", "Bea")
    assert (acceptance.rows, acceptance.faults, dump(path)) == ((), (), before)


def test_an_annotator_who_is_known_accepts_under_the_same_pseudonym(path):
    query(path, "update event set name = 'Flood'")
    accept(path, "it is right", "ANA")
    [(ana,)] = query(path, "select id from annotator")
    assert query(path, "select annotator from change order by seq desc limit 1") == [(ana,)]


def test_an_event_by_the_name_that_another_had_before_it_was_renamed_gets_an_id_of_its_own(path):
    query(path, "update event set name = 'Flood'")
    accept(path, "it is right", "Bea")
    writer = Writer(path)
    writer.run(lambda connection: add_articles(connection, [LATE]))
    writer.close()
    assert [name for (name,) in query(path, "select name from event order by position")] == ["Flood", "Dam"]
    assert faults(path) == ()


@pytest.mark.parametrize("column", ["value", "revision"])
def test_the_refusal_to_write_offers_acceptance_only_where_there_is_one(path, column):
    writer = Writer(path)
    query(path, f"update current set {column} = 9 where value = 'event'")
    with pytest.raises(ProjectError, match=r"Restore a backup\.$"):
        Hand(writer).record(decision("note", "x", BODY.id))
    query(path, "update annotator set created_at = 'x'")
    with pytest.raises(ProjectError, match="annotator verify PROJECT --accept REASON --by NAME"):
        writer.run(lambda connection: annotator_id(connection, "Ana"))
    writer.close()
