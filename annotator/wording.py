"""How commands word what they print."""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def in_one_line(text: str) -> str:
    """A text as a terminal may show it: line breaks and control characters become spaces."""
    return _CONTROL.sub(" ", text)


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``; the noun takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
