"""Where a cue, a source mention or a content may begin and end: what follows from a sentence's text alone.

The page selects among these while a person marks ranges; they are a start for its arrows, never labels. The
lists of words are English; in other languages the marks of punctuation still end clauses.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from labels.span import Span
from labels.suggestions import english as grammar
from labels.suggestions.attributions import attributions
from labels.suggestions.lexicon import Cue, CueLexicon
from labels.suggestions.phrases import Line, Token, line_of, phrase_before

LONGEST_SENTENCE = 2_000  # characters; longer ones are lists or broken texts, and have no place in a claim
CLAUSE_END = re.compile(r"""[,;:—–()[\]"“”«»„]|\.\s""")
BRACKETED = re.compile(r"\(([^()]*)\)")
SHORT_FORM = re.compile(r" \([^\W_]+\)")
# May stand between a source's name and its verb: "the ministry [has also] said".
BEFORE_VERB = grammar.AUXILIARIES | grammar.NEGATIONS | grammar.BETWEEN | grammar.RELATIVES
# End a source's name behind the verb: "said Ole Brandt [on] Monday".
AFTER_NAME = grammar.AFTER_SPEAKER | grammar.DAYS | {"on", "in", "at", "by", "for", "with", "told"}


@dataclass(frozen=True, slots=True)
class CueCandidate:
    """An expression of the cue lexicon, and the mentions of a source that fit it, the best first."""

    range: Span
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places of one sentence; all offsets are code points of the article's text, in order.

    cues: those that introduce a statement first, then finite verbs.
    clauses: the words between the marks that end a clause; a pair of brackets without such a mark belongs to
    its clause.
    The others are offsets at which words begin.
    breaks: where a part of the content may end before the word and another may begin with it.
    joiners: content neither begins nor ends with the word.  openers: before a comma; a content of several
    words doesn't begin with the word ("However,").
    auxiliaries: a mention before the cue doesn't end with the word.  stops: a mention behind the cue ends
    before the word.
    """

    cues: tuple[CueCandidate, ...]
    clauses: tuple[Span, ...]
    breaks: tuple[int, ...]
    joiners: tuple[int, ...]
    openers: tuple[int, ...]
    auxiliaries: tuple[int, ...]
    stops: tuple[int, ...]


NOWHERE = Candidates((), (), (), (), (), (), ())


def candidates(
    text: str, sentences: Iterable[Span], quoted: Sequence[Span], lexicon: CueLexicon, english: bool
) -> list[Candidates]:
    """The candidates of each sentence; none in a sentence too long for a claim.

    quoted: the quotations of the text, in order.  english: whether the text is English.
    """
    result = []
    for sentence in sentences:
        if len(sentence) > LONGEST_SENTENCE:
            result.append(NOWHERE)
            continue
        first = bisect_left(quoted, sentence.start, key=lambda each: each.end)
        last = bisect_left(quoted, sentence.end, key=lambda each: each.start)
        line = line_of(text, sentence, quoted[first:last])
        result.append(_candidates(text, line, lexicon, english))
    return result


def _candidates(text: str, line: Line, lexicon: CueLexicon, english: bool) -> Candidates:
    words = [token for token in line.tokens if token.is_word]
    cues = _cues(text, line, lexicon) if english else _foreign_cues(line, lexicon)
    clauses = tuple(_clauses(text, words))
    if not english:
        breaks = (after.start for _, after, is_end in _gaps(text, words) if is_end)
        return replace(NOWHERE, cues=cues, clauses=clauses, breaks=tuple(breaks))
    return Candidates(
        cues=cues,
        clauses=clauses,
        breaks=tuple(
            after.start
            for _, after, is_end in _gaps(text, words)
            if is_end or after.word in grammar.CLAUSE_OPENERS
        ),
        joiners=_starts(word for word in words if word.word in grammar.JOINERS),
        openers=_starts(word for word in words if _is_opener(word) and text.startswith(",", word.end)),
        auxiliaries=_starts(word for word in words if _is_before_verb(word)),
        stops=_starts(word for word in words if word.word in AFTER_NAME),
    )


def _starts(tokens: Iterable[Token]) -> tuple[int, ...]:
    return tuple(token.start for token in tokens)


def _gaps(text: str, words: Sequence[Token]) -> Iterator[tuple[Token, Token, bool]]:
    """Each two neighboring words, and whether a clause ends between them."""
    for before, after in pairwise(words):
        between = text[before.end : after.start]
        if before.capital and after.capital:
            between = between.removeprefix(".")  # "Gen. Aldous Brandeis"
        yield before, after, CLAUSE_END.search(between) is not None


def _clauses(text: str, words: Sequence[Token]) -> Iterator[Span]:
    if not words:
        return
    whole = Span(words[0].start, words[-1].end)
    inner = [
        match.span()
        for match in BRACKETED.finditer(text, whole.start, whole.end + 1)
        if not CLAUSE_END.search(match[1])
    ]
    brackets = {place for start, end in inner for place in (start, end - 1)}
    first = words[0].start
    for before, after, is_end in _gaps(text, words):
        marks = "".join(text[at] for at in range(before.end, after.start) if at not in brackets)
        if is_end and CLAUSE_END.search(marks):
            yield Span(first, before.end)
            first = after.start
    yield Span(first, words[-1].end)


def _is_opener(token: Token) -> bool:
    return token.word in grammar.OPENERS or token.word.endswith("ly")


def _is_before_verb(token: Token) -> bool:
    return token.word in BEFORE_VERB or (token.word.endswith("ly") and not token.capital)


def _cues(text: str, line: Line, lexicon: CueLexicon) -> tuple[CueCandidate, ...]:
    speakers = {attribution.cue[0]: attribution.mention for attribution in attributions(line, lexicon)}
    every = list(_separate(lexicon.found(line)))
    every.sort(key=lambda cue: (cue.start not in speakers, line.words[cue.end - 1].endswith("ing")))
    return tuple(_cue(text, line, cue, speakers.get(cue.start)) for cue in every)


def _separate(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Those that don't begin within the one before."""
    behind = 0
    for cue in cues:
        if cue.start >= behind:
            behind = cue.end
            yield cue


def _cue(text: str, line: Line, cue: Cue, speaker: tuple[int, int] | None) -> CueCandidate:
    phrases = (speaker, phrase_before(line, cue.start))
    mentions = (_with_bracket(text, line.span(*phrase)) for phrase in phrases if phrase)
    return CueCandidate(line.span(cue.start, cue.end), tuple(dict.fromkeys(mentions)))


def _with_bracket(text: str, mention: Span) -> Span:
    """A name with its short form: "State Security (MSS)"."""
    behind = SHORT_FORM.match(text, mention.end)
    return Span(mention.start, behind.end()) if behind else mention


def _foreign_cues(line: Line, lexicon: CueLexicon) -> tuple[CueCandidate, ...]:
    spaced = (line.span(cue.start, cue.end) for cue in _separate(lexicon.found(line)))
    return tuple(CueCandidate(span, ()) for span in sorted({*spaced, *lexicon.inside(line)}))
