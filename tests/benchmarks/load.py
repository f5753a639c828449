"""What a decision costs the server, and how the server holds under load.

    python -m tests.benchmarks.load store [SECONDS] [THREADS]   decisions straight into the store
    python -m tests.benchmarks.load http [SECONDS] [PEOPLE]     the server's CPU for a decision over HTTP
    python -m tests.benchmarks.load work [SECONDS] [PEOPLE]     a decision each 1.5 s, with five open pages

``store`` and ``http`` decide as quickly as they can; ``work`` is what a group of annotators does. Each runs
against an event of 3 x 700 sentences, with every commit on the disk before it is acknowledged.
"""

import contextlib
import itertools
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from labels.decision import Decision
from labels.store.accounts import annotator_id
from labels.store.ledger import Ledger
from labels.store.writer import Writer
from tests.annotator.served import Server
from tests.benchmarks.keys import large_project
from tests.benchmarks.many import PERIOD, annotators, work
from tests.benchmarks.table import Row, head, line
from tests.browser.chromium import launch
from tests.labels.projects import decision

TICKS = os.sysconf("SC_CLK_TCK")
PAGES = 5
EACH = 40  # sentences of one annotator


def process_id(server: Server) -> int:
    """The number of the server's process."""
    assert server.process is not None
    return server.process.pid


def server_cpu(server: Server) -> float:
    """Seconds of CPU that the server has used."""
    fields = Path(f"/proc/{process_id(server)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def server_memory(server: Server) -> float:
    """Resident memory of the server, in MB."""
    lines = Path(f"/proc/{process_id(server)}/status").read_text().splitlines()
    [resident] = [each for each in lines if each.startswith("VmRSS")]
    return int(resident.split()[1]) / 1024


def notes(sentences: list[str], seconds: float) -> Iterator[Decision]:
    """Notes on the sentences, round after round, until the time is over."""
    until = time.monotonic() + seconds
    for base in itertools.count():
        for sentence in sentences:
            if time.monotonic() >= until:
                return
            yield decision("note", f"note {base}", sentence, base)


def decide(writer: Writer, number: int, sentences: list[str], seconds: float) -> list[float]:
    """One thread's work: the milliseconds from queueing each decision until it is on disk."""
    person = writer.run(lambda connection: annotator_id(connection, f"Annotator {number}"))
    times = []
    for each in notes(sentences, seconds):
        began = time.monotonic()
        [outcome] = writer.run(lambda connection, each=each: Ledger(connection).record(person, [each]))
        assert outcome.status == "saved", outcome
        times.append((time.monotonic() - began) * 1000)
    return times


def into_store(path: Path, seconds: float, threads: int) -> None:
    """Decisions of so many threads, each of which waits until its own is on disk."""
    query = "select id from sentence order by article, position"
    writer = Writer(path)
    sentences = [row[0] for row in writer.run(lambda connection: connection.execute(query).fetchall())]
    times: list[float] = []

    def one_thread(number: int) -> None:
        times.extend(decide(writer, number, sentences[number * EACH : (number + 1) * EACH], seconds))

    workers = [threading.Thread(target=one_thread, args=(number,)) for number in range(threads)]
    cpu, began = time.process_time(), time.monotonic()
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    cpu, took = time.process_time() - cpu, time.monotonic() - began
    writer.close()
    report(Row(f"{threads} threads: queued to on disk", times), len(times), took, cpu)


def over_http(path: Path, seconds: float, people: int) -> None:
    """The server's CPU for a decision, with so many connections that never wait."""
    with Server(path) as server:
        workers = annotators(server, people, most=2100, period=0)
        cpu, began = server_cpu(server), time.monotonic()
        work(workers, server.port, seconds)
        cpu, took = server_cpu(server) - cpu, time.monotonic() - began
    times = [each for one in workers for each in one.times]
    report(Row(f"{people} connections: sent to acknowledged", times), sum(w.made for w in workers), took, cpu)


def at_work(path: Path, seconds: float, people: int) -> None:
    """So many annotators at their usual pace, and the memory of the server meanwhile."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server(path))
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        for _ in range(PAGES):
            page = browser.new_context().new_page()
            page.goto(server.url)
            page.wait_for_selector('[data-ready="1"]')
        workers = annotators(server, people, most=int(seconds / PERIOD / 4) + 1)
        cpu, began = server_cpu(server), time.monotonic()
        memory: list[float] = []
        timer = threading.Timer(min(60, seconds / 2), lambda: memory.append(server_memory(server)))
        timer.start()
        work(workers, server.port, seconds)
        memory.append(server_memory(server))
        cpu, took = server_cpu(server) - cpu, time.monotonic() - began
    times = sorted(each for one in workers for each in one.times)
    report(
        Row(f"{people} annotators: sent to acknowledged", times, 60), sum(w.made for w in workers), took, cpu
    )
    print(f"p99 {times[int(0.99 * len(times))]:.1f} ms, longest {times[-1]:.1f} ms, {PAGES} open pages")
    print(f"memory {memory[0]:.0f} MB after a minute, {memory[-1]:.0f} MB at the end")


def report(row: Row, decisions: int, seconds: float, cpu: float) -> None:
    """Print the times, the rate and what a decision cost."""
    head()
    line(row)
    print(
        f"{decisions:,} decisions, {decisions / seconds:.0f}/s, {1000 * cpu / decisions:.3f} ms of CPU each"
    )


KINDS: dict[str, tuple[Callable[[Path, float, int], None], float, int]] = {
    "store": (into_store, 60, 50),
    "http": (over_http, 20, 50),
    "work": (at_work, 600, 50),
}


def main(words: list[Any]) -> None:
    """Run one kind of load on a new project."""
    task, seconds, people = KINDS[words[0]]
    with tempfile.TemporaryDirectory() as folder:
        task(
            large_project(Path(folder)),
            float(words[1]) if len(words) > 1 else seconds,
            int(words[2]) if len(words) > 2 else people,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
