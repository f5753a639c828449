"""What the writing connection remembers between decisions, and when it forgets it."""

import sqlite3
from contextlib import closing

import pytest

from labels.store.ledger import Ledger
from labels.store.log.folds import record
from labels.store.log.memory import MOST_CHARACTERS, KnownArticle, Memory
from labels.store.sqlite import memory_of
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, project

BODY, OTHER = SENTENCES[1], SENTENCES[2]
CLIENTS = """
select t.text from log l left join term t on t.number = l.client where l.uuid is not null order by l.seq
"""


@pytest.fixture
def writer(tmp_path):
    writer = Writer(project(tmp_path))
    yield writer
    writer.close()


def clients(writer):
    """The browser tab of each decision, as the log names it."""
    return [row[0] for row in writer.run(lambda connection: connection.execute(CLIENTS).fetchall())]


def test_a_word_of_a_refused_action_is_not_remembered(writer):
    hand = Hand(writer)
    source = {"article": "elsewhere", "name": "Mayor"}
    wrong = decision("name", source, "s1", target_kind="source", sentence="", client="tab")
    unfinished = decision("state", "done", BODY.id, client="new")  # refused after the entry was written
    assert [one.status for one in hand.record(wrong, unfinished)] == ["refused", "refused"]
    hand.record(decision("note", "x", BODY.id, client="other"))
    hand.record(decision("note", "y", OTHER.id, client="new"))
    assert clients(writer) == ["other", "new"]
    assert verify(writer.run(lambda connection: connection)).faults == ()


def test_a_word_of_a_failed_job_is_not_remembered(writer):
    hand = Hand(writer)

    def fails(connection):
        Ledger(connection).record(hand.id, [decision("note", "x", BODY.id, client="new")])
        raise LookupError

    with pytest.raises(LookupError):
        writer.run(fails)
    hand.record(decision("note", "x", BODY.id, client="other"))
    hand.record(decision("note", "y", OTHER.id, client="new"))
    assert clients(writer) == ["other", "new"]


def test_a_recorded_change_is_seen_by_the_next_decision(writer):
    hand = Hand(writer)
    hand.record(decision("note", "x", BODY.id))

    def rename(connection):
        connection.execute("update article set outlet = 'Mayor' where id = ?", (BODY.article,))
        record(connection, "article", BODY.article, "test")

    writer.run(rename)
    hand.record(decision("note", "y", BODY.id, base=1))
    known = writer.run(lambda connection: memory_of(connection).articles[BODY.article])
    assert known.outlet == "Mayor"


def test_what_another_program_wrote_is_seen_by_the_next_decision(writer, tmp_path):
    hand = Hand(writer)
    hand.record(decision("note", "x", BODY.id))
    with closing(sqlite3.connect(tmp_path / "p.db")) as other, other:
        other.execute("insert into term (text) values ('elsewhere')")
        [number] = other.execute("select number from term where text = 'elsewhere'").fetchone()
    memory = writer.run(memory_of)
    memory.numbers["term", "elsewhere"] = number + 5  # as if it had been remembered before
    hand.record(decision("note", "y", BODY.id, base=1, client="elsewhere"))
    assert clients(writer) == ["tab", "elsewhere"]


def test_a_second_decision_on_a_sentence_reads_only_what_can_have_changed(writer):
    hand = Hand(writer)
    hand.record(decision("note", "x", BODY.id))

    def job(connection):
        seen = []
        connection.set_trace_callback(seen.append)
        Ledger(connection).record(hand.id, [decision("note", "y", BODY.id, base=1)])
        connection.set_trace_callback(None)
        return seen

    seen = writer.run(job)
    assert len(seen) <= 12, seen
    assert not [statement for statement in seen if "article where" in statement or "from term" in statement]


def test_articles_are_forgotten_before_they_fill_the_memory():
    memory, half = Memory(), "x" * (MOST_CHARACTERS // 2 + 1)
    for number, each in enumerate(ARTICLES):
        memory.add_article(KnownArticle(number, each.id, half, each.outlet, ()))
    assert list(memory.articles) == [ARTICLES[1].id]
    assert memory.characters == len(half)
