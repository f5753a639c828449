"""Gold of each kind of layer: what the votes say, and what is left open."""

from dataclasses import replace

import pytest

from exports.aggregation.consensus import consensus
from exports.agreement.counts import coded
from exports.dataset.columns import LayerColumns
from exports.dataset.gold import GoldRules, Votes, gold_of
from exports.dataset.lines import FlatOptions, flat_rows
from exports.dataset.models import fitted
from exports.dataset.units import by_half, shared_parts
from labels.codebook.codebook import Codebook
from labels.span import Span
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, lettered, team

VALUES = [{"id": name, "title": name.upper()} for name in ("low", "mid", "high")]
SCORED = [{**value, "score": number} for number, value in enumerate(VALUES)]


def layer(measurement):
    values = {"value": SCORED if measurement in ("interval", "ratio") else VALUES}
    if measurement in ("span", "entity", "list", "text"):
        values = {}
    book = {"id": "c", "version": "1", "title": "C"}
    anchor = {"id": "other", "title": "O", "measurement": "nominal", "value": VALUES}
    one = {"id": "l", "title": "L", "measurement": measurement, **values}
    return Codebook.from_data({**book, "layer": [one, anchor]}).layer("l")


def gold(measurement, *answers, rule="majority", settled=(), least=1, likely=None):
    people = tuple(f"p{number}" for number in range(len(answers)))
    rules = GoldRules(rule, {}, least)
    return gold_of(Votes(answers, people, settled), layer(measurement), rules, likely)


def spans(*pairs):
    return tuple(Span(*pair) for pair in pairs)


START, PARTS = spans((0, 4)), spans((0, 4), (8, 9))


@pytest.mark.parametrize(
    ("measurement", "answers", "value", "how"),
    [
        ("nominal", ["low"], "low", "unanimous"),
        ("nominal", ["low", "low", "high"], "low", "majority"),
        ("nominal", ["low", "low", "mid", "high"], "low", "majority"),
        ("ordinal", ["low", "mid", "high"], "mid", "median"),
        ("ordinal", ["low", "high", "high"], "high", "majority"),
        ("ordinal", ["low", "low", "mid", "high", "high"], "mid", "median"),
        ("interval", ["low", "mid", "mid"], "mid", "majority"),
        ("ratio", ["low", "low", "high"], "low", "majority"),
        ("set", [("low",), ("low", "mid"), ("low", "high")], ("low",), "majority"),
        ("set", [(), (), ("low",)], (), "majority"),
        ("set", [("low", "mid"), ("low", "mid")], ("low", "mid"), "unanimous"),
        ("entity", ["The Mayor", "mayor", "Ida Holm"], "The Mayor", "majority"),
        ("entity", ["mayor", "Mayor", "Mayor"], "mayor", "unanimous"),
        ("entity", ["", "", "Mayor"], "", "majority"),
        ("list", [("Reuters",), ("reuters",), ()], ("Reuters",), "majority"),
        ("text", ["so", "so", "thus"], "so", "majority"),
        ("span", [START, spans((0, 6)), START], START, "majority"),
        ("span", [PARTS, START, PARTS], PARTS, "majority"),
        ("span", [(), (), spans((2, 5))], (), "majority"),
        ("span", [(), ()], (), "unanimous"),
    ],
)  # fmt: skip
def test_most_votes_decide(measurement, answers, value, how):
    one = gold(measurement, *answers)
    assert (one.value, one.how, one.reason, one.votes) == (value, how, "", len(answers))


@pytest.mark.parametrize(
    ("measurement", "answers"),
    [
        ("nominal", ["low", "high"]),
        ("nominal", ["low", "low", "mid", "mid", "high"]),
        ("ordinal", ["low", "mid"]),
        ("ordinal", ["low", "low", "high", "high"]),
        ("interval", ["low", "high"]),
        ("set", [("low",), ("low", "mid")]),
        ("entity", ["Mayor", "Ida Holm"]),
        ("list", [("a", "b"), ("b", "a")]),
        ("text", ["so", "thus"]),
        ("span", [START, spans((0, 6))]),
        ("span", [START, ()]),
    ],
)
def test_a_tie_is_left_open_in_every_kind_of_layer(measurement, answers):
    one = gold(measurement, *answers)
    assert (one.value, one.how, one.reason) == (None, "none", "tie")
    assert one.votes == len(answers)


@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "set", "entity", "list", "text", "span"])
def test_without_votes_there_is_neither_gold_nor_soft_label(measurement):
    one = gold(measurement)
    assert (one.value, one.votes, one.agreement, one.reason) == (None, 0, 0.0, "no votes")
    assert sum(one.shares.values()) == 0
    cells = LayerColumns(layer(measurement), "l").cells(one, "text", 0)
    assert cells["l"] in ("", [""], [{"start": 0, "end": 0, "quote": ""}])
    assert cells["l_soft"]


@pytest.mark.parametrize(
    ("measurement", "answers", "shares"),
    [
        ("nominal", ["low", "high", "high", "high"], {"low": 0.25, "mid": 0.0, "high": 0.75}),
        ("set", [("low",), ("low", "mid")], {"low": 1.0, "mid": 0.5, "high": 0.0}),
        ("entity", ["A", "B", "B", ""], {"B": 0.5, "A": 0.25}),
        ("span", [START, spans((2, 6))], {Span(0, 2): 0.5, Span(2, 4): 1.0, Span(4, 6): 0.5}),
    ],
)
def test_soft_labels_are_the_shares_of_the_votes(measurement, answers, shares):
    assert dict(gold(measurement, *answers).shares) == shares


def test_agreement_is_the_share_of_the_most_frequent_answer():
    assert gold("nominal", "low", "low", "mid", "high").agreement == 0.5
    assert gold("entity", "The Mayor", "mayor").agreement == 1.0


def test_adjudication_wins_over_every_rule_and_two_that_differ_are_left_open():
    for rule in ("majority", "unanimous", "dawid-skene"):
        one = gold("nominal", "low", "low", rule=rule, settled=("high",), least=5)
        assert (one.value, one.how) == ("high", "adjudicated")
    assert gold("nominal", settled=("high", "low")).reason == "adjudications differ"


def test_a_model_decides_where_it_is_asked_and_a_tie_of_it_is_left_open():
    one = gold("nominal", "low", "low", "high", rule="dawid-skene", likely=(0.1, 0.0, 0.9))
    assert (one.value, one.how) == ("high", "dawid_skene")
    assert dict(one.shares) == pytest.approx(
        {"low": (2 / 3 + 0.1) / 2, "mid": 0.0, "high": (1 / 3 + 0.9) / 2}, abs=1e-6
    )
    open_one = gold("nominal", "low", "high", "low", rule="mace", likely=(0.5, 0.0, 0.5))
    assert (open_one.value, open_one.reason) == (None, "tie")


def test_below_three_votes_the_soft_label_of_a_model_is_the_smoothed_vote():
    one = gold("nominal", "low", rule="dawid-skene", likely=(1.0, 0.0, 0.0))
    assert dict(one.shares) == pytest.approx({"low": 2 / 3, "mid": 1 / 6, "high": 1 / 6}, abs=1e-6)


def test_layers_without_single_values_take_the_majority_when_a_model_is_asked():
    rules = GoldRules("dawid-skene", {"other": "unanimous"})
    assert rules.of(layer("span")) == rules.of(layer("set")) == "majority"
    assert rules.of(layer("ordinal")) == "dawid-skene"
    assert rules.of(replace(layer("nominal"), id="other")) == "unanimous"


def test_content_is_what_half_of_the_members_marked_without_white_space_at_its_ends():
    text = "one two three four"
    assert by_half([spans((0, 7)), spans((0, 7))], text) == spans((0, 7))
    assert by_half([spans((0, 7)), spans((0, 13))], text) == spans((0, 13))
    assert by_half([spans((0, 8)), spans((0, 8)), spans((4, 18))], text) == spans((0, 7))
    assert by_half([spans((0, 3), (8, 13)), spans((0, 13)), spans((0, 3), (8, 13))], text) == spans(
        (0, 3), (8, 13)
    )


def test_stretches_are_cut_where_a_mark_begins_or_ends_and_gaps_are_left_out():
    parts = list(shared_parts([spans((0, 2), (6, 8)), spans((1, 2))]))
    assert parts == [(Span(0, 1), 0.5), (Span(1, 2), 1.0), (Span(6, 8), 0.5)]


def test_the_model_of_an_export_is_that_of_the_consensus(tmp_path):
    [one] = lettered([12])
    given = {"Ana": "cccccpppcccc", "Ben": "cccppppcpccc", "Cy": "ccpcppppcpcc"}
    names = {"c": "certain", "p": "possible"}
    with team(tmp_path, [one]) as people:
        for person, letters in given.items():
            for sentence, letter in zip(one.sentences, letters, strict=True):
                people.claim(person, sentence, **OWN | {"certainty": names[letter]})
    rows = [
        (person, str(place), names[letter])
        for person, letters in given.items()
        for place, letter in enumerate(letters)
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with ProjectReader(people.path) as store, store.snapshot():
        scale = store.codebook().layer("certainty")
        expected = consensus(coded(*columns, scale.value_ids))
        for rule, name in (("dawid-skene", "dawid_skene"), ("mace", "mace")):
            rules = GoldRules("majority", {"certainty": rule})
            lines = list(flat_rows(store, FlatOptions(gold=rules, likely=fitted(store, rules))))
            assert [line["certainty"] for line in lines] == [getattr(each, name) for each in expected]
            assert {line["certainty_gold"] for line in lines} == {name}
        rules = GoldRules("majority", {"certainty": "dawid-skene"})
        lines = list(flat_rows(store, FlatOptions(gold=rules, likely=fitted(store, rules))))
        for line, each in zip(lines, expected, strict=True):
            assert list(line["certainty_soft"].values()) == pytest.approx(each.soft_label, abs=1e-5)
