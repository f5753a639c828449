"""The sums behind span agreement for a whole project at once; ``spans`` says what they mean.

All articles lie on one line, one behind the other, cut wherever a range of anybody begins or ends. So what
two annotators saw or marked in a hundred articles is one array operation; only marks that are neither the
same nor apart nor in a plain pair are looked at one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from exports.agreement.arrays import Bools, Floats, Ints
from exports.agreement.intervals import Resampling
from exports.agreement.spans.range_column import RangeColumn
from exports.agreement.spans.ranges import shared_characters
from exports.agreement.spans.spans import SUMS_OF_PAIR, SpanAgreement, from_rows, matches


@dataclass(frozen=True, slots=True)
class Seen:
    """The text that each annotator has finished: one entry per annotator and range, places on the line."""

    annotator: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Marks:
    """What each annotator marked, no mark twice: one entry per annotator and mark.

    which: the same number for the same ranges of an article.  column: the ranges, as places on the line.
    """

    annotator: Ints
    which: Ints
    column: RangeColumn

    def of(self, annotator: int) -> "Marks":
        """Those of one annotator, in reading order."""
        own = np.flatnonzero(self.annotator == annotator)
        order = own[np.lexsort((self.column.end[own], self.column.begin[own]))]
        return Marks(self.annotator[order], self.which[order], self.column.take(order))


def inner(marks: Marks) -> Marks:
    """The marks that lie inside a longer mark of the same annotator: their characters are marked already, so
    alpha over characters can't see them.
    """
    column = marks.column
    # Marks may begin and end alike and have other gaps: the one with more characters comes first.
    sizes = column.end - column.begin
    for number in np.flatnonzero(column.counts > 1).tolist():
        sizes[number] = sum(map(len, column.spans(number)))
    order = np.lexsort((-sizes, -column.end, column.begin, marks.annotator))
    # Annotators one behind the other on one line, so that what reaches farthest is one's own.
    before = marks.annotator[order] * (int(column.end.max(initial=0)) + 1)
    reach = np.maximum.accumulate(before + column.end[order])
    inside = np.flatnonzero((before + column.end[order])[1:] <= reach[:-1]) + 1
    begin = before + column.begin[order]
    found = []
    for place in inside.tolist():
        # No mark before this one ends behind its beginning.
        first = int(np.searchsorted(reach, begin[place], side="right"))
        if any(_covers(column, int(order[other]), int(order[place])) for other in range(first, place)):
            found.append(int(order[place]))
    chosen = np.sort(np.array(found, np.int64))
    return Marks(marks.annotator[chosen], marks.which[chosen], column.take(chosen))


def _covers(column: RangeColumn, longer: int, shorter: int) -> bool:
    """Whether one mark holds every character of another, and more."""
    first, second = column.spans(longer), column.spans(shorter)
    return sum(map(len, first)) > sum(map(len, second)) == shared_characters(first, second)


@dataclass(frozen=True, slots=True)
class _Line:
    """All articles on one line.

    edges: of all ranges.  cluster, article: of each stretch between two edges.
    """

    edges: Ints
    cluster: Ints
    article: Ints
    n_clusters: int

    def covered(self, starts: Ints, ends: Ints) -> Bools:
        """The stretches that ranges cover."""
        size = len(self.edges)
        change = np.bincount(np.searchsorted(self.edges, starts), minlength=size) - np.bincount(
            np.searchsorted(self.edges, ends), minlength=size
        )
        found: Bools = np.cumsum(change)[:-1] > 0
        return found

    def at(self, places: Ints) -> Ints:
        """The stretch that begins at each place, which is an edge."""
        return np.searchsorted(self.edges, places)

    def summed(self, stretches: Floats) -> Floats:
        """The sum of a number of each stretch, by cluster."""
        found: Floats = np.bincount(self.cluster, stretches, self.n_clusters).astype(np.float64)
        return found


def project_spans(
    seen: Seen, marks: Marks, begins: Ints, cluster: Ints, resampling: Resampling
) -> SpanAgreement:
    """The agreement of one layer.

    begins: where each article begins on the line.  cluster: of each article.
    """
    edges = np.unique(np.concatenate((seen.starts, seen.ends, marks.column.starts, marks.column.ends)))
    article = np.searchsorted(begins, edges[:-1], side="right") - 1
    line = _Line(edges, cluster[article], article, int(cluster.max(initial=-1)) + 1)
    people = np.unique(seen.annotator).tolist()
    own = {one: marks.of(one) for one in people}
    covers, marked = {}, {}
    for one in people:
        inside = seen.annotator == one
        covers[one] = line.covered(seen.starts[inside], seen.ends[inside])
        marked[one] = line.covered(own[one].column.starts, own[one].column.ends) & covers[one]
    size = np.diff(edges).astype(np.float64)
    characters, per_article = _character_sums(line, size, covers, marked, len(begins))
    pairs = [
        _pair_sums(
            line, size, (covers[one], covers[other]), (marked[one], marked[other]), (own[one], own[other])
        )
        for one, other in combinations(people, 2)
    ]
    doubled = per_article > 0
    of_mark = np.searchsorted(begins, marks.column.begin, side="right") - 1
    rows = np.hstack([*pairs, characters])
    used = np.unique(cluster[np.searchsorted(begins, np.unique(seen.starts), side="right") - 1])
    others = None
    if resampling.annotators == "random":
        others = _without_annotators(line, size, covers, marked, pairs)
    return from_rows(rows[used], int(doubled.sum()), int(doubled[of_mark].sum()), resampling, others)


def _without_annotators(
    line: _Line,
    size: Floats,
    covers: Mapping[int, Bools],
    marked: Mapping[int, Bools],
    pairs: Sequence[Floats],
) -> Floats:
    """The sums over all clusters without each annotator."""
    totals = [pair.sum(axis=0) for pair in pairs]
    members = list(combinations(covers, 2))
    rows = []
    for left_out in covers:
        kept = [total * (left_out not in pair) for pair, total in zip(members, totals, strict=True)]
        rest = {one: cover for one, cover in covers.items() if one != left_out}
        characters, _ = _character_sums(line, size, rest, marked, 0)
        rows.append(np.concatenate([*kept, characters.sum(axis=0)]))
    return np.array(rows).reshape(len(rows), len(pairs) * SUMS_OF_PAIR + 4)


def _character_sums(
    line: _Line, size: Floats, covers: Mapping[int, Bools], marked: Mapping[int, Bools], n_articles: int
) -> tuple[Floats, Floats]:
    """Labels "unmarked" and "marked" and those repeated, by cluster; and labels by article."""
    seen, on = np.zeros(len(size)), np.zeros(len(size))
    for one, cover in covers.items():
        seen += cover
        on += marked[one]
    length = size * (seen > 1)
    off, others = seen - on, np.maximum(seen - 1, 1)
    parts = (length * off, length * on, length * off * (off - 1) / others, length * on * (on - 1) / others)
    sums = (
        np.column_stack([line.summed(part) for part in parts])
        if len(size)
        else np.zeros((line.n_clusters, 4))
    )
    return sums, np.bincount(line.article, length * seen, n_articles).astype(np.float64)


def _pair_sums(
    line: _Line,
    size: Floats,
    covers: tuple[Bools, Bools],
    marked: tuple[Bools, Bools],
    own: tuple[Marks, Marks],
) -> Floats:
    """The sums of two annotators, by cluster, over the text both have seen."""
    both = covers[0] & covers[1]
    if not both.any():
        return np.zeros((line.n_clusters, SUMS_OF_PAIR))
    length = size * both
    first, second = (_inside(line, both, marks) for marks in own)
    same = np.isin(first.which, second.which, assume_unique=True)
    same_too = np.isin(second.which, first.which, assume_unique=True)
    overlapping = np.zeros(line.n_clusters)
    rest = (np.flatnonzero(~same), np.flatnonzero(~same_too))
    for place, count in _overlapping((first, second), rest):
        np.add.at(overlapping, line.cluster[line.at(place)], count)
    clusters = [line.cluster[line.at(marks.column.begin)] for marks in (first, second)]
    return np.column_stack(
        (
            np.bincount(clusters[0][same], minlength=line.n_clusters),
            overlapping,
            np.bincount(clusters[0], minlength=line.n_clusters),
            np.bincount(clusters[1], minlength=line.n_clusters),
            line.summed(length * (marked[0] & marked[1])),
            line.summed(length * marked[0]),
            line.summed(length * marked[1]),
        )
    )


def _inside(line: _Line, both: Bools, marks: Marks) -> Marks:
    """The marks that begin in text both have seen."""
    chosen = np.flatnonzero(both[line.at(marks.column.begin)])
    return Marks(marks.annotator[chosen], marks.which[chosen], marks.column.take(chosen))


def _overlapping(own: tuple[Marks, Marks], rest: tuple[Ints, Ints]) -> Iterator[tuple[Ints, Ints]]:
    """Groups of marks that may meet: where they are, and how many match one to one."""
    number = np.concatenate(rest)
    side = np.repeat((0, 1), [len(part) for part in rest])
    columns = [marks.column.take(part) for marks, part in zip(own, rest, strict=True)]
    begin = np.concatenate([column.begin for column in columns])
    end = np.concatenate([column.end for column in columns])
    several = np.concatenate([column.counts for column in columns]) > 1
    order = np.lexsort((number, side, end, begin))
    number, side, begin, end = number[order], side[order], begin[order], end[order]
    opens = begin[1:] >= np.maximum.accumulate(end)[:-1]
    starts = np.concatenate(([0], np.flatnonzero(opens) + 1))[: len(number)]
    if not len(starts):
        return
    ours = np.add.reduceat(side == 0, starts, dtype=np.int64)
    sizes = np.diff(starts, append=len(number))
    ragged = np.add.reduceat(several[order], starts, dtype=np.int64) > 0
    met = (ours > 0) & (ours < sizes)
    plain = met & (sizes == 2) & ~ragged  # noqa: PLR2004 - one mark of each, without gaps: they share some
    yield begin[starts[plain]], np.ones(int(plain.sum()), np.int64)
    for group in np.flatnonzero(met & ~plain).tolist():
        part = slice(int(starts[group]), int(starts[group] + sizes[group]))
        first, second = (
            [own[one].column.spans(n) for n in number[part][side[part] == one].tolist()] for one in (0, 1)
        )
        yield begin[part][:1], np.array([matches(first, second)[1]])
