"""What a coefficient is in a report: a value with its uncertainty, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class Reason(StrEnum):
    """Why a value, its standard error or its interval is missing; the words are public, in the JSON."""

    NO_UNIT_WITH_TWO_LABELS = "no_unit_with_two_labels"
    NO_ANNOTATOR_PAIR = "no_annotator_pair"
    ONE_VALUE_ONLY = "one_value_only"
    ZERO_EXPECTED_DISAGREEMENT = "zero_expected_disagreement"
    CONSTANT_ANNOTATOR = "constant_annotator"
    TOO_FEW_SHARED_UNITS = "too_few_shared_units"
    ONE_UNIT = "one_unit"
    ONE_CLUSTER = "one_cluster"
    TOO_FEW_CLUSTERS = "too_few_clusters"
    TOO_FEW_VARIED_CLUSTERS = "too_few_varied_clusters"
    TOO_FEW_VARIED_UNITS = "too_few_varied_units"
    TOO_FEW_ANNOTATORS = "too_few_annotators"
    UNDEFINED_IF_LEFT_OUT = "undefined_if_one_is_left_out"
    TOO_MANY_PAIRS_OF_LABELS = "too_many_pairs_of_labels"
    TOO_MANY_VALUES = "too_many_values"
    NO_TEXT_SEEN_BY_TWO = "no_text_seen_by_two"
    NO_SPANS = "no_spans"


class CoefficientJson(TypedDict):
    """A coefficient as the agreement JSON prints it; the keys are public."""

    value: float | None
    se: float | None
    ci: list[float] | None
    n_units: int
    n_labels: int
    reason: str | None


class DetailsJson(TypedDict):
    """What a careful reader asks for next; the keys are public."""

    observed: float | None
    expected: float | None
    unit_se: float | None
    irrcac_se: float | None
    df: float | None
    bootstrap_se: float | None
    bootstrap_ci: list[float] | None
    resamples: int | None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement; never nan, and never without its conditions.

    value: 1 for full agreement; for chance-corrected measures 0 for chance. None if undefined.
    se, ci: standard error and interval over the same clusters, each left out once; None with a reason.
    n_units: units with two or more labels.  n_labels: the labels of those units. Both count the same for
        every coefficient of a layer, though Gwet's family also learns from units with one label how
        common a value is.
    reason: why ``value`` is None or, where it is not, why ``se`` or ``ci`` is.
    observed, expected: agreement found, and agreement by chance, under the coefficient's own weights.
    unit_se: linearized standard error with units taken as independent.
    irrcac_se: the same as R irrCAC 1.4 prints it; it grows with units that one annotator labeled alone.
    df: degrees of freedom of the t distribution behind ``ci``.
    bootstrap_se, bootstrap_ci: of clusters drawn at random, as a cross-check.
    resamples: how many of those draws the coefficient was defined in.
    """

    value: float | None
    se: float | None
    ci: tuple[float, float] | None
    n_units: int
    n_labels: int
    reason: str | None
    observed: float | None = None
    expected: float | None = None
    unit_se: float | None = None
    irrcac_se: float | None = None
    df: float | None = None
    bootstrap_se: float | None = None
    bootstrap_ci: tuple[float, float] | None = None
    resamples: int | None = None

    def as_json(self) -> CoefficientJson:
        """The six public keys; ``ci`` is a list of two or null."""
        return {
            "value": self.value,
            "se": self.se,
            "ci": None if self.ci is None else list(self.ci),
            "n_units": self.n_units,
            "n_labels": self.n_labels,
            "reason": self.reason,
        }

    def details(self) -> DetailsJson:
        """Agreement observed and expected, the other standard errors, and the bootstrap."""
        return {
            "observed": self.observed,
            "expected": self.expected,
            "unit_se": self.unit_se,
            "irrcac_se": self.irrcac_se,
            "df": self.df,
            "bootstrap_se": self.bootstrap_se,
            "bootstrap_ci": None if self.bootstrap_ci is None else list(self.bootstrap_ci),
            "resamples": self.resamples,
        }
