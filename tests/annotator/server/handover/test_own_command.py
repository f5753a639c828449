"""Commands that a page runs in a process of their own."""

import pytest

from annotator.server.handover import own_command
from annotator.server.handover.own_command import run_command


def test_a_command_reads_files_of_a_folder_and_never_takes_one_for_a_module(tmp_path):
    for name in ("json.py", "click.py", "annotator.py"):
        (tmp_path / name).write_text("raise SystemExit('taken for a module')", encoding="utf-8")
    (tmp_path / "-x.txt").write_text("Head\n\nThe dam broke.", encoding="utf-8")
    ran = run_command(["sentences", "--json", "--outlet=Post", "--", "-x.txt"], tmp_path)
    assert (ran.is_done, len(ran.output), ran.errors) == (True, 2, ())


def test_a_refusal_comes_back_in_words(tmp_path):
    ran = run_command(["add", str(tmp_path / "none.db"), "x.txt"], tmp_path)
    assert not ran.is_done
    assert "does not exist; make it with" in ran.errors[0]


def test_a_command_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(own_command, "PATIENCE", 0.01)
    assert "was stopped" in run_command(["--help"]).errors[0]
