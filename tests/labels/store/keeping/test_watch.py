"""Another hand at the files of a project that is being written: the first sign stops the acknowledging."""

import os
import shutil
import subprocess
import sys

import pytest

from labels.errors import ProjectError
from labels.store.project import locked
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

BODY = SENTENCES[1]


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def ana(path):
    """Somebody who has saved a label, so that the write-ahead log exists."""
    writer = Writer(path)
    hand = Hand(writer)
    hand.record(decision("note", "kept", BODY.id))
    yield hand
    writer.close()


def beside(path, part):
    return path.with_name(path.name + part)


def replace(file):
    copy = file.with_name("copy")
    shutil.copy(file, copy)
    copy.replace(file)


def remove(file):
    file.unlink()


def cut(file):
    os.truncate(file, file.stat().st_size // 2)


def link(file):
    os.link(file, file.with_name("second"))


# SQLite maps the shared memory; cutting that ends the process by a signal
@pytest.mark.parametrize(
    ("hand", "part", "sign"),
    [
        *(
            (hand, part, "was removed or replaced")
            for hand in (remove, replace)
            for part in ("", "-wal", "-shm")
        ),
        *((cut, part, "was cut short by another program") for part in ("", "-wal")),
        *((link, part, "got a second name") for part in ("", "-wal", "-shm")),
    ],
)
def test_nothing_is_acknowledged_after_another_hand_was_at_a_file(path, ana, part, hand, sign):
    hand(beside(path, part))
    with pytest.raises(ProjectError, match=sign):
        ana.record(decision("note", "lost?", BODY.id, base=1))
    with pytest.raises(ProjectError, match="nothing more is saved"):
        ana.record(decision("note", "lost?", BODY.id, base=1))


def test_many_commits_and_checkpoints_of_our_own_are_no_sign(path, ana):
    for base in range(1, 60):
        [outcome] = ana.record(decision("note", "x" * 4000, BODY.id, base=base))
        assert outcome.status == "saved"
    assert beside(path, "-wal").stat().st_size > 0


SECOND = """
import sys
from pathlib import Path
from labels.store.project import locked
with locked(Path(sys.argv[1]), "add"):
    pass
"""


def second_process(path):
    """What another process says that wants to write the project."""
    result = subprocess.run([sys.executable, "-c", SECOND, path], capture_output=True, text=True, check=False)
    return result.stderr


def test_a_second_process_is_refused_though_the_lock_beside_the_project_was_removed(path):
    with locked(path, "serve"):
        beside(path, ".lock").unlink()
        assert "is in use by" in second_process(path)
    assert second_process(path) == ""


def test_a_second_process_is_refused_under_a_second_name(path, tmp_path):
    with locked(path, "serve"):
        os.link(path, tmp_path / "other.db")
        assert "has a second name (a hard link)" in second_process(tmp_path / "other.db")
        assert "has a second name (a hard link)" in second_process(path)


def test_a_lock_that_is_a_link_overwrites_nothing(path, tmp_path):
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    beside(path, ".lock").unlink()
    beside(path, ".lock").symlink_to(victim)
    with pytest.raises(ProjectError, match="it is a symbolic link; remove it"), locked(path, "add"):
        pass
    assert victim.read_text() == "precious"
