"""Suggestions: attributions that rules find, for an annotator to accept with one key.

A suggestion is never a label: it becomes one when a person accepts it, and keeps its origin then. What the
rules find and how well is measured by tests/benchmarks/suggestions.py and told in docs/suggestions.md.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from labels.article import Article, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import Codebook, labelable_kinds
from labels.codebook.constraints import violations
from labels.codebook.derivation import paragraph_starts
from labels.codebook.quotations import paragraph_at, quotations
from labels.codebook.values import Plain
from labels.span import Span, merged
from labels.suggestions.attributions import attributions
from labels.suggestions.candidates import LONGEST_SENTENCE
from labels.suggestions.certainty_markers import Markers
from labels.suggestions.constructions import Attribution
from labels.suggestions.content import content_range, split_clauses
from labels.suggestions.lexicon import CueLexicon, is_english
from labels.suggestions.phrases import Line, line_of

MOST = 8  # for one sentence; more can only come from a broken text
_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim with its attribution as the rules see it.

    id: a hash of the sentence's id and the ranges, so the same text gives the same id.
    content: ranges of the article.  values: layer id to value, written as in the log.
    reason: a few words for the annotator, such as "'said' after a quotation".
    """

    id: str
    sentence: str
    content: tuple[Span, ...]
    values: dict[str, Plain] = field(hash=False)
    reason: str


def suggest(article: Article, codebook: Codebook) -> dict[str, list[Suggestion]]:
    """The suggestions for each sentence that has any, by the sentence's id; in the order of the text.

    Only sentences that annotators are asked about, only English, and none where the codebook has no table
    ``[suggestion]``.
    """
    if codebook.suggestion is None or not is_english(article.language, codebook.language):
        return {}
    rules = _Rules(article, codebook)
    kinds = labelable_kinds(codebook)
    found = {
        sentence.id: list(islice(rules.suggestions(sentence), MOST))
        for sentence in article.sentences
        if sentence.kind in kinds
    }
    return {sentence: made for sentence, made in found.items() if made}


def chosen(sentence_id: str, project_id: str, share: float) -> bool:
    """Whether a sentence gets suggestions, where only a share of them does; always the same answer.

    share: 0 (none) to 1 (all). A sentence chosen at one share is chosen at every larger one.
    Raises ValueError for any other share.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"The share of sentences with suggestions is a number from 0 to 1, not {share}.")
    digest = hashlib.sha256(f"{project_id}\n{sentence_id}".encode()).digest()
    return int.from_bytes(digest[:7]) < share * 2**56


class _Rules:
    """What the rules need to know of one article."""

    def __init__(self, article: Article, codebook: Codebook):
        self._text, self._outlet = article.text, article.outlet
        self._codebook = codebook
        self._lexicon = CueLexicon(codebook.cue_lexicon, codebook.irregular_forms)
        self._starts = paragraph_starts(article.sentences)
        self._quoted: dict[int, tuple[Span, ...]] = {}
        roles = codebook.suggestion
        assert roles is not None  # noqa: S101 - asked before
        self._roles = roles
        order = codebook.layer(roles.certainty).value_ids if roles.certainty else ()
        self._markers = Markers(codebook.certainty_markers, order)

    def suggestions(self, sentence: Sentence) -> Iterator[Suggestion]:
        """Those of one sentence, in the order of their cues; each range lies in the sentence."""
        if len(sentence.span) > LONGEST_SENTENCE:
            return
        quoted = self._quotations(sentence.span)
        line = line_of(self._text, sentence.span, quoted)
        seen = set()
        for attribution in attributions(line, self._lexicon):
            for pieces in _claims(line, attribution):
                suggestion = self._suggestion(sentence, line, attribution, pieces, quoted)
                if suggestion is not None and suggestion.id not in seen:
                    seen.add(suggestion.id)
                    yield suggestion

    def _quotations(self, span: Span) -> Sequence[Span]:
        paragraph = paragraph_at(self._text, span.start, self._starts)
        if paragraph.start not in self._quoted:
            self._quoted[paragraph.start] = quotations(self._text, paragraph)
        every = self._quoted[paragraph.start]
        first = bisect_left(every, span.start, key=lambda one: one.end)
        last = bisect_left(every, span.end, key=lambda one: one.start)
        return every[first:last]

    def _suggestion(
        self,
        sentence: Sentence,
        line: Line,
        attribution: Attribution,
        pieces: Sequence[tuple[int, int]],
        quoted: Sequence[Span],
    ) -> Suggestion | None:
        cue = line.span(*attribution.cue)
        mention = line.span(*attribution.mention) if attribution.mention else None
        spans = [content_range(self._text, line.span(*piece), quoted) for piece in pieces]
        content = merged(span for span in spans if span is not None)
        taken = [cue, mention] if mention else [cue]
        if not content or any(span.overlap(other) for span in content for other in taken):
            return None
        roles = self._roles
        values: dict[str, Plain] = dict(roles.sets)
        if roles.cue:
            values[roles.cue] = [[cue.start, cue.end]]
        if roles.mention and mention:
            values[roles.mention] = [[mention.start, mention.end]]
        words = " ".join(span.of(self._text) for span in content)
        joining = line.at(attribution.marker) if attribution.marker is not None else ""
        certainty = self._markers.value(words, attribution.lemma, joining) if roles.certainty else None
        if certainty:
            values[roles.certainty] = certainty
        identity = f"{sentence.id}|{[(one.start, one.end) for one in (*content, *taken)]}"
        digest = hashlib.sha256(identity.encode()).hexdigest()[:_ID_DIGITS]
        if self._is_refused(sentence, content, values):
            return None
        return Suggestion(digest, sentence.id, content, values, attribution.reason)

    def _is_refused(self, sentence: Sentence, content: Sequence[Span], values: Mapping[str, Plain]) -> bool:
        """Whether a claim with these labels would break a rule that holds at every moment."""
        claim = Claim(f"{sentence.id}.1", sentence.id, tuple(content), values)
        labels = SentenceLabels(
            sentence, self._text, self._outlet, claims=(claim,), paragraph_starts=self._starts
        )
        return bool(violations(labels, self._codebook, "always"))


def _claims(line: Line, attribution: Attribution) -> list[Sequence[tuple[int, int]]]:
    """The content as one claim, or as two where it clearly has two clauses."""
    pieces = [(start, end) for start, end in attribution.pieces if start < end]
    if len(pieces) == 1:
        return [[piece] for piece in split_clauses(line, *pieces[0])]
    return [pieces] if pieces else []
