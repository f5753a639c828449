"""The third step of a report: each layer of the codebook on the matched claims."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Literal, cast

import numpy as np

from exports.agreement.arrays import Bools, Ints
from exports.agreement.choices import Measurement
from exports.agreement.counts import Labels
from exports.agreement.figures import LayerFigures
from exports.agreement.layer import measure
from exports.agreement.layer_report import layer_report, seven
from exports.agreement.sets import SetDistance, set_agreement
from exports.agreement.spans.entities import entity_agreement
from exports.report.claims import ClaimUnits
from exports.report.context import Setting, numbered
from exports.report.layer_shape import (
    EntityFigures,
    OtherMeasurements,
    SetFigures,
    TextFigures,
    ValuedFigures,
)
from exports.report.long_table import DONE, LongTable, Values, noted
from labels.codebook.codebook import Codebook, Layer

# Units with the largest disagreement that each layer names.
UNITS_LISTED = 20
# How values are measured that coefficients compare one by one.
ORDERED = ("nominal", "ordinal", "interval", "ratio")
YES, NO = "given", "none"
SET_DISTANCES: tuple[SetDistance, ...] = ("masi", "jaccard")


@dataclass(frozen=True, slots=True)
class Units:
    """What the labels of all layers are about: matched claims, then sentences in which nobody made any.

    of_claim: the unit of each claim, -1 for none.  sentence: of each unit.  names: the id of the first
    claim, or of the sentence.  cluster: of each unit.  n_claims: units that hold claims.
    """

    of_claim: Ints
    sentence: Ints
    names: tuple[str, ...]
    cluster: Ints
    n_claims: int

    def made_by(self, table: LongTable) -> Bools:
        """Units x annotators: who made a claim of the unit."""
        marked = np.zeros((len(self.sentence), len(table.annotators)), dtype=bool)
        inside = self.of_claim >= 0
        marked[self.of_claim[inside], table.claim_annotators[inside]] = True
        return marked


@dataclass(frozen=True, slots=True)
class LayerLabels:
    """One layer's labels as codes, and values that the codebook in use does not know."""

    labels: Labels
    unknown: dict[str, int]


def all_units(setting: Setting, claims: ClaimUnits) -> Units:
    """The units of claims, and one for each seen sentence without any claim."""
    table = setting.table
    claimed = np.zeros(len(table.sentences), dtype=bool)
    claimed[claims.sentence] = True
    claimed[table.claim_sentences[claims.of_claim >= 0]] = True
    empty = np.flatnonzero(table.seen.any(axis=1) & ~claimed)
    sentence = np.concatenate((claims.sentence, empty))
    names = (*claims.names, *(table.sentences.ids[number] for number in empty.tolist()))
    cluster = setting.sentence_clusters()[sentence] if len(sentence) else np.zeros(0, np.int64)
    return Units(claims.of_claim, sentence, names, cluster, len(claims.names))


def layer_labels(setting: Setting, units: Units, layer: Layer, values: Values) -> LayerLabels:
    """The layer's labels on the units.

    An annotator who saw a sentence and made no claim in it gives every unit of it the value for "no claim",
    if the layer has one; in other layers, and beside a claim that was not matched, their label is missing.
    A claim that reaches over from another sentence is a claim of its unit.
    """
    known = numbered(layer.value_ids)
    claims = np.fromiter(values, np.int64, len(values))
    code = np.fromiter(map(known.get, values.values(), repeat(-1)), np.int64, len(values))
    unit = units.of_claim[claims]
    good = (unit >= 0) & (code >= 0)
    annotator = setting.table.claim_annotators[claims]
    unit, annotator, code = unit[good], annotator[good], code[good]
    if layer.empty:
        table = setting.table
        nothing = table.seen & (table.n_claims == 0)
        at, who = np.nonzero(nothing[units.sentence] & ~units.made_by(table))
        unit, annotator = np.concatenate((unit, at)), np.concatenate((annotator, who))
        code = np.concatenate((code, np.full(len(at), known[layer.empty])))
    labels = Labels(
        unit=unit,
        annotator=annotator,
        value=code,
        units=units.names,
        annotators=setting.shown,
        categories=layer.value_ids,
        cluster=units.cluster,
        scores=_scores(layer),
    )
    return LayerLabels(labels, noted(values.values(), known))


def _scores(layer: Layer) -> tuple[float, ...] | None:
    scores = tuple(value.score for value in layer.values if value.score is not None)
    return scores if len(scores) == len(layer.values) else None


def text_figures() -> TextFigures:
    """A layer of free text, which no coefficient compares."""
    return {**seven({}, "free_text"), "measurement": "text"}


def valued_figures(setting: Setting, units: Units, layer: Layer, values: Values) -> ValuedFigures:
    """A layer whose values are compared one by one, at every level of its codebook."""
    measurement = cast("Measurement", layer.measurement)
    labeled = layer_labels(setting, units, layer, values)
    report = layer_report(labeled.labels, measurement, None, setting.resampling, units_listed=UNITS_LISTED)
    return {
        **report,
        "value_titles": value_titles(layer),
        "by_outlet": _by_outlet(setting.table, layer, values),
        "unknown_values": labeled.unknown,
        "collapse": {name: _collapsed(setting, labeled.labels, layer, name) for name in layer.collapse},
        "other_measurements": _other_measurements(labeled.labels) if measurement == "ordinal" else None,
    }


def value_titles(layer: Layer) -> dict[str, str]:
    """The titles of a layer's values by id."""
    return {value.id: value.title for value in layer.values}


def _by_outlet(table: LongTable, layer: Layer, values: Values) -> dict[str, list[int]]:
    """How many labels of each value the claims of each outlet have, in the order of the outlets' names."""
    known = numbered(layer.value_ids)
    outlets = sorted({article.outlet for article in table.articles})
    number = numbered(outlets)
    of_article = np.array([number[article.outlet] for article in table.articles], dtype=np.int64)
    claims = np.fromiter(values, np.int64, len(values))
    code = np.fromiter(map(known.get, values.values(), repeat(-1)), np.int64, len(values))
    counted = (code >= 0) & table.kept[table.claim_sentences[claims]]
    places = of_article[table.sentence_articles[table.claim_sentences[claims[counted]]]]
    cells = np.bincount(places * len(known) + code[counted], minlength=len(outlets) * len(known))
    return dict(zip(outlets, cells.reshape(len(outlets), len(known)).tolist(), strict=True))


def _other_measurements(labels: Labels) -> OtherMeasurements:
    return {
        "nominal": seven(measure(labels, "nominal", "identity").coefficients),
        "linear": seven(measure(labels, "ordinal", "linear").coefficients),
    }


def _collapsed(setting: Setting, labels: Labels, layer: Layer, name: str) -> LayerFigures:
    """The layer with several values taken as one; ordered where the classes are stretches of the layer."""
    classes = [layer.collapsed(name, value) for value in layer.value_ids]
    categories = tuple(dict.fromkeys(classes))
    places = [categories.index(one) for one in classes]
    ordered = layer.measurement != "nominal" and places == sorted(places)
    coarse = Labels(
        unit=labels.unit,
        annotator=labels.annotator,
        value=np.array(places, dtype=np.int64)[labels.value],
        units=labels.units,
        annotators=labels.annotators,
        categories=categories,
        cluster=labels.cluster,
    )
    measurement: Measurement = "ordinal" if ordered and len(categories) > 2 else "nominal"  # noqa: PLR2004
    return layer_report(coarse, measurement, None, setting.resampling, units_listed=0)


def set_figures(setting: Setting, units: Units, layer: Layer, values: Values) -> SetFigures:
    """A layer of which several values may be given, by MASI and Jaccard distance, and value by value."""
    known = numbered(layer.value_ids)
    chosen = {
        claim: [one for one in json.loads(value) if one in known]
        for claim, value in _given(setting, values).items()
    }
    rows = _rows(setting, units, chosen)
    masi, jaccard = (
        set_agreement(
            rows.annotators,
            rows.units,
            rows.values,
            clusters=rows.clusters,
            kind=kind,
            resampling=setting.resampling,
        )
        for kind in SET_DISTANCES
    )
    each = {
        value: _binary(setting, units, {claim: value in found for claim, found in chosen.items()})
        for value in layer.value_ids
    }
    return {
        **seven(masi, "unknown_number_of_values"),
        "measurement": "set",
        "distance": "masi",
        "value_titles": value_titles(layer),
        "jaccard": {
            "krippendorff_alpha": jaccard["krippendorff_alpha"].as_json(),
            "percent_agreement": jaccard["percent_agreement"].as_json(),
        },
        "each_value": each,
        "unknown_values": noted((one for text in values.values() for one in json.loads(text)), known),
    }


def _given(setting: Setting, values: Values) -> Values:
    """The layer's values; an empty list for claims of finished sentences where it was not set."""
    table = setting.table
    done = (table.left[table.claim_sentences, table.claim_annotators] & DONE) > 0
    return {**dict.fromkeys(np.flatnonzero(done).tolist(), "[]"), **values}


def entity_figures(setting: Setting, units: Units, layer: Layer, values: Values) -> EntityFigures:
    """Whether the same source is named, by normalized name; and whether any is.

    A name means something within its event only, so chance is that of two labels of one event.
    """
    table = setting.table
    owners = table.claim_annotators.tolist()

    def key(claim: int, source: str) -> str:
        return table.names.get((owners[claim], source), source)

    read: Callable[[str], Sequence[str]] = json.loads if layer.measurement == "list" else _alone
    named = {claim: tuple(key(claim, source) for source in read(value)) for claim, value in values.items()}
    rows = _rows(setting, units, named)
    event_of_unit = table.article_events[table.sentence_articles[units.sentence]]
    found = entity_agreement(
        rows.annotators,
        rows.units,
        rows.values,
        clusters=rows.clusters,
        within=event_of_unit[rows.units].tolist(),
        resampling=setting.resampling,
    )
    given = {claim: claim in values for claim in _given(setting, values)}
    return {
        **seven(found, "unknown_number_of_values"),
        "measurement": cast("Literal['entity', 'list']", layer.measurement),
        "given": _binary(setting, units, given),
    }


def _alone(value: str) -> list[str]:
    return [value]


@dataclass(frozen=True, slots=True)
class _Rows:
    annotators: list[int]
    units: list[int]
    values: list[Any]
    clusters: list[int]


def _rows(setting: Setting, units: Units, values: Mapping[int, object]) -> _Rows:
    """Labels as parallel lists, those of claims in a unit only."""
    claims = [claim for claim in values if units.of_claim[claim] >= 0]
    unit = units.of_claim[claims].tolist()
    owner = setting.table.claim_annotators[claims].tolist()
    return _Rows(owner, unit, [values[claim] for claim in claims], units.cluster[unit].tolist())


def _binary(setting: Setting, units: Units, given: Mapping[int, bool]) -> LayerFigures:
    """Agreement on whether something was given at all."""
    claims = np.fromiter(given, np.int64, len(given))
    unit = units.of_claim[claims]
    good = unit >= 0
    code = np.fromiter((0 if yes else 1 for yes in given.values()), np.int64, len(given))
    labels = Labels(
        unit=unit[good],
        annotator=setting.table.claim_annotators[claims][good],
        value=code[good],
        units=units.names,
        annotators=setting.shown,
        categories=(YES, NO),
        cluster=units.cluster,
    )
    return layer_report(labels, "nominal", None, setting.resampling, units_listed=0)


def wanted_layers(codebook: Codebook, chosen: Iterable[str] | None) -> list[Layer]:
    """The layers to report, in the codebook's order; None for all."""
    names = set(codebook.layer_ids if chosen is None else chosen)
    return [layer for layer in codebook.layers if layer.id in names]
