"""Words of a cue, and which list of the codebook's cue lexicon they stand in.

The lexicon holds lemmas ("say", "point_out"). For English codebooks every regular form is generated, also
some that do not exist ("sayed"), which no text holds; irregular ones stand in ``irregular_forms``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")

FOLLOWING = re.compile(r"(?:[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+[^\W\d_]+){1,3}")

CueForms = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def words(text: str) -> list[str]:
    """The words in small letters; a hyphen or apostrophe inside a word belongs to it."""
    return WORD.findall(re.sub("[‘’]", "'", text).lower())


def words_after(text: str, offset: int) -> list[str]:
    """The next few words of the line, as long as only white space is between them."""
    match = FOLLOWING.match(text, offset, offset + 80)
    return words(match[0]) if match else []


def cue_forms(
    lexicon: Mapping[str, Iterable[str]], irregular: Mapping[str, Sequence[str]], language: str
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """For each first word a cue may begin with: the words that must follow it, and the lexicon's list.

    Longer expressions come first, so "seen as" is found before "seen".
    """
    result: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for listed, lemmas in lexicon.items():
        for lemma in lemmas:
            first, *rest = re.split(r"[_\s]+", lemma.strip().lower())
            forms = {first, *irregular.get(first, ())}
            if language.lower().split("-")[0] == "en":
                forms |= regular_forms(first)
            for form in forms:
                result.setdefault(form, []).append((tuple(rest), listed))
    for expressions in result.values():
        expressions.sort(key=lambda expression: -len(expression[0]))
    return result


def regular_forms(verb: str) -> set[str]:
    """The regular English forms of a verb in both spellings ("recognised", "recognized").

    Whether a last consonant is doubled depends on the stress, which no spelling shows: both are given.
    """
    result = set()
    for base in {verb, re.sub("ize$", "ise", verb)}:
        # a shortened or doubled stem stands before an ending only: "note" has no form "not"
        stems = {base.removesuffix("e")}
        if re.search("[^aeiou][aeiou][bdfgklmnprtvz]$", base):
            stems.add(base + base[-1])
        if re.search("[^aeiou]y$", base):
            stems.add(base[:-1] + "i")
        result |= {base + ending for ending in ("", "s", "es", "d", "ed", "ing")}
        result |= {stem + ending for stem, ending in product(stems, ("es", "ed", "ing"))}
    return result


def listed(cue: Sequence[str], forms: CueForms, following: Sequence[str] = ()) -> set[str]:
    """The lists of the lexicon that hold an expression of the cue; each word counts in its longest one only.

    following: the words right after the cue; may complete an expression ("was seen | as"), not begin one.
    """
    found, index = set(), 0
    text = [*cue, *following]
    while index < len(cue):
        for rest, name in forms.get(cue[index], ()):
            if tuple(text[index + 1 : index + 1 + len(rest)]) == rest:
                found.add(name)
                index += len(rest)
                break
        index += 1
    return found


def is_negated(cue: Iterable[str], negations: Iterable[str]) -> bool:
    """Whether the cue holds one of the words, or ends a word with one that has an apostrophe (n't)."""
    exact = {word for word in negations if "'" not in word}
    endings = tuple(word for word in negations if "'" in word)
    return any(word in exact or (endings and word.endswith(endings)) for word in cue)
