"""The dataset: JSONL, one claim a line, the same bytes for the same project.

Labels are kept apart by annotator. Claims of several annotators with the same content share a line; "seen, no
claim" stands on a line of its sentence, with the value that says so, and so does a sentence that somebody
only marked or finished. Offsets are code points of ``text``, the article: ``text[start:end] == quote`` on
every line and for every range.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from labels.article import Article, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import Codebook
from labels.codebook.derivation import derived, spans_of
from labels.span import Span
from labels.store.queries import ProjectReader

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
NOTHING = SentenceLabels(Sentence("", "", 0, 0, "body", Span(0, 1)), "", "")


@dataclass(frozen=True, slots=True)
class _Reader:
    """One annotator's labels in an article.

    sentences: by id, those with a label.  made: layer, origin and seq of each label, by sentence or claim.
    """

    name: str
    sentences: Mapping[str, SentenceLabels]
    made: Mapping[str, Sequence[tuple[str, str, int]]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the dataset in three parts: ``described`` is the same object for a whole article."""

    start: dict[str, Any]
    described: dict[str, Any]
    rest: dict[str, Any]


def write(
    store: ProjectReader,
    file: TextIO,
    *,
    names: bool = False,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write every claim of a project as one snapshot; returns the number of lines.

    names: annotators' names instead of their pseudonyms.  progress: called with the number of lines so far.
    """
    lines, article, described = 0, None, ""
    with store.snapshot():
        for line in _lines(store, names=names):
            if line.described is not article:  # the text is encoded once for all lines of its article
                article, described = line.described, _inner(line.described)
            file.write(f"{{{_inner(line.start)}, {described}, {_inner(line.rest)}}}\n")
            lines += 1
            if progress is not None:
                progress(lines)
    return lines


def _inner(part: Mapping[str, Any]) -> str:
    return ENCODER.encode(part)[1:-1]


def rows(store: ProjectReader, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """The lines of the dataset: events in order, articles by outlet, claims by their place in the text."""
    for line in _lines(store, names=names):
        yield {**line.start, **line.described, **line.rest}


def _lines(store: ProjectReader, *, names: bool) -> Iterator[_Line]:
    codebook = store.codebook()
    versions = {"id": codebook.id, "version": codebook.version, "hash": codebook.hash}
    head = store.head()
    shown = {person.id: person.name if names else person.id for person in store.annotators()}
    for event in store.event_ids():
        for article in store.articles(event.id):
            readers = _readers(store, article, shown)
            if not readers:
                continue
            described = _described(event.id, event.name, article)
            for sentence in article.sentences:
                for spans, labels in _units(sentence, readers, codebook):
                    place = ",".join(f"{span.start}-{span.end}" for span in spans)
                    yield _Line(
                        {"version": 1, "id": f"{sentence.id}@{place}"},
                        described,
                        {
                            "sentence": _sentence(sentence, article),
                            "kind": sentence.kind,
                            **_place(spans, article.text),
                            "labels": labels,
                            "states": _states(sentence, readers),
                            "codebook": versions,
                            "seq": head,
                        },
                    )


def _readers(store: ProjectReader, article: Article, shown: Mapping[str, str]) -> list[_Reader]:
    made: dict[str, dict[str, list[tuple[str, str, int]]]] = defaultdict(lambda: defaultdict(list))
    for annotator, target, layer, origin, seq in store.article_rows(article.id):
        made[annotator][target].append((layer, origin, seq))
    return [
        _Reader(shown[annotator], sentences, made[annotator])
        for annotator, sentences in store.article_labels(article).items()
    ]


def _units(
    sentence: Sentence, readers: Sequence[_Reader], codebook: Codebook
) -> list[tuple[tuple[Span, ...], list[dict[str, Any]]]]:
    """The claims of a sentence by content, each with the labels of everybody who marked just that."""
    units: dict[tuple[Span, ...], list[dict[str, Any]]] = {}
    for reader in readers:
        known = reader.sentences.get(sentence.id, NOTHING)
        for claim in known.claims:
            units.setdefault(claim.content, []).append(_labels(reader, known, claim, codebook))
        says_nothing = codebook.empty is not None and codebook.empty[0] in known.values
        if says_nothing or (known.values and not known.claims):
            whole = Claim(sentence.id, sentence.id, (sentence.span,), known.values)
            units.setdefault(whole.content, []).append(_labels(reader, known, whole, codebook))
    return sorted(units.items())


def _labels(reader: _Reader, known: SentenceLabels, claim: Claim, codebook: Codebook) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for layer in codebook.layers:
        value = claim.values.get(layer.id)
        if value is not None:
            values[layer.id] = _readable(layer.measurement, value, known)
    computed: dict[str, Any] = {}
    if claim.id != claim.sentence or codebook.target == "sentence":
        values_of = derived(claim, codebook, known.text, starts=known.paragraph_starts)
        computed = {
            layer: value for layer, value in values_of.items() if layer not in values and value is not None
        }
    targets = dict.fromkeys((claim.id, claim.sentence))
    made = [label for target in targets for label in reader.made.get(target, ())]
    accepted = sorted({layer for layer, origin, _ in made if origin == "accepted"})
    return {
        "annotator": reader.name,
        "claim": claim.id,
        "values": values,
        "derived": computed,
        "unsure": claim.values.get("unsure", known.values.get("unsure")),
        "note": claim.values.get("note", known.values.get("note")),
        "accepted_suggestions": accepted,
        "seq": max(seq for _, _, seq in made),
    }


def _readable(measurement: str, value: object, known: SentenceLabels) -> object:
    """A value that says what it is without the project: sources by name, ranges with their text."""
    if measurement == "entity":
        return known.source_names.get(str(value), str(value))
    if measurement == "list" and isinstance(value, list):
        return [known.source_names.get(one, one) for one in value]
    if measurement == "span":
        return [_range(span, known.text) for span in spans_of(value)]
    return value


def _states(sentence: Sentence, readers: Sequence[_Reader]) -> dict[str, str]:
    """Who has seen the sentence, and as what they left it: done, unsure or started; unseen is absent."""
    states = {}
    for reader in readers:
        known = reader.sentences.get(sentence.id, NOTHING)
        if known.values.get("unsure") is not None:
            states[reader.name] = "unsure"
        elif known.values.get("state") is not None:
            states[reader.name] = "done"
        elif known.claims or known.values:
            states[reader.name] = "started"
    return states


def _described(event: str, name: str, article: Article) -> dict[str, Any]:
    return {
        "event": {"id": event, "name": name},
        "outlet": article.outlet,
        "article": {
            "id": article.id,
            **article.metadata(),
            "sha256": article.sha256,
        },
        "text": article.text,
    }


def _sentence(sentence: Sentence, article: Article) -> dict[str, Any]:
    return {
        "id": sentence.id,
        "position": sentence.position,
        "paragraph": sentence.paragraph,
        **_range(sentence.span, article.text),
    }


def _place(spans: Sequence[Span], text: str) -> dict[str, Any]:
    """From the first to the last character of a claim, and its ranges where it is discontinuous."""
    return {
        **_range(Span(spans[0].start, spans[-1].end), text),
        "ranges": [_range(span, text) for span in spans],
    }


def _range(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}
