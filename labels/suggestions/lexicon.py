"""The codebook's cue words in all their forms, and where they stand in a sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from labels.codebook.cues import regular_forms
from labels.span import Span
from labels.suggestions.phrases import CLOSING, OPENING, Line

# Endings of the nouns among the irregular forms ("announcement"), which no rule for verbs fits.
NOUN_ENDINGS = ("ment", "ments", "ion", "ions", "findings")
# Words of their own, though a rule makes them of "see".
NO_FORMS = frozenset({"seed", "sed", "ses"})
LONG_WORD = 4


# From here on a letter belongs to a script that is written without spaces, or to a rare one: Thai, Chinese.
UNSPACED = "\u0e00"


def is_english(*languages: str) -> bool:
    """Whether all are English; a language that is not given is taken for it."""
    return all(re.split("[-_]", language.lower())[0] in {"", "en", "eng"} for language in languages)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands in a line: token indices ``[start, end)``, and its lemma in the lexicon."""

    start: int
    end: int
    lemma: str


class CueLexicon:
    """What a line is searched for.

    lexicon: lemmas by list; ``_`` joins words.  irregular: forms of a lemma that no rule gives.
    english: whether the verbs get the regular English forms, too.
    """

    def __init__(
        self,
        lexicon: Mapping[str, Sequence[str]],
        irregular: Mapping[str, Sequence[str]],
        english: bool = True,
    ):
        self._forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for lemma in (lemma for lemmas in lexicon.values() for lemma in lemmas):
            first, *rest = re.split(r"[_\s]+", lemma.strip().lower())
            others = irregular.get(first, ())
            for form in _verb_forms(first, others) if english else {first, *others}:
                self._forms.setdefault(form, []).append((tuple(rest), lemma.strip().lower()))
        for expressions in self._forms.values():
            expressions.sort(key=lambda expression: -len(expression[0]))

    def found(self, line: Line) -> Iterator[Cue]:
        """The cues of a line outside quotation marks, in order; "seen as" before "seen"."""
        titled = _is_title(line)
        for index, word in enumerate(line.words):
            if word not in self._forms or not (titled or _is_common(line, index)):
                continue
            for rest, lemma in self._forms[word]:
                end = index + 1 + len(rest)
                if line.words[index + 1 : end] == rest:
                    yield Cue(index, end, lemma)
                    break

    def inside(self, line: Line) -> Iterator[Span]:
        """The cues within words of a script without spaces, in order; they have no forms of several words."""
        forms = sorted((form for form in self._forms if form[:1] >= UNSPACED), key=len)
        for token in line.tokens if forms else ():
            if len(token.word) != token.end - token.start:
                continue  # small letters of another length, or in quotation marks
            longest = {token.word.find(form): form for form in forms if form in token.word}
            for place, form in sorted(longest.items()):
                yield Span(token.start + place, token.start + place + len(form))


def _verb_forms(verb: str, irregular: Sequence[str]) -> set[str]:
    forms = {verb, *irregular, *regular_forms(verb)} - NO_FORMS
    if verb.endswith("e"):
        # "not" and "hats" are no forms of "note" and "hate"
        forms -= {verb[:-1], f"{verb[:-1]}s"}
    return {form for form in forms if not form.endswith(NOUN_ENDINGS)}


def _is_title(line: Line) -> bool:
    """Whether the words are capitalised as in a heading, which has no full stop."""
    if line.at(len(line) - 1) == ".":
        return False
    long = [token for token in line.tokens if token.is_word and len(token.word) >= LONG_WORD]
    return sum(token.capital for token in long) * 4 > len(long) * 3


def _is_common(line: Line, index: int) -> bool:
    """Whether the word is no part of a name, as in "Harbour Master Joren Tell"."""
    return not index or not line.tokens[index].capital or line.at(index - 1) in {OPENING, CLOSING}
