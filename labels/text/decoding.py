"""Bytes to text, strictly: nothing is guessed, replaced or repaired without a note.

Of the text only the byte-order mark and the line ends change: CR LF and CR become LF. It is not normalised
(no NFC), so offsets refer to the characters of the file.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO

from labels.errors import FileRefusedError
from labels.text.incoming import MAX_FILE_BYTES, FilePosition, InputFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of files that are not text, whatever their names say.
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
_START = 16
# Bytes of a line; no reader takes as many characters.
_LONGEST = 4_100_000
_HIGH = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but for tab and line ends, marks of direction, noncharacters.
_UNSEEN = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_INVISIBLE = re.compile(r"[^\s\u115f\u1160\u2800\u3164\uffa0]")


def decode(data: bytes, position: FilePosition, encoding: str | None = None) -> tuple[str, list[str]]:
    """The text of a file and notes on what was done to it.

    encoding: a codec's name; None means UTF-8, or what a byte-order mark says.
    Raises FileRefusedError for any byte that does not fit, NUL, lone surrogates and files that are not text.
    """
    if len(data) > MAX_FILE_BYTES:
        raise position.refuse(f"{len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read. Divide the file.")
    _check_magic(data, position)
    notes: list[str] = []
    mark, marked = next(((m, name) for m, name in _MARKS if data.startswith(m)), (b"", ""))
    if marked.startswith("utf-32") and len(data) % 4:
        mark, marked = codecs.BOM_UTF16_LE, "utf-16-le"
    named = encoding is not None
    if mark and not named:
        notes.append(_mark_note(position, marked))
        data, encoding = data[len(mark) :], marked
    text = _decoded(data, position, encoding or "utf-8", marked=bool(mark))
    if named and text.startswith("\ufeff"):
        notes.append(_mark_note(position, "utf-8"))
        text = text[1:]
    _check_characters(text, position)
    lined = text.replace("\r\n", "\n").replace("\r", "\n")
    if lined != text:
        notes.append(f"{position}: line ends CR LF or CR became LF.")
    return lined, notes


def decoded_lines(file: InputFile, encoding: str | None, notes: list[str]) -> Iterator[str]:
    """The lines of a file with LF at their ends, decoded as they are asked for; lines end at LF, CR LF or CR.

    encoding: as for `decode`. Only UTF-8 is read as a stream.  notes: gets what was changed.
    Raises FileRefusedError as `decode` does, with the line of the fault.
    """
    with file.open() as stream:
        start = stream.read(_START)
        _check_magic(start, file.position)
        marked = start.startswith(tuple(mark for mark, name in _MARKS if name != "utf-8"))
        if encoding is not None or marked:
            text, told = decode(start + stream.read(), file.position, encoding)
            notes.extend(told)
            yield from io.StringIO(text, newline="\n")
            return
        if start.startswith(codecs.BOM_UTF8):
            notes.append(_mark_note(file.position, "utf-8"))
            start = start.removeprefix(codecs.BOM_UTF8)
        yield from _utf8_lines(io.BufferedReader(_Rest(start, stream)), file.position, notes)


class _Rest(io.RawIOBase):
    """A stream with the bytes before it that were read already."""

    def __init__(self, start: bytes, stream: BinaryIO):
        super().__init__()
        self._start, self._stream = start, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start[: len(buffer)] or self._stream.read(len(buffer))
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _utf8_lines(stream: BinaryIO, position: FilePosition, notes: list[str]) -> Iterator[str]:
    number, size, changed = 0, 0, False
    while raw := stream.readline(_LONGEST):
        here = position.at(number + 1)
        if len(raw) == _LONGEST:
            raise here.refuse(f"a line of more than {_LONGEST:,} bytes. Divide the file.")
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _undecodable(raw, position, "utf-8", error, marked=False, before=(number, size)) from None
        size += len(raw)
        if "\0" in line:
            _check_characters(line, position, before=number)
        if "\r" in line:
            changed = True
            for part in line.replace("\r\n", "\n").removesuffix("\n").split("\r"):
                number += 1
                yield part + "\n"
        else:
            number += 1
            yield line
    if changed:
        notes.append(f"{position}: line ends CR LF or CR became LF.")


def _check_magic(data: bytes, position: FilePosition) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise position.refuse(f"this is {name}, not text. Save the article as plain text in UTF-8.")


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen: white space, format and control characters only."""
    return (
        all(
            character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Cn", "Co"}
            for character in text
        )
        or _INVISIBLE.search(text) is None
    )


def unseen(text: str, position: FilePosition) -> list[str]:
    """A note on characters that can't be seen and may mislead a reader; they stay as they are."""
    found = _UNSEEN.search(text)
    if found is None:
        return []
    line = text.count("\n", 0, found.start()) + 1
    code = f"U+{ord(found.group()):04X}"
    note = f"{position}: holds control or direction characters, the first {code} in line {line}"
    return [f"{note}; kept as they are."]


def _mark_note(position: FilePosition, encoding: str) -> str:
    if encoding == "utf-8":
        return f"{position}: byte-order mark (BOM) removed."
    return f"{position}: read as {encoding.upper()}, as its byte-order mark (BOM) says."


def _decoded(data: bytes, position: FilePosition, encoding: str, *, marked: bool) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise _undecodable(data, position, encoding, error, marked=marked) from None
        raise position.refuse(
            f"'{encoding}' is not a known text encoding. Use a name such as utf-8, utf-16, cp1252 or"
            " shift_jis."
        ) from None


def _undecodable(
    data: bytes,
    position: FilePosition,
    encoding: str,
    error: UnicodeError,
    *,
    marked: bool,
    before: tuple[int, int] = (0, 0),
) -> FileRefusedError:
    """The refusal of bytes that don't fit.  before: lines and bytes of the file before these."""
    if not isinstance(error, UnicodeDecodeError):
        return position.refuse(f"not valid {encoding.upper()}: {error}.")
    lines = re.split(rb"\r\n|\r|\n", data[: error.start])
    return position.at(before[0] + len(lines)).refuse(
        f"byte 0x{data[error.start]:02x} (byte {len(lines[-1]) + 1:,} of the line,"
        f" {before[1] + error.start + 1:,} of the file) is not valid"
        f" {encoding.upper()}.{'' if marked else _encoding_hint(data, encoding)}"
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


def _check_characters(text: str, position: FilePosition, before: int = 0) -> None:
    nul = text.find("\0")
    if nul >= 0:
        raise position.at(before + text.count("\n", 0, nul) + 1).refuse(
            "a NUL character: this is a binary file, or UTF-16 without a byte-order mark."
            " Save it as UTF-8, or say --encoding utf-16-le (or -be)."
        )
    half = _SURROGATE.search(text)
    if half is not None:
        raise position.at(text.count("\n", 0, half.start()) + 1).refuse(
            "half of a surrogate pair, which is not a character. Repair the file's encoding."
        )
