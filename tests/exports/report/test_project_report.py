"""What the report of a project says, on small projects whose answer is known."""

import json

import krippendorff
import numpy as np
import pytest

from exports.agreement.coefficients import NAMES
from exports.rendering.text import remarks
from exports.report.long_table import Selection
from labels.span import Span
from labels.store.project import add_codebook
from labels.store.queries import ProjectReader
from tests.exports.labeled import CODEBOOK, OWN, SAID, at, lettered, own_project, report_of, team, value_of
from tests.labels.projects import ARTICLES, article, decision

STATE, TABLOID = ARTICLES
HEAD, READY, OPENS, HOLDS = STATE.sentences


def alpha_of(rows, measurement="nominal"):
    """Krippendorff's own package on units x annotators."""
    values = sorted({value for row in rows for value in row if value is not None})
    codes = [[np.nan if value is None else values.index(value) for value in row] for row in rows]
    return krippendorff.alpha(np.array(codes).T, level_of_measurement=measurement)


@pytest.fixture
def path(tmp_path):
    """Both make one claim, one makes a claim where the other sees none, both see none, Ben misses one."""
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
    assert layers["certainty"]["other_measurements"].keys() == {"nominal", "linear"}


@pytest.mark.parametrize("layer", ["content", *CODEBOOK.layer_ids])
def test_every_layer_has_the_seven_public_coefficients(path, layer):
    data = report_of(path)["layers"][layer]
    for name in NAMES:
        assert set(data[name]) == {"value", "se", "ci", "n_units", "n_labels", "reason"}
        assert data[name]["value"] is not None or data[name]["reason"]


def test_unsure_without_a_label_is_no_label_and_is_counted_apart(path):
    before = report_of(path)["sentence"]["holds_claim"]["percent_agreement"]["n_labels"]
    with at(path) as people:
        people.record("Chi", decision("unsure", "?", HEAD.id))
    report = report_of(path)
    assert report["sentence"]["holds_claim"]["percent_agreement"]["n_labels"] == before
    [chi] = [one for one in report["design"]["annotators"] if one["unsure"]]
    assert (chi["seen"], chi["unsure"], chi["unsure_without_label"], chi["unseen"]) == (0, 1, 1, 4)


def test_a_label_given_with_a_doubt_is_a_label(path):
    before = report_of(path)["sentence"]["holds_claim"]["percent_agreement"]
    with at(path) as people:
        people.record("Ben", decision("unsure", "", READY.id))
    report = report_of(path)
    assert report["sentence"]["holds_claim"]["percent_agreement"] == before
    assert sum(one["unsure"] for one in report["design"]["annotators"]) == 1


def test_who_has_left_no_trace_is_no_annotator(path):
    with at(path) as people:
        assert people["Reader"].id
    assert len(report_of(path)["design"]["annotators"]) == 2


def test_the_overlap_is_what_two_have_seen(path):
    design = report_of(path, names=True)["design"]
    assert design["overlap"]["annotators"] in (["Ana", "Ben"], ["Ben", "Ana"])
    assert sorted(cell for row in design["overlap"]["sentences"] for cell in row) == [3, 3, 3, 4]
    assert design["labels_per_sentence"] == {"1": 1, "2": 3}


def test_annotators_are_pseudonyms_unless_names_are_asked_for(path):
    assert '"Ana"' not in json.dumps(report_of(path))
    assert '"Ana"' in json.dumps(report_of(path, names=True))


def test_the_same_project_gives_the_same_bytes(path):
    assert json.dumps(report_of(path)) == json.dumps(report_of(path))


def test_the_report_names_project_log_codebook_seed_and_tool(path):
    report = report_of(path, seed=7, threshold=0.8)
    with ProjectReader(path) as store:
        assert report["project"]["id"] == store.fact("id")
        assert report["project"]["head"] == store.head()
        last = store.connection.execute("select hash from decision order by seq desc").fetchone()[0]
        assert report["project"]["head_hash"] == last
    assert report["codebook"]["hash"] == CODEBOOK.hash
    assert (report["seed"], report["resamples"], report["threshold"]) == (7, 50, 0.8)
    assert report["tool"]["name"] == "claimdesk"


@pytest.mark.parametrize("people", [[], ["Ana"]])
def test_a_project_with_fewer_than_two_annotators_has_nulls_with_reasons(tmp_path, people):
    with team(tmp_path, ARTICLES) as found:
        for name in people:
            found.claim(name, HEAD, **OWN)
    report = report_of(found.path)
    json.dumps(report, allow_nan=False)
    for data in report["layers"].values():
        assert data["krippendorff_alpha"]["value"] is None
        assert data["krippendorff_alpha"]["reason"]
    assert report["claims"]["f1"]["value"] is None


def test_equal_offsets_in_two_articles_are_no_agreement(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", HEAD, **OWN, content=[[0, 5]])
        people.claim("Ben", TABLOID.sentences[0], **OWN, content=[[0, 5]])
    report = report_of(people.path)
    assert report["layers"]["content"]["character_alpha"]["reason"] == "no_text_seen_by_two"
    assert report["claims"]["n_units_of_two"] == 0


def test_finished_without_a_cue_disagrees_with_a_cue_and_unseen_does_not(tmp_path):
    start = READY.span.start
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **SAID, cue=[[start, start + 5]])
        people.claim("Ben", READY, **SAID)
        people.record("Ben", decision("state", "done", READY.id))
        people.claim("Ana", TABLOID.sentences[1], **SAID, cue=[[10, 15]])
    cue = report_of(people.path)["layers"]["cue"]
    assert cue["exact_f1"]["value"] == 0.0
    assert cue["exact_f1"]["n_units"] == 1
    assert cue["krippendorff_alpha"] == cue["character_alpha"]


@pytest.mark.parametrize("finished", [False, True])
def test_a_claim_whose_cue_comes_in_a_second_pass_lowers_nothing_before(tmp_path, finished):
    sentences = [sentence for one in ARTICLES for sentence in one.sentences][:4]
    with team(tmp_path, ARTICLES) as people:
        for number, sentence in enumerate(sentences):
            cue = [[sentence.span.start, sentence.span.start + 3]]
            people.claim("Ana", sentence, **SAID, cue=cue)
            people.claim("Ben", sentence, **SAID, **({"cue": cue} if number < 2 or finished else {}))
    cue = report_of(people.path)["layers"]["cue"]
    assert [cue[name]["value"] for name in ("exact_f1", "overlap_f1", "character_alpha")] == [1.0] * 3


def test_a_chain_of_claims_is_matched_as_its_layers_are_compared(tmp_path):
    """A and B share .6, B and C share .6, A and C share .2: two units, and one matched pair."""
    start = READY.span.start
    with team(tmp_path, ARTICLES) as people:
        for name, first in (("Ana", 0), ("Ben", 4), ("Chi", 8)):
            people.claim(name, READY, **OWN, content=[[start + first, start + first + 10]])
    report = report_of(people.path)
    matched = {tuple(pair["annotators"]): pair["matched"] for pair in report["claims"]["pairs"]}
    assert sum(matched.values()) == 1
    assert report["claims"]["n_units"] == 2
    claim_type = report["layers"]["claim_type"]["krippendorff_alpha"]
    assert (claim_type["n_units"], claim_type["n_labels"]) == (1, 2)


def test_three_claims_that_are_all_near_are_one_unit_and_three_pairs(tmp_path):
    start = READY.span.start
    with team(tmp_path, ARTICLES) as people:
        for name, first in (("Ana", 0), ("Ben", 1), ("Chi", 2)):
            people.claim(name, READY, **OWN, content=[[start + first, start + first + 10]])
    report = report_of(people.path)
    assert sum(pair["matched"] for pair in report["claims"]["pairs"]) == 3
    assert report["claims"]["n_units"] == 1


def test_two_claims_under_one_cue_mark_it_once(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        for number, content in enumerate(([[start, start + 8]], [[start + 10, end]]), start=1):
            people.claim("Ana", READY, number, **SAID, content=content, cue=[[end - 5, end - 1]])
        people.claim("Ben", READY, **SAID, cue=[[end - 5, end - 1]])
    assert report_of(people.path)["layers"]["cue"]["exact_f1"]["value"] == 1.0


def test_sources_are_the_same_by_name_whatever_its_case_and_article(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name, called in (("Ana", "The Mayor"), ("Ben", "mayor")):
            people.source(name, STATE.id, f"s-{name}", called)
            people.claim(name, READY, **SAID, source=f"s-{name}")
        people.source("Ana", STATE.id, "s-council", "Council")
        for name, source in (("Ana", "s-council"), ("Ben", "s-Ben")):
            people.claim(name, OPENS, **SAID, source=source)
    source = report_of(people.path)["layers"]["source"]
    assert value_of(source, "percent_agreement") == 0.5
    assert value_of(source) == pytest.approx(alpha_of([["mayor", "mayor"], ["council", "mayor"]]))
    assert source["gwet_ac"]["reason"] == "unknown_number_of_values"


def test_relays_are_compared_as_given_at_all_and_in_their_order(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name, order in (("Ana", (1, 2)), ("Ben", (2, 1))):
            for number in (1, 2):
                people.source(name, STATE.id, f"{name}{number}", f"Paper {number}")
            people.claim(name, READY, **SAID, relays=[f"{name}{number}" for number in order])
            people.claim(name, OPENS, **SAID, relays=[f"{name}1"])
            people.claim(name, HOLDS, **SAID)
            people.record(name, *[decision("state", "done", one.id) for one in (READY, OPENS, HOLDS)])
    relays = report_of(people.path)["layers"]["relays"]
    assert value_of(relays, "percent_agreement") == 0.5
    assert value_of(relays["given"]) == 1.0
    assert relays["given"]["krippendorff_alpha"]["n_units"] == 3


def test_a_derived_layer_is_compared_by_what_follows_from_the_labels(tmp_path):
    start, end = READY.span.start, READY.span.end
    with team(tmp_path, ARTICLES) as people:
        people.claim("Ana", READY, **SAID, content=[[start, start + 14]])
        people.claim("Ben", READY, **SAID, content=[[start, end]])
        for name in ("Ana", "Ben"):
            people.claim(name, OPENS, **SAID)
    mode = report_of(people.path, threshold=0.3)["layers"]["mode"]
    assert mode["derived"]
    assert value_of(mode) == pytest.approx(alpha_of([["direct", "mixed"], ["indirect", "indirect"]]))


def test_a_sentence_two_outlets_print_counts_once(tmp_path):
    copies = [article("Dam opens\nIt holds. Rain fell.", "One"), article("Dam\nIt holds. Sun shone.", "Two")]
    with team(tmp_path, copies) as people:
        for name in ("Ana", "Ben"):
            for one in copies:
                for sentence in one.sentences:
                    people.claim(name, sentence, **OWN)
    once = report_of(people.path)
    every = report_of(people.path, selection=Selection(copies="all"))
    assert once["design"]["copies"] == {"sentences": 1, "counted": "once"}
    assert every["design"]["copies"] == {"sentences": 1, "counted": "every time"}
    assert once["sentence"]["holds_claim"]["percent_agreement"]["n_units"] == 5
    assert every["sentence"]["holds_claim"]["percent_agreement"]["n_units"] == 6


def test_events_annotators_and_layers_can_be_chosen(path):
    with ProjectReader(path) as store:
        ids = {person.name: person.id for person in store.annotators()}
    report = report_of(path, selection=Selection(annotators=frozenset([ids["Ana"]])))
    assert [one["annotator"] for one in report["design"]["annotators"]] == [ids["Ana"]]
    assert set(report_of(path, selection=Selection(layers=frozenset(["certainty"])))["layers"]) == {
        "content",
        "certainty",
    }
    assert report_of(path, selection=Selection(events=frozenset()))["design"]["annotators"] == []


@pytest.mark.parametrize(("events", "by"), [(9, "article"), (10, "event")])
def test_events_are_drawn_where_there_are_ten_with_double_labels(tmp_path, events, by):
    articles = list(lettered([2] * events))
    with team(tmp_path, articles) as people:
        for name in ("Ana", "Ben"):
            for one in articles:
                people.claim(name, one.sentences[0], **OWN)
    cluster = report_of(people.path)["cluster"]
    assert (cluster["by"], cluster["n"], cluster["few_clusters"]) == (by, events, events < 10)
    assert report_of(people.path, cluster_by="event")["cluster"]["by"] == "event"


def test_time_at_work_leaves_pauses_of_more_than_five_minutes_out(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for sentence, at in (
            (HEAD, "09:00:00"),
            (READY, "09:01:00"),
            (OPENS, "09:02:00"),
            (HOLDS, "09:20:00"),
        ):
            people.nothing("Ana", sentence, client_at=f"2026-09-07T{at}+00:00")
    [speed] = report_of(people.path)["people"]["speed"]
    assert (speed["active_seconds"], speed["pauses"], speed["sentences"]) == (120.0, 1, 4)
    assert speed["seconds_per_sentence"] == 30.0


def test_work_done_offline_is_timed_by_the_annotators_clock(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for sentence, at in ((HEAD, "09:02:00"), (READY, "09:00:00"), (OPENS, "nonsense")):
            people.nothing("Ana", sentence, client_at=f"2026-09-07T{at}+00:00")
    [speed] = report_of(people.path)["people"]["speed"]
    assert speed["active_seconds"] == 120.0


def test_annotators_who_meet_the_same_words_again_are_compared_with_themselves(tmp_path):
    twice = article("Dam opens\nIt holds. Rain fell. It holds. Rain fell.", "One")
    first, rain, again, rain_again = twice.sentences[1:]
    with team(tmp_path, [twice]) as people:
        people.claim("Ana", first, **OWN)
        people.claim("Ana", again, **{**OWN, "certainty": "possible"})
        people.claim("Ana", rain, **OWN)
        people.nothing("Ana", rain_again)
    repeated = report_of(people.path)["people"]["repeated"]
    assert repeated["n_sentences"] == 2
    assert value_of(repeated["holds_claim"], "percent_agreement") == 0.5
    assert value_of(repeated["layers"]["claim_type"], "percent_agreement") == 0.5
    # quadratic weights: two steps of four apart
    assert value_of(repeated["layers"]["certainty"], "percent_agreement") == 0.75


def test_drift_follows_the_order_in_which_each_annotator_worked(tmp_path):
    [one] = lettered([40])
    with team(tmp_path, [one]) as people:
        for sentence in one.sentences:
            people.claim("Ana", sentence, **OWN)
        for place, sentence in enumerate(reversed(one.sentences)):
            people.claim("Ben", sentence, **{**OWN, "claim_type": "event" if place < 20 else "state"})
    drift = report_of(people.path, names=True)["people"]["drift"]
    by_name = {
        one["annotator"]: [batch["agreement"] for batch in one["batches"]] for one in drift["annotators"]
    }
    assert by_name == {"Ana": [0.0, 1.0], "Ben": [1.0, 0.0]}
    assert drift["layer"] == "claim_type"


def test_too_few_units_for_two_batches_are_no_drift(path):
    drift = report_of(path)["people"]["drift"]
    assert {one["reason"] for one in drift["annotators"]} == {"too_few_units"}


def test_each_codebook_version_is_compared_by_its_own_labels(path):
    text = (
        "id='claims-in-news'\nversion='9'\ntitle='t'\n[[layer]]\nid='claim_type'\ntitle='Type'\n"
        "measurement='nominal'\nempty='none'\n[[layer.value]]\nid='none'\nkey='0'\ntitle='n'\n"
        "[[layer.value]]\nid='event'\nkey='1'\ntitle='e'\n"
    )
    newer = type(CODEBOOK).parse(text, "newer")
    with at(path) as people:
        people.run(lambda connection: add_codebook(connection, newer, text))
        for name in ("Ana", "Ben"):
            people.nothing(name, TABLOID.sentences[0], codebook=newer.hash)
    old, new = report_of(path)["versions"]
    assert (old["version"], new["version"]) == (CODEBOOK.version, "9")
    assert new["layers"]["claim_type"]["percent_agreement"]["n_units"] == 1
    assert value_of(new["layers"]["claim_type"], "percent_agreement") == 1.0
    assert old["layers"]["claim_type"]["percent_agreement"]["n_units"] == 3


def test_adjudicated_labels_are_no_independent_labels(path):
    before = report_of(path)["sentence"]["holds_claim"]["percent_agreement"]["n_units"]
    with at(path) as people:
        people.record("Ben", decision("claim_type", None, OPENS.id, base=1))
        people.record("Ben", decision("claim_type", "none", OPENS.id, base=2, kind="adjudicate"))
    report = report_of(path)
    assert report["sentence"]["holds_claim"]["percent_agreement"]["n_units"] == before - 1
    assert "(not independent): 1." in "".join(remarks(report))


def test_a_deleted_claim_is_gone_with_its_labels(path):
    with at(path) as people:
        people.record("Ana", decision("content", None, f"{HOLDS.id}.1", base=1))
    assert report_of(path)["claims"]["n_claims"] == 3


def test_the_most_disputed_sentence_comes_first_with_its_words_and_what_was_said(path):
    first = report_of(path, names=True)["disputed_sentences"][0]
    assert first["sentence"] == READY.id
    assert first["text"] == READY.span.of(STATE.text)
    assert first["layers"]["claim_type"] == {"Ana": ["state"], "Ben": ["none"]}


def test_the_planner_says_how_much_more_to_label(tmp_path):
    articles = list(lettered([6] * 12))
    kinds = ("event", "state", "quantity")
    with team(tmp_path, articles) as people:
        for number, one in enumerate(articles):
            for place, sentence in enumerate(one.sentences):
                people.claim("Ana", sentence, **{**OWN, "claim_type": kinds[place % 3]})
                people.claim("Ben", sentence, **{**OWN, "claim_type": kinds[(place + number % 2) % 3]})
    plan = report_of(people.path, resamples=200)["layers"]["claim_type"]["plan"]["krippendorff_alpha"]
    assert plan["n_clusters"] == 12
    assert plan["more_clusters"] > 0


def test_the_project_is_read_and_never_written(path):
    before = path.read_bytes()
    report_of(path)
    assert path.read_bytes() == before


MOODS = """
id = "moods"
version = "1"
title = "Moods"
[[layer]]
id = "mood"
title = "Mood"
measurement = "set"
[[layer.value]]
id = "glad"
key = "1"
title = "Glad"
[[layer.value]]
id = "sad"
key = "2"
title = "Sad"
[[layer]]
id = "remark"
title = "Remark"
measurement = "text"
key = "3"
[[layer]]
id = "heat"
title = "Heat"
measurement = "interval"
[[layer.value]]
id = "low"
key = "4"
title = "Low"
score = 1
[[layer.value]]
id = "high"
key = "5"
title = "High"
score = 10
"""


def test_a_codebook_with_sets_numbers_and_free_text_is_reported_too(tmp_path):
    path = own_project(tmp_path, ARTICLES, MOODS)
    book = type(CODEBOOK).parse(MOODS, "moods").hash
    given = {"Ana": (["glad", "sad"], ["glad"]), "Ben": (["glad"], ["glad"])}
    with at(path) as people:
        for name, moods in given.items():
            for sentence, mood, heat in zip((HEAD, READY), moods, ("low", "high"), strict=True):
                people.claim(name, sentence, codebook=book, mood=mood, heat=heat, remark="<b>")
    layers = report_of(path)["layers"]
    assert value_of(layers["mood"], "percent_agreement") == 0.5
    assert layers["mood"]["jaccard"]["krippendorff_alpha"]["value"] is not None
    assert value_of(layers["mood"]["each_value"]["sad"], "percent_agreement") == 0.5
    assert layers["remark"]["krippendorff_alpha"]["reason"] == "free_text"
    assert value_of(layers["heat"]) == 1.0
    assert layers["heat"]["measurement"] == "interval"


def test_unitizing_alpha_and_gamma_are_given_on_articles_seen_as_a_whole(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            for sentence in STATE.sentences:
                people.claim(name, sentence, **OWN)
    advanced = report_of(people.path)["advanced"]
    assert advanced["unitizing_alpha"]["content"]["value"] == pytest.approx(1.0)
    assert advanced["gamma"]["value"] == pytest.approx(1.0)
    assert report_of(people.path, advanced=False).get("advanced") is None


def test_ranges_of_a_claim_may_have_gaps(tmp_path):
    start = READY.span.start
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            people.claim(name, READY, **OWN, content=[[start, start + 5], [start + 9, start + 14]])
    assert report_of(people.path)["layers"]["content"]["exact_f1"]["value"] == 1.0
    assert Span(start, start + 5).of(STATE.text)


def nested(folder, *inner):
    """Two people mark the same long claim in every article, and each one claim inside it."""
    with team(folder, ARTICLES) as people:
        for article in ARTICLES:
            head = article.sentences[0]
            for name, (first, last) in zip(("Ana", "Ben"), inner, strict=True):
                people.claim(name, head, 1, **OWN)
                where = [[head.span.start + first, head.span.start + last]]
                people.claim(name, head, 2, **OWN, content=where)
    return report_of(people.path)["layers"]["content"]


def test_inner_claims_that_differ_are_seen_though_every_character_is_marked_by_both(tmp_path):
    content = nested(tmp_path, (0, 4), (6, 9))
    assert content["character_alpha"]["reason"] == "one_value_only"
    assert (content["inner"]["exact_f1"]["value"], content["inner"]["character_alpha"]["value"] < 0) == (0, 1)


def test_inner_claims_that_are_the_same_agree(tmp_path):
    inner = nested(tmp_path, (0, 4), (0, 4))["inner"]
    assert [inner[name]["value"] for name in ("exact_f1", "character_alpha")] == [1.0, 1.0]


def test_claims_side_by_side_are_no_inner_claims(tmp_path):
    with team(tmp_path, ARTICLES) as people:
        for name in ("Ana", "Ben"):
            for number, content in enumerate(([[0, 5]], [[5, 9]]), start=1):
                people.claim(name, HEAD, number, **OWN, content=content)
    assert report_of(people.path)["layers"]["content"]["inner"] is None


def test_the_mean_f1_of_claims_speaks_for_other_annotators_when_asked(tmp_path):
    articles = list(lettered([4] * 4))
    with team(tmp_path, articles) as people:
        for place, sentence in enumerate(one for article in articles for one in article.sentences):
            for number, name in enumerate(("Ana", "Ben", "Chi")):
                if place % (3 + 2 * number):
                    people.claim(name, sentence, **OWN)
                else:
                    people.nothing(name, sentence)
    path = people.path
    fixed, random = (report_of(path, annotators=kind)["claims"]["f1"] for kind in ("fixed", "random"))
    assert random["se"] > fixed["se"]
