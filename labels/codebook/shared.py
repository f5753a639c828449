"""Limits, keys and messages that the server and the page share: ``shared.toml``, read once."""

import importlib.resources
import tomllib
from collections.abc import Mapping
from typing import Any

SHARED: Mapping[str, Any] = tomllib.loads(
    (importlib.resources.files(__package__) / "shared.toml").read_text(encoding="utf-8")
)
LIMITS: Mapping[str, int] = SHARED["limits"]
MESSAGES: Mapping[str, str] = SHARED["messages"]
RESERVED_KEYS = frozenset({*SHARED["commands"], *SHARED["roles"], *SHARED["browser"]["keys"]})


def message(name: str, **words: object) -> str:
    """The message of that name with its placeholders filled in; what is filled in is never filled again."""
    return MESSAGES[name].format(**words)
