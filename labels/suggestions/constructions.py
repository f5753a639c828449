"""The constructions that tie a claim to its source in English news, one method each.

The examples stand for what a method finds: content in any form, "X" for the words that name the source.
"""

from dataclasses import dataclass, replace

from labels.suggestions import english as grammar
from labels.suggestions.complements import NEAR, Range, claim_start, is_document
from labels.suggestions.lexicon import Cue
from labels.suggestions.phrases import (
    CLOSING,
    OPENING,
    Line,
    after_circumstances,
    has_clause,
    is_finite,
    left_of,
    phrase_after,
    phrase_before,
    subject_of_passive,
)
from labels.text.english import SPEECH

MIN_WORDS = 2
# "When asked, he agreed" is shorter than what somebody says with an opening of its own.
MIN_WORDS_OPENED = 5
LONGEST_DATELINE = 14
DASHES = frozenset({"—", "–", "-"})
BEFORE_SPEAKER = frozenset({",", CLOSING, "—", "–"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution in token indices.

    lemma: of the cue.  pieces: the content, before marks at its ends are cut off.
    reason: words for the annotator.
    left: where the attribution begins, so that the content of one before it ends there.
    follows: whether the content comes after the cue.
    joint: whether it is joined to the clause before ("..., but X said").
    ends: behind its last word, where the content stands before.  marker: "whether" before the content.
    """

    cue: Range
    lemma: str
    mention: Range | None
    pieces: tuple[Range, ...]
    reason: str
    left: int
    follows: bool
    joint: bool = False
    ends: int = 0
    marker: int | None = None


class Constructions:
    """What a cue of one line introduces.

    floor: the index before which nothing is looked at: the opening of the line, then behind what was found.
    """

    def __init__(self, line: Line):
        self.line = line
        self.floor = _opening(line)
        self.end = _ending(line)

    def at(self, cue: Cue, previous: Attribution | None) -> Attribution | None:
        """What the cue introduces, if it introduces a claim.  previous: the last attribution of the line."""
        if cue.lemma.startswith("according"):
            return self.according(cue)
        word, before = self.line.at(cue.start), self.line.at(cue.start - 1)
        is_participle = word.endswith("ing") and (
            before == "," or (before == CLOSING and self.line.tokens[cue.start - 2].word == ",")
        )
        if before in {"and", "but"} or (is_participle and previous):
            return self.shared(cue, previous)
        if word.endswith("ing") and (found := self.accompanying(cue)):
            return found
        if is_participle or (word.endswith("ing") and before in grammar.OCCASIONS):
            return self.participle(cue)
        return self.passive(cue) or self.inverted(cue) or self.active(cue)

    def active(self, cue: Cue) -> Attribution | None:
        """ "X said (that) ..." and "..., X said"."""
        line = self.line
        subject = phrase_before(line, cue.start)
        if subject is None or subject[0] < self.floor or _is_noun(line, cue, subject):
            return None
        before = line.at(subject[0] - 1)
        if line.at(subject[0]) in grammar.FIRST_PERSONS or before in {"what", "which", "whom", "as"}:
            return None
        if line.at(after_circumstances(line, cue.end)) == "by":
            return None  # "a letter seen by the paper"
        left = left_of(line, subject[0])
        start = claim_start(line, self.end, cue, subject)
        if start is None or (line.at(start - 1) == "," and self._is_after_quotation(left)):
            return self._preceding(cue, subject, left, cue.end)
        joint = before in grammar.CONTRASTS or line.at(left) == ";"
        left = left if line.at(left) in {",", ";"} else subject[0] - 1
        return self._following(cue, subject, start, left, joint=joint)

    def inverted(self, cue: Cue) -> Attribution | None:
        """ "..., said X"."""
        line, left, word = self.line, cue.start - 1, self.line.at(cue.start)
        is_verb = word.endswith(("d", "s")) or word in SPEECH
        if line.at(left) not in BEFORE_SPEAKER or not is_verb:
            return None
        if cue.lemma not in grammar.BARE_CLAUSE and line.at(left) != CLOSING:
            return None
        speaker = phrase_after(line, cue.end)
        if speaker is None or line.at(cue.end) in grammar.OBJECT_PRONOUNS - {"it"} | {"that", "there"}:
            return None
        if line.at(left) != CLOSING and _is_clause(line, speaker):
            return None  # "Roth, her spokesman, said prices rose"
        return self._preceding(cue, speaker, left, speaker[1])

    def according(self, cue: Cue) -> Attribution | None:
        """ "According to X, ..." and "... according to X"."""
        line = self.line
        source = phrase_after(line, cue.end)
        if source is None:
            return None
        if left_of(line, cue.start) < self.floor or line.at(cue.start - 1) in grammar.CONTRASTS:
            comma = self._comma(source[1])
            if comma is not None and line.at(comma + 1) in grammar.RELATIVES | {"a", "an"}:
                comma = self._comma(comma + 1) or comma  # "according to Varga, who leads the team, ..."
            if comma is None:
                return None
            return self._following(cue, source, comma + 1, cue.start - 1, joint=cue.start > 0)
        left = cue.start - (line.at(cue.start - 1) in {",", CLOSING})
        if left - self.floor < MIN_WORDS:
            return None
        pieces: tuple[Range, ...] = ((self.floor, left + (line.at(left) == CLOSING)),)
        behind = after_circumstances(line, source[1])
        if line.at(behind) == "," and not has_clause(line, self.floor, left):
            pieces += ((behind + 1, self.end),)
        return self._made(cue, source, pieces, left, ends=max(behind, pieces[-1][1]))

    def passive(self, cue: Cue) -> Attribution | None:
        """ "It is said that ...", "..., it was claimed", "is believed to ...", "are accused of ..."."""
        line = self.line
        subject = subject_of_passive(line, cue.start)
        if subject is None or subject[0] < self.floor:
            return None
        left, behind = left_of(line, subject[0]), line.at(cue.end)
        joint = line.at(subject[0] - 1) in grammar.CONTRASTS or line.at(left) == ";"
        if self._text(*subject) == "it" and behind != "to":
            start = after_circumstances(line, cue.end)
            if line.at(start) == "that":
                return self._following(cue, None, start + 1, left, joint=joint)
            return self._preceding(cue, None, left, cue.end)
        is_linked = (behind == "of" and cue.lemma in grammar.ACCUSE) or (
            behind == "to" and cue.lemma in grammar.PASSIVE
        )
        found = (
            self._following(cue, None, cue.end + (behind == "of"), left, joint=joint) if is_linked else None
        )
        verbs = subject[1] + (line.at(subject[1]) == ",")
        return found and replace(found, pieces=((subject[0], verbs), *found.pieces))

    def shared(self, cue: Cue, previous: Attribution | None) -> Attribution | None:
        """ "..., adding that ...", "... and said ...": by the source of the attribution before."""
        if previous is None:
            return None
        start = claim_start(self.line, self.end, cue, previous.mention)
        left = cue.start - 1
        if left and self.line.at(left - 1) == ",":
            left -= 1
        return self._following(cue, previous.mention, start, left, joint=True) if start else None

    def accompanying(self, cue: Cue) -> Attribution | None:
        """ "..., with X saying ..."."""
        line = self.line
        near = range(cue.start - 2, max(self.floor, cue.start - 1 - NEAR), -1)
        preposition = next((i for i in near if line.at(i) == "with" and line.at(i - 1) == ","), None)
        subject = phrase_after(line, preposition + 1) if preposition is not None else None
        if preposition is None or subject is None or subject[0] >= cue.start:
            return None
        mention = (subject[0], cue.start)
        claim = claim_start(line, self.end, cue, mention)
        return self._following(cue, mention, claim, preposition - 1, joint=True) if claim else None

    def participle(self, cue: Cue) -> Attribution | None:
        """ "X released a statement saying ...", "X resigned, saying that ..."."""
        line = self.line
        start = self.floor
        if line.at(start) in grammar.SUBORDINATORS:
            start = self._comma(start) or start  # "When the vote was over, X resigned, saying ..."
        verb = next((i for i in range(start + 1, cue.start) if is_finite(line, i)), None)
        subject = phrase_before(line, verb) if verb is not None else None
        if subject is None or cue.lemma not in grammar.BARE_CLAUSE | grammar.CALL:
            return None
        claim = claim_start(line, self.end, cue, subject)
        return self._following(cue, subject, claim, subject[0] - 1, joint=False) if claim else None

    def unlisted(self) -> Attribution | None:
        """ "“...!” X fumed": a quotation and a speaker with a verb that the lexicon does not hold."""
        line = self.line
        for close in (index for index, word in enumerate(line.words) if word == CLOSING):
            has_comma = line.at(close + 1) == ","
            if line.tokens[close - 1].word in {",", "!", "?"} or has_comma:
                found = self._speaker(close, close + 1 + has_comma)
                if found:
                    return found
        return None

    def hearsay(self, cue: Cue) -> Attribution | None:
        """ "The ship reportedly sank"."""
        line = self.line
        around = ((self.floor, cue.start), (cue.end, self.end))
        pieces = tuple(piece for piece in around if any(line.tokens[i].is_word for i in range(*piece)))
        words = sum(end - start for start, end in pieces)
        if words <= MIN_WORDS or line.at(cue.start - 1) in grammar.PREPOSITIONS:
            return None
        return self._made(cue, None, pieces, cue.start, ends=self.end)

    def _speaker(self, close: int, start: int) -> Attribution | None:
        line = self.line
        for verb in range(start, min(len(line), start + NEAR)):
            word = line.at(verb)
            if word not in SPEECH and not (word.endswith("ed") and is_finite(line, verb)):
                continue
            cue = Cue(verb, verb + 1, word)
            if verb == start:
                return self.inverted(cue)
            subject = phrase_before(line, verb)
            return self._preceding(cue, subject, close, verb + 1) if subject and subject[0] == start else None
        return None

    def _following(
        self, cue: Cue, mention: Range | None, start: int, left: int, *, joint: bool
    ) -> Attribution | None:
        """The claim begins at ``start`` and runs on; a semicolon ends it."""
        if start >= self.end:
            return None
        line = self.line
        end = next((index for index in line.semicolons if start < index < self.end), self.end)
        marker = start - 1 if line.at(start - 1) in {"whether", "if"} else None
        made = self._made(cue, mention, ((start, end),), left, follows=True)
        return replace(made, joint=joint, marker=marker)

    def _preceding(self, cue: Cue, mention: Range | None, left: int, end: int) -> Attribution | None:
        """The claim stands before: content up to ``left``, the attribution up to ``end``."""
        line = self.line
        if left <= self.floor or line.at(left) not in BEFORE_SPEAKER:
            return None
        if cue.lemma in grammar.TELL and (addressee := phrase_after(line, end)):
            end = addressee[1]
        behind = after_circumstances(line, end)
        closes = line.ends_at(behind)
        goes_on = line.at(behind) in {",", "(", ";", "—", "–"} or (
            line.at(end) in grammar.CIRCUMSTANCES | grammar.CONTRASTS or line.at(behind).endswith("ing")
        )
        if not (closes or goes_on):
            return None
        is_quoted = self._is_after_quotation(left)
        is_amid = line.at(behind) == "," and not closes
        rest = self._rest(behind + 1, is_quoted=is_quoted) if is_amid else []
        if not is_quoted and not self._is_statement(cue, mention, left, closes=closes or bool(rest)):
            return None
        pieces = [(self.floor, left + (line.at(left) == CLOSING)), *rest]
        return self._made(cue, mention, tuple(pieces), left, ends=max(behind, pieces[-1][1]))

    def _is_statement(self, cue: Cue, mention: Range | None, left: int, *, closes: bool) -> bool:
        """Whether what stands before ``left``, outside quotation marks, can be what was said.

        closes: the sentence ends with the cue, or goes on with the claim, so that nothing else can be.
        """
        line = self.line
        if left - self.floor < MIN_WORDS:
            return False
        if cue.lemma in grammar.NEED_SPEECH and not (mention and is_document(line, mention)):
            return False
        is_opened = line.at(self.floor) in grammar.PREPOSITIONS | grammar.SUBORDINATORS
        if is_opened and "," not in line.words[self.floor : left]:
            return cue.lemma in grammar.BARE_CLAUSE and left - self.floor >= MIN_WORDS_OPENED
        return closes or has_clause(line, self.floor, left)

    def _rest(self, start: int, *, is_quoted: bool) -> list[Range]:
        """The claim going on behind "..., she said, ..."."""
        line, word = self.line, self.line.at(start)
        if word == OPENING:
            end = next((i for i in line.closings if i > start), self.end)
            return [(start, min(end + 1, self.end))]
        others = grammar.RELATIVES | grammar.CONTRASTS | grammar.DETERMINERS | {"according", "with"}
        is_other = word.endswith("ing") or word in others or start >= self.end or line.tokens[start].capital
        return [] if is_quoted or is_other else [(start, self.end)]

    def _is_after_quotation(self, left: int) -> bool:
        line = self.line
        return left > 0 and (CLOSING in {line.at(left), line.at(left - 1)} or line.tokens[left - 1].quoted)

    def _comma(self, start: int) -> int | None:
        near = range(start, min(self.end, start + 2 * NEAR))
        return next((index for index in near if self.line.at(index) == ","), None)

    def _text(self, start: int, end: int) -> str:
        return " ".join(word for word in self.line.words[start:end] if word)

    def _made(
        self,
        cue: Cue,
        mention: Range | None,
        pieces: tuple[Range, ...],
        left: int,
        *,
        follows: bool = False,
        ends: int = 0,
    ) -> Attribution:
        reason = self._reason(cue, pieces[0][0], left, follows=follows)
        return Attribution((cue.start, cue.end), cue.lemma, mention, pieces, reason, left, follows, ends=ends)

    def _reason(self, cue: Cue, start: int, left: int, *, follows: bool) -> str:
        word, line = self._text(cue.start, cue.end), self.line
        if cue.lemma.startswith("according") or cue.lemma.endswith("edly"):
            return f"'{word}'"
        if follows and line.at(start - 1) in {"that", "whether", "if", "of"}:
            return f"'{word} {line.at(start - 1)}'"
        if follows and line.at(cue.end) in {"to", "of"}:
            return f"'{word} {line.at(cue.end)}'"
        is_quoted = line.at(start) == OPENING if follows else self._is_after_quotation(left)
        return f"'{word}' {'before' if follows else 'after'} {'a quotation' if is_quoted else 'the claim'}"


def _opening(line: Line) -> int:
    """Where the first clause begins: behind a dateline ("PORT CALDER (HSN) —") and words like "But"."""
    index = 0
    for dash in range(1, min(len(line), LONGEST_DATELINE)):
        if line.at(dash) in DASHES:
            place = [token for token in line.tokens[:dash] if token.is_word]
            has_agency = line.at(dash - 1) == ")"
            if all(token.capital or token.word.isdigit() for token in place) and (
                has_agency or all(token.upper for token in place)
            ):
                index = dash + 1
            break
    while index < len(line) and line.at(index) in grammar.OPENERS:
        index += 1 + (line.at(index + 1) == ",")
    return index


def _ending(line: Line) -> int:
    """Behind the last word of the sentence, or behind the quotation mark after it."""
    end = len(line)
    while end:
        token = line.tokens[end - 1]
        if token.is_word or token.quoted or line.at(end - 1) in {CLOSING, ")", "%"}:
            break
        end -= 1
    return end


def _is_clause(line: Line, phrase: Range) -> bool:
    """Whether a verb stands in the words that may be a speaker; "an unnamed official" has none."""
    return any(
        is_finite(line, index)
        and not line.tokens[index].capital
        and line.at(index - 1) not in grammar.DETERMINERS
        for index in range(*phrase)
    )


def _is_noun(line: Line, cue: Cue, subject: Range) -> bool:
    """Whether a word that may be a verb is a noun here: "the report", "claims that"."""
    word = line.at(cue.start)
    if word.endswith(("ed", "ing")) or cue.lemma not in grammar.ALSO_NOUNS or cue.start != subject[1]:
        return False
    if line.at(cue.end) in grammar.VERBS_OF_REPORTS:
        return True
    first, last = line.at(subject[0]), line.at(subject[1] - 1)
    if word == cue.lemma:
        return not (first in {"i", "we", "you", "they"} or last.endswith("s"))
    is_single = subject[1] - subject[0] == 1
    return is_single and not (first in grammar.SUBJECT_PRONOUNS or line.tokens[subject[0]].capital)
