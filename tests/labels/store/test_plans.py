"""No statement of daily work reads what it does not touch: its plan is checked, with statistics and without.

SQLite chooses an index by the statistics in the file. Without any it once chose the primary key by annotator,
so that each decision read every label its person had ever made; with those of a large project it may choose
another index again. So every statement that daily work runs is recorded and explained on both kinds of file.
"""

import re
import sqlite3
import uuid

import pytest

from exports.dataset.full import rows
from labels.store.corpus.adding import add_articles
from labels.store.ledger import Ledger
from labels.store.queries import OUTLETS, ProjectReader
from labels.store.sqlite import memory_of
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, article, decision, project, together

BODY = SENTENCES[1]
KINDS = ("headline", "body")
# What ANALYZE writes for a project of 100,000 sentences and 1,000,000 labels by ten people.
LARGE = {
    ("log", "sqlite_autoindex_log_1"): "1005000 1",
    ("log", "log_annotator"): "1000000 100000",
    ("log", "log_change"): "5020 1000",
    ("log", "log_origin"): "100000 50000",
    ("current", "current"): "1000000 200 20 6 5 1",
    ("current", "current_layer"): "1000000 60000 6000 900",
    ("current", "current_source"): "20000 2000 1",
    ("current", "current_unsure"): "3000 300",
    ("sentence", "sqlite_autoindex_sentence_1"): "100000 1",
    ("sentence", "sqlite_autoindex_sentence_2"): "100000 20 1",
    ("article", "sqlite_autoindex_article_1"): "5000 1",
    ("article", "article_event"): "5000 5",
    ("alignment", "alignment"): "200000 3 1",
    ("alignment", "alignment_article"): "200000 40",
    ("progress", "progress"): "50000 5000 1",
    ("progress", "progress_article"): "50000 10",
    ("annotator", "sqlite_autoindex_annotator_1"): "10 1",
    ("event", "sqlite_autoindex_event_1"): "1000 1",
    ("term", "sqlite_autoindex_term_1"): "20000 1",
}
# Lists that a page shows whole; people are few. FTS5 keeps one row of settings.
LISTED = {"event", "extent", "annotator", "CONSTANT", "codebook", "sentence_words_config"}
LAST = "select seq, hash from log order by seq desc limit 1"  # one row, from the end
# Indexes that find by a person: all that they ever did.
BY_PERSON = re.compile(r"INDEX (current_layer|log_annotator)\b")


@pytest.fixture(params=["without statistics", "with those of a large project"])
def path(request, tmp_path):
    path = project(tmp_path)
    if request.param.startswith("with "):
        connection = sqlite3.connect(path)
        connection.execute("analyze")
        connection.execute("delete from sqlite_stat1")
        connection.executemany(
            "insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)",
            [(table, index, stat) for (table, index), stat in LARGE.items()],
        )
        connection.commit()
        connection.close()
    return path


@pytest.fixture
def writer(path):
    writer = Writer(path)
    yield writer
    writer.close()


def statements(connection, work):
    """The reading and writing statements that some work runs."""
    seen = []
    memory_of(connection).forget()  # what is remembered is not read
    connection.set_trace_callback(seen.append)
    try:
        work()
    finally:
        connection.set_trace_callback(None)
    words = ("select", "insert", "update", "delete", "with")
    return {text.strip() for text in seen if text.strip().lower().startswith(words)}


def offending(connection, texts):
    """Statements with a step that reads a growing table whole, or all that a person ever did."""
    found = []
    for text in sorted(texts):
        for *_, step in connection.execute(f"explain query plan {text}"):
            scanned = re.match(r"SCAN (?:main\.)?(\w+)", step)
            whole = scanned and scanned[1] not in LISTED and text not in (OUTLETS, LAST)
            if whole or (BY_PERSON.search(step) and "max(seq)" not in text):
                found.append((step, text))
    return found


def labeled(writer):
    """Ana with a source, a claim, marks and a sentence that is done."""
    hand = Hand(writer)
    name = {"article": BODY.article, "name": "Mayor"}
    hand.record(decision("name", name, "s1", target_kind="source", sentence=""))
    hand.claim(BODY, claim_type="event", anchor="explicit", source_kind="official", source="s1")
    hand.record(decision("unsure", "why", BODY.id), decision("note", "x", f"{BODY.id}.1"))
    return hand


@pytest.mark.parametrize(
    "batch",
    [
        together(
            decision("content", [[BODY.span.start, BODY.span.end]], f"{BODY.id}.2"),
            decision("claim_type", "event", f"{BODY.id}.2"),
            decision("source", "s1", f"{BODY.id}.2"),
        ),
        [decision("note", "y", f"{BODY.id}.1", base=1)],
        [decision("note", "stale", f"{BODY.id}.1")],
        [decision("unsure", None, BODY.id, base=1)],
        [decision("content", None, f"{BODY.id}.1", base=1)],
        [decision("name", None, "s1", base=1, target_kind="source", sentence="")],
        [decision("claim_type", "none", SENTENCES[0].id)],
        [decision("state", "done", BODY.id)],
    ],
    ids=["claim", "note", "conflict", "mark", "delete", "source", "no claim", "done"],
)
def test_a_decision_reads_its_own_sentence_and_article_only(writer, batch):
    hand = labeled(writer)

    def job(connection):
        texts = statements(connection, lambda: Ledger(connection).record(hand.id, batch))
        assert len(texts) > 5
        return offending(connection, texts)

    assert writer.run(job) == []


def test_the_same_decision_again_is_found_by_its_uuid(writer):
    hand = labeled(writer)
    again = decision("note", "z", SENTENCES[2].id, uuid=str(uuid.uuid4()))
    hand.record(again)
    found = writer.run(lambda c: offending(c, statements(c, lambda: Ledger(c).record(hand.id, [again]))))
    assert found == []


def test_adding_an_article_reads_its_event_only(writer):
    new = article("Late\nThe dam may open on Monday.", "Late Post")
    found = writer.run(lambda c: offending(c, statements(c, lambda: add_articles(c, [new]))))
    assert found == []


@pytest.mark.parametrize(
    "read",
    [
        lambda store, ana: store.events(ana, KINDS),
        lambda store, _: store.event_place(store.event_ids()[0].id),
        lambda store, _: store.articles(store.event_ids()[0].id),
        lambda store, _: store.alignment(store.event_ids()[0].id),
        lambda store, ana: store.label_rows(BODY.article, ana),
        lambda store, ana: store.labels_by_sentence(BODY.article, ana),
        lambda store, _: store.labelers(BODY.article),
        lambda store, ana: store.unsure(ana),
        lambda store, ana: store.last_decision(ana),
        lambda store, _: (store.head(), store.fact("id"), store.codebook_source()),
        lambda store, _: list(rows(store)),
    ],
    ids=[
        "events",
        "place",
        "articles",
        "alignment",
        "labels",
        "sentences",
        "labelers",
        "unsure",
        "last",
        "facts",
        "export",
    ],
)
def test_what_a_page_or_an_export_reads_is_found_by_an_index(path, writer, read):
    hand = labeled(writer)
    with ProjectReader(path) as store:
        texts = statements(store.connection, lambda: read(store, hand.id))
        assert texts
        assert offending(store.connection, texts) == []


def test_a_plan_that_reads_everything_is_noticed(path):
    with ProjectReader(path) as store:
        bad = {"select value from current where revision = 7", "select * from log l where l.item = 3"}
        assert len(offending(store.connection, bad)) == 2
        person = "select c.value from current c indexed by current_layer where layer = 3 and annotator = 1"
        assert len(offending(store.connection, {person})) == 1
