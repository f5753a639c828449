"""When annotators worked, from the log: their pace, and the first and last moment of each sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat

import numpy as np

from exports.agreement.arrays import Floats, Ints
from labels.store.agreement_queries import History

# A longer pause is not work on the sentence that comes after it.
IDLE_SECONDS = 300
_DAY = slice(0, 10)


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
    began: the client's time of the first decision, by sentence * annotators + annotator.
    """

    last: Ints
    began: Mapping[int, str]

    def day(self, sentence: int, annotator: int) -> str:
        """The day on which the annotator first decided on the sentence; '' for never."""
        return self.began.get(sentence * self.last.shape[1] + annotator, "")[_DAY]


def paces(history: History) -> dict[str, Pace]:
    """Everybody's pace; pauses of more than five minutes are counted, not timed.

    By the annotator's own clock: what was made offline reaches the server in one go. A clock that tells no
    time gives way to the server's.
    """
    people = sorted(set(history.annotators))
    number = {person: place for place, person in enumerate(people)}
    who = np.fromiter(map(number.__getitem__, history.annotators), np.int64, len(history.annotators))
    at = _moments(history.client_at, history.server_at)
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
    np.maximum.at(last, cell[known], np.array(history.seqs, dtype=np.int64)[known])
    began: dict[int, str] = {}
    for key, at in zip(cell.tolist(), history.client_at, strict=True):
        before = began.get(key)
        if before is None or at < before:
            began[key] = at
    return Work(last.reshape(len(sentences), len(annotators)), began)


def _moments(client_at: Sequence[str], server_at: Sequence[str]) -> Floats:
    """Seconds since 1970."""
    read = datetime.fromisoformat
    seconds = np.empty(len(client_at))
    for place, text in enumerate(client_at):
        try:
            moment = read(text)
        except ValueError:
            moment = read(server_at[place])
        seconds[place] = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return seconds
