"""Agreement on where spans are: exact and overlapping matches, and characters.

Offsets count from the start of one article, so everything here is keyed by article and by layer: two
annotators who marked the same offsets of different articles do not agree, and a cue never matches a source.
An annotator who saw a sentence and marked nothing there disagrees with one who did; one who has not seen it
does neither.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.intervals import Resampling, bootstrap, bootstrap_error, interval
from exports.agreement.weights import Floats
from labels.span import Span, merged

Ranges = tuple[Span, ...]

# Sums of one pair in one article: exact matches, overlapping matches, marks of each, shared characters,
# characters of each.
SUMS_OF_PAIR = 7


@dataclass(frozen=True, slots=True)
class SpanSet:
    """What one annotator marked in one layer of one article.

    seen: the text the annotator has finished, such as the sentences marked as done.
    marks: what was marked there; each mark has one or more ranges. None at all is a finding, too.
    cluster: what is drawn as a whole for intervals, such as the event; by default the article.
    """

    annotator: str
    article: str
    layer: str
    seen: Ranges
    marks: tuple[Ranges, ...] = ()
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """The agreement of one layer; in each, ``n_units`` counts articles seen by two and ``n_labels`` marks in
    them.

    exact_f1: the same ranges.  overlap_f1: shared characters (Dice).
    partial_f1: half a match for each mark that overlaps another one, one to one (SemEval 2013, task 9.1).
        These three are means over pairs of annotators, micro over marks, and not corrected for chance.
    character_alpha: nominal alpha over the characters seen by two; corrected for chance.
    Standard errors are those of the bootstrap over clusters: characters are not independent units.
    """

    exact_f1: Coefficient
    overlap_f1: Coefficient
    partial_f1: Coefficient
    character_alpha: Coefficient


def span_agreements(
    sets: Iterable[SpanSet], resampling: Resampling | None = None
) -> dict[str, SpanAgreement]:
    """The agreement of each layer, in the order in which the layers appear.

    Raises ValueError for two sets of one annotator in the same article and layer.
    """
    by_layer: dict[str, list[SpanSet]] = defaultdict(list)
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


def _layer_agreement(sets: Sequence[SpanSet], resampling: Resampling | None) -> SpanAgreement:
    articles: dict[str, list[SpanSet]] = defaultdict(list)
    for one in sets:
        articles[one.article].append(one)
    pairs = {pair: n for n, pair in enumerate(combinations(sorted({one.annotator for one in sets}), 2))}
    clusters: dict[str, Floats] = {}
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


def from_rows(rows: Floats, n_articles: int, n_marks: int, resampling: Resampling | None) -> SpanAgreement:
    """The agreement that follows from sums of each cluster.

    rows: clusters x (pairs * 7 + 4), the sums of ``SUMS_OF_PAIR`` for each pair and ``character_sums``.
    n_articles: articles seen by two.  n_marks: the marks in them.
    """
    values = _statistics(rows.sum(axis=0)[None, :])
    samples: Mapping[str, Floats] = {}
    informative = int((rows[:, -4:].sum(axis=1) > 0).sum())
    if resampling is not None and informative > 1:
        samples = bootstrap(rows, np.ones(len(rows)), _statistics, resampling)
    found = {}
    for name, value in values.items():
        found[name] = _coefficient(
            float(value[0]), samples.get(name), resampling, (n_articles, n_marks), informative, name
        )
    return SpanAgreement(**found)


def _coefficient(
    value: float,
    samples: Floats | None,
    resampling: Resampling | None,
    sizes: tuple[int, int],
    n_clusters: int,
    name: str,
) -> Coefficient:
    n_articles, n_marks = sizes
    if not np.isfinite(value):
        reason = Reason.NO_SPANS
        if n_articles == 0:
            reason = Reason.NO_TEXT_SEEN_BY_TWO
        elif name == "character_alpha" and n_marks:
            reason = Reason.ONE_VALUE_ONLY
        return Coefficient(None, None, None, n_articles, n_marks, reason)
    if samples is None or resampling is None:
        alone = Reason.ONE_CLUSTER if n_clusters < 2 else None  # noqa: PLR2004
        return Coefficient(value, None, None, n_articles, n_marks, alone)
    ends = interval(samples, resampling, value, None, np.ones(n_clusters))
    error = bootstrap_error(samples)
    return Coefficient(
        value=value,
        se=error,
        ci=ends,
        n_units=n_articles,
        n_labels=n_marks,
        reason=Reason.UNSTABLE_RESAMPLES if ends is None or error is None else None,
        bootstrap_se=error,
        resamples=int(np.isfinite(samples).sum()),
    )


def _statistics(sums: Floats) -> dict[str, Floats]:
    """The four measures of each sample: sums (samples x (pairs * 7 + 4))."""
    by_pair = sums[:, :-4].reshape(len(sums), -1, SUMS_OF_PAIR)
    exact, overlapping, first, second, shared, first_size, second_size = np.moveaxis(by_pair, -1, 0)
    return {
        "exact_f1": _mean_ratio(2 * exact, first + second),
        "overlap_f1": _mean_ratio(2 * shared, first_size + second_size),
        "partial_f1": _mean_ratio(2 * exact + overlapping, first + second),
        "character_alpha": _binary_alpha(sums[:, -4:]),
    }


def _mean_ratio(part: Floats, whole: Floats) -> Floats:
    """The mean over pairs, the last axis, of those that marked anything."""
    defined = whole > 0
    ratio = np.where(defined, part / np.where(defined, whole, 1), 0.0)
    count = defined.sum(axis=-1)
    mean: Floats = np.where(count > 0, ratio.sum(axis=-1) / np.maximum(count, 1), np.nan)
    return mean


def _binary_alpha(sums: Floats) -> Floats:
    """Alpha of unmarked and marked characters: sums of both, and of those repeated by another annotator."""
    unmarked, marked, _, repeated = np.moveaxis(sums, -1, 0)
    labels = unmarked + marked
    expected = unmarked * marked
    defined = expected > 0
    observed = (labels - 1) * (marked - repeated)
    alpha: Floats = np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)
    return alpha


def character_sums(sets: Sequence[SpanSet]) -> Floats:
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


def _covered(edges: Floats, ranges: Sequence[Span]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which stretches between two edges the ranges cover."""
    covered = np.zeros(len(edges) - 1, dtype=bool)
    for span in ranges:
        covered[np.searchsorted(edges, span.start) : np.searchsorted(edges, span.end)] = True
    return covered


def _flat(marks: Iterable[Ranges]) -> Ranges:
    return merged(span for mark in marks for span in mark)


def shared_characters(first: Sequence[Span], second: Sequence[Span]) -> int:
    """How many characters two sets of ranges, neither of which overlaps itself, have in common."""
    return sum(one.overlap(other) for one in first for other in second)


def _common(first: Sequence[Span], second: Sequence[Span]) -> Ranges:
    """The ranges covered by both."""
    both = ((max(one.start, other.start), min(one.end, other.end)) for one in first for other in second)
    return merged(Span(start, end) for start, end in both if start < end)


def _pair_sums(first: SpanSet, second: SpanSet) -> list[float]:
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


def _marks_in(marks: Iterable[Ranges], seen: Ranges) -> list[Ranges]:
    """The marks that begin in text both have seen; a mark may run on into the next sentence."""
    ordered = (merged(mark) for mark in marks if mark)
    return [mark for mark in ordered if any(span.start <= mark[0].start < span.end for span in seen)]


def matches(first: Sequence[Ranges], second: Sequence[Ranges]) -> tuple[int, int]:
    """How many marks match exactly and, one to one among the rest, how many overlap.

    Marks are merged ranges of one article and layer.
    """
    left, right = Counter(first), Counter(second)
    exact = left & right
    rest, others = list((left - exact).elements()), list((right - exact).elements())
    overlapping = 0
    if rest and others:
        touching = np.array([[shared_characters(one, other) > 0 for other in others] for one in rest])
        chosen = linear_sum_assignment(touching, maximize=True)
        overlapping = int(touching[chosen].sum())
    return exact.total(), overlapping
