"""Inter-annotator agreement: counts, coefficients, intervals, spans, matching, report."""
