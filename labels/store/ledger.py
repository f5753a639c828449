"""The decision log: what is taken, what is refused, and the labels that stand.

An action (the decisions of one key press) is taken whole or not at all. The same UUID again is acknowledged
as a duplicate. A decision against a stale revision is kept in the log, but never becomes current: both
versions can be shown. What the codebook or its constraints forbid is refused in words. This module only
runs inside the writer's transaction (labels/store/writer.py).
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from labels.codebook.codebook import RESERVED_LAYERS, Codebook
from labels.codebook.constraints import claims_of, violations
from labels.codebook.model import Elsewhere
from labels.codebook.values import shown
from labels.decision import CHANGES, ORIGINS, Current, Decision, Outcome, canonical, link, plain
from labels.errors import DecisionRefusedError
from labels.store.codebooks import codebook_of
from labels.store.project import now
from labels.store.sentence_labels import labels_of_article, labels_of_sentence
from labels.store.sqlite import sqlite3

# the columns that a decision's hash covers, in this order, after the hash before it
CHAINED = (
    "uuid, action, annotator, target_kind, target, sentence, article, layer, kind, base, revision, "
    "codebook, value, origin, client, client_at, server_at"
)
APPEND = f"insert into decision ({CHAINED}, previous, hash) values ({'?, ' * 18}?)"  # noqa: S608 - constants
MARKS = ("unsure", "note")
STAND = """
insert into label (annotator, target, layer, target_kind, sentence, article, value, revision, seq)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (annotator, target, layer) do update
set sentence = excluded.sentence, article = excluded.article, value = excluded.value,
    revision = excluded.revision, seq = excluded.seq
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A decision with its place in the corpus and what stands there."""

    decision: Decision
    article: str
    value: object
    current: Current


class Ledger:
    """Records decisions on a connection that is inside a transaction."""

    def __init__(self, connection: sqlite3.Connection):
        """connection: the writer's."""
        self._connection = connection

    def record(self, annotator: str, decisions: Sequence[Decision]) -> list[Outcome]:
        """Take the decisions in order; one outcome each, in the same order.

        annotator: id.  Decisions of one action must stand next to each other.
        """
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
            taken = [Outcome(d.uuid, "refused", reason=str(refusal)) for d in fresh]
        self._connection.execute("release action")
        outcomes = known | {outcome.uuid: outcome for outcome in taken}
        return [outcomes[d.uuid] for d in action]

    def _known(self, annotator: str, decision: Decision) -> Outcome | None:
        row = self._connection.execute(
            "select annotator, target, layer, value, seq, revision from decision where uuid = ?",
            (decision.uuid,),
        ).fetchone()
        if row is None:
            return None
        owner, target, layer, value, seq, revision = row
        same = (owner, target, layer) == (annotator, decision.target, decision.layer)
        if not same or not self._has_value(annotator, decision, json.loads(value or "null")):
            return Outcome(decision.uuid, "refused", reason="Its UUID is already used by another decision.")
        if revision is None:
            return Outcome(decision.uuid, "conflict", seq, current=self._current(annotator, target, layer))
        return Outcome(decision.uuid, "duplicate", seq, revision)

    def _has_value(self, annotator: str, decision: Decision, value: object) -> bool:
        """Whether a decision sent again says what the log holds, where it was written in one form."""
        if decision.value == value:
            return True
        try:
            return self._checked(annotator, decision, ()).value == value
        except DecisionRefusedError:
            return False

    def _append(self, annotator: str, action: list[Decision]) -> list[Outcome]:
        new_sources = [d.target for d in action if d.layer == "name" and d.value is not None]
        entries = [self._checked(annotator, decision, new_sources) for decision in action]
        keys = [(entry.decision.target, entry.decision.layer) for entry in entries]
        if len(set(keys)) < len(keys):
            raise DecisionRefusedError("One action changes the same label twice; send the last change only.")
        if any(entry.decision.base != entry.current.revision for entry in entries):
            seqs = [self._chain(annotator, entry, None) for entry in entries]
            return [
                Outcome(entry.decision.uuid, "conflict", seq, current=entry.current)
                for entry, seq in zip(entries, seqs, strict=True)
            ]
        outcomes = []
        for entry in entries:
            decision, revision = entry.decision, entry.decision.base + 1
            seq = self._chain(annotator, entry, revision)
            label = (annotator, decision.target, decision.layer, decision.target_kind, decision.sentence)
            self._connection.execute(STAND, (*label, entry.article, plain(entry.value), revision, seq))
            outcomes.append(Outcome(decision.uuid, "saved", seq, revision))
        self._check_sources(annotator, entries)
        self._check_frames(annotator, entries)
        return outcomes

    def _chain(self, annotator: str, entry: _Entry, revision: int | None) -> int:
        last = self._connection.execute("select hash from decision order by seq desc limit 1").fetchone()
        previous = last[0] if last else ""
        d = entry.decision
        value = None if entry.value is None else canonical(entry.value)
        place = (annotator, d.target_kind, d.target, d.sentence, entry.article, d.layer, d.kind, d.base)
        fields = (
            d.uuid,
            d.action,
            *place,
            revision,
            d.codebook,
            value,
            d.origin,
            d.client,
            d.client_at,
            now(),
        )
        row = (*fields, previous, link(previous, *fields))
        return int(self._connection.execute(APPEND, row).lastrowid or 0)

    def _checked(self, annotator: str, decision: Decision, new_sources: Collection[str]) -> _Entry:
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
        current = self._current(annotator, decision.target, decision.layer)
        article = self._article(annotator, decision)
        value: object = decision.value
        if value is not None:
            length = self._connection.execute("select length(text) from article where id = ?", (article,))
            names = self._connection.execute(
                "select target from label where annotator = ? and article = ? and layer = 'name' "
                "and value is not null",
                (annotator, article),
            )
            value = codebook.check_value(
                decision.layer,
                value,
                text_length=length.fetchone()[0],
                sources={row[0] for row in names}.union(new_sources),
            )
        return _Entry(decision, article, value, current)

    def _article(self, annotator: str, decision: Decision) -> str:
        """The article a decision belongs to; refuses targets that do not exist."""
        if decision.target_kind in ("sentence", "claim"):
            row = self._connection.execute(
                "select article from sentence where id = ?", (decision.sentence,)
            ).fetchone()
            if row is None:
                raise DecisionRefusedError(f"There is no sentence '{decision.sentence}' in this project.")
            number = decision.target.removeprefix(f"{decision.sentence}.")
            is_claim = (
                number != decision.target and number.isascii() and number.isdigit() and number[0] != "0"
            )
            if is_claim if decision.target_kind == "claim" else decision.target == decision.sentence:
                return str(row[0])
        elif decision.target_kind == "source" and decision.layer == "name":
            return self._article_of_source(annotator, decision)
        raise DecisionRefusedError(
            f"'{decision.target}' is no {decision.target_kind} that layer '{decision.layer}' can be set on. "
            "A claim is named by its sentence, a full stop and a number; a source has the layer 'name'."
        )

    def _article_of_source(self, annotator: str, decision: Decision) -> str:
        article = decision.value.get("article") if isinstance(decision.value, dict) else None
        if article is None:
            row = self._connection.execute(
                "select article from label where annotator = ? and target = ? and layer = 'name'",
                (annotator, decision.target),
            ).fetchone()
            article = row[0] if row else None
        found = self._connection.execute("select 1 from article where id = ?", (str(article),)).fetchone()
        if found is None:
            raise DecisionRefusedError(f"The source '{decision.target}' names no article of this project.")
        stands = self._current(annotator, decision.target, decision.layer).value
        if isinstance(stands, dict) and stands["article"] != article:
            raise DecisionRefusedError(
                f"The source '{decision.target}' is on the list of another article; list it here anew."
            )
        return str(article)

    def _current(self, annotator: str, target: str, layer: str) -> Current:
        row = self._connection.execute(
            "select d.value, l.revision, l.seq from label l join decision d on d.seq = l.seq "
            "where l.annotator = ? and l.target = ? and l.layer = ?",
            (annotator, target, layer),
        ).fetchone()
        return Current(None, 0, 0) if row is None else Current(json.loads(row[0] or "null"), row[1], row[2])

    def _check_sources(self, annotator: str, entries: Sequence[_Entry]) -> None:
        """Refuse an action that leaves a claim with a source that its article's list does not hold."""
        codebook = codebook_of(self._connection, entries[0].decision.codebook)
        layers = [layer.id for layer in codebook.layers if layer.measurement in ("entity", "list")]
        # a name that goes may be anywhere in its article; a claim that comes back has names of its own
        articles = {e.article for e in entries if e.decision.layer == "name" and e.value is None}
        back = {
            e.decision.sentence
            for e in entries
            if e.decision.layer == "content" and e.current.revision and e.current.value is None
        }
        frames = [
            frame for article in articles for frame in labels_of_article(self._connection, annotator, article)
        ]
        frames += [labels_of_sentence(self._connection, annotator, sentence, alone=True) for sentence in back]
        for frame in frames:
            for claim in claims_of(frame, codebook):
                values = [claim.values.get(layer) for layer in layers]
                named = {one for value in values for one in (value if isinstance(value, list) else [value])}
                if lost := sorted(str(one) for one in named - {None} - frame.source_names.keys()):
                    raise DecisionRefusedError(
                        f"'{claim.id}' names the source '{lost[0]}', which would not be on the article's "
                        "list; give it another source first."
                    )

    def _check_frames(self, annotator: str, entries: Sequence[_Entry]) -> None:
        """Refuse an action that leaves a sentence in a state the codebook forbids."""
        codebook = codebook_of(self._connection, entries[0].decision.codebook)
        far = any(isinstance(rule, Elsewhere) and rule.when != "advise" for rule in codebook.constraints)
        changed = {e.decision.sentence for e in entries if e.decision.layer not in MARKS}
        for sentence in dict.fromkeys(e.decision.sentence for e in entries if e.decision.sentence):
            frame = labels_of_sentence(self._connection, annotator, sentence, alone=not far)
            # a sentence stays complete while it is done; a mark on it changes nothing about that
            done = sentence in changed and frame.values.get("state") is not None
            contents = {claim.id: claim.content for claim in frame.claims}
            for entry in entries:
                decision = entry.decision
                if decision.target_kind != "claim" or entry.value is None or decision.sentence != sentence:
                    continue
                if not any(span.overlap(frame.sentence.span) for span in contents.get(decision.target, ())):
                    raise DecisionRefusedError(
                        f"The claim '{decision.target}' has no content in its sentence; set that first."
                    )
            found = violations(frame, codebook, "done" if done else "always")
            if found:
                raise DecisionRefusedError(" ".join(dict.fromkeys(violation.message for violation in found)))


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
        codebook.layer(layer)  # refuses an unknown one, and names the nearest
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
