"""What strangers' files can't do to a command: fill memory, hang, overwrite what a link points at."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from annotator.cli import main

MOST_MEGABYTES = 200
TABLE = "annotator,unit,value\n" + "".join(f"{who},{unit},{{}}\n" for unit in range(6) for who in "ab")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "project.db"]) == 0
    os.mkfifo("pipe")
    with (tmp_path / "huge.db").open("wb") as file:
        file.truncate(5 * 10**9)
    (tmp_path / "table.csv").write_text(TABLE.replace("{}", "x"))
    (tmp_path / "numbers.csv").write_text(TABLE.replace("a,1,{}", "a,1,-{}").replace("{}", "1e308"))
    (tmp_path / "header.csv").write_text("\x1b]0;x\x07" * 28_000 + ",unit,value\na,b,c\n")
    (tmp_path / "linked.db").write_bytes((tmp_path / "project.db").read_bytes())
    (tmp_path / "target").write_text("mine")
    (tmp_path / "linked.db.lock").symlink_to("target")
    return tmp_path


COMMANDS = [
    "agreement --table /dev/zero",
    "agreement --table table.csv --resamples 1000000000",
    "agreement --table header.csv",
    "articles project.db --set /dev/zero",
    "articles project.db --set pipe",
    "serve huge.db --no-browser",
    "serve pipe --no-browser",
    "serve linked.db --no-browser",
    "rescue huge.db new.db",
    "rescue pipe new.db",
    "rescue /dev/zero new.db",
]


# Runs a command and says how much memory it took; a small process does it, since a child starts with the peak
# of its parent, and the one that runs tests is large.
MEASURED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
print(ended.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, flush=True)
sys.stdout.buffer.write(ended.stdout)
"""


def ended(command):
    """Exit code, megabytes at most, and what was printed."""
    words = [sys.executable, "-m", "annotator", *command.split()]
    process = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    figures, _, printed = process.stdout.decode().partition("\n")
    code, kilobytes = map(int, figures.split())
    return code, kilobytes / 1024, printed


def test_what_has_no_end_or_no_bound_is_refused_in_words_and_little_memory(folder):
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(ended, COMMANDS))
    for command, (code, megabytes, printed) in zip(COMMANDS, results, strict=True):
        assert code in {1, 2}, (command, printed)
        assert megabytes < MOST_MEGABYTES, command
        assert "Traceback" not in printed, command
        assert "\x1b" not in printed, command
        assert len(printed) < 2_000, command
    assert (folder / "target").read_text() == "mine"


def test_numbers_at_the_end_of_the_range_are_no_fault_of_the_program(folder):
    code, megabytes, printed = ended("agreement --table numbers.csv --measurement interval --resamples 1")
    assert code in {0, 1}
    assert megabytes < MOST_MEGABYTES
    assert "Traceback" not in printed
    assert "Warning" not in printed
