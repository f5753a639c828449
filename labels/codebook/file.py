"""The text of a codebook file, and the tables written in it."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from labels.errors import CodebookError

MAX_BYTES = 1_000_000


def read_text(path: Path) -> str:
    """The text of the file; CodebookError unless it is a regular UTF-8 file of at most 1 MB."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CodebookError(path, ["this is not a file; name the codebook's TOML file."])
        if status.st_size > MAX_BYTES:
            raise CodebookError(
                path,
                [f"{status.st_size:,} bytes are too many for a codebook, which has at most {MAX_BYTES:,}."],
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError(path, ["this file does not exist."]) from None
    except OSError as error:
        raise CodebookError(path, [f"this file can't be read: {error.strerror}."]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            path, [f"line {line}: this is not UTF-8 (byte {error.start}). Save the file as UTF-8."]
        ) from None


def parsed(text: str, name: str) -> dict[str, Any]:
    """The tables of a codebook written as TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(name, [_toml_fault(text, name, str(error))]) from None
    except RecursionError:
        raise CodebookError(name, ["tables or lists are nested too deeply."]) from None


def _toml_fault(text: str, name: str, problem: str) -> str:
    if name.lower().endswith((".yaml", ".yml")) or re.match(r"\s*(---|%YAML)", text):
        return "this is YAML; a codebook is a TOML file (docs/codebook.md shows one)."
    if re.search(r"(?m)^\s*[a-z_]+:(\s|$)", text) and not re.search(r"(?m)^\s*[a-z_]+\s*=", text):
        return "this looks like YAML; a codebook is a TOML file (docs/codebook.md shows one)."
    if text.lstrip().startswith("{"):
        return "this is JSON; a codebook is a TOML file (docs/codebook.md shows one)."
    place = re.search(r"\(at (line \d+), (column \d+)\)", problem)
    what = re.sub(r"\s*\(at .*\)", "", problem)
    where = f"{place[1]}, {place[2]}" if place else f"line {text.count(chr(10)) + 1}, at the end"
    hint = _value_hint(text, place[1]) if place else ""
    return f"{where}: this is not TOML: {what}.{hint}"


def _value_hint(text: str, place: str) -> str:
    lines = text.split("\n")
    number = int(place.removeprefix("line "))
    line = lines[number - 1] if number <= len(lines) else ""
    if re.search(r"=\s*[A-Za-z]", line):
        return ' Put text in quotation marks: id = "no".'
    return ""
