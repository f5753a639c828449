"""The sums behind span agreement for a whole project at once; ``spans`` says what they mean.

All articles lie on one line, one behind the other, cut wherever a range of anybody begins or ends. So what
two annotators saw or marked in a hundred articles is one array operation; only marks that are neither the
same nor apart are looked at one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from exports.agreement.intervals import Resampling
from exports.agreement.spans import Ranges, SpanAgreement, _from_rows, matches, shared_characters
from exports.agreement.weights import Floats, Ints
from exports.long_table import Bools

_COLUMNS = 7
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Marks:
    """One annotator's marks in reading order: which mark it is, where it lies on the line, and its ranges."""

    which: Ints
    start: Ints
    end: Ints
    ranges: tuple[Ranges, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """All articles on one line.

    begins: of each article.  edges: of all ranges.  cluster, article: of each stretch between two edges.
    """

    begins: Ints
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

    def summed(self, stretches: Floats) -> Floats:
        """The sum of a number of each stretch, by cluster."""
        found: Floats = np.bincount(self.cluster, stretches, self.n_clusters).astype(np.float64)
        return found


def project_spans(
    seen: Mapping[Place, Ranges],
    marks: Mapping[Place, Sequence[Ranges]],
    lengths: Sequence[int],
    cluster: Ints,
    resampling: Resampling,
) -> SpanAgreement:
    """The agreement of one layer; the same as that of ``span_agreements``.

    seen, marks: by article and annotator, as numbers; no mark twice.
    lengths: of the articles, in characters.  cluster: of each article.
    """
    begins = np.concatenate(([0], np.cumsum(np.array(lengths, dtype=np.int64) + 1)))[:-1].astype(np.int64)
    people = sorted({annotator for _, annotator in seen})
    where = {
        one: _ends(begins, ((place, ranges) for place, ranges in seen.items() if place[1] == one))
        for one in people
    }
    known: dict[tuple[int, Ranges], int] = {}
    own = {one: _marks(begins, marks, seen, one, known) for one in people}
    flat = {
        one: _ends(
            begins, ((place, mark) for place in seen if place[1] == one for mark in marks.get(place, ()))
        )
        for one in people
    }
    points = [part for ends in (*where.values(), *flat.values()) for part in ends]
    edges = np.unique(np.concatenate(points)) if points else np.zeros(0, np.int64)
    article = np.searchsorted(begins, edges[:-1], side="right") - 1
    line = _Line(begins, edges, cluster[article], article, int(cluster.max(initial=-1)) + 1)
    covers = {one: line.covered(*where[one]) for one in people}
    marked = {one: line.covered(*flat[one]) & covers[one] for one in people}
    size = np.diff(edges).astype(np.float64)
    characters, per_article = _character_sums(line, size, covers, marked, len(lengths))
    pairs = [
        _pair_sums(
            line, size, (covers[one], covers[other]), (marked[one], marked[other]), (own[one], own[other])
        )
        for one, other in combinations(people, 2)
    ]
    doubled = per_article > 0
    n_marks = sum(len(found) for (place, _), found in marks.items() if doubled[place])
    rows = np.hstack([*pairs, characters])
    used = np.unique(cluster[np.unique([place for place, _ in seen])]) if seen else np.zeros(0, np.int64)
    return _from_rows(rows[used], int(doubled.sum()), n_marks, resampling)


def _ends(begins: Ints, parts: Iterator[tuple[Place, Ranges]]) -> tuple[Ints, Ints]:
    cells = [
        (begins[article] + span.start, begins[article] + span.end)
        for (article, _), ranges in parts
        for span in ranges
    ]
    found = np.array(cells, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _marks(
    begins: Ints,
    marks: Mapping[Place, Sequence[Ranges]],
    seen: Mapping[Place, Ranges],
    annotator: int,
    known: dict[tuple[int, Ranges], int],
) -> _Marks:
    """known: the number of each mark that anybody made, by article and ranges."""
    rows = sorted(
        (int(begins[place[0]] + mark[0].start), int(begins[place[0]] + mark[-1].end), mark, place[0])
        for place in seen
        if place[1] == annotator
        for mark in marks.get(place, ())
    )
    # Equal offsets in two articles are two marks.
    which = [known.setdefault((article, mark), len(known)) for _, _, mark, article in rows]
    return _Marks(
        np.array(which, dtype=np.int64),
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        tuple(row[2] for row in rows),
    )


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
    own: tuple[_Marks, _Marks],
) -> Floats:
    """The seven sums of two annotators, by cluster, over the text both have seen."""
    both = covers[0] & covers[1]
    if not both.any():
        return np.zeros((line.n_clusters, _COLUMNS))
    length = size * both
    inside = [
        both[np.searchsorted(line.edges, found.start)] if len(found.start) else found.start > 0
        for found in own
    ]
    at = [
        line.cluster[np.searchsorted(line.edges, found.start)] if len(found.start) else found.start
        for found in own
    ]
    numbers = [np.flatnonzero(part) for part in inside]
    _, first, second = np.intersect1d(
        own[0].which[numbers[0]], own[1].which[numbers[1]], assume_unique=True, return_indices=True
    )
    exact = numbers[0][first]
    rest = (np.setdiff1d(numbers[0], exact), np.setdiff1d(numbers[1], numbers[1][second]))
    overlapping = np.zeros(line.n_clusters)
    for mark, count in _overlapping(own, rest):
        overlapping[at[0][mark]] += count
    return np.column_stack(
        (
            np.bincount(at[0][exact], minlength=line.n_clusters),
            overlapping,
            np.bincount(at[0][numbers[0]], minlength=line.n_clusters),
            np.bincount(at[1][numbers[1]], minlength=line.n_clusters),
            line.summed(length * (marked[0] & marked[1])),
            line.summed(length * marked[0]),
            line.summed(length * marked[1]),
        )
    )


def _overlapping(own: tuple[_Marks, _Marks], rest: tuple[Ints, Ints]) -> Iterator[tuple[int, int]]:
    """Groups of marks that may meet: one of the first annotator's, and how many match one to one."""
    rows = sorted(
        (int(own[side].start[number]), int(own[side].end[number]), side, int(number))
        for side in (0, 1)
        for number in rest[side]
    )
    group: tuple[list[int], list[int]] = ([], [])
    reach = -1
    for start, end, side, number in [*rows, (np.iinfo(np.int64).max, 0, 0, -1)]:
        if start >= reach:
            if group[0] and group[1]:
                ours, theirs = ([own[n].ranges[one] for one in group[n]] for n in (0, 1))
                alone = len(ours) == len(theirs) == 1
                count = shared_characters(ours[0], theirs[0]) > 0 if alone else matches(ours, theirs)[1]
                yield group[0][0], int(count)
            group = ([], [])
        if number >= 0:
            group[side].append(number)
        reach = max(reach, end)
