"""Headings that run into their paragraph: "What Happened: The ministry ...".

They are cut off, since they belong to no claim. A speaker ("Mr Smith: ...") and a dateline ("BEIJING: ...")
have
the same form, so a phrase must either be worded like a heading or keep company with one that is.
"""

import re
from collections import Counter
from collections.abc import Sequence

from labels.span import Span
from labels.text.english import (
    HEADING_CLOSERS,
    HEADING_OPENERS,
    HEADING_WORDS,
    PRONOUNS,
    SMALL_WORDS,
    SPEECH,
    TITLES,
)

_PHRASE = re.compile(r"(?P<phrase>[*_]{0,2}[A-Z][^:.!?;\n\"“”]{1,48}?[?]?[*_]{0,2}):[*_]{0,2}(?=\s+[^\s])")
MAX_WORDS = 7


def runin_heading(paragraph: str, repeated: frozenset[str] = frozenset()) -> Span | None:
    """The range of a run-in heading with its colon at the start of a paragraph, or None.

    repeated: phrases that `repeated_headings` found to be headings of the same article.
    """
    match = _PHRASE.match(paragraph)
    if match is None:
        return None
    phrase = match["phrase"].strip("*_ ")
    if phrase in repeated or _worded_as_heading(phrase, paragraph[match.end() :].lstrip()):
        return Span(0, match.end())
    return None


def repeated_headings(paragraphs: Sequence[str]) -> frozenset[str]:
    """Phrases that are headings because the article has others: at least one that is worded like a heading.

    A phrase that comes back is a speaker of an interview, and no heading.
    """
    phrases: Counter[str] = Counter()
    worded = False
    for paragraph in paragraphs:
        match = _PHRASE.match(paragraph)
        if match is None:
            continue
        phrase = match["phrase"].strip("*_ ")
        worded = worded or _worded_as_heading(phrase, paragraph[match.end() :].lstrip())
        if _title_case(phrase) and len(phrase.split()) > 1 and not _excluded(phrase):
            phrases[phrase] += 1
    return frozenset(phrase for phrase, count in phrases.items() if worded and count == 1)


def _worded_as_heading(phrase: str, rest: str) -> bool:
    words = [word.casefold().strip(",?") for word in phrase.split()]
    if _excluded(phrase) or len(words) > MAX_WORDS:
        return False
    if len(words) == 1:
        return words[0] in HEADING_WORDS
    if not rest[:1].isupper() and rest[:1] not in "\"“‘'0123456789$€£":
        return False
    return words[-1] in HEADING_CLOSERS and (_title_case(phrase) or words[0] in HEADING_OPENERS)


def _excluded(phrase: str) -> bool:
    words = phrase.split()
    first = words[0].casefold().rstrip(".")
    if phrase.isupper() or first in TITLES or first in PRONOUNS:
        return True
    return any(word.casefold() in SPEECH for word in words[1:-1]) or words[-1].casefold() in {
        "said",
        "asked",
        "told",
    }


def _title_case(phrase: str) -> bool:
    words = phrase.split()
    return len(words) <= MAX_WORDS and all(
        w[0].isupper() or w[0].isdigit() or w.casefold() in SMALL_WORDS for w in words
    )
