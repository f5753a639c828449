"""The files for deploying name options, tests and files that there are."""

import re
import shlex
from pathlib import Path

import pytest

from annotator.cli import cli
from annotator.commands.serving import serve
from annotator.server.connections import (
    MAX_CONNECTIONS,
    MAX_FILES,
    MAX_SOCKETS,
    MAX_SOCKETS_EACH,
    REQUEST_SECONDS,
)

ROOT = Path(__file__).parents[2]
DEPLOYING = ROOT / "docs" / "deploying"
EXAMPLES = [ROOT / "Dockerfile", *sorted(DEPLOYING.iterdir()), ROOT / "docs" / "deploying.md"]
LIMITS = (MAX_CONNECTIONS, MAX_FILES, MAX_SOCKETS, MAX_SOCKETS_EACH, REQUEST_SECONDS)
TRUST = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def text(path):
    return path.read_text(encoding="utf-8").replace("\\\n", " ")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_option_of_serve_that_an_example_uses_exists(path):
    known = {option for parameter in serve.params for option in parameter.opts}
    for line in re.findall(r"annotator serve ([^;`\n]*)", text(path)):
        assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= known


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_command_that_an_example_uses_exists(path):
    for command in re.findall(r"annotator ([a-z]+) ", text(path)):
        assert cli.get_command(None, command) is not None


def test_the_container_does_not_run_as_root_and_says_whether_it_is_well():
    dockerfile = text(ROOT / "Dockerfile")
    assert re.search(r"^USER 1000$", dockerfile, re.MULTILINE)
    assert "/healthz" in dockerfile
    assert "read_only: true" in text(ROOT / "compose.yaml")


def test_the_unit_starts_a_command_line_that_can_be_parsed():
    [line] = re.findall(r"^ExecStart=(.*)$", text(DEPLOYING / "claimdesk.service"), re.MULTILINE)
    with serve.make_context("serve", shlex.split(line)[2:]) as context:
        assert context.params["public_url"] == "https://corpus.example.org/annotate"


@pytest.mark.parametrize(
    "limit", [MAX_CONNECTIONS, MAX_FILES, MAX_SOCKETS, MAX_SOCKETS_EACH, REQUEST_SECONDS]
)
def test_the_limits_of_the_code_are_those_of_the_page(limit):
    assert re.search(rf"\b{limit:,}\b", text(ROOT / "docs" / "deploying.md"))


def test_every_promise_names_a_test_that_exists_and_a_command_that_runs_it():
    rows = [line for line in TRUST.splitlines() if line.startswith("| ") and "](../" in line]
    assert len(rows) > 10
    for row in rows:
        [path] = re.findall(r"\]\(\.\./([^)]+)\)", row)
        command = row.split("`")[-2]
        assert (ROOT / path).exists(), path
        assert path in command or path.removesuffix(".py").replace("/", ".") in command


@pytest.mark.parametrize(("path", "words"), re.findall(r"pytest (\S+) -k ([^`]+)`", TRUST))
def test_every_command_of_the_page_on_trust_finds_tests(path, words):
    names = re.findall(r"^def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    wanted = words.strip("'").split(" or ")
    assert [name for name in names if any(word in name for word in wanted)]
