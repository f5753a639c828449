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
    ONE_UNIT = "one_unit"
    ONE_CLUSTER = "one_cluster"
    NO_TEXT_SEEN_BY_TWO = "no_text_seen_by_two"
    NO_SPANS = "no_spans"
    UNSTABLE_RESAMPLES = "too_few_defined_resamples"


class CoefficientJson(TypedDict):
    """A coefficient as the agreement JSON prints it; the keys are public."""

    value: float | None
    se: float | None
    ci: list[float] | None
    n_units: int
    n_labels: int
    reason: str | None


class DetailsJson(TypedDict):
    """What explains a coefficient: observed and expected agreement, and its other standard errors."""

    observed: float | None
    expected: float | None
    bootstrap_se: float | None
    jackknife_se: float | None
    resamples: int | None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement; never nan, and never without its conditions.

    value: 1 for full agreement; for chance-corrected measures 0 for chance. None if undefined.
    se: linearised standard error, units taken as independent.
    ci: bootstrap interval, clusters taken as independent.
    n_units: units with two or more labels.  n_labels: the labels of those units. Both count the same for
        every coefficient of a layer, though Gwet's family also learns from units with one label how
        common a value is.
    reason: why ``value`` is None or, where it is not, why ``se`` or ``ci`` is.
    observed, expected: agreement found, and agreement by chance, under the coefficient's own weights.
    bootstrap_se, jackknife_se: of the resampled clusters, if they were asked for.
    resamples: how many resamples the coefficient was defined in.
    """

    value: float | None
    se: float | None
    ci: tuple[float, float] | None
    n_units: int
    n_labels: int
    reason: str | None
    observed: float | None = None
    expected: float | None = None
    bootstrap_se: float | None = None
    jackknife_se: float | None = None
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
        """What a careful reader asks for next: agreement observed and expected, the other standard errors."""
        return {
            "observed": self.observed,
            "expected": self.expected,
            "bootstrap_se": self.bootstrap_se,
            "jackknife_se": self.jackknife_se,
            "resamples": self.resamples,
        }
