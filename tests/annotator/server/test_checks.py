"""The whole check of a project while it is served."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from annotator.server import checks
from annotator.server.checks import Checks
from labels.store.writer import writing
from tests.labels.projects import SENTENCES, Hand, decision, project

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


def change_behind_the_log(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update event set name = 'Another'")


def test_a_sound_project_is_called_sound_with_its_entries(path):
    each = Checks(path, clock=lambda: NOON)
    assert each.status() == "not checked yet"
    each.check()
    assert each.status() == "check at 2026-09-07T12:00:00Z, 0 seconds ago: sound, 7 entries"


def test_faults_go_to_the_log_and_not_to_everybody(path, caplog):
    change_behind_the_log(path)
    each = Checks(path)
    each.check()
    assert "name changed since entry" in caplog.text
    assert "not sound" in each.status()
    assert "event" not in each.status()


def test_a_project_that_can_not_be_opened_is_no_end_of_the_checks(path, caplog):
    path.rename(path.with_name("elsewhere.db"))
    each = Checks(path)
    each.check()
    assert "not sound" in each.status()
    path.with_name("elsewhere.db").rename(path)
    each.check()
    assert "sound, 7 entries" in each.status()


def test_the_check_is_repeated_and_sees_a_project_that_grows_under_it(path, monkeypatch):
    done = threading.Semaphore(0)
    each = Checks(path, timedelta(0), timedelta(milliseconds=1))
    check = each.check
    monkeypatch.setattr(each, "check", lambda: (check(), done.release()))
    with writing(path, "test") as writer, each.running():
        hand = Hand(writer)
        for base in range(8):
            hand.record(decision("note", f"remark {base}", SENTENCES[1].id, base=base))
            assert done.acquire(timeout=20)
            assert each.last.faults == ()
        while each.last.entries < 16:
            assert done.acquire(timeout=20)


def test_the_check_rests_while_it_reads_and_ends_with_the_server(path, monkeypatch):
    monkeypatch.setattr("labels.store.log.chain.STEP", 1)
    rests = []
    each = Checks(path)
    monkeypatch.setattr(each._stop, "wait", lambda seconds: rests.append(seconds) or len(rests) == 3)
    each.check()
    assert each.last is None
    assert len(rests) == 3
    assert all(0 < seconds <= checks.LONGEST_REST for seconds in rests)
