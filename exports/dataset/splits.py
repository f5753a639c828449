"""Train, dev and test: whole events, with everything that is nearly the same on one side.

Each event is dealt to a part in the order in which events came into the project: the first ones to one part
each, every later one to the part that is furthest below its share, with a random part that depends on the
seed and the event only. So what came before never moves when the project grows. Events of which articles are
nearly the same (agency copy, a corrected version) form a group, which goes to the strongest part of its
events: test before dev before train. A group can only grow, so what was test stays test.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from exports.dataset.columns import Row
from exports.dataset.lines import Part
from labels.errors import SplitError
from labels.store.dataset_queries import events_ever
from labels.store.queries import ProjectReader
from labels.text.duplicates import Likeness, Sketches, sketch

NAMES = {2: ("train", "test"), 3: ("train", "dev", "test")}
SEEDS_TRIED = 200
MOST = 1e9


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a split depends on.

    events: ids in the order in which they came, also those without an article by now.
    groups: for each event with an article the id of its group: that of its first event.
    copies: articles that are nearly the same.
    event_of: the event of each article.
    """

    events: tuple[str, ...]
    groups: Mapping[str, str]
    copies: tuple[Likeness, ...]
    event_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Split:
    """Where each event goes.  shares: as asked for, they add up to 1."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    seed: int
    parts: Mapping[str, Part]


def parsed(text: str) -> tuple[float, ...]:
    """The shares that ``80/10/10`` or ``90/10`` name.  Raises SplitError."""
    try:
        numbers = [float(part) for part in text.split("/")]
    except ValueError:
        numbers = []
    total = sum(numbers)
    if len(numbers) not in NAMES or not all(0 < number < total <= MOST for number in numbers):
        raise SplitError(
            f"'{text}' is not a split. Name the shares of train, dev and test, such as 80/10/10, "
            "or of train and test, such as 90/10; each must be above 0."
        )
    return tuple(number / total for number in numbers)


def read_corpus(store: ProjectReader) -> Corpus:
    """Events, near-copies and groups of a project.  Call it inside ``store.snapshot()``."""
    sketches, event_of = Sketches(), dict[str, str]()
    for event in store.event_ids():
        for article in store.articles(event.id):
            sketches.add(article.id, sketch(article.text))
            event_of[article.id] = event.id
    events = events_ever(store)
    copies = tuple(sketches.alike())
    heads = {event: event for event in events}
    place = {event: number for number, event in enumerate(events)}
    for each in copies:
        one, other = (_head(heads, event_of[article]) for article in (each.article, each.other))
        first, second = sorted((one, other), key=place.__getitem__)
        heads[second] = first
    groups = {event: _head(heads, event) for event in dict.fromkeys(event_of.values())}
    return Corpus(tuple(events), groups, copies, event_of)


def _head(heads: Mapping[str, str], event: str) -> str:
    while heads[event] != event:
        event = heads[event]
    return event


def split(corpus: Corpus, shares: Sequence[float], seed: int) -> Split:
    """The split of a corpus.  Raises SplitError where a part would be empty, with a seed that fills each."""
    names = NAMES[len(shares)]
    size = len(set(corpus.groups.values()))
    if size < len(names):
        copies = size < len(corpus.groups)
        raise SplitError(
            f"A split into {', '.join(names)} needs at least {len(names)} groups of events that share no "
            f"text, and this project has {len(corpus.groups)} events in {size} groups"
            f"{', since articles of several events are nearly the same' if copies else ''}. "
            "Add events, or split into fewer parts."
        )
    parts = _parts(corpus, shares, seed)
    if missing := [name for name in names if name not in {part.split for part in parts.values()}]:
        other = next((n for n in range(SEEDS_TRIED) if _is_full(_parts(corpus, shares, n), names)), None)
        advice = "Add events." if other is None else f"Try --seed {other}."
        raise SplitError(f"With --seed {seed} no event falls into {' or '.join(missing)}. {advice}")
    return Split(names, tuple(shares), seed, parts)


def _is_full(parts: Mapping[str, Part], names: Sequence[str]) -> bool:
    return {part.split for part in parts.values()} == set(names)


def _parts(corpus: Corpus, shares: Sequence[float], seed: int) -> dict[str, Part]:
    """The part of each event: the strongest among those dealt to its group."""
    names = NAMES[len(shares)]
    dealt = _dealt(corpus.events, shares, seed)
    strongest: dict[str, int] = defaultdict(int)
    for event, group in corpus.groups.items():
        strongest[group] = max(strongest[group], dealt[event])
    return {event: Part(names[strongest[group]], group) for event, group in corpus.groups.items()}


def _dealt(events: Iterable[str], shares: Sequence[float], seed: int) -> dict[str, int]:
    """The number of each event's part; depends on the events before it only."""
    size = len(shares)
    order = sorted(range(size), key=lambda part: _chance(seed, "first", part))
    counts = [0] * size
    dealt: dict[str, int] = {}
    for number, event in enumerate(events):
        if number < size:
            part = order[number]
        else:
            wanted = [
                shares[part] * (number + 1) - counts[part] + _chance(seed, event, part)
                for part in range(size)
            ]
            part = wanted.index(max(wanted))
        counts[part] += 1
        dealt[event] = part
    return dealt


def _chance(seed: int, name: str, part: int) -> float:
    """A number from 0 to 1 that is the same on every machine."""
    digest = hashlib.sha256(f"{seed}/{name}/{part}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def best_seed(corpus: Corpus, shares: Sequence[float], rows: Iterable[Row], layers: Sequence[str]) -> int:
    """The seed, of the first 200, whose parts are nearest to their shares and most alike in their gold.

    rows: flat lines.  layers: columns of single values whose distribution should be that of the whole.
    """
    of_event: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in rows:
        of_event[row["event"]]["", ""] += 1
        of_event[row["event"]].update((layer, row[layer]) for layer in layers if row[layer])
    names = NAMES[len(shares)]

    def distance(seed: int) -> tuple[float, int]:
        parts = _parts(corpus, shares, seed)
        if not _is_full(parts, names):
            return float("inf"), seed
        return _distance(parts, dict(zip(names, shares, strict=True)), of_event), seed

    return min(map(distance, range(SEEDS_TRIED)))[1]


def _distance(
    parts: Mapping[str, Part], shares: Mapping[str, float], of_event: Mapping[str, Counter[tuple[str, str]]]
) -> float:
    """How far the counts of each part are from its share of all, relative to what there is of each value."""
    total = sum(of_event.values(), Counter[tuple[str, str]]())
    sums: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in shares}
    for event, counts in of_event.items():
        sums[parts[event].split].update(counts)
    weight = {key: (1.0 if key == ("", "") else count / total["", ""]) for key, count in total.items()}
    return sum(
        abs(sums[name][key] / count - share) * weight[key]
        for name, share in shares.items()
        for key, count in total.items()
    )
