"""Agreement side by side with the krippendorff package, and the coverage of our intervals.

    python -m tests.benchmarks.agreement             speed, at 100,000 and 1,000,000 labels
    python -m tests.benchmarks.agreement --coverage  how often 95 % intervals hold the true alpha (minutes)

Both sides get what they want to work on, made before the clock starts: the package its matrix, we the coded
labels.
"""

import argparse
import statistics
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


def nested(rng: np.random.Generator, n_articles: int) -> Labels:
    """Articles of 8 to 29 sentences that share how hard they are and which values are common in them."""
    rows, clusters = [], []
    for article in range(n_articles):
        clear, mix = rng.beta(2, 1), rng.dirichlet(np.ones(3))
        for _ in range(int(rng.integers(8, 30))):
            truth = rng.choice(3, p=mix)
            rows.append([truth if rng.random() < clear else rng.choice(3, p=mix) for _ in range(3)])
            clusters.append(article)
    values = np.array(rows)
    unit, annotator = np.indices(values.shape)
    return Labels(
        unit=unit.ravel(),
        annotator=annotator.ravel(),
        value=values.ravel(),
        units=tuple(map(str, range(len(rows)))),
        annotators=("a", "b", "c"),
        categories=("x", "y", "z"),
        cluster=np.array(clusters),
    )


def coverage(simulations: int = 200) -> None:
    """Print how often intervals drawn by unit and by article hold alpha of a very large corpus."""
    rng = np.random.default_rng(1)
    truth = measure(nested(rng, 20_000), "nominal").coefficients["krippendorff_alpha"].value or 0.0
    print(f"true alpha {truth:.4f}, {simulations} simulations; share of intervals that hold it, width")
    for n_articles in (10, 20, 40):
        held: dict[str, list[tuple[bool, float]]] = {"unit": [], "article": []}
        for seed in range(simulations):
            labels = nested(rng, n_articles)
            alone = Labels(
                labels.unit,
                labels.annotator,
                labels.value,
                labels.units,
                labels.annotators,
                labels.categories,
            )
            for name, drawn in (("unit", alone), ("article", labels)):
                found = measure(drawn, "nominal", None, Resampling(count=400, seed=seed))
                low, high = found.coefficients["krippendorff_alpha"].ci or (np.nan, np.nan)
                held[name].append((low <= truth <= high, high - low))
        for name, each in held.items():
            share, width = (statistics.mean(part) for part in zip(*each, strict=True))
            print(f"  {n_articles:>3} articles, drawn by {name:<8} {share:.3f} {width:.3f}")


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description="Agreement: speed, and coverage of intervals.")
    parser.add_argument("--coverage", action="store_true")
    if parser.parse_args().coverage:
        coverage()
    else:
        for n_labels in (100_000, 1_000_000):
            speed(n_labels)


if __name__ == "__main__":
    main()
