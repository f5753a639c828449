"""The codebook: layers, values, constraints and guidelines, read from a TOML file.

``Codebook.load`` reads a file, ``shipped`` the default; the hash of the content names a version, whatever
its comments and layout. How to write one: docs/codebook.md.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self, cast

from pydantic import TypeAdapter, ValidationError

from labels.article import KINDS, Kind
from labels.codebook.cues import CueForms, cue_forms
from labels.codebook.file import parsed, read_text
from labels.codebook.keys import flag_keys, key_faults, with_keys
from labels.codebook.model import RESERVED_LAYERS, CodebookFile, Layer, Preset, Value
from labels.codebook.references import faults
from labels.codebook.shared import RESERVED_KEYS
from labels.codebook.shipped import shipped_text
from labels.codebook.structure import structural_faults
from labels.codebook.values import Plain, layer_value, reserved_value
from labels.errors import CodebookError, DecisionRefusedError, nearest

__all__ = ["RESERVED_KEYS", "RESERVED_LAYERS", "Codebook", "Layer", "Value", "labelable_kinds", "shipped"]

_FILE: TypeAdapter[CodebookFile] = TypeAdapter(CodebookFile)

# Kinds of sentence that are not asked about where the codebook presets none.
BOILERPLATE: frozenset[Kind] = frozenset(
    {"kicker", "byline", "dateline", "runin_heading", "boilerplate", "outlet_name"},
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Codebook(CodebookFile):
    """A scheme for labeling claims or sentences, checked; every value has the key that the page binds.

    hash: SHA-256 of the content, in hex; names the version.  by_id: the layers.
    """

    hash: str
    by_id: Mapping[str, Layer] = field(repr=False)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """The codebook in a TOML file; CodebookError names every fault."""
        return cls.parse(read_text(Path(path)), str(path))

    @classmethod
    def parse(cls, text: str, name: str = "codebook") -> Self:
        """The codebook written as TOML; ``name`` is the file's in errors."""
        return cls.from_data(parsed(text, name), name)

    @classmethod
    def stored(cls, text: str, name: str = "codebook") -> Self:
        """A codebook that a project holds: checked when it came in, perhaps by less strict rules."""
        return cls._from(_validated(parsed(text, name), name))

    @classmethod
    def from_data(cls, data: Mapping[str, Any], name: str = "codebook") -> Self:
        """The codebook as parsed TOML, or as ``as_json`` gave it."""
        file = _validated(data, name)
        if found := [*faults(file), *key_faults(file)]:
            raise CodebookError(name, list(dict.fromkeys(found)))
        codebook = cls._from(file)
        if found := list(key_faults(codebook)):
            raise CodebookError(name, found)
        return codebook

    @classmethod
    def _from(cls, file: CodebookFile) -> Self:
        keyed = with_keys(file)
        content = {each.name: getattr(keyed, each.name) for each in fields(CodebookFile)}
        return cls(**content, hash=_hash(file), by_id={layer.id: layer for layer in keyed.layers})

    def as_json(self) -> dict[str, Any]:
        """The whole codebook under the names of the file, every default and key filled in."""
        return {**_dump(self), "flags": flag_keys(self)}

    def layer(self, layer_id: str) -> Layer:
        """The layer of that id.  Raises KeyError for another one."""
        return self.by_id[layer_id]

    def decided_layer(self, layer_id: str) -> Layer:
        """The layer that a decision names; DecisionRefusedError names the nearest if there is none."""
        try:
            return self.by_id[layer_id]
        except KeyError:
            raise DecisionRefusedError(
                f"The codebook {self.id} has no layer '{layer_id}', but {', '.join(self.by_id)}."
                f"{nearest(layer_id, self.by_id)}"
            ) from None

    def names_sources(self, layer_id: str) -> bool:
        """Whether the values of a layer are entries of the article's source list."""
        layer = self.by_id.get(layer_id)
        return layer is not None and layer.measurement in ("entity", "list")

    @property
    def layer_ids(self) -> tuple[str, ...]:
        """The ids of the layers, in the order of the file."""
        return tuple(self.by_id)

    @property
    def is_by_place(self) -> bool:
        """Whether keys mean places on the keyboard, whatever letters they print."""
        return any(layer.physical_keys for layer in self.layers)

    @cached_property
    def empty(self) -> tuple[str, str] | None:
        """The layer and value that say "this sentence holds no claim"; None where the codebook has none."""
        return next(((layer.id, layer.empty) for layer in self.layers if layer.empty), None)

    @cached_property
    def cue_forms(self) -> CueForms:
        """The cue lexicon with every form of its words, as ``cues.listed`` looks them up."""
        return cue_forms(self.cue_lexicon, self.irregular_forms, self.language)

    def check_value(
        self, layer_id: str, value: object, *, text_length: int, sources: Collection[str]
    ) -> Plain | None:
        """The value as the log holds it; DecisionRefusedError explains why it does not fit the layer.

        Takes the reserved layers too. None (cleared) fits every layer; a set comes back in the codebook's
        order, ranges that touch as one.
        text_length: of the article, in code points.  sources: ids in the article's source list.
        """
        if not isinstance(layer_id, str):
            raise DecisionRefusedError(f"A layer is named by text, not by {layer_id!r}.")
        layer = None if layer_id in RESERVED_LAYERS else self.decided_layer(layer_id)
        if value is None:
            return None
        if layer is None:
            return reserved_value(layer_id, value, text_length)
        return layer_value(layer, value, text_length, sources)


def shipped() -> Codebook:
    """The default codebook, "claims in news"."""
    return Codebook.parse(shipped_text(), "claims-in-news.toml")


def labelable_kinds(codebook: Codebook) -> tuple[Kind, ...]:
    """Kinds of sentences that an annotator is asked about.

    Those that the codebook gives a preset value are not; without presets, boilerplate is left out.
    """
    preset = {kind for rule in codebook.constraints if isinstance(rule, Preset) for kind in rule.kinds}
    return tuple(kind for kind in KINDS if kind not in (preset or BOILERPLATE))


def _validated(data: Mapping[str, Any], name: str) -> CodebookFile:
    try:
        return _FILE.validate_python(data)
    except ValidationError as error:
        raise CodebookError(name, structural_faults(error, data)) from None


def _dump(codebook: CodebookFile, *, exclude_defaults: bool = False) -> dict[str, Any]:
    dumped = _FILE.dump_python(codebook, mode="json", by_alias=True, exclude_defaults=exclude_defaults)
    return cast("dict[str, Any]", dumped)


def _hash(file: CodebookFile) -> str:
    """SHA-256 of the content, in hex.

    Defaults are left out, so a field that a later version of the program adds changes no old hash.
    """
    content = _dump(file, exclude_defaults=True)
    content["flags"] = flag_keys(file)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
