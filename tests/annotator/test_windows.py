"""A system that can't lock projects is told so."""

import sys

from annotator.cli import main


def test_windows_is_refused_in_words(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "win32")
    assert main(["verify", "p.db"]) == 1
    assert "WSL 2" in capsys.readouterr().err
