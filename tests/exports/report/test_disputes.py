"""Where annotators disagree: which sentences come first, and how disagreement runs through an article."""

import math

import pytest

from exports.report.disputes import ARTICLES_SHOWN, SENTENCES_LISTED, SENTENCES_SHOWN
from tests.exports.labeled import OWN, SAID, lettered, report_of, team
from tests.labels.projects import ARTICLES, article

READY = ARTICLES[0].sentences[0]


def claims(people, sentence, *kinds):
    """One claim by each of so many people; None for a person who did not see the sentence."""
    for name, kind in zip(("Ana", "Ben", "Chi", "Dan"), kinds, strict=False):
        if kind == "none":
            people.nothing(name, sentence)
        elif kind is not None:
            people.claim(name, sentence, **{**OWN, "claim_type": kind})


def report_for(folder, sizes, *rows):
    """The report on articles of these sizes, with the kinds that people gave to each sentence in order."""
    articles = list(lettered(sizes))
    sentences = [sentence for one in articles for sentence in one.sentences]
    with team(folder, articles) as people:
        for sentence, kinds in zip(sentences, rows, strict=False):
            claims(people, sentence, *kinds)
    return report_of(people.path, names=True, people=False, advanced=False)


def test_the_sentence_with_most_bits_comes_first(tmp_path):
    rows = [("event", "event", "state"), ("event", "state", "quantity"), ("event", "event", "event")]
    report = report_for(tmp_path, [3], *rows)
    found = report["disputed_sentences"]
    assert [one["sentence"] for one in found] == ["art0000:1", "art0000:0"]
    assert found[0]["entropy"] == pytest.approx(math.log2(3), abs=1e-6)


def test_a_sentence_that_all_label_alike_is_not_disputed(tmp_path):
    report = report_for(tmp_path, [2], ("event", "event"), ("state", "state"))
    assert report["disputed_sentences"] == []
    assert report["disputed_articles"] == []


def test_a_claim_beside_none_is_disputed_in_both_steps(tmp_path):
    [found] = report_for(tmp_path, [1], ("event", "none"))["disputed_sentences"]
    assert found["layers"] == {
        "holds_claim": {"Ana": ["claim"], "Ben": ["no_claim"]},
        "claim_type": {"Ana": ["event"], "Ben": ["none"]},
    }


def test_a_sentence_that_one_person_saw_is_not_disputed(tmp_path):
    report = report_for(tmp_path, [2], ("event", None), ("event", "state"))
    assert [one["sentence"] for one in report["disputed_sentences"]] == ["art0000:1"]


def test_at_most_thirty_sentences_are_listed(tmp_path):
    report = report_for(tmp_path, [SENTENCES_LISTED + 3], *[("event", "state")] * (SENTENCES_LISTED + 3))
    assert len(report["disputed_sentences"]) == SENTENCES_LISTED


def test_equally_disputed_sentences_come_in_reading_order(tmp_path):
    report = report_for(tmp_path, [3], *[("event", "state")] * 3)
    assert [one["sentence"] for one in report["disputed_sentences"]] == [f"art0000:{n}" for n in range(3)]


def test_an_article_has_the_bits_of_each_sentence_and_none_where_fewer_than_two_saw_it(tmp_path):
    rows = [("event", "state"), ("event", None), ("event", "event"), (None, None)]
    [found] = report_for(tmp_path, [4], *rows)["disputed_articles"]
    assert found["entropies"] == [1.0, None, 0.0, None]
    assert (found["event"], found["outlet"]) != ("", "")


def test_the_article_with_most_disagreement_comes_first(tmp_path):
    rows = [("event", "state"), ("event", "event"), ("event", "state"), ("event", "state")]
    found = report_for(tmp_path, [2, 2], *rows)["disputed_articles"]
    assert [one["article"] for one in found] == ["art0001", "art0000"]


def test_only_the_articles_with_most_disagreement_are_shown(tmp_path):
    sizes = [1] * (ARTICLES_SHOWN + 2)
    found = report_for(tmp_path, sizes, *[("event", "state")] * len(sizes))["disputed_articles"]
    assert len(found) == ARTICLES_SHOWN


def test_a_long_article_is_cut(tmp_path):
    found = report_for(tmp_path, [SENTENCES_SHOWN + 5], ("event", "state"))["disputed_articles"]
    assert len(found[0]["entropies"]) == SENTENCES_SHOWN


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Two people and two outlets; the mode of a quotation is derived, since nobody set it."""
    other = article("Rain fell on the dam. It held.", "Gazette")
    with team(tmp_path_factory.mktemp("touched"), [*ARTICLES, other]) as people:
        people.claim("Ana", READY, **SAID)
        people.claim("Ben", READY, **{**SAID, "claim_type": "state"})
        people.claim("Ana", other.sentences[0], **OWN)
    return report_of(people.path, names=True, advanced=False)


def test_the_labels_of_each_outlet_are_counted_by_value(report):
    data = report["layers"]["claim_type"]
    by_outlet = {
        outlet: {value: n for value, n in zip(data["categories"], counts, strict=True) if n}
        for outlet, counts in data["by_outlet"].items()
    }
    assert by_outlet["Gazette"] == {"event": 1}
    assert by_outlet[ARTICLES[0].outlet] == {"event": 1, "state": 1}


def test_values_have_titles(report):
    titles = report["layers"]["claim_type"]["value_titles"]
    assert titles["event"] == "Event or action"
    assert set(titles) == set(report["layers"]["claim_type"]["categories"])


def test_a_derived_layer_counts_the_values_that_nobody_set(report):
    touched = report["layers"]["mode"]["touched"]
    assert touched["by_hand"] == 0
    assert touched["values"] > 0


def test_a_layer_set_by_hand_counts_them_all(report):
    assert report["layers"]["claim_type"]["touched"] == {"values": 3, "by_hand": 3, "accepted": 0}


def test_sentences_shared_with_others_are_counted_for_each_annotator(report):
    shared = {one["annotator"]: one["seen_with_others"] for one in report["design"]["annotators"]}
    assert shared == {"Ana": 1, "Ben": 1}


def test_the_report_names_the_events_it_speaks_of(report):
    held = {one["event"] for one in report["disputed_sentences"]}
    assert held <= set(report["events"])
    assert all(report["events"].values())


def test_the_report_says_up_to_when_labels_were_taken_in(report):
    assert report["project"]["head_at"][:2] == "20"
    assert report["project"]["name"] == "p"
