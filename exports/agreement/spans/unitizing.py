"""Krippendorff's alpha for unitizing: where units begin and end on a continuum, such as the text of an
article.

Source: Krippendorff (1995), On the Reliability of Unitizing Continuous Data, Sociological Methodology 25,
47-76, and Krippendorff (2004), chapter 11.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.coefficient import Reason
from labels.span import Span

# A stretch of the continuum: begin, length, and whether it is a unit or the gap between two.
_Section = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class UnitizingAlpha:
    """Disagreement observed and expected, and alpha; value is None if nothing was expected."""

    observed: float
    expected: float
    value: float | None
    reason: str | None


def unitizing_alpha(units: Mapping[str, Sequence[Span]], whole: Span) -> UnitizingAlpha:
    """Alpha of one category of units on one continuum.

    units: by annotator, every annotator who has seen the whole; units of one annotator do not overlap.
    Raises ValueError for units outside the whole or overlapping.
    """
    if len(units) < 2:  # noqa: PLR2004 - agreement takes two
        return UnitizingAlpha(0.0, 0.0, None, Reason.NO_ANNOTATOR_PAIR)
    by_annotator = [_sections(spans, whole) for spans in units.values()]
    size, length = len(by_annotator), len(whole)
    total = sum(
        _difference(one, other)
        for number, first in enumerate(by_annotator)
        for second in by_annotator[number + 1 :]
        for one in first
        for other in second
    )
    observed = 2 * total / (size * (size - 1) * length**2)
    return _alpha(observed, _expected(by_annotator, length))


def overall(parts: Iterable[UnitizingAlpha]) -> UnitizingAlpha:
    """Alpha over several categories or continua: 1 minus the sum of observed over that of expected."""
    found = list(parts)
    return _alpha(sum(part.observed for part in found), sum(part.expected for part in found))


def _alpha(observed: float, expected: float) -> UnitizingAlpha:
    if expected <= 0:
        return UnitizingAlpha(observed, expected, None, Reason.ZERO_EXPECTED_DISAGREEMENT)
    return UnitizingAlpha(observed, expected, 1 - observed / expected, None)


def _sections(spans: Sequence[Span], whole: Span) -> list[_Section]:
    result: list[_Section] = []
    position = whole.start
    for span in sorted(spans):
        if span.start < position or span.end > whole.end:
            raise ValueError(
                f"The unit [{span.start}, {span.end}) overlaps another one or leaves the continuum."
            )
        if span.start > position:
            result.append((position, span.start - position, False))
        result.append((span.start, len(span), True))
        position = span.end
    if position < whole.end:
        result.append((position, whole.end - position, False))
    return result


def _difference(one: _Section, other: _Section) -> int:
    """The squared difference of two sections; 0 if they do not meet, or both are gaps."""
    begin, length, is_unit = one
    other_begin, other_length, other_is_unit = other
    apart = begin - other_begin
    if is_unit and other_is_unit and -length < apart < other_length:
        return apart**2 + (apart + length - other_length) ** 2
    if is_unit and not other_is_unit and 0 <= apart <= other_length - length:
        return length**2
    if other_is_unit and not is_unit and 0 <= -apart <= length - other_length:
        return other_length**2
    return 0


def _expected(by_annotator: Sequence[Sequence[_Section]], length: int) -> float:
    """The mean difference over all places units and gaps could have."""
    sections = [section for each in by_annotator for section in each]
    units = np.array([float(size) for _, size, is_unit in sections if is_unit])
    gaps = np.sort([float(size) for _, size, is_unit in sections if not is_unit])
    if len(units) == 0:
        return 0.0
    from_gap = np.searchsorted(gaps, units)
    longer = np.append(np.cumsum(gaps[::-1])[::-1], 0.0)[from_gap]
    room = longer - (len(gaps) - from_gap) * (units - 1)
    number = len(by_annotator) * length
    among_units = (len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
    places = number * (number - 1) - (units * (units - 1)).sum()
    if places <= 0:
        return 0.0
    return float(2 / length * (among_units + units**2 * room).sum() / places)
