"""``annotator codebook``."""

import sys
from pathlib import Path

import click

from annotator.commands.parameters import PATH, PROJECT_HELP
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.queries import ProjectReader


@click.group()
def codebook() -> None:
    """Check a codebook file, or show the one in use."""


@codebook.command()
@click.argument("file", type=PATH, metavar="FILE", help="A codebook file, TOML.")
def check(file: Path) -> None:
    """Explain every fault of a codebook file."""
    scheme = Codebook.load(file)
    layers = ", ".join(scheme.layer_ids)
    print(f"{file}: sound. {scheme.title}, version {scheme.version}, layers {layers}.")
    print(f"hash {scheme.hash}")


@codebook.command()
@click.argument("project", type=PATH, required=False, metavar="[PROJECT]", help=PROJECT_HELP)
def show(project: Path | None) -> None:
    """Print a project's codebook, or the default one as a starting point."""
    if project is None:
        sys.stdout.write(shipped_text())
        return
    with ProjectReader(project) as store:
        sys.stdout.write(store.codebook_source())
