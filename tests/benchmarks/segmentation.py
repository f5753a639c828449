"""Sentence boundaries: nupunkt alone and ours, on news with sentences marked by hand.

Run: PYTHONPATH=. python tests/benchmarks/segmentation.py

A text has one sentence on a line and an empty line after each paragraph. Paragraphs are split one by one, and
the boundary at a paragraph's end is not counted. ``hard_news_tuned`` was looked at while the rules were
written, ``hard_news_held_out`` was written before and only scored. ``hard_news_many_languages`` was made to
break the rules and scored before they were mended: ours .91, nupunkt .81 on its first part; .91 and .77 on
a second part written after that. MEANTIME (Wikinews) is read from a folder ``shared`` beside the repository
when there is one; its sentences were put together from tokens, so spaces are approximate.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nupunkt

from labels.text.splitting import split

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "labels" / "data"
MEANTIME = ROOT.parent / "shared" / "data" / "meantime_wikinews" / "meantime_en.jsonl"
GROUP = 5


@dataclass(frozen=True, slots=True)
class Score:
    """Boundaries found and missed over a set of paragraphs."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


def paragraphs(path: Path) -> list[list[str]]:
    """The paragraphs of a marked text, each a list of sentences."""
    blocks = path.read_text("utf-8").strip().split("\n\n")
    return [block.split("\n") for block in blocks]


def meantime(path: Path) -> Iterator[list[str]]:
    """Groups of five Wikinews sentences, without the headline and date of each article."""
    for line in path.read_text("utf-8").splitlines():
        sentences = json.loads(line)["sentences"][2:]
        for start in range(0, len(sentences), GROUP):
            yield sentences[start : start + GROUP]


def ours(text: str) -> list[int]:
    """Starts of the sentences found by this project."""
    return [span.start for span in split(text)]


def nupunkt_alone(text: str) -> list[int]:
    """Starts of the sentences found by nupunkt."""
    return [
        start + len(text[start:end]) - len(text[start:end].lstrip())
        for start, end in nupunkt.sent_spans(text)
    ]


def score(texts: Sequence[list[str]], starts: Callable[[str], list[int]]) -> Score:
    """Boundaries inside the paragraphs, by the start of the sentence after them."""
    right = found = gold = 0
    for sentences in texts:
        text = " ".join(sentences)
        marked, position = set(), 0
        for sentence in sentences:
            marked.add(position)
            position += len(sentence) + 1
        marked.discard(0)
        own = set(starts(text)) - {0}
        right, found, gold = right + len(marked & own), found + len(own), gold + len(marked)
    return Score(right, found, gold)


def differences(texts: Sequence[list[str]], starts: Callable[[str], list[int]]) -> Iterator[str]:
    """Each boundary missed (``-``) or made up (``+``), with the words round it."""
    for sentences in texts:
        text = " ".join(sentences)
        marked = {sum(len(s) + 1 for s in sentences[:i]) for i in range(1, len(sentences))}
        for place in sorted(marked ^ (set(starts(text)) - {0})):
            sign = "-" if place in marked else "+"
            yield f"{sign} {text[max(0, place - 40) : place]}|{text[place : place + 30]}"


def main(arguments: Sequence[str]) -> None:
    """Prints a table; with ``--errors NAME`` also what is wrong in that text."""
    texts = {path.stem: paragraphs(path) for path in sorted(DATA.glob("hard_news_*.txt"))}
    if MEANTIME.exists():
        texts["meantime"] = list(meantime(MEANTIME))
    print(f"{'text':<26}{'splitter':<16}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}{'ms':>8}")
    for name, marked in texts.items():
        for label, starts in (("nupunkt alone", nupunkt_alone), ("ours", ours)):
            began = time.perf_counter()
            result = score(marked, starts)
            took = 1000 * (time.perf_counter() - began)
            print(
                f"{name:<26}{label:<16}{result.gold:>6}{result.precision:>8.3f}{result.recall:>8.3f}"
                f"{result.f1:>8.3f}{took:>8.0f}"
            )
    if "--errors" in arguments:
        for line in differences(texts[arguments[arguments.index("--errors") + 1]], ours):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
