"""How well the rules find attributions: ``python -m tests.benchmarks.suggestions [--errors] [--texts NAME]``.

Precision and recall against claims that people marked with a cue or source in the sentence: those of the
first demo annotator, and, where a folder ``shared`` stands beside the repository, the two seed articles and
sentences of Wikinews. Per role, each distinct range counts once: as exact, and as overlapping with Dice of .5
or more, matched one to one. docs/suggestions.md says which of the texts the rules were written on.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.demo.loading import build
from labels.article import Article, Sentence
from labels.codebook.codebook import Codebook, shipped
from labels.codebook.derivation import spans_of
from labels.span import Span
from labels.store.queries import ProjectReader
from labels.suggestions.suggest import suggest
from labels.text.importing import ReadingOptions, read

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
SEEDS = SHARED / "seeds"
WIKINEWS = SHARED / "meantime_wikinews" / "meantime_en.jsonl"
SAMPLES = SHARED / "wikinews_samples"
DATA = Path(__file__).parent
ROLES = ("cue", "mention", "content")
ENOUGH = 0.5
WRITTEN_ON = ("Solvent spill at Port Calder", "Recount in Brennick")

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One claim that has a source: ranges of its article by role; an empty tuple where nothing is marked."""

    sentence: str
    content: Spans
    cue: Spans
    mention: Spans
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """An article with the claims of a person in it. sentences: those that the person looked at."""

    article: Article
    gold: tuple[Marked, ...]
    sentences: frozenset[str]
    has_mentions: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """Ranges found and marked, and how many of them are the same exactly or by overlap."""

    found: int = 0
    gold: int = 0
    exact: int = 0
    overlap: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.found + other.found,
            self.gold + other.gold,
            self.exact + other.exact,
            self.overlap + other.overlap,
        )


def dice(first: Spans, second: Spans) -> float:
    """Shared characters over the mean of both lengths."""
    shared = sum(one.overlap(other) for one in first for other in second)
    return 2 * shared / (sum(map(len, first)) + sum(map(len, second)))


def count(found: Iterable[Spans], gold: Iterable[Spans]) -> Count:
    """Matches of distinct ranges, the best first."""
    left, right = {one for one in found if one}, {one for one in gold if one}
    pairs = sorted(((dice(a, b), a, b) for a in left for b in right), reverse=True)
    free_left, free_right, overlap = set(left), set(right), 0
    for score, a, b in pairs:
        if score >= ENOUGH and a in free_left and b in free_right:
            free_left.remove(a)
            free_right.remove(b)
            overlap += 1
    return Count(len(left), len(right), len(left & right), overlap)


def suggested(article: Article, codebook: Codebook) -> list[Marked]:
    """The suggestions of an article under the names of the roles."""
    roles = codebook.suggestion
    assert roles is not None
    return [
        Marked(
            one.sentence,
            one.content,
            spans_of(one.values.get(roles.cue)),
            spans_of(one.values.get(roles.mention)),
            one.values.get(roles.certainty),  # type: ignore[arg-type]
        )
        for suggestions in suggest(article, codebook).values()
        for one in suggestions
    ]


def demo(annotator: str) -> dict[str, list[Text]]:
    """The demo's articles by event, with the explicit claims of one annotator."""
    texts: dict[str, list[Text]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "demo.db")
        with ProjectReader(Path(folder) / "demo.db") as store:
            person = next(one.id for one in store.annotators() if one.name == annotator)
            for event in store.event_ids():
                for article in store.articles(event.id):
                    frames = store.labels_by_sentence(article.id, person)
                    seen = frozenset(f.sentence.id for f in frames if f.values or f.claims)
                    gold = tuple(
                        Marked(
                            claim.sentence,
                            claim.content,
                            spans_of(claim.values.get("cue")),
                            spans_of(claim.values.get("source_mention")),
                            claim.values.get("certainty"),  # type: ignore[arg-type]
                        )
                        for frame in frames
                        for claim in frame.claims
                        if claim.values.get("anchor") == "explicit"
                    )
                    if seen:
                        texts[event.name].append(Text(article, gold, seen))
    return texts


def seeds() -> list[Text]:
    """The two seed articles with the claims marked by hand; they have no ranges for the source."""
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (SEEDS / "seed_trial.jsonl").read_text("utf-8").splitlines():
        lines[json.loads(line)["doc"]] += json.loads(line)["claims"]
    texts = []
    for name, claims in lines.items():
        [article] = read([SEEDS / name], ReadingOptions({"event": "seed", "outlet": name})).articles
        gold = tuple(
            _seed(claim, article) for claim in claims if claim["attribution"]["anchor"] == "explicit"
        )
        texts.append(Text(article, gold, frozenset(one.id for one in article.sentences), has_mentions=False))
    return texts


def _seed(claim: dict[str, Any], article: Article) -> Marked:
    content = tuple(Span(*span) for span in claim["spans"])
    cue = (Span(*claim["attribution"]["cue"]),) if claim["attribution"]["cue"] else ()
    sentence = next(s.id for s in article.sentences if s.span.start <= content[0].start < s.span.end)
    return Marked(sentence, content, cue, (), claim["certainty"])


def wikinews_article(line: dict[str, Any]) -> Article:
    """An article of MEANTIME: each of its sentences a paragraph, as they were tokenised."""
    sentences, text = [], ""
    for position, sentence in enumerate(line["sentences"]):
        start = len(text)
        text += sentence + "\n"
        kind = "headline" if position == 0 else "dateline" if position == 1 else "body"
        sentences.append(
            Sentence(
                f"{line['doc']}:{position}", line["doc"], position, position, kind, Span(start, len(text) - 1)
            )
        )
    return Article(line["doc"], "meantime", "Wikinews", text, "", tuple(sentences))


def marked(article: Article, lines: Sequence[dict[str, Any]]) -> Text:
    """An article with the claims that lines of a file mark in its sentences."""
    ids = {sentence.position: sentence.id for sentence in article.sentences}
    gold = tuple(
        Marked(
            ids[line["sentence"]],
            *(tuple(Span(*span) for span in claim[role]) for role in ("content", "cue", "mention")),
        )
        for line in lines
        for claim in line["claims"]
    )
    return Text(article, gold, frozenset(ids[line["sentence"]] for line in lines))


def lines_by_article(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The marked sentences of a file: article, position of the sentence, offsets of each claim's ranges."""
    result: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        result[json.loads(line)["article"]].append(json.loads(line))
    return result


def wikinews() -> list[Text]:
    """110 single sentences of MEANTIME."""
    lines = lines_by_article(DATA / "suggestions_wikinews.jsonl")
    articles = (wikinews_article(json.loads(line)) for line in WIKINEWS.read_text("utf-8").splitlines())
    return [marked(article, lines[article.id]) for article in articles if article.id in lines]


def samples() -> list[Text]:
    """Four whole articles of Wikinews."""
    lines = lines_by_article(DATA / "suggestions_samples.jsonl")
    read_in = {
        name: read([SAMPLES / f"{name}.txt"], ReadingOptions({"event": "w", "outlet": name})).articles[0]
        for name in lines
    }
    return [marked(article, lines[name]) for name, article in read_in.items()]


def counts(texts: Sequence[Text], found_in: Callable[[Text], list[Marked]]) -> dict[str, Count]:
    """The counts of each role, and of sentences that have anything, summed over the articles."""
    result = {role: Count() for role in ("sentence", *ROLES)}
    for text in texts:
        found = [one for one in found_in(text) if one.sentence in text.sentences]
        for role in ROLES:
            if role != "mention" or text.has_mentions:
                result[role] += count(
                    [getattr(o, role) for o in found], [getattr(g, role) for g in text.gold]
                )
        left, right = {one.sentence for one in found}, {one.sentence for one in text.gold}
        both = len(left & right)
        result["sentence"] += Count(len(left), len(right), both, both)
    return result


def certainty(texts: Sequence[Text], codebook: Codebook) -> tuple[int, int, int]:
    """Matched claims, those of them with a certainty suggested, and those where the person chose the same."""
    matched = given = same = 0
    for text in texts:
        for one in suggested(text.article, codebook):
            best = max(text.gold, key=lambda gold: dice(one.content, gold.content), default=None)
            if best is None or best.certainty is None or dice(one.content, best.content) < ENOUGH:
                continue
            matched += 1
            given += one.certainty is not None
            same += one.certainty is not None and one.certainty == best.certainty
    return matched, given, same


def print_table(name: str, scores: dict[str, Count]) -> None:
    """One row a role: number found and marked, then precision, recall and F1, exact and by overlap."""
    for role, score in scores.items():
        if not score.gold:
            continue
        cells = []
        for right in (score.exact, score.overlap):
            precision = right / score.found if score.found else 0.0
            cells += [precision, right / score.gold, 2 * right / (score.found + score.gold)]
        row = "".join(f"{cell:>8.3f}" for cell in cells)
        print(f"{name:<34}{role:<10}{score.found:>6}{score.gold:>6}{row}")


def differences(text: Text, codebook: Codebook) -> Iterator[str]:
    """What was found (+) and what was marked (-) in each sentence where the two are not the same."""
    found = [one for one in suggested(text.article, codebook) if one.sentence in text.sentences]
    for sentence in text.article.sentences:
        mine = {replace(o, certainty=None) for o in found if o.sentence == sentence.id}
        gold = {replace(g, certainty=None) for g in text.gold if g.sentence == sentence.id}
        if not text.has_mentions:
            mine = {replace(one, mention=()) for one in mine}
        if mine == gold:
            continue
        yield f"## {sentence.span.of(text.article.text)}"
        for sign, marked in (("+", mine - gold), ("-", gold - mine)):
            for one in sorted(marked, key=lambda each: each.content):
                shown = [[s.of(text.article.text) for s in getattr(one, role)] for role in ROLES]
                yield f"   {sign} cue {shown[0]}, mention {shown[1]}, content {shown[2]}"


def groups() -> dict[str, list[Text]]:
    """The texts under the names of the table."""
    ana = demo("Ana")
    result = {
        "demo, rules written on": [text for event in WRITTEN_ON for text in ana[event]],
        "demo, third event": [t for event, texts in ana.items() if event not in WRITTEN_ON for t in texts],
    }
    if SEEDS.exists():
        result["seed articles, rules written on"] = seeds()
    if WIKINEWS.exists():
        result["Wikinews sentences"] = wikinews()
    if SAMPLES.exists():
        result["Wikinews articles"] = samples()
    return result


def print_second_person(texts: Sequence[Text]) -> None:
    """What a second person reaches, measured as the rules are."""
    theirs = {text.article.id: list(text.gold) for every in demo("Ben").values() for text in every}
    print_table("(a second person on the demo)", counts(texts, lambda text: theirs[text.article.id]))


def main(arguments: Sequence[str]) -> None:
    """Prints the table; with ``--errors`` also each sentence where rules and person differ."""
    codebook = shipped()
    only = arguments[arguments.index("--texts") + 1] if "--texts" in arguments else ""
    chosen = {name: texts for name, texts in groups().items() if only in name}
    print(f"{'':<44}{'found':>6}{'gold':>6}{'exact P':>8}{'R':>8}{'F1':>8}{'over. P':>8}{'R':>8}{'F1':>8}")
    for name, texts in chosen.items():
        print_table(name, counts(texts, lambda text: suggested(text.article, codebook)))
    print_second_person([text for name, texts in chosen.items() if name.startswith("demo") for text in texts])
    for name, texts in chosen.items():
        matched, given, same = certainty(texts, codebook)
        if matched:
            print(f"certainty, {name}: given for {given} of {matched} matched claims, the same in {same}")
    articles = [text.article for texts in chosen.values() for text in texts]
    began = time.perf_counter()
    for article in articles:
        suggest(article, codebook)
    took = 1000 * (time.perf_counter() - began)
    print(f"{took:.0f} ms for {sum(len(article.sentences) for article in articles)} sentences")
    if "--errors" in arguments:
        for texts in chosen.values():
            print(*(line for text in texts for line in differences(text, codebook)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
