"""When two names are the same, and when one merely looks like another (UTS 39)."""

import re
import unicodedata
from pathlib import Path

from labels.errors import PersonNameError

MAX_NAME_LENGTH = 80  # code points
# characters that print nothing, though Unicode calls them letters, symbols or marks
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]|[\U000e0000-\U000e0fff]"
)
# what UTS 39 holds for alike within ASCII: I, l, 1 and |; O and 0
_ALIKE = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "O"})


def _lookalikes() -> dict[int, str]:
    text = Path(__file__).with_name("lookalikes.txt").read_text(encoding="utf-8")
    rows = [line.split(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return {ord(character): latin for latin, characters in rows for character in characters}


_LATIN = _lookalikes()


def checked_name(name: str) -> str:
    """A name as the project stores it: NFC, single spaces. PersonNameError if people could not read it."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > MAX_NAME_LENGTH or not name.isprintable() or _INVISIBLE.search(name):
        raise PersonNameError(f"A name has 1 to {MAX_NAME_LENGTH} printable characters.")
    return name


def same_name(a: str, b: str) -> bool:
    """Whether two names differ in case at most: 'Alice' and 'ALICE'."""
    return folded(a) == folded(b)


def look_alike(a: str, b: str) -> bool:
    """Whether a person could take one name for the other: 'Alice' and an 'Alice' with a Cyrillic letter."""
    return not skeletons(a).isdisjoint(skeletons(b))


def skeletons(name: str) -> frozenset[str]:
    """What a name looks like, as it is and in either case: look-alike names share a skeleton."""
    return frozenset(_skeleton(form) for form in (name, name.casefold(), name.upper()))


def _skeleton(name: str) -> str:
    shapes = unicodedata.normalize("NFKD", name).translate(_LATIN).translate(_ALIKE)
    return unicodedata.normalize("NFKD", shapes.casefold()).replace("rn", "m")


def folded(name: str) -> str:
    """What names that differ in case at most have in common."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
