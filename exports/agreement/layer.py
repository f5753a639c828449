"""The agreement of one layer: every coefficient with its standard error and interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from exports.agreement.arrays import Bools, Floats, Ints
from exports.agreement.choices import Measurement, WeightKind
from exports.agreement.coefficient import Coefficient, Reason
from exports.agreement.coefficients import EVERY, Estimate, Name, estimates
from exports.agreement.counts import Labels, Patterns, patterns_of
from exports.agreement.intervals import (
    FEWEST,
    Clusters,
    LeftOut,
    Resampling,
    bootstrap,
    bootstrap_error,
    leaving_out,
    percentiles,
    with_spread,
)
from exports.agreement.pairs.mean_kappa import (
    MeanKappa,
    PairKappas,
    kappa_blocks,
    mean_kappa,
    pair_kappas,
    without_annotators,
)
from exports.agreement.pairs.pairs import Pairs, pairs_of
from exports.agreement.standard_errors import standard_errors
from exports.agreement.sums import (
    Layout,
    Scale,
    cluster_patterns,
    counted_pairs,
    layout_of,
    pattern_rows,
    total_row,
)
from exports.agreement.weights import agreement_weights, default_weights, fixed_difference

KAPPA: Name = "mean_pairwise_cohen_kappa"
# Coefficients that learn from the less common values, and need some of them in several clusters.
_OF_VARIED: frozenset[Name] = frozenset({"krippendorff_alpha", "fleiss_kappa", "conger_kappa", KAPPA})
_SHARES: frozenset[Name] = frozenset({"percent_agreement", "exact_agreement"})
# More annotators are left out in so many groups.
_MOST_ANNOTATORS = 30
# Beyond so many numbers, units that stand alone are left out in so many random groups.
_MOST_NUMBERS = 1 << 23
_GROUPS = 1000


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is left out as a whole.

    members: how many units of each pattern each block holds (blocks x patterns); None for single units.
    without: the labels without each annotator, and who was left out; empty if annotators are fixed.
    """

    members: sp.csr_array | None
    multiplicity: Floats
    without: Sequence[tuple[Patterns, Ints]] = ()

    def rows(self, by_pattern: Floats | sp.csr_array) -> Floats | sp.csr_array:
        """The sums of each block.  by_pattern: of a unit of each pattern."""
        if self.members is None:
            return by_pattern
        summed: Floats | sp.csr_array = self.members @ by_pattern  # type: ignore[assignment]
        return summed


@dataclass(frozen=True, slots=True)
class LayerAgreement:
    """The coefficients of a layer, and what they were made from.

    blocks: what intervals leave out; None without intervals.
    clusters: those with a unit that has two labels; units count as clusters where there are none; None
        without intervals.
    """

    labels: Labels
    scale: Scale
    patterns: Patterns
    pairs: Pairs
    kappas: PairKappas
    mean_kappa: MeanKappa
    coefficients: dict[Name, Coefficient]
    blocks: Blocks | None
    clusters: Clusters | None = None

    @property
    def n_clusters(self) -> int:
        """Clusters with a unit that has two labels."""
        return (self.clusters or doubled_clusters(self.labels, self.patterns)).n


def layer_scale(labels: Labels, measurement: Measurement, weights: WeightKind | None = None) -> Scale:
    """How the values of a layer are compared; weights by default identity for nominal, quadratic otherwise.

    Scores count for interval and ratio measurement; ordinal values are compared by position.
    Raises ValueError for interval or ratio measurement without scores.
    """
    numeric = measurement in {"interval", "ratio"}
    if numeric and labels.scores is None:
        raise ValueError(f"{measurement} measurement needs a score for each category.")
    scores = labels.scores if numeric else None
    n_values = len(labels.categories)
    return Scale(
        weights=agreement_weights(weights or default_weights(measurement), n_values, scores),
        difference=fixed_difference(measurement, n_values, scores),
    )


def measure(
    labels: Labels,
    measurement: Measurement,
    weights: WeightKind | None = None,
    resampling: Resampling | None = None,
) -> LayerAgreement:
    """Every coefficient of a layer; alpha follows the measurement, the others the weights.

    resampling: None for no intervals.
    Never raises for labels that agree too much or too little: such a coefficient says its reason.
    """
    return measure_on(labels, layer_scale(labels, measurement, weights), resampling)


def measure_on(labels: Labels, scale: Scale, resampling: Resampling | None = None) -> LayerAgreement:
    """Like ``measure``, with weights and differences of one's own, such as the distance of sets."""
    patterns = patterns_of(labels)
    pairs = pairs_of(patterns)
    layout = layout_of(len(labels.annotators), scale)
    total = layout.sums(total_row(patterns, scale))
    kappas = pair_kappas(pairs, scale.weights)
    mean = mean_kappa(kappas, patterns.n_units)
    each = {**estimates(total, scale), KAPPA: mean.estimate}
    errors = standard_errors(patterns, scale, total.marginals)
    n_units, n_labels = patterns.n_units, patterns.n_labels
    points = {
        name: Coefficient(
            value=_number(each[name].value),
            se=None,
            ci=None,
            n_units=n_units,
            n_labels=n_labels,
            reason=_reason(name, each[name], patterns, mean),
            observed=_number(each[name].observed),
            expected=_number(each[name].expected),
            unit_se=_number(errors[name].unit) if name in errors else None,
            irrcac_se=_number(errors[name].irrcac) if name in errors else None,
        )
        for name in EVERY
    }
    whole = LayerAgreement(labels, scale, patterns, pairs, kappas, mean, points, blocks=None)
    return whole if resampling is None else _with_intervals(whole, layout, resampling)


def _reason(name: Name, estimate: Estimate, patterns: Patterns, mean: MeanKappa) -> Reason | None:
    """Why the value is missing; None where it is not."""
    if np.isfinite(estimate.value):
        return None
    if patterns.n_units == 0:
        alone = name in {"conger_kappa", KAPPA} and patterns.n_annotators < 2  # noqa: PLR2004
        return Reason.NO_ANNOTATOR_PAIR if alone else Reason.NO_UNIT_WITH_TWO_LABELS
    if name == KAPPA:
        return mean.reason
    doubled = patterns.counts[patterns.counts.sum(axis=1) > 1]
    one_value = (doubled.sum(axis=0) > 0).sum() == 1
    return Reason.ONE_VALUE_ONLY if one_value else Reason.ZERO_EXPECTED_DISAGREEMENT


def _number(number: Floats | float) -> float | None:
    return float(number) if np.isfinite(number) else None


def doubled_clusters(labels: Labels, patterns: Patterns) -> Clusters:
    """Clusters with a unit that has two labels; those, and units, with more than the most common value."""
    doubled = patterns.counts * (patterns.counts.sum(axis=1) > 1)[:, None]
    size, total = doubled.sum(axis=1), patterns.counted @ doubled
    held = None if labels.cluster is None else _rows_of_clusters(patterns, labels.cluster)

    def clusters(flags: Bools) -> int:
        if held is None:
            return round(float(patterns.counted @ flags))
        return int(np.count_nonzero(held @ flags.astype(np.float64)))

    # Where several values are the most common one, whichever leaves the fewest clusters.
    commonest = np.flatnonzero(total == total.max(initial=0.0))
    differing = [size - doubled[:, value] > 0 for value in commonest.tolist()]
    varied = min(map(clusters, differing), default=0)
    units = min((round(float(patterns.counted @ flags)) for flags in differing), default=0)
    return Clusters(clusters(size > 0), varied, None if labels.cluster is None else units)


def _rows_of_clusters(patterns: Patterns, cluster: Ints) -> sp.csr_array:
    """How many units with each row of counts each cluster holds: clusters x rows of counts."""
    labeled = patterns.of_unit >= 0
    rows = patterns.count_of[patterns.of_unit[labeled]]
    shape = (int(cluster.max(initial=-1)) + 1, len(patterns.counts))
    return counted_pairs(cluster[labeled], rows, shape)


def _with_intervals(whole: LayerAgreement, layout: Layout, resampling: Resampling) -> LayerAgreement:
    patterns, scale = whole.patterns, whole.scale
    clusters = doubled_clusters(whole.labels, patterns)
    whole = replace(whole, clusters=clusters)
    blocks = _blocks(whole, layout, resampling)
    kappas = kappa_blocks(patterns, whole.pairs, whole.kappas, whole.mean_kappa, scale.weights, _held(blocks))
    points = dict(whole.coefficients)
    if kappas is not None and patterns.n_units > 1:
        points[KAPPA] = replace(points[KAPPA], unit_se=kappas.unit_error())
    elif points[KAPPA].value is not None:
        points[KAPPA] = replace(points[KAPPA], reason=Reason.TOO_MANY_PAIRS_OF_LABELS)
    few = Reason.ONE_UNIT if patterns.n_units == 1 else clusters.reason() if clusters.n < FEWEST else None
    if few is not None:
        coefficients = {
            name: point if point.value is None else replace(point, reason=few)
            for name, point in points.items()
        }
        return replace(whole, coefficients=coefficients, blocks=blocks)
    rows = blocks.rows(pattern_rows(patterns, scale))

    def values(sums: Floats) -> dict[Name, Floats]:
        return {name: each.value for name, each in estimates(layout.sums(sums), scale).items()}

    left_out = leaving_out(rows, blocks.multiplicity, values)
    if kappas is not None:
        left_out[KAPPA] = LeftOut(kappas.without_blocks(blocks.members), blocks.multiplicity)
    others = _without_annotators(whole, blocks)
    samples = bootstrap(rows, blocks.multiplicity, values, resampling)
    coefficients = {}
    for name, point in points.items():
        sources = [source[name] for source in (left_out, others) if name in source]
        rests_on = clusters if name in _OF_VARIED else Clusters(clusters.n)
        ready = (
            point
            if name not in left_out
            else with_spread(point, sources, rests_on, resampling, lowest=0.0 if name in _SHARES else -1.0)
        )
        coefficients[name] = _with_bootstrap(ready, samples.get(name), resampling)
    return replace(whole, coefficients=coefficients, blocks=blocks)


def _with_bootstrap(point: Coefficient, samples: Floats | None, resampling: Resampling) -> Coefficient:
    if samples is None or point.value is None:
        return point
    return replace(
        point,
        bootstrap_se=bootstrap_error(samples),
        bootstrap_ci=percentiles(samples, resampling.level),
        resamples=int(np.isfinite(samples).sum()),
    )


def _blocks(whole: LayerAgreement, layout: Layout, resampling: Resampling) -> Blocks:
    labels, patterns = whole.labels, whole.patterns
    without = _annotators_left_out(labels) if resampling.annotators == "random" else []
    cluster = labels.cluster
    if cluster is None and len(patterns.multiplicity) > _GROUPS:
        many = len(patterns.multiplicity) * layout.width > _MOST_NUMBERS
        cluster = _random_groups(len(labels.units), resampling.seed) if many else None
    if cluster is None:
        return Blocks(None, patterns.multiplicity, without)
    members = cluster_patterns(patterns, cluster)
    return Blocks(members, np.ones(members.shape[0]), without)


def _random_groups(n_units: int, seed: int) -> Ints:
    groups: Ints = np.random.default_rng(seed).permutation(n_units) % _GROUPS
    return groups


def _held(blocks: Blocks) -> int:
    return len(blocks.multiplicity) if blocks.members is None else int(blocks.members.nnz)


def _annotators_left_out(labels: Labels) -> list[tuple[Patterns, Ints]]:
    """The labels without each annotator, or without each of some groups of them."""
    present = np.unique(labels.annotator)
    groups = np.array_split(present, min(len(present), _MOST_ANNOTATORS)) if len(present) else []
    parts = []
    for group in groups:
        kept = ~np.isin(labels.annotator, group)
        rest = replace(
            labels, unit=labels.unit[kept], annotator=labels.annotator[kept], value=labels.value[kept]
        )
        parts.append((patterns_of(rest), group))
    return parts


def _without_annotators(whole: LayerAgreement, blocks: Blocks) -> dict[Name, LeftOut]:
    """Each coefficient without each annotator; empty if annotators are fixed."""
    if not blocks.without:
        return {}
    layout = layout_of(len(whole.labels.annotators), whole.scale)
    rows = np.array([total_row(patterns, whole.scale) for patterns, _ in blocks.without])
    values: Mapping[Name, Estimate] = estimates(layout.sums(rows), whole.scale)
    each = {name: LeftOut(estimate.value, np.ones(len(rows))) for name, estimate in values.items()}
    kappas = [
        without_annotators(whole.kappas, whole.pairs, whole.mean_kappa.counted, group)
        for _, group in blocks.without
    ]
    return {**each, KAPPA: LeftOut(np.array(kappas), np.ones(len(kappas)))}
