"""The codebooks that ship with the tool, as files a researcher can copy and change."""

import importlib.resources


def shipped_text() -> str:
    """The default codebook's file, comments and all."""
    return (importlib.resources.files(__package__) / "claims-in-news.toml").read_text(encoding="utf-8")
