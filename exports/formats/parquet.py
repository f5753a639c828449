"""Parquet with a written schema: no reader has to guess a type."""

from itertools import islice
from typing import TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from exports.dataset.columns import Column, Type
from exports.dataset.table import Table

ROWS = 5_000  # of a row group, which is in memory as a whole

_RANGE = {"start": pa.int64(), "end": pa.int64()}
_TYPES: dict[Type, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "share": pa.float64(),
    "texts": pa.list_(pa.string()),
    "ranges": pa.list_(pa.struct({**_RANGE, "quote": pa.string()})),
    "range_shares": pa.list_(pa.struct({**_RANGE, "share": pa.float64()})),
    "text_shares": pa.list_(pa.struct({"value": pa.string(), "share": pa.float64()})),
    "texts_shares": pa.list_(pa.struct({"value": pa.list_(pa.string()), "share": pa.float64()})),
}


def write(table: Table, file: TextIO) -> int:
    """Write the rows to the file's bytes; returns how many."""
    schema = pa.schema([pa.field(column.name, _type(column), nullable=False) for column in table.columns])
    rows, waiting = 0, iter(table.rows)
    with pq.ParquetWriter(file.buffer, schema, compression="zstd") as writer:
        while batch := list(islice(waiting, ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            rows += len(batch)
    return rows


def _type(column: Column) -> pa.DataType:
    if column.type == "distribution":
        return pa.struct([(key, pa.float64()) for key in column.keys])
    return _TYPES[column.type]
