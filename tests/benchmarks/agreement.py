"""Agreement side by side with the krippendorff package and its bootstrap.

    python -m tests.benchmarks.agreement     at 100,000 and 1,000,000 labels

Both sides get what they want to work on, made before the clock starts: the package its matrix, we the coded
labels.
"""

import sys
import time
from collections.abc import Callable

import krippendorff
import numpy as np

from exports.agreement.counts import Labels, patterns_of
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure

ANNOTATORS, VALUES, MISSING, ARTICLES = 5, 5, 0.2, 200
LOOPED = 5


def simulated(n_labels: int, seed: int = 0) -> tuple[np.ndarray, Labels]:
    """Five annotators who agree on seven labels of ten beyond chance; a fifth of all labels is missing.

    Returns annotators x units with nan, and the same as coded labels with 200 articles as clusters.
    """
    rng = np.random.default_rng(seed)
    n_units = int(n_labels / (ANNOTATORS * (1 - MISSING)))
    truth = rng.integers(0, VALUES, n_units)
    values = rng.integers(0, VALUES, (n_units, ANNOTATORS))
    values = np.where(rng.random(values.shape) < 0.7, truth[:, None], values)
    values[rng.random(values.shape) < MISSING] = -1
    unit, annotator = np.nonzero(values >= 0)
    labels = Labels(
        unit=unit,
        annotator=annotator,
        value=values[unit, annotator],
        units=tuple(map(str, range(n_units))),
        annotators=tuple("abcde"),
        categories=tuple("vwxyz"),
        cluster=rng.integers(0, ARTICLES, n_units),
    )
    return np.where(values < 0, np.nan, values).T.astype(float), labels


def seconds(task: Callable[[], object], repeats: int) -> float:
    """The shortest of several runs: what the machine needs when nothing else disturbs it."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def looped_bootstrap(matrix: np.ndarray) -> Callable[[], object]:
    """A few resamples of units with the package, one after the other."""
    rng = np.random.default_rng(0)
    return lambda: [
        krippendorff.alpha(
            reliability_data=matrix[:, rng.integers(0, matrix.shape[1], matrix.shape[1])],
            level_of_measurement="nominal",
        )
        for _ in range(LOOPED)
    ]


def speed(n_labels: int) -> None:
    """Print one block of the table."""
    matrix, labels = simulated(n_labels)
    alone = Labels(
        labels.unit, labels.annotator, labels.value, labels.units, labels.annotators, labels.categories
    )
    agreed = krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal")
    ours = measure(labels, "nominal").coefficients["krippendorff_alpha"].value
    if ours is None or abs(agreed - ours) > 1e-9:
        sys.exit(f"The two do not agree: {agreed} and {ours}.")
    package = seconds(lambda: krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal"), 15)
    loop = seconds(looped_bootstrap(matrix), 3) / LOOPED * 1000
    rows = [
        ("krippendorff: alpha", package, package),
        ("ours: labels to patterns", seconds(lambda: patterns_of(labels), 15), package),
        ("ours: 7 coefficients with errors", seconds(lambda: measure(labels, "nominal"), 15), package),
        (f"krippendorff: 1,000 resamples (from {LOOPED})", loop, loop),
        (
            "ours: 7 intervals, by article",
            seconds(lambda: measure(labels, "nominal", None, Resampling()), 5),
            loop,
        ),
        (
            "ours: 7 intervals, by unit",
            seconds(lambda: measure(alone, "nominal", None, Resampling()), 3),
            loop,
        ),
    ]
    print(f"\n{n_labels:,} labels, {len(patterns_of(labels).multiplicity):,} patterns")
    for name, needed, reference in rows:
        print(f"  {name:<44} {needed:>10.4f} s {reference / needed:>10,.1f}x")


def main() -> None:
    """Print the table at two sizes."""
    for n_labels in (100_000, 1_000_000):
        speed(n_labels)


if __name__ == "__main__":
    main()
