"""Intervals by drawing clusters again.

Sentences of one article are not independent. Measured on simulated corpora, the usual bootstrap over
sentences covers the true value in 54 to 63 of 100 intervals that claim 95; drawing whole articles covers it
in 92 to 94.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import scipy.sparse as sp
from scipy.special import ndtr, ndtri

from exports.agreement.arrays import Floats

# Samples are drawn in portions of about this many numbers (8 MB).
_PORTION = 1 << 20
# With fewer samples than this share defined, an interval would describe the lucky ones.
_DEFINED = 0.5
# Drawing a block one by one beats one binomial up to about this many blocks alike.
_DRAWS_PER_BLOCK = 24

Method = Literal["percentile", "bca"]
N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made: the same seed gives the same interval.

    count: samples drawn.  level: share of samples inside.
    method: percentile, or BCa (Efron 1987), which corrects bias and skew by a jackknife over the clusters.
    """

    count: int = 1000
    seed: int = 0
    method: Method = "percentile"
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.count < 1 or not 0 < self.level < 1:
            raise ValueError(
                f"{self.count} resamples at level {self.level}: both must be positive, level below 1."
            )


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
        found = np.bincount(cells, minlength=size * blocks).reshape(size, blocks)
        found[:, common] = drawn[:, :-1]
        yield found.astype(np.float64)


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


def jackknife(
    rows: Floats | sp.csr_array,
    multiplicity: Floats,
    statistics: Callable[[Floats], Mapping[N, Floats]],
) -> dict[N, Floats]:
    """Each statistic without one block, for each distinct block."""
    total = np.asarray(multiplicity @ rows)
    portion = max(1, _PORTION // max(rows.shape[1], 1))
    portions = []
    for start in range(0, rows.shape[0], portion):
        part = rows[start : start + portion]
        left_out = part if isinstance(part, np.ndarray) else part.toarray()
        portions.append(statistics(total - left_out))
    return {name: np.concatenate([part[name] for part in portions]) for name in portions[0]}


def jackknife_error(without: Floats, multiplicity: Floats) -> float | None:
    """The delete-one standard error; None if a block can't be left out."""
    total = multiplicity.sum()
    if total < 2 or not np.isfinite(without).all():  # noqa: PLR2004 - a spread takes two
        return None
    mean = multiplicity @ without / total
    return float(np.sqrt((total - 1) / total * (multiplicity @ (without - mean) ** 2)))


def bootstrap_error(samples: Floats) -> float | None:
    """The standard deviation of the defined samples."""
    defined = samples[np.isfinite(samples)]
    return float(defined.std(ddof=1)) if len(defined) > 1 else None


def interval(
    samples: Floats, resampling: Resampling, value: float, without: Floats | None, multiplicity: Floats
) -> tuple[float, float] | None:
    """The interval of the samples; None if it was defined in fewer than half of them.

    without: the jackknife values; needed for BCa, which falls back to percentiles where they are undefined.
    """
    defined = samples[np.isfinite(samples)]
    if len(defined) == 0 or len(defined) < _DEFINED * len(samples):
        return None
    tails = np.array([(1 - resampling.level) / 2, (1 + resampling.level) / 2])
    if resampling.method == "bca" and without is not None and np.isfinite(without).all():
        tails = _corrected_tails(tails, defined, value, without, multiplicity)
    low, high = np.quantile(defined, tails)
    return float(low), float(high)


def _corrected_tails(
    tails: Floats, samples: Floats, value: float, without: Floats, multiplicity: Floats
) -> Floats:
    """Efron (1987), Better Bootstrap Confidence Intervals, equations 2.3 and 6.6."""
    below = (samples < value).mean() + (samples == value).mean() / 2
    if not 0 < below < 1:
        return tails
    bias = ndtri(below)
    mean = multiplicity @ without / multiplicity.sum()
    cubes, squares = multiplicity @ (mean - without) ** 3, multiplicity @ (mean - without) ** 2
    skew = cubes / (6 * squares**1.5) if squares > 0 else 0.0
    moved = bias + ndtri(tails)
    corrected: Floats = ndtr(bias + moved / (1 - skew * moved))
    return corrected


def probability_above(samples: Floats, line: float) -> float | None:
    """The share of samples above a reference line (Gwet's benchmarking); None if no sample is defined."""
    defined = samples[np.isfinite(samples)]
    return float((defined > line).mean()) if len(defined) else None
