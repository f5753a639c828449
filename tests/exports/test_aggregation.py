"""One label from several annotators: published data, ties that stay ties, and what a person has to settle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.aggregation.consensus import Status, consensus, for_adjudication
from exports.aggregation.dawid_skene import MAP_PRIOR, MAXIMUM_LIKELIHOOD, dawid_skene
from exports.aggregation.mace import mace
from exports.aggregation.span_votes import character_majority, medoid
from exports.aggregation.unit_votes import weighted_median
from exports.aggregation.votes import (
    Votes,
    majority,
    shares,
    smoothed_shares,
    winners,
)
from exports.agreement.counts import Labels, coded
from exports.agreement.spans.spans import SpanSet
from labels.span import Span

# Dawid & Skene (1979), table 1: 45 patients, fitness for an anaesthetic from 1 to 4; observer 1 saw each
# thrice, then observers 2 to 5.
DAWID_SKENE_1979 = """
1111111 3334334 1122122 2223121 2223222 2223322 1122111 3333433 2222223 2322223 4444444 2223343
1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222
1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
""".split()  # noqa: SIM905 - as the table is printed
OBSERVERS = [0, 0, 0, 1, 2, 3, 4]


def anaesthetics():
    cells = [
        (patient, observer, int(grade) - 1)
        for patient, row in enumerate(DAWID_SKENE_1979)
        for observer, grade in zip(OBSERVERS, row, strict=True)
    ]
    unit, annotator, value = (np.array(column) for column in zip(*cells, strict=True))
    return Votes(unit, annotator, value, 45, 5, 4)


def votes(*rows):
    """Votes of three values; a row for each unit, None where an annotator is missing."""
    cells = [(u, a, v) for u, row in enumerate(rows) for a, v in enumerate(row) if v is not None]
    unit, annotator, value = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True))
    return Votes(unit, annotator, value, len(rows), max(len(row) for row in rows), 3)


def labels(*rows, categories=("x", "y", "z")):
    cells = [(f"a{a}", f"u{u}", v) for u, row in enumerate(rows) for a, v in enumerate(row) if v != "-"]
    return coded(*zip(*cells, strict=True), categories)


def test_maximum_likelihood_gives_the_shares_of_dawid_and_skene_1979():
    found = dawid_skene(anaesthetics(), MAXIMUM_LIKELIHOOD)
    assert found.shares == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=0.005)
    assert found.log_likelihood == pytest.approx(-190.730997, abs=1e-4)


def test_maximum_likelihood_is_unsure_of_two_patients_of_1979():
    # EM run to convergence; crowd-kit agrees within .02.
    found = dawid_skene(anaesthetics(), MAXIMUM_LIKELIHOOD).posterior
    unsure = np.flatnonzero(found.max(axis=1) < 0.999) + 1
    assert unsure.tolist() == [35, 38]
    assert found[unsure - 1].tolist() == [
        pytest.approx([0.0, 0.9482, 0.0518, 0.0], abs=0.01),
        pytest.approx([0.0, 0.0213, 0.9787, 0.0], abs=0.01),
    ]


def brute_force_step(found, given):
    """The posterior that the habits and shares of a model imply, unit by unit."""
    result = []
    for unit in range(given.n_units):
        chance = found.shares.copy()
        for u, annotator, value in zip(given.unit, given.annotator, given.value, strict=True):
            if u == unit:
                chance = chance * found.habits[annotator, :, value]
        result.append(chance / chance.sum())
    return np.array(result)


def test_the_posterior_is_a_fixed_point_of_the_models_equations():
    given_votes = votes([0, 0, 1], [1, 1, 1], [2, 2, 0], [0, 0, 0], [1, 0, 1], [2, 2, 2])
    found = dawid_skene(given_votes, MAP_PRIOR, tolerance=1e-13)
    assert found.posterior == pytest.approx(brute_force_step(found, given_votes), abs=1e-6)


def test_habits_and_shares_are_distributions():
    found = dawid_skene(anaesthetics())
    assert found.habits.sum(axis=2) == pytest.approx(np.ones((5, 4)))
    assert found.shares.sum() == pytest.approx(1.0)


def test_an_annotator_who_always_swaps_two_values_is_understood():
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 2, 200)
    good = [np.where(rng.random(200) < 0.9, truth, 1 - truth) for _ in range(2)]
    swapped = [np.where(rng.random(200) < 0.97, 1 - truth, truth) for _ in range(2)]
    found = dawid_skene(votes(*np.column_stack([*good, good[0], *swapped]).tolist())).posterior
    assert (found.argmax(axis=1) == truth).mean() > 0.95


def crowd(seed=0):
    """300 units, five annotators; the last two know little."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, 300)
    skills = (0.95, 0.9, 0.8, 0.1, 0.1)
    rows = [[int(t) if rng.random() < skill else int(rng.integers(0, 3)) for skill in skills] for t in truth]
    return votes(*rows), truth


def accuracy_of_the_majority(counts, truth):
    """How often the majority is right if ties are broken by chance."""
    most = winners(counts)
    return float((most[np.arange(len(truth)), truth] / np.maximum(most.sum(axis=1), 1)).mean())


@pytest.mark.parametrize("model", [dawid_skene, mace])
def test_a_model_beats_the_majority_where_annotators_differ_in_skill(model):
    given_votes, truth = crowd()
    right = (model(given_votes).posterior.argmax(axis=1) == truth).mean()
    assert right > accuracy_of_the_majority(given_votes.counts(), truth) + 0.03


def test_mace_ranks_annotators_by_what_they_know():
    competence = mace(crowd()[0]).competence
    assert (competence[:3].min() > competence[3:].max(), competence.min() >= 0, competence.max() <= 1) == (
        True,
        True,
        True,
    )


def test_mace_is_the_same_for_the_same_seed():
    given_votes, _ = crowd()
    first, second = (mace(given_votes, seed=4, restarts=2).posterior for _ in range(2))
    assert first.tolist() == second.tolist()


def test_models_take_units_without_votes():
    given_votes = Votes(np.array([0, 0]), np.array([0, 1]), np.array([1, 1]), 3, 2, 3)
    assert dawid_skene(given_votes).posterior.sum(axis=1) == pytest.approx(np.ones(3))
    assert mace(given_votes).posterior.sum(axis=1) == pytest.approx(np.ones(3))


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_posteriors_are_distributions_whatever_the_votes(rows):
    for model in (dawid_skene, mace):
        posterior = model(votes(*rows)).posterior
        assert posterior.min() >= 0
        assert posterior.sum(axis=1) == pytest.approx(np.ones(len(rows)))


def test_a_tie_has_no_majority():
    assert majority(np.array([[2.0, 2, 1], [3, 1, 0], [0, 0, 0]])) == [None, 0, None]


def test_shares_without_votes_are_even():
    assert shares(np.array([[0.0, 0, 0, 0]])).tolist() == [[0.25] * 4]


def test_one_vote_is_smoothed_by_another_one_spread_evenly():
    assert smoothed_shares(np.array([[1.0, 0]])).tolist() == [[0.75, 0.25]]


@pytest.mark.parametrize(
    ("weights", "value", "around"),
    [
        ([1, 1, 3], 2, (2, 2)),
        ([2, 0, 2], None, (0, 2)),
        ([1, 2, 1], 1, (1, 1)),
        ([0.1, 0.2, 0.3], None, (1, 2)),
    ],
)
def test_a_median_between_two_values_is_left_open(weights, value, around):
    found = weighted_median(weights)
    assert (found.value, (found.low, found.high)) == (value, around)


def test_the_median_comes_with_the_distribution():
    assert weighted_median([1, 0, 3]).distribution == (0.25, 0.0, 0.75)


def test_no_votes_have_no_median():
    assert weighted_median([0, 0]).value is None


def test_a_vote_below_nothing_is_refused():
    with pytest.raises(ValueError, match="weigh less than nothing"):
        weighted_median([1, -1])


def statuses(found):
    return [each.status for each in found]


def test_the_status_says_how_a_label_came_about():
    found = consensus(labels("xxx", "xxy", "xyz", "x--"))
    assert statuses(found) == [Status.UNANIMOUS, Status.MAJORITY, Status.TIE, Status.SINGLE]


def test_a_tie_is_never_broken_and_goes_to_adjudication():
    found = consensus(labels("xxy", "xxx", "xy-", "yyy"))
    assert (found[2].value, found[2].status, found[2].conflict) == (None, Status.TIE, True)
    assert for_adjudication(found)[0].unit == "u2"


def test_an_adjudicated_value_wins_and_is_marked():
    found = consensus(labels("xy", "xx"), {"u0": "z"})[0]
    assert (found.value, found.status, found.conflict) == ("z", Status.ADJUDICATED, False)


def test_an_adjudicated_value_outside_the_categories_is_refused():
    with pytest.raises(ValueError, match="'w' is not among the categories x, y, z"):
        consensus(labels("xy"), {"u0": "w"})


def test_votes_are_exported_in_the_order_of_the_categories():
    assert consensus(labels("zxz"))[0].votes == (1, 0, 2)


def test_ordinal_labels_take_the_median():
    found = consensus(labels("xyz", "xxz"), ordinal=True)
    assert [(each.value, each.status) for each in found] == [("y", Status.MEDIAN), ("x", Status.MEDIAN)]


def test_a_median_between_two_values_is_a_tie():
    found = consensus(labels("xz", "xx"), ordinal=True)[0]
    assert (found.value, found.status) == (None, Status.TIE)


def test_a_unit_that_models_read_otherwise_than_the_votes_is_in_conflict():
    # The last two annotators nearly always agree with nobody; where they outvote the first, models doubt it.
    rows = ["xxyz", "yyzx", "zzxy", "xxzy", "yyxz", "zzyx"] * 5 + ["xxyy"]
    found = consensus(labels(*rows, "xyyy"))
    assert found[-2].status is Status.TIE
    assert found[-2].dawid_skene == "x"


def test_soft_labels_of_one_or_two_votes_are_smoothed():
    found = consensus(labels("x--", "xxx"))
    assert found[0].soft_label == pytest.approx((2 / 3, 1 / 6, 1 / 6))


def test_soft_labels_of_three_votes_mix_shares_and_posterior():
    found = consensus(labels("xxy", "xxx", "yyy"))[0]
    expected = [
        (share + likely) / 2 for share, likely in zip((2 / 3, 1 / 3, 0), found.posterior, strict=True)
    ]
    assert found.soft_label == pytest.approx(expected)


def test_a_unit_nobody_labeled_is_unlabeled_and_no_conflict():
    given_labels = Labels(np.array([0]), np.array([0]), np.array([1]), ("u", "v"), ("a",), ("x", "y"))
    found = consensus(given_labels)[1]
    assert (found.value, found.status, found.conflict) == (None, Status.UNLABELED, False)


def spans(annotator, *marked, seen=((0, 100),), article="x"):
    return SpanSet(
        annotator, article, "cue", tuple(Span(*s) for s in seen), tuple((Span(*mark),) for mark in marked)
    )


def test_a_character_needs_more_than_half_of_those_who_saw_it():
    found = character_majority([spans("a", (0, 10)), spans("b", (5, 15)), spans("c", (8, 20))])
    assert (found.ranges, found.tied) == ((Span(5, 15),), ())


def test_characters_marked_by_exactly_half_are_left_open():
    found = character_majority([spans("a", (0, 10)), spans("b", (5, 15))])
    assert (found.ranges, found.tied) == ((Span(5, 10),), (Span(0, 5), Span(10, 15)))


def test_who_has_not_seen_a_character_has_no_vote_on_it():
    sets = [spans("a", (0, 10)), spans("b", (0, 10)), *(spans(c, seen=((50, 90),)) for c in "cdef")]
    assert character_majority(sets).ranges == (Span(0, 10),)


def test_the_support_of_a_majority_is_its_mean_share():
    found = character_majority([spans("a", (0, 10)), spans("b", (0, 10)), spans("c", (0, 5))])
    assert found.support == pytest.approx((5 * 1 + 5 * 2 / 3) / 10)


def test_nothing_marked_has_no_support():
    assert character_majority([spans("a"), spans("b")]).support is None


def test_the_medoid_is_the_annotator_nearest_to_the_others():
    found = medoid([spans("a", (0, 10)), spans("b", (2, 12)), spans("c", (4, 14))])
    assert (found.annotators, found.marks) == (("b",), ((Span(2, 12),),))


def test_two_different_marks_equally_near_are_left_open():
    found = medoid([spans("a", (0, 10)), spans("b", (5, 15))])
    assert (found.annotators, found.marks) == (("a", "b"), None)


def test_annotators_with_the_same_marks_are_medoids_together():
    found = medoid([spans("a", (0, 10)), spans("b", (0, 10)), spans("c", (30, 40))])
    assert (found.annotators, found.marks) == (("a", "b"), ((Span(0, 10),),))


def test_marking_nothing_is_the_same_as_marking_nothing():
    assert medoid([spans("a"), spans("b"), spans("c", (0, 9))]).annotators == ("a", "b")


def test_the_medoid_of_one_annotator_has_no_support():
    assert (medoid([spans("a", (0, 9))]).support, medoid([]).annotators) == (None, ())


@pytest.mark.parametrize("together", [character_majority, medoid])
def test_spans_of_several_articles_are_refused(together):
    with pytest.raises(ValueError, match="one article and one layer"):
        together([spans("a", (0, 9)), spans("b", (0, 9), article="y")])
