"""Being written."""

from typing import Any


def page(report: Any) -> Any:
    """Being written."""
    raise NotImplementedError
