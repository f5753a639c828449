"""The file is small, and still reads like the domain in any SQLite tool."""

import random
import sqlite3
import uuid

import pytest

from labels.store.ledger import Ledger
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.benchmarks.filled import MadeLabel, add_people, fill
from tests.benchmarks.growth import COUNT, PAGES, PEOPLE, articles, labels
from tests.labels.projects import SENTENCES, Hand, decision, project

BODY = SENTENCES[1]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A project with 4,000 labels, and its articles."""
    chance = random.Random(0)
    texts = list(articles(chance, 20))
    path = project(tmp_path_factory.mktemp("filled"), texts)
    writer = Writer(path)
    writer.run(lambda connection: add_people(connection, PEOPLE))
    writer.run(lambda connection: fill(connection, labels(chance, texts)))
    yield path, texts, writer
    writer.close()


def rows(path, query, *values):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def test_a_decision_takes_at_most_450_bytes_with_its_label_and_indexes(filled):
    path, _, _ = filled
    [(decisions,)] = rows(path, COUNT)
    [(pages,)] = rows(path, PAGES)
    assert decisions == 4000
    assert pages / decisions <= 450


def test_a_project_filled_in_bulk_is_sound(filled):
    connection = sqlite3.connect(filled[0])
    assert verify(connection).faults == ()
    connection.close()


def test_the_views_show_what_the_client_sent(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    hand = Hand(writer)
    sent = decision("note", "“why”\n", BODY.id, client_at="2026-09-07T09:00:00Z")
    [outcome] = hand.record(sent)
    writer.close()
    columns = "seq, uuid, action, annotator, target_kind, target, sentence, article, layer, kind, base"
    assert rows(path, f"select {columns} from decision") == [
        (
            *(outcome.seq, sent.uuid, sent.action, hand.id, "sentence", BODY.id, BODY.id, BODY.article),
            *("note", "set", 0),
        )
    ]
    assert rows(path, "select revision, codebook, value, origin, client, client_at from decision") == [
        (1, sent.codebook, '"“why”\\n"', "human", "tab", "2026-09-07T09:00:00Z")
    ]
    assert rows(path, "select target, layer, value, revision, seq from label") == [
        (BODY.id, "note", "“why”\n", 1, outcome.seq)
    ]


def test_claims_are_those_whose_content_is_set(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    hand = Hand(writer)
    hand.claim(BODY, claim_type="event")
    content = f"[[{BODY.span.start},{BODY.span.end}]]"
    assert rows(path, "select id, sentence, content from claim") == [(f"{BODY.id}.1", BODY.id, content)]
    hand.record(decision("content", None, f"{BODY.id}.1", base=1))
    writer.close()
    assert rows(path, "select count(*) from claim") == [(0,)]


@pytest.mark.parametrize("view", ["decision", "label", "claim", "change"])
def test_views_can_be_read_but_not_written(tmp_path, view):
    path = project(tmp_path)
    with pytest.raises(sqlite3.OperationalError, match="it is a view"):
        rows(path, f"delete from {view}")


def steps(writer, annotator, one):
    """How many steps of SQLite's machine a decision takes."""
    counted = [0]

    def job(connection):
        def count():
            counted[0] += 1
            return 0

        Ledger(connection).record(annotator, [one])  # the first one compares the rows with the log
        connection.set_progress_handler(count, 1)
        outcome = Ledger(connection).record(
            annotator, [decision("note", "again", one.target, base=1, uuid=str(uuid.uuid4()))]
        )
        connection.set_progress_handler(None, 1)
        assert [one.status for one in outcome] == ["saved"]

    writer.run(job)
    return counted[0]


def test_a_decision_of_somebody_with_many_labels_takes_no_more_steps_than_one_of_a_newcomer(filled):
    path, texts, writer = filled
    [(busy, most)] = rows(
        path, "select annotator, count(*) n from label group by annotator order by n desc limit 1"
    )
    assert most >= 800
    newcomer = Hand(writer, "Newcomer")
    free = next(
        sentence
        for article in texts
        for sentence in article.sentences
        if not rows(path, "select 1 from label where annotator = ? and article = ?", busy, article.id)
    )
    of_busy = steps(writer, busy, decision("note", "x", free.id))
    of_newcomer = steps(writer, newcomer.id, decision("note", "x", free.id))
    assert of_busy <= 1.1 * of_newcomer


def test_bulk_labels_keep_texts_and_ranges_apart(filled):
    path, _, _ = filled
    values = dict(rows(path, "select layer, max(value) from label group by layer"))
    assert set(values) >= {"content", "claim_type", "anchor", "source_kind", "certainty"}
    assert values["content"].startswith("[[")
    assert MadeLabel("a", BODY, 1, "content", [[0, 1]]).claim == 1
