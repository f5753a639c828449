"""From a codebook to the next: what differs, in plain words, and what becomes of every value.

A map says what the two files can't: a value that has another name now (or is merged with another), a value
that was split or taken out and so must be decided again, a layer with another name, a layer that is given up.
docs/codebook.md shows one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from labels.codebook.codebook import Codebook, Layer
from labels.codebook.file import parsed
from labels.codebook.structure import structural_faults
from labels.errors import CodebookError, nearest

# A value id says "this one from now on"; a list says "decide again", and names the choices, if any.
Becomes = str | tuple[str, ...]
# Between these an answer keeps its meaning: one choice, or several, among the values of the layer.
CHOICES = frozenset({"nominal", "ordinal", "interval", "ratio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """What a map file may hold.

    layers: new id by old id, "" for a layer that is given up.
    values: by old id of a layer, then by old id of a value.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    layers: Mapping[str, str] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, Becomes]] = Field(default_factory=dict)


_MAP: TypeAdapter[MapFile] = TypeAdapter(MapFile)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a label.

    layer: the new one, "" where the layer is given up.  value: None where nothing is left.
    question: what to decide again, in words; "" where nothing is.
    """

    layer: str
    value: object
    question: str = ""


class UnmappedValueError(LookupError):
    """A value that the new codebook does not have and the map does not name."""


@dataclass(frozen=True, slots=True)
class Migration:
    """How labels made under one codebook become labels of another."""

    old: Codebook
    new: Codebook
    map: MapFile

    def layer(self, old_layer: str) -> str:
        """The id of a layer in the new codebook, "" where it is given up."""
        return self.map.layers.get(old_layer, old_layer)

    def step(self, old_layer: str, value: object) -> Step:
        """What becomes of a value.

        Raises UnmappedValueError, whose first argument is the value.
        """
        layer = self.layer(old_layer)
        if not layer:
            return Step("", None)
        before, after = self.old.layer(old_layer), self.new.layer(layer)
        if not before.has_values:
            return Step(layer, value)
        given = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        becomes = [self._becomes(before, after, one) for one in given]
        names = [one for one in becomes if isinstance(one, str)]
        open_values = [old for old, new in zip(given, becomes, strict=True) if not isinstance(new, str)]
        if after.measurement == "set":
            kept: object = [one for one in after.value_ids if one in names] or None
        else:
            kept = names[0] if len(set(names)) == 1 and not open_values else None
        if not open_values and kept is not None:
            return Step(layer, kept)
        choices = [one for new in becomes for one in ([new] if isinstance(new, str) else new)]
        return Step(layer, kept, self._question(before, after, given, choices))

    def _becomes(self, before: Layer, after: Layer, value: str) -> Becomes:
        known = self.map.values.get(before.id, {})
        if value in known:
            return known[value]
        if value in after.value_ids:
            return value
        raise UnmappedValueError(value)

    def _question(self, before: Layer, after: Layer, given: Sequence[str], choices: Sequence[str]) -> str:
        was = ", ".join(f"'{before.value_title(one)}'" for one in given)
        among = ", ".join(f"'{after.value_title(one)}'" for one in dict.fromkeys(choices))
        return (
            f"Decide '{after.title}' again: it was {was} before the codebook changed."
            f"{f' Choose among {among}.' if among else ''}"
        )

    def differences(self) -> Iterator[str]:
        """What differs between the codebooks, a sentence each."""
        renamed = {new for old, new in self.map.layers.items() if new and new != old}
        for before in self.old.layers:
            layer = self.layer(before.id)
            if layer not in self.new.by_id:
                yield f"The layer '{before.id}' is given up."
                continue
            if layer != before.id:
                yield f"The layer '{before.id}' is called '{layer}' now."
            yield from self._value_differences(before, self.new.layer(layer))
        known = {*self.old.by_id, *renamed}
        yield from (f"The layer '{layer}' is new." for layer in self.new.layer_ids if layer not in known)
        texts = [
            layer.id
            for layer in self.new.layers
            if layer.id in self.old.by_id and _words(layer) != _words(self.old.layer(layer.id))
        ]
        if texts:
            yield f"Titles, definitions or examples changed in {', '.join(texts)}."
        yield from self._constraint_differences()

    def _value_differences(self, before: Layer, after: Layer) -> Iterator[str]:
        if before.measurement != after.measurement:
            yield f"'{after.id}' is {after.measurement} now; it was {before.measurement}."
        known = self.map.values.get(before.id, {})
        for value in before.value_ids:
            becomes = known.get(value, value)
            if isinstance(becomes, tuple):
                among = f" among {', '.join(becomes)}" if becomes else ""
                yield f"'{after.id}': '{value}' is to be decided again{among}."
            elif becomes not in after.value_ids:
                yield f"'{after.id}': '{value}' is gone."
            elif becomes != value:
                yield f"'{after.id}': '{value}' becomes '{becomes}'."
        old = {*before.value_ids, *(one for one in known.values() if isinstance(one, str))}
        for value in after.value_ids:
            if value not in old:
                yield f"'{after.id}': '{value}' is new."

    def _constraint_differences(self) -> Iterator[str]:
        old = {constraint.id: constraint for constraint in self.old.constraints}
        new = {constraint.id: constraint for constraint in self.new.constraints}
        for name in sorted(old.keys() | new.keys()):
            if name not in new:
                yield f"The constraint '{name}' is gone."
            elif name not in old:
                yield f"The constraint '{name}' is new."
            elif old[name] != new[name]:
                yield f"The constraint '{name}' changed."


def migration(old: Codebook, new: Codebook, text: str = "", name: str = "map") -> Migration:
    """The way from one codebook to another.

    text: of the map file, TOML; "" for none.  name: the file's in errors.
    Raises CodebookError, which names every fault of the map.
    """
    data = parsed(text, name)
    try:
        table = _MAP.validate_python(data)
    except ValidationError as error:
        raise CodebookError(name, structural_faults(error, data)) from None
    way = Migration(old, new, table)
    if faults := [*_target_faults(way), *_layer_faults(way), *_value_faults(way)]:
        raise CodebookError(name, faults)
    return way


def _target_faults(way: Migration) -> Iterator[str]:
    if way.old.hash == way.new.hash:
        yield "the new codebook is the one in use; there is nothing to migrate."
    if way.old.target != way.new.target:
        yield (
            f"the codebook in use labels each {way.old.target}, the new one each {way.new.target}; "
            "labels of the one can't become labels of the other. Begin a new project with it."
        )


def _layer_faults(way: Migration) -> Iterator[str]:
    for old, new in way.map.layers.items():
        if old not in way.old.by_id:
            yield f"[layers]: the codebook in use has no layer '{old}'.{nearest(old, way.old.by_id)}"
        elif new and new not in way.new.by_id:
            yield f"[layers] {old}: the new codebook has no layer '{new}'.{nearest(new, way.new.by_id)}"
    taken: dict[str, str] = {}
    for before in way.old.layers:
        layer = way.layer(before.id)
        if not layer or (before.id in way.map.layers and layer not in way.new.by_id):
            continue
        if layer not in way.new.by_id:
            yield (
                f"the new codebook has no layer '{before.id}'. Say what becomes of it: under [layers], "
                f'{before.id} = "its new id", or {before.id} = "" to give it up.'
            )
            continue
        if layer in taken:
            yield f"[layers]: '{taken[layer]}' and '{before.id}' can't both become '{layer}'."
        taken[layer] = before.id
        after = way.new.layer(layer)
        if not _goes_with(before, after):
            yield (
                f"'{layer}' is {after.measurement} now and was {before.measurement}; such labels don't "
                f'become one another. Give the old layer up ([layers] {before.id} = "") and name the new one '
                "otherwise."
            )


def _goes_with(before: Layer, after: Layer) -> bool:
    choices = {*CHOICES, "set"}
    return before.measurement == after.measurement or {before.measurement, after.measurement} <= choices


def _value_faults(way: Migration) -> Iterator[str]:
    for layer, values in way.map.values.items():
        if layer not in way.old.by_id:
            known = nearest(layer, way.old.by_id)
            yield f"[values.{layer}]: the codebook in use has no layer '{layer}'.{known}"
            continue
        before, after = way.old.layer(layer), way.new.by_id.get(way.layer(layer))
        if after is None:
            continue
        for old, becomes in values.items():
            place = f"[values.{layer}] {old}"
            if old not in before.value_ids:
                yield f"{place}: the layer has no such value in use.{nearest(old, before.value_ids)}"
            for new in (becomes,) if isinstance(becomes, str) else becomes:
                if new not in after.value_ids:
                    among = ", ".join(after.value_ids)
                    yield f"{place}: '{new}' is not a value of the new layer, which has {among}."
            if (before.empty == old) != (isinstance(becomes, str) and after.empty == becomes):
                yield f'{place}: a value that says "no claim" can only become, or come from, such a value.'


def _words(layer: Layer) -> object:
    values = [
        (value.id, value.title, value.definition, value.test, value.examples, value.near_misses)
        for value in layer.values
    ]
    return layer.title, layer.question, layer.definition, values
