"""What the keys of a report are called where people read them."""

from collections.abc import Mapping

COEFFICIENTS: Mapping[str, str] = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac": "Gwet's AC",
    "fleiss_kappa": "Fleiss' kappa",
    "conger_kappa": "Conger's kappa",
    "brennan_prediger": "Brennan-Prediger",
    "percent_agreement": "Percent agreement",
    "mean_pairwise_cohen_kappa": "Mean pairwise Cohen's kappa",
}
SPAN_MEASURES: Mapping[str, str] = {
    "exact_f1": "Exact F1",
    "overlap_f1": "Overlap F1 (characters)",
    "partial_f1": "Partial F1 (half for an overlap)",
    "character_alpha": "Alpha over characters",
}
STEPS: Mapping[str, str] = {
    "holds_claim": "Does the sentence hold a claim?",
    "number_of_claims": "How many claims does it hold?",
}
REASONS: Mapping[str, str] = {
    "no_unit_with_two_labels": "no unit has two labels",
    "no_annotator_pair": "no two annotators share a unit",
    "one_value_only": "only one value was given, so chance agreement is complete",
    "zero_expected_disagreement": "chance agreement is complete",
    "one_unit": "one unit only: no spread to measure",
    "one_cluster": "one cluster only: nothing to draw again",
    "no_text_seen_by_two": "no text was seen by two annotators",
    "no_spans": "nobody marked anything",
    "too_few_defined_resamples": "undefined in most resamples",
    "unknown_number_of_values": "needs the number of values that could be given, which is unknown here",
    "not_for_spans": "not defined for ranges of text",
    "free_text": "free text is not compared",
    "too_few_units": "too few units",
    "too_many_pairs": "too many pairs of annotators and articles; ask for it with --advanced",
}


def reason(code: object) -> str:
    """A machine-readable reason in words; empty for none."""
    return "" if code is None else REASONS.get(str(code), str(code).replace("_", " "))


def measure_title(name: str, data: Mapping[str, object]) -> str:
    """A coefficient with the metric or the weights it was made with."""
    title = COEFFICIENTS.get(name) or SPAN_MEASURES.get(name, name)
    if name == "krippendorff_alpha":
        return f"{title} ({data.get('distance') or data.get('measurement', '')})"
    if name == "gwet_ac":
        return (
            "Gwet's AC1" if data.get("weights") == "identity" else f"Gwet's AC2 ({data.get('weights', '')})"
        )
    if data.get("weights") not in (None, "identity") and name in COEFFICIENTS:
        return f"{title} ({data['weights']})"
    return title
