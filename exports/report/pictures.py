"""Being written."""

from typing import Any


def pictures(report: Any) -> Any:
    """Being written."""
    raise NotImplementedError
