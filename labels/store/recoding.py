"""Every label under the next codebook: as decisions of those who made them, of the kind ``migrate``.

What a label was stays in the log. What can't be carried over is cleared and marked unsure, with the question
to answer; a finished sentence that is no longer complete, or that the new constraints don't allow, is open
again. Runs inside the writer's transaction, so that a project is under the old codebook or the new one.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import RESERVED_LAYERS
from labels.codebook.constraints import violations
from labels.codebook.migration import Migration, Step, UnmappedValueError
from labels.codebook.model import MAX_TEXT, When
from labels.decision import Decision
from labels.errors import CodebookError, ProjectError
from labels.store.ledger import Ledger
from labels.store.project import add_codebook, set_fact
from labels.store.queries import LabelRow, label_rows
from labels.store.sentence_labels import labels_of_article
from labels.store.sqlite import sqlite3

WORK = """
select a.id, p.id from progress g join article a on a.number = g.article
join annotator p on p.number = g.annotator where g.labels > 0 order by g.article, g.annotator
"""
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Reopened:
    """A sentence that somebody has to look at again.  reasons: what to do, in words."""

    article: str
    sentence: str
    annotator: str
    text: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Recoded:
    """What a migration comes to.

    kept: labels that stay as they are.  changed: labels by layer, old and new value, as they are counted.
    reasons: how many sentences are to be looked at again, by reason.  sentences: the first of them.
    """

    kept: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    open_again: int = 0
    sentences: list[Reopened] = field(default_factory=list)


def preview(connection: sqlite3.Connection, way: Migration, map_name: str) -> Recoded:
    """What a migration would come to; reads only.

    map_name: the map file's in errors.
    Raises CodebookError, which names every value that the map leaves out.
    """
    work = _Work(way)
    for _ in work.actions(connection):
        pass
    work.check(map_name)
    return work.result


def recode(
    connection: sqlite3.Connection, way: Migration, source: str, map_name: str, why: str, by: str
) -> Recoded:
    """Put a project under the next codebook, with all of its labels.

    source: the text of the new codebook's file.  by: the pseudonym of the person, "" for a command.
    Runs inside the writer's transaction. Raises CodebookError and ProjectError.
    """
    add_codebook(connection, way.new, source, why, by)
    set_fact(connection, "codebook", way.new.hash, why, by)
    work = _Work(way, f"migration by {by}" if by else "migration")
    for annotator, decisions in work.actions(connection):
        for outcome in Ledger(connection, for_all=True).record(annotator, decisions):
            if outcome.status != "saved":
                raise ProjectError(f"A label can't be migrated: {outcome.reason or outcome.status}")
    work.check(map_name)
    return work.result


class _Work:
    """One pass over all labels."""

    def __init__(self, way: Migration, client: str = ""):
        self._way, self._client = way, client
        self.result = Recoded()
        self._unmapped: Counter[tuple[str, str]] = Counter()

    def check(self, map_name: str) -> None:
        """Raise CodebookError if there were values without a place in the new codebook."""
        if self._unmapped:
            raise CodebookError(
                map_name,
                [
                    f"[values.{layer}]: the new codebook lacks '{value}', which has {count:,} labels. "
                    f'Say what becomes of it: {value} = "another value", or {value} = ["one", "another"] to '
                    "decide again between these, or [] among all."
                    for (layer, value), count in sorted(self._unmapped.items())
                ],
            )

    def actions(self, connection: sqlite3.Connection) -> Iterator[tuple[str, list[Decision]]]:
        """The decisions for one person's labels in one article at a time, with the person's id."""
        for article, annotator in connection.execute(WORK).fetchall():
            rows = [row for row in label_rows(connection, article, annotator) if row.sentence]
            by_sentence: dict[str, dict[tuple[str, str], LabelRow]] = {}
            for row in rows:
                by_sentence.setdefault(row.sentence, {})[row.target, row.layer] = row
            decisions = [
                decision
                for labels in self._recoded(labels_of_article(connection, annotator, article))
                for decision in self._of_sentence(
                    labels, by_sentence.get(labels.old.sentence.id, {}), annotator
                )
            ]
            if decisions:
                yield annotator, decisions

    def _recoded(self, sentences: Sequence[SentenceLabels]) -> Iterator["_Sentence"]:
        steps = {
            target: {
                layer: self._step(layer, value) for layer, value in values.items() if _is_set(layer, value)
            }
            for labels in sentences
            for target, values in (
                (labels.sentence.id, labels.values),
                *((claim.id, claim.values) for claim in labels.claims),
            )
        }
        for labels in sentences:
            if labels.values or labels.claims:
                new = replace(
                    labels,
                    values=_values(labels.values, steps[labels.sentence.id]),
                    claims=_claims(labels.claims, steps),
                    elsewhere=_claims(labels.elsewhere, steps),
                )
                targets = (labels.sentence.id, *(claim.id for claim in labels.claims))
                yield _Sentence(labels, new, {target: steps[target] for target in targets})

    def _step(self, layer: str, value: object) -> Step:
        try:
            return self._way.step(layer, value)
        except UnmappedValueError as error:
            self._unmapped[layer, str(error.args[0])] += 1
            return Step("", None)

    def _of_sentence(
        self, labels: "_Sentence", rows: Mapping[tuple[str, str], LabelRow], annotator: str
    ) -> Iterator[Decision]:
        new = self._carried(labels)
        is_done = labels.old.values.get("state") is not None
        if questions := labels.questions(self._way, "done" if is_done else "always"):
            if is_done:
                new[labels.old.sentence.id, "state"] = None
            for target, asked in questions.items():
                before = rows.get((target, "unsure"))
                words = [str(before.value)] if before is not None and before.value else []
                new[target, "unsure"] = " ".join([*words, *asked])[:MAX_TEXT]
            self._count_open(labels, annotator, [one for asked in questions.values() for one in asked])
        action = str(uuid.uuid4())
        for (target, layer), value in new.items():
            yield self._decision(labels, action, target, layer, value, rows.get((target, layer)))

    def _carried(self, labels: "_Sentence") -> dict[tuple[str, str], object]:
        """The labels that change, by target and layer; None where one is cleared."""
        cleared: dict[tuple[str, str], object] = {}
        new: dict[tuple[str, str], object] = {}
        for target, layer, old, step in labels.steps():
            if step.layer == layer and step.value == old:
                self.result.kept += 1
                continue
            self.result.changed[f"{layer}: {_shown(old)} -> {_shown_step(step, layer)}"] += 1
            cleared[target, layer] = None
            if step.layer and step.value is not None:
                new[target, step.layer] = step.value
        return cleared | new  # two layers may have changed names with each other

    def _count_open(self, labels: "_Sentence", annotator: str, reasons: Sequence[str]) -> None:
        self.result.open_again += 1
        self.result.reasons.update(dict.fromkeys(reasons, 1))
        if len(self.result.sentences) < MOST_LISTED:
            sentence = labels.old.sentence
            self.result.sentences.append(
                Reopened(
                    sentence.article,
                    sentence.id,
                    annotator,
                    sentence.span.of(labels.old.text),
                    tuple(dict.fromkeys(reasons)),
                )
            )

    def _decision(
        self, labels: "_Sentence", action: str, target: str, layer: str, value: object, row: LabelRow | None
    ) -> Decision:
        sentence = labels.old.sentence.id
        is_cleared = value is None and layer not in RESERVED_LAYERS
        return Decision(
            uuid=str(uuid.uuid4()),
            action=action,
            target_kind="sentence" if target == sentence else "claim",
            target=target,
            sentence=sentence,
            layer=layer,
            kind="migrate",
            base=0 if row is None else row.revision,
            value=value,
            # the new codebook may not have the layer, or not on this target
            codebook=(self._way.old if is_cleared else self._way.new).hash,
            client=self._client,
        )


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One person's labels of a sentence, before and after.  by_target: steps by target, then by old layer."""

    old: SentenceLabels
    new: SentenceLabels
    by_target: Mapping[str, Mapping[str, Step]]

    def steps(self) -> Iterator[tuple[str, str, object, Step]]:
        """Each label: target, layer, value and what becomes of it."""
        values = {self.old.sentence.id: self.old.values} | {
            claim.id: claim.values for claim in self.old.claims
        }
        for target, steps in self.by_target.items():
            for layer, step in steps.items():
                yield target, layer, values[target][layer], step

    def questions(self, way: Migration, level: When) -> dict[str, list[str]]:
        """What a person has to decide again, in words, by target."""
        questions: dict[str, list[str]] = {}
        asked: set[tuple[str, str]] = set()
        for target, _, _, step in self.steps():
            if step.question:
                questions.setdefault(target, []).append(step.question)
                asked.add((target, step.layer))
        for broken in violations(self.new, way.new, level):
            target = broken.claim or self.old.sentence.id
            missing = [(target, layer) for layer in broken.layers] if broken.constraint == "required" else []
            if (not missing or not asked.issuperset(missing)) and (
                broken.message not in (known := questions.setdefault(target, []))
            ):
                known.append(broken.message)
        return questions


def _is_set(layer: str, value: object) -> bool:
    return layer not in RESERVED_LAYERS and value is not None


def _values(values: Mapping[str, object], steps: Mapping[str, Step]) -> dict[str, Any]:
    kept = {layer: value for layer, value in values.items() if layer in RESERVED_LAYERS}
    return kept | {step.layer: step.value for step in steps.values() if step.layer and step.value is not None}


def _claims(claims: Sequence[Claim], steps: Mapping[str, Mapping[str, Step]]) -> tuple[Claim, ...]:
    return tuple(replace(claim, values=_values(claim.values, steps[claim.id])) for claim in claims)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _shown_step(step: Step, layer: str) -> str:
    if not step.layer:
        return "given up"
    if step.question:
        return "decide again"
    value = _shown(step.value)
    return value if step.layer == layer else f"{step.layer}: {value}"
