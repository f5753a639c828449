"""What the keys of a report are called where people read them."""

from collections.abc import Mapping
from typing import Literal

from exports.agreement.coefficients import Name

COEFFICIENTS: Mapping[Name, str] = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac": "Gwet's AC",
    "fleiss_kappa": "Fleiss' kappa",
    "conger_kappa": "Conger's kappa",
    "brennan_prediger": "Brennan-Prediger",
    "percent_agreement": "Percent agreement",
    "mean_pairwise_cohen_kappa": "Mean pairwise Cohen's kappa",
}
SpanMeasure = Literal["exact_f1", "overlap_f1", "partial_f1", "character_alpha"]
SPAN_MEASURES: Mapping[SpanMeasure, str] = {
    "exact_f1": "Exact F1",
    "overlap_f1": "Overlap F1 (characters)",
    "partial_f1": "Partial F1 (half for an overlap)",
    "character_alpha": "Alpha over characters",
}
HOLDS_CLAIM, NUMBER_OF_CLAIMS = "holds_claim", "number_of_claims"
STEPS: Mapping[str, str] = {
    HOLDS_CLAIM: "Does the sentence hold a claim?",
    NUMBER_OF_CLAIMS: "How many claims does it hold?",
}
STEP_VALUES: Mapping[str, str] = {"claim": "A claim", "no_claim": "No claim"}
REASONS: Mapping[str, str] = {
    "no_unit_with_two_labels": "no unit has two labels",
    "no_annotator_pair": "no two annotators share a unit",
    "one_value_only": "only one value was given, so chance agreement is complete",
    "zero_expected_disagreement": "chance agreement is complete",
    "constant_annotator": "an annotator gave one value only",
    "too_few_shared_units": "too few units shared by two annotators",
    "too_few_clusters": "too few clusters for an interval",
    "too_few_varied_clusters": "too few clusters differ for an interval",
    "too_few_varied_units": "too few units differ for an interval",
    "too_few_annotators": "too few annotators for an interval",
    "undefined_if_one_is_left_out": "undefined once a cluster is left out",
    "too_many_pairs_of_labels": "too many pairs of labels",
    "too_many_values": "too many different values",
    "one_unit": "one unit only, so there is no spread to measure",
    "one_cluster": "one cluster only, so there is no spread to measure",
    "no_text_seen_by_two": "no text was seen by two annotators",
    "no_spans": "nobody marked anything",
    "unknown_number_of_values": "needs the number of possible values, which is unknown here",
    "not_for_spans": "not defined for ranges of text",
    "free_text": "free text is not compared",
    "too_few_units": "too few units",
    "too_many_pairs": "too many pairs of annotators and articles; ask for it with --advanced",
}


def reason(code: str | None) -> str:
    """A machine-readable reason in words; empty for none."""
    return "" if code is None else REASONS.get(code, code.replace("_", " "))


def measure_title(name: Name, metric: str, weights: str) -> str:
    """A coefficient with the metric (alpha) or the weights (the others) it was made with."""
    if name == "krippendorff_alpha":
        return f"{COEFFICIENTS[name]} ({metric})"
    if name == "gwet_ac":
        return "Gwet's AC1" if weights == "identity" else f"Gwet's AC2 ({weights})"
    return COEFFICIENTS[name] if weights == "identity" else f"{COEFFICIENTS[name]} ({weights})"
