"""Agreement on spans, against the reference case, nervaluate and brute force over characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator

from exports.agreement.intervals import Resampling
from exports.agreement.spans.spans import SpanSet, matches
from labels.span import Span
from tests.exports.agreement.ratings import values_of
from tests.exports.agreement.span_oracle import character_sums, span_agreements

# Four sentences by two annotators: (layer, start, end), the reference case of this project's span measures.
SENTENCES = [
    ("s1", [("source", 0, 8), ("cue", 9, 13), ("content", 14, 60)],
     [("source", 0, 8), ("cue", 9, 13), ("content", 14, 58)]),
    ("s2", [("source", 5, 20)], []),
    ("s3", [], []),
    ("s4", [("content", 0, 40)], [("content", 10, 40), ("cue", 42, 46)]),
]  # fmt: skip
LENGTH = 60


def span_set(annotator, spans, article="a", layer="source", seen=((0, LENGTH),), cluster=None):
    """Marks of one range each."""
    ranges = tuple(Span(*each) for each in seen)
    return SpanSet(annotator, article, layer, ranges, tuple((Span(*each),) for each in spans), cluster)


def agreement(*sets, layer="source", resampling=None):
    return span_agreements(sets, resampling)[layer]


def value(coefficient):
    return coefficient.value


def one_layer(sentences):
    """All layers as one, so that counts are micro over layers, too: each layer is an article of its own."""
    sets = []
    for name, *marked in sentences:
        for layer in ("source", "cue", "content"):
            for annotator, spans in zip("ab", marked, strict=True):
                own = [(start, end) for kind, start, end in spans if kind == layer]
                sets.append(span_set(annotator, own, f"{name}/{layer}"))
    return agreement(*sets)


def test_exact_partial_and_character_agreement_of_the_reference_case():
    # nervaluate 1.2.1: strict .4, partial .6; Dice .8473 by brute force over character sets.
    found = one_layer(SENTENCES)
    values = [found.exact_f1.value, found.partial_f1.value, found.overlap_f1.value]
    assert values == pytest.approx([0.4, 0.6, 0.8472906403940886], abs=1e-9)


def test_the_same_offsets_of_different_articles_do_not_agree():
    # Potato 2.12 gives 1.0 here. Three annotators, each with an article of their own.
    sets = [span_set(annotator, [(0, 10)], article) for annotator, article in zip("abc", "xyz", strict=True)]
    found = agreement(*sets)
    assert (found.exact_f1.value, found.exact_f1.reason) == (None, "no_text_seen_by_two")


def test_three_annotators_at_the_same_offsets_of_different_articles_that_all_have_seen_disagree():
    sets = [
        span_set(annotator, [(0, 10)] if annotator == own else [], article)
        for article, own in zip("xyz", "abc", strict=True)
        for annotator in "abc"
    ]
    found = agreement(*sets)
    assert (found.exact_f1.value, found.overlap_f1.value) == (0.0, 0.0)
    assert found.character_alpha.value < 0


def test_layers_are_kept_apart():
    sets = [span_set("a", [(0, 9)], layer="cue"), span_set("b", [(0, 9)], layer="source")]
    sets += [span_set("a", [], layer="source"), span_set("b", [], layer="cue")]
    found = span_agreements(sets)
    assert [found[layer].exact_f1.value for layer in ("cue", "source")] == [0.0, 0.0]


def test_nested_layers_do_not_hide_one_another():
    # Potato 2.12 gives token kappa 1.0 when every nested mark is missing.
    sets = [span_set(annotator, [(0, 40)], layer="content") for annotator in "ab"]
    sets += [span_set("a", [(0, 9)], layer="cue"), span_set("b", [], layer="cue")]
    found = span_agreements(sets)
    assert (found["content"].exact_f1.value, found["cue"].exact_f1.value) == (1.0, 0.0)


def test_seen_and_empty_disagrees_with_a_mark():
    found = agreement(span_set("a", [(0, 10)]), span_set("b", []))
    assert (found.exact_f1.value, found.character_alpha.value < 0) == (0.0, True)


def test_text_that_was_not_seen_is_missing_and_no_disagreement():
    found = agreement(span_set("a", [(0, 10), (40, 50)]), span_set("b", [(0, 10)], seen=((0, 30),)))
    assert (found.exact_f1.value, found.character_alpha.value) == (1.0, 1.0)


def test_a_mark_that_runs_into_text_not_seen_counts_where_it_begins():
    found = agreement(span_set("a", [(20, 40)]), span_set("b", [(20, 40)], seen=((0, 30),)))
    assert (found.exact_f1.value, found.overlap_f1.value) == (1.0, 1.0)


def test_nothing_marked_by_anybody_has_no_f1_and_no_alpha():
    found = agreement(span_set("a", []), span_set("b", []))
    reasons = (found.exact_f1.reason, found.overlap_f1.reason, found.character_alpha.reason)
    assert reasons == ("no_spans", "no_spans", "no_spans")


def test_everything_marked_by_everybody_leaves_alpha_undefined():
    found = agreement(span_set("a", [(0, LENGTH)]), span_set("b", [(0, LENGTH)]))
    assert (found.exact_f1.value, found.character_alpha.reason) == (1.0, "one_value_only")


def test_one_annotator_alone_has_no_agreement():
    assert agreement(span_set("a", [(0, 5)])).exact_f1.reason == "no_text_seen_by_two"


def test_one_article_has_a_value_without_interval():
    found = agreement(
        span_set("a", [(0, 5)]), span_set("b", [(0, 5)]), resampling=Resampling(count=9)
    ).exact_f1
    assert (found.value, found.ci, found.reason) == (1.0, None, "one_cluster")


def several_articles():
    return [
        span_set(
            annotator,
            [(0, 10 + (number if annotator == "b" and number % 2 else 0))],
            f"x{number}",
            cluster=None,
        )
        for number in range(8)
        for annotator in "ab"
    ]


def test_intervals_come_from_drawing_articles():
    found = agreement(*several_articles(), resampling=Resampling(count=200)).exact_f1
    assert (found.value, found.ci[0] < 0.5 < found.ci[1], found.se > 0) == (0.5, True, True)


def test_a_cluster_holds_several_articles():
    sets = [
        SpanSet(one.annotator, one.article, one.layer, one.seen, one.marks, "event")
        for one in several_articles()
    ]
    assert agreement(*sets, resampling=Resampling(count=9)).exact_f1.reason == "one_cluster"


def test_f1_is_the_mean_over_pairs_of_annotators():
    sets = [span_set("a", [(0, 5)]), span_set("b", [(0, 5)]), span_set("c", [(10, 15)])]
    assert agreement(*sets).exact_f1.value == pytest.approx(1 / 3)


def test_a_discontinuous_mark_matches_only_the_same_ranges():
    both, first = (Span(0, 5), Span(9, 12)), (Span(0, 5),)
    assert (matches([both], [both]), matches([both], [first])) == ((1, 0), (0, 1))


def test_marks_are_matched_one_to_one():
    # One long mark over two short ones is one overlap, not two.
    assert matches([(Span(0, 20),)], [(Span(0, 8),), (Span(10, 18),)]) == (0, 1)


def test_the_largest_number_of_overlaps_is_found():
    # Greedy matching would give the first left mark to the first right one and leave the second alone.
    left = [(Span(0, 20),), (Span(0, 5),)]
    right = [(Span(0, 6),), (Span(15, 19),)]
    assert matches(left, right) == (0, 2)


def test_two_sets_of_one_annotator_in_an_article_are_refused():
    with pytest.raises(ValueError, match="two sets of source in article a"):
        span_agreements([span_set("a", []), span_set("a", [])])


@st.composite
def marks(draw):
    """Ranges that neither touch nor overlap, in a text of 60 characters."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=10)))
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]


@given(st.lists(st.tuples(marks(), marks()), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_exact_f1_equals_nervaluate_strict(articles):
    sets, gold, predicted = [], [], []
    for number, (ours, theirs) in enumerate(articles):
        sets += [span_set("a", ours, f"x{number}"), span_set("b", theirs, f"x{number}")]
        # nervaluate takes inclusive ends.
        for side, spans in ((gold, ours), (predicted, theirs)):
            side.append([{"label": "source", "start": start, "end": end - 1} for start, end in spans])
    found = agreement(*sets).exact_f1.value
    if found is None:
        return
    strict = Evaluator(gold, predicted, tags=["source"], loader="dict").evaluate()["overall"]["strict"]
    assert found == pytest.approx(strict.f1, abs=1e-9)


@st.composite
def seen_marks(draw):
    """What an annotator saw, from the start of the text, and marked there; None for nothing seen."""
    end = draw(st.none() | st.integers(1, LENGTH))
    return None if end is None else (end, draw(marks()))


@given(st.lists(seen_marks(), min_size=2, max_size=4))
@settings(max_examples=80, deadline=None)
def test_character_alpha_equals_alpha_over_every_single_character(annotators):
    sets = [
        span_set(str(number), one[1], seen=((0, one[0]),))
        for number, one in enumerate(annotators)
        if one is not None
    ]
    rows = [
        [
            None
            if one is None or place >= one[0]
            else int(any(start <= place < end for start, end in one[1]))
            for one in annotators
        ]
        for place in range(LENGTH)
    ]
    expected = values_of(rows, categories=[0, 1])["krippendorff_alpha"]
    found = agreement(*sets).character_alpha.value if sets else None
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(marks(), marks())
@settings(max_examples=60, deadline=None)
def test_overlap_f1_is_dice_over_characters(ours, theirs):
    left, right = ({place for start, end in spans for place in range(start, end)} for spans in (ours, theirs))
    found = agreement(span_set("a", ours), span_set("b", theirs)).overlap_f1.value
    size = len(left) + len(right)
    assert found == (pytest.approx(2 * len(left & right) / size) if size else None)


def test_characters_of_one_annotator_are_not_pairable():
    assert character_sums([span_set("a", [(0, 5)])]).sum() == 0


def test_an_annotator_who_has_seen_nothing_adds_nothing():
    assert character_sums([span_set("a", [], seen=())]).sum() == 0
