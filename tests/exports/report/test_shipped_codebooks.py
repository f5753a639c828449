"""Every codebook that ships goes through the dataset and the agreement report."""

import pytest

from exports.dataset.full import rows
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.queries import ProjectReader
from tests.exports.labeled import at, lettered, own_project, report_of
from tests.labels.projects import decision, together


def labeled_sentences(folder, name, given):
    """A project in which people label whole sentences: {annotator: [{layer: value} of each sentence]}."""
    text = shipped_text(name)
    [one] = lettered([3])
    path = own_project(folder, [one], text)
    book = Codebook.parse(text, name).hash
    with at(path) as people:
        for person, labels in given.items():
            for sentence, values in zip(one.sentences, labels, strict=True):
                made = [decision(layer, value, sentence.id, codebook=book) for layer, value in values.items()]
                people.record(person, *together(*made))
    return path


FRAMES = {
    "Ana": [
        {"has_frame": "framed", "frames": ["law", "crime"], "state": "done"},
        {"has_frame": "none", "state": "done"},
        {"has_frame": "framed", "frames": ["economic"], "state": "done"},
    ],
    "Ben": [
        {"has_frame": "framed", "frames": ["law"], "state": "done"},
        {"has_frame": "none", "state": "done"},
        {"has_frame": "none", "state": "done"},
    ],
}


def test_agreement_about_whole_sentences_compares_every_sentence(tmp_path):
    layers = report_of(labeled_sentences(tmp_path, "news-frames", FRAMES))["layers"]
    assert layers["has_frame"]["percent_agreement"]["value"] == pytest.approx(2 / 3)
    assert layers["has_frame"]["percent_agreement"]["n_units"] == 3
    assert layers["frames"]["krippendorff_alpha"]["n_labels"] >= 2


def test_the_dataset_has_a_line_for_each_labeled_sentence(tmp_path):
    path = labeled_sentences(tmp_path, "news-frames", FRAMES)
    with ProjectReader(path) as store:
        lines = list(rows(store))
    assert len(lines) == 3
    # people come in the order of their random ids
    given = [label["values"].get("frames") for label in lines[0]["labels"]]
    assert sorted(given, key=len) == [["law"], ["law", "crime"]]
    assert all(line["text"][line["start"] : line["end"]] == line["quote"] for line in lines)


def test_sentiment_and_its_strength_are_compared(tmp_path):
    clear = {"sentiment": "negative", "strength": "clear", "state": "done"}
    slight = {**clear, "strength": "slight"}
    neutral = {"sentiment": "neutral", "state": "done"}
    given = {"Ana": [clear, neutral, clear], "Ben": [clear, neutral, slight]}
    layers = report_of(labeled_sentences(tmp_path, "sentence-sentiment", given))["layers"]
    assert layers["sentiment"]["percent_agreement"]["value"] == 1
    assert layers["strength"]["percent_agreement"]["value"] < 1


def test_stances_are_compared_on_matched_claims(tmp_path):
    text = shipped_text("stance-towards-target")
    [one] = lettered([2])
    path = own_project(tmp_path, [one], text)
    book = Codebook.parse(text, "stance").hash
    with at(path) as people:
        for person, second in (("Ana", "against"), ("Ben", "favor")):
            for sentence, stance in zip(one.sentences, ("favor", second), strict=True):
                people.claim(person, sentence, codebook=book, stance=stance, holder="outlet", reason="so")
    layers = report_of(path)["layers"]
    assert layers["stance"]["percent_agreement"]["value"] < 1
    assert layers["holder"]["percent_agreement"]["value"] == 1
