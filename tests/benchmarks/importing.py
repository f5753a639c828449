"""Import: 100,000 sentences in 5,000 articles of generated text, against nupunkt alone on its paragraphs.

Run: PYTHONPATH=. python tests/benchmarks/importing.py [ARTICLES] [--old FOLDER]

Prints seconds and memory of reading (files to articles with sentences, kinds, ids and near-duplicates), each
kind of input in a process of its own, and as a multiple of nupunkt alone. With ``--old`` the same is done by
another checkout's code, and the ratio old/new is printed.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nupunkt

ROOT = Path(__file__).resolve().parents[2]
SENTENCES, PARAGRAPH = 20, 2
NAMES = [
    "Mira Halas",
    "Peter Lind",
    "Ines Korb",
    "Amar Dinko",
    "Tom Ray",
    "Vera Solt",
    "Jan Brodek",
    "Lea Winter",
]
PLACES = ["Ostrava Dol", "Lindau", "Vorstadt", "Breg", "Sela", "Kamen", "Harbour Hill", "Port Lane"]
WORDS = [
    "dam",
    "council",
    "river",
    "bridge",
    "school",
    "minister",
    "operator",
    "engineer",
    "warning",
    "siren",
    "valley",
    "road",
    "record",
    "authority",
    "inspection",
    "price",
    "tram",
    "line",
    "vote",
    "speaker",
    "opponent",
    "scandal",
    "building",
    "summer",
    "contract",
    "striker",
    "club",
    "agent",
    "goal",
    "insurer",
    "claim",
    "farmer",
    "damage",
    "police",
    "case",
    "committee",
    "ministry",
    "letter",
    "flood",
    "rescue",
    "team",
    "town",
    "spokeswoman",
    "reporter",
    "water",
    "level",
    "rain",
    "mayor",
    "system",
    "failure",
]
VERBS = ["said", "told reporters", "denied", "wrote", "announced", "added", "warned", "argued", "insisted"]
TEMPLATE = (
    "The regional fire service said that people in the affected towns should stay indoors until further "
    "notice. It asked everybody to keep roads clear for rescue teams and to follow the news on the radio."
)


def sentence(chance: random.Random) -> str:
    """One sentence of news, with the marks that splitters find hard."""
    middle = " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 16)))
    name, place, verb = chance.choice(NAMES), chance.choice(PLACES), chance.choice(VERBS)
    forms = (
        f"{name} of {place} {verb} on Monday that the {middle} cost {chance.randint(2, 90)}.5 million euros.",
        f"“The {middle} is a failure,” {name} {verb}.",
        f"Dr. {name} {verb} that {place} needs the {middle} by Oct. {chance.randint(1, 28)}.",
        f"The {middle} in the U.S. was closed at {chance.randint(1, 11)} a.m., {name} {verb}.",
        f"{place} {verb} nothing about the {middle}.",
    )
    return chance.choice(forms)


def article(number: int, *, templates: bool = False) -> str:
    """An article with a headline and paragraphs of two sentences."""
    chance = random.Random(number)
    sentences = [sentence(chance) for _ in range(SENTENCES - 1)]
    paragraphs = [" ".join(sentences[i : i + PARAGRAPH]) for i in range(0, len(sentences), PARAGRAPH)]
    if templates:
        paragraphs.insert(1, TEMPLATE)
    return "\n\n".join([f"{chance.choice(PLACES)} waits for report {number}", *paragraphs])


def records(count: int, *, templates: bool = False) -> Iterator[str]:
    """JSON lines of articles of five outlets."""
    for number in range(count):
        record = {
            "event": f"Event {number // 5}",
            "outlet": f"Outlet {number % 5}",
            "text": article(number, templates=templates),
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def written(folder: Path, count: int) -> dict[str, Path]:
    """The files that are read: varied text, text with shared templates, and a folder of files."""
    files = {"varied": folder / "varied.jsonl", "templates": folder / "templates.jsonl"}
    for name, path in files.items():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(records(count, templates=name == "templates"))
    files["folder"] = folder / "folder"
    for number in range(count):
        path = files["folder"] / f"event{number // 5}" / f"outlet{number % 5}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), "utf-8")
    return files


READ = """
import sys
from pathlib import Path
from labels.text.importing import *
def count(path):
    if 'stream' in globals():
        return sum(len(each.sentences) for each in stream([path], ReadingNotes()))
    return sum(len(each.sentences) for each in read([path]).articles)
print(count(Path(sys.argv[1])))
"""


def measured(command: Sequence[str], root: Path) -> tuple[float, float, int, str]:
    """Seconds, CPU seconds and the largest process's memory (MB) of a command, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
        cwd=root,
    )
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, after.ru_maxrss // 1024, done.stdout.strip()


def floor(count: int) -> float:
    """CPU seconds of nupunkt alone on the paragraphs of the varied text."""
    texts = [paragraph for number in range(count) for paragraph in article(number).split("\n\n")]
    began = time.process_time()
    for text in texts:
        list(nupunkt.sent_spans(text))
    return time.process_time() - began


def main(arguments: Sequence[str]) -> None:
    """Prints one line for each kind of input."""
    count = next((int(word) for word in arguments if word.isdigit()), 5_000)
    old = Path(arguments[arguments.index("--old") + 1]) if "--old" in arguments else None
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), count)
        alone = floor(count)
        print(f"nupunkt alone: {alone:.1f} s CPU")
        for name, path in files.items():
            command = [sys.executable, "-c", READ, str(path)]
            took, cpu, memory, sentences = measured(command, ROOT)
            line = f"{name:<10}{sentences:>9} sentences {took:6.1f} s {cpu:6.1f} s CPU, {memory} MB,"
            line += f" {cpu / alone:.1f}x nupunkt"
            if old is not None:
                before = measured(command, old)[0]
                line += f", old {before:.1f} s, old/new {before / took:.1f}"
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
