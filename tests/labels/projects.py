"""Small projects for tests: two articles of one event, made without reading files."""

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from labels.article import Article, Kind, Sentence
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.decision import Decision, Origin, Outcome, TargetKind
from labels.span import Span
from labels.store.accounts import annotator_id
from labels.store.corpus.adding import add_articles
from labels.store.ledger import Ledger
from labels.store.project import create
from labels.store.writer import Writer

CODEBOOK = Codebook.parse(shipped_text(), "default")
STATE = (
    "Dam opens\n“We are ready,” Mayor Ida Holm said. The dam may open on Monday. It holds 4 million litres."
)
TABLOID = "Dam chaos\nThe dam will burst, experts fear. Mayor Ida Holm said the town was ready 👍🏽 é."


def article(text: str, outlet: str, event: str = "Dam") -> Article:
    """An article whose first line is its headline, with a sentence at each full stop."""
    identifier = hashlib.sha256(f"{outlet}{text}".encode()).hexdigest()[:12]
    sentences = []
    for position, match in enumerate(re.finditer(r"[^\n.]+\.?", text)):
        span = Span(*match.span()).trimmed(text)
        assert span is not None
        kind: Kind = "headline" if position == 0 else "body"
        sentences.append(
            Sentence(f"{identifier}:{position}", identifier, position, min(position, 1), kind, span)
        )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article(identifier, event, outlet, text, sha256, tuple(sentences), title=text.partition("\n")[0])


ARTICLES = (article(STATE, "State News"), article(TABLOID, "Daily Shout"))
SENTENCES = ARTICLES[0].sentences


def project(folder: Path, articles: Sequence[Article] = ARTICLES, name: str = "p.db") -> Path:
    """A new project with articles in it."""
    path = folder / name
    create(path, CODEBOOK, shipped_text())
    writer = Writer(path)
    writer.run(lambda connection: add_articles(connection, articles))
    writer.close()
    return path


def decision(layer: str, value: object, target: str, base: int = 0, **more: object) -> Decision:
    """A decision on a sentence (its id) or a claim (sentence id, full stop, number)."""
    claim = "." in target
    fields: dict[str, object] = {
        "uuid": str(uuid.uuid4()),
        "action": str(uuid.uuid4()),
        "target_kind": "claim" if claim else "sentence",
        "target": target,
        "sentence": target.rpartition(".")[0] if claim else target,
        "layer": layer,
        "kind": "clear" if value is None else "set",
        "base": base,
        "value": value,
        "codebook": CODEBOOK.hash,
        "client": "tab",
    }
    return Decision(**{**fields, **more})  # type: ignore[arg-type]


def together(*decisions: Decision) -> list[Decision]:
    """The same decisions as one action."""
    action = str(uuid.uuid4())
    return [replace(decision, action=action) for decision in decisions]


class Hand:
    """One annotator at a writer."""

    def __init__(self, writer: Writer, name: str = "Ana"):
        self.writer = writer
        self.id: str = writer.run(lambda connection: annotator_id(connection, name))

    def record(self, *decisions: Decision) -> list[Outcome]:
        """Record decisions and wait until they are on disk."""
        outcomes: list[Outcome] = self.writer.run(lambda c: Ledger(c).record(self.id, decisions))
        return outcomes

    def claim(self, sentence: Sentence, number: int = 1, **values: object) -> list[Outcome]:
        """A sentence-wide claim with values, as one action."""
        target = f"{sentence.id}.{number}"
        content = [[sentence.span.start, sentence.span.end]]
        return self.record(
            *together(
                decision("content", content, target),
                *(decision(layer, value, target) for layer, value in values.items()),
            )
        )


__all__ = [
    "ARTICLES",
    "CODEBOOK",
    "SENTENCES",
    "Hand",
    "Origin",
    "TargetKind",
    "article",
    "decision",
    "project",
]
