"""The decision log: what is taken, what is refused, and the labels that follow.

An action (the decisions of one key press) is taken whole or not at all. The same UUID again is acknowledged
as a duplicate. A decision against a stale revision is kept in the log, but never becomes current: both
versions can be shown. What the codebook or its constraints forbid is refused in words. This module only
runs inside the writer's transaction (labels/store/writer.py).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from labels.claim import SentenceLabels
from labels.codebook.codebook import RESERVED_LAYERS, Codebook
from labels.codebook.constraints import claims_of, violations
from labels.codebook.model import Elsewhere
from labels.codebook.values import shown
from labels.decision import CHANGES, ORIGINS, Current, Decision, Outcome
from labels.errors import DecisionRefusedError, ProjectError, RefusedPersonError
from labels.store.codebooks import codebook_of, hash_in_use
from labels.store.log.entries import (
    NAME,
    TERMS,
    append,
    as_json,
    loaded,
    microseconds,
    moment,
    stored,
    term,
    uuid_bytes,
)
from labels.store.log.folds import check, checked_rows
from labels.store.log.places import Place, known_sentence, place_of
from labels.store.log.progress import add_progress, check_labels, label_key
from labels.store.log.tables import PLACE, TARGET
from labels.store.sentence_labels import labels_of_article, labels_of_sentence
from labels.store.sqlite import memory_of, sqlite3

MARKS = ("unsure", "note")
PERSON = "select number, disabled, name from annotator where id = ?"
CURRENT = """
select value, revision, seq from current
where article = ? and annotator = ? and sentence = ? and item = ? and layer = ?
"""
SET_CURRENT = """
insert into current (article, annotator, sentence, item, layer, value, revision, seq)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (article, annotator, sentence, item, layer) do update
set value = excluded.value, revision = excluded.revision, seq = excluded.seq
"""
IS_KNOWN = "select 1 from log where uuid = ?"
KNOWN = f"""
select annotator.id, {TARGET.format(row="log")}, layer.text, log.value, log.seq, log.revision,
  log.article, log.annotator, log.sentence, log.item, log.layer
from log {PLACE.format(row="log")} where log.uuid = ?
"""  # noqa: S608 - constants
SOURCES = """
select t.text from current c join term t on t.number = c.item
where c.article = ? and c.annotator = ? and c.sentence = 0 and +c.layer = ? and c.value is not null
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A checked decision: its place, its value as it will be stored, and the current label there."""

    decision: Decision
    place: Place
    value: object
    current: Current


class Ledger:
    """Records decisions on a connection that is inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, *, for_all: bool = False):
        """connection: the writer's.

        for_all: the labels of people who are disabled change too, since the project as a whole does.
        """
        self._connection, self._for_all = connection, for_all
        self._checked_rows: set[tuple[str, str]] = set()

    def record(self, annotator: str, decisions: Sequence[Decision]) -> list[Outcome]:
        """Take the decisions in order; one outcome each, in the same order.

        annotator: id.  Decisions of one action must follow each other.
        Raises ProjectError if another program changed what the decisions build on.
        """
        # another program can't write before the end of the transaction, so one look is enough
        self._checked_rows = checked_rows(self._connection)
        outcomes: list[Outcome] = []
        for _, action in groupby(decisions, key=attrgetter("action")):
            outcomes += self._take(annotator, list(action))
        return outcomes

    def _take(self, annotator: str, action: list[Decision]) -> list[Outcome]:
        known = {d.uuid: outcome for d in action if (outcome := self._known(annotator, d)) is not None}
        fresh = [d for d in action if d.uuid not in known]
        if not fresh:
            return [known[d.uuid] for d in action]
        self._connection.execute("savepoint action")
        try:
            taken = self._append(annotator, fresh)
        except DecisionRefusedError as refusal:
            self._connection.execute("rollback to action")
            memory_of(self._connection).forget_numbers()
            taken = [Outcome(d.uuid, "refused", reason=str(refusal)) for d in fresh]
        self._connection.execute("release action")
        outcomes = known | {outcome.uuid: outcome for outcome in taken}
        return [outcomes[d.uuid] for d in action]

    def _known(self, annotator: str, decision: Decision) -> Outcome | None:
        identifier = uuid_bytes(decision.uuid)
        if self._connection.execute(IS_KNOWN, (identifier,)).fetchone() is None:
            return None
        row = self._connection.execute(KNOWN, (identifier,)).fetchone()
        owner, target, layer, value, seq, revision, *key = row
        same = (owner, target, layer) == (annotator, decision.target, decision.layer)
        if not same or not self._has_value(annotator, decision, loaded(value)):
            return Outcome(decision.uuid, "refused", reason="Its UUID is already used by another decision.")
        if revision is None:
            return Outcome(decision.uuid, "conflict", seq, current=self._current(key))
        return Outcome(decision.uuid, "duplicate", seq, revision)

    def _has_value(self, annotator: str, decision: Decision, value: object) -> bool:
        """Whether a decision sent again has the value that the log holds in its one form."""
        if decision.value == value:
            return True
        try:
            return self._checked(self._annotator(annotator), decision, ()).value == value
        except DecisionRefusedError:
            return False

    def _append(self, annotator: str, action: list[Decision]) -> list[Outcome]:
        new_sources = [d.target for d in action if d.layer == "name" and d.value is not None]
        number = self._annotator(annotator)
        entries = [self._checked(number, decision, new_sources) for decision in action]
        if len({entry.place.key for entry in entries}) < len(entries):
            raise DecisionRefusedError("One action changes the same label twice; send the last change only.")
        self._check_rows(annotator, entries)
        if any(entry.decision.base != entry.current.revision for entry in entries):
            seqs = [self._log(annotator, entry, None) for entry in entries]
            return [
                Outcome(entry.decision.uuid, "conflict", seq, current=entry.current)
                for entry, seq in zip(entries, seqs, strict=True)
            ]
        outcomes = []
        for entry in entries:
            revision = entry.decision.base + 1
            seq = self._log(annotator, entry, revision)
            row = (*entry.place.key, stored(entry.value), revision, seq)
            self._connection.execute(SET_CURRENT, row)
            add_progress(self._connection, entry.place.key, entry.current, entry.value)
            outcomes.append(Outcome(entry.decision.uuid, "saved", seq, revision))
        self._check_sources(annotator, entries)
        self._check_sentences(annotator, entries)
        return outcomes

    def _log(self, annotator: str, entry: _Entry, revision: int | None) -> int:
        d, place, stamp = entry.decision, entry.place, microseconds()
        value = stored(entry.value)
        codebook = self._number("codebook", "select number from codebook where hash = ?", d.codebook)
        columns = (
            *(uuid_bytes(d.uuid), uuid_bytes(d.action)),
            *(place.annotator, place.article, place.sentence, place.item, place.layer),
            *(self._word(d.kind), d.base, revision, codebook, value),
            *(self._word(d.origin), term(self._connection, d.client), d.client_at, stamp),
        )
        fields = (
            *(d.uuid, d.action, annotator, d.target_kind, d.target, d.sentence, place.article_id, d.layer),
            *(d.kind, d.base, revision, d.codebook, as_json(value), d.origin, d.client, d.client_at),
            moment(stamp),
        )
        return append(self._connection, columns, fields)

    def _word(self, text: str) -> int:
        """The number of a kind or an origin; a later one is not among the words that all projects share."""
        return TERMS.index(text) if text in TERMS else term(self._connection, text)

    def _annotator(self, annotator: str) -> int:
        """The number of an annotator who may save; every change of a person empties the memory."""
        memory = memory_of(self._connection)
        known = memory.numbers.get(("annotator", annotator))
        if known is not None:
            return known
        row = self._connection.execute(PERSON, (annotator,)).fetchone()
        if row is None:
            raise ProjectError(f"This project has no annotator '{annotator}'.")
        if row[1] and self._for_all:
            return int(row[0])
        if row[1]:
            raise RefusedPersonError(
                f"'{row[2]}' was disabled on {row[1][:10]}, so nothing was saved. An administrator can "
                "enable the account again."
            )
        return memory.add_number("annotator", annotator, int(row[0]))

    def _number(self, table: str, statement: str, name: str) -> int:
        memory = memory_of(self._connection)
        known = memory.numbers.get((table, name))
        if known is not None:
            return known
        row = self._connection.execute(statement, (name,)).fetchone()
        if row is None:
            raise ProjectError(f"This project has no {table} '{name}'.")
        return memory.add_number(table, name, int(row[0]))

    def _check_rows(self, annotator: str, entries: Sequence[_Entry]) -> None:
        """Refuse to build on rows that another program changed."""
        rows = {("annotator", annotator)}
        for entry in entries:
            rows |= {("codebook", entry.decision.codebook), ("article", entry.place.article_id)}
        for table, key in sorted(rows - self._checked_rows):
            check(self._connection, table, [key])
        for place in {entry.place.article: entry.place for entry in entries}.values():
            if label_key(place.annotator, place.article) not in self._checked_rows:
                check_labels(self._connection, place.annotator, place.article)

    def _checked(self, annotator: int, decision: Decision, new_sources: Collection[str]) -> _Entry:
        if decision.kind not in CHANGES or decision.origin not in ORIGINS:
            raise DecisionRefusedError(
                f"A decision's kind is one of {', '.join(CHANGES)}, its origin one of {', '.join(ORIGINS)}; "
                f"not '{decision.kind}' and '{decision.origin}'."
            )
        if decision.kind in ("set", "accept", "clear") and (decision.kind == "clear") != (
            decision.value is None
        ):
            raise DecisionRefusedError(
                f"The kind '{decision.kind}' does not go with {shown(decision.value)}: "
                "'clear' has no value, 'set' and 'accept' have one."
            )
        codebook = codebook_of(self._connection, decision.codebook)
        _check_layer(decision, codebook)
        if decision.value is not None and decision.kind != "migrate":
            self._check_fits_today(decision)
        place = place_of(self._connection, annotator, decision)
        value: object = decision.value
        if value is not None:
            sources: Collection[str] = ()
            if codebook.names_sources(decision.layer):
                listed = self._connection.execute(SOURCES, (place.article, annotator, NAME))
                sources = {row[0] for row in listed}.union(new_sources)
            value = codebook.check_value(
                decision.layer, value, text_length=place.text_length, sources=sources
            )
        return _Entry(decision, place, value, self._current(place.key))

    def _check_fits_today(self, decision: Decision) -> None:
        """Refuse what was decided under an earlier codebook if the one in use has no such layer or value."""
        if decision.layer in RESERVED_LAYERS:
            return
        used = hash_in_use(self._connection)
        if used == decision.codebook:
            return
        layer = codebook_of(self._connection, used).by_id.get(decision.layer)
        values = decision.value if isinstance(decision.value, list) else [decision.value]
        if layer is None or (layer.has_values and any(value not in layer.value_ids for value in values)):
            raise DecisionRefusedError(
                f"The codebook has changed since this page was opened, and {shown(decision.value)} in layer "
                f"'{decision.layer}' is no longer in it. Reload the page and decide again."
            )

    def _current(self, key: Sequence[int]) -> Current:
        row = self._connection.execute(CURRENT, tuple(key)).fetchone()
        return Current(None, 0, 0) if row is None else Current(loaded(row[0]), row[1], row[2])

    def _check_sources(self, annotator: str, entries: Sequence[_Entry]) -> None:
        """Refuse an action that leaves a claim with a source that its article's list does not hold."""
        # a name that goes may be anywhere in its article; a claim that comes back has its own names
        articles = {e.place.article_id for e in entries if e.decision.layer == "name" and e.value is None}
        back = {
            e.decision.sentence
            for e in entries
            if e.decision.layer == "content" and e.current.revision and e.current.value is None
        }
        if not articles and not back:
            return
        codebook = codebook_of(self._connection, entries[0].decision.codebook)
        layers = [layer for layer in codebook.layer_ids if codebook.names_sources(layer)]
        sentences = [
            labels
            for article in articles
            for labels in labels_of_article(self._connection, annotator, article)
        ]
        sentences += [self._labels(annotator, one) for one in back]
        for labels in sentences:
            for claim in claims_of(labels, codebook):
                values = [claim.values.get(layer) for layer in layers]
                named = {one for value in values for one in (value if isinstance(value, list) else [value])}
                if lost := sorted(str(one) for one in named - {None} - labels.source_names.keys()):
                    raise DecisionRefusedError(
                        f"'{claim.id}' names the source '{lost[0]}', which would not be on the article's "
                        "list; give it another source first."
                    )

    def _check_sentences(self, annotator: str, entries: Sequence[_Entry]) -> None:
        """Refuse an action that leaves a sentence in a state the codebook forbids."""
        if entries[0].decision.kind == "migrate":
            return  # what the new codebook does not allow is marked for a person to decide again
        codebook = codebook_of(self._connection, entries[0].decision.codebook)
        far = any(isinstance(rule, Elsewhere) and rule.when != "advise" for rule in codebook.constraints)
        changed = {e.decision.sentence for e in entries if e.decision.layer not in MARKS}
        for sentence in dict.fromkeys(e.decision.sentence for e in entries if e.decision.sentence):
            labels = self._labels(annotator, sentence, with_article=far)
            _check_contents(labels, entries)
            # a sentence stays complete while it is done; a mark on it changes nothing about that
            done = sentence in changed and labels.values.get("state") is not None
            broken = violations(labels, codebook, "done" if done else "always")
            if broken:
                raise DecisionRefusedError(" ".join(dict.fromkeys(one.message for one in broken)))

    def _labels(self, annotator: str, sentence: str, *, with_article: bool = False) -> SentenceLabels:
        """The annotator's labels of a sentence.  with_article: and their claims elsewhere in its article."""
        known = known_sentence(self._connection, sentence)
        if known is None:
            raise ProjectError(f"This project has no sentence '{sentence}'.")
        if not with_article:
            return labels_of_sentence(self._connection, self._annotator(annotator), known)
        every = labels_of_article(self._connection, annotator, known.article.id)
        return next(labels for labels in every if labels.sentence.id == sentence)


def _check_contents(labels: SentenceLabels, entries: Sequence[_Entry]) -> None:
    """Refuse labels of a claim that has no content in its sentence."""
    contents = {claim.id: claim.content for claim in labels.claims}
    for entry in entries:
        decision = entry.decision
        if decision.target_kind != "claim" or entry.value is None or decision.sentence != labels.sentence.id:
            continue
        if not any(span.overlap(labels.sentence.span) for span in contents.get(decision.target, ())):
            raise DecisionRefusedError(
                f"The claim '{decision.target}' has no content in its sentence; set that first."
            )


def _check_layer(decision: Decision, codebook: Codebook) -> None:
    """Refuse a layer on a target that can't bear it."""
    layer, kind = decision.layer, decision.target_kind
    if layer in RESERVED_LAYERS:
        fits = layer in {
            "sentence": ("state", *MARKS),
            "claim": ("content", *MARKS),
            "source": ("name",),
        }.get(kind, ())
    else:
        codebook.decided_layer(layer)  # refuses an unknown one, and names the nearest
        says_nothing = codebook.empty == (layer, decision.value)
        cleared = decision.value is None and codebook.empty is not None and layer == codebook.empty[0]
        fits = (kind == "claim" and not says_nothing) or (kind == "sentence" and (says_nothing or cleared))
    if codebook.target == "sentence":
        fits = kind == "source" if layer == "name" else kind == "sentence" and layer != "content"
    if not fits:
        rule = (
            "this codebook labels whole sentences and has no claims"
            if codebook.target == "sentence"
            else 'claims have the codebook\'s values, a sentence only the value for "no claim", and marks'
        )
        raise DecisionRefusedError(
            f"The {kind} '{decision.target}' can't have {decision.value!r} in layer '{layer}': {rule}."
        )
