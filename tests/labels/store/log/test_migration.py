"""A project of schema 2, made by the program of that time, becomes one of today's."""

import sqlite3
from pathlib import Path

import pytest

from labels.errors import ProjectError
from labels.store.log.tables import LATER_COLUMNS, PERSON_COLUMNS
from labels.store.project import connect_reader, connect_writer
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from tests.labels.projects import project

OLD, SCHEMA_4, SCHEMA_6 = (
    (Path(__file__).parents[1] / "data" / f"schema_{number}.sql").read_text(encoding="utf-8")
    for number in (2, 4, 6)
)
DECISIONS = """
select seq, uuid, "action", annotator, target_kind, target, sentence, article, layer, kind, base, revision,
  codebook, value, origin, client, client_at, server_at, previous, hash from decision order by seq
"""
LABELS = """
select annotator, target, layer, target_kind, sentence, article, value, revision, seq from label
order by annotator, target, layer
"""


@pytest.fixture
def old(tmp_path):
    return made_from(OLD, tmp_path)


def made_from(sql, folder):
    path = folder / "old.db"
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.executescript(sql)
    connection.close()
    return path


def rows(path, query):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def change(path, *statements):
    connection = sqlite3.connect(path)
    connection.executescript("; ".join(statements))
    connection.close()


@pytest.mark.parametrize("query", [DECISIONS, LABELS], ids=["decisions", "labels"])
def test_decisions_and_labels_read_as_before(old, query):
    before = rows(old, query)
    connect_writer(old).close()
    assert len(before) > 10
    assert rows(old, query) == before


def test_every_row_beside_the_decisions_is_adopted_by_an_entry_that_says_why(old):
    connect_writer(old).close()
    changes = rows(old, "select kind, count(*) from change where why like 'adopted%' group by kind")
    assert dict(changes) == {"annotator": 2, "article": 2, "codebook": 1, "event": 1, "project": 3}
    connection = connect_reader(old)
    assert verify(connection).faults == ()
    connection.close()


def test_texts_sessions_and_alignments_come_along(old):
    query = (
        "select (select count(*) from session), (select count(*) from alignment), "
        "(select sum(length(text)) from article)"
    )
    before = rows(old, query)
    connect_writer(old).close()
    assert rows(old, query) == before


def test_a_reader_converts_an_older_project_too(old):
    with ProjectReader(old) as reader:
        [event] = reader.events(reader.annotators()[0].id, ("headline", "body"))
    assert (event.done, event.unsure) == (1, 1)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update event set name = 'Other'", "table event: it does not fit its seal"),
        ("delete from project where key like 'seal %'", "does not fit its seal"),
        (
            "drop trigger decision_is_never_changed; update decision set value = '\"other\"' where seq = 7",
            "decision 7: its hash does not fit",
        ),
        (
            "drop trigger decision_is_never_deleted; delete from label; delete from decision where seq = 22",
            "the log ends at decision 21, but 22 were written",
        ),
    ],
)
def test_an_older_project_that_was_changed_is_refused_and_left_as_it_is(old, statement, named):
    change(old, statement)
    before = rows(old, "select * from sqlite_master order by name")
    with pytest.raises(ProjectError, match=named):
        connect_writer(old)
    assert rows(old, "select * from sqlite_master order by name") == before


def test_a_project_of_the_first_version_has_no_seals_and_is_converted(old):
    change(
        old,
        "delete from project where key like 'seal %'",
        "delete from _sqlite_migrations where name = 'm0002_seals'",
        "pragma user_version = 1",
    )
    connect_writer(old).close()
    assert rows(old, "select count(*) from decision") == [(22,)]


LATER = (
    "drop table sentence_words",
    "drop index article_withdrawn",
    *(f"alter table article drop column {name}" for name in LATER_COLUMNS),
    *(f"alter table annotator drop column {name}" for name in PERSON_COLUMNS),
    "drop table invitation_token; drop table invitation; drop table password",
    "alter table session drop column proof",
)


def test_a_project_of_schema_3_gets_the_later_columns_and_keeps_its_entries(tmp_path):
    path = project(tmp_path)
    before = rows(path, "select seq, hash from log")
    change(path, *LATER, "delete from _sqlite_migrations where name > 'm0003_z'", "pragma user_version = 3")
    connect_writer(path).close()
    assert rows(path, "select distinct meta, withdrawn, predecessor from article") == [("", "", "")]
    assert rows(path, "select seq, hash from log") == before
    assert_sound(path)


@pytest.mark.parametrize("sql", [SCHEMA_4, SCHEMA_6], ids=["4", "6"])
def test_a_project_of_a_later_schema_keeps_its_labels_and_entries(tmp_path, sql):
    path = made_from(sql, tmp_path)
    before = [rows(path, query) for query in (DECISIONS, LABELS, "select seq, hash from log")]
    connect_writer(path).close()
    assert [rows(path, query) for query in (DECISIONS, LABELS, "select seq, hash from log")] == before
    assert_sound(path)


def test_people_and_sessions_of_a_project_of_schema_6_stay_and_prove_a_name_only(tmp_path):
    path = made_from(SCHEMA_6, tmp_path)
    connect_writer(path).close()
    assert rows(path, "select name, role, disabled, left_out from annotator order by name") == [
        ("Ana", "annotator", "", ""),
        ("Ben", "annotator", "", ""),
    ]
    assert rows(path, "select proof from session") == [("name",)]


def assert_sound(path):
    connection = connect_reader(path)
    assert verify(connection).faults == ()
    connection.close()
