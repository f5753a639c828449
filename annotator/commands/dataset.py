"""``annotator export``."""

import sys
from pathlib import Path

import click

from annotator.commands.parameters import project_argument
from annotator.output_file import whole
from annotator.terminal import counted, progress
from exports.dataset.full import write
from labels.store.queries import ProjectReader


@click.command()
@project_argument
@click.argument("out", metavar="OUT", help="The file to write, or - for standard output.")
@click.option("--names", is_flag=True, help="Write annotators' names instead of pseudonyms.")
def export(project: Path, out: str, *, names: bool) -> None:
    """Write the dataset as JSONL, one claim per line."""
    if out == "-":
        with ProjectReader(project) as store:
            write(store, sys.stdout, names=names)
        return
    # before the project is opened, since OUT may be the project itself
    with whole(Path(out)) as file, ProjectReader(project) as store, progress("lines written") as show:
        lines = write(store, file, names=names, progress=show)
    print(f"{out}: {counted(lines, 'line')}.")
