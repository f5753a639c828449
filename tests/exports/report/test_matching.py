"""What the report computes for a whole project at once is what the engine computes article by article."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.agreement.intervals import Resampling
from exports.agreement.spans.matching import MarkedClaim, claim_units, match_claims
from exports.agreement.spans.range_column import range_column
from exports.agreement.spans.span_sums import Marks, Seen, inner, project_spans
from exports.agreement.spans.spans import SpanSet
from exports.agreement.wording import normalised, source_key
from exports.report.claims import matched_claims
from exports.report.long_table import LongTable, PlacedSentences, ranges
from labels.span import Span, merged
from labels.store.agreement_queries import LabeledArticle
from tests.exports.agreement.span_oracle import span_agreements

LENGTH = 40
spots = st.integers(0, LENGTH - 6)
contents = st.lists(st.tuples(spots, st.integers(1, 6)), min_size=1, max_size=2).map(
    lambda parts: merged(Span(start, start + size) for start, size in parts)
)
# article, annotator, content; two claims of one annotator with the same content are one
claims = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), contents), max_size=12, unique=True)


def table_of(made):
    """A long table of two articles with one sentence each, and these claims."""
    made = sorted(made, key=lambda one: (one[0], one[1]))
    articles = tuple(LabeledArticle(f"a{n}", "e", f"outlet {n}", "x" * LENGTH) for n in range(2))
    zeros = np.zeros(2, np.int64)
    sentences = PlacedSentences(("a0:s", "a1:s"), np.arange(2), zeros, zeros, zeros + LENGTH)
    counts = np.zeros((2, 3), np.int64)
    for article, annotator, _ in made:
        counts[article, annotator] += 1
    return LongTable(
        annotators=("x", "y", "z"),
        articles=articles,
        sentences=sentences,
        left=np.ones((2, 3), np.uint8),
        n_claims=counts,
        words=np.arange(2),
        kept=np.ones(2, bool),
        copies=0,
        claim_ids=tuple(f"a{article}:s.{n}" for n, (article, _, _) in enumerate(made, start=1)),
        claim_annotators=np.array([annotator for _, annotator, _ in made], dtype=np.int64),
        claim_sentences=np.array([article for article, _, _ in made], dtype=np.int64),
        contents=tuple(str([[s.start, s.end] for s in content]) for _, _, content in made),
        values={},
    )


def marked(table):
    """The same claims as the engine takes them."""
    return [
        MarkedClaim(str(n), str(table.claim_annotators[n]), f"a{table.claim_sentences[n]}", ranges(content))
        for n, content in enumerate(table.contents)
    ]


def score(units, found):
    """What a set of matches or units is worth: ties may be broken either way."""
    return round(sum(match.dice for match in found), 9), len(units)


@settings(deadline=None, max_examples=150)
@given(claims, st.sampled_from([0.2, 0.5, 1.0]))
def test_matches_of_two_annotators_are_those_of_the_engine(made, threshold):
    table = table_of([one for one in made if one[1] < 2])
    every = marked(table)
    expected = match_claims(
        [one for one in every if one.annotator == "0"],
        [one for one in every if one.annotator == "1"],
        threshold,
    )
    found = matched_claims(table, threshold).matches
    total = sum(dice_of(every[one], every[other]) for one, other in found)
    assert total == pytest.approx(sum(match.dice for match in expected))


def dice_of(one, other):
    [match] = match_claims([one], [other], 1e-9)
    return match.dice


@settings(deadline=None, max_examples=150)
@given(
    claims.filter(lambda made: len({(a, p) for a, p, _ in made}) == len(made)), st.sampled_from([0.3, 0.5])
)
def test_units_are_those_of_the_engine_where_everybody_made_one_claim(made, threshold):
    table = table_of(made)
    expected = {frozenset(int(one.id) for one in unit) for unit in claim_units(marked(table), threshold)}
    of_claim = matched_claims(table, threshold).of_claim.tolist()
    found = {}
    for claim, unit in enumerate(of_claim):
        found.setdefault(unit, set()).add(claim)
    assert {frozenset(unit) for unit in found.values()} == expected


@settings(deadline=None, max_examples=150)
@given(claims)
def test_no_unit_holds_two_claims_of_one_annotator(made):
    table = table_of(made)
    units = matched_claims(table).of_claim
    owners = list(zip(units.tolist(), table.claim_annotators.tolist(), strict=True))
    assert len(set(owners)) == len(owners)


@pytest.mark.parametrize("threshold", [0, -1, 1.5])
def test_a_threshold_outside_its_range_is_refused(threshold):
    with pytest.raises(ValueError, match="between 0 and 1"):
        matched_claims(table_of([]), threshold)


seen_parts = st.lists(st.tuples(spots, st.integers(1, 20)), min_size=1, max_size=2).map(
    lambda parts: merged(Span(start, min(LENGTH, start + size)) for start, size in parts)
)
readers = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.tuples(seen_parts, st.lists(contents, max_size=4, unique=True)),
    min_size=1,
    max_size=7,
)


def on_line(read, begins):
    """What everybody has seen and marked, as places on one line."""
    seen = [
        (annotator, begins[article] + span.start, begins[article] + span.end)
        for (article, annotator), (spans, _) in read.items()
        for span in spans
    ]
    known = {}
    rows = [
        (annotator, known.setdefault((article, mark), len(known)), begins[article], mark)
        for (article, annotator), (_, marks) in read.items()
        for mark in marks
    ]
    column = range_column([str([[span.start, span.end] for span in row[3]]) for row in rows])
    owner, which, begin = (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))
    return Seen(*np.array(seen, dtype=np.int64).reshape(-1, 3).T), Marks(owner, which, column.moved(begin))


@settings(deadline=None, max_examples=200)
@given(readers, st.booleans())
def test_spans_of_all_articles_at_once_are_those_of_the_engine(read, by_event):
    cluster = np.array([0, 0, 1]) if by_event else np.arange(3)
    resampling = Resampling(count=20)
    expected = span_agreements(
        (
            SpanSet(f"{annotator}", f"a{article}", "cue", seen, tuple(marks), str(cluster[article]))
            for (article, annotator), (seen, marks) in sorted(read.items())
        ),
        resampling,
    )["cue"]
    begins = np.arange(3) * (LENGTH + 1)
    found = project_spans(*on_line(read, begins), begins, cluster, resampling)
    for name in ("exact_f1", "overlap_f1", "partial_f1", "character_alpha"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        assert (ours.n_units, ours.n_labels, ours.reason) == (theirs.n_units, theirs.n_labels, theirs.reason)
        assert ours.value == pytest.approx(theirs.value)
        assert ours.ci == pytest.approx(theirs.ci)


def test_nothing_seen_by_anybody_is_nothing_to_compare():
    nothing = np.zeros(0, np.int64)
    found = project_spans(*on_line({}, nothing), nothing, nothing, Resampling(count=5))
    assert found.exact_f1.reason == "no_text_seen_by_two"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Mayor", "mayor"),
        ("Port Authority", "port authority"),
        ("U.N.", "u n"),
        ("!!", "!!"),
        ("The", "the"),
    ],
)
def test_a_source_is_known_by_its_words(name, key):
    assert source_key(name) == key


def test_copies_are_known_by_their_words_whatever_stands_between_them():
    assert normalised("“It  holds,” SHE said.") == normalised("It holds - she said")


def marks_of(parts):
    """Marks of annotators on one line: annotator and ranges."""
    values = [str([list(one) for one in spans]) for _, spans in parts]
    owners = np.array([owner for owner, _ in parts], dtype=np.int64)
    return Marks(owners, np.arange(len(parts)), range_column(values))


def inside(parts):
    """Which marks lie inside another, by their number."""
    return inner(marks_of(parts)).which.tolist()


@pytest.mark.parametrize(
    ("parts", "numbers"),
    [
        ([(0, [(0, 9)]), (0, [(2, 4)])], [1]),
        ([(0, [(2, 4)]), (0, [(0, 9)])], [0]),
        ([(0, [(0, 9)]), (0, [(0, 4)]), (0, [(5, 9)])], [1, 2]),
        ([(0, [(0, 9)]), (0, [(2, 7)]), (0, [(3, 5)])], [1, 2]),
        ([(0, [(0, 3), (6, 9)]), (0, [(0, 1), (7, 8)])], [1]),
        ([(0, [(0, 1), (7, 9)]), (0, [(0, 1), (6, 9)])], [0]),
    ],
)
def test_a_mark_is_inside_a_longer_one_that_holds_all_of_its_characters(parts, numbers):
    assert inside(parts) == numbers


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [(0, [(0, 9)])],
        [(0, [(0, 9)]), (1, [(2, 4)])],
        [(0, [(0, 5)]), (0, [(5, 9)])],
        [(0, [(0, 5)]), (0, [(4, 9)])],
        [(0, [(0, 3), (6, 9)]), (0, [(3, 6)])],
        [(0, [(0, 3), (6, 9)]), (0, [(2, 7)])],
    ],
)
def test_marks_of_others_beside_across_and_in_a_gap_are_not_inside(parts):
    assert inside(parts) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), contents), max_size=12, unique=True))
def test_marks_inside_are_those_that_a_comparison_of_all_pairs_finds(made):
    parts = [(owner, [(one.start, one.end) for one in spans]) for owner, spans in made]
    characters = [{c for first, last in spans for c in range(first, last)} for _, spans in parts]
    expected = [
        number
        for number, (owner, _) in enumerate(parts)
        if any(owner == parts[k][0] and characters[number] < characters[k] for k in range(len(parts)))
    ]
    assert inside(parts) == expected
