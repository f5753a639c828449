"""What the report of a project says, on small projects whose answer is known."""

import json

import krippendorff
import numpy as np
import pytest

from exports.agreement.coefficients import NAMES
from exports.long_table import Selection
from labels.project import add_codebook
from labels.span import Span
from labels.store import Store
from tests.exports.labeled import CODEBOOK, OWN, SAID, lettered, own_project, report_of, team, value_of
from tests.labels.projects import ARTICLES, Hand, article, decision, project

STATE, TABLOID = ARTICLES
HEAD, READY, OPENS, HOLDS = STATE.sentences


def alpha_of(rows, measurement="nominal"):
    """Krippendorff's own package on units x annotators."""
    values = sorted({value for row in rows for value in row if value is not None})
    codes = [[np.nan if value is None else values.index(value) for value in row] for row in rows]
    return krippendorff.alpha(np.array(codes).T, level_of_measurement=measurement)


@pytest.fixture
def path(tmp_path):
    """Ana and Ben agree on one claim, one makes a claim where the other sees none, both see none, Ben misses one."""
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", HEAD, **OWN)
        people.claim("Ben", HEAD, **OWN)
        people.claim("Ana", READY, **{**OWN, "claim_type": "state"})
        people.nothing("Ben", READY)
        people.nothing("Ana", OPENS)
        people.nothing("Ben", OPENS)
        people.claim("Ana", HOLDS, **{**OWN, "claim_type": "quantity"})
    return people.path


def test_who_saw_no_claim_gives_that_value_to_the_others_claim(path):
    layer = report_of(path)["layers"]["claim_type"]
    expected = alpha_of([["event", "event"], ["state", "none"], ["none", "none"], ["quantity", None]])
    assert value_of(layer) == pytest.approx(expected)
    assert layer["krippendorff_alpha"]["n_units"] == 3
    assert layer["krippendorff_alpha"]["n_labels"] == 6


def test_other_layers_are_compared_on_matched_claims_only(path):
    layer = report_of(path)["layers"]["certainty"]
    assert layer["krippendorff_alpha"]["n_units"] == 1
    assert layer["krippendorff_alpha"]["reason"] == "one_value_only"
    assert value_of(layer, "percent_agreement") == 1.0


def test_the_sentence_step_compares_whether_there_is_a_claim_and_how_many(path):
    step = report_of(path)["sentence"]
    expected = alpha_of([["claim", "claim"], ["claim", "no"], ["no", "no"], ["claim", None]])
    assert value_of(step["holds_claim"]) == pytest.approx(expected)
    assert value_of(step["number_of_claims"]) == pytest.approx(
        alpha_of([[1, 1], [1, 0], [0, 0], [1, None]], "ordinal")
    )
    assert step["number_of_claims"]["measurement"] == "ordinal"


def test_a_claim_beside_none_is_a_claim_that_was_not_matched(path):
    claims = report_of(path)["claims"]
    assert claims["pairs"][0]["matched"] == 1
    assert sorted(claims["pairs"][0]["claims"]) == [1, 2]
    assert claims["f1"]["value"] == pytest.approx(2 / 3)


def test_collapse_levels_take_values_together(path):
    binary = report_of(path)["layers"]["claim_type"]["collapse"]["binary"]
    assert binary["categories"] == ["none", "claim"]
    assert value_of(binary) == pytest.approx(
        alpha_of([["claim", "claim"], ["claim", "none"], ["none", "none"], ["claim", None]])
    )


def test_an_ordinal_layer_stays_ordinal_where_its_classes_are_stretches_of_it(path):
    layers = report_of(path)["layers"]
    assert layers["certainty"]["collapse"]["committed"]["measurement"] == "ordinal"
    assert layers["certainty"]["also"].keys() == {"nominal", "linear"}


@pytest.mark.parametrize("layer", ["content", *CODEBOOK.layer_ids])
def test_every_layer_has_the_seven_public_coefficients(path, layer):
    data = report_of(path)["layers"][layer]
    for name in NAMES:
        assert set(data[name]) == {"value", "se", "ci", "n_units", "n_labels", "reason"}
        assert data[name]["value"] is not None or data[name]["reason"]


def test_unsure_without_a_label_is_no_label_and_is_counted_apart(path):
    writer_team = report_of(path)
    before = writer_team["sentence"]["holds_claim"]["percent_agreement"]["n_labels"]
    people = people_of(path)
    people["Chi"].record(decision("unsure", "?", HEAD.id))
    people.close()
    report = report_of(path)
    assert report["sentence"]["holds_claim"]["percent_agreement"]["n_labels"] == before
    [chi] = [one for one in report["design"]["annotators"] if one["unsure"]]
    assert (chi["seen"], chi["unsure"], chi["unsure_without_label"], chi["unseen"]) == (0, 1, 1, 4)


def people_of(path):
    """The people of a project that exists."""
    from labels.writer import Writer  # noqa: PLC0415 - only here

    class People(dict):
        writer = Writer(path)

        def __missing__(self, name):
            self[name] = Hand(self.writer, name)
            return self[name]

        def close(self):
            self.writer.close()

    return People()
