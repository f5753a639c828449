"""Articles of Wikinews, and hostile files, as they are read."""

import json
import shutil
from pathlib import Path

import pytest

from annotator.cli import main
from labels.codebook.codebook import shipped
from labels.errors import FileRefusedError
from labels.text.importing import read
from labels.text.sentences import kinded_spans
from tests.benchmarks import suggestions as measured
from tests.trial import SHARED

HOSTILE = SHARED / "hostile"
WIKINEWS = SHARED / "wikinews_samples"
MEANTIME = SHARED / "meantime_wikinews" / "meantime_en.jsonl"


ARTICLES = {"text", "markup", "jsonl", "csv", "archive", "binary"}


def hostile_cases(groups):
    """The hostile files of these groups, each with what is expected of it."""
    if not HOSTILE.exists():
        return []
    rows = map(json.loads, (HOSTILE / "cases.jsonl").read_text("utf-8").splitlines())
    return [pytest.param(row, id=row["id"]) for row in rows if row["group"] in groups]


@pytest.mark.parametrize("case", hostile_cases(ARTICLES))
def test_a_hostile_file_of_articles_meets_what_is_expected_of_it(case):
    try:
        reading = read([HOSTILE / case["file"]])
    except FileRefusedError:
        assert case["expect"] in {"REJECT", "BOUNDED"}
    else:
        assert case["expect"] != "REJECT"
        assert case["expect"] != "NORM" or reading.notes


@pytest.mark.parametrize("case", hostile_cases({"scheme"}))
def test_a_hostile_codebook_is_refused_in_words(case, capsys):
    assert main(["codebook", "check", str(HOSTILE / case["file"])]) == 1
    assert Path(case["file"]).name in capsys.readouterr().err


@pytest.mark.parametrize("case", hostile_cases({"database"}))
def test_a_hostile_database_is_refused_in_words(case, capsys, tmp_path):
    name = Path(case["file"]).name
    for file in (HOSTILE / case["file"]).parent.glob(f"{name}*"):
        shutil.copy(file, tmp_path)
    assert main(["verify", str(tmp_path / name)]) == 1
    assert name in capsys.readouterr().err


def test_of_four_wikinews_articles_only_the_caption_between_paragraphs_is_no_text():
    texts = [path.read_text("utf-8") for path in sorted(WIKINEWS.glob("*.txt"))]
    found = [part.span.of(text) for text in texts for part in kinded_spans(text) if part.kind != "body"]
    assert len(found) == 1
    assert found[0].startswith("Virgin West Coast Class 390 Pendolino")


def test_of_120_wikinews_articles_no_text_is_hidden():
    for line in MEANTIME.read_text("utf-8").splitlines():
        headline, date, *rest = json.loads(line)["sentences"]
        text = "\n".join([headline, date, "", " ".join(rest[:3]), "", " ".join(rest[3:])])
        found = kinded_spans(text)
        assert [part.kind for part in found[:2]] == ["headline", "dateline"]
        assert {part.kind for part in found[2:]} == {"body"}


@pytest.mark.parametrize("role", measured.ROLES)
def test_nearly_every_range_suggested_in_wikinews_is_one_that_a_person_marked(role):
    texts = measured.samples()
    count = measured.counts(texts, lambda text: measured.suggested(text.article, shipped()))[role]
    assert count.overlap / count.found > 0.9
