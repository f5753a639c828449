"""Articles of Wikinews, and hostile files, as they are read."""

import json

import pytest

from labels.codebook.codebook import shipped
from labels.errors import FileRefusedError
from labels.text.importing import read
from labels.text.sentences import kinded_spans
from tests.benchmarks import suggestions as measured
from tests.trial import SHARED

HOSTILE = SHARED / "hostile"
WIKINEWS = SHARED / "wikinews_samples"
MEANTIME = SHARED / "meantime_wikinews" / "meantime_en.jsonl"


def hostile_cases():
    """The hostile files that are articles, each with what is expected of it."""
    groups = {"text", "markup", "jsonl", "csv", "archive", "binary"}
    rows = map(json.loads, (HOSTILE / "cases.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["group"] in groups]


def test_every_hostile_file_meets_what_is_expected_of_it():
    failed = []
    for case in hostile_cases():
        try:
            reading = read([HOSTILE / case["file"]])
        except FileRefusedError:
            met = case["expect"] in {"REJECT", "BOUNDED"}
        else:
            met = case["expect"] != "REJECT" and (case["expect"] != "NORM" or bool(reading.notes))
        failed += [] if met else [case["id"]]
    assert failed == []


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
