"""``annotator codebook``."""

import sys
from pathlib import Path

import click

from annotator.commands.parameters import PROJECT_HELP
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import DEFAULT, SHIPPED, shipped_text, text_of
from labels.store.queries import ProjectReader


@click.group()
def codebook() -> None:
    """Check a codebook file, or show the one in use."""


@codebook.command()
@click.argument("file", metavar="FILE", help="A codebook file, TOML, or the name of one that ships.")
def check(file: str) -> None:
    """Explain every fault of a codebook file."""
    scheme = Codebook.parse(text_of(file), file)
    layers = ", ".join(scheme.layer_ids)
    print(f"{file}: sound. {scheme.title}, version {scheme.version}, layers {layers}.")
    print(f"hash {scheme.hash}")


@codebook.command()
@click.argument(
    "project",
    required=False,
    metavar="[PROJECT|NAME]",
    help=f"{PROJECT_HELP} Or one of {', '.join(SHIPPED)}.",
)
def show(project: str | None) -> None:
    """Print a project's codebook, or one that ships as a starting point."""
    if project is None or project in SHIPPED:
        sys.stdout.write(shipped_text(project or DEFAULT))
        return
    with ProjectReader(Path(project)) as store:
        sys.stdout.write(store.codebook_source())
