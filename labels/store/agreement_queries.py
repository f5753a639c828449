"""What agreement reads from a project: labels in bulk, layer by layer, and how people worked.

Call it inside ``ProjectReader.snapshot``, so that everything is of one moment. Rows come as the tables hold
them: pseudonyms, ids, and values as text or JSON.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat

from labels.store.log.entries import ADJUDICATE, HUMAN, STATE, UNSURE, instant, moment
from labels.store.log.tables import TARGET
from labels.store.queries import ProjectReader

# Parts a text that stands for a column: one text is much faster to fetch than a row for each label.
BETWEEN = "\x1f"
DAY = len("2026-09-07")
BATCH = 500  # rows read at a time: so few that the garbage collector does not go over them
# Withdrawn articles are no part of a report: the index holds none but them.
WITHDRAWN = "(select number from article where withdrawn <> '')"
TARGET_OF = TARGET.format(row="c")
JOINED = """left join sentence on sentence.number = c.sentence
left join term source on c.sentence = 0 and source.number = c.item"""
# A target as one number: the sentence's, and the claim's number in it (0 for the sentence itself).
ITEM_BITS = 32
KEY = f"c.sentence << {ITEM_BITS} | c.item"
# Served by the index on (layer, annotator, value), which holds the rest of the key as well.
CURRENT = f"""
from current c {{joined}}
where c.layer = (select number from term where text = :layer)
and c.annotator = (select number from annotator where id = :annotator) and c.value is not null
and c.article not in {WITHDRAWN}
"""  # noqa: S608 - constants
MADE_SO = f"""
from current c join log l on l.seq = c.seq {{joined}}
where c.layer = (select number from term where text = :layer)
and c.annotator = (select number from annotator where id = :annotator) and c.value is not null
and (:version = '' or l.codebook = (select number from codebook where hash = :version))
and l.server_at >= :since and (:before = '' or l.server_at < :before) and c.article not in {WITHDRAWN}
"""  # noqa: S608 - constants
WITHIN = """
select count(*) from log where uuid is not null and server_at >= ? and (? = '' or server_at < ?)
"""
LABELED = "exists (select 1 from progress g where g.article = a.number and g.labels > 0)"
ARTICLES = f"""
select a.id, a.event, a.outlet, a.text from article a join event e on e.id = a.event
where {LABELED} and a.withdrawn = '' order by e.position, a.outlet, a.id
"""  # noqa: S608 - constants
SENTENCES = f"""
select s.id, s.article, s.paragraph, s."start", s."end"
from article a join event e on e.id = a.event join sentence s on s.article = a.id
where {LABELED} and a.withdrawn = '' order by e.position, a.outlet, a.id, s.position
"""  # noqa: S608 - constants
ADJUDICATED = f"""
select p.id, {TARGET_OF}, y.text
from log l join current c on c.seq = l.seq and c.article = l.article and c.annotator = l.annotator
and c.sentence = l.sentence and c.item = l.item and c.layer = l.layer
join annotator p on p.number = c.annotator join term y on y.number = c.layer {JOINED}
where l.kind = {ADJUDICATE} and c.article not in {WITHDRAWN}
"""  # noqa: S608 - constants
ADJUDICATED_KEYS = f"""
select p.id, {KEY}, y.text
from log l join current c on c.seq = l.seq and c.article = l.article and c.annotator = l.annotator
and c.sentence = l.sentence and c.item = l.item and c.layer = l.layer
join annotator p on p.number = c.annotator join term y on y.number = c.layer
where l.kind = {ADJUDICATE} and c.article not in {WITHDRAWN}
"""  # noqa: S608 - constants
SENTENCE_NUMBERS = f"""
select s.number from article a join event e on e.id = a.event join sentence s on s.article = a.id
where {LABELED} and a.withdrawn = '' order by e.position, a.outlet, a.id, s.position
"""  # noqa: S608 - constants
COUNTS = f"""
select y.text, n from (
  select layer, count(*) n from current where value is not null and article not in {WITHDRAWN} group by layer
) join term y on y.number = layer order by y.text
"""  # noqa: S608 - constants
# From the log, where few decisions are not by hand, rather than from every label to its decision: a cross
# join keeps this order.
NOT_BY_HAND = f"""
select y.text, o.text, count(*) from log l cross join current c
on c.article = l.article and c.annotator = l.annotator and c.sentence = l.sentence and c.item = l.item
and c.layer = l.layer and c.seq = l.seq
join term y on y.number = l.layer join term o on o.number = l.origin
where l.origin <> {HUMAN} and c.value is not null and c.article not in {WITHDRAWN}
group by y.text, o.text order by y.text, o.text
"""  # noqa: S608 - constants
USED_VERSIONS = """
select c.hash, c.version, count(*), min(l.seq), max(l.seq)
from log l join codebook c on c.number = l.codebook where l.uuid is not null
group by c.hash order by min(l.seq)
"""
LABELERS = """
select distinct a.event, p.id from progress g join article a on a.number = g.article
join annotator p on p.number = g.annotator where g.labels > 0 and a.withdrawn = '' order by a.event, p.id
"""
HISTORY = f"""
select annotator, sentence, seq, client_at, server_at from log not indexed
where uuid is not null and article not in {WITHDRAWN}
"""  # noqa: S608 - constants
FINISHED = f"""
select a.event, s.kind, count(distinct s.number) from current c join sentence s on s.number = c.sentence
join article a on a.id = s.article
where c.layer in ({STATE}, {UNSURE}) and c.annotator = (select number from annotator where id = ?)
and c.value is not null and c.item = 0 and a.withdrawn = '' group by a.event, s.kind
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class LabeledArticle:
    """An article that somebody labeled."""

    id: str
    event: str
    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Texts of many rows, of which few are different.  codes: the place of each row's among the names."""

    names: Sequence[str]
    codes: "array[int]"

    def __iter__(self) -> Iterator[str]:
        """The texts, row by row."""
        return map(self.names.__getitem__, self.codes)


@dataclass(frozen=True, slots=True)
class History:
    """Every decision of the log: who, on which sentence ('' for none), its seq, and when.

    days: the first ten characters of the client's time, as it wrote it.  moments: seconds since 1970 by the
    client's clock; by the server's where the client's tells no time.
    """

    annotators: Coded
    sentences: Coded
    seqs: "array[int]"
    days: Coded
    moments: "array[float]"


class _Codes(dict[Hashable, int]):
    """Numbers what it is asked for, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.column = array("i")

    def __missing__(self, name: Hashable) -> int:
        code = self[name] = len(self)
        return code

    def take(self, names: Iterable[Hashable]) -> None:
        self.column.extend(map(self.__getitem__, names))

    def coded(self, shown: Callable[[Hashable], str] = str) -> Coded:
        return Coded([shown(name) for name in self], self.column)


class HistoryColumns:
    """The columns of a history while they are read: what rows share is held once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.annotators, self.sentences, self.days = _Codes(), _Codes(), _Codes()
        self.seqs, self.moments = array("q"), array("d")

    def take(
        self,
        annotators: Iterable[Hashable],
        sentences: Iterable[Hashable],
        seqs: Iterable[int],
        client_at: Sequence[str],
        server_at: Sequence[int | str],
    ) -> None:
        """The columns of some more rows."""
        self.annotators.take(annotators)
        self.sentences.take(sentences)
        self.seqs.extend(seqs)
        self.days.take([at[:DAY] for at in client_at])
        self.moments.extend(_moments(client_at, server_at))

    def whole(
        self, person: Callable[[Hashable], str] = str, sentence: Callable[[Hashable], str] = str
    ) -> History:
        """Everything that was taken.

        person, sentence: the id of what was taken as an annotator, and as a sentence.
        """
        return History(
            self.annotators.coded(person),
            self.sentences.coded(sentence),
            self.seqs,
            self.days.coded(),
            self.moments,
        )


def _moments(client_at: Sequence[str], server_at: Sequence[int | str]) -> list[float]:
    if all(map(str.endswith, client_at, repeat("Z"))):  # as browsers write it
        try:
            return list(map(datetime.timestamp, map(datetime.fromisoformat, client_at)))
        except ValueError:
            pass
    return list(map(_seconds, client_at, server_at))


def _seconds(client_at: str, server_at: int | str) -> float:
    try:
        at = datetime.fromisoformat(client_at)
    except ValueError:
        at = datetime.fromisoformat(moment(server_at))
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


@dataclass(frozen=True, slots=True)
class Made:
    """Some labels, by the decision that set their standing value: what is '' leaves none out.

    version: the hash of the codebook version.  since, before: the server's time as the log writes it, in UTC
    to the microsecond; ``since`` is inside, ``before`` outside.
    """

    version: str = ""
    since: str = ""
    before: str = ""


EVER = Made()


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """A codebook version with the decisions made under it, by seq."""

    hash: str
    version: str
    decisions: int
    first: int
    last: int


class AgreementReader:
    """Reads through the connection of the project's reader; call it inside ``ProjectReader.snapshot``."""

    def __init__(self, project: ProjectReader):
        """project: an open project."""
        self._connection = project.connection

    def articles(self) -> list[LabeledArticle]:
        """Every article that holds a label, by event and outlet."""
        return [LabeledArticle(*row) for row in self._connection.execute(ARTICLES)]

    def sentence_rows(self) -> list[tuple[str, str, int, int, int]]:
        """Id, article, paragraph, start and end of every sentence of those articles, in reading order."""
        return self._connection.execute(SENTENCES).fetchall()

    def columns(self, layer: str, annotator: str, made: Made = EVER) -> tuple[Sequence[str], Sequence[str]]:
        """Targets and values of an annotator's labels in a layer, in no order.

        made: only those made so; slower.
        """
        targets, values = self._columns((TARGET_OF, "cast(c.value as text)"), JOINED, layer, annotator, made)
        return targets, values

    def keys(self, layer: str, annotator: str, made: Made = EVER) -> tuple["array[int]", Sequence[str]]:
        """The same with each target as a number: its sentence's, shifted by ``ITEM_BITS``, plus its claim's.

        Not for a layer of sources, whose targets are in no sentence.
        """
        keys, values = self._columns((KEY, "cast(c.value as text)"), "", layer, annotator, made)
        return array("q", map(int, keys)), values

    def _columns(
        self, names: Sequence[str], joined: str, layer: str, annotator: str, made: Made
    ) -> list[Sequence[str]]:
        """Columns of labels, each as a sequence; ``names`` and ``joined`` are SQL of this module."""
        rows, chosen = (CURRENT, {}) if made == EVER else (MADE_SO, _stamps(made))
        named = {"layer": layer, "annotator": annotator, **chosen}
        source = rows.format(joined=joined)
        parts = ", ".join(f"group_concat({name}, '{BETWEEN}')" for name in names)
        count, *texts = self._connection.execute(f"select count(*), {parts} {source}", named).fetchone()
        columns: list[Sequence[str]] = [text.split(BETWEEN) if count else [] for text in texts]
        if any(len(column) != count for column in columns):  # a text holds what parts them
            each = self._connection.execute(f"select {', '.join(names)} {source}", named).fetchall()
            return [list(map(str, column)) for column in zip(*each, strict=True)]
        return columns

    def adjudicated_keys(self) -> set[tuple[str, int, str]]:
        """The same as ``adjudicated`` with targets as ``keys`` has them."""
        return set(self._connection.execute(ADJUDICATED_KEYS).fetchall())

    def sentence_numbers(self) -> "array[int]":
        """The numbers of the sentences of ``sentence_rows``."""
        return array("q", (number for (number,) in self._connection.execute(SENTENCE_NUMBERS)))

    def adjudicated(self) -> set[tuple[str, str, str]]:
        """Annotator, target and layer of labels that an adjudication settled: not independent labels."""
        return set(self._connection.execute(ADJUDICATED).fetchall())

    def head_hash(self) -> str:
        """The hash of the last entry, which speaks for the whole log."""
        row = self._connection.execute(
            "select lower(hex(hash)) from log order by seq desc limit 1"
        ).fetchone()
        return "" if row is None else str(row[0])

    def head_at(self) -> str:
        """When the server took the last decision, in UTC; empty in a fresh project."""
        query = "select server_at from log where uuid is not null order by seq desc limit 1"
        row = self._connection.execute(query).fetchone()
        return "" if row is None else moment(row[0])

    def history(self) -> History:
        """Who worked when, in no order."""
        people = dict(self._connection.execute("select number, id from annotator").fetchall())
        places = dict(self._connection.execute("select number, id from sentence").fetchall())
        history, rows = HistoryColumns(), self._connection.execute(HISTORY)
        while batch := rows.fetchmany(BATCH):
            annotators, sentences, seqs, client_at, server_at = zip(*batch, strict=True)
            history.take(annotators, sentences, seqs, client_at, server_at)
        return history.whole(people.__getitem__, lambda number: places.get(number, ""))

    def origins(self) -> dict[str, dict[str, int]]:
        """For each layer how many labels were made by hand, automatically, or by accepting a suggestion."""
        totals = self._connection.execute(COUNTS).fetchall()
        counts = {layer: {"human": total} for layer, total in totals}
        for layer, origin, count in self._connection.execute(NOT_BY_HAND):
            counts[layer][origin] = count
            counts[layer]["human"] -= count
        return counts

    def used_versions(self) -> list[UsedVersion]:
        """The codebook versions that decisions were made under, in order of first use."""
        known = self._connection.execute("select hash, version from codebook").fetchall()
        if len(known) == 1:  # spares reading the whole log
            [(identifier, version)] = known
            count, first, last = self._connection.execute(
                "select count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) from log "
                "where uuid is not null"
            ).fetchone()
            return [UsedVersion(identifier, version, count, first, last)] if count else []
        return [UsedVersion(*row) for row in self._connection.execute(USED_VERSIONS)]

    def decisions_within(self, since: str, before: str) -> int:
        """How many decisions the log holds between two times, as ``Made`` has them."""
        last = instant(before) if before else ""
        [count] = self._connection.execute(WITHIN, (instant(since), last, last)).fetchone()
        return int(count)

    def labelers(self) -> dict[str, list[str]]:
        """Who holds a label in each event; events without labels are absent."""
        people: dict[str, list[str]] = {}
        for event, annotator in self._connection.execute(LABELERS):
            people.setdefault(event, []).append(annotator)
        return people

    def unfinished(self, annotator: str, kinds: Sequence[str]) -> dict[str, int]:
        """For each event how many sentences of these kinds are neither done nor unsure; 0 is left out."""
        left: dict[str, int] = defaultdict(int)
        for event, kind, sentences in self._connection.execute("select event, kind, sentences from extent"):
            left[event] += sentences if kind in kinds else 0
        for event, kind, finished in self._connection.execute(FINISHED, (annotator,)):
            left[event] -= finished if kind in kinds else 0
        return {event: sentences for event, sentences in left.items() if sentences}


def _stamps(made: Made) -> dict[str, object]:
    """What ``MADE_SO`` compares: times as the log holds them."""
    return {
        "version": made.version,
        "since": instant(made.since),
        "before": instant(made.before) if made.before else "",
    }
