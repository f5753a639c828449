import resource
import sqlite3
import threading

import pytest

from labels.errors import ProjectError
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

BODY = SENTENCES[1]


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


def count(path):
    """Decisions in the file, as an independent connection sees them."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("select count(*) from decision").fetchone()[0]
    finally:
        connection.close()


def put(connection, key):
    return connection.execute("insert into project (key, value, entry) values (?, '', 0)", (key,))


def test_a_full_disk_fails_in_words_and_the_same_decision_is_taken_once_there_is_room(path):
    # RLIMIT_FSIZE stands for the disk: no file of this process may grow beyond it
    writer = Writer(path)
    hand = Hand(writer)
    hand.record(decision("note", "x", BODY.id))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    second = decision("note", "y", BODY.id, base=1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(ProjectError, match="the disk of the server is full or can't be written"):
            hand.record(second)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert count(path) == 1
    [outcome] = hand.record(second)
    assert (outcome.status, outcome.revision) == ("saved", 2)
    writer.close()


def test_a_failing_job_beside_others_takes_nobodys_labels_with_it(path):
    # with one shared connection and sqlite-utils' atomic(), 45,264 of 45,265 acknowledged inserts were lost
    writer = Writer(path)
    hands = [Hand(writer, f"annotator {n}") for n in range(4)]
    stop = threading.Event()
    failures = []

    def fail():
        while not stop.is_set():
            try:
                writer.run(
                    lambda c: (
                        c.execute("insert into project (key, value, entry) values ('x', 'y', 0)") and 1 / 0
                    )
                )
            except ZeroDivisionError as error:
                failures.append(error)

    def label(hand):
        for base in range(100):
            [outcome] = hand.record(decision("note", f"{base}", BODY.id, base=base))
            assert outcome.status == "saved"

    failing = threading.Thread(target=fail)
    failing.start()
    labeling = [threading.Thread(target=label, args=(hand,)) for hand in hands]
    for thread in labeling:
        thread.start()
    for thread in labeling:
        thread.join()
    stop.set()
    failing.join()
    writer.close()
    assert failures
    assert count(path) == 400


def test_two_writers_on_one_claim_lose_no_update(path):
    writer = Writer(path)
    hand = Hand(writer)
    results = []

    def label(name):
        base = 0
        while len([r for r in results if r[0] == name]) < 50:
            [outcome] = hand.record(decision("note", name, BODY.id, base=base))
            results.append((name, outcome.status)) if outcome.status == "saved" else None
            base = outcome.revision or outcome.current.revision

    threads = [threading.Thread(target=label, args=(name,)) for name in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    connection = sqlite3.connect(path)
    revisions = [
        row[0] for row in connection.execute("select revision from log where revision > 0 order by seq")
    ]
    connection.close()
    assert revisions == list(range(1, 101))


def test_a_job_that_fails_raises_where_it_was_queued(path):
    writer = Writer(path)
    with pytest.raises(ZeroDivisionError):
        writer.run(lambda _: 1 / 0)
    assert writer.run(lambda c: c.execute("select 1").fetchone()) == (1,)
    writer.close()


def test_nothing_is_acknowledged_into_a_file_that_was_removed(path):
    writer = Writer(path)
    hand = Hand(writer)
    path.unlink()
    with pytest.raises(ProjectError, match="removed or replaced"):
        hand.record(decision("note", "lost?", BODY.id))
    writer.close()


def test_nothing_is_acknowledged_into_a_file_that_was_replaced(path, tmp_path):
    writer = Writer(path)
    hand = Hand(writer)
    project(tmp_path, name="other.db").replace(path)
    with pytest.raises(ProjectError, match="removed or replaced"):
        hand.record(decision("note", "lost?", BODY.id))
    writer.close()


def test_closing_finishes_what_waits(path):
    writer = Writer(path)
    hand = Hand(writer)
    futures = [
        writer.submit(
            lambda c, n=n: c.execute("insert into project (key, value, entry) values (?, '', 0)", (f"k{n}",))
        )
        for n in range(500)
    ]
    writer.close()
    assert all(future.done() and future.exception() is None for future in futures)
    assert hand.id


def test_whoever_gave_up_waiting_does_not_stop_the_writer(path):
    writer = Writer(path)
    busy = threading.Event()
    writer.submit(lambda _: busy.wait(5))
    given_up = writer.submit(
        lambda c: c.execute("insert into project (key, value, entry) values ('x', '', 0)")
    )
    assert given_up.cancel()
    busy.set()
    assert writer.run(lambda c: c.execute("select count(*) from project where key = 'x'").fetchone()) == (0,)
    writer.close()
