"""Small tables of labels for the agreement tests: units x annotators, None where a label is missing."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from exports.agreement.choices import Measurement, WeightKind
from exports.agreement.counts import Labels, coded
from exports.agreement.intervals import Resampling
from exports.agreement.layer import LayerAgreement, measure

Rows = Sequence[Sequence[Any]]


def labels_of(
    rows: Rows, categories: Sequence[Any] | None = None, clusters: Sequence[Any] | None = None
) -> Labels:
    """The labels of a table; categories by default the values present, sorted; scores if they are numbers."""
    cells = [
        (annotator, unit, value)
        for unit, row in enumerate(rows)
        for annotator, value in enumerate(row)
        if value is not None
    ]
    if categories is None:
        categories = sorted({value for _, _, value in cells})
    numeric = all(isinstance(category, int | float) for category in categories)
    return coded(
        [f"a{annotator}" for annotator, _, _ in cells],
        [f"u{unit}" for _, unit, _ in cells],
        [str(value) for _, _, value in cells],
        [str(category) for category in categories],
        clusters=None if clusters is None else [clusters[unit] for _, unit, _ in cells],
        scores=[float(category) for category in categories] if numeric else None,
    )


def agreement_of(
    rows: Rows,
    measurement: Measurement = "nominal",
    weights: WeightKind | None = None,
    categories: Sequence[Any] | None = None,
) -> LayerAgreement:
    """Every coefficient of a table, with errors; the bootstrap is kept short."""
    return measure(labels_of(rows, categories), measurement, weights, Resampling(count=2))


def values_of(rows: Rows, *options: Any, **named: Any) -> dict[str, float | None]:
    """Only the values of the coefficients."""
    return {name: each.value for name, each in agreement_of(rows, *options, **named).coefficients.items()}


def table_rows(table: Sequence[Sequence[int]], values: Sequence[Any] | None = None) -> list[list[Any]]:
    """One row of two labels for each unit counted in a confusion table."""
    values = values or list(range(1, len(table) + 1))
    return [
        [values[first], values[second]]
        for first, row in enumerate(table)
        for second, count in enumerate(row)
        for _ in range(count)
    ]


def counted_rows(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """One row of labels for each row of counts; who gave which label is arbitrary."""
    return [[value + 1 for value, count in enumerate(row) for _ in range(count)] for row in counts]


@st.composite
def ratings(
    draw: st.DrawFn, *, missing: bool = True, annotators: int | None = None, values: int = 4
) -> list[list[int | None]]:
    """Random tables of 2 to 5 annotators, 3 to 25 units and up to ``values`` values."""
    n_annotators = annotators or draw(st.integers(2, 5))
    cell = st.integers(1, values) | st.none() if missing else st.integers(1, values)
    row = st.lists(cell, min_size=n_annotators, max_size=n_annotators)
    return draw(st.lists(row, min_size=3, max_size=25))


def as_matrix(rows: Rows) -> np.ndarray:
    """Annotators x units with nan for missing, as the krippendorff package wants it."""
    return np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=float).T


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C; the four raters of Gwet (2014).
KRIPPENDORFF_2011 = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]

# Gwet (2014), p. 125: 15 units, 5 observers, values 0 to 3.
GWET_FIVE_OBSERVERS = [
    [1, 1, 2, None, 2],
    [1, 1, 0, 1, None],
    [2, 3, 3, 3, None],
    [None, 0, 0, None, 0],
    [0, 0, 0, None, 0],
    [0, 0, 0, None, 0],
    [1, 0, 2, None, 1],
    [1, None, 2, 0, None],
    [2, 2, 2, None, 2],
    [2, 1, 1, 1, None],
    [None, 1, 0, 0, None],
    [0, 0, 0, 0, None],
    [1, 2, 2, 2, None],
    [3, 3, 2, 2, 3],
    [1, 1, 1, None, 1],
]

# Fleiss (1971), Psychological Bulletin 76, 378-382, table 1: 30 patients, 6 psychiatrists, 5 diagnoses.
FLEISS_1971 = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip
