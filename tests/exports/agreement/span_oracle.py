"""Span agreement article by article and pair by pair: the slow twin of ``project_spans``."""

from collections import defaultdict
from itertools import combinations

import numpy as np

from exports.agreement.spans.ranges import shared_characters
from exports.agreement.spans.spans import SUMS_OF_PAIR, from_rows, matches
from labels.span import Span, merged


def span_agreements(sets, resampling=None):
    """The agreement of each layer, in the order in which the layers appear.

    Raises ValueError for two sets of one annotator in the same article and layer.
    """
    by_layer = defaultdict(list)
    known = set()
    for one in sets:
        key = (one.annotator, one.article, one.layer)
        if key in known:
            raise ValueError(
                f"Annotator {one.annotator} has two sets of {one.layer} in article {one.article}."
            )
        known.add(key)
        by_layer[one.layer].append(one)
    return {layer: _layer_agreement(found, resampling) for layer, found in by_layer.items()}


def _layer_agreement(sets, resampling):
    articles = defaultdict(list)
    for one in sets:
        articles[one.article].append(one)
    pairs = {pair: n for n, pair in enumerate(combinations(sorted({one.annotator for one in sets}), 2))}
    clusters = {}
    n_articles = n_marks = 0
    for article, found in articles.items():
        row = np.zeros(len(pairs) * SUMS_OF_PAIR + 4)
        for first, second in combinations(sorted(found, key=lambda one: one.annotator), 2):
            start = pairs[first.annotator, second.annotator] * SUMS_OF_PAIR
            row[start : start + SUMS_OF_PAIR] = _pair_sums(first, second)
        row[-4:] = character_sums(found)
        if row[-4:].sum() > 0:
            n_articles += 1
            n_marks += sum(len(one.marks) for one in found)
        cluster = found[0].cluster or article
        clusters[cluster] = clusters.get(cluster, 0.0) + row
    rows = np.array(list(clusters.values())) if clusters else np.zeros((0, len(pairs) * SUMS_OF_PAIR + 4))
    return from_rows(rows, n_articles, n_marks, resampling)


def character_sums(sets):
    """Sums over the characters of one article and layer that two or more annotators have seen.

    Labels "unmarked" and "marked", and the share of each that the other annotators repeat: what alpha needs.
    """
    edges = np.unique(
        [
            edge
            for one in sets
            for span in (*one.seen, *(span for mark in one.marks for span in mark))
            for edge in (span.start, span.end)
        ]
    )
    if len(edges) == 0:
        return np.zeros(4)
    seen, marked = np.zeros((2, len(edges) - 1))
    for one in sets:
        was_seen, was_marked = (_covered(edges, ranges) for ranges in (one.seen, _flat(one.marks)))
        seen += was_seen
        marked += was_seen & was_marked
    lengths = np.diff(edges) * (seen > 1)
    unmarked, others = seen - marked, np.maximum(seen - 1, 1)
    return np.array(
        [
            lengths @ unmarked,
            lengths @ marked,
            lengths @ (unmarked * (unmarked - 1) / others),
            lengths @ (marked * (marked - 1) / others),
        ]
    )


def _covered(edges, ranges):
    """Which stretches between two edges the ranges cover."""
    covered = np.zeros(len(edges) - 1, dtype=bool)
    for span in ranges:
        covered[np.searchsorted(edges, span.start) : np.searchsorted(edges, span.end)] = True
    return covered


def _flat(marks):
    return merged(span for mark in marks for span in mark)


def _common(first, second):
    """The ranges covered by both."""
    both = ((max(one.start, other.start), min(one.end, other.end)) for one in first for other in second)
    return merged(Span(start, end) for start, end in both if start < end)


def _pair_sums(first, second):
    """The sums of two annotators in one article, over the text both have seen."""
    seen = _common(merged(first.seen), merged(second.seen))
    ours, theirs = (_marks_in(one.marks, seen) for one in (first, second))
    exact, overlapping = matches(ours, theirs)
    our_text, their_text = (_common(_flat(marks), seen) for marks in (first.marks, second.marks))
    return [
        exact,
        overlapping,
        len(ours),
        len(theirs),
        shared_characters(our_text, their_text),
        sum(map(len, our_text)),
        sum(map(len, their_text)),
    ]


def _marks_in(marks, seen):
    """The marks that begin in text both have seen; a mark may run on into the next sentence."""
    ordered = (merged(mark) for mark in marks if mark)
    return [mark for mark in ordered if any(span.start <= mark[0].start < span.end for span in seen)]
