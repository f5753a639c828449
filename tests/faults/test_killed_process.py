"""Processes killed while they save: everything acknowledged is there, once, and the log is sound."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

from labels.store.verification import verify
from tests.labels.projects import project

ROUNDS = 20
SAVE_FOR_EVER = """
import os, sys, threading
from pathlib import Path
from labels.store.project import locked
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision

path, round_ = Path(sys.argv[1]), sys.argv[2]
with locked(path, "test"):
    writer = Writer(path)
    writer.run(lambda c: c.execute("pragma wal_autocheckpoint = 20"))  # so that kills hit checkpoints too

    def save(name):
        hand, base = Hand(writer, name), 0
        while True:
            wanted = decision("note", f"{name} {base}", SENTENCES[1].id, base=base)
            [outcome] = hand.record(wanted)
            base = outcome.revision or outcome.current.revision
            os.write(1, f"{wanted.uuid}\\n".encode())  # one write, so that threads do not mix their lines

    threads = [threading.Thread(target=save, args=(f"annotator {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()  # the end of the block gives the lock back, and SQLite's own locks with it
"""


def test_no_acknowledged_decision_is_missing_after_twenty_kills(tmp_path):
    path = project(tmp_path)
    chance = random.Random(7)
    acknowledged = []
    for round_ in range(ROUNDS):
        log = tmp_path / f"{round_}.txt"
        with log.open("w") as out:
            process = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, path, str(round_)], stdout=out)
            deadline = time.monotonic() + 30
            while log.stat().st_size == 0 and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(chance.uniform(0.05, 0.4))
            process.send_signal(signal.SIGKILL)
            process.wait()
        # the kill may cut the last line short: only whole lines were acknowledged
        acknowledged += log.read_text().split("\n")[:-1]
    with contextlib.closing(sqlite3.connect(path)) as connection:
        stored = [row[0] for row in connection.execute("select uuid from decision")]
        faults = verify(connection).faults
    assert len(acknowledged) > ROUNDS
    assert set(acknowledged) - set(stored) == set()
    assert len(stored) == len(set(stored))
    assert faults == ()
