"""One line a label: who, which unit, which layer, which value, on which day."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exports.dataset.columns import Row
from exports.dataset.lines import Part, Placed, unit_rules, units
from exports.dataset.units import Member, UnitRules
from labels.codebook.codebook import Codebook, Layer
from labels.codebook.derivation import spans_of
from labels.span import quote
from labels.store.dataset_queries import Days
from labels.store.queries import ProjectReader

COLUMNS = (
    *("unit", "annotator", "event", "outlet", "article", "sentence", "claim", "split", "layer", "value"),
    *("quote", "origin", "day", "codebook", "codebook_version"),
)


def annotation_rows(
    store: ProjectReader, *, names: bool = False, parts: Mapping[str, Part] | None = None
) -> Iterator[Row]:
    """Every label of every unit, with the id of its unit; values of ranges, sets and lists are JSON.

    Call it inside ``store.snapshot()``.
    """
    rules = unit_rules(store)
    shown = {person.id: person.name if names else person.id for person in store.annotators()}
    days = Days(store)
    for placed in units(store, rules):
        part = (parts or {}).get(placed.event.id, Part())
        for person, claim, layer, value, words, origin in _labels(placed, rules):
            yield {
                "unit": placed.unit.id,
                "annotator": shown[person],
                "event": placed.event.id,
                "outlet": placed.article.outlet,
                "article": placed.article.id,
                "sentence": placed.unit.sentence.id,
                "claim": claim,
                "split": part.split,
                "layer": layer,
                "value": value,
                "quote": words,
                "origin": origin,
                "day": days.of(placed.article.id, person, claim, layer),
                "codebook": rules.codebook.id,
                "codebook_version": rules.codebook.version,
            }


_Label = tuple[str, str, str, str, str, str]


def _labels(placed: Placed, rules: UnitRules) -> Iterator[_Label]:
    for member in placed.unit.members:
        words = quote(placed.article.text, member.claim.content)
        for layer in rules.codebook.layers:
            value = member.claim.values.get(layer.id)
            if value is not None:
                origin = "suggestion" if _is_accepted(member, layer) else "person"
                text = _text(layer, value, member.traced.labels.source_names)
                yield member.person, member.claim.id, layer.id, text, words, origin
    yield from _without_claim(placed, rules.codebook)


def _without_claim(placed: Placed, codebook: Codebook) -> Iterator[_Label]:
    """Those who decided the sentence and made no claim in it; on the first line of the sentence only."""
    if codebook.empty is None:
        return
    layer, value = codebook.empty
    words = placed.unit.sentence.span.of(placed.article.text)
    for person in placed.unit.absent:
        yield person, placed.unit.sentence.id, layer, value, words, "person"


def _is_accepted(member: Member, layer: Layer) -> bool:
    trace = member.traced.traces.get(member.claim.id)
    return trace is not None and layer.id in trace.accepted


def _text(layer: Layer, value: Any, names: Mapping[str, str]) -> str:
    if layer.measurement == "entity":
        return names.get(str(value), str(value))
    if layer.measurement == "list":
        return json.dumps([names.get(entry, entry) for entry in value], ensure_ascii=False)
    if layer.measurement == "span":
        return json.dumps([[span.start, span.end] for span in spans_of(value)])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
