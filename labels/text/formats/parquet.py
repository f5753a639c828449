"""Rows of a Parquet file; pyarrow comes with Streamlit, and is imported only where a file needs it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from labels.text.incoming import InputFile

_ROWS = 1_000


def parquet_rows(file: InputFile) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file as values by column; dates become ISO 8601 texts, missing values None.

    Raises FileRefusedError for a file that can't be read as Parquet.
    """
    try:
        with file.open() as stream, pq.ParquetFile(stream) as table:
            for batch in table.iter_batches(_ROWS):
                for row in batch.to_pylist():
                    yield {name: _plain(value) for name, value in row.items()}
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
        raise file.position.refuse(f"not a readable Parquet file: {reason}.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.time() == dt.time.min and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value
