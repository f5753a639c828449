"""The documentation says what there is."""

import re
from pathlib import Path

import click
import pytest

from annotator.cli import COMMANDS, cli
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text

ROOT = Path(__file__).parent.parent
CODEBOOK = Codebook.parse(shipped_text(), "default")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands():
    """Every command, with its action where it has several."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        inner = command.commands if isinstance(command, click.Group) else None
        yield from [f"{name} {action}" for action in inner] if inner else [name]


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_documented(command):
    assert f"`annotator {command}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("layer", CODEBOOK.layers, ids=lambda layer: layer.id)
def test_every_layer_of_the_shipped_codebook_is_described(layer):
    assert layer.definition or layer.question
    for value in layer.values:
        assert value.definition, f"{layer.id}: {value.id}"
        if not layer.derived:
            assert len(value.examples) >= 2, f"{layer.id}: {value.id}"
            assert value.near_misses, f"{layer.id}: {value.id}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
