"""``annotator verify``: whether a project holds what was decided, and how old its last backup is."""

import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from annotator.commands.parameters import project_argument
from annotator.terminal import in_one_line, progress
from labels.errors import LabelsError
from labels.plural import counted
from labels.store.keeping.acceptance import accept as accept_changes
from labels.store.keeping.backup_folder import BackupFolder, known_folder
from labels.store.project import connect_unchecked
from labels.store.sqlite import sqlite3
from labels.store.verification import Verification
from labels.store.verification import verify as check

DAY_FROM = 48  # hours, from which an age is told in days


@click.command()
@project_argument
@click.option(
    "--accept",
    "reason",
    metavar="REASON",
    help="Accept what another program changed beside the decisions and labels; the log keeps the reason.",
)
@click.option("--by", "name", metavar="NAME", help="The name of the annotator who accepts it, for the log.")
@click.pass_context
def verify(context: click.Context, project: Path, reason: str | None, name: str | None) -> None:
    """Check that a project holds exactly what was decided."""
    if (reason is None) != (name is None):
        raise click.UsageError(
            "--accept REASON and --by NAME go together: the log says who accepted and why."
        )
    if reason is not None and name is not None:
        _accept(project, reason, name)
        return
    with closing(connect_unchecked(project)) as connection, progress("entries checked") as show:
        result = check(connection, show)
        backup = _last_backup(project, connection)
    for fault in result.faults:
        print(in_one_line(fault), file=sys.stderr)
    if result.faults:
        faults = counted(len(result.faults), "fault")
        print(f"{project}: {faults}. Keep the file as it is and restore a backup.", file=sys.stderr)
        if set(result.faults) <= set(result.acceptable):
            print(
                "Or, if you know the change and it is right: "
                f"annotator verify {project} --accept REASON --by NAME",
                file=sys.stderr,
            )
        print(backup, end="", file=sys.stderr)
        context.exit(1)
    _print_sound(project, result)
    print(backup, end="")


def _last_backup(project: Path, connection: sqlite3.Connection) -> str:
    """A line on the newest good backup, if a server has made any."""
    try:
        folder = known_folder(connection)
        if folder is None:
            return ""
        backups = BackupFolder(project, folder)
        file = backups.look()
    except sqlite3.DatabaseError:
        return ""  # the faults above say why
    except LabelsError as error:
        return f"No backup can be looked at: {error}\n"
    if file is None or backups.newest is None:
        return f"There is no good backup in {folder}.\n"
    age = datetime.now(UTC) - backups.newest
    return f"Last good backup: {file}, {_in_words(age)} old.\n"


def _in_words(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    if hours < 1:
        return counted(max(0, age // timedelta(minutes=1)), "minute")
    return counted(hours, "hour") if hours < DAY_FROM else counted(age.days, "day")


def _accept(project: Path, reason: str, name: str) -> None:
    with progress("decisions checked") as show:
        acceptance = accept_changes(project, reason, name, show)
    for fault in acceptance.faults:
        print(in_one_line(f"accepted: {fault}"))
    if acceptance.faults:
        rows = counted(len(acceptance.rows), "row")
        print(f"{project}: {rows} accepted by {acceptance.by}, each with an entry of the log.")
    else:
        print(f"{project}: nothing to accept.")
    _print_sound(project, acceptance.after)


def _print_sound(project: Path, result: Verification) -> None:
    print(f"{project}: sound.")
    print(
        f"{counted(result.decisions, 'decision')} in an unbroken chain, head {result.head or '(none yet)'}."
    )
    print(
        f"{counted(result.labels, 'label')} match the decisions; {result.articles:,} articles are unchanged."
    )
