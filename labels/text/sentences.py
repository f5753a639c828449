"""The sentences of an article: every character that is no white space belongs to exactly one.

Structure comes first: lines and paragraphs, then what each is, then sentences inside the paragraphs of text.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from labels.article import Kind, Sentence
from labels.span import Span
from labels.text.blocks import blocks
from labels.text.headings import repeated_headings, runin_heading
from labels.text.kinds import kinds, squeezed
from labels.text.splitting import split

# Written differently by outlets and editors, never a difference between sentences.
_FOLDS = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("‐‑‒–—―−", "-")
)
# A credit or a date is one sentence, whatever stops are in it ("Photo: St. Louis Dept. of Parks").
_WHOLE: frozenset[Kind] = frozenset({"kicker", "byline", "dateline", "caption", "outlet_name"})


@dataclass(frozen=True, slots=True)
class Part:
    """A range of a text with its kind and paragraph, before it has an id."""

    span: Span
    kind: Kind
    paragraph: int


def sentences(
    article: str,
    text: str,
    *,
    given: Sequence[Span] | None = None,
    title: str = "",
    outlets: Sequence[str] = (),
) -> tuple[Sentence, ...]:
    """The sentences of ``text`` with stable ids, in reading order.

    article: the article's id, with which every sentence's id begins.
    given: sentences made elsewhere, tight and in order; they must cover the text (`uncovered` says where
    not).
    title, outlets: what is known of the article, to tell its headline and its outlet's name.
    """
    found = (
        parts(text, title=title, outlets=outlets) if given is None else _given(text, given, title, outlets)
    )
    seen: Counter[str] = Counter()
    result = []
    for position, part in enumerate(found):
        words = fingerprint(part.span.of(text))
        seen[words] += 1
        occurrence = f":{seen[words]}" if seen[words] > 1 else ""
        name = f"{article}:{words}{occurrence}"
        result.append(Sentence(name, article, position, part.paragraph, part.kind, part.span))
    return tuple(result)


def parts(text: str, *, title: str = "", outlets: Sequence[str] = ()) -> list[Part]:
    """The sentences of a text with their kinds, not yet with ids."""
    paragraphs = blocks(text)
    texts = [span.of(text) for span in paragraphs]
    found = kinds(texts, title=title, outlets=outlets)
    repeated = repeated_headings([line for line, kind in zip(texts, found, strict=True) if kind == "body"])
    names = squeezed(outlets)
    result: list[Part] = []
    for number, (span, line, kind) in enumerate(zip(paragraphs, texts, found, strict=True)):
        for inner, inner_kind in _sentences_of(line, kind, repeated, names):
            result.append(Part(Span(span.start + inner.start, span.start + inner.end), inner_kind, number))
    return result


def fingerprint(sentence: str) -> str:
    """64 bits of a sentence's words, as 16 hexadecimal digits.

    Case, white space, the shape of quotation marks and dashes, and Unicode's compatible forms don't matter.
    """
    folded_text = unicodedata.normalize("NFKC", sentence.translate(_FOLDS)).casefold()
    words = " ".join(folded_text.split())
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def uncovered(text: str, spans: Sequence[Span]) -> Span | None:
    """The first range of a text, tight, that no span holds; None if only white space is left over."""
    start = 0
    for end, following in [(span.start, span.end) for span in spans] + [(len(text), len(text))]:
        gap = Span(start, end).trimmed(text) if end > start else None
        if gap is not None:
            return gap
        start = max(start, following)
    return None


def _sentences_of(
    line: str, kind: Kind, repeated: frozenset[str], outlets: frozenset[str]
) -> list[tuple[Span, Kind]]:
    if kind in _WHOLE or kind == "runin_heading":
        return [(Span(0, len(line)), kind)]
    if kind != "body":
        return [(span, kind) for span in split(line)]
    result: list[tuple[Span, Kind]] = []
    heading = runin_heading(line, repeated)
    start = 0
    if heading is not None:
        result.append((heading, "runin_heading"))
        start = heading.end
    signature = _signature(line, start, outlets)
    end = signature.start if signature else len(line)
    result += [(Span(start + span.start, start + span.end), "body") for span in split(line[start:end])]
    if signature:
        result.append((signature, "outlet_name"))
    return result


def _signature(line: str, start: int, outlets: frozenset[str]) -> Span | None:
    """The outlet's name behind the last full stop of a paragraph."""
    match = re.search(r"[.!?][\"”’')]*\s*(\w[^.!?]{0,60})$", line[max(start, len(line) - 90) :])
    if match is None or not squeezed([match[1]]) & outlets:
        return None
    return Span(len(line) - len(match[1]), len(line)).trimmed(line)


def _given(text: str, given: Sequence[Span], title: str, outlets: Sequence[str]) -> list[Part]:
    paragraphs = blocks(text)
    found = kinds([span.of(text) for span in paragraphs], title=title, outlets=outlets)
    number = 0
    result = []
    for span in given:
        while number + 1 < len(paragraphs) and paragraphs[number + 1].start <= span.start:
            number += 1
        result.append(Part(span, found[number], number))
    return result
