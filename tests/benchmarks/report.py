"""The agreement report of a project with 100,000 labels, from SQLite to coefficients, and what it takes.

    python -m tests.benchmarks.report [LABELS]

The project is made by bulk inserts, not by decisions one by one: 40 events of three outlets, three
annotators who label everything and agree on seven values of ten beyond chance. A claim is the sentence
without its first word for one annotator in five, so that claims have to be matched.
"""

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from exports.agreement.intervals import Resampling
from exports.rendering.html import page
from exports.report.claims import matched_claims
from exports.report.context import Setting, clusters
from exports.report.derived import with_derived_values
from exports.report.layers import ORDERED, all_units, valued_figures
from exports.report.project_report import Options, project_report
from exports.report.reading.labels import read_long_table
from exports.report.sentences import sentences_json
from exports.report.spans import content_values, spans_json
from labels.article import Article, Sentence
from labels.span import Span
from labels.store.queries import ProjectReader
from labels.store.sqlite import sqlite3
from labels.store.writer import Writer
from tests.benchmarks.filled import MadeLabel, add_people, fill
from tests.labels.projects import CODEBOOK, project

EVENTS, OUTLETS, PEOPLE = 40, ("Courier", "Herald", "Post"), ("a1", "a2", "a3")
WORDS = [
    "the",
    "harbour",
    "council",
    "said",
    "dam",
    "water",
    "files",
    "launch",
    "county",
    "mayor",
    "police",
    "report",
    "vote",
    "recount",
    "tank",
]


def build(folder: Path, n_labels: int) -> Path:
    """A project with about so many labels."""
    rng = random.Random(0)
    # a sentence holds about 6.2 labels of each annotator
    size = max(1, round(n_labels / (6.2 * len(PEOPLE) * EVENTS * len(OUTLETS))))
    articles = [
        _article(rng, f"Event {event}", outlet, size) for event in range(EVENTS) for outlet in OUTLETS
    ]
    path = project(folder, articles)
    writer = Writer(path)
    writer.run(lambda connection: _label(connection, rng, articles))
    writer.close()
    return path


def _article(rng: random.Random, event: str, outlet: str, size: int) -> Article:
    lines = [" ".join(rng.choices(WORDS, k=14)).capitalize() + f" {n}." for n in range(size)]
    text = "\n".join(lines)
    identifier = hashlib.sha256(f"{event}{outlet}".encode()).hexdigest()[:16]
    sentences, start = [], 0
    for number, line in enumerate(lines):
        words = hashlib.sha256(line.encode()).hexdigest()[:16]
        span = Span(start, start + len(line))
        sentences.append(Sentence(f"{identifier}:{words}", identifier, number, number // 3, "body", span))
        start += len(line) + 1
    return Article(
        identifier, event, outlet, text, hashlib.sha256(text.encode()).hexdigest(), tuple(sentences)
    )


def _label(connection: sqlite3.Connection, rng: random.Random, articles: list[Article]) -> None:
    add_people(connection, PEOPLE)
    fill(
        connection, (label for article in articles for s in article.sentences for label in _sentence(rng, s))
    )


def _sentence(rng: random.Random, sentence: Sentence) -> list[MadeLabel]:
    layers = {one: CODEBOOK.layer(one).value_ids for one in ("claim_type", "source_kind", "certainty")}
    common = {"claim_type": "event", "source_kind": "official", "certainty": "certain"}
    truth = {layer: rng.choice(ids[1:]) for layer, ids in layers.items()} if rng.random() < 0.5 else common
    rows: list[MadeLabel] = []
    nothing = rng.random() < 0.12
    for person in PEOPLE:
        rows.append(MadeLabel(person, sentence, 0, "state", "done"))
        if nothing != (rng.random() < 0.05):
            rows.append(MadeLabel(person, sentence, 0, "claim_type", "none"))
            continue
        start = sentence.span.start + (4 if rng.random() < 0.2 else 0)
        rows.append(MadeLabel(person, sentence, 1, "content", [[start, sentence.span.end]]))
        for layer, ids in layers.items():
            value = truth[layer] if rng.random() < 0.7 else rng.choice(ids[1:])
            rows.append(MadeLabel(person, sentence, 1, layer, value))
        rows.append(MadeLabel(person, sentence, 1, "anchor", "explicit"))
        if rng.random() < 0.6:
            rows.append(MadeLabel(person, sentence, 1, "cue", [[start + 1, start + 5]]))
    return rows


def seconds(task: Callable[[], object], repeats: int = 3) -> float:
    """The shortest of several runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def peak() -> float:
    """The most memory this process has held, in MB; getrusage would count that of the process before exec."""
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def measure(path: Path) -> None:
    """Time the parts of a report, in a process that did not build the project."""
    with ProjectReader(path) as store:
        codebook = store.codebook()
        [count] = store.connection.execute("select count(*) from label").fetchone()
        print(f"{count:,} labels, {EVENTS * len(OUTLETS)} articles, {len(PEOPLE)} annotators")
        before = peak()
        core = Options(people=False, advanced=False)
        first = seconds(lambda: project_report(store, core), 1)
        after = peak()
        table = read_long_table(store, codebook)
        setting = Setting(table, codebook, clusters(table), Resampling(), 0.5, table.annotators)
        values = with_derived_values(table, codebook)
        units = all_units(setting, matched_claims(table))
        valued = [layer for layer in codebook.layers if layer.measurement in ORDERED]

        def coefficients() -> None:
            sentences_json(setting)
            for layer in valued:
                valued_figures(setting, units, layer, values[layer.id])

        def spans() -> None:
            for one in (content_values(table), values["cue"], values["source_mention"]):
                spans_json(setting, one)

        levels = 2 + sum(1 + len(layer.collapse) for layer in valued)
        parts = {
            "read from SQLite": lambda: read_long_table(store, codebook),
            "derived layers": lambda: with_derived_values(table, codebook),
            "claims matched": lambda: matched_claims(table),
            f"coefficients, {levels} levels": coefficients,
            "ranges of text, 3 layers": spans,
            "all of these": lambda: project_report(store, core),
            "with people and versions": lambda: project_report(store, Options(advanced=False)),
        }
        print(f"{'the first time':28}{first:8.3f} s, {after - before:.1f} MB more at the peak")
        for name, part in parts.items():
            print(f"{name:28}{seconds(part):8.3f} s")
        report = project_report(store)
        print(f"{'drawn as HTML':28}{seconds(lambda: page(report)):8.3f} s")


def main() -> None:
    """Build the project, then measure in a fresh process."""
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
        return
    n_labels = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = build(Path(folder), n_labels)
        command = [sys.executable, "-m", "tests.benchmarks.report", "--measure", str(path)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
