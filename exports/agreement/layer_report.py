"""A layer's agreement as plain data for JSON, tables and pictures; every public key of it is made here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.by_value import ValueAgreement, value_agreements
from exports.agreement.choices import Measurement, WeightKind
from exports.agreement.coefficient import Coefficient, CoefficientJson
from exports.agreement.coefficients import Name
from exports.agreement.counts import Labels, Patterns
from exports.agreement.figures import (
    AnnotatorJson,
    DisagreementJson,
    KappaPairsJson,
    LayerFigures,
    NoteJson,
    PairJson,
    PlanJson,
    SevenCoefficients,
    ValueJson,
)
from exports.agreement.intervals import Resampling, probability_above
from exports.agreement.layer import LayerAgreement, layer_scale, measure_on
from exports.agreement.pairs.pairwise import annotator_agreements, pair_agreements
from exports.agreement.planner import Plan, plan
from exports.agreement.sums import Scale
from exports.agreement.weights import default_weights

# Apart by more than this, alpha and AC tell of a skewed distribution, not of one of them being right.
_APART = 0.1
# Reference lines of Krippendorff (2004), for the probability of being above; never a verdict.
_LINES = (0.667, 0.8)
# Beyond this many pairs a table of every pair is no longer read; the annotators' own rows remain.
_PAIRS_LISTED = 500
# And beyond this many cells of confusion tables.
_CELLS_LISTED = 1_000_000


@dataclass(frozen=True, slots=True)
class UnitDisagreement:
    """A unit with two or more labels.

    entropy: of its labels, in bits; 0 if all are the same.  agreement: share of agreeing pairs of labels.
    counts: how often each category was given, in order.
    """

    unit: str
    entropy: float
    agreement: float
    counts: tuple[int, ...]


def disagreements(labels: Labels, patterns: Patterns, limit: int | None = None) -> list[UnitDisagreement]:
    """Units that anybody disagrees on, by falling entropy, then in the order of the units; at most limit."""
    size = patterns.counts.sum(axis=1)
    share = patterns.counts / size[:, None]
    logs = np.log2(share, out=np.zeros_like(share), where=share > 0)
    entropy = -(share * logs).sum(axis=1)
    agreeing = (patterns.counts * (patterns.counts - 1)).sum(axis=1)
    agreement = np.divide(agreeing, size * (size - 1), out=np.ones_like(size), where=size > 1)
    row = np.append(patterns.count_of, 0)[patterns.of_unit]
    of_unit = np.where(patterns.of_unit >= 0, entropy[row] if len(entropy) else 0.0, 0.0)
    order = np.argsort(-of_unit, kind="stable")
    chosen = order[of_unit[order] > 0][:limit]
    return [
        UnitDisagreement(
            unit=labels.units[unit],
            entropy=float(of_unit[unit]),
            agreement=float(agreement[row[unit]]),
            counts=tuple(patterns.counts[row[unit]].astype(int).tolist()),
        )
        for unit in chosen.tolist()
    ]


def layer_report(
    labels: Labels,
    measurement: Measurement,
    weights: WeightKind | None = None,
    resampling: Resampling | None = None,
    *,
    units_listed: int = 50,
    scale: Scale | None = None,
) -> LayerFigures:
    """The report of one layer: the seven coefficients under their public keys, and what explains them.

    resampling: None for the usual intervals.  units_listed: most disagreed units to name.
    scale: how values are compared, where neither measurement nor weights say it.
    """
    resampling = resampling or Resampling()
    chosen = weights or default_weights(measurement)
    agreement = measure_on(labels, scale or layer_scale(labels, measurement, chosen), resampling)
    values = value_agreements(agreement, resampling)
    return {
        **seven(agreement.coefficients),
        "exact_agreement": agreement.coefficients["exact_agreement"].as_json(),
        "measurement": measurement,
        "weights": chosen,
        "categories": list(labels.categories),
        "n_clusters": agreement.n_clusters,
        "details": {name: each.details() for name, each in agreement.coefficients.items()},
        "above": above(agreement.coefficients["krippendorff_alpha"]),
        "kappa_pairs": _kappa_pairs(agreement),
        "by_value": [_value_json(value, agreement.n_clusters) for value in values],
        "by_pair": _pairs_json(agreement),
        "by_annotator": _annotators_json(agreement),
        "labels_per_unit": _histogram(agreement),
        "disagreements": _disagreements_json(agreement, units_listed),
        "plan": _plan_json(agreement),
        "notes": notes(agreement, values),
    }


def seven(given: Mapping[Name, Coefficient], reason: str | None = None) -> SevenCoefficients:
    """The seven public coefficients of a layer; those not given are null with the reason."""

    def json(name: Name) -> CoefficientJson:
        return (given.get(name) or Coefficient(None, None, None, 0, 0, reason)).as_json()

    return {
        "krippendorff_alpha": json("krippendorff_alpha"),
        "gwet_ac": json("gwet_ac"),
        "fleiss_kappa": json("fleiss_kappa"),
        "conger_kappa": json("conger_kappa"),
        "brennan_prediger": json("brennan_prediger"),
        "percent_agreement": json("percent_agreement"),
        "mean_pairwise_cohen_kappa": json("mean_pairwise_cohen_kappa"),
    }


def notes(agreement: LayerAgreement, values: Sequence[ValueAgreement]) -> list[NoteJson]:
    """What a reader should know before quoting a number: a code for programs and a sentence for people."""
    remarks: list[NoteJson] = []
    alpha = agreement.coefficients["krippendorff_alpha"].value
    gwet = agreement.coefficients["gwet_ac"].value
    if alpha is not None and gwet is not None and abs(alpha - gwet) > _APART:
        remarks.append(
            {
                "code": "alpha_and_ac_differ",
                "text": f"Alpha is {alpha:.3f} and Gwet's AC {gwet:.3f}: some values are far more common "
                "than others, or the two weigh differences differently. Report both.",
            }
        )
    rare = [value.value for value in values if value.rare and value.n_labels]
    if rare:
        remarks.append(
            {
                "code": "rare_values",
                "text": f"Too few units to trust the interval of: {', '.join(rare)}.",
            }
        )
    return remarks


def above(coefficient: Coefficient) -> dict[str, float | None]:
    """The probability that the true value lies above each reference line (Gwet's benchmarking)."""
    return {str(line): probability_above(coefficient, line) for line in _LINES}


def _kappa_pairs(agreement: LayerAgreement) -> KappaPairsJson:
    mean = agreement.mean_kappa
    return {
        "counted": int(mean.counted.sum()),
        "least": mean.least,
        "too_few_units": mean.n_too_few,
        "constant": mean.n_constant,
    }


def _value_json(value: ValueAgreement, n_clusters: int) -> ValueJson:
    needed = plan(value.alpha.se, n_clusters, unit_se=value.alpha.unit_se)
    return {
        "value": value.value,
        "n_labels": value.n_labels,
        "prevalence": value.prevalence,
        "specific_agreement": value.specific_agreement,
        "krippendorff_alpha": value.alpha.as_json(),
        "fleiss_kappa": value.fleiss_kappa,
        "rare": value.rare,
        "more_clusters": None if needed is None else needed.more_clusters,
    }


def _pairs_json(agreement: LayerAgreement) -> list[PairJson]:
    n_pairs, n_values = len(agreement.pairs.members), len(agreement.labels.categories)
    if n_pairs > _PAIRS_LISTED or n_pairs * n_values**2 > _CELLS_LISTED:
        return []
    pairs = pair_agreements(agreement.pairs, agreement.labels.annotators, agreement.scale.weights)
    return [
        {
            "annotators": [pair.first, pair.second],
            "cohen_kappa": pair.kappa.value,
            "reason": pair.kappa.reason,
            "se": pair.kappa.se,
            "percent_agreement": pair.kappa.observed,
            "n_units": pair.kappa.n_units,
            "confusion": pair.table.astype(int).tolist(),
        }
        for pair in pairs
    ]


def _annotators_json(agreement: LayerAgreement) -> list[AnnotatorJson]:
    rows = annotator_agreements(
        agreement.patterns,
        agreement.pairs,
        agreement.kappas,
        agreement.mean_kappa.counted,
        agreement.labels.annotators,
    )
    return [
        {
            "annotator": row.annotator,
            "n_labels": row.n_labels,
            "n_shared": row.n_shared,
            "observed": row.observed,
            "kappa": row.kappa,
            "given": list(row.given),
            "others": list(row.others),
            "bias": row.bias,
        }
        for row in rows
    ]


def _histogram(agreement: LayerAgreement) -> dict[str, int]:
    patterns = agreement.patterns
    units = np.bincount(patterns.labels.astype(np.int64), patterns.multiplicity)
    return {str(labels): round(count) for labels, count in enumerate(units.tolist()) if count}


def _disagreements_json(agreement: LayerAgreement, limit: int) -> list[DisagreementJson]:
    rows = disagreements(agreement.labels, agreement.patterns, limit)
    return [
        {"unit": row.unit, "entropy": row.entropy, "agreement": row.agreement, "counts": list(row.counts)}
        for row in rows
    ]


def _plan_json(agreement: LayerAgreement) -> dict[str, PlanJson]:
    """The clusters still missing for each coefficient with an interval, to a half-width of .05."""
    plans: dict[str, PlanJson] = {}
    for name, coefficient in agreement.coefficients.items():
        needed = plan(coefficient.se, agreement.n_clusters, unit_se=coefficient.unit_se)
        if needed is not None:
            plans[name] = _plan(needed)
    return plans


def _plan(needed: Plan) -> PlanJson:
    return {
        "half_width": needed.half_width,
        "target": needed.target,
        "n_clusters": needed.n_clusters,
        "more_clusters": needed.more_clusters,
        "basis": needed.basis,
    }
