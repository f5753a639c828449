"""Processes killed while they save: everything acknowledged is there, once, and the log is sound."""

import contextlib
import multiprocessing
import os
import random
import sqlite3
import threading
import time

from labels.store.project import locked
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

ROUNDS = 20


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


def saving(path, acknowledged):
    """A process that saves for ever."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])  # so that each takes a fork, and not all the imports
    process = processes.Process(target=save_for_ever, args=(path, acknowledged))
    process.start()
    return process


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
