"""Tables of labels, and the command that reports their agreement, in a process of its own."""

import csv
import subprocess
import sys


def agreement(*words, **options):
    """Run ``annotator agreement``."""
    command = [sys.executable, "-m", "annotator", "agreement", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def write_table(path, rows, header=("annotator", "unit", "value")):
    """Write rows as a CSV file; returns its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
