"""What leaves a project: datasets, agreement reports, comparisons."""
