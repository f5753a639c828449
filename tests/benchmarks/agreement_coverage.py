"""How often 95 % intervals hold the true value, and how near standard errors are to the true spread.

    python -m tests.benchmarks.agreement_coverage               all three tables (minutes)
    python -m tests.benchmarks.agreement_coverage intervals     from 3 clusters on
    python -m tests.benchmarks.agreement_coverage errors        with units that one annotator labeled alone
    python -m tests.benchmarks.agreement_coverage annotators    of other annotators, with --annotators random

Every row is made of 500 simulated corpora. The true value is that of one very large corpus of the same kind.
Intervals that are not shown (with the reason beside the value) are counted in the last column.
"""

import sys
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np

from exports.agreement.by_value import value_agreements
from exports.agreement.coefficient import Coefficient
from exports.agreement.counts import Labels
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from exports.agreement.spans.range_column import RangeColumn
from exports.agreement.spans.span_sums import Marks, Seen, project_spans

SIMULATIONS = 500
CLUSTERS = (3, 5, 10, 20, 40)
ANNOTATORS = 3
Rng = np.random.Generator
Coefficients = dict[str, Coefficient]


def labels_of(values: np.ndarray, cluster: np.ndarray | None, n_values: int) -> Labels:
    """Units x annotators, -1 for a missing label, as coded labels."""
    unit, annotator = np.nonzero(values >= 0)
    return Labels(
        unit=unit,
        annotator=annotator,
        value=values[unit, annotator],
        units=tuple(map(str, range(len(values)))),
        annotators=tuple(f"a{number}" for number in range(values.shape[1])),
        categories=tuple(f"v{number}" for number in range(n_values)),
        cluster=cluster,
    )


def sentences(rng: Rng, n_clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """Three values by three annotators; articles share how hard they are, and which values are common."""
    cluster = np.repeat(np.arange(n_clusters), rng.integers(8, 30, n_clusters))
    clear, mix = rng.beta(2, 1, n_clusters)[cluster], rng.dirichlet(np.ones(3), n_clusters).cumsum(axis=1)
    truth = (rng.random(len(cluster))[:, None] > mix[cluster]).sum(axis=1)
    guess = (rng.random((len(cluster), ANNOTATORS))[:, :, None] > mix[cluster][:, None]).sum(axis=2)
    known = rng.random((len(cluster), ANNOTATORS)) < clear[:, None]
    return np.minimum(np.where(known, truth[:, None], guess), 2), cluster


def missing_at_random(rng: Rng, n_clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """The same, with four labels of ten missing."""
    values, cluster = sentences(rng, n_clusters)
    return np.where(rng.random(values.shape) < 0.4, -1, values), cluster


def missing_by_value(rng: Rng, n_clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """The same, with one value left out three times as often as the others."""
    values, cluster = sentences(rng, n_clusters)
    return np.where(rng.random(values.shape) < np.where(values == 0, 0.6, 0.2), -1, values), cluster


def rare(rng: Rng, n_clusters: int) -> tuple[np.ndarray, np.ndarray]:
    """A value of 2 % of the sentences, in articles of 60 to 140; annotators find eight of ten."""
    cluster = np.repeat(np.arange(n_clusters), rng.integers(60, 140, n_clusters))
    share = rng.beta(0.6, 29.4, n_clusters)[cluster]
    truth = rng.random(len(cluster)) < share
    hit, slip = (rng.random((len(cluster), ANNOTATORS)) < chance for chance in (0.8, 0.005))
    return np.where(truth[:, None], hit, slip).astype(np.int64), cluster


def measured(values: np.ndarray, cluster: np.ndarray, resampling: Resampling | None) -> Coefficients:
    """Alpha, AC, percent agreement and the mean kappa."""
    labels = labels_of(values, cluster, int(values.max()) + 1)
    found = measure(labels, "nominal", None, resampling)
    names = ("krippendorff_alpha", "gwet_ac", "percent_agreement", "mean_pairwise_cohen_kappa")
    return {name: found.coefficients[name] for name in names}


def of_rare_value(values: np.ndarray, cluster: np.ndarray, resampling: Resampling | None) -> Coefficients:
    """Alpha of the rare value against the other one, and AC of both."""
    found = measure(labels_of(values, cluster, 2), "nominal", None, resampling)
    return {
        "alpha of a 2 % label": value_agreements(found, resampling)[1].alpha,
        "gwet_ac": found.coefficients["gwet_ac"],
    }


def spans(values: np.ndarray, cluster: np.ndarray, resampling: Resampling | None) -> Coefficients:
    """Each sentence is ten characters of a text, and marked as a whole where its value is 0."""
    seen_by = np.nonzero(values >= 0)
    place, person = np.nonzero(values == 0)
    begins = np.flatnonzero(np.diff(cluster, prepend=-1)) * 11
    one = np.ones(len(place), np.int64)
    column = RangeColumn(np.arange(len(place)), one, place * 11, place * 11 + 10)
    found = project_spans(
        Seen(seen_by[1], seen_by[0] * 11, seen_by[0] * 11 + 10),
        Marks(person, place, column),
        begins,
        np.arange(len(begins)),
        resampling or Resampling(),
    )
    return {"alpha over characters": found.character_alpha, "exact F1": found.exact_f1}


Task = Callable[[np.ndarray, np.ndarray, Resampling | None], Coefficients]
SCENARIOS: dict[str, tuple[Callable[[Rng, int], tuple[np.ndarray, np.ndarray]], Task]] = {
    "three values": (sentences, measured),
    "40 % missing at random": (missing_at_random, measured),
    "missing by value": (missing_by_value, measured),
    "a 2 % label": (rare, of_rare_value),
    "spans": (sentences, spans),
}


@cache
def truth(scenario: str) -> dict[str, float]:
    """The values of a corpus of 10,000 articles."""
    draw, task = SCENARIOS[scenario]
    values, cluster = draw(np.random.default_rng(1), 10_000)
    return {name: each.value or 0.0 for name, each in task(values, cluster, None).items()}


def intervals() -> None:
    """Coverage by the number of clusters."""
    print("| corpus | coefficient | " + " | ".join(map(str, CLUSTERS)) + " | fewest shown |")
    print("| --- | --- |" + " --- |" * (len(CLUSTERS) + 1))
    for scenario, (draw, task) in SCENARIOS.items():
        rows: dict[str, list[float]] = {name: [] for name in truth(scenario)}
        shown: dict[str, list[float]] = {name: [] for name in rows}
        for n_clusters in CLUSTERS:
            rng = np.random.default_rng(n_clusters)
            drawn = [task(*draw(rng, n_clusters), Resampling(count=2)) for _ in range(SIMULATIONS)]
            for name, true in truth(scenario).items():
                ends = [found[name].ci for found in drawn]
                held = [low <= true <= high for low, high in filter(None, ends)]
                rows[name].append(float(np.mean(held)) if held else np.nan)
                shown[name].append(len(held) / SIMULATIONS)
        for name, covered in rows.items():
            cells = " | ".join(f"{share:.3f}" for share in covered)
            print(f"| {scenario} | {name} | {cells} | {min(shown[name]):.2f} |", flush=True)


def singles(rng: Rng, share: float, n_doubled: int = 100) -> np.ndarray:
    """Units that two annotators label, beside this share of units that only one labels."""
    n_units = round(n_doubled / (1 - share))
    truth_ = rng.choice(3, n_units, p=(0.6, 0.3, 0.1))
    guess = rng.choice(3, (n_units, 2), p=(0.6, 0.3, 0.1))
    values = np.where(rng.random((n_units, 2)) < 0.8, truth_[:, None], guess)
    alone = np.flatnonzero(np.arange(n_units) >= n_doubled)
    values[alone, rng.integers(0, 2, len(alone))] = -1
    return values


def errors() -> None:
    """The mean standard error as a share of the true spread."""
    shares = (0.0, 0.5, 0.8, 0.9)
    print("| coefficient | error | " + " | ".join(f"{share:.0%} single" for share in shares) + " |")
    print("| --- | --- |" + " --- |" * len(shares))
    ratios: dict[tuple[str, str], list[float]] = {}
    for share in shares:
        rng = np.random.default_rng(int(100 * share))
        drawn = []
        for _ in range(SIMULATIONS):
            labels = labels_of(singles(rng, share), None, 3)
            drawn.append(measure(labels, "nominal", None, Resampling(count=2)).coefficients)
        for name in drawn[0]:
            spread = np.std([found[name].value for found in drawn], ddof=1)
            for kind in ("se", "unit_se", "irrcac_se"):
                each = [getattr(found[name], kind) for found in drawn]
                if None not in each:
                    ratios.setdefault((name, kind), []).append(float(np.mean(each) / spread))
    for (name, kind), row in ratios.items():
        print(f"| {name} | {kind} | " + " | ".join(f"{ratio:.2f}" for ratio in row) + " |")


def people(rng: Rng, n_clusters: int, n_annotators: int) -> tuple[np.ndarray, np.ndarray]:
    """Articles of 8 to 29 sentences by annotators of different skill and habits, all drawn anew."""
    cluster = np.repeat(np.arange(n_clusters), rng.integers(8, 30, n_clusters))
    clear = rng.beta(4, 2, n_clusters)[cluster]
    skill, habits = rng.beta(4, 2, n_annotators), rng.dirichlet(np.full(3, 2.0), n_annotators).cumsum(axis=1)
    truth_ = rng.integers(0, 3, len(cluster))
    guess = (rng.random((len(cluster), n_annotators))[:, :, None] > habits[None]).sum(axis=2)
    known = rng.random((len(cluster), n_annotators)) < np.sqrt(clear[:, None] * skill[None])
    return np.minimum(np.where(known, truth_[:, None], guess), 2), cluster


def everything(values: np.ndarray, cluster: np.ndarray, resampling: Resampling | None) -> Coefficients:
    """The coefficients of values, and those of ranges where a sentence is marked if its value is 0."""
    return {**measured(values, cluster, resampling), **spans(values, cluster, resampling)}


def annotators() -> None:
    """Coverage of the value that other annotators would reach on other articles."""
    rng = np.random.default_rng(5)
    parts = [everything(*people(rng, 200, 40), None) for _ in range(40)]
    true = {name: float(np.mean([found[name].value for found in parts])) for name in parts[0]}
    print("| articles | annotators | intervals | " + " | ".join(true) + " |")
    print("| --- | --- | --- |" + " --- |" * len(true))
    for n_clusters, n_annotators in ((10, 3), (10, 5), (20, 5), (20, 10), (40, 10)):
        for kind in ("fixed", "random"):
            rng = np.random.default_rng(n_clusters)
            drawn = [
                everything(*people(rng, n_clusters, n_annotators), Resampling(count=2, annotators=kind))
                for _ in range(SIMULATIONS)
            ]
            cells = [covered(name, drawn, value) for name, value in true.items()]
            print(f"| {n_clusters} | {n_annotators} | {kind} | " + " | ".join(cells) + " |", flush=True)


def covered(name: str, drawn: Iterable[Coefficients], true: float) -> str:
    """The share of the intervals shown that hold the true value."""
    ends = [found[name].ci for found in drawn]
    held = [low <= true <= high for low, high in filter(None, ends)]
    return f"{np.mean(held):.3f}" if held else "none"


if __name__ == "__main__":
    parts_ = {"intervals": intervals, "errors": errors, "annotators": annotators}
    for chosen in sys.argv[1:] or parts_:
        parts_[chosen]()
        print()
