"""What the constraints of a codebook refuse, and what they let through."""

import json
from pathlib import Path

import pytest

from labels.article import Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import Codebook, shipped
from labels.codebook.constraints import preset, violations
from labels.codebook.quotations import quoted_ranges
from labels.span import Span
from tests.steps import steps

TESTS = Path(__file__).parents[2]
CASES = json.loads((TESTS / "shared_cases" / "constraints.json").read_text(encoding="utf-8"))["cases"]
DATA = Path(__file__).parents[1] / "data"
COMPLETE = {"claim_type": "state", "anchor": "explicit", "source_kind": "official", "certainty": "certain"}


def codebook(name):
    return shipped() if name == "shipped" else Codebook.load(DATA / name)


def claim(record):
    content = tuple(Span(start, end) for start, end in record["content"])
    return Claim(record["id"], record["sentence"], content, record["values"])


def frame(case):
    return SentenceLabels(
        Sentence("x", "A", 0, 0, case["kind"], Span(*case["sentence"])),
        case["text"],
        case["outlet"],
        case["values"],
        tuple(map(claim, case["claims"])),
        tuple(map(claim, case["elsewhere"])),
        case["source_names"],
    )


def plain_frame(*claims, **values):
    sentence = Sentence("x", "A", 0, 0, "body", Span(0, 40))
    return SentenceLabels(
        sentence, "The tank leaked, the inspector told us on Sunday.", "Post", values, claims
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_labels_break_exactly_the_constraints_that_the_case_names(case):
    found = violations(frame(case), codebook(case["codebook"]), case["when"])
    assert [[one.constraint, one.claim] for one in found] == case["violations"]
    assert [[one.start, one.end] for one in quoted_ranges(case["text"])] == case["quoted"]


def test_every_constraint_of_the_shipped_codebook_is_broken_by_a_case_or_tested_here():
    broken = {name for case in CASES for name, _ in case["violations"]}
    not_of_sentences = {"C9", "C10"}
    assert {constraint.id for constraint in shipped().constraints} - broken == not_of_sentences


def test_a_violation_reads_as_the_codebook_words_it():
    claim = Claim("x.1", "x", (Span(0, 5),), COMPLETE)
    [violation] = violations(plain_frame(claim, claim_type="none"), shipped(), "always")
    assert violation.message == (
        "'Not a claim' excludes other claims of this sentence; delete the claim or choose another type."
    )


def test_a_missing_layer_is_named_by_its_title():
    claim = Claim("x.1", "x", (Span(0, 5),), {**COMPLETE, "claim_type": None})
    [violation] = violations(plain_frame(claim), shipped(), "done")
    assert violation.message == "Still missing: 'Claim type'."
    assert violation.layers == ("claim_type",)


def test_an_undecided_sentence_says_what_can_be_chosen():
    [violation] = violations(plain_frame(), shipped(), "done")
    assert violation.message == "Nothing is decided yet. Choose 'Claim type', or 'Not a claim'."


def test_ranges_name_no_source_of_another_layer():
    data = shipped().as_json()
    data["constraint"] = [
        {
            "id": "cue_only_with_a_source",
            "rule": "only_with",
            "layer": "cue",
            "if": {"layer": "anchor", "values": ["explicit"]},
            "not_among": ["source_mention", "source"],
        }
    ]
    ranges = {"cue": [[0, 3]], "source_mention": [[4, 8]], "source": "s1"}
    claim = Claim("x.1", "x", (Span(0, 5),), {**COMPLETE, **ranges})
    assert violations(plain_frame(claim), Codebook.from_data(data), "always") == []


def test_advice_does_not_block():
    claim = Claim("x.1", "x", (Span(0, 5),), COMPLETE)
    [violation] = violations(plain_frame(claim), shipped(), "advise")
    assert (violation.constraint, violation.when) == ("C3", "advise")
    assert violations(plain_frame(claim), shipped(), "done") == []


def test_an_advised_constraint_becomes_strict_when_the_codebook_says_done():
    data = shipped().as_json()
    for constraint in data["constraint"]:
        if constraint["id"] == "C3":
            constraint["when"] = "done"
    claim = Claim("x.1", "x", (Span(0, 5),), COMPLETE)
    [violation] = violations(plain_frame(claim), Codebook.from_data(data), "done")
    assert violation.constraint == "C3"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            {"rule": "alone", "layer": "topic", "value": "money"},
            "'Geld' can't be combined with any",
        ),
        (
            {
                "rule": "together",
                "members": [{"layer": "topic", "value": "money"}, {"layer": "voice", "value": "quoted"}],
            },
            "'Geld' and 'Zitiert' go together",
        ),
        (
            {"rule": "together", "members": [{"layer": "topic", "value": "money"}], "without": ["alarm"]},
            "'Geld' can't be combined with 'Alarm'. Clear 'Alarm'.",
        ),
        (
            {"rule": "only_with", "layer": "alarm", "if": {"layer": "voice", "values": ["quoted"]}},
            "'Alarm' only goes with 'Zitiert'.",
        ),
        ({"rule": "distinct", "layers": ["topic"]}, "Another claim in this sentence has the same labels"),
        (
            {"rule": "quotes", "if": {"layer": "topic", "values": ["money"]}},
            "None of these words are in",
        ),
        (
            {
                "rule": "elsewhere",
                "if": {"layer": "voice", "values": ["own"]},
                "layer": "alarm",
                "where": {"layer": "voice", "values": ["quoted"]},
            },
            "Another claim in this article needs the same 'Alarm', with 'Zitiert'.",
        ),
    ],
    ids=["alone", "together", "without", "only_with", "distinct", "quotes", "elsewhere"],
)
def test_a_constraint_without_a_message_words_itself(rule, message):
    data = Codebook.load(DATA / "codebook_mood.toml").as_json()
    data["constraint"] = [{"id": "own", **rule}]
    claims = [
        Claim(f"x.{n}", "x", (Span(0, 5),), {"topic": "money", "voice": "own", "alarm": "low"})
        for n in (1, 2)
    ]
    found = violations(plain_frame(*claims), Codebook.from_data(data), "done")
    assert found
    assert found[0].message.startswith(message)


def test_an_exception_lifts_a_need():
    data = Codebook.load(DATA / "codebook_mood.toml").as_json()
    data["constraint"] = [
        {
            "id": "alarm",
            "rule": "needs",
            "if": {"layer": "topic", "values": ["money"]},
            "any_of": ["alarm"],
            "unless": {"layer": "voice", "values": ["own"]},
        }
    ]
    book = Codebook.from_data(data)
    broken = [
        [
            one.constraint
            for one in violations(plain_frame(Claim("x.1", "x", (Span(0, 5),), labels)), book, "done")
        ]
        for labels in ({"topic": "money", "voice": "quoted"}, {"topic": "money", "voice": "own"})
    ]
    assert broken == [["alarm"], []]


def test_boilerplate_starts_as_no_claim_and_a_headline_does_not():
    assert [preset(kind, shipped()) for kind in ("byline", "headline", "caption")] == [
        ("claim_type", "none"),
        None,
        None,
    ]


def test_checking_a_sentence_does_not_slow_down_with_its_article():
    here = plain_frame(Claim("x.1", "x", (Span(0, 5),), COMPLETE))
    book = shipped()

    def work(size):
        others = tuple(Claim(f"y.{n}", "y", (Span(0, 5),), COMPLETE) for n in range(size))
        crowded = SentenceLabels(here.sentence, here.text, here.outlet, {}, here.claims, others)
        return steps(lambda: violations(crowded, book, "done"))

    assert work(2_000) < 1.1 * work(2) + 3 * 2_000
