"""Annotators over time: how fast they work, whether they drift, whether they agree with themselves."""

from collections.abc import Mapping
from typing import TypeAlias, cast

import numpy as np

from exports.agreement.arrays import Floats, Ints
from exports.agreement.choices import Measurement
from exports.agreement.counts import Labels
from exports.agreement.layer import layer_scale, measure
from exports.report.context import Setting
from exports.report.long_table import Values
from exports.report.pace import Work, paces
from exports.report.people_shape import AnnotatorDrift, Batch, Drift, Repeated, SelfAgreement, Speed
from labels.codebook.codebook import Layer
from labels.store.agreement_queries import History

# A batch of fewer units says more about its sentences than about the annotator.
SMALLEST_BATCH, MOST_BATCHES = 20, 8


def speed_json(history: History, setting: Setting) -> list[Speed]:
    """Seconds a sentence of each annotator; pauses of more than five minutes are not counted as work."""
    table = setting.table
    everybody = paces(history)
    speeds: list[Speed] = []
    for number, (person, name) in enumerate(zip(table.annotators, setting.shown, strict=True)):
        pace = everybody.get(person)
        # The pace is that of everything they did, so the sentences are, too.
        sentences = int(((table.left[:, number] > 0) | (table.n_claims[:, number] > 0)).sum())
        timed = pace is not None and pace.active_seconds > 0 and sentences > 0
        speeds.append(
            {
                "annotator": name,
                "decisions": 0 if pace is None else pace.decisions,
                "sentences": sentences,
                "active_seconds": None if pace is None else round(pace.active_seconds, 3),
                "pauses": 0 if pace is None else pace.pauses,
                "seconds_per_sentence": round(pace.active_seconds / sentences, 3) if pace and timed else None,
            }
        )
    return speeds


def drift_json(labels: Labels, sentence: Ints, layer: Layer, times: Work) -> Drift:
    """Each annotator's agreement with the others, batch after batch in the order they worked.

    labels: of the layer.  sentence: of each unit. Batches are of equal size, at least 20 units; agreement is
    by weight, and alpha that of everybody on the units of the batch, with its linearised standard error.
    """
    measurement = cast("Measurement", layer.measurement)
    weights = layer_scale(labels, measurement).weights
    beside = _agreement_beside(labels, weights)
    several = np.bincount(labels.unit, minlength=len(labels.units))[labels.unit] > 1
    people: list[AnnotatorDrift] = []
    for number, name in enumerate(labels.annotators):
        own = np.flatnonzero((labels.annotator == number) & several)
        when = times.last[sentence[labels.unit[own]], number]
        order = own[np.argsort(when, kind="stable")]
        count = min(MOST_BATCHES, len(order) // SMALLEST_BATCH)
        batches = np.array_split(order, count) if count > 1 else []
        people.append(
            {
                "annotator": name,
                "reason": None if batches else "too_few_units",
                "batches": [_batch(labels, measurement, beside, batch, sentence, times) for batch in batches],
            }
        )
    return {"layer": layer.id, "annotators": people}


def _agreement_beside(labels: Labels, weights: Floats) -> Floats:
    """For each label the mean agreement with the other labels of its unit, by weight; nan if alone."""
    n_values = len(labels.categories)
    cells = np.bincount(labels.unit * n_values + labels.value, minlength=len(labels.units) * n_values)
    counts = cells.reshape(len(labels.units), n_values)[labels.unit].astype(np.float64)
    others = counts.sum(axis=1) - 1
    agreeing = (counts * weights[labels.value]).sum(axis=1) - 1
    found: Floats = np.divide(agreeing, others, out=np.full(len(others), np.nan), where=others > 0)
    return found


def _batch(
    labels: Labels, measurement: Measurement, beside: Floats, batch: Ints, sentence: Ints, times: Work
) -> Batch:
    units = np.zeros(len(labels.units), dtype=bool)
    units[labels.unit[batch]] = True
    inside = units[labels.unit]
    part = Labels(
        unit=labels.unit[inside],
        annotator=labels.annotator[inside],
        value=labels.value[inside],
        units=labels.units,
        annotators=labels.annotators,
        categories=labels.categories,
        cluster=labels.cluster,
        scores=labels.scores,
    )
    who = int(labels.annotator[batch[0]])
    first, last = times.span_of_days(sentence[labels.unit[batch]], who) or (None, None)
    return {
        "n_units": len(batch),
        "from": first,
        "to": last,
        "agreement": float(np.nanmean(beside[batch])),
        "krippendorff_alpha": measure(part, measurement).coefficients["krippendorff_alpha"].as_json(),
    }


def repeated_json(
    setting: Setting, layers: Mapping[str, tuple[Layer, Values]], empty: str | None
) -> Repeated:
    """Agreement of annotators with themselves, on sentences whose words they met more than once.

    layers: those with values.  empty: the id of the layer that says "no claim". Layers are compared where the
    annotator made at most one claim each time.
    """
    table = setting.table
    passes = _passes(setting)
    holds = [("claim", "no_claim")[int(table.n_claims[place, who] == 0)] for place, who, _, _ in passes]
    cells = zip(table.claim_sentences.tolist(), table.claim_annotators.tolist(), strict=True)
    claim_at = {cell: claim for claim, cell in enumerate(cells)}
    compared: dict[str, SelfAgreement] = {}
    for layer, values in layers.values():
        given = []
        for place, who, _, _ in passes:
            size = int(table.n_claims[place, who])
            value = values.get(claim_at[place, who]) if size == 1 else None
            given.append(layer.empty if size == 0 and layer.id == empty else value)
        measurement = cast("Measurement", layer.measurement)
        compared[layer.id] = _between(given, passes, layer.value_ids, measurement, layer)
    return {
        "n_sentences": len({unit for _, _, unit, _ in passes}),
        "holds_claim": _between(holds, passes, ("claim", "no_claim"), "nominal"),
        "layers": compared,
    }


_Pass: TypeAlias = tuple[int, int, tuple[int, int], str]


def _passes(setting: Setting) -> list[_Pass]:
    """Sentence, annotator, the words they stand for, and which time it was, for words met more than once."""
    table = setting.table
    sentence, who = np.nonzero(table.met)
    words = table.words[sentence]
    several, place, counts = np.unique(
        who * (len(table.sentences) + 1) + words, return_inverse=True, return_counts=True
    )
    again = np.flatnonzero(counts[place] > 1)
    times = [0] * len(several)
    found = []
    for number in again.tolist():
        time = times[place[number]]
        times[place[number]] += 1
        key = int(who[number]), int(words[number])
        found.append((int(sentence[number]), key[0], key, str(time)))
    return found


def _between(
    values: list[str | None] | list[str],
    passes: list[_Pass],
    categories: tuple[str, ...],
    measurement: Measurement,
    layer: Layer | None = None,
) -> SelfAgreement:
    """The agreement between the times that one annotator met the same words."""
    known = {name: code for code, name in enumerate(categories)}
    units: dict[tuple[int, int], int] = {}
    times: dict[str, int] = {}
    rows = [
        (units.setdefault(unit, len(units)), times.setdefault(time, len(times)), known[value])
        for value, (_, _, unit, time) in zip(values, passes, strict=True)
        if value in known
    ]
    cells = np.array(rows, dtype=np.int64).reshape(-1, 3)
    scores = None if layer is None else [value.score for value in layer.values]
    labels = Labels(
        unit=cells[:, 0],
        annotator=cells[:, 1],
        value=cells[:, 2],
        units=tuple(map(str, range(len(units)))),
        annotators=tuple(times),
        categories=categories,
        scores=None if scores is None or None in scores else tuple(cast("list[float]", scores)),
    )
    coefficients = measure(labels, measurement).coefficients
    return {
        "krippendorff_alpha": coefficients["krippendorff_alpha"].as_json(),
        "percent_agreement": coefficients["percent_agreement"].as_json(),
    }
