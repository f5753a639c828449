"""The assignment problem in plain Python: which rows go with which columns, one to one, at the largest sum.

Claims that lie over each other are few, so this is faster than handing them to scipy, and an export does not
have to import it. The steps are those of ``scipy.optimize.linear_sum_assignment``, so ties fall the same way.

Source: Crouse (2016), On implementing 2D rectangular assignment algorithms, IEEE Transactions on Aerospace
and Electronic Systems 52, 1679-1696.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


def assigned(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of row and column, in the order of the rows, with the largest sum of scores.

    scores: finite, one row as long as the other. As many pairs as the smaller side has entries.
    """
    if not scores or not scores[0]:
        return []
    if len(scores[0]) < len(scores):
        turned = assigned(list(zip(*scores, strict=True)))
        return sorted((row, column) for column, row in turned)
    state = _State.of(scores)
    for row in range(len(scores)):
        state.add(row)
    return list(enumerate(state.column_of))


@dataclass(frozen=True, slots=True)
class _State:
    """Rows assigned so far (-1 for none yet), and the dual variables of rows and columns."""

    costs: list[list[float]]
    of_rows: list[float]
    of_columns: list[float]
    column_of: list[int]
    row_of: list[int]

    @classmethod
    def of(cls, scores: Sequence[Sequence[float]]) -> "_State":
        rows, columns = len(scores), len(scores[0])
        costs = [[-score for score in row] for row in scores]
        return cls(costs, [0.0] * rows, [0.0] * columns, [-1] * rows, [-1] * columns)

    def add(self, row: int) -> None:
        """Assign one more row, along the shortest path that may move the rows before it."""
        path = _Path.of(self, row)
        self.of_rows[row] += path.length
        for other in path.rows:
            if other != row:
                self.of_rows[other] += path.length - path.shortest[self.column_of[other]]
        for column in path.columns:
            self.of_columns[column] -= path.length - path.shortest[column]
        column = path.columns[-1]
        while True:
            before = path.before[column]
            self.row_of[column] = before
            self.column_of[before], column = column, self.column_of[before]
            if before == row:
                return


@dataclass(frozen=True, slots=True)
class _Path:
    """The shortest path from a row to a free column.

    shortest: to each column.  before: the row from which each column is reached.
    rows, columns: those on the way, the free column last.
    """

    length: float
    shortest: list[float]
    before: list[int]
    rows: list[int]
    columns: list[int]

    @classmethod
    def of(cls, state: _State, row: int) -> "_Path":
        size = len(state.of_columns)
        path = cls(0.0, [inf] * size, [-1] * size, [], [])
        waiting = list(range(size - 1, -1, -1))
        length = 0.0
        while True:
            path.rows.append(row)
            place = path.nearest(state, row, length, waiting)
            column = waiting[place]
            length = path.shortest[column]
            path.columns.append(column)
            waiting[place] = waiting[-1]
            waiting.pop()
            if state.row_of[column] == -1:
                return cls(length, path.shortest, path.before, path.rows, path.columns)
            row = state.row_of[column]

    def nearest(self, state: _State, row: int, length: float, waiting: Sequence[int]) -> int:
        """The place of the nearest column among those waiting; of equally near ones a free one."""
        lowest, nearest = inf, -1
        for place, column in enumerate(waiting):
            reached = length + state.costs[row][column] - state.of_rows[row] - state.of_columns[column]
            if reached < self.shortest[column]:
                self.before[column], self.shortest[column] = row, reached
            known = self.shortest[column]
            if known < lowest or (known == lowest and state.row_of[column] == -1):
                lowest, nearest = known, place
        return nearest
