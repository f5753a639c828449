"""When two texts or two names are the same but for their spelling."""

import re

_WORD = re.compile(r"\w+")


def normalised(words: str) -> str:
    """Letters and digits in lower case with one space between words: what makes copies the same."""
    return " ".join(_WORD.findall(words.casefold()))


def source_key(name: str) -> str:
    """A source's name without case, punctuation and article, so that two ways to write it are one source."""
    return normalised(name).removeprefix("the ") or name.strip().casefold()
