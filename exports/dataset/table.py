"""The rows of a layout with what a format must know of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from exports.dataset.columns import Column, Row
from labels.codebook.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with exactly these columns, in this order.

    layers: ids that a format speaks of; all if empty.  articles: rows of the layout articles in the same
    order, for a format that needs whole texts.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    codebook: Codebook
    layers: tuple[str, ...] = ()
    articles: Iterable[Row] = ()


def text_columns(names: Iterable[str]) -> tuple[Column, ...]:
    """Columns of texts."""
    return tuple(Column(name, "text") for name in names)


def counting(rows: Iterable[Row], progress: Callable[[int], object]) -> Iterator[Row]:
    """The rows, with progress called at each with their number so far."""
    for number, row in enumerate(rows, start=1):
        yield row
        progress(number)
