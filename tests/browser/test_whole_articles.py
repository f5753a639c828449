"""The main job on whole articles: import, label every sentence by keys, read back, export."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.annotator.served import Server, do
from tests.browser.workspace_page import WorkspacePage
from tests.trial import OWN, SEEDS, SHARED

SETS = {
    folder.name: files
    for folder in (OWN, SEEDS, SHARED / "wikinews_samples")
    if (files := sorted(folder.glob("*.txt")))
}
# Keys, and what they must have left in the project: claim type, source kind, certainty.
LABELS = (
    ("1ob", ("event", "official", "certain")),
    ("7av", ("judgement", "author", "probable")),
    ("3dc", ("quantity", "document", "possible")),
    ("6uz", ("future", "unnamed", "denied")),
    ("0", ("none", None, None)),
)


@pytest.mark.parametrize("name", SETS)
def test_every_sentence_of_whole_articles_is_labeled_by_keys_read_back_and_exported(
    name: str, tmp_path: Path, sit: Callable[..., WorkspacePage]
) -> None:
    project = tmp_path / "real.db"
    do("init", project)
    for file in SETS[name]:
        do("add", project, file, "--event", name, "--outlet", file.stem)
    with Server(project) as server:
        work = sit(server, alone=True)
        expected = label_everything(work)
        work.context.close()
    assert expected == read_back(project)
    assert_exported(project, tmp_path / "out.jsonl", expected)


def label_everything(work: WorkspacePage) -> dict[str, tuple[str | None, ...]]:
    """Label each sentence of each article with the keys above in turn; what must be in the project then."""
    total = json.loads(work.page.evaluate("fetch('/api/events').then((r) => r.text())"))[0]["sentences"]
    expected: dict[str, tuple[str | None, ...]] = {}
    work.keys("Home")
    while len(expected) < total:
        work.keys("n")  # the next sentence that is not labeled, in whichever column
        keys, values = LABELS[len(expected) % len(LABELS)]
        sentence = work.focused()
        assert sentence not in expected
        expected[sentence] = values
        work.keys(*keys, "Enter")
    work.saved()
    assert work.page.inner_text(".cd-progress").startswith(f"{total} of {total} done")
    return expected


def read_back(project: Path) -> dict[str, tuple[str | None, ...]]:
    """What plain sqlite3 finds, by sentence."""
    connection = sqlite3.connect(project)
    rows = connection.execute(
        "select sentence, max(case layer when 'claim_type' then value end), "
        "max(case layer when 'source_kind' then value end), max(case layer when 'certainty' then value end) "
        "from label where value is not null group by sentence"
    ).fetchall()
    done = connection.execute(
        "select count(*) from label where layer = 'state' and value = 'done'"
    ).fetchone()[0]
    connection.close()
    assert done == len(rows)
    return {sentence: tuple(values) for sentence, *values in rows}


def assert_exported(project: Path, out: Path, expected: dict[str, tuple[str | None, ...]]) -> None:
    """The dataset holds the same labels, and every quote is what its offsets say."""
    do("export", project, out, "--layout", "full")
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
    assert all(line["text"][line["start"] : line["end"]] == line["quote"] for line in lines)
    layers = ("claim_type", "source_kind", "certainty")
    found = {
        line["sentence"]["id"]: tuple(line["labels"][0]["values"].get(layer) for layer in layers)
        for line in lines
    }
    assert found == expected
