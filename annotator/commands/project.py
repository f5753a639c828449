"""``annotator init``, ``suggestions`` and ``verify``: the project file itself."""

import sys
from pathlib import Path

import click

from annotator.commands.parameters import Share, project_argument
from annotator.terminal import counted, progress
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import DEFAULT, SHIPPED, text_of
from labels.store.project import SHARE, create, locked, set_fact
from labels.store.queries import ProjectReader
from labels.store.verification import verify as check
from labels.store.writer import Writer


@click.command()
@project_argument
@click.option(
    "--codebook",
    default=DEFAULT,
    metavar="NAME|FILE",
    help=f"One of {', '.join(SHIPPED)}, or a codebook file, TOML (default: {DEFAULT}).",
)
def init(project: Path, codebook: str) -> None:
    """Create an empty project."""
    text = text_of(codebook)
    scheme = Codebook.parse(text, codebook)
    create(project, scheme, text)
    print(f"{project}: new project with codebook {scheme.id} {scheme.version}.")
    print(f"Next: annotator add {project} FILE...")


@click.command()
@project_argument
@click.argument(
    "share",
    type=Share({"on": 1.0, "off": 0.0}),
    required=False,
    metavar="[on|off|SHARE]",
    help="Every sentence, none, or a random share from 0 to 1. Leave it out to see the setting.",
)
def suggestions(project: Path, share: float | None) -> None:
    """Show or change which sentences get suggestions."""
    if share is not None:
        with locked(project, "suggestions"):
            writer = Writer(project)
            try:
                writer.run(lambda connection: set_fact(connection, SHARE, f"{share:g}"))
            finally:
                writer.close()
    with ProjectReader(project) as store:
        share = store.suggestion_share()
    print(f"{project}: {_share_in_words(share)}")


def _share_in_words(share: float) -> str:
    if share == 0:
        return "no sentence gets suggestions."
    if share == 1:
        return "every sentence can get suggestions."
    return f"{share:.4g} of the sentences, chosen at random, can get suggestions; the others get none."


@click.command()
@project_argument
@click.pass_context
def verify(context: click.Context, project: Path) -> None:
    """Check that a project holds exactly what was decided."""
    with ProjectReader(project) as store, progress("decisions checked") as show:
        result = check(store.connection, show)
    for fault in result.faults:
        print(fault, file=sys.stderr)
    if result.faults:
        faults = counted(len(result.faults), "fault")
        print(f"{project}: {faults}. Keep the file as it is and restore a backup.", file=sys.stderr)
        context.exit(1)
    print(f"{project}: sound.")
    print(
        f"{counted(result.decisions, 'decision')} in an unbroken chain, head {result.head or '(none yet)'}."
    )
    print(
        f"{counted(result.labels, 'label')} match the decisions; {result.articles:,} articles are unchanged."
    )
