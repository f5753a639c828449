"""Structural faults of a codebook in words.

pydantic finds fields that are unknown, missing or of the wrong kind; here each becomes one sentence that
names its place as a person would: "layer claim_type, value event: ...".
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from labels.codebook import model as parts
from labels.codebook.values import shown
from labels.errors import nearest

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
MAX_FAULTS = 200


def structural_faults(error: ValidationError, data: object) -> list[str]:
    """One sentence for each fault pydantic found in the parsed file."""
    sentences: dict[tuple[int | str, ...], str] = {}
    for details in error.errors(include_url=False)[:MAX_FAULTS]:
        path = _path(details, data)
        # A field that may be text or a number fails twice; one sentence is enough.
        sentences.setdefault(path, f"{_place(path, data)}{_sentence(details, path, data)}")
    return list(dict.fromkeys(sentences.values()))


def file_names(part: type[parts.Part]) -> dict[str, str]:
    """The names that the fields of a part have in the file, by their names in Python."""
    hints = get_type_hints(part, include_extras=True)
    return {field.name: _alias(hints[field.name]) or field.name for field in fields(part)}


def _alias(annotation: object) -> str | None:
    infos = [info for info in get_args(annotation)[1:] if isinstance(info, FieldInfo)]
    return next((info.alias for info in infos if info.alias), None)


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
    return [] if model is None else list(file_names(model).values())


def _sentence(details: ErrorDetails, path: tuple[int | str, ...], data: object) -> str:
    """What is wrong, without its place."""
    kind, value = details["type"], details.get("input")
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "this")
    context = details.get("ctx", {})
    most = context.get("max_length", 0)
    known = _fields(path[:-1], data)
    allowed = str(context.get("expected", "")).replace(" or ", ", ")
    sentences = {
        "unexpected_keyword_argument": (
            f"'{field}' is not a field here; these are: {', '.join(known)}.{nearest(field, known)}"
        ),
        "missing": f"'{field}' is missing.",
        "string_type": f"'{field}' takes text in quotation marks, not {shown(value)}.",
        "string_pattern_mismatch": f"'{field}' can't be {shown(value)}. {_allowed_name(field, path)}",
        "string_too_short": f"'{field}' is empty; write a few words.",
        "string_too_long": f"'{field}' has {_size(value):,} characters; at most {most:,} are allowed.",
        "too_long": f"'{field}' has {_size(value):,} entries; at most {most:,} are allowed.",
        "tuple_type": f"'{field}' takes a list, not {shown(value)}.{_brackets(field)}",
        "dataclass_type": f"'{field}' takes a table, not {shown(value)}.{_brackets(field)}",
        "too_short": f"'{field}' needs at least one entry.",
        "literal_error": (
            f"'{field}' can't be {shown(value)}; it is one of {allowed}.{_nearest(value, allowed)}"
        ),
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
    return f"{shown(rule)} is not a rule; the rules are {', '.join(RULES)}.{nearest(str(rule), RULES)}"


def _size(value: object) -> int:
    return len(value) if isinstance(value, list | dict | str) else 0


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
