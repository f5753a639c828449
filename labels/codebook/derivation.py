"""Layers that are computed, not asked: the quotation mode of a claim and the outlet's stance.

Pure functions of the claim, the article's text and the codebook. The page computes the same from the
quotations that it gets (``assets/rules/derivation.js``); a differential test compares both.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from labels.article import Sentence
from labels.claim import Claim
from labels.codebook.codebook import Codebook, Layer
from labels.codebook.cues import is_negated, listed, words, words_after
from labels.codebook.model import Condition
from labels.codebook.quotations import paragraph_at, quotations
from labels.span import Span, quote

# Each decision on a sentence asks for the quotations of its paragraph again.
_quotations = lru_cache(maxsize=64)(quotations)
QuoteMode = Literal["direct", "mixed", "indirect"]


def paragraph_starts(sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Where the paragraphs of an article begin, for ``SentenceLabels.paragraph_starts``."""
    starts: dict[int, int] = {}
    for sentence in sentences:
        start = sentence.span.start
        starts[sentence.paragraph] = min(start, starts.get(sentence.paragraph, start))
    return tuple(sorted(starts.values()))


def quote_mode(text: str, content: Sequence[Span], starts: Sequence[int] = ()) -> QuoteMode | None:
    """``direct`` if all words of the content are in quotation marks, ``mixed`` if some, else ``indirect``.

    starts: see ``paragraph_at``.  Returns None without content.
    """
    if not content:
        return None
    inside = outside = False
    for span in content:
        offset = span.start
        while offset < span.end:
            paragraph = paragraph_at(text, offset, starts)
            end = min(span.end, paragraph.end)
            quoted = _quotations(text, paragraph)
            if not quoted:  # most claims: no need to look at each character
                outside = outside or any(map(str.isalnum, text[offset:end]))
            for at in range(offset, end) if quoted else ():
                if text[at].isalnum():
                    if any(range_.start <= at < range_.end for range_ in quoted):
                        inside = True
                    else:
                        outside = True
            offset = max(end, offset + 1)
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"


def fulfilled(condition: Condition | None, values: Mapping[str, object]) -> bool:
    """Whether the labels fulfil the condition; a layer that is not set fulfils none."""
    return condition is not None and holds(values.get(condition.layer), condition.values)


def holds(value: object, among: Sequence[str]) -> bool:
    """Whether a label, or one entry of a label with several, is among the values."""
    if isinstance(value, list):
        return any(entry in among for entry in value)
    return value in among


def cue_stance(
    values: Mapping[str, object], cue_text: str, codebook: Codebook, following: Sequence[str] = ()
) -> str | None:
    """The outlet's stance: the fixed value, or that of a word of the cue in the lexicon, or the default.

    values: labels of the claim.  cue_text: the words of the cue only; what stands elsewhere does not count.
    following: the next words, see ``cue_words.listed``.
    Returns None while the layer that decides about the fixed value is not set, and where no layer is derived.
    """
    layer = next((layer for layer in codebook.layers if layer.derived == "cue_stance"), None)
    if layer is None or fulfilled(layer.derivation.unless, values):
        return None
    rule = layer.derivation
    if rule.fixed is not None:
        if values.get(rule.fixed.layer) is None:
            return None
        if fulfilled(rule.fixed, values):
            return rule.fixed.value
    cue = words(cue_text)
    if not cue:
        return rule.default or None
    found = listed(cue, codebook.cue_forms, following)
    if is_negated(cue, rule.negations):
        # "did not confirm" presupposes nothing
        usual = layer.value_ids.index(rule.default) if rule.default else 0
        found = {value for value in found if layer.value_ids.index(value) <= usual}
    ranked = [*rule.precedence, *layer.value_ids]
    return min(found, key=ranked.index) if found else rule.default or None


def _stance(claim: Claim, layer: Layer, codebook: Codebook, text: str) -> str | None:
    cue = spans_of(claim.values.get(layer.derivation.cue))
    following = words_after(text, cue[-1].end) if cue else []
    return cue_stance(claim.values, quote(text, cue), codebook, following)


def spans_of(value: object) -> tuple[Span, ...]:
    """Ranges as the log writes them, ``[[start, end], ...]``; empty for a layer that is not set."""
    if not isinstance(value, list | tuple):
        return ()
    return tuple(one if isinstance(one, Span) else Span(*one) for one in value)


def derived(
    claim: Claim, codebook: Codebook, text: str, *, starts: Sequence[int] = ()
) -> dict[str, str | None]:
    """The computed value of each derived layer of the codebook, whatever the annotator set there.

    text: the article's.  starts: see ``paragraph_at``.
    """
    return {
        layer.id: derived_value(layer, claim, codebook, text, starts)
        for layer in codebook.layers
        if layer.derived
    }


def derived_value(
    layer: Layer, claim: Claim, codebook: Codebook, text: str, starts: Sequence[int] = ()
) -> str | None:
    """The computed value of one derived layer; see ``derived``."""
    if layer.derived == "cue_stance":
        return _stance(claim, layer, codebook, text)
    empty = fulfilled(layer.derivation.unless, claim.values)
    return None if empty else quote_mode(text, claim.content, starts)


def depends_on(layer: Layer) -> tuple[str, ...]:
    """The layers that a derived layer is computed from, besides the content of the claim."""
    rule = layer.derivation
    conditions = [condition.layer for condition in (rule.unless, rule.fixed) if condition is not None]
    return (*conditions, rule.cue) if rule.cue else tuple(conditions)


def with_derived(
    claim: Claim, codebook: Codebook, text: str, *, starts: Sequence[int] = ()
) -> dict[str, object]:
    """All labels of the claim: what the annotator set, and what is derived where nothing was set."""
    given = {layer: value for layer, value in claim.values.items() if value is not None}
    return {**derived(claim, codebook, text, starts=starts), **given}
