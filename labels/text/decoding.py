"""Bytes to text, strictly: nothing is guessed, replaced or repaired without being said.

Of the text only the byte-order mark and the line ends change: CR LF and CR become LF. It is not normalised
(no NFC), so offsets refer to the characters of the file.
"""

import codecs
import re
import unicodedata

from labels.errors import FileRefusedError
from labels.text.draft import MAX_FILE_BYTES, Place

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of what is no text, whatever its name says.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a rich text document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
)
_SAMPLE = 10_000
_HIGH = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but for tab and line ends, marks of direction, noncharacters.
_UNSEEN = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_INVISIBLE = re.compile(r"[^\s\u115f\u1160\u2800\u3164\uffa0]")


def decode(data: bytes, place: Place, encoding: str | None = None) -> tuple[str, list[str]]:
    """The text of a file and notes on what was done to it.

    encoding: a codec's name; None means UTF-8, or what a byte-order mark says.
    Raises FileRefusedError for any byte that does not fit, NUL, lone surrogates and what is no text at all.
    """
    if len(data) > MAX_FILE_BYTES:
        raise place.refuse(f"{len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read. Divide the file.")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise place.refuse(f"this is {name}, not text. Save the article as plain text in UTF-8.")
    notes: list[str] = []
    mark, marked = next(((m, name) for m, name in _MARKS if data.startswith(m)), (b"", ""))
    if marked.startswith("utf-32") and len(data) % 4:
        mark, marked = codecs.BOM_UTF16_LE, "utf-16-le"
    named = encoding is not None
    if mark and not named:
        notes.append(_mark_note(place, marked))
        data, encoding = data[len(mark) :], marked
    text = _decoded(data, place, encoding or "utf-8", marked=bool(mark))
    if named and text.startswith("\ufeff"):
        notes.append(_mark_note(place, "utf-8"))
        text = text[1:]
    _check_characters(text, place)
    lined = text.replace("\r\n", "\n").replace("\r", "\n")
    if lined != text:
        notes.append(f"{place}: line ends CR LF or CR became LF.")
    return lined, notes


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen: white space, format and control characters only."""
    return (
        all(
            character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Cn", "Co"}
            for character in text
        )
        or _INVISIBLE.search(text) is None
    )


def unseen(text: str, place: Place) -> list[str]:
    """A note on characters that can't be seen and may mislead a reader; they stay as they are."""
    found = _UNSEEN.search(text)
    if found is None:
        return []
    line = text.count("\n", 0, found.start()) + 1
    code = f"U+{ord(found.group()):04X}"
    return [
        f"{place}: holds control or direction characters, the first {code} in line {line}; kept as they are."
    ]


def _mark_note(place: Place, encoding: str) -> str:
    if encoding == "utf-8":
        return f"{place}: byte-order mark (BOM) removed."
    return f"{place}: read as {encoding.upper()}, as its byte-order mark (BOM) says."


def _decoded(data: bytes, place: Place, encoding: str, *, marked: bool) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise _undecodable(data, place, encoding, error, marked=marked) from None
        raise place.refuse(
            f"'{encoding}' is no text encoding known here. Use a name such as utf-8, utf-16, cp1252 or"
            " shift_jis."
        ) from None


def _undecodable(
    data: bytes, place: Place, encoding: str, error: UnicodeError, *, marked: bool
) -> FileRefusedError:
    if not isinstance(error, UnicodeDecodeError):
        return place.refuse(f"not valid {encoding.upper()}: {error}.")
    lines = re.split(rb"\r\n|\r|\n", data[: error.start])
    return place.at(len(lines)).refuse(
        f"byte 0x{data[error.start]:02x} (byte {len(lines[-1]) + 1:,} of the line, {error.start + 1:,} of the"
        f" file) is not valid {encoding.upper()}.{'' if marked else _encoding_hint(data, encoding)}"
    )


def _encoding_hint(data: bytes, encoding: str) -> str:
    """A guess, for the message only: nothing is decoded by it."""
    if encoding.casefold().replace("_", "-") not in {"utf-8", "utf8"}:
        return " Name its encoding with --encoding."
    sample = data[:_SAMPLE]
    if sample.count(0) * 5 > len(sample):
        return " It looks like UTF-16; if it is, say --encoding utf-16-le (or -be)."
    # Accents stand alone between letters, the bytes of other scripts side by side.
    runs = _HIGH.findall(sample)
    western = sum(len(run) > 1 for run in runs) * 2 <= len(runs)
    return (
        f" Save it as UTF-8, or name its encoding, such as --encoding {'cp1252' if western else 'shift_jis'}."
    )


def _check_characters(text: str, place: Place) -> None:
    position = text.find("\0")
    if position >= 0:
        raise place.at(text.count("\n", 0, position) + 1).refuse(
            "a NUL character: this is a binary file, or UTF-16 without a byte-order mark."
            " Save it as UTF-8, or say --encoding utf-16-le (or -be)."
        )
    half = _SURROGATE.search(text)
    if half is not None:
        raise place.at(text.count("\n", 0, half.start()) + 1).refuse(
            "half of a surrogate pair, which is no character. Repair the file's encoding."
        )
