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
            if not match[0][0].isupper() or (match.start() == 0 and not IS_DATE.match(content))
        ]
        marked = [value for value in found if value is not None]
        return min(marked, key=self._order.index, default=None)


def _forms(words: Sequence[str]) -> set[str]:
    result = set()
    for word in (word.lower() for word in words):
        result.add(word)
        if word.isalpha() and len(word) > 3 and not word.endswith("ly"):  # noqa: PLR2004 - "may" and "can" have no forms
            result |= regular_forms(word)
    return result
