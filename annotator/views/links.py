"""Addresses of the pages."""

from urllib.parse import quote


def sentence_link(event: str, sentence: str, prefix: str = "") -> str:
    """Where the workspace shows a sentence; prefix: the path below which a proxy serves the tool, or ""."""
    return f"{prefix}/?event={quote(event, safe='')}#{quote(sentence, safe='')}"
