"""What each operation costs as a project grows: per unit, at 1, 10 and 100 times the size.

    python -m tests.benchmarks.growth [SIZES]     1,10,100; 100 is 100,000 sentences, 1,000,000 labels

One of ten annotators made three labels of ten, 300,000 at the largest size; every decision that is timed
is theirs. Projects are made by bulk inserts (tests/benchmarks/filled.py). Each operation runs in a process of
its own, so that its memory is its own.
"""

import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.views.workspace import events_view
from exports.dataset.full import write
from labels.article import Article, Sentence
from labels.decision import Decision
from labels.span import Span
from labels.store.corpus.adding import add_articles
from labels.store.ledger import Ledger
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.benchmarks.filled import MadeLabel, add_people, fill
from tests.labels.projects import decision, project

PEOPLE = tuple(f"a{number:02}" for number in range(10))
BUSY = PEOPLE[0]  # made three labels of ten
SENTENCES, ARTICLE, OUTLETS = (
    1_000,
    20,
    5,
)  # sentences at size 1; sentences of an article; articles of an event
LABELS = 10  # for each sentence
VALUES = {
    "claim_type": ("event", "state"),
    "anchor": ("explicit", "carried"),
    "source_kind": ("official", "media"),
    "certainty": ("certain", "possible"),
}
WORDS = tuple(
    f"{first}{last}" for first in "bcdfghklmnprst" for last in ("ado", "ilar", "ensu", "ovik", "umet")
)
DECISIONS = 300  # timed


def build(folder: Path, size: int) -> Path:
    """A project of so many thousand sentences with ten labels each."""
    chance = random.Random(size)
    texts = list(articles(chance, size * SENTENCES // ARTICLE))
    path = project(folder, texts, f"{size}.db")
    writer = Writer(path)
    try:
        writer.run(lambda connection: add_people(connection, PEOPLE))
        writer.run(lambda connection: fill(connection, labels(chance, texts)))
    finally:
        writer.close()
    return path


def articles(chance: random.Random, count: int, first: int = 0) -> Iterator[Article]:
    """Articles of words at random, five to an event."""
    for number in range(first, first + count):
        lines = [" ".join(chance.choices(WORDS, k=16)).capitalize() + "." for _ in range(ARTICLE)]
        text, start, sentences = "\n".join(lines), 0, []
        identifier = hashlib.sha256(text.encode()).hexdigest()[:16]
        for position, line in enumerate(lines):
            span = Span(start, start + len(line))
            sentences.append(
                Sentence(f"{identifier}:{position}", identifier, position, position // 3, "body", span)
            )
            start += len(line) + 1
        event, outlet = divmod(number, OUTLETS)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        yield Article(identifier, f"Event {event}", f"Outlet {outlet}", text, sha256, tuple(sentences))


def labels(chance: random.Random, texts: list[Article]) -> Iterator[MadeLabel]:
    """Two claims of five labels for each sentence, by two annotators; three of ten by the busy one."""
    for article in texts:
        others = chance.sample(PEOPLE[1:], 2)
        pair = (BUSY, others[0]) if chance.random() < 0.6 else tuple(others)
        for sentence in article.sentences:
            for person in pair:
                content = [[sentence.span.start, sentence.span.end]]
                yield MadeLabel(person, sentence, 1, "content", content)
                for layer, values in VALUES.items():
                    yield MadeLabel(person, sentence, 1, layer, chance.choice(values))


def peak() -> float:
    """The most memory this process has held, in MB."""
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def timed(task: Callable[[], int]) -> tuple[float, float, int]:
    """Seconds on the clock, seconds of CPU, and units of a task."""
    clock, cpu = time.perf_counter(), time.process_time()
    units = task()
    return time.perf_counter() - clock, time.process_time() - cpu, units


def busy_sentences(store: ProjectReader) -> list[str]:
    """Sentences that the busy annotator labeled, from all over the project."""
    rows = store.connection.execute(
        "select s.id from progress p join article a on a.number = p.article "
        "join sentence s on s.article = a.id "
        "where p.annotator = (select number from annotator where id = ?) and s.position = 3",
        (BUSY,),
    ).fetchall()
    chance = random.Random(1)
    return [chance.choice(rows)[0] for _ in range(DECISIONS)]


def decide(path: Path) -> tuple[float, float, int]:
    """Decisions of the busy annotator, as the writer takes them, without the disk."""
    with ProjectReader(path) as store:
        sentences = list(dict.fromkeys(busy_sentences(store)))
        notes = {row[0]: row[1] for row in store.connection.execute(NOTES, (BUSY,))}
    batch = [decision("note", str(time.time()), one, base=notes.get(one, 0)) for one in sentences]
    writer = Writer(path)

    def job(connection: object) -> tuple[float, float, int]:
        ledger = Ledger(connection)  # type: ignore[arg-type]
        for one in batch:  # the first decision in an article compares its rows with the log
            saved(ledger, decision("note", "warm", one.target, base=one.base))
        again = [decision("note", "timed", one.target, base=one.base + 1) for one in batch]
        return timed(lambda: sum(saved(ledger, one) for one in again))

    try:
        return writer.run(job)  # type: ignore[no-any-return]
    finally:
        writer.close()


def saved(ledger: Ledger, one: Decision) -> int:
    """Take a decision of the busy annotator; a refused one would cost less."""
    [outcome] = ledger.record(BUSY, [one])
    assert outcome.status == "saved", outcome
    return 1


NOTES = """
select sentence, revision from label where annotator = ? and layer = 'note' and target_kind = 'sentence'
"""


def open_events(path: Path) -> tuple[float, float, int]:
    """What the workspace reads of an event, as the busy annotator."""
    with ProjectReader(path) as store:
        chance = random.Random(2)
        chosen = [event.id for event in chance.choices(store.event_ids(), k=20)]

        def task() -> int:
            for event in chosen:
                texts = store.articles(event)
                store.event_place(event)
                store.alignment(event)
                assert sum(len(store.label_rows(article.id, BUSY)) for article in texts) >= 0
            return len(chosen)

        return timed(task)


def events_page(path: Path) -> tuple[float, float, int]:
    """The list of events."""
    with ProjectReader(path) as store:
        person = next(one for one in store.annotators() if one.id == BUSY)
        return timed(lambda: len(events_view(store, person)))


def add(path: Path) -> tuple[float, float, int]:
    """Articles into the project, read already."""
    new = list(articles(random.Random(time.time_ns()), 100, first=10_000_000))
    writer = Writer(path)
    try:
        return timed(lambda: len(writer.run(lambda c: add_articles(c, new)).articles))
    finally:
        writer.close()


def export(path: Path) -> tuple[float, float, int]:
    """The dataset, to nowhere."""
    with ProjectReader(path) as store, Path(os.devnull).open("w", encoding="utf-8") as file:
        return timed(lambda: write(store, file))


def check(path: Path) -> tuple[float, float, int]:
    """``annotator verify``; the project has to be sound."""
    with ProjectReader(path) as store:

        def task() -> int:
            result = verify(store.connection)
            assert result.faults == (), result.faults[:3]
            return result.entries

        return timed(task)


def hash_floor(path: Path) -> tuple[float, float, int]:
    """SHA-256 alone over as many texts as the log has entries, of their mean length."""
    with ProjectReader(path) as store:
        entries = store.head()
    text = b"x" * 620

    def task() -> int:
        for _ in range(entries):
            hashlib.sha256(text).digest()
        return entries

    return timed(task)


OPERATIONS: dict[str, tuple[str, Callable[[Path], tuple[float, float, int]]]] = {
    "verify": ("entry", check),
    "hash floor": ("entry", hash_floor),
    "export": ("line", export),
    "events page": ("event", events_page),
    "open event": ("event", open_events),
    "decision": ("decision", decide),
    "import": ("article", add),
}


def measure(path: Path, operation: str) -> dict[str, float | int]:
    """One operation in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--measure", str(path), operation]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float | int] = json.loads(answer.stdout)
    return result


def main(sizes: list[int]) -> None:
    """Print the table as Markdown, a row for each operation and size."""
    print("| operation | size | units | total, s | per unit, ms | CPU per unit, ms | memory, MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = build(Path(folder), size)
            with contextlib.closing(ProjectReader(path)) as store:
                [count] = store.connection.execute(
                    "select count(*) from log where uuid is not null"
                ).fetchone()
                pages = store.connection.execute(PAGES, ()).fetchone()[0]
            print(
                f"| file | {size} | {count:,} decisions | | {pages / count:.0f} bytes a decision | | |",
                flush=True,
            )
            for operation, (unit, _) in OPERATIONS.items():
                row = measure(path, operation)
                each, cpu = (1000 * row[key] / row["units"] for key in ("seconds", "cpu"))
                print(
                    f"| {operation} | {size} | {row['units']:,} {unit} | {row['seconds']:.2f} | {each:.3f} "
                    f"| {cpu:.3f} | {row['memory']:.0f} |",
                    flush=True,
                )


COUNT = "select count(*) from log where uuid is not null"
PAGES = """
select sum(pgsize) from dbstat where name in ('log', 'sqlite_autoindex_log_1', 'log_annotator', 'log_origin',
  'log_change', 'current', 'current_layer', 'current_source', 'current_unsure', 'progress')
"""

if __name__ == "__main__":
    if "--measure" in sys.argv:
        _, task = OPERATIONS[sys.argv[3]]
        seconds, cpu, units = task(Path(sys.argv[2]))
        print(json.dumps({"seconds": seconds, "cpu": cpu, "units": units, "memory": peak()}))
    else:
        main([int(part) for part in (sys.argv[1] if len(sys.argv) > 1 else "1,10,100").split(",")])
