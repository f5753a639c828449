"""A log that lost its end: real files, cut or copied while a writer has the project open."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from labels.errors import ProjectError
from labels.store.keeping.backup import backup, restore
from labels.store.keeping.last_entry import beside, read
from labels.store.project import connect_reader, connect_writer
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

BODY = SENTENCES[1]
CRASH = """
import os, sys
from pathlib import Path
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision

writer = Writer(Path(sys.argv[1]))
hand = Hand(writer)
for base in range(20):
    hand.record(decision("note", f"{base}", SENTENCES[1].id, base=base))
os._exit(9)
"""
CUT = """
drop trigger log_is_never_deleted; delete from current; delete from progress;
delete from log where uuid is not null;
update sqlite_sequence set seq = (select max(seq) from log) where name = 'log';
create trigger log_is_never_deleted before delete on log
  begin select raise(abort, 'the log is append-only'); end;
"""


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def killed(path):
    """A project whose writer was killed after twenty decisions."""
    assert subprocess.run([sys.executable, "-c", CRASH, path], check=False).returncode == 9
    return path


def faults(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return verify(connection).faults


def decisions(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("select count(*) from decision").fetchone()[0]


def copied(path, folder, *ends):
    """A copy of the project's file in another folder, with some of the files beside it."""
    folder.mkdir()
    for end in ("", *ends):
        shutil.copy(path.with_name(path.name + end), folder)
    return folder / path.name


def test_a_killed_writer_leaves_a_sound_project_whose_last_entry_is_beside_it(killed):
    assert faults(killed) == ()
    assert decisions(killed) == 20
    saved = read(killed)
    with contextlib.closing(sqlite3.connect(killed)) as connection:
        [last] = connection.execute("select seq, lower(hex(hash)) from log order by seq desc limit 1")
    assert (saved.seq, saved.hash) == last


@pytest.mark.parametrize("ends", [["-wal"], ["-wal", "-shm"]])
def test_a_write_ahead_log_that_was_removed_is_missed_by_every_way_to_open_the_project(killed, ends):
    for end in ends:
        killed.with_name(killed.name + end).unlink()
    [fault] = faults(killed)
    assert "were saved, but the log ends at entry" in fault
    for connect in (connect_reader, connect_writer):
        with pytest.raises(ProjectError, match="were saved, but the log ends at entry"):
            connect(killed)


def test_a_copy_of_only_the_project_file_of_a_killed_server_does_not_call_itself_sound(killed, tmp_path):
    [fault] = faults(copied(killed, tmp_path / "copy"))
    assert "may be missing: the project was open when this file was copied" in fault


@pytest.mark.parametrize("connect", [connect_reader, connect_writer])
def test_a_copy_of_only_the_project_file_taken_while_it_is_open_is_refused(path, tmp_path, connect):
    writer = Writer(path)
    Hand(writer).record(decision("note", "in the log only", BODY.id))
    copy = subprocess.run(["cp", path, tmp_path / "copy.db"], check=False)  # not by this process: its locks
    assert copy.returncode == 0
    with pytest.raises(ProjectError, match="may be missing: the project was open"):
        connect(tmp_path / "copy.db")
    writer.close()


def test_a_copy_with_every_file_beside_it_is_sound(killed, tmp_path):
    copy = copied(killed, tmp_path / "copy", "-wal", ".last")
    assert (faults(copy), decisions(copy)) == ((), 20)


def test_a_project_that_was_closed_is_sound_in_one_file_under_any_name(path, tmp_path):
    (tmp_path / "mail").mkdir()
    mailed = tmp_path / "mail" / "other.db"
    shutil.copy(path, mailed)
    assert faults(mailed) == ()
    connect_writer(mailed).close()


def test_a_project_renamed_together_with_the_file_beside_it_still_misses_what_was_cut(path, tmp_path):
    writer = Writer(path)
    Hand(writer).record(decision("note", "x", BODY.id))
    writer.close()
    renamed = path.rename(tmp_path / "renamed.db")
    beside(path).rename(beside(renamed))
    assert faults(renamed) == ()
    with contextlib.closing(sqlite3.connect(renamed)) as connection:
        connection.executescript(CUT)
    [fault] = faults(renamed)
    assert "was saved, but the log ends at entry" in fault


def test_an_older_copy_in_the_place_of_the_project_is_noticed(path, tmp_path):
    shutil.copy(path, tmp_path / "old.db")
    writer = Writer(path)
    Hand(writer).record(decision("note", "x", BODY.id))
    writer.close()
    (tmp_path / "old.db").replace(path)
    with pytest.raises(ProjectError, match="an older copy took its place"):
        Writer(path)


def test_another_project_in_the_place_of_one_is_not_measured_by_its_last_entry(path, tmp_path):
    other = project(tmp_path, name="other.db")
    other.replace(path)
    assert faults(path) == ()
    connect_writer(path).close()


def test_a_backup_of_a_project_that_is_open_holds_everything_and_is_whole(path, tmp_path):
    writer = Writer(path)
    Hand(writer).record(decision("note", "x", BODY.id))
    backup(path, tmp_path / "b.db")
    writer.close()
    (tmp_path / "r").mkdir()
    restore(tmp_path / "b.db", tmp_path / "r" / "p.db")
    assert (faults(tmp_path / "r" / "p.db"), decisions(tmp_path / "r" / "p.db")) == ((), 1)


def test_a_cut_project_is_restored_only_by_someone_who_accepts_the_loss(killed, tmp_path):
    killed.with_name(f"{killed.name}-wal").unlink()
    with pytest.raises(ProjectError, match=r"annotator restore p\.db NEW --accept-loss"):
        restore(killed, tmp_path / "new.db")
    restore(killed, tmp_path / "new.db", accept_loss=True)
    assert faults(tmp_path / "new.db") == ()


def test_the_file_that_names_the_last_entry_is_made_again_if_it_was_removed(path):
    writer = Writer(path)
    hand = Hand(writer)
    beside(path).unlink()
    hand.record(decision("note", "x", BODY.id))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert read(path).seq == connection.execute("select max(seq) from log").fetchone()[0]
    writer.close()


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_in_the_place_of_the_last_entry_overwrites_nothing(path, tmp_path, link):
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    beside(path).unlink()
    link(victim, beside(path))
    writer = Writer(path)
    with pytest.raises(ProjectError, match=r"p\.db\.last, which names the last entry, can't be written"):
        Hand(writer)
    writer.close()
    assert victim.read_text() == "precious"


@pytest.mark.parametrize(
    "junk", [b"", b"\0" * 160, b"[]", b'{"project": 1, "seq": "x", "hash": null}', b"\xff"]
)
def test_a_last_entry_that_can_not_be_read_says_nothing_about_a_closed_project(path, junk):
    beside(path).write_bytes(junk)
    assert faults(path) == ()
