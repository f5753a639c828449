"""Attributions in English sentences, found by rules: who says what, by which words.

Only the outermost speaker of a sentence counts; what is inside quotation marks or in somebody's
statement is content, and a source that passes a statement on ("..., the agency reported") is a relay.
"""

from dataclasses import replace

from labels.suggestions import english as grammar
from labels.suggestions.constructions import Attribution, Constructions
from labels.suggestions.lexicon import Cue, CueLexicon
from labels.suggestions.phrases import Line, phrase_before

NEAR = 4


def attributions(line: Line, lexicon: CueLexicon) -> list[Attribution]:
    """The attributions of a line, in order; none of them lies in the content of another."""
    search, hearsay = _Search(line), None
    for cue in lexicon.found(line):
        if cue.lemma.endswith("edly"):
            hearsay = hearsay or cue
        elif cue.start >= search.rules.floor:
            search.take(cue)
    if not search.found:
        other = search.rules.unlisted() or (hearsay and search.rules.hearsay(hearsay))
        search.found += [other] if other else []
    return search.found


class _Search:
    """What was found so far in one line, from left to right."""

    def __init__(self, line: Line):
        self.line = line
        self.rules = Constructions(line)
        self.found: list[Attribution] = []

    def take(self, cue: Cue) -> None:
        """Keep what the cue introduces, unless it is inside somebody's statement."""
        last = self.found[-1] if self.found else None
        made = self.rules.at(cue, last)
        if last is None or not last.follows:
            if made is not None:
                self._keep(made)
        elif made is None:
            self._close(last, cue)
        elif made.left > last.pieces[-1][0]:
            self._join(last, made)

    def _keep(self, attribution: Attribution) -> None:
        self.found.append(attribution)
        if not attribution.follows:
            index = attribution.ends
            while index < len(self.line) and self.line.at(index) in grammar.CONTRASTS | {",", ";", "."}:
                index += 1
            self.rules.floor = index

    def _join(self, last: Attribution, made: Attribution) -> None:
        """What to do with an attribution behind the beginning of a statement."""
        if made.follows:
            if made.joint:
                self.found[-1] = _cut(last, made.left)
                self._keep(made)
        elif self.line.ends_at(made.ends):
            if last.lemma in grammar.ATTITUDES or last.mention is None:
                # "Analysts fear a strike, the paper said": what they fear is part of what it said
                self.found[-1] = replace(made, pieces=((self.rules.floor, made.left),))
            else:
                # "The ministry stated that ..., the agency reported": the agency passes the statement on
                self.found[-1] = _cut(last, made.left)
            self.rules.floor = made.ends

    def _close(self, last: Attribution, cue: Cue) -> None:
        """End a statement where something else begins: "..., but the mayor rejected it"."""
        line = self.line
        left = cue.start - 1
        if line.at(cue.start) != "citing":
            subject = phrase_before(line, cue.start)
            near = range(cue.start - 1, max(0, cue.start - 1 - NEAR), -1)  # "..., but did not say"
            joints = (index for index in near if line.at(index) in grammar.CONTRASTS)
            joint = subject[0] - 1 if subject else next(joints, 0)
            left = joint - 1 if line.at(joint) in grammar.CONTRASTS - {"and"} else -1
        if left > last.pieces[-1][0] and line.at(left) == ",":
            self.found[-1] = _cut(last, left)


def _cut(attribution: Attribution, end: int) -> Attribution:
    *others, (start, before) = attribution.pieces
    return replace(attribution, pieces=(*others, (start, min(before, end))))
