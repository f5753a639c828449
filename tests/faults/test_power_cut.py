"""The power is cut while decisions are saved: what was acknowledged is on disk, and the project opens."""

import contextlib
import os
import random
import shutil
from collections import Counter

import pytest

from labels.errors import ProjectError
from labels.store import project as project_module
from labels.store.project import connect_unchecked, locked
from labels.store.sqlite import sqlite3
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.faults.recorded_disk import Disk, recorded
from tests.labels.projects import SENTENCES, Hand, decision, project

CUTS = int(os.environ.get("CUTS", "200"))
SESSIONS, DECISIONS = 3, 30


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
    (folder / "live").mkdir()
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


def test_no_cut_loses_an_acknowledged_decision_or_makes_the_project_refused(tmp_path, monkeypatch):
    assert cut_often(tmp_path, monkeypatch, CUTS) == {"whole": CUTS}


@pytest.mark.parametrize(("synchronous", "harm"), [("normal", "lost"), ("off", "broken")])
def test_with_fewer_syncs_the_same_cuts_do_harm(tmp_path, monkeypatch, synchronous, harm):
    assert cut_often(tmp_path, monkeypatch, CUTS // 5, synchronous)[harm] > CUTS // 40


def test_the_recorded_writes_make_the_files_that_the_session_left(tmp_path, monkeypatch):
    _, disk, events = recorded_session(tmp_path, monkeypatch)
    for event in events:
        disk.play(event)
    contents = disk.contents()
    for name in ("p.db", "p.db.last"):
        assert contents[name] == (tmp_path / name).read_bytes()
    assert "p.db-wal" not in contents
