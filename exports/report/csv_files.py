"""Being written."""

from typing import Any


def csv_files(report: Any) -> Any:
    """Being written."""
    raise NotImplementedError
