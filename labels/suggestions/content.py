"""The ranges of a claim: without quotation marks round the whole of it, and without marks at its ends."""

import re
from collections.abc import Sequence

from labels.span import Span
from labels.suggestions import english as grammar
from labels.suggestions.phrases import Line, is_finite

OPENERS = "“„‟«»”\"＂‹›‘'‚「『"
CLOSERS = "”“\"»«＂›‹’'‘」』"
FINAL = ".,;:!?…—–-"
INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}$")
MIN_WORDS = 3
LONGEST_SUBJECT = 5


def content_range(text: str, span: Span, quoted: Sequence[Span]) -> Span | None:
    """The range without white space, final punctuation and outer quotation marks; None if no word is left.

    quoted: the quotations of the paragraph.
    """
    start, end = span.start, span.end
    while start < end:
        shorter = _shorter(text, start, end, quoted)
        if shorter == (start, end):
            break
        start, end = shorter
    return Span(start, end) if any(character.isalnum() for character in text[start:end]) else None


def _shorter(text: str, start: int, end: int, quoted: Sequence[Span]) -> tuple[int, int]:
    first, last = text[start], text[end - 1]
    if first.isspace() or first in ",;:—–-.!?…":
        return start + 1, end
    if last.isspace() or (last in FINAL and not INITIALS.search(text, max(start, end - 12), end)):
        return start, end - 1
    opening = first in OPENERS and (_begins(start, end, quoted) or (first in "‘'" and last in "’'"))
    if opening:
        return start + 1, end - (last in CLOSERS)
    if last in CLOSERS and end - start > 1:
        inside = any(one.start < start and one.end >= end for one in quoted)
        # a mark that nothing in the content opens, or one behind a comma or full stop, as in “core secrets,”
        if inside or (text[end - 2] in FINAL and any(one.end == end for one in quoted)):
            return start, end - 1
    return start, end


def _begins(start: int, end: int, quoted: Sequence[Span]) -> bool:
    """Whether a quotation opens the range and does not end before it does."""
    return any(one.start == start and one.end >= end for one in quoted)


def split_clauses(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """The token range as one or two: two where "and" clearly joins clauses that could stand alone."""
    for index in range(start + MIN_WORDS, end - MIN_WORDS):
        if line.tokens[index].word != "and" or line.tokens[index].quoted != line.tokens[start].quoted:
            continue
        if not _has_auxiliary(line, start, index):
            continue
        has_comma = line.tokens[index - 1].word == ","
        behind = line.tokens[index + 1].word
        if behind in grammar.MODALS:
            return [(start, index), (index + 1, end)]
        if behind == "that" and not is_finite(line, index + 2):
            return [(start, index - has_comma), (index + 2, end)]
        if has_comma and behind != "that" and _opens_clause(line, index + 1, end):
            return [(start, index - 1), (index + 1, end)]
    return [(start, end)]


def _has_auxiliary(line: Line, start: int, end: int) -> bool:
    return any(is_finite(line, index) for index in range(start + 1, end))


def _opens_clause(line: Line, start: int, end: int) -> bool:
    ahead = range(start + 1, min(end - 1, start + 1 + LONGEST_SUBJECT))
    return line.tokens[start].is_word and any(line.tokens[i].word in grammar.AUXILIARIES for i in ahead)
