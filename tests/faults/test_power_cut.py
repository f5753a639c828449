"""The power is cut: what was acknowledged is on disk, and what was being made is whole or not there."""

import contextlib
import os
import random
import shutil
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from labels.codebook.shipped import shipped_text
from labels.errors import ProjectError
from labels.store import project as project_module
from labels.store.keeping.backup import backup
from labels.store.project import (
    connect_unchecked,
    connect_unconverted,
    connect_writer,
    create,
    is_current,
    locked,
)
from labels.store.sqlite import sqlite3
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.faults.recorded_disk import Disk, recorded
from tests.labels.projects import CODEBOOK, SENTENCES, Hand, decision, project
from tests.labels.store.log.test_migration import made_from

CUTS = int(os.environ.get("CUTS", "200"))
SESSIONS, DECISIONS = 3, 30
DATA = Path(__file__).parents[1] / "labels" / "store" / "data"


@pytest.fixture
def ram(tmp_path):
    """A folder with a folder ``live`` in it, in memory where there is one: syncs are recorded, not needed."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else tmp_path) as folder:
        (Path(folder).resolve() / "live").mkdir()
        yield Path(folder).resolve()


def save_decisions(path):
    """Decisions of several runs of a server; yields each as its acknowledgement arrives."""
    for session in range(SESSIONS):
        with locked(path, "test"), contextlib.closing(Writer(path)) as writer:
            writer.run(lambda c: c.execute("pragma wal_autocheckpoint = 20"))  # so that cuts hit checkpoints
            hand, base = Hand(writer, f"annotator {session}"), 0
            for number in range(DECISIONS):
                wanted = decision("note", f"{session} {number}", SENTENCES[1].id, base=base)
                [outcome] = hand.record(wanted)
                base = outcome.revision
                yield wanted.uuid


def recorded_session(folder, monkeypatch, synchronous=None):
    """A new project's path, its disk before the session, and the session's events, acknowledgements too."""
    path = project(folder)
    others = [pragma for pragma in project_module.PRAGMAS if "synchronous" not in pragma]
    if synchronous is not None:
        monkeypatch.setattr(project_module, "PRAGMAS", (*others, f"pragma synchronous = {synchronous}"))
    disk = Disk(folder)
    with recorded(folder, monkeypatch) as events:
        for uuid in save_decisions(path):
            events.append(("acknowledged", uuid))
    monkeypatch.undo()
    return path, disk, events


def left(path, acknowledged):
    """What a cut did to a project: "whole", "lost", "broken", "refused" or "unsound"."""
    try:
        with contextlib.closing(connect_unchecked(path)) as connection:
            stored = {row[0] for row in connection.execute("select uuid from decision")}
            faults = verify(connection).faults
    except (ProjectError, sqlite3.DatabaseError):
        return "broken"
    if acknowledged - stored:
        return "lost"
    try:
        with locked(path, "test"):
            Writer(path).close()
    except ProjectError:
        return "refused"
    return "unsound" if faults else "whole"


def cut_often(folder, monkeypatch, cuts, synchronous=None):
    """How often cuts at random events left what; the project's own settings unless others are named."""
    path, disk, events = recorded_session(folder / "live", monkeypatch, synchronous)
    chance = random.Random(11)
    outcomes, acknowledged, played = Counter(), set(), 0
    for number, place in enumerate(sorted(chance.choices(range(len(events) + 1), k=cuts))):
        for event in events[played:place]:
            disk.play(event)
            acknowledged |= {event[1]} if event[0] == "acknowledged" else set()
        played = place
        after = folder / f"cut {number}"
        after.mkdir()
        disk.copy().cut(chance, after)
        outcomes[left(after / path.name, acknowledged)] += 1
        shutil.rmtree(after)
    return outcomes


def test_no_cut_loses_an_acknowledged_decision_or_makes_the_project_refused(ram, monkeypatch):
    assert cut_often(ram, monkeypatch, CUTS) == {"whole": CUTS}


@pytest.mark.parametrize(("synchronous", "harm"), [("normal", "lost"), ("off", "broken")])
def test_with_fewer_syncs_the_same_cuts_do_harm(ram, monkeypatch, synchronous, harm):
    assert cut_often(ram, monkeypatch, CUTS // 5, synchronous)[harm] > CUTS // 40


def test_the_recorded_writes_make_the_files_that_the_session_left(tmp_path, monkeypatch):
    _, disk, events = recorded_session(tmp_path, monkeypatch)
    for event in events:
        disk.play(event)
    contents = disk.contents()
    for name in ("p.db", "p.db.last"):
        assert contents[name] == (tmp_path / name).read_bytes()
    assert "p.db-wal" not in contents


def cut_during(folder, monkeypatch, act, judge, cuts, synchronous=None):
    """Cut the power often during one piece of work, and at its end; what ``judge`` says of each, counted."""
    disk = Disk(folder / "live")
    with monkeypatch.context() as patch:
        if synchronous is not None:
            others = [pragma for pragma in project_module.PRAGMAS if "synchronous" not in pragma]
            patch.setattr(project_module, "PRAGMAS", (*others, f"pragma synchronous = {synchronous}"))
        with recorded(folder / "live", monkeypatch) as events:
            act()
    chance = random.Random(11)
    last = [*range(len(events) - 3, len(events) + 1)] * 3  # where the new name is there, if anywhere
    outcomes, played = Counter(), 0
    for number, place in enumerate(sorted([*chance.choices(range(len(events) + 1), k=cuts), *last])):
        for event in events[played:place]:
            disk.play(event)
        played = place
        after = folder / f"cut {number}"
        after.mkdir()
        disk.copy().cut(chance, after)
        try:
            outcomes[judge(after)] += 1
        except (ProjectError, sqlite3.DatabaseError):
            outcomes["broken"] += 1
        shutil.rmtree(after)
    return outcomes


def is_sound(path):
    """Whether a project that the power left opens for writing and ``verify`` has nothing to say."""
    with locked(path, "test"):
        Writer(path).close()
    with contextlib.closing(connect_unchecked(path)) as connection:
        return not verify(connection).faults


def cut_while_making(folder, monkeypatch, synchronous=None):
    def make(path):
        create(path, CODEBOOK, shipped_text())

    def judge(after):
        path = after / "p.db"
        left = "made" if path.exists() else "none"
        if left == "none":
            make(path)  # what is left of the first try is not in the way
        return left if is_sound(path) else "broken"

    act = partial(make, folder / "live" / "p.db")
    return cut_during(folder, monkeypatch, act, judge, CUTS // 12, synchronous)


def cut_while_converting(folder, monkeypatch, version, synchronous=None):
    path = made_from((DATA / f"schema_{version}.sql").read_text(encoding="utf-8"), folder / "live")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        table = "decision" if version == 2 else "log"
        before = {row[0] for row in connection.execute(f"select seq from {table}")}

    def judge(after):
        with contextlib.closing(connect_unconverted(after / path.name)) as connection:
            left = "new" if is_current(connection) else "old"
        sound = is_sound(after / path.name)
        with contextlib.closing(connect_unconverted(after / path.name)) as connection:
            kept = {row[0] for row in connection.execute("select seq from log")}
        return left if sound and before <= kept else "broken"

    def convert():
        with locked(path, "convert"):
            connect_writer(path).close()

    return cut_during(folder, monkeypatch, convert, judge, CUTS // 12, synchronous)


def test_a_cut_while_a_project_is_made_leaves_a_whole_one_or_none(ram, monkeypatch):
    assert cut_while_making(ram, monkeypatch).keys() == {"made", "none"}


@pytest.mark.parametrize("version", [2, 6])
def test_a_cut_while_an_older_project_is_converted_leaves_the_old_or_the_new(ram, monkeypatch, version):
    assert cut_while_converting(ram, monkeypatch, version).keys() == {"new", "old"}


def test_without_syncs_the_same_cuts_break_a_project_that_is_made(ram, monkeypatch):
    assert cut_while_making(ram, monkeypatch, "off")["broken"]


def test_without_syncs_the_same_cuts_break_a_project_that_is_converted(ram, monkeypatch):
    assert cut_while_converting(ram, monkeypatch, 6, "off")["broken"]


def test_a_cut_while_a_backup_is_written_leaves_a_whole_one_or_none(ram, monkeypatch):
    path, file = project(ram / "live"), ram / "live" / "b.db"
    with contextlib.closing(Writer(path)) as writer:
        Hand(writer, "Ana").record(decision("note", "kept", SENTENCES[1].id))

    def judge(after):
        left = "made" if (after / file.name).exists() else "none"
        if left == "none":
            backup(after / path.name, after / file.name)
        with contextlib.closing(connect_unconverted(after / file.name)) as connection:
            copy = verify(connection)
        whole = is_sound(after / path.name) and not copy.faults and copy.decisions == 1
        return left if whole else "broken"

    outcomes = cut_during(ram, monkeypatch, lambda: backup(path, file), judge, CUTS // 12)
    assert outcomes.keys() == {"made", "none"}
