"""``annotator codebook``."""

import sys
from pathlib import Path

import click

from annotator.commands.parameters import PATH, PROJECT_HELP, project_argument
from annotator.server.handover.client import changing
from annotator.terminal import in_one_line
from labels.codebook.codebook import Codebook
from labels.codebook.file import read_text
from labels.codebook.migration import migration
from labels.codebook.shipped import DEFAULT, SHIPPED, shipped_text, text_of
from labels.errors import ProjectError
from labels.names import checked_name
from labels.plural import counted
from labels.store.corpus.operations import MigrateCodebook
from labels.store.keeping.acceptance import checked_reason
from labels.store.queries import ProjectReader
from labels.store.recoding import Recoded, preview

MOST_SHOWN = 20  # sentences and reasons


@click.group()
def codebook() -> None:
    """Check a codebook file, show the one in use, or change it."""


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


@codebook.command()
@project_argument
@click.argument("file", metavar="FILE", help="The new codebook, TOML, or the name of one that ships.")
@click.option("--map", "map_file", type=PATH, metavar="MAP", help="What becomes of old values, TOML.")
@click.option("--by", default="", metavar="NAME", help="The annotator who does it, for the log.")
@click.option("--reason", default="new codebook", metavar="TEXT", help="Why, for the log.")
@click.option("--reopen", is_flag=True, help="Open sentences again where something has to be decided.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
def migrate(
    project: Path, file: str, map_file: Path | None, by: str, reason: str, *, reopen: bool, dry_run: bool
) -> None:
    """Put a project under another codebook, with its labels."""
    source, by, reason = text_of(file), checked_name(by) if by else "", checked_reason(reason)
    mapping, map_name = (read_text(map_file), str(map_file)) if map_file else ("", "--map")
    with ProjectReader(project) as store:
        way = migration(store.codebook(), Codebook.parse(source, file), mapping, map_name)
        planned = preview(store.connection, way, map_name)
    for difference in way.differences():
        print(difference)
    _print(planned)
    if dry_run:
        return
    if planned.open_again and not reopen:
        raise ProjectError(
            f"{counted(planned.open_again, 'sentence')} would be open again. Add --reopen if that is meant, "
            "or change the map or the codebook; nothing was changed."
        )
    operation = MigrateCodebook(source, file, mapping, map_name, planned.open_again, reason, by)
    with changing(project, "codebook migrate") as changes:
        recoded = changes.run(operation)
    print(
        f"{project}: codebook {way.new.title}, version {way.new.version}. "
        f"{counted(recoded.changed.total(), 'label')} changed, "
        f"{counted(recoded.open_again, 'sentence')} open again."
    )


def _print(recoded: Recoded) -> None:
    print(f"{counted(recoded.kept, 'label')} without a change.")
    for change, count in sorted(recoded.changed.items()):
        print(f"  {counted(count, 'label')}: {change}")
    if not recoded.open_again:
        return
    print(f"{counted(recoded.open_again, 'sentence')} to be looked at again:")
    for reason, count in sorted(recoded.reasons.items(), key=lambda each: (-each[1], each[0]))[:MOST_SHOWN]:
        print(f"  {counted(count, 'sentence')}: {in_one_line(reason)}")
    for sentence in recoded.sentences[:MOST_SHOWN]:
        print(f"  {sentence.annotator}, {sentence.sentence}: {in_one_line(sentence.text)}")
    if recoded.open_again > MOST_SHOWN:
        print(f"  and {recoded.open_again - MOST_SHOWN:,} more.")
