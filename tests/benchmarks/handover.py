"""How long decisions wait while articles go into a served project.

    python -m tests.benchmarks.handover [SENTENCES]     5000

A client decides every 50 ms: for ten seconds alone, then as long as ``annotator add`` hands articles over.
Prints the median, the 99th percentile and the longest of both, in milliseconds, and their ratio.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.annotator.served import Client, Server, command, note
from tests.benchmarks.growth import OUTLETS, WORDS
from tests.labels.projects import project

ARTICLE = 20  # sentences
PAUSE = 0.05


def main() -> None:
    """Measure both, and print them."""
    sentences = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        path = project(Path(folder))
        file = _file(Path(folder), sentences)
        with Server(path) as server:
            alone = _decided(server, _for(10.0))
            begun = time.monotonic()
            adding = subprocess.Popen(command("add", path, file), stdout=subprocess.DEVNULL)
            beside = _decided(server, lambda: adding.poll() is None)
            seconds = time.monotonic() - begun
            added = server.rows("select count(*) from sentence")[0][0]
    print(
        f"{added} sentences, the last {sentences} of them added in {seconds:.1f} s; exit {adding.returncode}"
    )
    for name, times in (("alone", alone), ("while articles come", beside)):
        print(f"{name}: {_figures(times)} of {len(times)}")
    print(f"p99 ratio {_percentile(beside) / _percentile(alone):.1f}")


def _file(folder: Path, sentences: int) -> Path:
    chance = random.Random(1)
    rows = []
    for number in range(sentences // ARTICLE):
        event, outlet = divmod(number, OUTLETS)
        lines = (" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(ARTICLE))
        text = " ".join(lines)
        rows.append({"text": text, "event": f"Event {event}", "outlet": f"Outlet {outlet}"})
    file = folder / "new.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def _for(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def _decided(server: Server, goes_on: Callable[[], bool]) -> list[float]:
    """How long each decision took until it was acknowledged (ms)."""
    client, times = Client(server), []
    workspace = client.sign_in(f"Ana {time.monotonic_ns()}")
    base = 0
    while goes_on():
        begun = time.monotonic()
        answer = client.post([note(workspace, f"note {base}", base)], workspace["annotator"]["id"])
        times.append((time.monotonic() - begun) * 1000)
        assert len(answer.json()["acknowledged"]) == 1, answer.body
        base += 1
        time.sleep(PAUSE)
    return times


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def _figures(times: list[float]) -> str:
    return f"median {statistics.median(times):.1f}, p99 {_percentile(times):.1f}, longest {max(times):.1f} ms"


if __name__ == "__main__":
    main()
