import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from labels.errors import OutputError, ProjectError
from labels.store.keeping.backup import backup, restore
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.faults.test_killed_process import saving
from tests.labels.projects import SENTENCES, Hand, decision, project
from tests.labels.store.log.test_migration import OLD

KILLED_WHEN_THE_COPY_IS_THERE = """
import os, signal, sys, threading
from pathlib import Path
from labels.store.keeping import backup as module

project, file = map(Path, sys.argv[1:])
copy = file.with_name(f".{file.name}.partial")

def kill(*_):
    if copy.exists() and copy.stat().st_size:
        os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(kill)
module.backup(project, file)
"""


@pytest.fixture
def path(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    hand = Hand(writer)
    for base in range(5):
        hand.record(decision("note", f"remark number {base}", SENTENCES[1].id, base=base))
    writer.close()
    return path


def checked(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return verify(connection)


def decisions(path, upto=10**9):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("select seq, uuid from decision where seq <= ?", (upto,)).fetchall()


def damage(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("update event set name = 'Other'")
        connection.commit()


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_backup_and_its_restored_project_have_the_head_of_the_project(path, tmp_path):
    file, restored = tmp_path / "b.db", tmp_path / "r.db"
    heads = [
        checked(path).head,
        backup(path, file).head,
        restore(file, restored).head,
        checked(restored).head,
    ]
    assert len(set(heads)) == 1
    assert checked(restored).faults == ()
    assert decisions(restored) == decisions(path)


def test_a_restored_project_can_be_labeled_and_has_a_write_ahead_log(path, tmp_path):
    backup(path, tmp_path / "b.db")
    restore(tmp_path / "b.db", tmp_path / "r.db")
    writer = Writer(tmp_path / "r.db")
    [outcome] = Hand(writer).record(decision("note", "after", SENTENCES[1].id, base=5))
    assert (tmp_path / "r.db-wal").exists()
    writer.close()
    assert outcome.revision == 6


def test_a_backup_during_writing_holds_every_decision_that_was_acknowledged_up_to_its_head(path, tmp_path):
    log, files = tmp_path / "acknowledged.txt", [tmp_path / f"b{n}.db" for n in range(3)]
    log.touch()
    process = saving(path, log)
    try:
        for file in files:
            size, deadline = log.stat().st_size, time.monotonic() + 30
            while log.stat().st_size <= size + 400 and time.monotonic() < deadline:
                time.sleep(0.01)
            acknowledged = log.read_text().split("\n")[:-1]
            backup(path, file)
            assert acknowledged
            assert set(acknowledged) <= {uuid for _, uuid in decisions(file)}
        assert process.is_alive()
    finally:
        process.kill()
        process.join()
    for file in files:
        copied = decisions(file)
        assert checked(file).faults == ()
        assert decisions(path, upto=copied[-1][0]) == copied


def test_a_killed_backup_leaves_nothing_under_its_name_and_the_next_one_removes_the_rest(path, tmp_path):
    file = tmp_path / "b.db"
    command = [sys.executable, "-c", KILLED_WHEN_THE_COPY_IS_THERE, path, file]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert not file.exists()
    assert (tmp_path / ".b.db.partial").stat().st_size > 0
    backup(path, file)
    assert checked(file).faults == ()
    assert {name for name in names(tmp_path) if "b.db" in name} == {"b.db"}


def test_a_backup_that_fails_leaves_no_file(path, tmp_path):
    damage(path)
    before = names(tmp_path)
    with pytest.raises(ProjectError, match=r"name changed since entry(.|\n)*no backup was written"):
        backup(path, tmp_path / "b.db")
    assert names(tmp_path) == before


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
@pytest.mark.parametrize("copy", [backup, restore])
def test_nothing_that_exists_is_overwritten(path, tmp_path, copy, end):
    taken = tmp_path / f"b.db{end}"
    taken.write_text("mine")
    with pytest.raises(OutputError, match="exists already and stays as it is"):
        copy(path, tmp_path / "b.db")
    assert taken.read_text() == "mine"
    assert {name for name in names(tmp_path) if "b.db" in name} == {taken.name}


def test_a_link_to_nowhere_is_not_written_through(path, tmp_path):
    (tmp_path / "b.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="exists already"):
        backup(path, tmp_path / "b.db")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("copy", [backup, restore])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("p.db", "this is the file to copy"),
        (".", "this is a folder"),
        ("none/b.db", "does not exist; make it first"),
        ("other-wal", "choose another"),
        ("x" * 300, "can't be written"),
    ],
)
def test_a_target_that_can_not_be_is_refused_in_words(path, tmp_path, copy, name, reason):
    with pytest.raises(OutputError, match=reason):
        copy(path, tmp_path / name)


def test_a_second_backup_to_the_same_file_at_the_same_time_is_refused(path, tmp_path):
    code = (
        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print('held', flush=True); input()"
    )
    held = [sys.executable, "-c", code, tmp_path / ".b.db.partial"]
    with subprocess.Popen(held, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        with pytest.raises(OutputError, match="another process is writing it"):
            backup(path, tmp_path / "b.db")
        process.communicate("\n")


def test_a_backup_that_was_changed_is_not_restored(path, tmp_path):
    backup(path, tmp_path / "b.db")
    damage(tmp_path / "b.db")
    with pytest.raises(ProjectError, match=r"name changed since entry(.|\n)*b\.db is not sound"):
        restore(tmp_path / "b.db", tmp_path / "r.db")
    assert names(tmp_path).isdisjoint({"r.db", ".r.db.partial"})


@pytest.mark.parametrize("size", [0, 50, 3000, 0.5, 0.9])
def test_a_backup_that_was_cut_is_not_restored(path, tmp_path, size):
    file = tmp_path / "b.db"
    backup(path, file)
    os.truncate(file, int(size if size >= 1 else size * file.stat().st_size))
    with pytest.raises(ProjectError, match=r"b\.db"):
        restore(file, tmp_path / "r.db")
    assert not (tmp_path / "r.db").exists()


@pytest.mark.parametrize("page", range(1, 40, 3))
def test_a_backup_with_an_overwritten_page_is_not_restored(path, tmp_path, page):
    file = tmp_path / "b.db"
    backup(path, file)
    with file.open("r+b") as raw:
        raw.seek(page * 4096)
        raw.write(b"\xff" * 4096)
    with pytest.raises(ProjectError, match=r"b\.db"):
        restore(file, tmp_path / "r.db")


def test_restoring_leaves_the_backup_as_it_was(path, tmp_path):
    file = tmp_path / "b.db"
    backup(path, file)
    file.chmod(0o400)
    before = file.read_bytes()
    restore(file, tmp_path / "r.db")
    assert file.read_bytes() == before
    assert names(tmp_path).isdisjoint({"b.db-wal", "b.db-shm", "b.db.lock"})


def test_a_copy_is_not_more_open_than_its_source(path, tmp_path):
    path.chmod(0o600)
    backup(path, tmp_path / "b.db")
    assert (tmp_path / "b.db").stat().st_mode & 0o777 == 0o600


def test_a_backup_that_is_missing_is_named(tmp_path):
    with pytest.raises(
        ProjectError, match=r"no\.db does not exist; name a file that 'annotator backup' wrote"
    ):
        restore(tmp_path / "no.db", tmp_path / "r.db")


def test_a_backup_of_an_older_version_is_converted_and_stays_as_it_is(tmp_path):
    file = tmp_path / "old.db"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD)
    before = file.read_bytes()
    assert restore(file, tmp_path / "r.db").faults == ()
    assert len(decisions(tmp_path / "r.db")) > 0
    assert file.read_bytes() == before


def test_a_backup_of_an_older_version_that_was_changed_is_refused_by_its_own_name(tmp_path):
    file = tmp_path / "old.db"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD)
        connection.execute("update article set outlet = 'Other'")
        connection.commit()
    with pytest.raises(ProjectError) as refusal:
        restore(file, tmp_path / "r.db")
    assert "partial" not in str(refusal.value)
    assert names(tmp_path) == {"old.db"}
