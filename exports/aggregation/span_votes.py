"""One set of ranges from several annotators' spans: by characters, or the annotator nearest to all others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.spans.matching import dice
from exports.agreement.spans.ranges import Ranges
from exports.agreement.spans.spans import SpanSet
from labels.span import Span, merged


@dataclass(frozen=True, slots=True)
class CharacterMajority:
    """What most annotators who saw it have marked.

    ranges: marked by more than half.  tied: marked by exactly half; an adjudicator decides on them.
    support: mean share of annotators over the characters of ``ranges``; None without any.
    """

    ranges: Ranges
    tied: Ranges
    support: float | None


def character_majority(sets: Sequence[SpanSet]) -> CharacterMajority:
    """The majority over characters of one article and layer; who has not seen a character does not vote on
    it.

    Raises ValueError for sets of several articles or layers: their offsets have nothing to do with each
        other.
    """
    _check(sets)
    edges = np.unique(
        [
            edge
            for person in sets
            for span in (*person.seen, *_marked(person))
            for edge in (span.start, span.end)
        ]
    )
    ranges, tied, support, size = [], [], 0.0, 0
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        part = Span(int(start), int(end))
        voters = [person for person in sets if _holds(person.seen, part)]
        share = sum(_holds(_marked(person), part) for person in voters) / len(voters) if voters else 0.0
        if share == 0.5:  # noqa: PLR2004 - half of the voters
            tied.append(part)
        elif share > 0.5:  # noqa: PLR2004
            ranges.append(part)
            support += share * len(part)
            size += len(part)
    return CharacterMajority(merged(ranges), merged(tied), support / size if size else None)


@dataclass(frozen=True, slots=True)
class Medoid:
    """The annotator whose marks are nearest to everybody else's.

    annotators: one, or several with the very same marks.  marks: theirs; None if different marks are equally
        near.
    support: mean Dice with the other annotators.
    """

    annotators: tuple[str, ...]
    marks: tuple[Ranges, ...] | None
    support: float | None


def medoid(sets: Sequence[SpanSet]) -> Medoid:
    """The marks with the largest mean Dice to those of the other annotators of one article and layer.

    Unlike a majority of characters, these marks were made by a person. Two annotators who marked nothing
    agree.
    Raises ValueError for sets of several articles or layers.
    """
    _check(sets)
    if not sets:
        return Medoid((), None, None)
    if len(sets) == 1:
        return Medoid((sets[0].annotator,), sets[0].marks, None)
    texts = [_marked(person) for person in sets]
    near = [
        float(np.mean([_likeness(own, other) for place, other in enumerate(texts) if place != number]))
        for number, own in enumerate(texts)
    ]
    best = [number for number, support in enumerate(near) if support >= max(near) - 1e-12]
    same = len({tuple(sorted(map(merged, sets[number].marks))) for number in best}) == 1
    return Medoid(
        annotators=tuple(sets[number].annotator for number in best),
        marks=sets[best[0]].marks if same else None,
        support=max(near),
    )


def _likeness(first: Ranges, second: Ranges) -> float:
    return dice(first, second) if first or second else 1.0


def _marked(person: SpanSet) -> Ranges:
    return merged(span for mark in person.marks for span in mark)


def _holds(ranges: Sequence[Span], part: Span) -> bool:
    return any(span.start <= part.start and part.end <= span.end for span in ranges)


def _check(sets: Sequence[SpanSet]) -> None:
    if len({(person.article, person.layer) for person in sets}) > 1:
        raise ValueError("Only spans of one article and one layer can be put together.")
