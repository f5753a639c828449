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
from labels.store.queries import LabelRow, ProjectReader


@dataclass(frozen=True, slots=True)
class _Reader:
    """What one annotator left in an article: frames by sentence, labels that stand by sentence or claim."""

    name: str
    frames: Mapping[str, SentenceLabels]
    labels: Mapping[str, Sequence[LabelRow]]


def write(
    store: ProjectReader, file: TextIO, *, names: bool = False, tell: Callable[[int], object] = bool
) -> int:
    """Write every claim of a project as one snapshot; returns the number of lines.

    names: annotators' names instead of their pseudonyms.
    tell: called with the number of lines so far; by default nobody is told.
    """
    lines = 0
    with store.snapshot():
        for line in rows(store, names=names):
            file.write(json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(", ", ": ")) + "\n")
            lines += 1
            tell(lines)
    return lines


def rows(store: ProjectReader, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """The lines of the dataset: events in order, articles by outlet, claims by their place in the text."""
    codebook = store.codebook()
    versions = {"id": codebook.id, "version": codebook.version, "hash": codebook.hash}
    head = store.head()
    shown = {person.id: person.name if names else person.id for person in store.annotators()}
    for event in store.event_ids():
        for article in store.articles(event.id):
            described = _described(event.id, event.name, article)
            readers = [
                _reader(store, article, person, shown[person]) for person in store.labelers(article.id)
            ]
            for sentence in article.sentences:
                for spans, labels in _units(sentence, readers, codebook):
                    yield {
                        "version": 1,
                        "id": f"{sentence.id}@" + ",".join(f"{span.start}-{span.end}" for span in spans),
                        **described,
                        "sentence": _sentence(sentence, article),
                        "kind": sentence.kind,
                        **_place(spans, article.text),
                        "labels": labels,
                        "states": _states(sentence, readers),
                        "codebook": versions,
                        "seq": head,
                    }


def _reader(store: ProjectReader, article: Article, annotator: str, name: str) -> _Reader:
    frames = {frame.sentence.id: frame for frame in store.labels_by_sentence(article.id, annotator)}
    labels: dict[str, list[LabelRow]] = defaultdict(list)
    for row in store.label_rows(article.id, annotator):
        if row.value is not None:
            labels[row.target].append(row)
    return _Reader(name, frames, labels)


def _units(
    sentence: Sentence, readers: Sequence[_Reader], codebook: Codebook
) -> list[tuple[tuple[Span, ...], list[dict[str, Any]]]]:
    """The claims of a sentence by content, each with the labels of everybody who marked just that."""
    units: dict[tuple[Span, ...], list[dict[str, Any]]] = {}
    for reader in readers:
        frame = reader.frames[sentence.id]
        for claim in frame.claims:
            units.setdefault(claim.content, []).append(_labels(reader, frame, claim, codebook))
        says_nothing = codebook.empty is not None and codebook.empty[0] in frame.values
        if says_nothing or (frame.values and not frame.claims):
            whole = Claim(sentence.id, sentence.id, (sentence.span,), frame.values)
            units.setdefault(whole.content, []).append(_labels(reader, frame, whole, codebook))
    return sorted(units.items())


def _labels(reader: _Reader, frame: SentenceLabels, claim: Claim, codebook: Codebook) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for layer in codebook.layers:
        value = claim.values.get(layer.id)
        if value is not None:
            values[layer.id] = _readable(layer.measurement, value, frame)
    computed: dict[str, Any] = {}
    if claim.id != claim.sentence or codebook.target == "sentence":
        found = derived(claim, codebook, frame.text, starts=frame.paragraph_starts)
        computed = {
            layer: value for layer, value in found.items() if layer not in values and value is not None
        }
    targets = dict.fromkeys((claim.id, claim.sentence))
    made = [row for target in targets for row in reader.labels.get(target, ())]
    accepted = sorted({row.layer for row in made if row.origin == "accepted"})
    return {
        "annotator": reader.name,
        "claim": claim.id,
        "values": values,
        "derived": computed,
        "unsure": claim.values.get("unsure", frame.values.get("unsure")),
        "note": claim.values.get("note", frame.values.get("note")),
        "accepted_suggestions": accepted,
        "seq": max(row.seq for row in made),
    }


def _readable(measurement: str, value: object, frame: SentenceLabels) -> object:
    """A value that says what it is without the project: sources by name, ranges with their text."""
    if measurement == "entity":
        return frame.source_names.get(str(value), str(value))
    if measurement == "list" and isinstance(value, list):
        return [frame.source_names.get(one, one) for one in value]
    if measurement == "span":
        return [_range(span, frame.text) for span in spans_of(value)]
    return value


def _states(sentence: Sentence, readers: Sequence[_Reader]) -> dict[str, str]:
    """Who has seen the sentence, and as what they left it: done, unsure or started; unseen is absent."""
    states = {}
    for reader in readers:
        frame = reader.frames[sentence.id]
        if frame.values.get("unsure") is not None:
            states[reader.name] = "unsure"
        elif frame.values.get("state") is not None:
            states[reader.name] = "done"
        elif frame.claims or frame.values:
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
