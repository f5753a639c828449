"""Matching, alignment and voting against the slowest possible way to do the same."""

import csv
import io
import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exports.aggregation.consensus import FEWEST_FOR_MODEL, Status, consensus, for_adjudication
from exports.aggregation.span_votes import character_majority, medoid
from exports.aggregation.unit_votes import weighted_median
from exports.agreement.by_value import value_agreements
from exports.agreement.counts import patterns_of
from exports.agreement.layer import measure
from exports.agreement.layer_report import disagreements
from exports.agreement.pairs.pairwise import annotator_agreements
from exports.agreement.planner import plan
from exports.agreement.sets import jaccard, masi
from exports.agreement.spans.entities import entity_agreement
from exports.agreement.spans.gamma import CategorizedSpan, Costs, disorder
from exports.agreement.spans.matching import MarkedClaim, claim_units, dice, match_claims
from exports.agreement.spans.spans import SpanSet, matches
from exports.agreement.spans.unitizing import unitizing_alpha
from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.values import table_labels
from labels.span import Span, merged
from tests.exports.agreement.ratings import labels_of, ratings

LENGTH = 40


@st.composite
def spans(draw):
    """A few ranges that may overlap, in a short text."""
    starts = draw(st.lists(st.integers(0, LENGTH - 1), max_size=4))
    return [Span(start, draw(st.integers(start + 1, LENGTH))) for start in starts]


def claims_of(annotator, ranges):
    return [MarkedClaim(f"{annotator}{n}", annotator, "x", (span,)) for n, span in enumerate(ranges)]


def best_sum(scores):
    """The largest sum of scores over all one-to-one assignments."""
    rows = len(scores)
    columns = len(scores[0]) if rows else 0
    padded = [*range(columns), *[None] * rows]
    return max(
        sum(scores[row][column] for row, column in enumerate(chosen) if column is not None)
        for chosen in itertools.permutations(padded, rows)
    )


@given(spans(), spans(), st.sampled_from([0.2, 0.5, 0.8]))
@settings(max_examples=80, deadline=None)
def test_no_other_matching_of_claims_has_more_in_common(first, second, threshold):
    ours, theirs = claims_of("a", first), claims_of("b", second)
    scores = [[dice(one.content, other.content) for other in theirs] for one in ours]
    allowed = [[score if score >= threshold else 0.0 for score in row] for row in scores]
    found = match_claims(ours, theirs, threshold)
    assert sum(match.dice for match in found) == pytest.approx(best_sum(allowed) if ours and theirs else 0)


@given(spans(), spans())
@settings(max_examples=60, deadline=None)
def test_a_claim_is_matched_at_most_once(first, second):
    found = match_claims(claims_of("a", first), claims_of("b", second))
    assert len({match.first.id for match in found}) == len({match.second.id for match in found}) == len(found)


@given(st.lists(spans(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_claim_is_in_exactly_one_unit(annotators):
    claims = [claim for n, ranges in enumerate(annotators) for claim in claims_of(f"{n}/", ranges)]
    units = claim_units(claims)
    assert sorted(claim.id for unit in units for claim in unit) == sorted(claim.id for claim in claims)
    assert all(len({claim.annotator for claim in unit}) == len(unit) for unit in units)


@given(spans(), spans())
@settings(max_examples=60, deadline=None)
def test_dice_is_that_of_two_sets_of_characters(first, second):
    left, right = (
        {place for span in side for place in range(span.start, span.end)} for side in (first, second)
    )
    size = len(left) + len(right)
    expected = 2 * len(left & right) / size if size else 0.0
    assert dice(tuple(first), tuple(second)) == pytest.approx(expected)


@given(spans(), spans())
@settings(max_examples=60, deadline=None)
def test_no_other_matching_of_marks_has_more_overlaps(first, second):
    ours, theirs = ([(span,) for span in side] for side in (first, second))
    exact, overlapping = matches(ours, theirs)
    left, right = Counter(ours), Counter(theirs)
    rest, others = list((left - right).elements()), list((right - left).elements())
    touching = [[float(one[0].overlap(other[0]) > 0) for other in others] for one in rest]
    assert exact == (left & right).total()
    assert overlapping == (best_sum(touching) if rest and others else 0)


def cost(one, other, costs):
    apart = abs(one.span.start - other.span.start) + abs(one.span.end - other.span.end)
    position = (apart / (len(one.span) + len(other.span))) ** 2
    return costs.empty * (costs.position * position + costs.category * (one.category != other.category))


@given(spans(), spans(), st.sampled_from([Costs(), Costs(3.0, 2.0, 1.0), Costs(1.0, 1.0, 0.5)]))
@settings(max_examples=60, deadline=None)
def test_no_other_alignment_has_less_disorder(first, second, costs):
    assume(first or second)
    ours, theirs = ([CategorizedSpan(s, "ab"[n % 2]) for n, s in enumerate(side)] for side in (first, second))
    places = [*range(len(theirs)), *[None] * len(ours)]
    sums = []
    for chosen in itertools.permutations(places, len(ours)):
        taken = [place for place in chosen if place is not None]
        pairs_cost = sum(
            costs.empty if place is None else cost(one, theirs[place], costs)
            for one, place in zip(ours, chosen, strict=True)
        )
        sums.append(pairs_cost + costs.empty * (len(theirs) - len(taken)))
    expected = min(sums) / ((len(ours) + len(theirs)) / 2)
    assert disorder(ours, theirs, costs) == pytest.approx(expected)


@st.composite
def separate_units(draw):
    """Units of one annotator: they do not overlap."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    return [Span(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]


@given(separate_units(), separate_units())
@settings(max_examples=60, deadline=None)
def test_unitizing_does_not_depend_on_the_order_of_annotators(first, second):
    whole = Span(0, LENGTH)
    one, other = (unitizing_alpha({"a": a, "b": b}, whole) for a, b in ((first, second), (second, first)))
    assert (one.observed, one.expected) == pytest.approx((other.observed, other.expected))


@given(separate_units())
@settings(max_examples=40, deadline=None)
def test_the_same_units_never_disagree(units):
    assert unitizing_alpha({"a": units, "b": list(units)}, Span(0, LENGTH)).observed == 0


@given(st.lists(st.tuples(st.integers(1, LENGTH), spans()), min_size=1, max_size=5))
@settings(max_examples=80, deadline=None)
def test_the_majority_of_characters_is_counted_character_by_character(annotators):
    sets = [
        SpanSet(str(n), "x", "cue", (Span(0, end),), tuple((span,) for span in marked))
        for n, (end, marked) in enumerate(annotators)
    ]
    found = character_majority(sets)
    for place in range(LENGTH):
        voters = [one for one in sets if place < one.seen[0].end]
        votes = sum(any(s.start <= place < s.end for mark in one.marks for s in mark) for one in voters)
        chosen, tied = (any(s.start <= place < s.end for s in part) for part in (found.ranges, found.tied))
        assert (chosen, tied) == (2 * votes > len(voters), bool(voters) and 2 * votes == len(voters))


@given(st.lists(spans(), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_no_annotator_is_nearer_to_the_others_than_the_medoid(annotators):
    sets = [
        SpanSet(str(n), "x", "cue", (Span(0, LENGTH),), tuple((span,) for span in marked))
        for n, marked in enumerate(annotators)
    ]
    texts = [merged(marked) for marked in annotators]
    near = [
        np.mean([dice(own, other) if own or other else 1.0 for m, other in enumerate(texts) if m != n])
        for n, own in enumerate(texts)
    ]
    found = medoid(sets)
    assert found.support == pytest.approx(max(near))
    assert set(found.annotators) == {str(n) for n, support in enumerate(near) if support > max(near) - 1e-9}


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_the_median_lies_where_half_of_the_sorted_votes_are_passed(weights):
    votes = [value for value, count in enumerate(weights) for _ in range(count)]
    found = weighted_median(weights)
    if not votes:
        assert found.low is None
        return
    low, high = votes[(len(votes) - 1) // 2], votes[len(votes) // 2]
    assert (found.low, found.high, found.value) == (low, high, low if low == high else None)


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_consensus_follows_the_votes(rows):
    labels = labels_of(rows, [1, 2, 3])
    for found in consensus(labels, seed=1):
        given_values = [value for value in rows[int(found.unit[1:])] if value is not None]
        ranked = Counter(given_values).most_common()
        tie = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        assert found.value == (None if tie else str(ranked[0][0]))
        assert (found.status is Status.TIE) == tie
        assert found.votes == tuple(given_values.count(value) for value in (1, 2, 3))


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_soft_labels_are_distributions(rows):
    for found in consensus(labels_of(rows, [1, 2, 3])):
        assert sum(found.soft_label) == pytest.approx(1.0)
        assert min(found.soft_label) >= 0
        if sum(found.votes) < FEWEST_FOR_MODEL:
            assert min(found.soft_label) > 0


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_every_tie_and_no_settled_unit_goes_to_adjudication(rows):
    labels = labels_of(rows, [1, 2, 3])
    settled = dict.fromkeys(labels.units[:2], "1")
    found = consensus(labels, settled)
    open_units = {each.unit for each in for_adjudication(found)}
    assert {each.unit for each in found if each.status is Status.TIE} <= open_units
    assert not open_units & set(settled)


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_the_entropy_of_a_unit_is_that_of_its_labels(rows):
    labels = labels_of(rows, [1, 2, 3])
    listed = {row.unit: row.entropy for row in disagreements(labels, patterns_of(labels))}
    for unit in labels.units:
        given_values = [value for value in rows[int(unit[1:])] if value is not None]
        shares = [count / len(given_values) for count in Counter(given_values).values()]
        expected = -sum(share * np.log2(share) for share in shares)
        assert listed.get(unit, 0.0) == pytest.approx(expected, abs=1e-12)


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_specific_agreement_is_the_chance_that_another_label_repeats_the_value(rows):
    values = value_agreements(measure(labels_of(rows, [1, 2, 3]), "nominal"))
    for found in values:
        repeats = []
        for row in rows:
            given_values = [value for value in row if value is not None]
            for place, value in enumerate(given_values):
                others = given_values[:place] + given_values[place + 1 :]
                if str(value) == found.value and others:
                    repeats.append(others.count(value) / len(others))
        assert found.specific_agreement == (pytest.approx(np.mean(repeats)) if repeats else None)
        assert found.n_labels == len(repeats)


@given(ratings(values=3))
@settings(max_examples=50, deadline=None)
def test_an_annotators_agreement_with_the_rest_is_counted_label_by_label(rows):
    labels = labels_of(rows, [1, 2, 3])
    found = measure(labels, "nominal")
    counted = found.mean_kappa.counted
    for row in annotator_agreements(found.patterns, found.pairs, found.kappas, counted, labels.annotators):
        place = int(row.annotator[1:])
        same = [
            own == other
            for unit in rows
            for number, other in enumerate(unit)
            for own in [unit[place]]
            if number != place and own is not None and other is not None
        ]
        assert (row.n_shared, row.observed) == (len(same), pytest.approx(np.mean(same)) if same else None)


SETS = st.frozensets(st.sampled_from("abcd"))


@given(SETS, SETS)
def test_set_distances_are_symmetric_and_between_zero_and_one(first, second):
    for distance in (masi, jaccard):
        assert distance(first, second) == distance(second, first)
        assert 0 <= distance(first, second) <= 1
        assert (distance(first, second) == 0) == (first == second)


@given(SETS, SETS)
def test_masi_is_never_nearer_than_jaccard(first, second):
    assert masi(first, second) >= jaccard(first, second) - 1e-12


@given(st.floats(0.001, 0.5), st.integers(2, 500), st.floats(0.01, 0.2))
def test_the_planned_clusters_reach_the_target_and_one_less_does_not(error, n_clusters, target):
    found = plan(error, n_clusters, target)
    needed = n_clusters + found.more_clusters
    assert found.half_width * np.sqrt(n_clusters / needed) <= target * (1 + 1e-6)
    if found.more_clusters:
        assert found.half_width * np.sqrt(n_clusters / (needed - 1)) > target * (1 - 1e-6)


@given(ratings(values=3))
@settings(max_examples=40, deadline=None)
def test_entities_may_be_anything_that_is_equal_for_the_same_one(rows):
    cells = [(a, u, v) for u, row in enumerate(rows) for a, v in enumerate(row) if v is not None]
    assume(cells)
    annotators, units, values = zip(*cells, strict=True)
    pairs_ = [("article", f"name {value}") for value in values]
    plain, named = entity_agreement(annotators, units, values), entity_agreement(annotators, units, pairs_)
    assert plain == named


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1)


@given(
    st.dictionaries(st.tuples(NAMES, NAMES), NAMES, min_size=1, max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=80, deadline=None)
def test_whatever_is_written_as_csv_is_read_back(tmp_path_factory, cells, delimiter, encoding, line_end):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["annotator", "unit", "value"])
    writer.writerows([annotator, unit, value] for (annotator, unit), value in cells.items())
    path = tmp_path_factory.getbasetemp() / "labels.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    table = read_table(path)
    assert dict(zip(zip(table.annotators, table.units, strict=True), table.values, strict=True)) == cells
    assert set(table_labels(table, "nominal").labels.categories) == set(cells.values())
