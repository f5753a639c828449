"""Decisions: entries of the append-only log; the current labels follow from them."""

import json
from dataclasses import dataclass
from typing import Literal, get_args

TargetKind = Literal["sentence", "claim", "source"]
# migrate: to the next codebook (labels/store/recoding.py)
Change = Literal["set", "clear", "undo", "adjudicate", "accept", "migrate"]
# taken_over: from the article that a corrected text replaces (labels/store/corpus/succession.py)
Origin = Literal["human", "automatic", "accepted", "taken_over"]
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
CHANGES: tuple[Change, ...] = get_args(Change)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
# What JSONEncoder makes anew for each value, made once: a project is verified row by row.
_MAKE = getattr(json.encoder, "c_make_encoder", None)  # where Python has it in C
_PARTS = _MAKE and _MAKE(
    None, CANONICAL.default, json.encoder.encode_basestring, None, ":", ",", True, False, False
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One change of one label by one annotator, as the client made it.

    uuid: made when the decision is formed, so that sending it again is recognised.
    action: shared by the decisions of one key press, which are taken whole or not at all.
    target: a sentence, claim or source id.  sentence: the sentence of a sentence or claim, else "".
    value: what JSON holds; None clears.  base: the revision it was made against, 0 for none.
    codebook: content hash of the version it was made under.  client: the browser tab, or the import.
    """

    uuid: str
    action: str
    target_kind: TargetKind
    target: str
    sentence: str
    layer: str
    kind: Change
    base: int
    value: object
    codebook: str
    origin: Origin = "human"
    client: str = ""
    client_at: str = ""


@dataclass(frozen=True, slots=True)
class Current:
    """A current label: its value, how often it was changed, and the decision that made it."""

    value: object
    revision: int
    seq: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision.

    ``saved``: it is the current label.  ``duplicate``: its UUID was in the log already.
    ``conflict``: it is in the log, but was made against a stale revision; ``current`` is the label now.
    ``refused``: it is not in the log, because of ``reason``.
    """

    uuid: str
    status: Literal["saved", "duplicate", "conflict", "refused"]
    seq: int = 0
    revision: int = 0
    current: Current | None = None
    reason: str = ""


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, no escapes of letters, no NaN."""
    return "".join(_PARTS(value, 0)) if _PARTS is not None else CANONICAL.encode(value)
