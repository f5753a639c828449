"""Rows that another program changed: a write that meets them is refused and names them."""

import sqlite3

import pytest

from labels.errors import ProjectError
from labels.store.accounts import annotator_id
from labels.store.corpus.adding import add_articles
from labels.store.ledger import Ledger
from labels.store.project import set_fact
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, article, decision, project

BODY = SENTENCES[1]
OTHER = ARTICLES[1].sentences[1]
LATE = article("Late\nThe dam may open on Monday.", "Late Post")


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def writer(path):
    writer = Writer(path)
    yield writer
    writer.close()


@pytest.fixture
def ana(writer):
    hand = Hand(writer)
    hand.claim(BODY, claim_type="event")
    return hand


def behind_our_back(path, statement):
    """Another program, while we have the project open."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def count(path, table="log"):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ('update sentence set "end" = "end" - 1 where position = 1', "sentences changed since entry"),
        ("update article set text = text || '!'", "article changed since entry"),
        ("update article set outlet = 'Other'", "article changed since entry"),
        ("delete from alignment", "article '"),
        ("update annotator set name = 'Mallory'", "annotator '"),
        ("update codebook set toml = toml || ' '", "codebook '"),
        ("update current set value = 'state' where value = 'event'", "not what the decisions add up to"),
        ("delete from current where value = 'event'", "not what the decisions add up to"),
        ("update current set revision = 9", "not what the decisions add up to"),
    ],
)
def test_a_decision_is_refused_where_it_builds_on_changed_rows(path, ana, statement, named):
    if "alignment" in statement:
        ana.claim(OTHER)  # its article holds the alignment
    behind_our_back(path, statement)
    before = count(path)
    target = OTHER if "alignment" in statement else BODY
    with pytest.raises(ProjectError, match=named) as refusal:
        ana.record(decision("note", "x", target.id))
    assert "Another program changed the project, so nothing was written" in str(refusal.value)
    assert count(path) == before


def test_what_a_decision_does_not_touch_does_not_stop_it(path, ana):
    behind_our_back(path, f"update sentence set paragraph = 9 where article = '{OTHER.article}'")
    [outcome] = ana.record(decision("note", "x", BODY.id))
    assert outcome.status == "saved"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update event set position = 7", "position changed since entry"),
        (f"update article set title = 'Other' where id = '{ARTICLES[0].id}'", ARTICLES[0].id),
    ],
)
def test_articles_join_no_event_that_another_program_changed(path, writer, statement, named):
    behind_our_back(path, statement)
    with pytest.raises(ProjectError, match=named):
        writer.run(lambda connection: add_articles(connection, [LATE]))
    assert count(path, "article") == 2


def test_a_fact_that_another_program_changed_is_not_replaced(path, writer):
    writer.run(lambda connection: set_fact(connection, "suggestions", "0.5"))
    behind_our_back(path, "update project set value = '1' where key = 'suggestions'")
    with pytest.raises(ProjectError, match="project 'suggestions': value changed"):
        writer.run(lambda connection: set_fact(connection, "suggestions", "0.25"))


def test_a_person_whom_another_program_renamed_is_not_signed_in(path, writer, ana):
    behind_our_back(path, "update annotator set created_at = 'x'")
    with pytest.raises(ProjectError, match="created_at changed since entry"):
        writer.run(lambda connection: annotator_id(connection, "Ana"))


def test_what_was_compared_once_is_not_compared_again_until_somebody_else_writes(path, writer, ana):
    def hashed(connection):
        texts = []
        connection.set_trace_callback(texts.append)
        outcomes = ana_ledger(connection)
        connection.set_trace_callback(None)
        assert outcomes[0].status == "saved"
        return sum("from sentence where article" in text and "position" in text for text in texts)

    from_base = iter(range(9))

    def ana_ledger(connection):
        return Ledger(connection).record(ana.id, [decision("note", "x", BODY.id, base=next(from_base))])

    first = writer.run(hashed)
    behind_our_back(path, "insert into term (text) values ('new')")
    assert first == 0
    assert writer.run(hashed) > 0
    assert writer.run(hashed) == 0


@pytest.mark.parametrize("table", ["event", "article", "annotator", "codebook", "project"])
def test_every_row_names_the_entry_that_wrote_it(path, ana, table):
    connection = sqlite3.connect(path)
    key = {"codebook": "hash", "project": "key"}.get(table, "id")
    query = f"select t.{key}, c.key, c.kind from {table} t left join change c on c.seq = t.entry"
    rows = connection.execute(query).fetchall()
    connection.close()
    assert rows
    assert all(row == (row[0], row[0], table) for row in rows)


def test_a_change_says_when_and_why_it_was_made(path, ana):
    connection = sqlite3.connect(path)
    changes = connection.execute("select kind, why, at from change order by seq").fetchall()
    connection.close()
    assert [(kind, why) for kind, why, _ in changes] == [
        ("codebook", "init"),
        ("project", "init"),
        ("project", "init"),
        ("project", "init"),
        ("event", "add"),
        ("article", "add"),
        ("article", "add"),
        ("annotator", "first met"),
    ]
    assert all(at.endswith("+00:00") for *_, at in changes)
