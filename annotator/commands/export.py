"""``annotator export``."""

import sys
from argparse import Namespace
from pathlib import Path

from exports.dataset import write
from labels.store import Store


def run(arguments: Namespace) -> int:
    """Write the dataset as JSONL."""
    with Store(arguments.project) as store:
        if arguments.out == "-":
            write(store, sys.stdout, names=arguments.names)
            return 0
        out = Path(arguments.out)
        partial = out.with_name(f"{out.name}.partial")
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            lines = write(store, file, names=arguments.names)
        partial.replace(out)
    print(f"{out}: {lines} claims.")
    return 0
