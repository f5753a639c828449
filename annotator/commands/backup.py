"""``annotator backup`` and ``restore``: verified copies of a project."""

from pathlib import Path

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.terminal import counted, progress
from labels.store.keeping import backup as keeping
from labels.store.verification import Verification


@click.command()
@project_argument
@click.argument("file", type=PATH, metavar="FILE", help="The backup to write; it must not exist yet.")
def backup(project: Path, file: Path) -> None:
    """Copy a project to a new file, also while it is served."""
    with progress("decisions checked") as show:
        copy = keeping.backup(project, file, show)
    print(f"{file}: sound backup of {project}, {_contents(copy)}")


@click.command()
@click.argument("file", type=PATH, metavar="FILE", help="The backup; it stays as it is.")
@click.argument("project", type=PATH, metavar="PROJECT", help="The project to make; it must not exist yet.")
@click.option(
    "--accept-loss", is_flag=True, help="Restore a file that lacks the end of its log, as far as it goes."
)
def restore(file: Path, project: Path, *, accept_loss: bool) -> None:
    """Make a new project from a backup."""
    with progress("entries checked") as show:
        copy = keeping.restore(file, project, show, accept_loss=accept_loss)
    print(f"{project}: restored from {file}, {_contents(copy)}")
    print(f"Next: annotator serve {project}")


def _contents(copy: Verification) -> str:
    return f"{counted(copy.decisions, 'decision')}, head {copy.head or '(none yet)'}."
