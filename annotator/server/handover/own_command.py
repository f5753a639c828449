"""An ``annotator`` command that a page runs, in a process of its own.

Reading files and comparing thousands of texts is slow, and files come from anywhere: in another process they
take no time and no memory from the people who label here. What the command changes it hands back to us.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 600  # s
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to.  output, errors: its lines."""

    is_done: bool
    output: tuple[str, ...]
    errors: tuple[str, ...]


def run_command(words: Sequence[str], folder: Path | None = None) -> Ran:
    """Run a command and wait for its end.

    words: such as ``add``, its options and arguments.  folder: where the names of its files are looked up.
    """
    # -P: a file in the folder is never taken for a module of Python
    command = [sys.executable, "-P", "-m", "annotator", *words]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    try:
        ended = subprocess.run(  # noqa: S603 - our own program; the names of files follow "--"
            command,
            cwd=folder or ROOT,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(False, (), (f"This took more than {PATIENCE // 60} minutes and was stopped.",))
    return Ran(ended.returncode == 0, tuple(ended.stdout.splitlines()), tuple(ended.stderr.splitlines()))
