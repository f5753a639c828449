"""Articles labeled by hand, claim by claim: two of our own, and two of the press where they lie beside.

``tests/data/trial`` holds the text of two articles of the demo and, a line for each sentence in order, its
kind and the claims that a person found in it, with offsets into the text.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN = Path(__file__).parent / "data" / "trial"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SEEDS = SHARED / "seeds"
LAYERS = ("claim_type", "anchor", "source_kind", "certainty")
SEED_OUTLETS = {"004_94818c088c75b413.txt": "Benzinga", "000_0706c3549df94559.txt": "Global Times"}

Range = tuple[int, int]


@dataclass(frozen=True)
class TrialClaim:
    """A claim as a person labeled it; ranges are code points of its article's text."""

    content: tuple[Range, ...]
    chosen: tuple[tuple[str, str], ...]  # a value for each of LAYERS
    source: str | None
    cue: Range | None
    relays: tuple[str, ...]
    mode: str | None
    stance: str
    is_override: bool


def lines(folder: Path) -> list[dict[str, Any]]:
    """The labeled sentences of a trial, in order, as its file has them."""
    [file] = folder.glob("*trial.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def outlet_of(document: str) -> str:
    """The outlet of a trial's file."""
    return SEED_OUTLETS.get(document, Path(document).stem)


def claims(folder: Path) -> list[tuple[str, TrialClaim]]:
    """Every claim with the file of its article."""
    return [(line["doc"], _claim(claim)) for line in lines(folder) for claim in line["claims"]]


def _claim(claim: dict[str, Any]) -> TrialClaim:
    values = {**claim, **claim.get("attribution", {})}
    cue = values["cue"]
    return TrialClaim(
        content=tuple((start, end) for start, end in claim["spans"]),
        chosen=tuple((layer, values[layer]) for layer in LAYERS),
        source=values["source"],
        cue=(cue[0], cue[1]) if cue else None,
        relays=tuple(relay if isinstance(relay, str) else relay["name"] for relay in values["relays"]),
        mode=values["mode"],
        stance=claim["outlet_stance"],
        is_override=claim.get("override", claim.get("outlet_stance_from") == "override"),
    )
