"""When annotators worked, from the log: their pace, and the first and last moment of each sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exports.agreement.arrays import Ints
from labels.store.agreement_queries import Coded, History

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
    who = np.asarray(history.annotators.codes)
    at = np.asarray(history.moments)
    names = history.annotators.names
    paces = {}
    for place in sorted(range(len(names)), key=names.__getitem__):
        gaps = np.diff(np.sort(at[who == place]))
        worked = gaps <= IDLE_SECONDS
        paces[names[place]] = Pace(len(gaps) + 1, float(gaps[worked].sum()), int((~worked).sum()))
    return paces


def work(history: History, sentences: Sequence[str], annotators: Sequence[str]) -> Work:
    """When these annotators worked on these sentences; both stand for their numbers."""
    outside = len(sentences) * len(annotators)
    places = {one: number * len(annotators) for number, one in enumerate(sentences)}
    people = {one: number for number, one in enumerate(annotators)}
    cell = _each(history.sentences, places, outside) + _each(history.annotators, people, outside)
    last = np.zeros(outside, np.int64)
    known = cell < outside
    np.maximum.at(last, cell[known], np.asarray(history.seqs)[known])
    days = tuple(sorted(history.days.names))
    began = np.full(outside, len(days))
    number_of_day = {one: number for number, one in enumerate(days)}
    np.minimum.at(began, cell[known], _each(history.days, number_of_day, len(days))[known])
    shape = len(sentences), len(annotators)
    return Work(last.reshape(shape), began.reshape(shape), days)


def _each(column: Coded, numbers: Mapping[str, int], other: int) -> Ints:
    """The number of each row's text; ``other`` for texts without one."""
    of_name = np.array([numbers.get(name, other) for name in column.names], dtype=np.int64)
    each: Ints = of_name[np.asarray(column.codes)]
    return each
