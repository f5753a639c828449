"""Larger projects: many labels, many annotators, and intervals whose time does not grow with them."""

import json

import pytest

from exports.rendering.html import page
from exports.rendering.pictures import pictures
from exports.report.project_report import Options, project_report
from labels.store.queries import ProjectReader
from tests.benchmarks.report import EVENTS, OUTLETS, build
from tests.exports.labeled import OWN, lettered, report_of, team
from tests.steps import steps


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return build(tmp_path_factory.mktemp("scale"), 8_000)


@pytest.fixture(scope="module")
def report(path):
    with ProjectReader(path) as store:
        return project_report(store, Options(resamples=200, people=False))


def test_the_benchmarks_project_holds_about_as_many_labels_as_asked_for(path):
    with ProjectReader(path) as store:
        [count] = store.connection.execute("select count(*) from label").fetchone()
    assert 6_000 < count < 10_000


def test_events_are_drawn_where_there_are_enough(report):
    assert report["cluster"] == {
        **report["cluster"],
        "by": "event",
        "n": EVENTS,
        "articles": EVENTS * len(OUTLETS),
        "few_clusters": False,
    }


def test_agreement_made_at_seven_of_ten_lies_between_chance_and_full(report):
    for layer in ("claim_type", "source_kind", "certainty"):
        low, high = report["layers"][layer]["krippendorff_alpha"]["ci"]
        assert 0.2 < low < report["layers"][layer]["krippendorff_alpha"]["value"] < high < 0.8


def test_claims_that_differ_by_a_word_are_matched(report):
    assert report["claims"]["f1"]["value"] > 0.9
    assert (
        report["layers"]["content"]["exact_f1"]["value"]
        < 0.8
        < report["layers"]["content"]["overlap_f1"]["value"]
    )


def test_too_many_pairs_of_articles_leave_the_advanced_part_out_and_say_so(report):
    assert report["advanced"]["computed"] is False
    assert report["advanced"]["reason"] == "too_many_pairs"
    bare = {key: part for key, part in report.items() if key != "people"}
    assert "--advanced" in page({**bare, "versions": [], "origins": {}})


def test_a_hundred_times_the_resamples_are_not_more_steps(path):
    def work(count):
        options = Options(resamples=count, people=False, advanced=False)
        with ProjectReader(path) as store:
            return steps(lambda: project_report(store, options))

    # Arrays of sums over forty events, not a loop over a thousand drawings of eight thousand labels.
    assert work(1000) < 1.1 * work(10)


def test_two_seeds_differ_in_the_bootstrap_only(path):
    first, second = (
        report_of(path, seed=seed, people=False, advanced=False, resamples=100) for seed in (1, 2)
    )
    one, other = (found["layers"]["claim_type"] for found in (first, second))
    assert one["krippendorff_alpha"] == other["krippendorff_alpha"]
    boots = [each["details"]["krippendorff_alpha"]["bootstrap_ci"] for each in (one, other)]
    assert boots[0] != boots[1]


def test_many_annotators_who_share_little_are_reported_in_every_form(tmp_path):
    articles = list(lettered([3] * 12))
    names = [f"Person {number:02}" for number in range(24)]
    with team(tmp_path, articles) as people:
        for number, name in enumerate(names):
            for one in (articles[number % 12], articles[(number + 1) % 12]):
                for place, sentence in enumerate(one.sentences):
                    kind = "event" if (place + number) % 3 else "state"
                    people.claim(name, sentence, **{**OWN, "claim_type": kind})
    report = report_of(people.path, names=True)
    json.dumps(report, allow_nan=False)
    assert len(report["design"]["annotators"]) == 24
    assert report["design"]["labels_per_sentence"] == {"4": 36}
    assert "pairs_claim_type" not in pictures(report)
    assert "Person 23" in page(report)


def test_pairs_that_share_no_sentence_have_no_row(tmp_path):
    articles = list(lettered([2, 2]))
    with team(tmp_path, articles) as people:
        for pair, one in zip((("Ana", "Ben"), ("Chi", "Dee")), articles, strict=True):
            for name in pair:
                people.claim(name, one.sentences[0], **OWN)
    report = report_of(people.path, names=True)
    found = {tuple(sorted(pair["annotators"])) for pair in report["claims"]["pairs"]}
    assert found == {("Ana", "Ben"), ("Chi", "Dee")}
    assert {tuple(sorted(one["annotators"])) for one in report["layers"]["certainty"]["by_pair"]} == found
