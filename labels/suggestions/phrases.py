"""An English sentence as words and marks, and the noun phrases in it, as far as rules can tell.

Positions are indices of tokens. Every search looks at a bounded number of tokens, so a long sentence costs no
more than its length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from labels.codebook.quotations import MARK
from labels.span import Span
from labels.suggestions import english as grammar

TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*[^\W_]*|[^\W_]+(?:[.'’‘&-][^\W_]+)*|\S")
OPENING, CLOSING = "“", "”"  # every pair of quotation marks of a sentence, whatever its style
PERIOD_OPENERS = frozenset({"last", "this", "earlier", "late", "later", "early"})
TIME_PREPOSITIONS = frozenset({"on", "in", "at", "by", "via", "during", "through"})
LONGEST_PHRASE = 24
LONGEST_APPOSITION = 16
NEAR = 30
ENDS_PHRASE = frozenset({",", ";", ":", "—", "–", "-", "?", "!", "…", "/", "|", OPENING, CLOSING})


class Token(NamedTuple):
    """A word or a mark; ``word`` is in small letters with straight apostrophes.

    quoted: stands inside quotation marks.  is_word: begins with a letter or digit.
    capital: begins with a capital letter.  upper: has no small letter.
    """

    start: int
    end: int
    word: str
    is_word: bool
    capital: bool
    upper: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of one sentence.

    words: of the tokens; one inside quotation marks is the empty string, so that no rule looks into them.
    semicolons, closings: where semicolons and closing quotation marks stand.
    """

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    semicolons: tuple[int, ...]
    closings: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, index: int) -> str:
        """The word at the index; a full stop before and after the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else "."

    def span(self, start: int, end: int) -> Span:
        """The characters of the tokens ``[start, end)``."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def ends_at(self, index: int) -> bool:
        """Whether nothing but marks follows."""
        return all(not token.is_word for token in self.tokens[index : index + 4]) and index + 4 >= len(self)


def line_of(text: str, sentence: Span, quoted: Sequence[Span]) -> Line:
    """The tokens of a sentence; ``quoted`` are the quotations of its paragraph that it touches, in order."""
    tokens: list[Token] = []
    words: list[str] = []
    quotations = iter([*quoted, Span(len(text) + 1, len(text) + 2)])
    quotation = next(quotations)
    for match in TOKEN.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        while start >= quotation.end:
            quotation = next(quotations)
        inside = quotation.start <= start
        shape = match[0]
        if inside and start == quotation.start:
            word, inside = OPENING, False
        elif inside and end == quotation.end and MARK.match(shape):
            word, inside = CLOSING, False
        else:
            word = shape.replace("’", "'").replace("‘", "'").lower()
        tokens.append(
            Token(start, end, word, shape[0].isalnum(), shape[0].isupper(), shape.isupper(), inside)
        )
        words.append("" if inside else word)
    semicolons = tuple(index for index, word in enumerate(words) if word == ";")
    closings = tuple(index for index, word in enumerate(words) if word == CLOSING)
    return Line(tuple(tokens), tuple(words), semicolons, closings)


def is_finite(line: Line, index: int) -> bool:
    """Whether the word shows a clause of its own: an auxiliary, a past or one of the commonest presents."""
    word = line.tokens[index].word
    return word in grammar.FINITE or (len(word) > 3 and word.endswith("ed")) or word.endswith("n't")  # noqa: PLR2004 - "red" is no past


def has_clause(line: Line, start: int, end: int) -> bool:
    """Whether a subject and a finite verb stand in ``[start, end)``, as far as one can see near its start."""
    return any(is_finite(line, index) for index in range(start + 1, min(end, start + NEAR)))


def phrase_before(line: Line, verb: int) -> tuple[int, int] | None:
    """The subject of a verb that follows it: ``[start, end)`` of its words, without clauses and appositions.

    Returns None if there is none: an infinitive, a negated or modal verb, a noun.
    """
    last = _subject_end(line, verb)
    if last is None:
        return None
    apposition = None
    if line.at(last) == ",":
        before = _comma_before(line, last)
        if before is None:
            return None
        apposition, last = (before + 1, last), before - 1
    if last < 0 or not _can_end(line, last):
        return None
    start = _phrase_start(line, last)
    if start is None:
        return None
    is_office = (
        not line.tokens[last].capital
        or line.at(start) in grammar.DETERMINERS
        or any(line.at(index).endswith("'s") for index in range(start, last))
    )
    if apposition and is_office and _is_name(line, *apposition):
        return start, apposition[1]  # "her spokesman, Emil Roth"
    return start, last + 1


def left_of(line: Line, phrase_start: int) -> int:
    """The index of what stands before a noun phrase, openers skipped; -1 at the beginning."""
    index = phrase_start - 1
    while index >= 0 and line.at(index) in grammar.OPENERS:
        index -= 1
    return index


def phrase_after(line: Line, start: int) -> tuple[int, int] | None:
    """The noun phrase that begins at the index: ``[start, end)``; None if none does."""
    index = start
    first = line.at(index)
    if first == "(":  # "(UK) National Rail"
        index = next((i + 1 for i in range(start, min(len(line), start + 6)) if line.at(i) == ")"), start)
    if first in grammar.PREPOSITIONS | grammar.CONJUNCTIONS | grammar.SUBORDINATORS:
        return None
    if after_circumstances(line, start) > start:
        return None
    while index < len(line) and index - start < LONGEST_PHRASE and not _ends_after(line, index, start):
        index += 1
    if line.at(index) == "," and _is_office(line, start, index):
        end = next((i for i in range(index + 1, min(len(line), index + 7)) if _stops(line, i)), len(line))
        if _is_name(line, index + 1, end):
            index = end
    while index > start and not line.tokens[index - 1].is_word and line.at(index - 1) != ")":
        index -= 1
    has_word = any(line.tokens[i].is_word for i in range(start, index))
    return (start, index) if index > start and has_word and _can_end(line, index - 1) else None


def after_circumstances(line: Line, index: int) -> int:
    """The index behind words about when and where it was said: "on Tuesday", "in a statement"."""
    at, rest = index, True
    while rest and at - index < LONGEST_PHRASE:
        ahead = _circumstance(line, at)
        rest, at = ahead > at, ahead
    return at


def _circumstance(line: Line, at: int) -> int:
    """The index behind one expression of time or place; the same index if there is none."""
    word, behind = line.at(at), line.at(at + 1)
    if word in grammar.DAYS or word == "again":
        return at + 1
    if word in PERIOD_OPENERS and behind in grammar.PERIODS | grammar.DAYS:
        return at + (1 if behind in PERIOD_OPENERS else 2)
    if word in {"late", "early"} and behind in TIME_PREPOSITIONS:
        return at + 1
    if word in {"earlier", "later", "recently", "afterwards", "separately"}:
        return at + 1
    if word == "to" and behind in grammar.LISTENERS:
        return at + 2
    return _behind_occasion(line, at) if word in TIME_PREPOSITIONS else at


def _behind_occasion(line: Line, at: int) -> int:
    """Behind "on 14 March", "at a news conference"."""
    occasions = grammar.PERIODS | grammar.OCCASIONS
    for ahead in range(at + 1, min(len(line), at + 7)):
        here, behind = line.at(ahead), line.at(ahead + 1)
        is_occasion = here in grammar.DAYS or here in occasions or here.isdigit()
        if is_occasion and not (behind in occasions or behind.isdigit()):
            return ahead + 1
        if not here or not line.tokens[ahead].is_word or here in grammar.FINITE:
            break
    return at


def _subject_end(line: Line, verb: int) -> int | None:
    """The last word before the verb group; None where the group is negated, modal, or no verb at all."""
    index, passive = verb - 1, False
    while index >= 0:
        word = line.at(index)
        if word in grammar.MODALS or word in grammar.NEGATIONS or word.endswith("n't") or word == "to":
            return None
        if word in grammar.BE and word not in {"it's", "he's", "she's"}:
            passive = True
        elif not (word in grammar.BETWEEN | grammar.DO | grammar.DAYS or _is_adverb(line, index)):
            break
        index -= 1
    # "was announced" has no speaker before it, and "the group saying" is no clause
    if passive != line.at(verb).endswith("ing"):
        return None
    return index if index >= 0 else None


def _is_adverb(line: Line, index: int) -> bool:
    token = line.tokens[index]
    return token.word.endswith("ly") and len(token.word) > len("ally") and not token.capital


def _can_end(line: Line, index: int) -> bool:
    word = line.at(index)
    if word == ")":
        return True
    if not line.tokens[index].is_word:
        return word == "." and index > 0 and line.tokens[index - 1].is_word and line.tokens[index - 1].capital
    return bool(word) and word not in grammar.NOT_LAST - {"some", "many", "both", "all"}


def _comma_before(line: Line, comma: int) -> int | None:
    """The comma that opens the apposition which the given one closes."""
    for index in range(comma - 1, max(-1, comma - 1 - LONGEST_APPOSITION), -1):
        if line.at(index) == "," and index + 1 < comma:
            return index
        if line.at(index) in {CLOSING, ";", ":"}:
            return None
    return None


def _phrase_start(line: Line, last: int) -> int | None:
    start, depth = last, 0
    while start > 0 and last - start < LONGEST_PHRASE:
        word = line.at(start - 1)
        depth += (line.at(start) == ")") - (line.at(start) == "(")
        if depth <= 0 and (not word or word in ENDS_PHRASE or word == "("):
            break
        if word in grammar.SUBORDINATORS - {"as", "before", "after", "since", "so"} or (
            word in {"that", "which"} and not is_finite(line, start) and not line.at(start).endswith("s")
        ):
            break
        if word == "." and not line.tokens[start - 2].capital:
            break
        start -= 1
    start = _after_clause(line, start, last)
    return _without_opening(line, start, last)


def _after_clause(line: Line, start: int, last: int) -> int:
    """Behind the last "and" that joins clauses, not nouns."""
    for index in range(last - 1, start, -1):
        if line.at(index) in grammar.CONJUNCTIONS | {"after", "before", "since", "as"}:
            open_ = any(line.at(i) in grammar.RELATIVES for i in range(start, index))
            if line.at(index) == "but" or (not open_ and has_clause(line, start, index)):
                return index + 1
    return start


def _without_opening(line: Line, start: int, last: int) -> int | None:
    """The start of the phrase behind "But", "On Tuesday"; None if no noun phrase is left."""
    while start < last and line.at(start) in grammar.OPENERS | grammar.CONJUNCTIONS:
        start += 1
    start = min(after_circumstances(line, start), last)
    word = line.at(start)
    if line.at(last) in grammar.SUBJECT_PRONOUNS:
        return last
    if word in grammar.PREPOSITIONS:
        marks = [
            index
            for index in range(start + 1, last)
            if line.at(index) in grammar.DETERMINERS and line.at(index - 1) not in grammar.PREPOSITIONS
        ]
        if not marks:
            return None
        start = marks[-1]
    if line.at(start) in grammar.NEGATED or line.at(start) in {"there", "what", "who", "which", "that"} & {
        line.at(last)
    }:
        return None
    is_clause = any(
        line.at(index) in grammar.AUXILIARIES
        and not any(line.at(i) in grammar.RELATIVES for i in range(start, index))
        for index in range(start, last + 1)
    )
    return None if is_clause else start


def _is_name(line: Line, start: int, end: int) -> bool:
    """Whether most of the words begin with a capital letter: "Emil Roth", "Gen. Aldous Brandeis"."""
    parts = [token for token in line.tokens[start:end] if token.is_word]
    return 0 < len(parts) <= 5 and all(  # noqa: PLR2004 - longer names are descriptions
        token.capital or token.word in {"de", "van", "von", "der", "al", "bin", "la", "el", "di"}
        for token in parts
    )


def _is_office(line: Line, start: int, end: int) -> bool:
    return end - start > 1 and line.at(start) in grammar.DETERMINERS


def _stops(line: Line, index: int) -> bool:
    word = line.at(index)
    return not word or word in ENDS_PHRASE or word in "().;" or word in grammar.CIRCUMSTANCES


def _ends_after(line: Line, index: int, start: int) -> bool:
    """Whether a noun phrase that began at ``start`` ends before the index."""
    word = line.at(index)
    if word == ".":
        return not _is_abbreviation(line, index, start)
    if index == start or not word or word in ENDS_PHRASE or word in {"(", ")"}:
        return index != start or not line.tokens[index].is_word
    if word in grammar.AFTER_SPEAKER or word in grammar.DAYS:
        return True
    if word in {"in", "on", "at", "by"}:
        return after_circumstances(line, index) > index
    return word in {"and", "or"} and has_clause(line, index + 1, min(len(line), index + 6))


def _is_abbreviation(line: Line, index: int, start: int) -> bool:
    """Whether a full stop belongs to a name: "Gen. Aldous Brandeis"."""
    if index == start or index + 1 == len(line):
        return False
    return line.tokens[index - 1].capital and line.tokens[index + 1].capital


def subject_of_passive(line: Line, verb: int) -> tuple[int, int] | None:
    """The subject of "is believed", "have been accused": ``[start, end)``; None if the verb is no passive."""
    index, passive = verb - 1, False
    while index >= 0:
        word = line.at(index)
        if word in grammar.NEGATIONS or word == "to" or (word in grammar.MODALS and not passive):
            return None
        passive = passive or word in grammar.BE
        if not (word in grammar.BE | grammar.BETWEEN | grammar.MODALS or _is_adverb(line, index)):
            break
        index -= 1
    if not passive or index < 0:
        return None
    if line.at(index) == ",":
        before = _comma_before(line, index)
        index = before - 1 if before is not None else -1
    if index < 0 or not _can_end(line, index):
        return None
    start = _phrase_start(line, index)
    return None if start is None else (start, index + 1)
