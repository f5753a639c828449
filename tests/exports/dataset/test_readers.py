"""What people do with the export first: the README's classifier, and ``datasets`` as it comes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.demo.loading import build
from exports.dataset.columns import all_columns
from exports.dataset.lines import flat_rows
from exports.dataset.table import Table
from exports.formats import jsonl
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, SAID, team
from tests.labels.projects import ARTICLES

README = Path(__file__).parents[3] / "README.md"
LOADED = """
import json, sys
import datasets
lines = datasets.load_dataset("json", data_files=sys.argv[1], split="train", cache_dir=sys.argv[2])
print(json.dumps([len(lines), lines[len(lines) - 1], sorted(lines.features)]))
"""


def run(code, folder, *words):
    """What a program prints in a folder; nothing of it reaches the network."""
    environment = {
        **os.environ,
        "HF_HOME": str(folder / "home"),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
    }
    result = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_readme_trains_a_classifier_on_the_export_of_the_demo(tmp_path):
    build(tmp_path / "project.db")
    text = README.read_text(encoding="utf-8")
    [block] = [each for each in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "sklearn" in each]
    command = re.search(r"`annotator (export project\.db claims\.jsonl .*?)`", text)[1]
    words = [str(tmp_path / word) if "." in word else word for word in command.split()]
    assert main(words) == 0
    assert 0 < float(run(block, tmp_path)) <= 1


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """More than 10 MB of lines of which only the last has a source, relays, ranges, a note and doubts."""
    folder = tmp_path_factory.mktemp("late")
    with team(folder, ARTICLES) as people:
        first, last = ARTICLES[0].sentences[2:4]
        people.claim("Ana", first, **OWN)
        people.source("Ana", first.article, "s1", "Ida Holm")
        people.source("Ana", first.article, "s2", "Reuters")
        cue = [[last.span.start, last.span.start + 2]]
        people.claim("Ana", last, **SAID, source="s1", relays=["s2"], cue=cue, unsure="hm", note="late")
    with ProjectReader(people.path) as store, store.snapshot():
        early, final = flat_rows(store)
        table = Table(tuple(all_columns(store.codebook())), [], store.codebook())
    copies = 12_000_000 // len(json.dumps(early)) + 1
    rows = [{**early, "id": f"{early['id']}{number}"} for number in range(copies)]
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as file:
        jsonl.write(Table(table.columns, [*rows, final], table.codebook), file)
    return folder, copies + 1, final


def test_datasets_loads_a_large_export_at_its_defaults_though_much_comes_late(late):
    folder, size, final = late
    assert (folder / "claims.jsonl").stat().st_size > 11_000_000
    loaded, last, names = json.loads(run(LOADED, folder, folder / "claims.jsonl", folder / "cache"))
    assert loaded == size
    assert last == final
    assert names == sorted(final)
