"""How many more clusters to label twice until an interval is narrow enough."""

import math
from dataclasses import dataclass

# Half-width of a 95 % interval in standard errors of a normal distribution.
_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Plan:
    """What is still to be labeled by two or more annotators.

    half_width: of a 95 % interval now, from its standard error.
    target: half-width wanted.
    more_clusters: events or articles to add, like those labeled so far; 0 if the interval is narrow enough.
    basis: the assumption behind it, for the reader.
    """

    half_width: float
    target: float
    n_clusters: int
    more_clusters: int
    basis: str = (
        "The larger of the standard errors, over clusters and over units, shrinks with the square root of "
        "the number of clusters, if new clusters are like those labeled so far."
    )


def plan(
    cluster_se: float | None, n_clusters: int, target: float = 0.05, *, unit_se: float | None = None
) -> Plan | None:
    """The clusters still missing; None without a standard error over at least two clusters.

    unit_se: the linearized standard error. A few clusters are by chance more alike than units could be, so
        the larger of both counts.
    Raises ValueError unless target is positive.
    """
    if target <= 0:
        raise ValueError(f"A half-width of {target} can't be reached; it must be positive.")
    if cluster_se is None or n_clusters < 2:  # noqa: PLR2004 - a spread takes two
        return None
    half_width = _NORMAL_95 * max(cluster_se, unit_se or 0.0)
    needed = math.ceil(n_clusters * (half_width / target) ** 2 - 1e-9)
    return Plan(half_width, target, n_clusters, max(0, needed - n_clusters))
