"""Sets of ranges of one article, and the characters that two of them share."""

from collections.abc import Sequence

from labels.span import Span

Ranges = tuple[Span, ...]


def shared_characters(first: Sequence[Span], second: Sequence[Span]) -> int:
    """How many characters two sets of ranges, neither of which overlaps itself, have in common."""
    return sum(one.overlap(other) for one in first for other in second)
