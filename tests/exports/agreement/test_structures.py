"""Matched claims, unitizing, gamma, sets and entities."""

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics import jaccard_distance
from nltk.metrics.agreement import AnnotationTask

from exports.agreement.intervals import Resampling
from exports.agreement.sets import jaccard, masi, set_agreement
from exports.agreement.spans.entities import entity_agreement
from exports.agreement.spans.gamma import CategorizedSpan, Costs, disorder, gamma
from exports.agreement.spans.matching import MarkedClaim, claim_units, dice, match_claims
from exports.agreement.spans.unitizing import overall, unitizing_alpha
from labels.span import Span
from tests.exports.agreement.ratings import ratings, values_of
from tests.exports.agreement.reference import cases

SPAN_CASES = [case for case in cases() if case["statistic"].startswith(("u_alpha", "gamma"))]


def claim(annotator, number, *ranges, article="x"):
    return MarkedClaim(f"{annotator}{number}", annotator, article, tuple(Span(*each) for each in ranges))


def test_dice_is_shared_characters_over_the_mean_length():
    assert dice((Span(0, 10),), (Span(5, 15),)) == pytest.approx(0.5)


def test_dice_counts_a_character_once_though_ranges_overlap():
    assert dice((Span(0, 10), Span(5, 10)), (Span(0, 10),)) == 1.0


def test_dice_of_nothing_is_zero():
    assert dice((), ()) == 0.0


def test_claims_are_matched_one_to_one_with_the_largest_sum():
    ours = [claim("a", 1, (0, 10)), claim("a", 2, (0, 14))]
    theirs = [claim("b", 1, (0, 12)), claim("b", 2, (0, 15))]
    found = {(match.first.id, match.second.id) for match in match_claims(ours, theirs)}
    assert found == {("a1", "b1"), ("a2", "b2")}


def test_claims_below_the_threshold_are_not_matched():
    ours, theirs = [claim("a", 1, (0, 10))], [claim("b", 1, (6, 16))]
    assert (match_claims(ours, theirs), len(match_claims(ours, theirs, 0.4))) == ([], 1)


def test_claims_of_different_articles_are_never_matched():
    assert match_claims([claim("a", 1, (0, 9))], [claim("b", 1, (0, 9), article="y")]) == []


@pytest.mark.parametrize("threshold", [0.0, 1.5])
def test_an_impossible_threshold_is_refused(threshold):
    with pytest.raises(ValueError, match="Dice threshold lies between 0 and 1"):
        match_claims([], [], threshold)


def ids(units):
    return [{claim.id for claim in unit} for unit in units]


def test_claims_of_three_annotators_become_units():
    claims = [claim(annotator, 1, (0, 10)) for annotator in "abc"] + [claim("b", 2, (30, 40))]
    assert ids(claim_units(claims)) == [{"a1", "b1", "c1"}, {"b2"}]


def test_a_unit_has_one_claim_of_each_annotator_and_takes_the_closest():
    claims = [claim("a", 1, (0, 10)), claim("b", 1, (0, 10)), claim("c", 1, (0, 12)), claim("c", 2, (0, 9))]
    units = claim_units(claims)
    assert all(len({claim.annotator for claim in unit}) == len(unit) for unit in units)
    assert ids(units) == [{"a1", "b1", "c2"}, {"c1"}]


def test_a_chain_of_claims_is_not_one_unit():
    claims = [claim("a", 1, (0, 10)), claim("b", 1, (4, 14)), claim("c", 1, (8, 18))]
    assert ids(claim_units(claims)) == [{"a1", "b1"}, {"c1"}]


def test_units_of_two_annotators_are_their_matches():
    ours = [claim("a", n, (n * 7, n * 7 + 10)) for n in range(5)]
    theirs = [claim("b", n, (n * 9, n * 9 + 8)) for n in range(5)]
    matched = {frozenset((match.first.id, match.second.id)) for match in match_claims(ours, theirs)}
    assert {frozenset(unit) for unit in ids(claim_units(ours + theirs)) if len(unit) > 1} == matched


# Krippendorff (1995), Sociological Methodology 25, p. 57; begin and length on a continuum of 24.
UNITS_1995 = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)]),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]),
    "C": ([(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)]),
    "D": ([(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)], [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)]),
}


def unitized(category, stretch=1):
    units = {
        str(number): [Span(begin * stretch, (begin + length) * stretch) for begin, length in spans]
        for number, spans in enumerate(UNITS_1995[category])
    }
    return unitizing_alpha(units, Span(0, 24 * stretch))


@pytest.mark.parametrize(
    ("category", "printed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)]
)
def test_observed_disagreement_matches_krippendorff_1995(category, printed):
    assert unitized(category).observed == pytest.approx(printed, abs=1e-5)


@pytest.mark.parametrize(
    ("category", "printed", "tolerance"),
    # For C .679 is printed, but its formula gives .693.
    [("A", 0.553, 0.005), ("B", -0.926, 0.005), ("C", 0.679, 0.02), ("D", 0.066, 0.005)],
)
def test_unitizing_alpha_matches_krippendorff_1995(category, printed, tolerance):
    # The paper takes the continuum as continuous: stretched, begin and end become so.
    assert unitized(category, 50_000).value == pytest.approx(printed, abs=tolerance)


def test_overall_alpha_sums_over_categories():
    parts = [unitized(category) for category in "ABCD"]
    expected = 1 - sum(part.observed for part in parts) / sum(part.expected for part in parts)
    assert overall(parts).value == pytest.approx(expected)


def test_the_same_units_have_alpha_one():
    assert unitizing_alpha({"a": [Span(2, 9)], "b": [Span(2, 9)]}, Span(0, 20)).value == 1.0


def test_no_units_at_all_have_a_reason():
    found = unitizing_alpha({"a": [], "b": []}, Span(0, 20))
    assert (found.value, found.reason) == (None, "zero_expected_disagreement")


def test_one_annotator_has_no_unitizing_alpha():
    assert unitizing_alpha({"a": [Span(2, 9)]}, Span(0, 20)).reason == "no_annotator_pair"


@pytest.mark.parametrize("spans", [[Span(0, 9), Span(5, 12)], [Span(15, 25)]])
def test_overlapping_or_outlying_units_are_refused(spans):
    with pytest.raises(ValueError, match="overlaps another one or leaves the continuum"):
        unitizing_alpha({"a": spans, "b": []}, Span(0, 20))


def units(*triples):
    return [CategorizedSpan(Span(start, end), category) for start, end, category in triples]


@pytest.mark.parametrize(
    ("first", "second", "costs", "expected"),
    [
        # pygamma-agreement 0.5.9, best alignments of the fixtures of dkpro-statistics.
        (
            [(1, 5, "a"), (6, 10, "b"), (11, 15, "a")],
            [(2, 6, "a"), (7, 11, "b"), (12, 16, "a")],
            Costs(),
            0.0625,
        ),
        (
            [(1, 5, "a"), (6, 10, "b"), (20, 24, "a"), (30, 34, "b")],
            [(2, 6, "a"), (31, 35, "b")],
            Costs(),
            0.7083333134651184,
        ),
        (
            [(1, 5, "a"), (6, 10, "b"), (11, 15, "c")],
            [(2, 7, "a"), (8, 12, "b"), (11, 15, "a")],
            Costs(3.0, 2.0, 1.0),
            1.0277777910232544,
        ),
    ],
)
def test_the_disorder_of_the_best_alignment_matches_pygamma(first, second, costs, expected):
    assert disorder(units(*first), units(*second), costs) == pytest.approx(expected, abs=1e-6)


def test_the_same_units_have_gamma_one():
    same = units((0, 5, "a"), (20, 30, "b"))
    assert gamma(same, same, 100).value == 1.0


def test_gamma_is_lower_for_worse_places():
    first = units((0, 10, "a"), (40, 50, "a"))
    near, far = units((1, 11, "a"), (41, 51, "a")), units((15, 25, "a"), (60, 70, "a"))
    assert gamma(first, near, 100).value > gamma(first, far, 100).value


def test_gamma_is_the_same_for_the_same_seed():
    first, second = units((0, 10, "a"), (40, 50, "b")), units((4, 12, "a"))
    assert gamma(first, second, 100, seed=3) == gamma(first, second, 100, seed=3)


def test_gamma_of_no_units_has_a_reason():
    assert (gamma([], [], 100).value, gamma([], [], 100).reason) == (None, "no_spans")


def test_a_unit_nobody_else_marked_costs_as_much_as_an_empty_one():
    assert disorder(units((0, 5, "a")), []) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("first", "second", "masi_distance", "jaccard_distance_"),
    [
        ("ab", "ab", 0, 0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3, 1 / 2),
        ("ab", "bc", 1 - 1 / 9, 2 / 3),
        ("a", "b", 1, 1),
    ],
)
def test_set_distances_follow_passonneau_2006(first, second, masi_distance, jaccard_distance_):
    found = (masi(first, second), jaccard(first, second))
    assert found == pytest.approx((masi_distance, jaccard_distance_))


def test_two_empty_sets_are_the_same_set():
    assert (masi("", ""), jaccard("", ""), masi("", "a")) == (0.0, 0.0, 1.0)


SETS = st.frozensets(st.sampled_from("abc"), min_size=1)


@given(st.lists(st.lists(st.none() | SETS, min_size=3, max_size=3), min_size=3, max_size=12))
@settings(max_examples=50, deadline=None)
def test_alpha_of_sets_equals_nltk_with_jaccard_distance(rows):
    cells = [
        (f"a{rater}", f"u{unit}", value)
        for unit, row in enumerate(rows)
        for rater, value in enumerate(row)
        if value is not None and sum(v is not None for v in row) > 1
    ]
    assume(len({value for _, _, value in cells}) > 1)
    found = set_agreement(*zip(*cells, strict=True), kind="jaccard")["krippendorff_alpha"].value
    assert found == pytest.approx(AnnotationTask(cells, distance=jaccard_distance).alpha(), abs=1e-9)


def test_an_empty_set_is_a_label():
    found = set_agreement(["a", "b", "a", "b"], [1, 1, 2, 2], [set(), set(), {"x"}, {"x"}])
    assert (found["krippendorff_alpha"].value, found["krippendorff_alpha"].n_labels) == (1.0, 4)


def test_without_a_single_set_there_is_a_reason_and_no_warning():
    found = set_agreement([], [], [], resampling=Resampling(count=5))
    assert {one.reason for one in found.values()} == {"no_unit_with_two_labels"}


def test_set_agreement_leaves_out_what_needs_the_number_of_possible_sets():
    found = set_agreement(["a", "b"], [1, 1], [{"x"}, {"x"}])
    assert set(found) == {"krippendorff_alpha", "percent_agreement"}


def test_percent_agreement_of_sets_counts_the_same_sets():
    found = set_agreement(["a", "b", "a", "b"], [1, 1, 2, 2], [{"x"}, {"x"}, {"x", "y"}, {"x"}])
    assert found["percent_agreement"].value == 0.5


@given(ratings())
@settings(max_examples=60, deadline=None)
def test_entities_have_nominal_alpha_and_percent_agreement(rows):
    cells = [(a, u, v) for u, row in enumerate(rows) for a, v in enumerate(row) if v is not None]
    assume(cells)
    found = entity_agreement(*zip(*cells, strict=True))
    expected = values_of(rows, categories=[1, 2, 3, 4])
    assert {name: each.value for name, each in found.items()} == pytest.approx(
        {name: expected[name] for name in found}, abs=1e-9
    )


def test_entities_get_a_clustered_interval():
    cells = [("ab"[a], f"u{u}", ("x", "y")[(u + a * (u % 5 == 0)) % 2]) for u in range(12) for a in range(2)]
    annotators, units_, values = zip(*cells, strict=True)
    clusters = [int(unit[1:]) // 3 for unit in units_]
    found = entity_agreement(annotators, units_, values, clusters=clusters, resampling=Resampling(count=99))
    alpha = found["krippendorff_alpha"]
    assert (alpha.ci is not None, alpha.se > 0, alpha.reason) == (True, True, None)


def test_entities_that_nobody_labeled_twice_have_a_reason():
    found = entity_agreement(["a", "b"], [1, 2], ["x", "y"])["percent_agreement"]
    assert (found.value, found.reason) == (None, "no_unit_with_two_labels")


def test_two_entities_of_one_annotator_for_a_unit_are_refused():
    with pytest.raises(ValueError, match="more than one label"):
        entity_agreement(["a", "a"], [1, 1], ["x", "y"])


def test_no_entities_at_all_are_no_error():
    assert entity_agreement([], [], [])["krippendorff_alpha"].reason == "no_unit_with_two_labels"


def continuum(case):
    data = case["data"]
    whole = Span(data["continuum"]["begin"], data["continuum"]["begin"] + data["continuum"]["length"])
    by_annotator = {str(rater): [] for rater in range(data["raters"])}
    for category, rater, begin, length in data["units"]:
        if category == case["options"]["category"]:
            by_annotator[str(rater)].append(Span(begin, begin + length))
    return unitizing_alpha(by_annotator, whole)


def answer(case):
    statistic = case["statistic"]
    if statistic.startswith("u_alpha"):
        return continuum(case).observed if statistic == "u_alpha_Do" else continuum(case).value
    first, second = (
        units(*(tuple(row[1:]) for row in rows))
        for _, rows in itertools.groupby(case["data"], key=lambda row: row[0])
    )
    options = case["options"]
    return disorder(first, second, Costs(options["alpha"], options["beta"], options["deltaEmpty"]))


@pytest.mark.parametrize("case", SPAN_CASES, ids=lambda case: case["id"])
def test_unitizing_and_gamma_match_the_reference_case(case):
    assert answer(case) == pytest.approx(case["expected"], abs=case["tolerance"], rel=0)
