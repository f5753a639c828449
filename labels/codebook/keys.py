"""Which key sets what: keys the file gives, keys it leaves to the tool, and the faults of both.

A key is one stroke, or two pressed one after the other ("m1"): layers with many values need more keys than
a keyboard has. No press may have two meanings on any keyboard, so no key begins another one, and a codebook
binds its keys either by what they print or, with ``physical_keys`` in every layer, by their place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from labels.codebook.model import CodebookFile, Layer
from labels.codebook.shared import RESERVED_KEYS

# Keys whose place on a keyboard has a KeyboardEvent.code of its own.
PHYSICAL_KEYS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-=[]\\;'`/")
NAMED_KEYS = frozenset({*(f"F{number}" for number in range(1, 13)), "Insert"})
DIGITS, LETTERS = "1234567890", "abcdefghijklmnopqrstuvwxyz"
STROKES = DIGITS + LETTERS
USUAL_FLAGS = {"unsure": "q", "note": "/"}


def with_keys(codebook: CodebookFile) -> CodebookFile:
    """The codebook with a key for every choice that the file gives none.

    A layer's own ``key`` is the first stroke of its values without one. A layer without any key gets digits
    where these are free, else a free first stroke. Values that another value sets (``implies``) need no key.
    """
    taken = {key[0] if _has_two_strokes(key) else key for key, _ in given_keys(codebook)}
    taken |= {key for key in flag_keys(codebook).values() if key} | RESERVED_KEYS
    implied = {name for layer in codebook.layers for value in layer.values for name in value.implies}
    layers = []
    for layer in codebook.layers:
        keyed = layer
        if layer.has_values and layer.key:
            keyed = _after(layer, layer.key)
        elif _wants_key(layer, implied):
            keyed = _keyed(layer, taken)
            taken |= {keyed.key, *(value.key for value in keyed.values if not _has_two_strokes(value.key))}
        layers.append(keyed)
    return replace(codebook, layers=tuple(layers))


def _wants_key(layer: Layer, implied: set[str]) -> bool:
    has_key = layer.key or any(value.key for value in layer.values)
    return not (has_key or layer.derived or layer.id in implied or layer.measurement == "span")


def _keyed(layer: Layer, taken: set[str]) -> Layer:
    """The layer with keys of its own: digits for a few values, a first stroke for many, one key for none."""
    free_digits = [digit for digit in DIGITS if digit not in taken]
    if layer.has_values and len(layer.values) <= len(free_digits):
        keys = iter(free_digits)
        return replace(layer, values=tuple(replace(value, key=next(keys)) for value in layer.values))
    wanted = [*(one for one in layer.title.lower() if one in LETTERS), *LETTERS, *DIGITS]
    first = next((one for one in wanted if one not in taken), "")
    keyed = replace(layer, key=first)
    return _after(keyed, first) if first and layer.has_values else keyed


def _after(layer: Layer, first: str) -> Layer:
    """The layer with two strokes for each value that has no key."""
    used = {value.key for value in layer.values}
    free = iter([first + second for second in STROKES if first + second not in used])
    values = tuple(value if value.key else replace(value, key=next(free, "")) for value in layer.values)
    return replace(layer, values=values)


def given_keys(codebook: CodebookFile) -> list[tuple[str, str]]:
    """Every key that sets or opens something while labeling, and where the file gives it; flags apart."""
    keys = []
    for layer in codebook.layers:
        where = f"layer {layer.id}"
        keys += [("" if layer.has_values else layer.key, where), *((key, where) for key in layer.step_keys)]
        keys += [(value.key, f"{where}, value {value.id}") for value in layer.values]
    return [(key, where) for key, where in keys if key]


def flag_keys(codebook: CodebookFile) -> dict[str, str]:
    """The keys of "unsure" and "note": as given, or q and / where the codebook leaves these free."""
    taken = {key[:1] if _has_two_strokes(key) else key for key, _ in given_keys(codebook)}
    taken |= {layer.key for layer in codebook.layers}
    given = {"unsure": codebook.flags.unsure, "note": codebook.flags.note}
    usual = {flag: "" if key in taken else key for flag, key in USUAL_FLAGS.items()}
    return {flag: usual[flag] if key is None else key for flag, key in given.items()}


def key_faults(codebook: CodebookFile) -> Iterator[str]:
    """What is wrong with the keys; ``codebook`` as the file has it or ``with_keys``."""
    flags = [(key, f"flags {name}") for name, key in flag_keys(codebook).items() if key]
    first_strokes = [(layer.key, f"layer {layer.id}") for layer in codebook.layers if layer.has_values]
    labeling = [*given_keys(codebook), *flags]
    relating = [(relation.key, f"relation {relation.id}") for relation in codebook.relations if relation.key]
    for key, where in [*labeling, *relating, *((key, where) for key, where in first_strokes if key)]:
        yield from (f"{where}: {fault}" for fault in _faults_of(key))
    yield from _clashes(labeling)
    yield from _clashes([*relating, *flags])
    yield from _places(codebook)
    for layer in codebook.layers:
        if len(layer.values) > len(STROKES) and layer.key and any(not value.key for value in layer.values):
            yield (
                f"layer {layer.id}: {len(layer.values)} values are too many for the second stroke, which has "
                f"{len(STROKES)}; give some values keys of their own."
            )


def _has_two_strokes(key: str) -> bool:
    return len(key) > 1 and key not in NAMED_KEYS


def _faults_of(key: str) -> Iterator[str]:
    first = key[0] if _has_two_strokes(key) and key not in RESERVED_KEYS else key
    if first in RESERVED_KEYS:
        begins = "" if first == key else f", so it can't begin {_shown(key)}"
        yield f"the key {_shown(first)} belongs to the tool{begins}; choose another."
    elif _has_two_strokes(key):
        if len(key) > len("m1") or not set(key) <= set(STROKES):
            yield (
                f"{key!r} is not a key; give one character, two small letters or digits (pressed in turn), "
                "or F1 to F12."
            )
    elif key not in NAMED_KEYS and (not key.isprintable() or key.isspace()):
        yield f"{key!r} is not a key; give one character that can be seen."


def _shown(key: str) -> str:
    return "space" if key == " " else f"'{key}'"


def _clashes(bound: Sequence[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for key, where in bound:
        if key in first:
            yield f"{where}: the key {_shown(key)} is already that of {first[key]}; choose another."
        first.setdefault(key, where)
    for key, where in first.items():
        if _has_two_strokes(key) and key[0] in first:
            yield (
                f"{where}: {_shown(key)} begins with {_shown(key[0])}, which is the key of {first[key[0]]}; "
                "choose another first stroke."
            )


def _places(codebook: CodebookFile) -> Iterator[str]:
    """Keys by place and keys by letter would meet on some keyboard: QWERTZ prints y where QWERTY prints z."""
    keyed = [layer for layer in codebook.layers if _keys_of(layer)]
    by_place = [layer.id for layer in keyed if layer.physical_keys]
    by_letter = [layer.id for layer in keyed if not layer.physical_keys]
    if by_place and by_letter:
        yield (
            f"layers {', '.join(by_place)} bind keys by place (physical_keys), {', '.join(by_letter)} by "
            "letter. On some keyboards one press would mean two things: say physical_keys in all or in none."
        )
    for layer in codebook.layers if by_place else ():
        for key in _keys_of(layer):
            if key not in NAMED_KEYS and not set(key) <= PHYSICAL_KEYS:
                yield f"layer {layer.id}: '{key}' has no fixed place on keyboards; 'physical_keys' needs one."


def _keys_of(layer: Layer) -> list[str]:
    return [key for key in (layer.key, *layer.step_keys, *(value.key for value in layer.values)) if key]
