"""Published values of agreement, and those of other implementations: ``tests/data/agreement_cases.json``.

Each table has its data, items by raters (null is a missing label), and the values known for it with their
sources; spans have their own fields, as their tests read them. The numbers are facts of the literature.
"""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data" / "agreement_cases.json"


def cases() -> list[dict[str, Any]]:
    """Every case: id, data, statistic, options, expected, tolerance (none of both for an undefined value)."""
    tables = json.loads(DATA.read_text(encoding="utf-8"))
    return [
        {"data": table["data"], "options": {}, **value}
        for table in tables.values()
        for value in table["values"]
    ]
