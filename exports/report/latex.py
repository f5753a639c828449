"""Being written."""

from typing import Any


def latex_table(report: Any) -> Any:
    """Being written."""
    raise NotImplementedError
