"""Labeled projects for the report's tests: real files, a few people, decisions through the ledger."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exports.report.project_report import Options, project_report
from labels.article import Article, Sentence
from labels.codebook.codebook import Codebook
from labels.span import Span
from labels.store.corpus.adding import add_articles
from labels.store.project import create
from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.labels.projects import CODEBOOK, Hand, decision, project, together

OWN = {"claim_type": "event", "anchor": "none", "source_kind": "author", "certainty": "certain"}
SAID = {"claim_type": "event", "anchor": "explicit", "source_kind": "official", "certainty": "certain"}


class Team:
    """The people at one project."""

    def __init__(self, path: Path):
        self.path, self._writer = path, Writer(path)
        self._hands: dict[str, Hand] = {}

    def __getitem__(self, name: str) -> Hand:
        if name not in self._hands:
            self._hands[name] = Hand(self._writer, name)
        return self._hands[name]

    def claim(self, name: str, sentence: Sentence, number: int = 1, **values: object) -> None:
        """A claim with values; the whole sentence unless ``content`` says otherwise."""
        content = values.pop("content", [[sentence.span.start, sentence.span.end]])
        under = {"codebook": values.pop("codebook", CODEBOOK.hash)}
        target = f"{sentence.id}.{number}"
        made = [decision("content", content, target, **under)]
        made += [decision(layer, value, target, **under) for layer, value in values.items()]
        self.record(name, *together(*made))

    def nothing(self, name: str, sentence: Sentence, **more: object) -> None:
        """The sentence holds no claim."""
        self.record(name, decision("claim_type", "none", sentence.id, **more))

    def source(self, name: str, article: str, source: str, called: str) -> None:
        """An entry of the annotator's source list."""
        value = {"article": article, "name": called}
        self.record(name, decision("name", value, source, target_kind="source", sentence=""))

    def record(self, name: str, *decisions: Any) -> None:
        """Decide; a refusal is a fault of the test."""
        outcomes = self[name].record(*decisions)
        assert [o.reason for o in outcomes if o.status != "saved"] == []

    def run(self, task: Any) -> Any:
        """Something the writer does."""
        return self._writer.run(task)

    def close(self) -> None:
        self._writer.close()


@contextmanager
def team(folder: Path, articles: Sequence[Article], name: str = "p.db") -> Iterator[Team]:
    """People who label a new project of these articles."""
    with at(project(folder, articles, name)) as found:
        yield found


@contextmanager
def at(path: Path) -> Iterator[Team]:
    """People who go on with a project."""
    found = Team(path)
    try:
        yield found
    finally:
        found.close()


def own_project(folder: Path, articles: Sequence[Article], codebook: str) -> Path:
    """A project with a codebook written as TOML."""
    path = folder / "own.db"
    create(path, Codebook.parse(codebook, "own.toml"), codebook)
    writer = Writer(path)
    writer.run(lambda connection: add_articles(connection, articles))
    writer.close()
    return path


def report_of(path: Path, **options: Any) -> dict[str, Any]:
    """The report of a project."""
    with ProjectReader(path) as store:
        return project_report(store, Options(**{"resamples": 50, **options}))


def value_of(data: Mapping[str, Any], name: str = "krippendorff_alpha") -> Any:
    """A coefficient's value."""
    return data[name]["value"]


def lettered(sizes: Sequence[int]) -> Iterator[Article]:
    """Articles of events of their own, with so many sentences of different words."""
    for number, size in enumerate(sizes):
        lines = [f"Line {number} {place} alpha beta." for place in range(size)]
        text = "\n".join(lines)
        sentences, start = [], 0
        for place, line in enumerate(lines):
            identifier = f"art{number:04}:{place}"
            span = Span(start, start + len(line))
            sentences.append(Sentence(identifier, f"art{number:04}", place, place, "body", span))
            start += len(line) + 1
        yield Article(f"art{number:04}", f"Event {number}", "Post", text, f"{number:064}", tuple(sentences))


__all__ = [
    "CODEBOOK",
    "OWN",
    "SAID",
    "Team",
    "at",
    "lettered",
    "own_project",
    "report_of",
    "team",
    "value_of",
]
