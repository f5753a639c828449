"""Lines and paragraphs of a text: the structure that is settled before any sentence is looked for.

A line break ends a block, so a headline never runs into its byline. Only where a whole document is
hard-wrapped (mail, wire copy, old archives) do the lines of a paragraph make one block together.
"""

import itertools
from dataclasses import dataclass

from labels.span import Span

# A document counts as wrapped from this many line pairs on; fewer prove nothing.
MIN_PAIRS = 3
# Shorter lines are lists and verse, longer ones are paragraphs.
MIN_WIDTH, MAX_WIDTH = 40, 120
# Share of lines that could not have held the next word, and of lines without a full stop at the end.
FULL_SHARE, OPEN_SHARE = 0.8, 0.5
TERMINATORS = ".!?…:。！？؟\"”’')"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text without the white space round it; ``gap``: an empty line or the start before it."""

    span: Span
    gap: bool


def lines(text: str) -> list[Line]:
    """The lines that hold more than white space, in order.

    Every line end of Unicode counts: LF, CR, VT, FF, NEL, U+2028, U+2029 and the ASCII separators.
    """
    result: list[Line] = []
    offset, gap = 0, True
    for raw in text.splitlines(keepends=True):
        span = Span(offset, offset + len(raw)).trimmed(text)
        offset += len(raw)
        if span is None:
            gap = True
        else:
            result.append(Line(span, gap))
            gap = False
    return result


def blocks(text: str) -> list[Span]:
    """The paragraphs of a text, in order; they hold every character that is no white space, once."""
    found = lines(text)
    width = _wrap_width(text, found)
    if width is None:
        return [line.span for line in found]
    joined: list[Span] = []
    previous: Line | None = None
    for line in found:
        if previous is not None and not line.gap and _is_full(text, previous, line, width):
            joined[-1] = Span(joined[-1].start, line.span.end)
        else:
            joined.append(line.span)
        previous = line
    return joined


def _wrap_width(text: str, found: list[Line]) -> int | None:
    """The width a document was wrapped at, in code points; None if its line ends are paragraph ends."""
    pairs = [(one, two) for one, two in itertools.pairwise(found) if not two.gap]
    if len(pairs) < MIN_PAIRS:
        return None
    lengths = sorted(len(one.span) for one, _ in pairs)
    # One overlong address or table row must not set the width.
    width = lengths[(len(lengths) - 1) * 9 // 10]
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    full = sum(_is_full(text, one, two, width) for one, two in pairs)
    unfinished = sum(text[one.span.end - 1] not in TERMINATORS for one, _ in pairs)
    if full < FULL_SHARE * len(pairs) or unfinished < OPEN_SHARE * len(pairs):
        return None
    return width


def _is_full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted, as in text filled to a width."""
    start = following.span.start
    word = text[start : min(following.span.end, start + width)].split(maxsplit=1)
    return len(line.span) + 1 + (len(word[0]) if word else 0) > width
