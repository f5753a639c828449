"""Processes killed while they save: everything acknowledged is there, once, and the log is sound."""

import contextlib
import multiprocessing
import os
import random
import sqlite3
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

from labels.errors import ProjectError
from labels.store.project import connect_reader, locked
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project
from tests.labels.store.log.test_migration import made_from

ROUNDS = 20
DATA = Path(__file__).parents[1] / "labels" / "store" / "data"


def save_for_ever(path, acknowledged):
    """Four annotators who save until the process is killed; UUIDs go to a file when they are acknowledged."""
    out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with locked(path, "test"):
        writer = Writer(path)
        writer.run(lambda c: c.execute("pragma wal_autocheckpoint = 20"))  # so that kills hit checkpoints too

        def save(name):
            hand, base = Hand(writer, name), 0
            while True:
                wanted = decision("note", f"{name} {base}", SENTENCES[1].id, base=base)
                [outcome] = hand.record(wanted)
                base = outcome.revision or outcome.current.revision
                os.write(out, f"{wanted.uuid}\n".encode())  # one write: threads mix no lines

        threads = [threading.Thread(target=save, args=(f"annotator {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()  # the end of the block gives the lock back, and SQLite's own locks with it


def begun(work, *arguments):
    """A process that does some work."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])  # so that each takes a fork, and not all the imports
    process = processes.Process(target=work, args=arguments)
    # a test of screens leaves its script as the main module, which the new process would run
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


def saving(path, acknowledged):
    """A process that saves for ever."""
    return begun(save_for_ever, path, acknowledged)


def convert(path):
    """What any command does first; exits with 3 if another one is converting."""
    try:
        connect_reader(path).close()
    except ProjectError as error:
        sys.exit(3 if "in use" in str(error) else str(error))


def test_no_acknowledged_decision_is_missing_after_twenty_kills(tmp_path):
    path = project(tmp_path)
    chance = random.Random(7)
    acknowledged = []
    for round_ in range(ROUNDS):
        log = tmp_path / f"{round_}.txt"
        process = saving(path, log)
        deadline = time.monotonic() + 30
        while not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.02, 0.2))
        process.kill()
        process.join()
        # the kill may cut the last line short: only whole lines were acknowledged
        acknowledged += log.read_text().split("\n")[:-1]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        stored = [row[0] for row in connection.execute("select uuid from decision")]
        faults = verify(connection).faults
    assert len(acknowledged) > ROUNDS
    assert set(acknowledged) - set(stored) == set()
    assert len(stored) == len(set(stored))
    assert faults == ()


def test_eight_commands_that_would_convert_a_project_at_once_leave_a_sound_one(tmp_path):
    path = made_from((DATA / "schema_6.sql").read_text(encoding="utf-8"), tmp_path)
    processes = [begun(convert, path) for _ in range(8)]
    for process in processes:
        process.join(60)
    assert {process.exitcode for process in processes} <= {0, 3}
    with contextlib.closing(connect_reader(path)) as connection:
        assert verify(connection).faults == ()
