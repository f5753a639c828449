"""Standard errors and intervals over clusters, each left out once; the bootstrap as a cross-check.

Sentences of one article are not independent, so whole clusters are left out. The variance is the delete-one
jackknife's. The interval is a t interval for the square root of disagreement, where the distribution of a
coefficient is nearly symmetric, with the degrees of freedom that the clusters really give: a few large
clusters count for less than many equal ones. ``docs/agreement.md`` says how often it covers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from scipy.special import stdtr, stdtrit

from exports.agreement.arrays import Floats
from exports.agreement.choices import MOST_RESAMPLES, Annotators
from exports.agreement.coefficient import Coefficient, Reason

# Samples are drawn in portions of about this many numbers (8 MB).
_PORTION = 1 << 20
# With fewer samples than this share defined, a bootstrap interval would describe the lucky ones.
_DEFINED = 0.5
# Drawing a block one by one beats one binomial up to about this many blocks alike.
_DRAWS_PER_BLOCK = 24
# A spread over fewer clusters (or annotators) can't be told from their means.
FEWEST = 3
# On fewer units that differ, intervals over 3 to 5 clusters held the true alpha in 60 to 82 of 100.
FEWEST_VARIED = 8
# Degrees of freedom by the kurtosis of the values left out (Satterthwaite), set by simulation.
_FREEDOM = 1.5
_FEWEST_FREEDOM = 3.0
METHOD = "jackknife_t"

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made.

    count, seed: samples that the bootstrap draws, and the seed that makes them the same again.
    level: the share of intervals that hold the true value.
    annotators: ``fixed`` speaks for these annotators on other clusters; ``random`` for other annotators, too.
    """

    count: int = 1000
    seed: int = 0
    level: float = 0.95
    annotators: Annotators = "fixed"

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_RESAMPLES or not 0 < self.level < 1:
            raise ValueError(
                f"{self.count} resamples at level {self.level}: from 1 to {MOST_RESAMPLES:,} resamples are "
                "possible, and a level between 0 and 1."
            )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A coefficient without one block, for each distinct block; nan where it is undefined.

    multiplicity: how many blocks are alike.
    """

    values: Floats
    multiplicity: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard error, degrees of freedom and interval of a coefficient."""

    se: float
    df: float
    ci: tuple[float, float]


def leaving_out(
    rows: Floats | sp.csr_array,
    multiplicity: Floats,
    statistics: Callable[[Floats], Mapping[N, Floats]],
) -> dict[N, LeftOut]:
    """Each statistic without one block, for each distinct block.  rows: the sums of each block."""
    total = np.asarray(multiplicity @ rows)
    portion = max(1, _PORTION // max(rows.shape[1], 1))
    portions = []
    for start in range(0, rows.shape[0], portion):
        part = rows[start : start + portion]
        block = part if isinstance(part, np.ndarray) else part.toarray()
        portions.append(statistics(total - block))
    names = portions[0] if portions else statistics(total[None, :])
    return {
        name: LeftOut(np.concatenate([part[name] for part in portions] or [multiplicity[:0]]), multiplicity)
        for name in names
    }


def spread(
    value: float, sources: Sequence[LeftOut], resampling: Resampling, disagreement: float = 0.0
) -> Spread | None:
    """The spread of a coefficient over one source of chance (clusters) or several (annotators, too).

    disagreement: how far below 1 the coefficient could lie though no two labels differ, from the number of
        units; the least width of an interval at full agreement.
    None if the coefficient is undefined without one of the blocks.
    """
    if not all(np.isfinite(source.values).all() for source in sources):
        return None
    plain = [_variance(source.values, source.multiplicity) for source in sources]
    se = float(np.sqrt(sum(variance for variance, _ in plain)))
    df = _joined_freedom(plain)
    tail = float(stdtrit(df, (1 + resampling.level) / 2))
    root = float(np.sqrt(max(1 - value, 0.0)))
    roots = [
        _variance(np.sqrt(np.maximum(1 - source.values, 0.0)), source.multiplicity) for source in sources
    ]
    half = tail * float(np.sqrt(sum(variance for variance, _ in roots)))
    low, high = 1 - (root + half) ** 2, 1 - max(root - half, 0.0) ** 2
    if root == 0:
        low = min(low, 1 - disagreement)
    return Spread(se, df, (min(low, value), max(high, value)))


def _variance(values: Floats, multiplicity: Floats) -> tuple[float, float]:
    """The delete-one variance, and the degrees of freedom behind it."""
    total = float(multiplicity.sum())
    apart = values - multiplicity @ values / total
    largest = float(np.abs(apart).max(initial=0.0))
    # Rounding leaves equal values a hair apart.
    if largest < 1e-12:  # noqa: PLR2004
        return 0.0, total - 1
    apart = apart / largest
    squares, fourth = float(multiplicity @ apart**2), float(multiplicity @ apart**4)
    freedom = _FREEDOM * squares**2 / fourth * (total - 1) / total
    return (total - 1) / total * squares * largest**2, min(max(freedom, _FEWEST_FREEDOM), total - 1)


def _joined_freedom(parts: Sequence[tuple[float, float]]) -> float:
    """Degrees of freedom of a sum of variances (Satterthwaite 1946)."""
    total = sum(variance for variance, _ in parts)
    if total == 0:
        return min(freedom for _, freedom in parts)
    return total**2 / sum(variance**2 / freedom for variance, freedom in parts)


def least_disagreement(n_units: int, expected: float | None, level: float) -> float:
    """How far below 1 a coefficient could lie though none of n units shows a disagreement.

    expected: agreement by chance; None for agreement that is not corrected for chance. The bound on the share
    of units with a disagreement is that of Clopper & Pearson (1934).
    """
    share = 1 - ((1 - level) / 2) ** (1 / max(n_units, 1))
    room = 1.0 if expected is None else 1 - expected
    return share / room if room > 0 else np.inf


def draws(multiplicity: Floats, resampling: Resampling, width: int) -> Iterator[Floats]:
    """Portions of samples: how often each distinct block was drawn (samples x blocks).

    multiplicity: how many blocks are alike; a sample draws as many blocks as there are.
    width: numbers per sample that the caller makes from it, for the size of the portions.
    """
    rng = np.random.default_rng(resampling.seed)
    weights = multiplicity.astype(np.int64)
    blocks, total = len(weights), int(weights.sum())
    common = weights > _DRAWS_PER_BLOCK
    rare = np.repeat(np.flatnonzero(~common), weights[~common])
    chances = np.append(weights[common], len(rare)) / total
    portion = max(1, _PORTION // max(len(rare), blocks, width, 1))
    for start in range(0, resampling.count, portion):
        size = min(portion, resampling.count - start)
        drawn = rng.multinomial(total, chances, size=size)
        rest = drawn[:, -1]
        cells = rare[rng.integers(0, max(len(rare), 1), size=int(rest.sum()))]
        cells += np.repeat(np.arange(size) * blocks, rest)
        times = np.bincount(cells, minlength=size * blocks).reshape(size, blocks)
        times[:, common] = drawn[:, :-1]
        yield times.astype(np.float64)


def bootstrap(
    rows: Floats | sp.csr_array,
    multiplicity: Floats,
    statistics: Callable[[Floats], Mapping[N, Floats]],
    resampling: Resampling,
) -> dict[N, Floats]:
    """Each statistic in every sample drawn; nan where it is undefined.

    rows: the sums of each block.  statistics: from sums (samples x width) to one number per sample.
    """
    portions = [
        statistics(np.asarray(drawn @ rows)) for drawn in draws(multiplicity, resampling, rows.shape[1])
    ]
    return {name: np.concatenate([portion[name] for portion in portions]) for name in portions[0]}


def bootstrap_error(samples: Floats) -> float | None:
    """The standard deviation of the defined samples."""
    defined = samples[np.isfinite(samples)]
    return float(defined.std(ddof=1)) if len(defined) > 1 else None


def percentiles(samples: Floats, level: float) -> tuple[float, float] | None:
    """The middle of the samples; None if the coefficient was defined in fewer than half of them."""
    defined = samples[np.isfinite(samples)]
    if len(defined) == 0 or len(defined) < _DEFINED * len(samples):
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Clusters:
    """What a coefficient's interval rests on.

    n: clusters in which something was compared.  varied: those among them that hold more than the most common
    value, which a chance-corrected coefficient learns from; None if that does not matter.
    varied_units: units that hold more than the most common value; None if units themselves are the clusters.
    """

    n: int
    varied: int | None = None
    varied_units: int | None = None

    def reason(self) -> Reason | None:
        """Why these clusters give no interval; None if they do."""
        if self.n < FEWEST:
            return Reason.ONE_CLUSTER if self.n == 1 else Reason.TOO_FEW_CLUSTERS
        if self.varied is not None and self.varied < FEWEST:
            return Reason.TOO_FEW_VARIED_CLUSTERS
        few = self.varied_units is not None and self.varied_units < FEWEST_VARIED
        return Reason.TOO_FEW_VARIED_UNITS if few else None


def with_spread(
    point: Coefficient,
    sources: Sequence[LeftOut],
    clusters: Clusters,
    resampling: Resampling | None,
    *,
    lowest: float = -1.0,
) -> Coefficient:
    """The coefficient with standard error and interval, or with the reason why it has none.

    sources: the coefficient without each cluster and, if annotators are random, without each annotator.
    lowest: what the coefficient can reach.
    """
    if point.value is None or resampling is None:
        return point
    reason = clusters.reason()
    if reason is None and any(source.multiplicity.sum() < FEWEST for source in sources):
        reason = Reason.TOO_FEW_ANNOTATORS
    if reason is not None:
        return replace(point, reason=reason)
    least = least_disagreement(point.n_units, point.expected, resampling.level)
    found = spread(point.value, sources, resampling, least)
    if found is None:
        return replace(point, reason=Reason.UNDEFINED_IF_LEFT_OUT)
    low, high = found.ci
    return replace(point, se=found.se, ci=(max(low, min(lowest, point.value)), high), df=found.df)


def probability_above(coefficient: Coefficient, line: float) -> float | None:
    """The probability that the true value lies above a line, by the t distribution; None without an error."""
    value, se, df = coefficient.value, coefficient.se, coefficient.df
    if value is None or se is None or df is None:
        return None
    return float(value > line) if se == 0 else float(stdtr(df, (value - line) / se))
