"""The report of random projects against a slow one written for the test: one loop for each rule."""

import random
from collections import defaultdict
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from exports.agreement.spans.matching import MarkedClaim, claim_units
from exports.agreement.spans.spans import SpanSet
from labels.codebook.derivation import derived
from labels.span import Span, merged
from labels.store.queries import ProjectReader
from tests.exports.agreement.span_oracle import span_agreements
from tests.exports.labeled import CODEBOOK, report_of, team, value_of
from tests.labels.projects import ARTICLES, decision

PEOPLE = ("Ana", "Ben", "Chi")
SEEDS = range(8)


def random_project(folder, seed):
    """Three people on two articles; some sentences unseen, some with two claims, some unsure."""
    rng = random.Random(seed)
    with team(folder, ARTICLES) as people:
        for name in PEOPLE:
            for article in ARTICLES:
                for sentence in article.sentences:
                    decide(people, rng, name, sentence)
    return people.path


def decide(people, rng, name, sentence):
    choice = rng.random()
    if choice < 0.15:
        return
    if choice < 0.2:
        people.record(name, decision("unsure", "", sentence.id))
        return
    if choice < 0.4:
        people.nothing(name, sentence)
        return
    start, end = sentence.span.start, sentence.span.end
    # Not in the middle: of two equally good matches either may be taken.
    half = start + 2 * (end - start) // 5
    contents = [[[start, end]], [[start, half], [half + 2, end]], [[start + 4, end]]]
    claims = [rng.choice(contents)] if rng.random() < 0.7 else [[[start, half]], [[half, end]]]
    for number, content in enumerate(claims, start=1):
        anchor = rng.choice(["none", "explicit"])
        values = {
            "claim_type": rng.choice(["event", "state", "quantity"]),
            "anchor": anchor,
            "source_kind": "author" if anchor == "none" else rng.choice(["official", "person"]),
            "certainty": rng.choice(["open", "possible", "certain"]),
        }
        if anchor == "explicit" and rng.random() < 0.6:
            at = rng.choice([start, start + 3])
            values["cue"] = [[at, at + 4]]
        people.claim(name, sentence, number, content=content, **values)


def frames_of(path):
    """Everybody's frames: by annotator, then sentence."""
    with ProjectReader(path) as store:
        people = {person.name: person.id for person in store.annotators()}
        return {
            name: {
                frame.sentence.id: frame
                for article in ARTICLES
                for frame in store.labels_by_sentence(article.id, people[name])
            }
            for name in sorted(PEOPLE, key=people.__getitem__)
        }


def has_seen(frame):
    return (
        bool(frame.claims) or frame.values.get("claim_type") == "none" or frame.values.get("state") == "done"
    )


def has_finished(frame, role):
    """Seen, and either done or with a mark for each claim."""
    done = frame.values.get("state") == "done" or not frame.claims
    return has_seen(frame) and (done or role == "content" or all(role in one.values for one in frame.claims))


def alpha(rows, values, measurement="nominal"):
    """Krippendorff's package; None where it finds nothing to compute."""
    rows = [row for row in rows if sum(value is not None for value in row) > 1]
    given = {value for row in rows for value in row if value is not None}
    if len(given) < 2:
        return None
    codes = [[np.nan if value is None else values.index(value) for value in row] for row in rows]
    return krippendorff.alpha(
        np.array(codes, float).T, value_domain=list(range(len(values))), level_of_measurement=measurement
    )


def claims_of(frames):
    return {
        name: [
            MarkedClaim(claim.id, name, frame.sentence.article, claim.content)
            for frame in by_sentence.values()
            for claim in frame.claims
        ]
        for name, by_sentence in frames.items()
    }


def values_of(frames):
    """Set or derived values of every claim, by annotator and claim id."""
    found = {}
    for name, by_sentence in frames.items():
        for frame in by_sentence.values():
            for claim in frame.claims:
                computed = derived(claim, CODEBOOK, frame.text, starts=frame.paragraph_starts)
                found[name, claim.id] = {**computed, **claim.values}
    return found


def unit_rows(frames, layer):
    """Units x annotators for a layer, by the rules of the report."""
    values, rows, claimed = values_of(frames), [], set()
    for unit in claim_units([one for claims in claims_of(frames).values() for one in claims]):
        by_name = {one.annotator: one.id for one in unit}
        first = min(by_name.items(), key=lambda item: (place_of(item[1]), list(frames).index(item[0])))[1]
        sentence = first.rpartition(".")[0]
        claimed |= {one.id.rpartition(".")[0] for one in unit}
        row = []
        for name, by_sentence in frames.items():
            value = values[name, by_name[name]].get(layer) if name in by_name else None
            if name not in by_name and layer == "claim_type":
                frame = by_sentence[sentence]
                value = "none" if has_seen(frame) and not frame.claims else None
            row.append(value)
        rows.append(row)
    if layer == "claim_type":
        rest = {key for by_sentence in frames.values() for key in by_sentence} - claimed
        rows += [["none" if has_seen(by[sentence]) else None for by in frames.values()] for sentence in rest]
    return rows


def place_of(claim):
    """Where a claim stands in reading order."""
    sentence, _, number = claim.rpartition(".")
    order = [
        one.id for article in sorted(ARTICLES, key=lambda a: (a.outlet, a.id)) for one in article.sentences
    ]
    return order.index(sentence), int(number)


def agrees(found, expected):
    return found is None if expected is None else found == pytest.approx(expected, abs=1e-9)


@pytest.fixture(scope="module", params=SEEDS)
def case(request, tmp_path_factory):
    path = random_project(tmp_path_factory.mktemp(f"oracle{request.param}"), request.param)
    return report_of(path, names=True), frames_of(path)


def test_whether_a_sentence_holds_a_claim(case):
    report, frames = case
    sentences = list(next(iter(frames.values())))
    rows = [
        [("claim" if by[one].claims else "no") if has_seen(by[one]) else None for by in frames.values()]
        for one in sentences
    ]
    assert agrees(value_of(report["sentence"]["holds_claim"]), alpha(rows, ["claim", "no"]))


def test_how_many_claims_a_sentence_holds(case):
    report, frames = case
    sentences = list(next(iter(frames.values())))
    rows = [
        [min(len(by[one].claims), 3) if has_seen(by[one]) else None for by in frames.values()]
        for one in sentences
    ]
    assert agrees(value_of(report["sentence"]["number_of_claims"]), alpha(rows, [0, 1, 2, 3], "ordinal"))


def test_how_many_claims_of_each_pair_are_matched(case):
    report, frames = case
    expected = {}
    units = claim_units([claim for claims in claims_of(frames).values() for claim in claims])
    for one, other in combinations(frames, 2):
        both = {key for key in frames[one] if has_seen(frames[one][key]) and has_seen(frames[other][key])}
        first, second = (
            [claim for claim in claims_of(frames)[name] if claim.id.rpartition(".")[0] in both]
            for name in (one, other)
        )
        if first or second or both:
            inside = {(claim.annotator, claim.id) for claim in [*first, *second]}
            members = [{(claim.annotator, claim.id) for claim in unit} & inside for unit in units]
            matched = sum(len(unit) > 1 for unit in members)
            expected[one, other] = (matched, len(first), len(second), len(both))
    found = {
        tuple(pair["annotators"]): (pair["matched"], *pair["claims"], pair["n_sentences"])
        for pair in report["claims"]["pairs"]
    }
    assert found == expected


@pytest.mark.parametrize(
    "layer", ["claim_type", "anchor", "source_kind", "certainty", "mode", "outlet_stance"]
)
def test_alpha_of_every_layer_with_values(case, layer):
    report, frames = case
    book = CODEBOOK.layer(layer)
    expected = alpha(unit_rows(frames, layer), list(book.value_ids), book.measurement)
    assert agrees(value_of(report["layers"][layer]), expected)


def test_units_and_labels_are_counted_where_two_labeled(case):
    report, frames = case
    rows = [[value for value in row if value is not None] for row in unit_rows(frames, "claim_type")]
    doubled = [row for row in rows if len(row) > 1]
    found = report["layers"]["claim_type"]["gwet_ac"]
    assert (found["n_units"], found["n_labels"]) == (len(doubled), sum(map(len, doubled)))


@pytest.mark.parametrize("role", ["content", "cue"])
def test_ranges_of_text(case, role):
    report, frames = case
    sets = []
    for article in ARTICLES:
        for name, by_sentence in frames.items():
            own = [frame for frame in by_sentence.values() if frame.sentence.article == article.id]
            seen = merged(frame.sentence.span for frame in own if has_finished(frame, role))
            marks = dict.fromkeys(
                claim.content if role == "content" else tuple(Span(*part) for part in claim.values[role])
                for frame in own
                for claim in frame.claims
                if role == "content" or role in claim.values
            )
            if seen:
                sets.append(SpanSet(name, article.id, role, seen, tuple(marks)))
    expected = span_agreements(sets)[role]
    found = report["layers"][role]
    for name in ("exact_f1", "overlap_f1", "partial_f1", "character_alpha"):
        assert agrees(found[name]["value"], getattr(expected, name).value)


def test_seen_unsure_and_unseen_add_up(case):
    report, frames = case
    for one in report["design"]["annotators"]:
        by_sentence = frames[one["annotator"]]
        assert one["seen"] == sum(map(has_seen, by_sentence.values()))
        assert one["unsure"] == sum("unsure" in frame.values for frame in by_sentence.values())
        assert one["claims"] == sum(len(frame.claims) for frame in by_sentence.values())


def test_confusion_tables_hold_every_pair_of_labels(case):
    report, frames = case
    expected = defaultdict(int)
    names = list(frames)
    for row in unit_rows(frames, "certainty"):
        for (one, first), (other, second) in combinations(zip(names, row, strict=True), 2):
            if first is not None and second is not None:
                expected[one, other, first, second] += 1
    layer = report["layers"]["certainty"]
    found = {
        (*pair["annotators"], layer["categories"][row], layer["categories"][column]): count
        for pair in layer["by_pair"]
        for row, cells in enumerate(pair["confusion"])
        for column, count in enumerate(cells)
        if count
    }
    assert found == dict(expected)


def test_the_mean_f1_is_that_of_the_pairs(case):
    report, _ = case
    each = [pair["f1"] for pair in report["claims"]["pairs"] if pair["f1"] is not None]
    assert report["claims"]["f1"]["value"] == pytest.approx(sum(each) / len(each))
