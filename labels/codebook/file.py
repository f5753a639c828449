"""The text of a codebook file, and the tables written in it."""

import json
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from labels.errors import CodebookError

MAX_BYTES = 1_000_000
MAX_DOTS = 100


def read_text(path: Path) -> str:
    """The text of the file; CodebookError if it is no regular UTF-8 file of a sensible size."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CodebookError(path, ["this is no file. Name the codebook's TOML file."])
        if status.st_size > MAX_BYTES:
            raise CodebookError(
                path,
                [f"{status.st_size:,} bytes are too many for a codebook, which has at most {MAX_BYTES:,}."],
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError(path, ["there is no such file."]) from None
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
    """The tables of a codebook written as TOML, or as JSON of the same structure."""
    if text.lstrip().startswith("{"):
        return _from_json(text, name)
    _check_depth(text, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(name, [_toml_fault(text, name, str(error))]) from None
    except RecursionError:
        raise CodebookError(name, ["tables or lists are nested too deeply."]) from None


def _check_depth(text: str, name: str) -> None:
    # tomllib needs the square of a dotted key's length, in memory too.
    for number, line in enumerate(text.split("\n"), 1):
        if line.partition("=")[0].count(".") > MAX_DOTS:
            raise CodebookError(
                name, [f"line {number}: a name with more than {MAX_DOTS} full stops is none."]
            )


def _toml_fault(text: str, name: str, problem: str) -> str:
    if name.lower().endswith((".yaml", ".yml")) or re.match(r"\s*(---|%YAML)", text):
        return "this is YAML; a codebook is a TOML file (docs/codebook.md shows one)."
    if re.search(r"(?m)^\s*[a-z_]+:(\s|$)", text) and not re.search(r"(?m)^\s*[a-z_]+\s*=", text):
        return "this looks like YAML; a codebook is a TOML file (docs/codebook.md shows one)."
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
        return ' Text stands in quotation marks: id = "no".'
    return ""


def _from_json(text: str, name: str) -> dict[str, Any]:
    try:
        data = json.loads(text, object_pairs_hook=_unrepeated, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise CodebookError(
            name,
            [f"line {error.lineno}: this is not JSON: {error.msg}. A codebook is TOML, or JSON like it."],
        ) from None
    except ValueError as error:
        raise CodebookError(name, [str(error)]) from None
    except RecursionError:
        raise CodebookError(name, ["objects or lists are nested too deeply."]) from None
    return dict(data)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field '{twice}' stands twice in one object. Keep one.")
    return result


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number that JSON has.")
