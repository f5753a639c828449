"""Which parts of a text stand in quotation marks.

News mixes styles, sometimes in one article: “ ” " « » „ “ and Japanese brackets are read, ‚ ‘ and ‹ › where
they pair. ‘ ’ ' are apostrophes more often than not and mark nothing. A quotation ends with its paragraph at
the latest, so a forgotten mark can't turn the rest of the article round.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from labels.span import Span, merged

CLOSERS = {
    "“": '”"“',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "”": '”"',
    '"': '"”',
    "＂": "＂",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    # single marks count only where they pair: alone they are commas or apostrophes
    "‚": "‘’",
    "‹": "›",
    "›": "‹",
}
ALWAYS_OPEN = frozenset("“„‟«‚‹「『〝")
SINGLE = frozenset("‚‹›")
MAX_DEPTH = 8  # deeper than any text means it, and it keeps hostile ones cheap
MARK = re.compile('[“„‟«»”"＂「」『』〝〞〟‚‘’‹›]')
# what may stand before a mark that opens, besides white space
BEFORE_OPENING = frozenset("([{<—–-/:“„«‚‘'\"")


def paragraph_at(text: str, offset: int, starts: Sequence[int] = ()) -> Span:
    """The paragraph that holds the offset.

    starts: where paragraphs begin, in order, for texts with hard line breaks; without them a line is one.
    """
    if starts:
        index = bisect_right(starts, offset)
        begin = starts[index - 1] if index else 0
        return Span(begin, starts[index] if index < len(starts) else len(text))
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Span(begin, len(text) if end == -1 else end + 1)


def quoted_ranges(text: str, starts: Sequence[int] = ()) -> tuple[Span, ...]:
    """The quotations of a whole article, in order; each ends with its paragraph.

    starts: see ``paragraph_at``.
    """
    result: list[Span] = []
    at = 0
    while at < len(text):
        paragraph = paragraph_at(text, at, starts)
        result += quotations(text, paragraph)
        at = paragraph.end
    return tuple(result)


def quotations(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The quoted ranges of one paragraph with their marks, in order; one never closed runs to its end."""
    part = paragraph.of(text)
    # Straight marks that come in pairs alternate; only an odd one makes their surroundings decide.
    is_even = part.count('"') % 2 == 0
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for match in MARK.finditer(part):
        mark, at = match[0], match.start()
        depth = _closed_by(mark, part, at, opened, is_even=is_even)
        if depth is not None:
            if depth == 0:
                found.append((opened[0][1], at + 1))
            del opened[depth:]
        elif len(opened) < MAX_DEPTH and _opens(mark, part, at, nested=bool(opened)):
            if opened and mark not in SINGLE and opened[-1][0] == mark:
                found.append((opened[0][1], at))  # the one before was never closed
                opened.clear()
            opened.append((mark, at))
    begin = next((at for mark, at in opened if mark not in SINGLE), None)
    if begin is not None:
        found.append((begin, len(part)))
    return merged(Span(paragraph.start + start, paragraph.start + end) for start, end in found)


def _closed_by(mark: str, part: str, at: int, opened: list[tuple[str, int]], *, is_even: bool) -> int | None:
    """How deep the quotation lies that the mark closes, or None if it closes none."""
    for depth in range(len(opened) - 1, -1, -1):
        opener = opened[depth][0]
        if mark not in CLOSERS[opener] or (mark in "‘’" and _inside_word(part, at)):
            continue
        if mark == opener == '"' and is_even:
            return depth
        if mark in '"“' and _looks_opening(part, at):
            continue
        return depth
    return None


def _opens(mark: str, part: str, at: int, *, nested: bool) -> bool:
    if mark not in CLOSERS:
        return False
    if mark in ALWAYS_OPEN:
        return mark not in SINGLE or _looks_opening(part, at)
    if mark == '"' and not nested:
        return not _looks_closing(part, at)  # nor are inches, as in 5'11", a quotation
    return _looks_opening(part, at)


def _looks_opening(part: str, at: int) -> bool:
    """White space or an opening sign before the mark, and none after it."""
    before, after = part[at - 1 : at], part[at + 1 : at + 2]
    return (
        (not before or before.isspace() or before in BEFORE_OPENING) and bool(after) and not after.isspace()
    )


def _looks_closing(part: str, at: int) -> bool:
    """Something before the mark, and white space or punctuation after it."""
    before, after = part[at - 1 : at], part[at + 1 : at + 2]
    return bool(before) and not before.isspace() and before not in "([{" and not after.isalnum()


def _inside_word(part: str, at: int) -> bool:
    return part[at - 1 : at].isalnum() and part[at + 1 : at + 2].isalnum()
