"""``annotator export``."""

import sys
from argparse import Namespace
from pathlib import Path

from annotator.output_file import whole
from annotator.progress import progress
from annotator.wording import counted
from exports.dataset import write
from labels.store.queries import Store


def run(arguments: Namespace) -> int:
    """Write the dataset as JSONL."""
    if arguments.out == "-":
        with Store(arguments.project) as store:
            write(store, sys.stdout, names=arguments.names)
        return 0
    # before the project is opened, since it may be the project itself
    with (
        whole(Path(arguments.out)) as file,
        Store(arguments.project) as store,
        progress("lines written") as tell,
    ):
        lines = write(store, file, names=arguments.names, tell=tell)
    print(f"{arguments.out}: {counted(lines, 'line')}.")
    return 0
