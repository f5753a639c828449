"""``annotator backup``, ``restore`` and ``rescue``: copies of a project, or what is left of one."""

from pathlib import Path

import click

from annotator.commands.parameters import PATH, project_argument
from annotator.terminal import in_one_line, progress
from labels.plural import counted
from labels.store.keeping import backup as keeping
from labels.store.rescue import rescue as rescuing
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


@click.command()
@click.argument("project", type=PATH, metavar="PROJECT", help="The damaged project; it stays as it is.")
@click.argument("out", type=PATH, metavar="OUT", help="The project to make; it must not exist yet.")
def rescue(project: Path, out: Path) -> None:
    """Make a new project of everything that is whole in a damaged one."""
    with progress("records and entries read") as show:
        saved = rescuing.rescue(project, out, show)
    counts = ", ".join(counted(number, name) for name, number in saved.counts.items())
    print(f"{out}: rescued from {project}, and sound. It holds {counts}.")
    print(f"{counted(saved.verification.decisions, 'decision')}, head {saved.verification.head}.")
    if not saved.missing:
        print("Nothing is missing.")
        return
    print("Not rescued, or not proven (the log of the new project keeps this list):")
    for line in saved.missing:
        print(in_one_line(f"  {line}"))
    print("A good backup may hold what is missing: compare the two before you go on.")


def _contents(copy: Verification) -> str:
    return f"{counted(copy.decisions, 'decision')}, head {copy.head or '(none yet)'}."
