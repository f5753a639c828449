"""Layers on matched claims, piece by piece."""

import numpy as np
import pytest

from exports.agreement.coefficient import Coefficient
from exports.agreement.coefficients import NAMES
from exports.agreement.counts import coded
from exports.agreement.intervals import Resampling
from exports.agreement.layer_report import seven
from exports.report.claims import claims_report, matched_claims
from exports.report.context import Setting, clusters
from exports.report.derived import with_derived_values
from exports.report.disputes import unit_entropy
from exports.report.layers import all_units, entity_figures, layer_labels, wanted_layers
from exports.report.reading.labels import read_long_table
from exports.report.sentences import count_labels, holds_labels
from labels.codebook.derivation import derived
from labels.store.queries import ProjectReader
from tests.exports.labeled import CODEBOOK, OWN, SAID, lettered, team
from tests.labels.projects import ARTICLES, article, decision

STATE, TABLOID = ARTICLES
HEAD, READY, OPENS, HOLDS = STATE.sentences


def setting_of(path, by="auto", threshold=0.5):
    with ProjectReader(path) as store, store.snapshot():
        table = read_long_table(store, store.codebook())
    return Setting(table, CODEBOOK, clusters(table, by), Resampling(count=30), threshold, table.annotators)


def units_of(setting):
    return all_units(setting, matched_claims(setting.table, setting.threshold))


def given(setting, layer):
    """The labels of a layer: for each unit the values given, sorted."""
    found = layer_labels(
        setting, units_of(setting), CODEBOOK.layer(layer), setting.table.values[layer]
    ).labels
    rows = {}
    for unit, value in zip(found.unit.tolist(), found.value.tolist(), strict=True):
        rows.setdefault(found.units[unit], []).append(found.categories[value])
    return {unit: sorted(values) for unit, values in rows.items()}


def test_a_sentence_in_which_nobody_made_a_claim_is_one_unit(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben", "Chi"):
            people.nothing(name, OPENS)
    setting = setting_of(people.path)
    assert given(setting, "claim_type") == {OPENS.id: ["none", "none", "none"]}


def test_no_claim_is_said_of_each_claim_of_the_others(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        for number, content in enumerate(([[start, start + 9]], [[start + 10, end]]), start=1):
            people.claim("Ana", READY, number, **OWN, content=content)
        people.nothing("Ben", READY)
    assert given(setting_of(people.path), "claim_type") == {
        f"{READY.id}.1": ["event", "none"],
        f"{READY.id}.2": ["event", "none"],
    }
    assert given(setting_of(people.path), "certainty") == {
        f"{READY.id}.1": ["certain"],
        f"{READY.id}.2": ["certain"],
    }


def test_another_claim_in_the_sentence_is_no_label_for_this_one(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **OWN, content=[[start, start + 9]])
        people.claim("Ben", READY, **OWN, content=[[start + 10, end]])
    assert sorted(map(len, given(setting_of(people.path), "claim_type").values())) == [1, 1]


def test_a_claim_that_reaches_into_a_sentence_without_one_is_no_second_label(tmp_path):
    # Ana says "no claim" of the sentence, but her claim in the one before runs on into it.
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ben", OPENS, **OWN)
        people.nothing("Ana", OPENS)
        people.claim("Ana", READY, **OWN, content=[[OPENS.span.start - 2, OPENS.span.end]])
    assert ["event", "event"] in given(setting_of(people.path), "claim_type").values()


def test_claims_of_three_are_one_unit_where_all_overlap(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        for number, name in enumerate(("Ana", "Ben", "Chi")):
            people.claim(name, READY, **OWN, content=[[start + number, end]])
    assert list(map(len, given(setting_of(people.path), "claim_type").values())) == [3]


def test_a_higher_threshold_matches_less(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **OWN)
        people.claim("Ben", READY, **OWN, content=[[start, (start + end) // 2]])
    low, high = (setting_of(people.path, threshold=threshold) for threshold in (0.5, 0.9))
    assert claims_report(low, matched_claims(low.table, 0.5))["pairs"][0]["matched"] == 1
    assert claims_report(high, matched_claims(high.table, 0.9))["pairs"][0]["matched"] == 0


def test_a_pair_that_shares_no_sentence_is_not_listed(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **OWN)
        people.claim("Ben", OPENS, **OWN)
    setting = setting_of(people.path)
    found = claims_report(setting, matched_claims(setting.table))
    assert found["pairs"] == []
    assert found["f1"]["reason"] == "no_unit_with_two_labels"


def test_a_claim_in_a_sentence_the_other_has_not_seen_counts_for_nobody(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN)
        people.claim("Ana", OPENS, **OWN)
    setting = setting_of(people.path)
    [pair] = claims_report(setting, matched_claims(setting.table))["pairs"]
    assert (pair["matched"], pair["claims"], pair["f1"]) == (1, [1, 1], 1.0)


def test_f1_of_one_cluster_has_no_interval_and_says_why(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN)
    setting = setting_of(people.path)
    f1 = claims_report(setting, matched_claims(setting.table))["f1"]
    assert (f1["value"], f1["ci"], f1["reason"]) == (1.0, None, "one_cluster")


def test_f1_of_several_clusters_has_an_interval(tmp_path):
    articles = list(lettered([3] * 5))
    with team(tmp_path, articles) as people:
        for place, one in enumerate(articles):
            for number, sentence in enumerate(one.sentences):
                people.claim("Ana", sentence, **OWN)
                if number <= place % 3:
                    people.claim("Ben", sentence, **OWN)
                else:
                    people.nothing("Ben", sentence)
    setting = setting_of(people.path)
    f1 = claims_report(setting, matched_claims(setting.table))["f1"]
    assert f1["ci"][0] < f1["value"] < f1["ci"][1]


def test_values_the_codebook_does_not_know_are_left_out_and_named(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN)
    setting = setting_of(people.path)
    values = dict.fromkeys(setting.table.values["claim_type"], "gone")
    found = layer_labels(setting, units_of(setting), CODEBOOK.layer("claim_type"), values)
    assert found.unknown == {"gone": 2}
    assert len(found.labels.unit) == 0


def test_whether_a_source_is_given_is_known_where_the_sentence_is_finished(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.source("Ana", STATE.id, "s1", "Mayor")
        people.claim("Ana", READY, **SAID, source="s1")
        people.claim("Ben", READY, **SAID)
        people.claim("Chi", READY, **SAID)
        people.record("Ben", decision("state", "done", READY.id))
    setting = setting_of(people.path)
    layer = CODEBOOK.layer("source")
    found = entity_figures(setting, units_of(setting), layer, setting.table.values["source"])
    assert found["given"]["krippendorff_alpha"]["n_labels"] == 2
    assert found["given"]["percent_agreement"]["value"] == 0.0


def source_figures(path):
    setting = setting_of(path)
    layer = CODEBOOK.layer("source")
    return entity_figures(setting, units_of(setting), layer, setting.table.values["source"])


@pytest.mark.parametrize("same_names", [True, False])
def test_chance_agreement_on_names_is_that_within_the_event(tmp_path, same_names):
    """One agreement and one disagreement in each event, whatever the other event calls its sources."""
    articles = list(lettered([2, 2]))
    with team(tmp_path, articles) as people:
        for one in articles:
            for name in ("Ana", "Ben"):
                for called in ("Police", "Council"):
                    whole = called if same_names else f"{called} {one.id}"
                    people.source(name, one.id, f"{name}{called}{one.id}", whole)
            given = (("Ana", 0, "Police"), ("Ben", 0, "Police"), ("Ana", 1, "Police"), ("Ben", 1, "Council"))
            for name, place, called in given:
                people.claim(name, one.sentences[place], **SAID, source=f"{name}{called}{one.id}")
    found = source_figures(people.path)
    assert found["percent_agreement"]["value"] == 0.5
    # Krippendorff (2011) on one event alone: 1 - (4 - 1) * 2 / (16 - 10).
    assert found["krippendorff_alpha"]["value"] == pytest.approx(0.0)


@pytest.mark.parametrize("events", [3, 30])
def test_sources_picked_at_random_agree_as_chance_would_have_them(tmp_path, events):
    rng = np.random.default_rng(events)
    articles = list(lettered([6] * events))
    with team(tmp_path, articles) as people:
        for one in articles:
            for name in ("Ana", "Ben"):
                for called in ("Police", "Council"):
                    people.source(name, one.id, f"{name}{called}{one.id}", called)
                for sentence in one.sentences:
                    called = ("Police", "Council")[rng.integers(2)]
                    people.claim(name, sentence, **SAID, source=f"{name}{called}{one.id}")
    alpha = source_figures(people.path)["krippendorff_alpha"]
    low, high = alpha["ci"]
    assert low <= 0 <= high


def test_the_outlets_own_voice_has_no_quotation_mode(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **OWN)
        people.claim("Ana", OPENS, **SAID)
    table = setting_of(people.path).table
    values = with_derived_values(table, CODEBOOK)
    assert values["mode"] == {1: "indirect"}
    assert values["outlet_stance"] == {0: "own", 1: "neutral"}


def test_a_value_that_was_set_wins_over_the_derived_one(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", OPENS, **SAID, outlet_stance="distanced")
        people.claim("Ben", OPENS, **SAID)
    table = setting_of(people.path).table
    assert sorted(with_derived_values(table, CODEBOOK)["outlet_stance"].values()) == ["distanced", "neutral"]
    assert len(table.values["outlet_stance"]) == 1


def test_the_cue_decides_about_the_stance(tmp_path):
    text = STATE.text
    at = text.index("said")
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **SAID, cue=[[at, at + 4]])
    assert with_derived_values(setting_of(people.path).table, CODEBOOK)["outlet_stance"] == {0: "neutral"}


SEEN = article(
    "The dam was seen as unsafe. The dam was seen by experts. He said “it holds” and left.", "Post"
)


def test_claims_share_a_derived_value_only_where_each_alone_has_it(tmp_path):
    with team(tmp_path, [SEEN]) as people:
        for name in ("Ana", "Ben"):
            for sentence in SEEN.sentences:
                word = (
                    SEEN.text.index("se", sentence.span.start) if "seen" in sentence.span.of(SEEN.text) else 0
                )
                start, end = sentence.span.start + (name == "Ben"), sentence.span.end
                people.claim(name, sentence, **SAID, cue=[[word, word + 4]], content=[[start, end]])
    with ProjectReader(people.path) as store:
        frames = [frame for one in store.annotators() for frame in store.labels_by_sentence(SEEN.id, one.id)]
    expected = {
        claim.id: derived(claim, CODEBOOK, frame.text, starts=frame.paragraph_starts)
        for frame in frames
        for claim in frame.claims
    }
    table = setting_of(people.path).table
    for layer, values in with_derived_values(table, CODEBOOK).items():
        if CODEBOOK.layer(layer).derived:
            assert [expected[one][layer] for one in table.claim_ids] == [values[n] for n in range(6)]
    assert len({one["outlet_stance"] for one in expected.values()}) == 2
    assert {one["mode"] for one in expected.values()} == {"indirect", "mixed"}


@pytest.mark.parametrize(
    ("values", "bits"), [(["x", "x"], 0.0), (["x", "y"], 1.0), (["x"], 0.0), (["x", "y", "z", "x"], 1.5)]
)
def test_entropy_of_a_unit_is_in_bits(values, bits):
    labels = coded(range(len(values)), ["u"] * len(values), values, ["x", "y", "z"])
    assert unit_entropy(labels).tolist() == [pytest.approx(bits)]


def test_layers_are_reported_in_the_order_of_the_codebook():
    chosen = wanted_layers(CODEBOOK, ["certainty", "anchor", "nonsense"])
    assert [layer.id for layer in chosen] == ["anchor", "certainty"]
    assert len(wanted_layers(CODEBOOK, None)) == len(CODEBOOK.layers)


def test_missing_coefficients_are_null_with_a_reason():
    found = seven({"krippendorff_alpha": Coefficient(None, None, None, 0, 0, "one_unit")}, "free_text")
    assert list(found) == list(NAMES)
    assert found["krippendorff_alpha"]["reason"] == "one_unit"
    assert found["gwet_ac"] == {
        "value": None,
        "se": None,
        "ci": None,
        "n_units": 0,
        "n_labels": 0,
        "reason": "free_text",
    }


def test_more_than_three_claims_count_as_three(tmp_path):
    start = READY.span.start
    with team(tmp_path, ARTICLES) as people:
        for number in range(1, 6):
            people.claim("Ana", READY, number, **OWN, content=[[start + 2 * number, start + 2 * number + 1]])
        people.nothing("Ben", READY)
    setting = setting_of(people.path)
    counts, holds = count_labels(setting), holds_labels(setting)
    assert sorted(counts.categories[value] for value in counts.value.tolist()) == ["0", "3+"]
    assert sorted(holds.categories[value] for value in holds.value.tolist()) == ["claim", "no_claim"]


@pytest.mark.parametrize(
    ("by", "expected"), [("auto", "article"), ("event", "event"), ("article", "article")]
)
def test_what_is_drawn_can_be_chosen(tmp_path, by, expected):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN)
            people.claim(name, TABLOID.sentences[1], **OWN)
    found = setting_of(people.path, by).clusters
    assert found.by == expected
    assert (found.events, found.articles) == (1, 2)
    assert found.doubled == (1 if expected == "event" else 2)
    assert len(np.unique(found.of_article)) == found.doubled


def test_few_clusters_are_called_unstable_and_articles_too_narrow(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN)
    notes = " ".join(setting_of(people.path).clusters.as_json()["notes"])
    assert "unstable" in notes
    assert "rather too narrow" in notes
