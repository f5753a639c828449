"""JSDoc types for what crosses the wire, generated from the Python classes that define it."""

import dataclasses
import inspect
import textwrap
import types
from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from pydantic import BaseModel, JsonValue

from annotator.server import routes
from annotator.views import wire
from labels.codebook import model
from labels.codebook.structure import file_names

VALUE = "string | string[] | [number, number][] | {article: string, name: string} | null"
SERVED = "{hash: string, is_by_place: boolean, flags: {unsure: string, note: string}}"
SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", object: "Value", type(None): "null"}
NAMES = {model.Value: "LayerValue", wire.ServedCodebook: "ServedCodebook", JsonValue: "Value"}
WIDTH = 108


def wire_types() -> str:
    """The module ``assets/model/wire.js``: one type for each class that crosses the wire."""
    parts = [
        "// @ts-check",
        "/** What travels between the server and the page. Offsets are code points, ranges half-open. */",
        "// Written by tests/shared_cases/build.py from annotator/views/wire.py, annotator/server/routes.py",
        "// and labels/codebook/model.py; change those and run that.",
        _block(
            "Value",
            VALUE,
            "ids of values or sources; ranges; a source's name; null: nothing is set",
        ),
    ]
    parts += [_typedef(each) for each in _classes(model, dataclasses.is_dataclass) if each is not model.Part]
    parts.append(_block("Constraint", _type(model.Constraint), "any of the rules"))
    parts.append(_block("ServedCodebook", f"CodebookFile & {SERVED}", "the codebook as the page gets it"))
    parts += [_typedef(each) for each in _classes(wire, is_typeddict)]
    parts += [_typedef(each) for each in _classes(routes, lambda each: issubclass(each, BaseModel))]
    return "\n".join(parts) + "\n\nexport {};\n"


def _classes(module: types.ModuleType, wanted: Any) -> list[type]:
    own = [
        each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__
    ]
    return [each for each in own if not each.__name__.startswith("_") and wanted(each)]


def _typedef(each: type) -> str:
    names = file_names(each) if dataclasses.is_dataclass(each) else {}
    hints = get_type_hints(each, include_extras=True)
    fields = [
        f"{names.get(name, name)}{'?' if get_origin(hint) is NotRequired else ''}: {_type(hint)}"
        for name, hint in hints.items()
        if not name.startswith("__") and name != "model_config"
    ]
    about = (inspect.getdoc(each) or "").split("\n\n")[0].replace("\n", " ")
    return _block(_type(each), f"{{{', '.join(fields)}}}", about)


def _block(name: str, type_: str, about: str) -> str:
    lines = textwrap.wrap(
        f"@typedef {{{type_}}} {name}", WIDTH, initial_indent=" * ", subsequent_indent=" *   ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    lines += textwrap.wrap(about, WIDTH, initial_indent=" *   ", subsequent_indent=" *   ")
    return "\n".join(["/**", *lines, " */"])


def _type(hint: Any) -> str:
    """The JavaScript type of an annotation."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Annotated, NotRequired):
        return _type(arguments[0])
    if origin is Literal:
        return "|".join(f'"{each}"' for each in arguments)
    if origin in (Union, types.UnionType):
        return "|".join(dict.fromkeys(_type(each) for each in arguments))
    if origin in (list, tuple, dict, Mapping):
        return _container(origin, arguments)
    return SIMPLE.get(hint) or NAMES.get(hint) or hint.__name__


def _container(origin: Any, arguments: tuple[Any, ...]) -> str:
    if origin in (dict, Mapping):
        return f"Record<string, {_type(arguments[1])}>"
    if origin is tuple and arguments[-1] is not Ellipsis:
        return f"[{', '.join(map(_type, arguments))}]"
    inner = _type(arguments[0])
    return f"({inner})[]" if "|" in inner else f"{inner}[]"
