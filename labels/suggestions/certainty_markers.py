"""Words that usually mark how sure a source is, and the value they mark."""

import re
from collections.abc import Mapping, Sequence

from labels.codebook.cues import regular_forms

# These open a clause as often as they mark anything, so only the word before the claim counts.
JOINING = frozenset({"whether", "if"})
# "about 4,000", but not "about the leak".
BEFORE_NUMBERS = frozenset({"about", "roughly", "around", "some", "nearly", "almost"})
NUMBER = (
    r"\s+(?:\d|half|a\s|an\s|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
)
IS_DATE = re.compile(r"May\s+\d")
# Markers that stand before a noun say nothing about the claim: "the intended target", "of suspected arson".
DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "my", "your", "whose"})
CONTRACTED = frozenset({"it's", "he's", "she's", "that's", "there's", "what's", "who's", "here's"})
PREPOSITIONS = frozenset(
    {
        *("of", "in", "for", "with", "on", "over", "by", "from", "against", "about", "after", "into", "amid"),
        *("despite", "between", "without", "as", "at", "to"),
    }
)
ADJECTIVES = frozenset({"possible", "potential", "likely", "unlikely", "unconfirmed", "unknown", "unclear"})
# Words after a participle that is a verb: "expected to leave", "planned for May".
AFTER_VERB = PREPOSITIONS | frozenset(
    {"that", "and", "or", "but", "if", "whether", "when", "since", "before"}
)
NEXT_WORD = re.compile(r"\s+([^\W\d_][\w'’-]*)")


class Markers:
    """The markers of a codebook in all their forms; ``order`` is that of the layer's values, low to high."""

    def __init__(self, markers: Mapping[str, Sequence[str]], order: Sequence[str]):
        self._order = [value for value in order if value in markers]
        self._words = {word.lower(): value for value in reversed(self._order) for word in markers[value]}
        forms = {form: value for value in reversed(self._order) for form in _forms(markers[value])}
        self._forms = forms
        listed = sorted(forms, key=len, reverse=True)
        alternatives = "|".join(
            re.escape(form) + (f"(?={NUMBER})" if form in BEFORE_NUMBERS else "")
            for form in listed
            if form not in JOINING
        )
        self._pattern = (
            re.compile(rf"(?<![\w-])(?<!\bno )(?<!\bnot )(?:{alternatives})(?![\w-])", re.IGNORECASE)
            if alternatives
            else None
        )

    def value(self, content: str, cue: str, joining: str = "") -> str | None:
        """The lowest value that the cue, the word that joins the claim to it, or the content marks.

        cue: its lemma.  joining: "whether" or "if" before the claim.
        """
        found = [self._words.get(joining), self._words.get(cue)]
        matches = self._pattern.finditer(content) if self._pattern else ()
        # "on May 19", "Will Roth": in the middle of a sentence a capital letter makes a name of it
        found += [
            self._forms.get(match[0].lower())
            for match in matches
            if (not match[0][0].isupper() or (match.start() == 0 and not IS_DATE.match(content)))
            and not _is_in_noun_phrase(content, match.start(), match.end())
        ]
        marked = [value for value in found if value is not None]
        return min(marked, key=self._order.index, default=None)


def _is_in_noun_phrase(content: str, start: int, end: int) -> bool:
    """Whether a marker of one word names or describes something: "the plan", "an expected rise"."""
    marker = content[start:end].lower()
    if (
        not marker.isalpha()
        or marker in BEFORE_NUMBERS
        or (marker.endswith("ly") and marker not in ADJECTIVES)
    ):
        return False
    before = _word_before(content[:start])
    if before in DETERMINERS or (before.endswith("'s") and before not in CONTRACTED):
        return True
    after = NEXT_WORD.match(content, end)
    describes = (marker.endswith("ed") or marker in ADJECTIVES) and after is not None
    if not describes or after is None or after[1].lower() in AFTER_VERB:
        return False
    return not before or before in PREPOSITIONS or before.isdigit()


def _word_before(text: str) -> str:
    """The last word, adverbs skipped ("the widely expected rise"); empty at the start or behind a mark."""
    words = re.split(r"[,;:.!?()\"“”«»„—–]", text)[-1].lower().replace("’", "'").split()
    while words and (words[-1].endswith("ly") or words[-1] in {"most", "more", "much", "so", "long"}):
        words.pop()
    return words[-1] if words else ""


def _forms(words: Sequence[str]) -> set[str]:
    result = set()
    for word in (word.lower() for word in words):
        result.add(word)
        if word.isalpha() and len(word) > 3 and not word.endswith("ly"):  # noqa: PLR2004 - "may" and "can" have no forms
            result |= regular_forms(word)
    return result
