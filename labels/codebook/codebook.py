"""The codebook: layers, values, constraints and guidelines, read from a TOML file.

``Codebook.load`` reads a file, ``shipped`` the default; the hash of the content names a version, whatever
its comments and layout. How to write one: docs/codebook.md.
"""

import hashlib
import json
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr, ValidationError

from labels.codebook.cues import CueForms, cue_forms
from labels.codebook.file import parsed, read_text
from labels.codebook.model import RESERVED_KEYS, RESERVED_LAYERS, CodebookFile, Layer, Value
from labels.codebook.references import faults
from labels.codebook.shipped import shipped_text
from labels.codebook.structure import repaired, structural_faults
from labels.codebook.values import Plain, layer_value, reserved_value
from labels.errors import CodebookError, DecisionRefusedError, nearest

__all__ = ["RESERVED_KEYS", "RESERVED_LAYERS", "Codebook", "Layer", "Value", "shipped"]


class Codebook(CodebookFile):
    """A scheme for labeling claims; frozen, and compared by ``hash``."""

    _by_id: dict[str, Layer] = PrivateAttr(default_factory=dict)

    def model_post_init(self, _context: object, /) -> None:
        """Index the layers."""
        self._by_id.update({layer.id: layer for layer in self.layers})

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """The codebook in a TOML file, or a JSON file like it; CodebookError names every fault."""
        return cls.parse(read_text(Path(path)), str(path))

    @classmethod
    def parse(cls, text: str, name: str = "codebook") -> Self:
        """The codebook written as TOML or JSON text; ``name`` stands for the file in errors."""
        return cls.from_data(parsed(text, name), name)

    @classmethod
    def from_data(cls, data: dict[str, Any], name: str = "codebook") -> Self:
        """The codebook as parsed TOML or JSON, or as ``as_json`` gave it."""
        try:
            codebook = cls.model_validate(data)
        except ValidationError as error:
            found = structural_faults(error, data)
            # References are checked in what is left without the faulty parts, so that one reading names all.
            rest = repaired(CodebookFile, data)
            if rest is not None:
                found += [fault for fault in faults(rest) if fault not in found]
            raise CodebookError(name, found) from None
        if found := faults(codebook):
            raise CodebookError(name, found)
        return codebook

    def as_json(self) -> dict[str, Any]:
        """The whole codebook under the names of the file, every default filled in: what the browser gets."""
        return {**self.model_dump(mode="json", by_alias=True), "flags": self.flag_keys}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, in hex.

        Defaults are left out, so a field that a later version of the program adds changes no old hash.
        """
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        content["flags"] = self.flag_keys
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def layer(self, layer_id: str) -> Layer:
        """The layer of that id; DecisionRefusedError names the nearest if there is none."""
        try:
            return self._by_id[layer_id]
        except KeyError:
            raise DecisionRefusedError(
                f"The codebook {self.id} has no layer '{layer_id}', but {', '.join(self._by_id)}."
                f"{nearest(layer_id, self._by_id)}"
            ) from None

    @property
    def layer_ids(self) -> tuple[str, ...]:
        """The ids of the layers, in the order of the file."""
        return tuple(self._by_id)

    @cached_property
    def empty(self) -> tuple[str, str] | None:
        """The layer and value that say "this sentence holds no claim"; None where the codebook has none."""
        return next(((layer.id, layer.empty) for layer in self.layers if layer.empty), None)

    @cached_property
    def cue_forms(self) -> CueForms:
        """The cue lexicon with every form of its words, as ``cue_words.listed`` looks them up."""
        return cue_forms(self.cue_lexicon, self.irregular_forms, self.language)

    @property
    def relation_ids(self) -> tuple[str, ...]:
        """What a claim can be to its claim group."""
        return tuple(relation.id for relation in self.relations)

    def check_value(
        self, layer_id: str, value: object, *, text_length: int, sources: Collection[str]
    ) -> Plain | None:
        """The value as the log holds it; DecisionRefusedError says in words why it does not fit the layer.

        Takes the reserved layers too. None (cleared) fits every layer; a set comes back in the codebook's
        order, ranges that touch as one.
        text_length: of the article, in code points.  sources: ids in the article's source list.
        """
        if not isinstance(layer_id, str):
            raise DecisionRefusedError(f"A layer is named by text, not by {layer_id!r}.")
        layer = None if layer_id in RESERVED_LAYERS else self.layer(layer_id)
        if value is None:
            return None
        if layer is None:
            return reserved_value(layer_id, value, text_length)
        return layer_value(layer, value, text_length, sources)


def shipped() -> Codebook:
    """The default codebook, "claims in news"."""
    return Codebook.parse(shipped_text(), "claims-in-news.toml")
