"""What one annotator has in one article is counted with each label, and is what counting anew would give."""

import random
import sqlite3

import pytest

from labels.store.log.sums import EXTENT, PROGRESS, sum_faults
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, project

BODY, NEXT = SENTENCES[1], SENTENCES[2]


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def ana(path):
    writer = Writer(path)
    yield Hand(writer)
    writer.close()


def rows(path, query):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def counts(path):
    """Rows, labels, done and unsure of the one annotator in the one article."""
    [row] = rows(path, "select rows, labels, done, unsure from progress")
    return row


def test_a_project_without_labels_has_no_progress(path):
    assert rows(path, "select * from progress") == []


def test_a_cleared_label_is_a_row_but_no_label(path, ana):
    ana.record(decision("note", "x", BODY.id), decision("note", None, BODY.id, base=1))
    assert counts(path) == (1, 0, 0, 0)


def test_a_sentence_is_unsure_once_however_many_marks_it_has(path, ana):
    ana.claim(BODY, claim_type="event")
    ana.record(decision("unsure", "who?", BODY.id), decision("unsure", "what?", f"{BODY.id}.1"))
    assert counts(path)[3] == 1
    ana.record(decision("unsure", None, BODY.id, base=1))
    assert counts(path)[3] == 1
    ana.record(decision("unsure", None, f"{BODY.id}.1", base=1))
    assert counts(path)[3] == 0


def test_a_mark_with_another_reason_is_the_same_mark(path, ana):
    ana.record(decision("unsure", "who?", BODY.id), decision("unsure", "when?", BODY.id, base=1))
    assert counts(path) == (1, 1, 0, 1)


def test_a_sentence_that_is_opened_again_is_not_done(path, ana):
    ana.record(decision("claim_type", "none", BODY.id), decision("state", "done", BODY.id))
    assert counts(path)[2] == 1
    ana.record(decision("state", None, BODY.id, base=1))
    assert counts(path)[2] == 0


def test_a_decision_against_a_stale_revision_counts_nothing(path, ana):
    ana.record(decision("note", "x", BODY.id), decision("note", "y", BODY.id))
    assert counts(path) == (1, 1, 0, 0)


def test_a_refused_decision_counts_nothing(path, ana):
    ana.record(decision("note", "x", BODY.id), decision("state", "done", NEXT.id))
    assert counts(path) == (1, 1, 0, 0)


@pytest.mark.parametrize("seed", range(5))
def test_after_any_decisions_the_counts_are_those_of_counting_anew(path, ana, seed):
    chance = random.Random(seed)
    bases: dict[tuple[str, str], int] = {}
    sentences = [sentence for article in ARTICLES for sentence in article.sentences]
    for _ in range(60):
        sentence = chance.choice(sentences)
        layer = chance.choice(["note", "unsure", "claim_type", "state"])
        value = {"claim_type": "none", "state": "done"}.get(layer, chance.choice(["", "a", "b"]))
        key = (sentence.id, layer)
        wanted = decision(layer, chance.choice([value, value, None]), sentence.id, base=bases.get(key, 0))
        [outcome] = ana.record(wanted)
        if outcome.status == "saved":
            bases[key] = outcome.revision
    recounted = rows(path, PROGRESS)
    assert sorted(recounted) == sorted(rows(path, "select * from progress"))
    assert sum(row[3] for row in recounted) > 5
    assert rows(path, EXTENT) == rows(path, "select event, kind, sentences from extent order by event, kind")
    connection = sqlite3.connect(path)
    assert list(sum_faults(connection)) == []
    connection.close()
