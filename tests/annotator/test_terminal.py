"""What a person at a terminal sees of a long command, and what a file or a pipe does not get."""

import os
import pty
import subprocess
import sys

from annotator.demo.loading import build
from exports.dataset import write
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.text.importing import read

WORK = """
from annotator import terminal
terminal.INTERVAL = 0
with terminal.progress("lines written") as show:
    for count in (1, 2_000):
        show(count)
"""


def test_a_terminal_shows_how_far_the_work_is_and_then_nothing_of_it():
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-c", WORK], stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 1_000).decode()
    os.close(ours)
    assert "1 lines written" in shown
    assert "\r2,000 lines written" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_pipe_gets_nothing():
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_every_article_line_and_decision_is_told(tmp_path):
    demo = tmp_path / "demo.db"
    build(demo)
    lines, decisions, articles = [], [], []
    with ProjectReader(demo) as store, (tmp_path / "out.jsonl").open("w", encoding="utf-8") as file:
        assert write(store, file, progress=lines.append) == lines[-1] == len(lines)
        checked = verify(store.connection, decisions.append).decisions
        assert decisions == list(range(decisions[0], checked + 1, decisions[0]))
    (tmp_path / "a.txt").write_text("One sentence stands here.", encoding="utf-8")
    read([tmp_path / "a.txt"], on_progress=articles.append)
    assert articles == [1]
