"""The assignment in plain Python beside scipy's, ties included."""

import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from exports.agreement.spans.assignment import assigned


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_of_scipy_even_where_several_choices_are_equally_good(seed):
    chance = random.Random(seed)
    for _ in range(400):
        rows, columns = chance.randint(1, 6), chance.randint(1, 6)
        values = [0.0, 0.5, 0.6, 2 / 3, 1.0] if chance.random() < 0.7 else [chance.random() for _ in range(9)]
        scores = [[chance.choice(values) for _ in range(columns)] for _ in range(rows)]
        of_rows, of_columns = linear_sum_assignment(np.array(scores), maximize=True)
        assert assigned(scores) == list(zip(of_rows.tolist(), of_columns.tolist(), strict=True)), scores


def test_nothing_is_assigned_where_one_side_is_empty():
    assert assigned([]) == assigned([[], []]) == []
