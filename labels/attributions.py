"""Attributions in English sentences, found by rules: who says what, by which words.

A cue of the codebook's lexicon is tried with each construction that news uses: "X said that ...", "..., said X",
"..., X said", "according to X", "X accused Y of ...", "is believed to ...". Only the outermost speaker of a sentence
counts; what stands inside quotation marks or inside somebody's statement is content.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from labels import grammar_words as grammar
from labels.clauses import (
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
from labels.cue_words import regular_forms
from labels.words import SPEECH

Range = tuple[int, int]
NEAR = 14
MIN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands in a sentence: token indices ``[start, end)``, and its lemma in the lexicon."""

    start: int
    end: int
    lemma: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution in token indices.

    pieces: the content, before marks at its ends are cut off.  left: where the attribution itself begins, so that
    the content of one before it ends there.  follows: whether the content comes after the cue.
    joint: whether it is joined to the clause before ("..., but X said").  ends: behind its last word, where the
    content stands before.
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


# Endings of the nouns among the irregular forms ("announcement"), which no rule for verbs fits.
NOUN_ENDINGS = ("ment", "ments", "ion", "ions", "findings")
# Real words that "see" does not have, though a rule gives them.
NO_FORMS = frozenset({"seed", "sed", "ses"})


def _verb_forms(verb: str, irregular: Sequence[str]) -> set[str]:
    forms = {verb, *irregular, *regular_forms(verb)} - NO_FORMS
    if verb.endswith("e"):
        # "not" and "hats" are no forms of "note" and "hate"
        forms -= {verb[:-1], f"{verb[:-1]}s"}
    return {form for form in forms if not form.endswith(NOUN_ENDINGS)}


class CueLexicon:
    """The codebook's cue words in all their forms, as expressions that a line is searched for."""

    def __init__(self, lexicon: Mapping[str, Sequence[str]], irregular: Mapping[str, Sequence[str]]):
        self._forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for lemma in (lemma for lemmas in lexicon.values() for lemma in lemmas):
            first, *rest = re.split(r"[_\s]+", lemma.strip().lower())
            for form in _verb_forms(first, irregular.get(first, ())):
                self._forms.setdefault(form, []).append((tuple(rest), lemma))
        for expressions in self._forms.values():
            expressions.sort(key=lambda expression: -len(expression[0]))

    def __contains__(self, word: str) -> bool:
        return word in self._forms

    def found(self, line: Line) -> Iterator[Cue]:
        """The cues of a line outside quotation marks, in order."""
        titled = _is_title(line)
        for index, word in enumerate(line.words):
            if (
                index
                and line.tokens[index].capital
                and not titled
                and line.at(index - 1) not in {OPENING, CLOSING}
            ):
                continue  # part of a name: "Harbour Master Joren Tell"
            for rest, lemma in self._forms.get(word, ()):
                end = index + 1 + len(rest)
                if line.words[index + 1 : end] == rest:
                    yield Cue(index, end, lemma)
                    break


def attributions(line: Line, lexicon: CueLexicon) -> list[Attribution]:
    """The attributions of a line, in order; none of them lies in the content of another."""
    search = _Search(line)
    hearsay = None
    for cue in lexicon.found(line):
        if cue.lemma.endswith("edly"):
            hearsay = hearsay or cue
        elif cue.start >= search.floor:
            search.take(cue)
    if not search.found:
        search.take_unlisted()
    if not search.found and hearsay is not None:
        search.take_hearsay(hearsay)
    return search.found


class _Search:
    """The attributions found so far in one line, from left to right."""

    def __init__(self, line: Line):
        self.line = line
        self.found: list[Attribution] = []
        self.floor = _opening(line)
        self.end = _ending(line)

    @property
    def open(self) -> Attribution | None:
        """The last attribution, if its content runs on from here."""
        last = self.found[-1] if self.found else None
        return last if last is not None and last.follows else None

    def take(self, cue: Cue) -> None:
        """Keep what the cue introduces, unless it stands in somebody's statement."""
        attribution, current = self._attribution(cue), self.open
        if attribution is None:
            if current is not None:
                self._close(current, cue)
            return
        if current is None:
            self._keep(attribution)
        elif attribution.follows:
            if attribution.joint and attribution.left > current.pieces[-1][0]:
                self.found[-1] = _cut(current, attribution.left)
                self._keep(attribution)
        elif attribution.left > current.pieces[-1][0] and self.line.ends_at(attribution.ends):
            if current.lemma in grammar.ATTITUDES or current.mention is None:
                self.found[-1] = replace(attribution, pieces=((self.floor, attribution.left),))
                self.floor = attribution.ends
            else:
                # "..., X reported": one that passes the statement on
                self.found[-1] = _cut(current, attribution.left)
                self.floor = attribution.ends

    def _close(self, current: Attribution, cue: Cue) -> None:
        """End a statement where somebody else's begins that is no claim: "..., but the mayor rejected it"."""
        line = self.line
        if line.at(cue.start) == "citing" and line.at(cue.start - 1) == ",":
            self.found[-1] = _cut(current, cue.start - 1)
            return
        subject = phrase_before(line, cue.start)
        near = range(cue.start - 1, max(0, cue.start - 5), -1)  # "..., but did not say"
        left = subject[0] - 1 if subject else next((i for i in near if line.at(i) in grammar.CONTRASTS), -1)
        if (
            left > current.pieces[-1][0]
            and line.at(left) in grammar.CONTRASTS - {"and"}
            and line.at(left - 1) == ","
        ):
            self.found[-1] = _cut(current, left - 1)

    def _keep(self, attribution: Attribution) -> None:
        self.found.append(attribution)
        if not attribution.follows:
            self.floor = _behind_joint(self.line, attribution.ends)

    def _attribution(self, cue: Cue) -> Attribution | None:
        if cue.lemma.startswith("according"):
            return self._according(cue)
        word = self.line.at(cue.start)
        before = self.line.at(cue.start - 1)
        if word.endswith("ing") and (
            before == "," or (before == CLOSING and self.line.tokens[cue.start - 2].word == ",")
        ):
            return self._shared(cue, cue.start - 1) if self.found else self._released(cue)
        if self.line.at(cue.start - 1) in {"and", "but"}:
            return self._shared(cue, cue.start - 1)
        if word.endswith("ing") and self.line.at(cue.start - 1) in grammar.OCCASIONS:
            return self._released(cue)
        return self._passive(cue) or self._inverted(cue) or self._active(cue)

    def _is_after_quotation(self, left: int) -> bool:
        line = self.line
        return left > 0 and (CLOSING in {line.at(left), line.at(left - 1)} or line.tokens[left - 1].quoted)

    def _text(self, start: int, end: int) -> str:
        return " ".join(word for word in self.line.words[start:end] if word)

    def _shared(self, cue: Cue, left: int) -> Attribution | None:
        """ ", adding that ...", "and said ...": the subject is that of the attribution before."""
        if not self.found:
            return None
        start = self._complement(cue, self.found[-1].mention)
        if start is None:
            return None
        if left and self.line.at(left - 1) == ",":
            left -= 1
        reason = f"'{self._text(cue.start, cue.end)}' going on"
        return self._following(cue, self.found[-1].mention, start, reason, left, joint=True)

    def _released(self, cue: Cue) -> Attribution | None:
        """ "X released a statement saying ...", "X resigned, saying that ..."."""
        line = self.line
        verb = next((i for i in range(self.floor + 1, cue.start) if is_finite(line, i)), None)
        subject = phrase_before(line, verb) if verb is not None else None
        start = self._complement(cue, subject)
        if subject is None or start is None or cue.lemma not in grammar.BARE_CLAUSE:
            return None
        reason = f"'{self._text(cue.start, cue.end)}' before the claim"
        return self._following(cue, subject, start, reason, subject[0] - 1, joint=self.open is not None)

    def _following(
        self, cue: Cue, mention: Range | None, start: int, reason: str, left: int, *, joint: bool
    ) -> Attribution | None:
        if start >= self.end:
            return None
        end = next((i for i in range(start, self.end) if self.line.at(i) == ";"), self.end)
        marker = start - 1 if self.line.at(start - 1) in {"whether", "if"} else None
        return Attribution(
            (cue.start, cue.end),
            cue.lemma,
            mention,
            ((start, end),),
            reason,
            left,
            follows=True,
            joint=joint,
            marker=marker,
        )

    def _active(self, cue: Cue) -> Attribution | None:
        """ "X said (that) ..." and "..., X said"."""
        line = self.line
        if line.at(after_circumstances(line, cue.end)) == "by":
            return None  # "a letter seen by the paper"
        subject = phrase_before(line, cue.start)
        if subject is None or subject[0] < self.floor or _is_noun(line, cue, subject):
            return None
        if line.at(subject[0]) in grammar.FIRST_PERSONS or line.at(subject[0] - 1) in {
            "what",
            "which",
            "whom",
            "as",
        }:
            return None
        left = left_of(line, subject[0])
        start = self._complement(cue, subject)
        verb = self._text(cue.start, cue.end)
        if start is not None and not (line.at(start - 1) == "," and self._is_after_quotation(left)):
            before = line.at(subject[0] - 1)
            joint = before in grammar.CONTRASTS or line.at(left) == ";"
            reason = f"'{verb}' before {'a quotation' if line.at(start) == OPENING else 'the claim'}"
            if line.at(start - 1) == "that":
                reason = f"'{verb} that'"
            return self._following(
                cue, subject, start, reason, left if line.at(left) in ",;" else subject[0] - 1, joint=joint
            )
        return self._preceding(cue, subject, left, cue.end)

    def _preceding(self, cue: Cue, mention: Range | None, left: int, end: int) -> Attribution | None:
        """The claim stands before: content up to ``left``, the attribution up to ``end``."""
        line = self.line
        if left <= self.floor or line.at(left) not in {",", CLOSING, "—", "–"}:
            return None
        is_quoted = self._is_after_quotation(left)
        if cue.lemma in grammar.TELL and (addressee := phrase_after(line, end)):
            end = addressee[1]
        behind = after_circumstances(line, end)
        closes = line.ends_at(behind)
        if not (
            closes
            or line.at(behind) in {",", "(", ";", "—", "–"}
            or line.at(end) in grammar.CIRCUMSTANCES | grammar.CONTRASTS
        ):
            return None
        if not is_quoted and not self._is_statement(cue, mention, left, closes=closes):
            return None
        pieces = [(self.floor, left + (line.at(left) == CLOSING))]
        if line.at(behind) == "," and not closes:
            pieces += self._rest(behind + 1, is_quoted=is_quoted)
        where = "a quotation" if is_quoted else "the claim"
        reason = f"'{self._text(cue.start, cue.end)}' after {where}"
        ends = max(behind, pieces[-1][1])
        return Attribution(
            (cue.start, cue.end), cue.lemma, mention, tuple(pieces), reason, left, follows=False, ends=ends
        )

    def _is_statement(self, cue: Cue, mention: Range | None, left: int, *, closes: bool) -> bool:
        """Whether what stands before ``left``, outside quotation marks, can be what was said."""
        line = self.line
        if left - self.floor < MIN_WORDS:
            return False
        if cue.lemma in grammar.NEED_SPEECH and not (mention and self._is_document(mention)):
            return False
        if (
            line.at(self.floor) in grammar.PREPOSITIONS | grammar.SUBORDINATORS
            and "," not in line.words[self.floor : left]
        ):
            return cue.lemma in grammar.BARE_CLAUSE and left - self.floor > 4  # noqa: PLR2004
        return closes or has_clause(line, self.floor, left)

    def _rest(self, start: int, *, is_quoted: bool) -> list[Range]:
        """The claim going on behind "..., she said, ..."."""
        line = self.line
        if line.at(start) == OPENING:
            end = next((i for i in range(start, len(line)) if line.at(i) == CLOSING), self.end)
            return [(start, min(end + 1, self.end))]
        word = line.at(start)
        is_other = (
            word.endswith("ing")
            or word
            in grammar.RELATIVES | grammar.CONTRASTS | grammar.DETERMINERS | {"according", "with", "whose"}
            or line.tokens[start].capital
        )
        return [] if is_quoted or is_other or start >= self.end else [(start, self.end)]

    def _inverted(self, cue: Cue) -> Attribution | None:
        """ "..., said X"."""
        line = self.line
        left = cue.start - 1
        word = line.at(cue.start)
        if line.at(left) not in {",", CLOSING, "—", "–"} or not (
            word.endswith(("d", "s")) or word in SPEECH or word == "wrote"
        ):
            return None
        if cue.lemma not in grammar.BARE_CLAUSE and line.at(left) != CLOSING:
            return None
        speaker = phrase_after(line, cue.end)
        if speaker is None or line.at(cue.end) in grammar.OBJECT_PRONOUNS - {"it"}:
            return None
        if any(is_finite(line, i) and not line.tokens[i].capital for i in range(*speaker)):
            return None  # a clause: "Roth, her spokesman, said prices rose"
        if line.at(cue.end) in {"that", "there"}:
            return None
        return self._preceding(cue, speaker, left, speaker[1])

    def _according(self, cue: Cue) -> Attribution | None:
        """ "According to X, ..." and "... according to X"."""
        line = self.line
        source = phrase_after(line, cue.end)
        if source is None:
            return None
        reason = f"'{self._text(cue.start, cue.end)}'"
        before = left_of(line, cue.start)
        if before < self.floor or line.at(cue.start - 1) in grammar.CONTRASTS:
            comma = self._comma(source[1])
            if comma is not None and line.at(comma + 1) in grammar.RELATIVES | {"a", "an"}:
                comma = self._comma(comma + 1) or comma  # "according to Varga, who leads the team, ..."
            if comma is None:
                return None
            return self._following(cue, source, comma + 1, reason, cue.start - 1, joint=cue.start > 0)
        left = cue.start - (line.at(cue.start - 1) in {",", CLOSING})
        if left - self.floor < MIN_WORDS:
            return None
        pieces: tuple[Range, ...] = ((self.floor, left + (line.at(left) == CLOSING)),)
        behind = after_circumstances(line, source[1])
        if line.at(behind) == "," and not has_clause(line, self.floor, left):
            pieces += ((behind + 1, self.end),)
        return Attribution(
            (cue.start, cue.end),
            cue.lemma,
            source,
            pieces,
            reason,
            left,
            follows=False,
            ends=max(behind, pieces[-1][1]),
        )

    def _comma(self, start: int) -> int | None:
        return next(
            (i for i in range(start, min(self.end, start + NEAR * 2)) if self.line.at(i) == ","), None
        )

    def _passive(self, cue: Cue) -> Attribution | None:
        """ "It is said that ...", "is believed to ...", "are accused of ..."."""
        line = self.line
        subject = subject_of_passive(line, cue.start)
        if subject is None or subject[0] < self.floor:
            return None
        verb, left = line.at(cue.start), left_of(line, subject[0])
        joint = line.at(subject[0] - 1) in grammar.CONTRASTS or line.at(left) == ";"
        if self._text(*subject) == "it":
            start = after_circumstances(line, cue.end)
            if line.at(start) == "that":
                return self._following(cue, None, start + 1, f"'it is {verb}'", left, joint=joint)
            if line.at(cue.end) != "to":
                return self._preceding(cue, None, left, cue.end)
        linking = {"of"} if cue.lemma in grammar.ACCUSE else {"to"} if cue.lemma in grammar.PASSIVE else set()
        if line.at(cue.end) not in linking:
            return None
        start = cue.end + (line.at(cue.end) == "of")
        found = self._following(cue, None, start, f"'is {verb} {line.at(cue.end)}'", left, joint=joint)
        verb_group = next(i for i in range(subject[1], cue.start + 1) if line.at(i) not in {","})
        return found and replace(found, pieces=((subject[0], verb_group), *found.pieces))

    def _complement(self, cue: Cue, subject: Range | None) -> int | None:
        """Where the claim begins behind a verb that has it as its complement."""
        line, lemma = self.line, cue.lemma
        start = after_circumstances(line, cue.end)
        word = line.at(start)
        if word == "that" or (word in {"whether", "if"} and lemma in grammar.ASK):
            return start + 1
        if word in {":", ","} and line.at(start + 1) == OPENING:
            return start + 1
        if word == OPENING and lemma not in grammar.UNQUOTED:
            return start
        if word == ":" and lemma in grammar.BARE_CLAUSE:
            return start + 1
        return (
            self._with_preposition(cue, start)
            or self._after_addressee(cue)
            or self._plain(cue, start, subject)
        )

    def _with_preposition(self, cue: Cue, start: int) -> int | None:
        line, word = self.line, self.line.at(start)
        if cue.lemma in grammar.OF and word in grammar.OF_WORDS:
            return self._quotation_near(start) or start + 1
        if cue.lemma in grammar.INFINITIVE and word == "to":
            return start
        near = range(start + 1, min(self.end, start + NEAR))
        if cue.lemma in grammar.ACCUSE and any(line.at(i) == "of" for i in near):
            return start
        if cue.lemma in grammar.BLAME and any(line.at(i) == "on" for i in near):
            return start
        if cue.lemma in grammar.BLAME:
            return next((_behind_hearsay(line, i + 1) for i in near if line.at(i) == "for"), None)
        return None

    def _quotation_near(self, start: int) -> int | None:
        """ "spoke of the fire: “...”"."""
        near = range(start, min(self.end, start + NEAR))
        return next((i + 1 for i in near if self.line.at(i) == ":" and self.line.at(i + 1) == OPENING), None)

    def _after_addressee(self, cue: Cue) -> int | None:
        """ "told reporters (that) ...", "said before the vote that ..."."""
        line = self.line
        if cue.lemma not in grammar.TELL and line.at(cue.end) not in grammar.CIRCUMSTANCES:
            return None
        for index in range(cue.end, min(self.end, cue.end + NEAR)):
            if line.at(index) == "that" and line.at(index - 1) not in grammar.PREPOSITIONS:
                return index + 1
            if line.at(index) == OPENING:
                return index
            if line.at(index) in {":", ","} and line.at(index + 1) == OPENING:
                return index + 1
            if line.at(index) in {",", ";", ""} or (index > cue.end and is_finite(line, index)):
                break
        if cue.lemma != "tell":
            return None
        index = cue.end
        if line.at(index) in grammar.OBJECT_PRONOUNS | {
            "reporters",
            "journalists",
            "lawmakers",
            "parliament",
        }:
            index += 1
        else:
            while index < self.end and line.tokens[index].capital:
                index += 1
        start = after_circumstances(line, index)
        ok = (
            index > cue.end
            and line.at(start) not in grammar.PREPOSITIONS
            and has_clause(line, start, self._stop(start))
        )
        return start if ok else None

    def _plain(self, cue: Cue, start: int, subject: Range | None) -> int | None:
        """A claim without "that": a clause, or a noun phrase where the verb takes one."""
        line, lemma, word = self.line, cue.lemma, self.line.at(start)
        if (
            start >= self.end
            or word in grammar.SUBORDINATORS | grammar.CONJUNCTIONS
            or not line.tokens[start].is_word
        ):
            return None
        if word in grammar.PREPOSITIONS - {"about", "over", "under", "between", "up"} or word in {"so", "to"}:
            return None
        if lemma in grammar.ANY_CLAUSE and start + 1 < self.end:
            return start
        if (
            lemma in grammar.BARE_CLAUSE
            and not is_finite(line, start)
            and has_clause(line, start, self._stop(start))
        ):
            return start
        takes_object = lemma in grammar.OBJECT or (
            lemma in grammar.OBJECT_OF_DOCUMENT
            and (word == "no" or (subject is not None and self._is_document(subject)))
        )
        if (
            takes_object
            and word not in grammar.PREPOSITIONS
            and not is_finite(line, start)
            and word not in grammar.OBJECT_PRONOUNS
        ):
            return start
        if lemma in grammar.CALL and any(
            line.at(i) in {"as", OPENING} for i in range(start, min(self.end, start + NEAR))
        ):
            return start
        return None

    def _is_document(self, subject: Range) -> bool:
        return any(self.line.at(index) in grammar.DOCUMENTS for index in range(*subject))

    def _stop(self, start: int) -> int:
        return next((i for i in range(start, self.end) if self.line.at(i) in {",", ";"}), self.end)

    def take_unlisted(self) -> None:
        """A quotation and a speaker with a verb that the lexicon does not hold: "...!" he fumed."""
        line = self.line
        for close in (i for i, word in enumerate(line.words) if word == CLOSING):
            before = line.tokens[close - 1].word if close else ""
            if before not in {",", "!", "?"} and line.at(close + 1) != ",":
                continue
            start = close + 1 + (line.at(close + 1) == ",")
            for verb in range(start, min(len(line), start + 10)):
                word = line.at(verb)
                if not (word in SPEECH or (word.endswith("ed") and len(word) > 4)):  # noqa: PLR2004
                    continue
                cue = Cue(verb, verb + 1, word)
                subject = phrase_before(line, verb) if verb > start else None
                if subject and subject[0] == start:
                    found = self._preceding(cue, subject, close, verb + 1)
                else:
                    found = self._inverted(cue) if verb == start else None
                if found:
                    self._keep(found)
                    return
                break

    def take_hearsay(self, cue: Cue) -> None:
        """ "The ship reportedly sank"."""
        line = self.line
        before, after = (self.floor, cue.start), (cue.end, self.end)
        pieces = tuple(
            piece for piece in (before, after) if any(line.tokens[i].is_word for i in range(*piece))
        )
        if (
            len(line.words)
            and pieces
            and sum(end - start for start, end in pieces) > MIN_WORDS
            and line.at(cue.start - 1) not in grammar.PREPOSITIONS
        ):
            reason = f"'{self._text(cue.start, cue.end)}'"
            self.found.append(
                Attribution(
                    (cue.start, cue.end),
                    cue.lemma,
                    None,
                    pieces,
                    reason,
                    cue.start,
                    follows=False,
                    ends=self.end,
                )
            )


def _is_title(line: Line) -> bool:
    """Whether the words are capitalised as in a heading."""
    parts = [token for token in line.tokens if token.is_word and len(token.word) > 3]  # noqa: PLR2004 - "of", "the"
    return sum(token.capital for token in parts) * 4 > len(parts) * 3


def _cut(attribution: Attribution, end: int) -> Attribution:
    *others, (start, _) = attribution.pieces
    return replace(attribution, pieces=(*others, (start, end)))


def _opening(line: Line) -> int:
    """Where the first clause begins: behind a dateline ("PORT CALDER (HSN) —") and words like "But"."""
    index = 0
    for dash in range(1, min(len(line), 14)):
        if line.at(dash) in {"—", "–", "-", "--"} and all(
            not token.is_word or token.capital or token.word.isdigit() for token in line.tokens[:dash]
        ):
            index = dash + 1
    while index < len(line) and line.at(index) in grammar.OPENERS:
        index += 1 + (line.at(index + 1) == ",")
    return index


def _ending(line: Line) -> int:
    """Behind the last word of the sentence, or behind the quotation mark after it."""
    end = len(line)
    while end and not (
        line.tokens[end - 1].is_word or line.at(end - 1) in {CLOSING, ")", "%"} or line.tokens[end - 1].quoted
    ):
        end -= 1
    return end


def _behind_joint(line: Line, index: int) -> int:
    while line.at(index) in grammar.CONTRASTS | {",", ";", "."} and index < len(line):
        index += 1
    return index


def _behind_hearsay(line: Line, index: int) -> int:
    return index + (line.at(index).endswith("edly"))


def _is_noun(line: Line, cue: Cue, subject: Range) -> bool:
    """Whether a word that may be a verb is a noun here: "the report", "claims that"."""
    word = line.at(cue.start)
    if word.endswith(("ed", "ing")) or cue.lemma not in grammar.ALSO_NOUNS or cue.start != subject[1]:
        return False
    first, size = line.at(subject[0]), subject[1] - subject[0]
    is_bare = word == cue.lemma
    if is_bare:
        return not (first in {"i", "we", "you", "they"} or line.at(subject[1] - 1).endswith("s"))
    if size == 1:
        return not (first in grammar.SUBJECT_PRONOUNS or line.tokens[subject[0]].capital)
    return False
