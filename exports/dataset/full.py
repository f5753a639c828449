"""The dataset: JSONL, one claim a line, the same bytes for the same project.

Labels are kept apart by annotator. Claims of several annotators with the same content share a line; "seen, no
claim" is a line of its sentence, with the value that says so, and so does a sentence that somebody
only marked or finished. Offsets are code points of ``text``, the article: ``text[start:end] == quote`` on
every line and for every range.

Lines are put together from encoded parts: what repeats in an article or a project is encoded once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any, Self, TextIO

from labels.article import Article, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import Codebook, Layer
from labels.codebook.derivation import depends_on, derived_value, spans_of
from labels.span import Span
from labels.store.queries import ProjectReader
from labels.store.sentence_labels import TracedLabels

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def encoded(value: object) -> str:
    """A value as JSON."""
    return encode_basestring(value) if type(value) is str else _ENCODER.encode(value)


@dataclass(frozen=True, slots=True)
class _Layers:
    """What the lines need of the codebook.

    asked: id, measurement and encoded key of each layer.  computed: each derived layer, its encoded key, and
    the layers that it depends on.  chosen: each layer with one of its values, as JSON.
    """

    codebook: Codebook
    asked: tuple[tuple[str, str, str], ...]
    computed: tuple[tuple[Layer, str, tuple[str, ...]], ...]
    chosen: Mapping[str, Mapping[object, str]]

    @classmethod
    def of(cls, codebook: Codebook) -> Self:
        """The layers of a codebook."""
        keyed = [(layer, f"{encoded(layer.id)}: ") for layer in codebook.layers]
        return cls(
            codebook,
            tuple((layer.id, layer.measurement, key) for layer, key in keyed),
            tuple((layer, key, depends_on(layer)) for layer, key in keyed if layer.derived),
            {
                layer.id: {value: key + encoded(value) for value in layer.value_ids}
                for layer, key in keyed
                if layer.has_values and layer.measurement != "set"
            },
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """Parts of an article's lines as JSON; most are needed several times.

    ranges: by start and end.  computed: values of derived layers, by all that they depend on.
    """

    text: str
    layers: _Layers
    ranges: dict[tuple[int, int], str] = field(default_factory=dict)
    computed: dict[tuple[object, ...], str] = field(default_factory=dict)

    def range(self, start: int, end: int) -> str:
        """Start, end and quote, without braces."""
        part = self.ranges.get((start, end))
        if part is None:
            part = f'"start": {start}, "end": {end}, "quote": {encoded(self.text[start:end])}'
            self.ranges[start, end] = part
        return part

    def listed(self, spans: Sequence[Span]) -> str:
        """A list of ranges."""
        return f"[{', '.join([f'{{{self.range(span.start, span.end)}}}' for span in spans])}]"

    def derived(self, claim: Claim, starts: Sequence[int]) -> str:
        """The derived layers that have a value and that nobody set, without braces."""
        given, parts = claim.values, []
        for layer, key, sources in self.layers.computed:
            if layer.id in given:
                continue
            content = None if layer.derived == "cue_stance" else claim.content
            known = (layer.id, content, *[str(given.get(source)) for source in sources])
            part = self.computed.get(known)
            if part is None:
                value = derived_value(layer, claim, self.layers.codebook, self.text, starts)
                part = self.computed[known] = "" if value is None else key + encoded(value)
            if part:
                parts.append(part)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One annotator's labels in an article.  name: encoded.  sentences: by id, those with a label."""

    name: str
    sentences: Mapping[str, TracedLabels]


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
    lines = 0
    with store.snapshot():
        for line in _lines(store, names=names):
            file.write(line)
            lines += 1
            if progress is not None:
                progress(lines)
    return lines


def rows(store: ProjectReader, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """The lines of the dataset: events in order, articles by outlet, claims by their place in the text."""
    return map(json.loads, _lines(store, names=names))


def _lines(store: ProjectReader, *, names: bool) -> Iterator[str]:
    codebook = store.codebook()
    layers = _Layers.of(codebook)
    versions = {"id": codebook.id, "version": codebook.version, "hash": codebook.hash}
    end = f"{_inner({'codebook': versions, 'seq': store.head()})}}}\n"
    shown = {person.id: encoded(person.name if names else person.id) for person in store.annotators()}
    for event in store.event_ids():
        for article in store.articles(event.id):
            people = store.article_labels(article)
            readers = [_Reader(shown[person], sentences) for person, sentences in people.items()]
            if readers:
                described = _inner(_described(event.id, event.name, article))
                for start, rest in _of_article(article, readers, layers):
                    yield f"{start}, {described}, {rest}, {end}"


def _of_article(article: Article, readers: Sequence[_Reader], layers: _Layers) -> Iterator[tuple[str, str]]:
    """The lines of an article, each as what comes before and after the article's own part."""
    page = _Page(article.text, layers)
    for sentence in article.sentences:
        units = _units(sentence, readers, page)
        if not units:
            continue
        described = _sentence(sentence, page)
        states = _states(sentence, readers)
        for spans, labels in units:
            place = ",".join([f"{span.start}-{span.end}" for span in spans])
            whole = page.range(spans[0].start, spans[-1].end)  # the first to the last character
            start = f'{{"version": 1, "id": {encoded(f"{sentence.id}@{place}")}'
            rest = (
                f'{described}, {whole}, "ranges": {page.listed(spans)}, '
                f'"labels": [{", ".join(labels)}], "states": {states}'
            )
            yield start, rest


def _inner(part: Mapping[str, Any]) -> str:
    return encoded(part)[1:-1]


def _units(
    sentence: Sentence, readers: Sequence[_Reader], page: _Page
) -> list[tuple[tuple[Span, ...], list[str]]]:
    """The claims of a sentence by content, each with the labels of everybody who marked just that."""
    units: dict[tuple[Span, ...], list[str]] = {}
    empty = page.layers.codebook.empty
    for reader in readers:
        traced = reader.sentences.get(sentence.id)
        if traced is None:
            continue
        known = traced.labels
        for claim in known.claims:
            units.setdefault(claim.content, []).append(_labels(reader.name, traced, claim, page))
        says_nothing = empty is not None and empty[0] in known.values
        if says_nothing or (known.values and not known.claims):
            whole = Claim(sentence.id, sentence.id, (sentence.span,), known.values)
            units.setdefault(whole.content, []).append(_labels(reader.name, traced, whole, page))
    return sorted(units.items()) if len(units) > 1 else list(units.items())


def _labels(name: str, traced: TracedLabels, claim: Claim, page: _Page) -> str:
    known, given = traced.labels, claim.values
    values = [
        _chosen(page.layers, layer, given[layer]) or key + _readable(measurement, given[layer], known, page)
        for layer, measurement, key in page.layers.asked
        if layer in given
    ]
    has_content = claim.id != claim.sentence or page.layers.codebook.target == "sentence"
    computed = page.derived(claim, known.paragraph_starts) if has_content else ""
    unsure, note = [given.get(layer, known.values.get(layer)) for layer in ("unsure", "note")]
    traces = [traced.traces[target] for target in (claim.id, claim.sentence) if target in traced.traces]
    accepted = sorted({layer for trace in traces for layer in trace.accepted})
    return (
        f'{{"annotator": {name}, "claim": {encoded(claim.id)}, "values": {{{", ".join(values)}}}, '
        f'"derived": {{{computed}}}, "unsure": {_optional(unsure)}, "note": {_optional(note)}, '
        f'"accepted_suggestions": {encoded(accepted) if accepted else "[]"}, '
        f'"seq": {max([seq for trace in traces for seq in trace.seqs])}}}'
    )


def _chosen(layers: _Layers, layer: str, value: object) -> str | None:
    """A layer with the value that was chosen among its own; None for every other kind of value."""
    return layers.chosen[layer].get(value) if type(value) is str and layer in layers.chosen else None


def _optional(value: object) -> str:
    return "null" if value is None else encoded(value)


def _readable(measurement: str, value: object, known: SentenceLabels, page: _Page) -> str:
    """A value that says what it is without the project: sources by name, ranges with their text."""
    if measurement == "entity":
        return encoded(known.source_names.get(str(value), str(value)))
    if measurement == "list" and isinstance(value, list):
        return encoded([known.source_names.get(entry, entry) for entry in value])
    if measurement == "span":
        return page.listed(spans_of(value))
    return encoded(value)


def _states(sentence: Sentence, readers: Sequence[_Reader]) -> str:
    """Who has seen the sentence, and as what they left it: done, unsure or started; unseen is absent."""
    states = {}
    for reader in readers:
        traced = reader.sentences.get(sentence.id)
        if traced is not None:
            values = traced.labels.values
            state = "unsure" if "unsure" in values else "done" if "state" in values else "started"
            states[reader.name] = f'{reader.name}: "{state}"'
    return f"{{{', '.join(states.values())}}}"


def _described(event: str, name: str, article: Article) -> dict[str, Any]:
    return {
        "event": {"id": event, "name": name},
        "outlet": article.outlet,
        "article": {
            "id": article.id,
            **article.metadata(),
            "sha256": article.sha256,
            **({"meta": json.loads(article.meta)} if article.meta else {}),
        },
        "text": article.text,
    }


def _sentence(sentence: Sentence, page: _Page) -> str:
    """The sentence and its kind, as they are on each of its lines."""
    return (
        f'"sentence": {{"id": {encoded(sentence.id)}, "position": {sentence.position}, '
        f'"paragraph": {sentence.paragraph}, {page.range(sentence.span.start, sentence.span.end)}}}, '
        f'"kind": {encoded(sentence.kind)}'
    )
