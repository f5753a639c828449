"""What the dataset reads from a project besides labels: in which order people joined, and on which day they
labeled. Call it inside ``ProjectReader.snapshot``.
"""

from labels.store.log.entries import moment
from labels.store.queries import ProjectReader

JOINED = "select id from annotator order by number"
EVENTS_EVER = "select id from event order by position"
DAY = len("2026-09-07")
STAMPS = """
select p.id, s.id, c.item, y.text, l.server_at from current c
join log l on l.seq = c.seq join annotator p on p.number = c.annotator
join term y on y.number = c.layer join sentence s on s.number = c.sentence
where c.article = (select number from article where id = ?) and c.value is not null
"""
MICROSECONDS_A_DAY = 86_400_000_000


def joined(store: ProjectReader) -> dict[str, int]:
    """The place of each annotator's pseudonym in the order in which people joined the project."""
    return {row[0]: number for number, row in enumerate(store.connection.execute(JOINED))}


def events_ever(store: ProjectReader) -> tuple[str, ...]:
    """The ids of all events in the order in which they came, also those without an article by now."""
    return tuple(row[0] for row in store.connection.execute(EVENTS_EVER))


class Days:
    """On which day the labels that count were made; one article at a time is kept."""

    def __init__(self, store: ProjectReader):
        self._store = store
        self._article = ""
        self._days: dict[tuple[str, str, str], str] = {}
        self._names: dict[int, str] = {}

    def of(self, article: str, annotator: str, target: str, layer: str) -> str:
        """The day, UTC, as ``2026-09-07``.

        target: a sentence or claim. Of a layer that nobody set there, the day on which the annotator
        finished the sentence.
        """
        if article != self._article:
            self._article, self._days = article, self._of_article(article)
        known = self._days.get((annotator, target, layer))
        return self._days.get((annotator, target, "state"), "") if known is None else known

    def _of_article(self, article: str) -> dict[tuple[str, str, str], str]:
        rows = self._store.connection.execute(STAMPS, (article,))
        return {
            (person, f"{sentence}.{item}" if item else sentence, layer): self._day(stamp)
            for person, sentence, item, layer, stamp in rows
        }

    def _day(self, stamp: int | str) -> str:
        if isinstance(stamp, str):
            return moment(stamp)[:DAY]
        number = stamp // MICROSECONDS_A_DAY
        if number not in self._names:
            self._names[number] = moment(stamp)[:DAY]
        return self._names[number]
