import random
import sqlite3

import pytest

from labels.store.log.chain import ENTRIES, Names, decision_hash
from labels.store.log.entries import FIELDS, link
from labels.store.project import set_fact
from labels.store.verification import verify
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
        ("update log set value = 'other' where seq = 17", "entry 17: its hash does not fit"),
        ("update log set annotator = 9 where seq = 19", "entry 19: its hash does not fit"),
        ("update log set client_at = 'then' where seq = 19", "entry 19: its hash does not fit"),
        ("update log set hash = zeroblob(32) where seq = 19", "entry 20: its hash does not fit"),
        ("delete from log where seq = 20", "log: entry 20 is missing"),
        ("delete from log where seq in (20, 21)", "log: entries 20 to 21 are missing"),
        ("delete from log where seq = (select max(seq) from log)", "the log ends at entry"),
        ("update sqlite_sequence set seq = seq + 1", "the log ends at entry"),
        ("update log set revision = 90 where seq = 19", "its revisions are not 1 to 90"),
        ("update current set value = 'state' where value = 'event'", "claim_type: not what the decisions"),
        ("delete from current where value = 'certain'", "certainty: not what the decisions"),
        ("update current set layer = 1 where value = 'none'", "set: nobody decided it"),
        ("update progress set done = done + 1", "table progress: 2 rows are not what the labels add up to"),
        ("update extent set sentences = 9 where kind = 'body'", "table extent: 2 rows are not what"),
        ("update term set text = 'certain_t' where text = 'certainty'", "its hash does not fit"),
        ("update article set text = text || '!'", "its text was changed"),
        ("update article set outlet = 'Other'", "article changed since entry 6 of the log wrote it"),
        ("update article set meta = '{\"x\": 1}'", "meta changed since entry 6 of the log wrote it"),
        ('update sentence set "end" = "end" - 1', "sentences changed since entry"),
        ("update sentence set paragraph = 7 where position = 1", "sentences changed since entry"),
        ("delete from alignment where a = (select min(a) from alignment)", "alignment changed since entry"),
        ("update event set name = 'Other'", "name changed since entry 5 of the log wrote it"),
        ("update annotator set name = 'Other'", "name changed since entry"),
        (
            "insert into annotator (id, name, created_at, entry) values ('x', 'x', 'x', 8)",
            "annotator x: no entry",
        ),
        ("update annotator set entry = 3", "it names entry 3 of the log, but 8 wrote it last"),
        ("update project set value = 'x' where key = 'created_at'", "project created_at: value changed"),
        (
            "delete from project where key = 'id'",
            "project id: entry 2 of the log wrote it, but the row is gone",
        ),
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
    assert any("entry" in fault or "label" in fault for fault in faults(path))


def test_statistics_that_sqlite_keeps_make_nothing_foreign(path):
    tamper(path, "analyze")
    assert faults(path) == ()


def test_a_fact_that_changed_and_changed_again_is_sound(path):
    writer = Writer(path)
    for share in ("0.5", "0.25"):
        writer.run(lambda connection, share=share: set_fact(connection, "suggestions", share, "suggestions"))
    writer.close()
    assert faults(path) == ()


def test_the_chain_is_hashed_as_the_log_says_it_is(path):
    connection = sqlite3.connect(path)
    names = Names(connection)
    head = b""
    for row in connection.execute(ENTRIES):
        if row[1] is not None:
            assert decision_hash(head, row, names) == row[-1]
        head = row[-1]
    readable = connection.execute(f"select previous, hash, {FIELDS} from decision").fetchall()
    assert len(readable) == 45
    assert all(
        link(bytes.fromhex(previous), fields).hex() == digest for previous, digest, *fields in readable
    )
    connection.close()
