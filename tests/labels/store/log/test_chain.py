"""The chain as it is read: what is missing, what is broken, and what each row was written by."""

import json
import sqlite3
from itertools import product

import pytest

from labels.store.log.chain import STEP, Names, decision_hash, read_chain
from labels.store.log.entries import as_json, link, moment, uuid_text
from labels.store.project import set_fact
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project


@pytest.fixture
def connection(tmp_path):
    """A project with 20 decisions, its log no longer protected."""
    path = project(tmp_path)
    writer = Writer(path)
    hand = Hand(writer)
    for base in range(20):
        hand.record(decision("note", f"{base}", SENTENCES[1].id, base=base))
    writer.run(lambda c: set_fact(c, "suggestions", "0.5"))
    writer.run(lambda c: set_fact(c, "suggestions", "0.25"))
    writer.close()
    connection = sqlite3.connect(path)
    connection.execute("drop trigger log_is_never_changed")
    connection.execute("drop trigger log_is_never_deleted")
    yield connection
    connection.close()


def test_decisions_and_all_entries_are_counted(connection):
    chain = read_chain(connection)
    assert (chain.decisions, chain.entries, chain.last) == (20, 30, 30)
    assert chain.faults == []
    assert len(chain.head) == 64


def test_of_each_row_the_last_entry_counts(connection):
    seq, wrote = read_chain(connection).latest["project", "suggestions"]
    assert (seq, wrote) == (30, {"value": "0.25"})


@pytest.mark.parametrize(
    ("gone", "missing"),
    [("seq = 12", [(12, 12)]), ("seq in (12, 13, 20)", [(12, 13), (20, 20)]), ("seq < 3", [(1, 2)])],
)
def test_entries_that_are_gone_are_named_by_their_numbers(connection, gone, missing):
    connection.execute(f"delete from log where {gone}")
    assert read_chain(connection).missing == missing


@pytest.mark.parametrize(
    "change",
    [
        "annotator = 77",
        "layer = 999",
        "sentence = 999",
        "codebook = 9",
        "server_at = 'x' || char(0)",
        "kind = 999",
    ],
)
def test_an_entry_that_names_what_is_not_there_is_broken_and_no_crash(connection, change):
    connection.execute(f"update log set {change} where seq = 15")
    assert set(read_chain(connection).broken) == {15}


def test_a_change_whose_content_is_no_json_is_broken_and_no_crash(connection):
    connection.execute("update log set value = x'7b' where seq = 30")
    assert set(read_chain(connection).broken) == {30}


def test_progress_is_told_in_steps_not_for_each_entry(connection):
    told = []
    read_chain(connection, told.append)
    assert told == [count for count in range(1, 31) if count % STEP == 0]


VALUES = ("event", 'with "quotes" and \\', "é" * 100, "\n", b"[[0,5]]", b'{"a":"\xc3\xa9"}', None)
STAMPS = (1_788_000_000_000_001, 1_788_000_000_999_999, 0, -1, "2026-09-07T09:00:00Z")


def test_a_decision_is_hashed_from_its_readable_fields(connection):
    names = Names(connection)
    names.people = names.articles = names.codebooks = names.sentences = {7: '"x"'}
    event, quoted = next(iter(names.terms.items()))
    word = json.loads(quoted)
    for value, stamp, uuid in 2 * list(product(VALUES, STAMPS, (bytes(range(16)), "no UUID"))):
        row = (1, uuid, uuid, 7, 7, 7, 2, event, event, 0, 1, 7, value, event, event, "now", stamp, b"")
        fields = [
            *(uuid_text(uuid), uuid_text(uuid), "x", "claim", "x.2", "x", "x", word, word, 0, 1, "x"),
            *(as_json(value), word, word, "now", moment(stamp)),
        ]
        assert decision_hash(b"\x01", row, names) == link(b"\x01", fields)
