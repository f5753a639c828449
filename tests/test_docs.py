"""The documentation describes what exists: every command and option, every layer, every link."""

import re
from pathlib import Path

import click

from annotator.cli import COMMANDS, cli
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = [ROOT / name for name in ("annotator", "exports", "labels")]
# Everything that a person reads: pages, codebooks, the texts of commands and of the browser.
READ = PAGES + sorted(
    path for folder in FOLDERS for kind in ("toml", "py", "js") for path in folder.rglob(f"*.{kind}")
)
QUOTED = re.compile(r"""[`'](?:annotator|claimdesk) +([a-z]+\b[^`'"\n]*)""")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"\bannotator +([a-z]+\b[^#\n]*)")  # in a block
CODEBOOK = Codebook.parse(shipped_text(), "default")


def commands():
    """Every command by the words that call it: ``add``, ``codebook check``."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {action}", inner) for action, inner in command.commands.items())


BY_NAME = dict(commands())


def options(command):
    """The names of a command's own options, such as ``--json``."""
    return {name for param in command.params if isinstance(param, click.Option) for name in param.opts}


def unknown(path):
    """The commands and options that a file names and that do not exist."""
    text = path.read_text(encoding="utf-8")
    for call in QUOTED.findall(text) + TYPED.findall("\n".join(BLOCK.findall(text))):
        words = call.split()
        name = words[0]
        if isinstance(BY_NAME.get(name), click.Group) and words[1:] and words[1].isalpha():
            name = " ".join(words[:2])
        if name not in BY_NAME:
            yield name
            continue
        known = options(BY_NAME[name]) | {"--help"}
        yield from (f"{name} {word}" for word in words if word.startswith("--") and word not in known)


def test_every_command_and_every_option_is_documented():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^(?=`annotator )|^(?=#)", page, flags=re.MULTILINE)
    missing = []
    for name, command in BY_NAME.items():
        described = "\n".join(part for part in parts if part.startswith(f"`annotator {name}"))
        missing += [] if described else [name]
        missing += [f"{name} {option}" for option in options(command) if option not in described]
    assert missing == []


def test_every_command_and_option_that_a_text_names_exists():
    assert {str(path): calls for path in READ if (calls := list(unknown(path)))} == {}


def test_every_layer_and_value_of_the_shipped_codebook_is_described():
    silent = [layer.id for layer in CODEBOOK.layers if not (layer.definition or layer.question)]
    for layer in CODEBOOK.layers:
        for value in layer.values:
            complete = value.definition and (
                layer.derived or (len(value.examples) >= 2 and value.near_misses)
            )
            silent += [] if complete else [f"{layer.id}: {value.id}"]
    assert silent == []


def test_links_between_pages_lead_somewhere():
    links = [
        (page, target) for page in PAGES for target in re.findall(r"\]\(([^)#:]+)", page.read_text("utf-8"))
    ]
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []


def test_modules_and_folders_that_the_page_for_developers_names_exist():
    text = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:annotator|labels|exports|tests|assets)/[\w/.-]*)`", text))
    places = {name: ROOT / name.replace("assets/", "annotator/workspace/assets/") if name.startswith("assets")
              else ROOT / name for name in named}  # fmt: skip
    assert [name for name, place in places.items() if not place.exists()] == []
