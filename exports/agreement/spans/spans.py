"""Agreement on where spans are: exact and overlapping matches, and characters.

Offsets count from the start of one article, so everything here is keyed by article and by layer: two
annotators who marked the same offsets of different articles do not agree, and a cue never matches a source.
An annotator who saw a sentence and marked nothing there disagrees with one who did; one who has not seen it
does neither.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from exports.agreement.arrays import Floats
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.intervals import Clusters, LeftOut, Resampling, leaving_out, with_spread
from exports.agreement.spans.ranges import Ranges, shared_characters

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
    Standard errors are over clusters: characters are not independent units.
    """

    exact_f1: Coefficient
    overlap_f1: Coefficient
    partial_f1: Coefficient
    character_alpha: Coefficient


def from_rows(
    rows: Floats,
    n_articles: int,
    n_marks: int,
    resampling: Resampling | None,
    without_annotators: Floats | None = None,
) -> SpanAgreement:
    """The agreement that follows from sums of each cluster.

    rows: clusters x (pairs * 7 + 4), the sums of ``SUMS_OF_PAIR`` for each pair, then over the
        characters seen by two the labels "unmarked" and "marked", and how many of each are repeated.
    n_articles: articles seen by two.  n_marks: the marks in them.
    without_annotators: the sums over all clusters without each annotator, if annotators are random.
    """
    values = _statistics(rows.sum(axis=0)[None, :])
    compared = rows[rows[:, -4:].sum(axis=1) > 0]
    by_pair = compared[:, :-4].reshape(len(compared), rows.shape[1] // SUMS_OF_PAIR, SUMS_OF_PAIR)
    clusters = Clusters(len(compared), int(np.count_nonzero(by_pair[:, :, 2:4].sum(axis=(1, 2)))))
    left_out = leaving_out(compared, np.ones(len(compared)), _statistics)
    others: dict[str, LeftOut] = {}
    if without_annotators is not None:
        size = np.ones(len(without_annotators))
        others = {name: LeftOut(each, size) for name, each in _statistics(without_annotators).items()}
    unmarked, marked = rows[:, -4:-2].sum(axis=0)
    chance = 1 - 2 * unmarked * marked / max((unmarked + marked) ** 2, 1)
    coefficients = {}
    for name, value in values.items():
        of_alpha = name == "character_alpha"
        point = _point(float(value[0]), n_articles, n_marks, float(chance) if of_alpha else None)
        sources = [source[name] for source in (left_out, others) if name in source]
        lowest = -1.0 if of_alpha else 0.0
        coefficients[name] = with_spread(point, sources, clusters, resampling, lowest=lowest)
    return SpanAgreement(**coefficients)


def _point(value: float, n_articles: int, n_marks: int, chance: float | None) -> Coefficient:
    if np.isfinite(value):
        return Coefficient(value, None, None, n_articles, n_marks, None, expected=chance)
    reason = Reason.NO_SPANS
    if n_articles == 0:
        reason = Reason.NO_TEXT_SEEN_BY_TWO
    elif chance is not None and n_marks:
        reason = Reason.ONE_VALUE_ONLY
    return Coefficient(None, None, None, n_articles, n_marks, reason)


def _statistics(sums: Floats) -> dict[str, Floats]:
    """The four measures of each sample: sums (samples x (pairs * 7 + 4))."""
    by_pair = sums[:, :-4].reshape(len(sums), sums.shape[1] // SUMS_OF_PAIR, SUMS_OF_PAIR)
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
