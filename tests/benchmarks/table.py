"""One table of times: median and 95th percentile, beside the goal."""

import statistics
from dataclasses import dataclass

GOALS = {"painted": 25, "committed": 15, "acknowledged": 30}


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, in milliseconds.

    goal: for the 95th percentile; None for the usual one of the name's last word.
    """

    name: str
    times: list[float]
    goal: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """Of few times, the greatest."""
        return sorted(self.times)[min(len(self.times) - 1, int(0.95 * len(self.times)))]


def head() -> None:
    """The table's first lines."""
    print("| what | median ms | p95 ms | goal for p95 | n |")
    print("| --- | --- | --- | --- | --- |", flush=True)


def line(row: Row) -> None:
    """Print a row at once, since the next takes a while."""
    goal = row.goal or GOALS.get(row.name.rpartition(" ")[2])
    shown = "" if goal is None else f"{goal:g}"
    print(f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {shown} | {len(row.times)} |", flush=True)
