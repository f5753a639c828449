"""The public JSON of agreement, key by key: one layer, and one table of labels.

Producers build these types and renderers take them, so a wrong key is a type error. ``exports.report.shape``
has the same for a project.
"""

from typing import Literal, TypeAlias, TypedDict

from exports.agreement.choices import Annotators, TableMeasurement, WeightKind
from exports.agreement.coefficient import CoefficientJson, DetailsJson

Person: TypeAlias = str


class SevenCoefficients(TypedDict):
    """The coefficients that every layer has, under their public names."""

    krippendorff_alpha: CoefficientJson
    gwet_ac: CoefficientJson
    fleiss_kappa: CoefficientJson
    conger_kappa: CoefficientJson
    brennan_prediger: CoefficientJson
    percent_agreement: CoefficientJson
    mean_pairwise_cohen_kappa: CoefficientJson


class ValueJson(TypedDict):
    """One value against all others."""

    value: str
    n_labels: int
    prevalence: float | None
    specific_agreement: float | None
    krippendorff_alpha: CoefficientJson
    fleiss_kappa: float | None
    rare: bool
    more_clusters: int | None


class PairJson(TypedDict):
    """Two annotators. confusion: units by the values of the first (rows) and of the second."""

    annotators: list[Person]
    cohen_kappa: float | None
    reason: str | None
    se: float | None
    percent_agreement: float | None
    n_units: int
    confusion: list[list[int]]


class AnnotatorJson(TypedDict):
    """One annotator beside all others. given, others: labels of each value, in the layer's order."""

    annotator: Person
    n_labels: int
    n_shared: int
    observed: float | None
    kappa: float | None
    given: list[int]
    others: list[int]
    bias: float | None


class DisagreementJson(TypedDict):
    """A unit that annotators disagree on. counts: labels of each value, in the layer's order."""

    unit: str
    entropy: float
    agreement: float
    counts: list[int]


class PlanJson(TypedDict):
    """How many more clusters a narrower interval takes, and on what assumption."""

    half_width: float
    target: float
    n_clusters: int
    more_clusters: int
    basis: str


class NoteJson(TypedDict):
    """What to know before quoting a figure: a code for programs, a sentence for people."""

    code: str
    text: str


class KappaPairsJson(TypedDict):
    """Which pairs of annotators the mean kappa counts.

    least: shared units from which a pair counts.  too_few_units, constant: pairs left out, since they share
    fewer, or since one of the two gave one value only.
    """

    counted: int
    least: int
    too_few_units: int
    constant: int


class LayerFigures(SevenCoefficients):
    """Everything about labels that coefficients compare value by value.

    exact_agreement: how often two labels are the same; ``percent_agreement`` follows the weights.
    details, plan: by coefficient.  above: by reference line, the probability that alpha lies above it.
    kappa_pairs: which pairs the mean kappa counts.  labels_per_unit: units by their number of labels.
    """

    exact_agreement: CoefficientJson
    measurement: TableMeasurement
    weights: WeightKind
    categories: list[str]
    n_clusters: int
    details: dict[str, DetailsJson]
    above: dict[str, float | None]
    kappa_pairs: KappaPairsJson
    by_value: list[ValueJson]
    by_pair: list[PairJson]
    by_annotator: list[AnnotatorJson]
    labels_per_unit: dict[str, int]
    disagreements: list[DisagreementJson]
    plan: dict[str, PlanJson]
    notes: list[NoteJson]


class TableLayer(LayerFigures):
    """The layer of a table. categories_from: whether the values were given or are those present.

    jaccard: alpha of sets by that distance, beside MASI in ``krippendorff_alpha``; None for other values.
    """

    categories_from: Literal["data", "given"]
    jaccard: CoefficientJson | None


class TableInterval(TypedDict):
    """How intervals were made. drawn: what was left out as a whole. annotators: fixed or random."""

    method: str
    level: float
    drawn: Literal["clusters", "units"]
    annotators: Annotators


class TableLayers(TypedDict):
    """The one layer of a table."""

    value: TableLayer


class TableFigures(TypedDict):
    """The agreement of a table of labels."""

    layers: TableLayers
    table: str
    table_sha256: str
    n_annotators: int
    n_units: int
    n_labels: int
    n_missing: int
    n_duplicates: int
    n_filtered: int
    cluster: str | None
    columns_not_used: list[str]
    n_clusters: int
    categories_from: Literal["data", "given"]
    interval: TableInterval
    seed: int
    resamples: int
