"""What a person at a terminal sees of a long command, and what a file or a pipe does not get."""

import os
import pty
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

from annotator.cli import main
from annotator.demo.loading import build
from exports.dataset.full import write
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.text.importing import read

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
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


def test_control_characters_reach_neither_output_nor_errors_of_any_command(tmp_path, capsys):
    control = "\x1b[2J\x9b2J\x07\x08\x7f\x1b]0;title\x07"
    table = tmp_path / f"a{control}.csv"
    table.write_text(f"unit,annotator,value\nu1,a{control}x,1\nu1,a{control}x,3\n", encoding="utf-8")
    for words in (
        ["agreement", "--table", table],
        ["codebook", "check", table],
        ["verify", table],
        [control],
    ):
        assert main([str(word) for word in words]) in (1, 2)
    printed = capsys.readouterr()
    assert "[2J" in printed.err
    assert not CONTROL.search(printed.out + printed.err)


def test_a_tampered_project_sends_no_control_characters_to_the_terminal(tmp_path, capsys):
    project = tmp_path / "demo.db"
    build(project)
    with closing(sqlite3.connect(project)) as connection:
        connection.execute("update article set outlet = char(27) || '[2J' || char(155) || outlet")
        connection.commit()
    for command in (["articles"], ["verify"], ["export"], ["articles", "--json"]):
        main([command[0], str(project), *command[1:]])
    printed = capsys.readouterr()
    assert "[2J" in printed.out
    assert not CONTROL.search(printed.out + printed.err)
