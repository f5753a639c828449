"""What agreement reads from a project: labels in bulk, layer by layer, and how people worked.

Call it inside ``ProjectReader.snapshot``, so that everything is of one moment. Rows come as the tables hold
them: pseudonyms, ids, and values as text or JSON.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from labels.store.queries import ProjectReader

# Parts a text that stands for a column: one text is much faster to fetch than a row for each label.
BETWEEN = "\x1f"
# Served by the index on (layer, annotator, value), which holds the target as well.
STANDING = "from label l where l.layer = :layer and l.annotator = :annotator and l.value is not null"
MADE_SO = """
from label l join decision d on d.seq = l.seq
where l.layer = :layer and l.annotator = :annotator and l.value is not null
and :version in ('', d.codebook) and d.server_at >= :since and (:before = '' or d.server_at < :before)
"""
WITHIN = "select count(*) from decision where server_at >= ? and (? = '' or server_at < ?)"
LABELED = "exists (select 1 from label l where l.article = a.id and l.value is not null)"
ARTICLES = f"""
select a.id, a.event, a.outlet, a.text from article a join event e on e.id = a.event
where {LABELED} order by e.position, a.outlet, a.id
"""  # noqa: S608 - constants
SENTENCES = f"""
select s.id, s.article, s.paragraph, s."start", s."end"
from article a join event e on e.id = a.event join sentence s on s.article = a.id
where {LABELED} order by e.position, a.outlet, a.id, s.position
"""  # noqa: S608 - constants
ADJUDICATED = """
select d.annotator, d.target, d.layer from decision d
join label l on l.annotator = d.annotator and l.target = d.target and l.layer = d.layer and l.seq = d.seq
where d.kind = 'adjudicate'
"""
COUNTS = "select layer, count(*) from label where value is not null group by layer order by layer"
# From the log, where few decisions are not by hand, rather than from every label to its decision: a cross
# join keeps this order.
NOT_BY_HAND = """
select d.layer, d.origin, count(*) from decision d cross join label l
on l.annotator = d.annotator and l.target = d.target and l.layer = d.layer and l.seq = d.seq
where d.origin <> 'human' and l.value is not null group by d.layer, d.origin order by d.layer, d.origin
"""
USED_VERSIONS = """
select c.hash, c.version, count(*), min(d.seq), max(d.seq)
from codebook c join decision d on d.codebook = c.hash group by c.hash order by min(d.seq)
"""
LABELERS = """
select distinct a.event, l.annotator from article a join label l on l.article = a.id
where l.value is not null order by a.event, l.annotator
"""


@dataclass(frozen=True, slots=True)
class LabeledArticle:
    """An article that somebody labeled."""

    id: str
    event: str
    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """Every decision of the log: who, on which sentence ('' for none), its seq, and both clocks, as text."""

    annotators: Sequence[str]
    sentences: Sequence[str]
    seqs: Sequence[str]
    client_at: Sequence[str]
    server_at: Sequence[str]


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
        rows, chosen = (STANDING, {}) if made == EVER else (MADE_SO, asdict(made))
        named = {"layer": layer, "annotator": annotator, **chosen}
        targets, values = self._columns(("l.target", "l.value"), rows, named)
        return targets, values

    def _columns(
        self, names: Sequence[str], rows: str, chosen: Mapping[str, str] | None = None
    ) -> list[Sequence[str]]:
        """Columns of rows without null, each as a sequence; ``names`` and ``rows`` are SQL of this module."""
        joined = ", ".join(f"group_concat({name}, '{BETWEEN}')" for name in names)
        count, *texts = self._connection.execute(f"select count(*), {joined} {rows}", chosen or {}).fetchone()
        found: list[Sequence[str]] = [text.split(BETWEEN) if count else [] for text in texts]
        if any(len(column) != count for column in found):  # a text holds what parts them
            each = self._connection.execute(f"select {', '.join(names)} {rows}", chosen or {}).fetchall()
            return [list(map(str, column)) for column in zip(*each, strict=True)]
        return found

    def adjudicated(self) -> set[tuple[str, str, str]]:
        """Annotator, target and layer of labels that an adjudication settled: not independent labels."""
        return set(self._connection.execute(ADJUDICATED).fetchall())

    def head_hash(self) -> str:
        """The hash of the last decision, which stands for the whole log; empty in a fresh project."""
        row = self._connection.execute("select hash from decision order by seq desc limit 1").fetchone()
        return "" if row is None else str(row[0])

    def head_at(self) -> str:
        """When the server took the last decision, in UTC; empty in a fresh project."""
        row = self._connection.execute("select server_at from decision order by seq desc limit 1").fetchone()
        return "" if row is None else str(row[0])

    def history(self) -> History:
        """Who worked when, in no order."""
        names = ("annotator", "sentence", "seq", "client_at", "server_at")
        return History(*self._columns(names, "from decision"))

    def origins(self) -> dict[str, dict[str, int]]:
        """For each layer how many labels were made by hand, automatically, or by accepting a suggestion."""
        totals = self._connection.execute(COUNTS).fetchall()
        found = {layer: {"human": total} for layer, total in totals}
        for layer, origin, count in self._connection.execute(NOT_BY_HAND):
            found[layer][origin] = count
            found[layer]["human"] -= count
        return found

    def used_versions(self) -> list[UsedVersion]:
        """The codebook versions that decisions were made under, in order of first use."""
        known = self._connection.execute("select hash, version from codebook").fetchall()
        if len(known) == 1:  # spares reading the whole log
            [(identifier, version)] = known
            count, first, last = self._connection.execute(
                "select count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) from decision"
            ).fetchone()
            return [UsedVersion(identifier, version, count, first, last)] if count else []
        return [UsedVersion(*row) for row in self._connection.execute(USED_VERSIONS)]

    def decisions_within(self, since: str, before: str) -> int:
        """How many decisions the log holds between two times, as ``Made`` has them."""
        [count] = self._connection.execute(WITHIN, (since, before, before)).fetchone()
        return int(count)

    def labelers(self) -> dict[str, list[str]]:
        """Who holds a label in each event; events without labels are absent."""
        found: dict[str, list[str]] = {}
        for event, annotator in self._connection.execute(LABELERS):
            found.setdefault(event, []).append(annotator)
        return found

    def unfinished(self, annotator: str, kinds: Sequence[str]) -> dict[str, int]:
        """For each event how many sentences of these kinds are neither done nor unsure; 0 is left out."""
        marks = ", ".join("?" * len(kinds))
        rows = self._connection.execute(
            "select a.event, count(*) from article a join sentence s on s.article = a.id "  # noqa: S608 - marks
            f"where s.kind in ({marks}) and not exists (select 1 from label l where l.annotator = ? "
            "and l.target = s.id and l.layer in ('state', 'unsure') and l.value is not null) "
            "group by a.event",
            (*kinds, annotator),
        )
        return dict(rows.fetchall())
