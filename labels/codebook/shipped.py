"""The codebooks that ship with the tool, as files a researcher can copy and change."""

import importlib.resources
from pathlib import Path

from labels.codebook.file import read_text

DEFAULT = "claims-in-news"
SHIPPED = (DEFAULT, "sentence-sentiment", "news-frames", "stance-towards-target")


def shipped_text(name: str = DEFAULT) -> str:
    """The file of a shipped codebook, comments and all; KeyError for any other name."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (importlib.resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8")


def text_of(name: str) -> str:
    """The text of a shipped codebook by its name, else that of a file; CodebookError if neither can be read.

    A file of that name in the working folder comes first only if it is named as a path: ``./news-frames``.
    """
    return shipped_text(name) if name in SHIPPED else read_text(Path(name))
