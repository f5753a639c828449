"""Seconds, memory and B³ of grouping generated articles: PYTHONPATH=. python -m tests.benchmarks.grouping.

Generated, since no public corpus with outlets, dates and events is at hand: three outlets an event share
names and some words, drawn from MEANTIME (Wikinews). Its seconds and memory count; its B³ is easy.
"""

import json
import random
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from labels.text.grouping.bundles import Text, bundles

SOURCE = Path(__file__).parents[3] / "shared" / "data" / "meantime_wikinews" / "meantime_en.jsonl"
EVENTS, OUTLETS, DAYS = 3_300, 3, 730


def generated(words: list[str], rng: random.Random) -> tuple[list[Text], dict[str, int]]:
    """Articles in random order, and the event of each."""
    texts, truth = [], {}
    for event in range(EVENTS):
        names = [f"name{event}x{number}" for number in range(25)]
        day, base = date(2022, 1, 1) + timedelta(rng.randrange(DAYS)), rng.choices(words, k=250)
        for outlet in range(OUTLETS):
            mixed = rng.choices(base, k=140) + rng.choices(names, k=50) + rng.choices(words, k=200)
            name, published = f"{event}-{outlet}", day + timedelta(rng.randrange(3))
            truth[name] = event
            texts.append(Text(name, " ".join(mixed), published.isoformat()))
    rng.shuffle(texts)
    return texts, truth


def b_cubed(groups: tuple[tuple[str, ...], ...], truth: dict[str, int]) -> float:
    """The F1 of B³ precision and recall."""
    precision = recall = 0.0
    for group in groups:
        for name in group:
            same = sum(truth[other] == truth[name] for other in group)
            precision, recall = precision + same / len(group), recall + same / OUTLETS
    precision, recall = precision / len(truth), recall / len(truth)
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print one line of figures."""
    records = [json.loads(line) for line in SOURCE.read_text(encoding="utf-8").splitlines()]
    words = [word for each in records for sentence in each["sentences"] for word in sentence.split()]
    texts, truth = generated(words, random.Random(1))
    started = time.process_time()
    groups = bundles(texts).groups
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{len(texts)} articles: {seconds:.1f} s of CPU, {memory} MB, B³ {b_cubed(groups, truth):.3f}\n"
    )


if __name__ == "__main__":
    main()
