import random
import sqlite3

import pytest

from labels.store.verification import STANDING, verify
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

BODY = SENTENCES[1]


@pytest.fixture
def path(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    hand = Hand(writer)
    hand.claim(BODY, claim_type="event", anchor="none", source_kind="author", certainty="certain")
    for base in range(40):
        hand.record(decision("note", f"remark number {base}", BODY.id, base=base))
    writer.close()
    return path


def faults(path):
    connection = sqlite3.connect(path)
    try:
        return verify(connection).faults
    finally:
        connection.close()


def tamper(path, *statements):
    connection = sqlite3.connect(path)
    triggers = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"drop trigger {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def test_an_untouched_project_is_sound(path):
    assert faults(path) == ()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update decision set value = '\"other\"' where seq = 7", "decision 7: its hash does not fit"),
        ("update decision set annotator = annotator || 'x' where seq = 9", "decision 9"),
        ("delete from decision where seq = 10", "decision 11: it does not follow the one before"),
        ("delete from decision where seq = (select max(seq) from decision)", "the log ends at decision"),
        ("update label set value = 'state' where layer = 'claim_type'", "claim_type: not what the decisions"),
        ("delete from label where layer = 'certainty'", "certainty: not what the decisions"),
        ("update article set text = text || '!'", "its text was changed"),
        ("update label set article = 'x' where layer = 'anchor'", "anchor: not what the decisions add up to"),
        ("update label set target = 'x' where layer = 'anchor'", "/ x / anchor: nobody decided it"),
        ("update decision set revision = 90 where seq = 9", "its revisions are not 1 to 90"),
        ("update decision set value = '[[[' where seq = 7", "decision 7: its hash does not fit"),
        ("update sqlite_sequence set seq = seq + 1", "the log ends at decision"),
        ("update event set name = 'Other'", "table event: rows were changed"),
        ("update article set outlet = 'Other'", "table article: rows were changed"),
        ('update sentence set "end" = "end" - 1', "table sentence: rows were changed"),
        (
            "delete from alignment where a = (select min(a) from alignment)",
            "table alignment: rows were changed",
        ),
        ("update annotator set name = 'Other'", "table annotator: rows were changed"),
        ("insert into annotator values ('x', 'x', 'x')", "table annotator: rows were changed"),
        ("update project set value = 'x' where key = 'codebook'", "table project: rows were changed"),
        ("delete from project where key = 'seal event'", "table event: rows were changed"),
        ("delete from event", "table article: 2 rows point to rows of event that are not there"),
        ("update codebook set toml = replace(toml, 'Event', 'Evnt')", "its content was changed"),
    ],
)
def test_whatever_was_changed_behind_our_back_is_named(path, statement, named):
    tamper(path, "pragma foreign_keys = off", statement)
    assert any(named in fault for fault in faults(path)), faults(path)


def test_a_flipped_bit_in_a_remark_is_found_where_sqlite_sees_nothing_wrong(path):
    content = bytearray(path.read_bytes())
    places = [i for i in range(len(content)) if content.startswith(b"remark number 2", i)]
    content[random.Random(1).choice(places)] ^= 1
    path.write_bytes(content)
    assert any("decision" in fault or "label" in fault for fault in faults(path))


def test_a_log_of_twice_the_length_needs_no_more_memory(path):
    # the labels are compared in the order of an index, never gathered
    connection = sqlite3.connect(path)
    plan = " ".join(row[3] for row in connection.execute(f"explain query plan {STANDING}"))
    connection.close()
    assert "TEMP B-TREE" not in plan
