"""Structural faults of a codebook in words, and what is left of it without them.

pydantic finds fields that are unknown, missing or of the wrong kind; here each becomes one sentence that
names its place as a person would: "layer claim_type, value event: ...".
"""

import copy
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from labels.codebook import model as parts
from labels.codebook.values import shown
from labels.errors import nearest

File = TypeVar("File", bound=BaseModel)

LISTED = ("layer", "value", "constraint", "edge_rule", "relation")
RULES: dict[str, type[parts.Part]] = {
    "alone": parts.Alone,
    "together": parts.Together,
    "needs": parts.Needs,
    "required": parts.Required,
    "only_with": parts.OnlyWith,
    "elsewhere": parts.Elsewhere,
    "quotes": parts.Quotes,
    "distinct": parts.Distinct,
    "preset": parts.Preset,
    "across_articles": parts.AcrossArticles,
}
TABLES: dict[str, type[parts.Part]] = {
    "": parts.CodebookFile,
    "layer": parts.Layer,
    "value": parts.Value,
    "edge_rule": parts.EdgeRule,
    "relation": parts.Relation,
    "flags": parts.Flags,
    "derivation": parts.Derivation,
    "fixed": parts.Fixed,
    "if": parts.Condition,
    "unless": parts.Condition,
    "where": parts.Condition,
    "members": parts.Member,
    "suggestion": parts.SuggestionRoles,
}
# Stand-ins for required fields that are missing or faulty, so that the rest can still be checked.
STAND_INS = {"id": "unnamed", "title": "untitled", "text": "", "version": "0", "measurement": "nominal"}
MAX_FAULTS = 200


def structural_faults(error: ValidationError, data: object) -> list[str]:
    """One sentence for each fault pydantic found in the parsed file."""
    found: dict[tuple[int | str, ...], str] = {}
    for details in error.errors(include_url=False)[:MAX_FAULTS]:
        path = _path(details, data)
        # A field that may be text or a number fails twice; one sentence is enough.
        found.setdefault(path, f"{_place(path, data)}{_sentence(details, path, data)}")
    return list(dict.fromkeys(found.values()))


def repaired(model: type[File], data: dict[str, Any]) -> File | None:
    """The file without its faulty parts, to look for further faults in; None if too little is left."""
    rest = copy.deepcopy(data)
    for _ in range(4):
        try:
            return model.model_validate(rest)
        except ValidationError as error:
            paths = {(_path(details, rest), details["type"]) for details in error.errors(include_url=False)}
            for path, kind in sorted(
                paths, key=lambda entry: [str(step).zfill(6) for step in entry[0]], reverse=True
            ):
                _mend(rest, path, kind)
    return None


def _mend(data: dict[str, Any], path: tuple[int | str, ...], kind: str) -> None:
    # A rule without one of its fields says nothing; its faults are known already.
    if path[:1] == ("constraint",) and len(path) > 1 and kind != "extra_forbidden":
        path = path[:2]
    elif kind == "missing" and len(path) > 1 and path[-1] not in STAND_INS:
        path = path[:-1]
    parent = _at(data, path[:-1])
    last = path[-1] if path else None
    if isinstance(parent, list) and isinstance(last, int) and last < len(parent):
        del parent[last]
    elif isinstance(parent, dict) and isinstance(last, str):
        if last in STAND_INS and kind != "extra_forbidden":
            number = f"_{path[-2]}" if last == "id" and len(path) > 1 else ""
            parent[last] = STAND_INS[last] + number
        else:
            parent.pop(last, None)


def _path(details: ErrorDetails, data: object) -> tuple[int | str, ...]:
    """The steps of pydantic's place that are steps in the file, without names of rules and alternatives."""
    path: list[int | str] = []
    here: object = data
    location = details["loc"]
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if (
            isinstance(here, dict)
            and isinstance(step, str)
            and (step in here or (last and _is_field(details)))
        ):
            path.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            path.append(step)
            here = here[step]
    return tuple(path)


def _is_field(details: ErrorDetails) -> bool:
    return details["type"] == "missing"


def _at(data: object, path: Sequence[int | str]) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _place(path: Sequence[int | str], data: object) -> str:
    # a table of which there is one, such as [flags]
    names = [str(path[0])] if len(path) > 1 and path[0] not in LISTED else []
    for index, step in enumerate(path[:-1]):
        number = path[index + 1]
        if step in LISTED and isinstance(number, int):
            part = _at(data, path[: index + 2])
            name = part.get("id") if isinstance(part, dict) else None
            word = str(step).replace("_", " ")
            names.append(
                f"{word} {name}" if isinstance(name, str) and name else f"{word} number {number + 1}"
            )
    return f"{', '.join(names)}: " if names else ""


def _fields(path: Sequence[int | str], data: object) -> list[str]:
    """The fields that the table at the path may have."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if name == "constraint":
        part = _at(data, path)
        rule = part.get("rule") if isinstance(part, dict) else None
        model: type[parts.Part] | None = RULES.get(str(rule))
    else:
        model = TABLES.get(name)
    if model is None:
        return []
    return [field.alias or key for key, field in model.model_fields.items()]


def _sentence(details: ErrorDetails, path: tuple[int | str, ...], data: object) -> str:
    """What is wrong, without its place."""
    kind, value = details["type"], details.get("input")
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "this")
    context = details.get("ctx", {})
    most = context.get("max_length", 0)
    known = _fields(path[:-1], data)
    fields = ", ".join(known)
    allowed = str(context.get("expected", "")).replace(" or ", ", ")
    sentences = {
        "extra_forbidden": f"'{field}' is no field here. There are {fields}.{nearest(field, known)}",
        "missing": f"'{field}' is missing.",
        "string_type": f"'{field}' takes text in quotation marks, not {shown(value)}.",
        "string_pattern_mismatch": f"'{field}' can't be {shown(value)}. {_allowed_name(field, path)}",
        "string_too_short": f"'{field}' is empty; write a few words.",
        "string_too_long": f"'{field}' has {_size(value):,} characters; {most:,} are the most.",
        "too_long": f"'{field}' has {_size(value):,} entries; {most:,} are the most.",
        "list_type": f"'{field}' takes a list, not {shown(value)}.{_brackets(field)}",
        "too_short": f"'{field}' needs at least one entry.",
        "literal_error": f"'{field}' can't be {shown(value)}; say {allowed}.{_nearest(value, allowed)}",
        "union_tag_invalid": _rule_fault(value),
        "union_tag_not_found": _rule_fault(value),
    }
    return sentences.get(kind) or f"'{field}' can't be {shown(value)}: {_lowered(details['msg'])}."


def _brackets(field: str) -> str:
    return f" Write [[{field}]] with two brackets on each side." if field in LISTED else ""


def _nearest(value: object, allowed: str) -> str:
    return nearest(str(value), [name.strip("' ") for name in allowed.split(",")])


def _allowed_name(field: str, path: Sequence[int | str]) -> str:
    if field == "language":
        return "It is a language code such as en or pt-BR."
    if path[:1] == ("id",):
        return "It has small letters, digits, - and _, at most 60."
    if "value" in path or "relation" in path:
        return "It has letters, digits and _ . + -, at most 40, and begins with a letter or digit."
    return "It has small letters, digits and _, at most 40, and begins with a letter."


def _rule_fault(value: object) -> str:
    rule = value.get("rule") if isinstance(value, dict) else None
    if rule is None:
        return f"'rule' is missing; it is one of {', '.join(RULES)}."
    return f"there is no rule {shown(rule)}; it is one of {', '.join(RULES)}.{nearest(str(rule), RULES)}"


def _size(value: object) -> int:
    return len(value) if isinstance(value, list | dict | str) else 0


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
