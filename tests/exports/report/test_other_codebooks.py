"""Another codebook works through the same report: no layer and no value is taken for granted."""

import json

import pytest

from exports.agreement.coefficients import NAMES
from exports.rendering.csv_files import csv_files
from exports.rendering.html import page
from exports.rendering.latex import latex_table
from exports.rendering.pictures import pictures
from exports.rendering.text import summary
from labels.codebook.codebook import Codebook
from tests.exports.labeled import at, lettered, own_project, report_of, value_of

HEADER = 'id = "own"\nversion = "1"\ntitle = "Own"\n'


def layer(name, measurement, values=(), **more):
    """A layer as TOML; keys run on so that no two values share one."""
    lines = ["[[layer]]", f'id = "{name}"', f'title = "{name.capitalize()} & <more>"']
    lines.append(f'measurement = "{measurement}"')
    lines += [f"{key} = {json.dumps(value)}" for key, value in more.items()]
    for value, key, score in values:
        lines += ["[[layer.value]]", f'id = "{value}"', f'key = "{key}"', f'title = "{value}"']
        if score is not None:
            lines.append(f"score = {score}")
    return "\n".join(lines) + "\n"


def plain(*values, start=0):
    """Values without scores, under digits and letters that are free."""
    free = "0123456789abcdgimopqruvxz"
    return [(value, free[start + number], None) for number, value in enumerate(values)]


def scored(*scores):
    return [(f"v{number}", str(number), score) for number, score in enumerate(scores)]


def labeled(folder, codebook, given, sentences=4):
    """A project in which annotators give values to claims: {annotator: [{layer: value} of each sentence]}."""
    [one] = lettered([sentences])
    path = own_project(folder, [one], codebook)
    book = Codebook.parse(codebook, "own").hash
    with at(path) as people:
        for name, rows in given.items():
            for sentence, values in zip(one.sentences, rows, strict=False):
                if values is not None:
                    people.claim(name, sentence, codebook=book, **values)
    return path


def test_a_codebook_without_a_value_for_no_claim_compares_claims_only(tmp_path):
    codebook = HEADER + layer("mood", "nominal", plain("glad", "sad"))
    rows = [{"mood": "glad"}, {"mood": "sad"}, {"mood": "glad"}]
    path = labeled(tmp_path, codebook, {"Ana": rows, "Ben": [*rows[:2], {"mood": "sad"}]})
    report = report_of(path)
    assert set(report["layers"]) == {"content", "mood"}
    assert report["layers"]["mood"]["percent_agreement"]["value"] == pytest.approx(2 / 3)
    assert report["people"]["drift"]["layer"] == "mood"


def test_two_layers_of_two_values_need_no_more(tmp_path):
    codebook = (
        HEADER + layer("one", "nominal", plain("a", "b")) + layer("two", "ordinal", plain("x", "y", start=2))
    )
    rows = [{"one": "a", "two": "x"}, {"one": "b", "two": "y"}]
    report = report_of(labeled(tmp_path, codebook, {"Ana": rows, "Ben": rows}))
    assert value_of(report["layers"]["one"]) == value_of(report["layers"]["two"]) == 1.0
    assert report["layers"]["two"]["weights"] == "quadratic"


def test_ten_layers_are_ten_sections(tmp_path):
    codebook = HEADER + "".join(
        layer(f"layer{number}", "nominal", plain("a", "b", start=2 * number)) for number in range(10)
    )
    rows = [{f"layer{number}": "ab"[(number + place) % 2] for number in range(10)} for place in range(4)]
    report = report_of(labeled(tmp_path, codebook, {"Ana": rows, "Ben": rows}))
    text = page(report)
    for number in range(10):
        assert f'id="layer-layer{number}"' in text
        assert value_of(report["layers"][f"layer{number}"]) == 1.0


@pytest.mark.parametrize(
    ("measurement", "far", "near"), [("interval", (1, 10), (9, 10)), ("ratio", (1, 10), (9, 10))]
)
def test_scores_decide_how_far_two_values_are_apart(tmp_path, measurement, far, near):
    codebook = HEADER + layer("heat", measurement, scored(1, 9, 10))
    names = {1: "v0", 9: "v1", 10: "v2"}

    def alpha_with(pair, folder):
        folder.mkdir()
        same = [{"heat": "v0"}, {"heat": "v2"}, {"heat": "v1"}]
        given = {
            "Ana": [*same, {"heat": names[pair[0]]}],
            "Ben": [*same, {"heat": names[pair[1]]}],
        }
        return value_of(report_of(labeled(folder, codebook, given))["layers"]["heat"])

    assert alpha_with(near, tmp_path / "near") > 0.9 > alpha_with(far, tmp_path / "far")


def test_a_value_nobody_used_counts_for_ac(tmp_path):
    rows = [{"mood": "a"}, {"mood": "b"}, {"mood": "a"}]
    given = {"Ana": rows, "Ben": [*rows[:2], {"mood": "b"}]}
    found = []
    for number, values in enumerate((("a", "b"), ("a", "b", "c", "d"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        codebook = HEADER + layer("mood", "nominal", plain(*values))
        found.append(report_of(labeled(folder, codebook, given))["layers"]["mood"])
    assert value_of(found[0]) == value_of(found[1])
    assert value_of(found[0], "gwet_ac") < value_of(found[1], "gwet_ac")


@pytest.mark.parametrize("measurement", ["span", "text", "list", "entity", "set"])
def test_a_codebook_of_one_layer_of_any_kind_has_every_form_of_the_report(tmp_path, measurement):
    values = plain("a", "b") if measurement == "set" else ()
    more = {} if measurement == "set" else {"key": "1"}
    codebook = HEADER + layer("thing", measurement, values, **more)
    path = labeled(tmp_path, codebook, {"Ana": [{}, {}], "Ben": [{}, {}]})
    report = report_of(path)
    assert {name for name in NAMES if name in report["layers"]["thing"]} == set(NAMES)
    assert "<more>" not in page(report)
    assert "forest" in pictures(report)
    assert csv_files(report)["overview"].count("\n") >= 3
    assert r"\&" in latex_table(report)
    assert "Thing" in summary(report)


def test_the_members_of_a_set_are_compared_one_by_one(tmp_path):
    codebook = HEADER + layer("mood", "set", plain("glad", "sad", "calm"))
    given = {
        "Ana": [{"mood": ["glad", "sad"]}, {"mood": ["calm"]}],
        "Ben": [{"mood": ["glad"]}, {"mood": ["calm"]}],
    }
    mood = report_of(labeled(tmp_path, codebook, given))["layers"]["mood"]
    assert mood["distance"] == "masi"
    agreement = {value: value_of(found, "percent_agreement") for value, found in mood["each_value"].items()}
    assert agreement == {"glad": 1.0, "sad": 0.5, "calm": 1.0}
    assert value_of(mood) < value_of(mood["jaccard"])


def test_sets_in_another_order_are_the_same(tmp_path):
    codebook = HEADER + layer("mood", "set", plain("glad", "sad"))
    given = {"Ana": [{"mood": ["sad", "glad"]}], "Ben": [{"mood": ["glad", "sad"]}]}
    assert (
        value_of(report_of(labeled(tmp_path, codebook, given))["layers"]["mood"], "percent_agreement") == 1.0
    )


def test_span_layers_alone_are_compared_by_their_characters(tmp_path):
    codebook = HEADER + layer("name", "span", key="1").replace('"name"', '"who"')
    given = {"Ana": [{"who": [[0, 4]]}, {}], "Ben": [{"who": [[0, 4]]}, {}]}
    report = report_of(labeled(tmp_path, codebook, given))
    assert report["layers"]["who"]["exact_f1"]["value"] == 1.0
    assert report["people"]["drift"] is None
    assert "values_who" not in pictures(report)


def test_a_collapse_that_takes_distant_values_together_is_nominal(tmp_path):
    collapse = '[layer.collapse.ends]\nlow = "end"\nhigh = "end"\nmiddle = "middle"\n'
    ordered = '[layer.collapse.halves]\nlow = "lower"\nmiddle = "lower"\nhigh = "upper"\n'
    codebook = HEADER + layer("heat", "ordinal", plain("low", "middle", "high")) + collapse + ordered
    rows = [{"heat": "low"}, {"heat": "middle"}, {"heat": "high"}]
    found = report_of(labeled(tmp_path, codebook, {"Ana": rows, "Ben": rows}))["layers"]["heat"]["collapse"]
    assert found["ends"]["measurement"] == "nominal"
    assert found["ends"]["categories"] == ["end", "middle"]
    assert found["halves"]["categories"] == ["lower", "upper"]
    assert value_of(found["halves"]) == 1.0


def test_every_report_is_plain_json(tmp_path):
    codebook = HEADER + layer("mood", "nominal", plain("a", "b"))
    report = report_of(labeled(tmp_path, codebook, {"Ana": [{"mood": "a"}], "Ben": [{"mood": "b"}]}))
    assert json.loads(json.dumps(report, allow_nan=False)) == report
