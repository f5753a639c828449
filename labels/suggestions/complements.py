"""Where a claim begins behind the verb that introduces it: "said that ...", "warned of ...", "told X ...".

Each function takes a line, the index behind which nothing belongs to the sentence, and a cue, and returns the
index of the claim's first token, or None if the verb has no claim as its complement.
"""

from labels.suggestions import english as grammar
from labels.suggestions.lexicon import Cue
from labels.suggestions.phrases import OPENING, Line, after_circumstances, has_clause, is_finite

Range = tuple[int, int]
NEAR = 14
# Prepositions that may open a clause without "that": "said about 40 people ...", "said over half ...".
BEFORE_AMOUNTS = frozenset({"about", "over", "under", "between", "up", "around", "near"})


def claim_start(line: Line, end: int, cue: Cue, subject: Range | None) -> int | None:
    """Where the claim begins that the cue introduces.

    subject: of the cue; only documents "show" something.
    """
    start = after_circumstances(line, cue.end)
    word = line.at(start)
    is_quotation = word == OPENING and cue.lemma not in grammar.UNQUOTED
    if is_quotation:
        return start
    if (
        word == "that"
        or (word in {"whether", "if"} and cue.lemma in grammar.ASK)
        or (word in {":", ","} and line.at(start + 1) == OPENING)
        or (word == ":" and cue.lemma in grammar.BARE_CLAUSE)
    ):
        return start + 1
    return (
        _behind_preposition(line, end, cue, start)
        or _behind_circumstances(line, end, cue)
        or _behind_addressee(line, end, cue)
        or _plain(line, end, cue, start, subject)
    )


def is_document(line: Line, subject: Range) -> bool:
    """Whether a paper or data is the source: "a report", "the letter seen by this paper"."""
    return any(line.at(index) in grammar.DOCUMENTS for index in range(*subject))


def _behind_preposition(line: Line, end: int, cue: Cue, start: int) -> int | None:
    word, near = line.at(start), range(start, min(end, start + NEAR))
    if cue.lemma in grammar.OF and word in grammar.OF_WORDS:
        # Behind "spoke of the fire" the words themselves may follow a colon.
        quoted = (i + 1 for i in near if line.at(i) == ":" and line.at(i + 1) == OPENING)
        return next(quoted, start + 1)
    if cue.lemma in grammar.INFINITIVE and word == "to":
        is_name = any(token.capital for token in line.tokens[start + 1 : start + 2])
        is_noun = is_name or line.at(start + 1) in grammar.DETERMINERS
        return None if is_noun else start  # "claims to the sea"
    words = {line.at(index) for index in near[1:]}
    if (cue.lemma in grammar.ACCUSE and "of" in words) or (cue.lemma in grammar.BLAME and "on" in words):
        return start
    if cue.lemma in grammar.BLAME and "for" in words:
        behind = next(i for i in near[1:] if line.at(i) == "for") + 1
        return behind + line.at(behind).endswith("edly")  # "for allegedly hiding it"
    return None


def _behind_circumstances(line: Line, end: int, cue: Cue) -> int | None:
    """ "told the council that ...", "said before the vote that ..."."""
    if cue.lemma not in grammar.TELL and line.at(cue.end) not in grammar.CIRCUMSTANCES:
        return None
    for index in range(cue.end, min(end, cue.end + NEAR)):
        word = line.at(index)
        if word == OPENING:
            return index
        if word == "that" and line.at(index - 1) not in grammar.PREPOSITIONS:
            return index + 1
        if word in {":", ","} and line.at(index + 1) == OPENING:
            return index + 1
        if word in {",", ";", ""} or (index > cue.end and is_finite(line, index)):
            break
    return None


def _behind_addressee(line: Line, end: int, cue: Cue) -> int | None:
    """ "told reporters the road was closed"."""
    if cue.lemma != "tell":
        return None
    index = cue.end
    if line.at(index) in grammar.OBJECT_PRONOUNS | grammar.LISTENERS:
        index += 1
    else:
        while index < end and line.tokens[index].capital:
            index += 1
    start = after_circumstances(line, index)
    if index == cue.end or line.at(start) in grammar.PREPOSITIONS:
        return None
    return start if has_clause(line, start, _stop(line, start, end)) else None


def _plain(line: Line, end: int, cue: Cue, start: int, subject: Range | None) -> int | None:
    """A claim without "that": a clause, or a noun phrase where the verb takes one."""
    word = line.at(start)
    closed = (
        grammar.SUBORDINATORS | grammar.CONJUNCTIONS | (grammar.PREPOSITIONS - BEFORE_AMOUNTS) | {"so", "to"}
    )
    if start >= end or word in closed or not line.tokens[start].is_word:
        return None
    if cue.lemma in grammar.ANY_CLAUSE and start + 1 < end:
        return start
    if not is_finite(line, start):
        if cue.lemma in grammar.BARE_CLAUSE and has_clause(line, start, _stop(line, start, end)):
            return start
        if _takes_object(line, cue, start, subject):
            return start
    is_named = cue.lemma in grammar.CALL and any(
        line.at(index) in {"as", OPENING} for index in range(start, min(end, start + NEAR))
    )
    return start if is_named else None


def _takes_object(line: Line, cue: Cue, start: int, subject: Range | None) -> bool:
    word = line.at(start)
    is_empty = word in grammar.EMPTY_OBJECTS and not line.at(start + 1).isalpha()
    if is_empty or word in grammar.PREPOSITIONS | grammar.OBJECT_PRONOUNS:
        return False
    if cue.lemma in grammar.OBJECT:
        return True
    speaks = word == "no" or (subject is not None and is_document(line, subject))
    return cue.lemma in grammar.OBJECT_OF_DOCUMENT and speaks


def _stop(line: Line, start: int, end: int) -> int:
    near = range(start, min(end, start + 4 * NEAR))
    return next((index for index in near if line.at(index) in {",", ";"}), end)
