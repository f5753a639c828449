"""``annotator init`` and ``suggestions``: the project file itself."""

from pathlib import Path

import click

from annotator.commands.parameters import Share, project_argument
from annotator.server.handover.client import changing
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import DEFAULT, SHIPPED, text_of
from labels.store.corpus.operations import SetSuggestions
from labels.store.project import create
from labels.store.queries import ProjectReader


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
        with changing(project, "suggestions") as changes:
            changes.run(SetSuggestions(share))
    with ProjectReader(project) as store:
        share = store.suggestion_share()
    print(f"{project}: {_share_in_words(share)}")


def _share_in_words(share: float) -> str:
    if share == 0:
        return "no sentence gets suggestions."
    if share == 1:
        return "every sentence can get suggestions."
    return f"{share:.4g} of the sentences, chosen at random, can get suggestions; the others get none."
