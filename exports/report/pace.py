"""When annotators worked, from the log: their pace, and the first and last moment of each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from exports.agreement.arrays import Ints
from labels.store.agreement_queries import History

# A longer pause is not work on the sentence that comes after it.
IDLE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast somebody worked: decisions, seconds between them, and pauses that are left out of those."""

    decisions: int
    active_seconds: float
    pauses: int


@dataclass(frozen=True, slots=True)
class Work:
    """When annotators worked on sentences.

    last: sentences x annotators; the seq of the last decision, 0 for none.
    began: sentences x annotators; the day of the first decision, by its place in ``days``; for none the
        place behind the last.
    days: by the clients' clocks, in their order.
    """

    last: Ints
    began: Ints
    days: tuple[str, ...]

    def span_of_days(self, sentences: Ints, annotator: int) -> tuple[str, str] | None:
        """The first and the last of the days on which the annotator first decided on these sentences."""
        found = self.began[sentences, annotator]
        some = [self.days[place] for place in np.unique(found[found < len(self.days)]).tolist()]
        named = [day for day in some if day]
        return (named[0], named[-1]) if named else None


def paces(history: History) -> dict[str, Pace]:
    """Everybody's pace; pauses of more than five minutes are counted, not timed.

    By the annotator's own clock: what was made offline reaches the server in one go.
    """
    people = sorted(set(history.annotators))
    number = {person: place for place, person in enumerate(people)}
    who = np.fromiter(map(number.__getitem__, history.annotators), np.int64, len(history.annotators))
    at = np.asarray(history.moments, dtype=np.float64)
    paces = {}
    for person, place in number.items():
        gaps = np.diff(np.sort(at[who == place]))
        worked = gaps <= IDLE_SECONDS
        paces[person] = Pace(len(gaps) + 1, float(gaps[worked].sum()), int((~worked).sum()))
    return paces


def work(history: History, sentences: Sequence[str], annotators: Sequence[str]) -> Work:
    """When these annotators worked on these sentences; both stand for their numbers."""
    places = {one: number * len(annotators) for number, one in enumerate(sentences)}
    people = {one: number for number, one in enumerate(annotators)}
    outside = len(sentences) * len(annotators)
    place = np.fromiter(map(places.get, history.sentences, repeat(outside)), np.int64)
    cell = place + np.fromiter(map(people.get, history.annotators, repeat(outside)), np.int64)
    last = np.zeros(outside, np.int64)
    known = cell < outside
    np.maximum.at(last, cell[known], np.asarray(history.seqs, dtype=np.int64)[known])
    days = tuple(sorted(set(history.days)))
    day = {one: number for number, one in enumerate(days)}
    began = np.full(outside, len(days))
    np.minimum.at(began, cell[known], np.fromiter(map(day.__getitem__, history.days), np.int64)[known])
    shape = len(sentences), len(annotators)
    return Work(last.reshape(shape), began.reshape(shape), days)
