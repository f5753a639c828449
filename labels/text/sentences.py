"""The sentences of an article: every character that is no white space belongs to exactly one.

Structure comes first: lines and paragraphs, then what each is, then sentences inside the paragraphs of text.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from labels.article import Kind, Sentence
from labels.span import Span
from labels.text.blocks import blocks, lines
from labels.text.english import (
    HEADING_CLOSERS,
    HEADING_OPENERS,
    HEADING_VERBS,
    HEADING_WORDS,
    PRONOUNS,
    QUESTION_WORDS,
    SMALL_WORDS,
    SPEECH,
    TITLES,
)
from labels.text.kinds import kinds, marked_kinds, squeezed
from labels.text.splitting import split

# Written differently by outlets and editors, never a difference between sentences.
_FOLDS = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("‐‑‒–—―−", "-")
)
# "What Happened: The ministry ...": a phrase with a colon at the start of a paragraph.
_PHRASE = re.compile(r"(?P<phrase>[*_]{0,2}[A-Z][^:.!?;\n\"“”]{1,48}?[?]?[*_]{0,2}):[*_]{0,2}(?=\s+[^\s])")
MAX_WORDS = 7
# A credit or a date is one sentence, whatever stops are in it ("Photo: St. Louis Dept. of Parks").
_WHOLE: frozenset[Kind] = frozenset({"kicker", "byline", "dateline", "caption", "outlet_name"})


@dataclass(frozen=True, slots=True)
class KindedSpan:
    """A sentence's range with its kind and paragraph, before it has an id."""

    span: Span
    kind: Kind
    paragraph: int

    def __reduce__(self) -> tuple[type[Self], tuple[Span, Kind, int]]:
        """Pickled by its parts; see `Span`."""
        return type(self), (self.span, self.kind, self.paragraph)


def sentences(
    article: str,
    text: str,
    *,
    given: Sequence[Span] | None = None,
    title: str = "",
    outlets: Sequence[str] = (),
) -> tuple[Sentence, ...]:
    """The sentences of ``text`` with stable ids, in reading order; see `kinded_spans`.

    article: the article's id, with which every sentence's id begins.
    """
    spans = kinded_spans(text, given=given, title=title, outlets=outlets)
    return identified(article, spans, [fingerprint(each.span.of(text)) for each in spans])


def identified(
    article: str, spans: Sequence[KindedSpan], fingerprints: Sequence[str]
) -> tuple[Sentence, ...]:
    """Sentences with ids: the article's, a fingerprint of the words, the occurrence of a repeated one."""
    seen: dict[str, int] = {}
    result = []
    for position, (each, words) in enumerate(zip(spans, fingerprints, strict=True)):
        seen[words] = seen.get(words, 0) + 1
        occurrence = f":{seen[words]}" if seen[words] > 1 else ""
        name = f"{article}:{words}{occurrence}"
        result.append(Sentence(name, article, position, each.paragraph, each.kind, each.span))
    return tuple(result)


def kinded_spans(
    text: str,
    *,
    given: Sequence[Span] | None = None,
    marked: Sequence[Kind | None] | None = None,
    title: str = "",
    outlets: Sequence[str] = (),
) -> list[KindedSpan]:
    """The sentences of a text with their kinds, not yet with ids.

    given: sentences made elsewhere, tight and in order; they must cover the text (`uncovered` finds gaps).
    marked: what markup says each line is, None where it says nothing; then every line is a paragraph.
    title, outlets: what is known of the article, to tell its headline and its outlet's name.
    """
    paragraphs = blocks(text) if marked is None else [line.span for line in lines(text)]
    texts = [span.of(text) for span in paragraphs]
    if marked is None or len(marked) != len(texts):
        found = kinds(texts, title=title, outlets=outlets)
    else:
        found = marked_kinds(texts, marked, title=title, outlets=outlets)
    if given is not None:
        return _given(paragraphs, found, given)
    repeated = repeated_headings([line for line, kind in zip(texts, found, strict=True) if kind == "body"])
    names = squeezed(outlets)
    result: list[KindedSpan] = []
    for number, (span, line, kind) in enumerate(zip(paragraphs, texts, found, strict=True)):
        for inner, inner_kind in _sentences_of(line, kind, repeated, names, span.start):
            result.append(KindedSpan(inner, inner_kind, number))
    return result


def headline(text: str, spans: Sequence[KindedSpan]) -> str:
    """The words of a text's headline in one line; empty if it has none."""
    return next((" ".join(each.span.of(text).split()) for each in spans if each.kind == "headline"), "")


def fingerprint(sentence: str) -> str:
    """64 bits of a sentence's words, as 16 hexadecimal digits.

    Case, white space, the shape of quotation marks and dashes, and Unicode's compatible forms don't matter.
    """
    if sentence.isascii():
        folded_text = sentence.replace("`", "'").lower()
    else:
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
    line: str, kind: Kind, repeated: frozenset[str], outlets: frozenset[str], offset: int
) -> list[tuple[Span, Kind]]:
    """The sentences of a paragraph.  offset: where it begins in its text."""
    if kind in _WHOLE or kind == "runin_heading":
        return [(Span(offset, offset + len(line)), kind)]
    if kind != "body":
        return [(_moved(span, offset), kind) for span in split(line)]
    result: list[tuple[Span, Kind]] = []
    heading = runin_heading(line, repeated)
    start = 0
    if heading is not None:
        result.append((_moved(heading, offset), "runin_heading"))
        start = heading.end
    signature = _signature(line, start, outlets)
    end = signature.start if signature else len(line)
    result += [(_moved(span, offset + start), "body") for span in split(line[start:end])]
    if signature:
        result.append((_moved(signature, offset), "outlet_name"))
    return result


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _signature(line: str, start: int, outlets: frozenset[str]) -> Span | None:
    """The outlet's name behind the last full stop of a paragraph."""
    match = re.search(r"[.!?][\"”’')]*\s*(\w[^.!?]{0,60})$", line[max(start, len(line) - 90) :])
    if match is None or not squeezed([match[1]]) & outlets:
        return None
    return Span(len(line) - len(match[1]), len(line)).trimmed(line)


def _given(paragraphs: Sequence[Span], found: Sequence[Kind], given: Sequence[Span]) -> list[KindedSpan]:
    number = 0
    result = []
    for span in given:
        while number + 1 < len(paragraphs) and paragraphs[number + 1].start <= span.start:
            number += 1
        result.append(KindedSpan(span, found[number], number))
    return result


def runin_heading(paragraph: str, repeated: frozenset[str] = frozenset()) -> Span | None:
    """The range of a heading that runs into its paragraph, with its colon, or None.

    Headings are cut off, since they belong to no claim. A speaker ("Mr Smith: ..."), a dateline
    ("BEIJING: ...") and a source ("The letter says: ...") have the same form, so a phrase must be worded like
    a heading or keep company with one that is.

    repeated: phrases that `repeated_headings` found to be headings of the same article.
    """
    match = _PHRASE.match(paragraph)
    if match is None:
        return None
    phrase = match["phrase"].strip("*_ ")
    if phrase in repeated or _worded_as_heading(phrase, paragraph[match.end() :].lstrip()):
        return Span(0, match.end())
    return None


def repeated_headings(paragraphs: Sequence[str]) -> frozenset[str]:
    """Phrases that are headings because the article has others: at least one that is worded like a heading.

    A phrase that comes back is a speaker of an interview, and no heading.
    """
    phrases: Counter[str] = Counter()
    worded = False
    for paragraph in paragraphs:
        match = _PHRASE.match(paragraph)
        if match is None:
            continue
        phrase = match["phrase"].strip("*_ ")
        worded = worded or _worded_as_heading(phrase, paragraph[match.end() :].lstrip())
        if _title_case(phrase) and len(phrase.split()) > 1 and not _excluded(phrase):
            phrases[phrase] += 1
    return frozenset(phrase for phrase, count in phrases.items() if worded and count == 1)


def _worded_as_heading(phrase: str, rest: str) -> bool:
    words = [word.casefold().strip(",?") for word in phrase.split()]
    if _excluded(phrase) or len(words) > MAX_WORDS:
        return False
    if words[-1] in HEADING_VERBS and words[0] not in QUESTION_WORDS:
        return False
    if len(words) == 1:
        return words[0] in HEADING_WORDS
    if not rest[:1].isupper() and rest[:1] not in "\"“‘'0123456789$€£":
        return False
    return words[-1] in HEADING_CLOSERS and (_title_case(phrase) or words[0] in HEADING_OPENERS)


def _excluded(phrase: str) -> bool:
    words = phrase.split()
    first = words[0].casefold().rstrip(".")
    if phrase.isupper() or first in TITLES or first in PRONOUNS:
        return True
    if first in QUESTION_WORDS:
        return any(word.casefold() in SPEECH for word in words[1:-1])
    return any(word.casefold() in {*SPEECH, *HEADING_VERBS} for word in words[1:])


def _title_case(phrase: str) -> bool:
    words = phrase.split()
    return len(words) <= MAX_WORDS and all(
        w[0].isupper() or w[0].isdigit() or w.casefold() in SMALL_WORDS for w in words
    )
