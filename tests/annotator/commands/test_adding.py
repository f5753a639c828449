"""``annotator add`` reads everything first, and then adds some articles in one transaction."""

import json
import sqlite3

import pytest

from annotator.cli import main
from annotator.commands.corpus import BATCH
from labels.store.corpus.adding import MOST_ALIGNED
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from tests.labels.projects import article, project


def lines(count, event="Rain", **more):
    return [
        json.dumps({"text": f"Head {n}\n\nRiver {n} rises.", "event": event, "outlet": f"Post {n}", **more})
        for n in range(count)
    ]


def changed(path, statement):
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def path(tmp_path):
    return project(tmp_path, [article("Dam opens\nIt opened.", "State News")])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.jsonl"


def test_what_was_added_before_a_stop_stays_whole_and_the_same_command_adds_the_rest(path, file, capsys):
    texts = [*lines(BATCH), lines(BATCH + 1, "Dam")[-1]]
    file.write_text("\n".join(texts), encoding="utf-8")
    changed(path, "update event set name = 'Dam', position = 7")
    assert main(["add", str(path), str(file)]) == 1
    assert f"Stopped: {BATCH} of {BATCH + 1} articles were added" in capsys.readouterr().err
    changed(path, "update event set position = 0 where name = 'Dam'")
    assert main(["add", str(path), str(file)]) == 0
    assert f"1 article added, {BATCH} already in the project." in capsys.readouterr().out
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()


def test_a_fault_in_the_last_line_changes_nothing(path, file, capsys):
    file.write_text("\n".join([*lines(BATCH + 5), "{"]), encoding="utf-8")
    assert main(["add", str(path), str(file)]) == 1
    assert f"line {BATCH + 6}" in capsys.readouterr().err
    with ProjectReader(path) as store:
        assert len(store.held()) == 1


def test_an_article_is_aligned_with_some_of_a_very_large_event(path, file):
    file.write_text("\n".join(lines(MOST_ALIGNED + 20)), encoding="utf-8")
    assert main(["add", str(path), str(file)]) == 0
    connection = sqlite3.connect(path)
    query = "select max(n) from (select count(distinct substr(a, 1, 16)) n from alignment group by article)"
    assert connection.execute(query).fetchone()[0] <= MOST_ALIGNED
    connection.close()
