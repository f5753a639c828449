"""Which claims of two annotators are the same claim.

Annotators decide themselves how many claims a sentence holds, so their labels can only be compared on claims
that were matched first; and the share of matched claims belongs beside every such coefficient.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from exports.agreement.spans.assignment import assigned
from exports.agreement.spans.ranges import Ranges, shared_characters
from labels.span import merged


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A claim by one annotator: where its content is in its article.

    id: unique among the claims of its annotator.
    """

    id: str
    annotator: str
    article: str
    content: Ranges


@dataclass(frozen=True, slots=True)
class Match:
    """Two claims taken for the same one.  dice: shared characters over the mean of both lengths."""

    first: MarkedClaim
    second: MarkedClaim
    dice: float


def dice(first: Ranges, second: Ranges) -> float:
    """Twice the shared characters over all characters: 1 for the same content, 0 for nothing shared."""
    ours, theirs = merged(first), merged(second)
    total = sum(map(len, ours)) + sum(map(len, theirs))
    return 2 * shared_characters(ours, theirs) / total if total else 0.0


def match_claims(
    first: Iterable[MarkedClaim], second: Iterable[MarkedClaim], threshold: float = 0.5
) -> list[Match]:
    """Match the claims of two annotators one to one, so that the sum of Dice is largest.

    threshold: claims with less in common are never matched. Only claims of one article are.
    Raises ValueError unless 0 < threshold <= 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"A Dice threshold lies between 0 and 1, not at {threshold}.")
    ours, theirs = _by_article(first), _by_article(second)
    result = []
    for article, left in ours.items():
        right = theirs.get(article, [])
        if not right:
            continue
        scores = [[dice(one.content, other.content) for other in right] for one in left]
        scores = [[score if score >= threshold else 0.0 for score in row] for row in scores]
        result += [
            Match(left[row], right[column], scores[row][column])
            for row, column in assigned(scores)
            if scores[row][column] > 0
        ]
    return result


def _by_article(claims: Iterable[MarkedClaim]) -> dict[str, list[MarkedClaim]]:
    result: dict[str, list[MarkedClaim]] = defaultdict(list)
    for claim in claims:
        result[claim.article].append(claim)
    return result


def claim_units(claims: Iterable[MarkedClaim], threshold: float = 0.5) -> list[tuple[MarkedClaim, ...]]:
    """The claims of any number of annotators as units for a coefficient: at most one claim of each annotator.

    Pairs of annotators are matched one to one, and matches join units, the closest first, as long as no
    annotator comes in twice and every two claims of the unit have enough in common: a chain of claims is not
    one claim. A claim nobody else made is a unit by itself. Units come in the order of their first claim.
    """
    ordered = list(claims)
    by_annotator: dict[str, list[MarkedClaim]] = defaultdict(list)
    for claim in ordered:
        by_annotator[claim.annotator].append(claim)
    annotators = list(by_annotator)
    matches = [
        match
        for number, one in enumerate(annotators)
        for other in annotators[number + 1 :]
        for match in match_claims(by_annotator[one], by_annotator[other], threshold)
    ]
    unit_of: dict[Hashable, list[MarkedClaim]] = {_key(claim): [claim] for claim in ordered}
    for match in sorted(matches, key=lambda match: -match.dice):
        ours, theirs = unit_of[_key(match.first)], unit_of[_key(match.second)]
        if ours is theirs or not _are_one(ours, theirs, threshold):
            continue
        ours += theirs
        unit_of.update({_key(claim): ours for claim in theirs})
    units = {id(unit): tuple(unit) for unit in (unit_of[_key(claim)] for claim in ordered)}
    return list(units.values())


def _are_one(ours: Sequence[MarkedClaim], theirs: Sequence[MarkedClaim], threshold: float) -> bool:
    """Whether every claim of one unit may be the same as every claim of the other."""
    return all(
        one.annotator != other.annotator and dice(one.content, other.content) >= threshold
        for one in ours
        for other in theirs
    )


def _key(claim: MarkedClaim) -> Hashable:
    return claim.annotator, claim.id
