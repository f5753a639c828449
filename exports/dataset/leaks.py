"""The leak report of a split: what its parts share, counted while the lines are written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exports.agreement.wording import normalised, source_key
from exports.dataset.columns import LayerColumns, Row
from exports.dataset.splits import Corpus, Split
from exports.dataset.units import is_choice
from labels.plural import counted

EXAMPLES = 10
SHORTEST = 5  # words of a sentence that counts: shorter ones are alike by chance


@dataclass(slots=True)
class Leaks:
    """Collects what lies in which part.  layers: columns of layers, for gold values and sources."""

    split: Split
    corpus: Corpus
    layers: tuple[LayerColumns, ...] = ()
    lines: Counter[str] = field(default_factory=Counter)
    values: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _events: dict[str, set[str]] = field(default_factory=dict)
    _sentences: dict[str, set[str]] = field(default_factory=dict)
    _sources: dict[str, set[str]] = field(default_factory=dict)

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, each taken into account."""
        for row in rows:
            part = row["split"]
            self.lines[part] += 1
            self._events.setdefault(row["event"], set()).add(part)
            if self.layers:
                self._see(row, part)
            yield row

    def _see(self, row: Row, part: str) -> None:
        words = normalised(row["text"])
        if words.count(" ") + 1 >= SHORTEST:
            self._sentences.setdefault(words, set()).add(part)
        for each in self.layers:
            value = row[each.name]
            if is_choice(each.layer) and value:
                self.values.setdefault((part, each.name), Counter())[value] += 1
            elif each.layer.measurement in ("entity", "list"):
                for name in filter(None, [value] if isinstance(value, str) else value):
                    self._sources.setdefault(source_key(name), set()).add(part)

    def as_json(self) -> dict[str, Any]:
        """The report: the split, its parts, and what they share, with examples."""
        events = Counter(part.split for part in self.split.parts.values())
        groups = Counter(name for name, _ in {(p.split, p.group) for p in self.split.parts.values()})
        total = self.lines.total()
        return {
            "version": 1,
            "shares": dict(zip(self.split.names, self.split.shares, strict=True)),
            "seed": self.split.seed,
            "parts": {
                name: {
                    "events": events[name],
                    "groups": groups[name],
                    "lines": self.lines[name],
                    "share": round(self.lines[name] / total, 6) if total else 0.0,
                    "values": {
                        each.name: dict(self.values.get((name, each.name), {}))
                        for each in self.layers
                        if is_choice(each.layer)
                    },
                }
                for name in self.split.names
            },
            "shared": {
                "events": _shared(self._events),
                "near_copies": self._near_copies(),
                "sentences": _shared(self._sentences),
                "sources": _shared(self._sources),
            },
        }

    def _near_copies(self) -> dict[str, Any]:
        parts, event_of = self.split.parts, self.corpus.event_of
        crossing = [
            f"{each.article} {each.other} {each.share}"
            for each in self.corpus.copies
            if parts[event_of[each.article]].split != parts[event_of[each.other]].split
        ]
        return {"n": len(crossing), "examples": crossing[:EXAMPLES]}


def _shared(parts: Mapping[str, set[str]]) -> dict[str, Any]:
    both = sorted(name for name, own in parts.items() if len(own) > 1)
    return {"n": len(both), "examples": both[:EXAMPLES]}


def summary(report: Mapping[str, Any]) -> str:
    """The report in a few lines."""
    lines = [f"Split with seed {report['seed']}:"]
    for name, part in report["parts"].items():
        wanted = report["shares"][name]
        share = f"{part['share']:.0%}, asked for {wanted:.0%}"
        lines.append(
            f"{name}: {counted(part['events'], 'event')}, {counted(part['lines'], 'line')} ({share})"
        )
    shared = report["shared"]
    names = {"events": "events", "near_copies": "near-copies", "sentences": "sentences", "sources": "sources"}
    lines.append(
        "In several parts: " + ", ".join(f"{shared[key]['n']} {name}" for key, name in names.items()) + "."
    )
    for key in ("sentences", "sources"):
        examples = "; ".join(shared[key]["examples"][:3])
        if examples:
            lines.append(f"  {names[key]}: {examples}{'; ...' if shared[key]['n'] > 3 else ''}")  # noqa: PLR2004
    return "\n".join(lines) + "\n"
