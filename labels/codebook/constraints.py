"""What the codebook's constraints say about one annotator's labels of a sentence.

The only place where they are enforced; the page shows the same beforehand, and both meet the cases of
tests/shared_cases/constraints.json. A layer that is not set is undecided: it breaks no rule about its values,
and the required layers make sure that it does not stay so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labels.claim import Claim, SentenceLabels
from labels.codebook import model as parts
from labels.codebook.codebook import Codebook
from labels.codebook.derivation import fulfilled, quote_mode, spans_of, with_derived

# Which constraints are looked at: those that hold at every moment, those of a finished sentence too, or all.
LEVELS: dict[parts.When, tuple[parts.When, ...]] = {
    "always": ("always",),
    "done": ("always", "done"),
    "advise": ("always", "done", "advise"),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A constraint that does not hold.

    constraint: its id, or "required" for a layer that is not set yet.
    claim: None for the sentence as a whole.
    message: for the annotator.  when: its level; "advise" never blocks.  layers: those to look at.
    """

    constraint: str
    claim: str | None
    message: str
    when: parts.When = "done"
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A frame with the labels of each claim as they stand: set, or derived when first asked for."""

    frame: SentenceLabels
    codebook: Codebook
    values: dict[str, Mapping[str, object]] = field(default_factory=dict)  # by claim id

    def of(self, claim: Claim) -> Mapping[str, object]:
        if claim.id not in self.values:
            frame = self.frame
            self.values[claim.id] = with_derived(
                claim, self.codebook, frame.text, starts=frame.paragraph_starts
            )
        return self.values[claim.id]


def violations(frame: SentenceLabels, codebook: Codebook, when: parts.When) -> list[Violation]:
    """Every constraint that the sentence breaks, in the codebook's order; then what is missing.

    when: ``always`` after each decision; ``done`` when the sentence is to be finished; ``advise`` for all
        there is to say, also what never blocks.
    """
    case = _Case(frame, codebook)
    found: list[Violation] = []
    for constraint in codebook.constraints:
        if constraint.when in LEVELS[when]:
            found += RULES[type(constraint)](constraint, case)
    if "done" in LEVELS[when]:
        found += _missing(case)
    return found


def group_violations(
    members: Mapping[str, str], codebook: Codebook, when: parts.When = "done"
) -> list[Violation]:
    """What a claim group breaks.  members: the article of each claim, by claim id."""
    return [
        _violation(constraint, None, "A claim group needs claims of at least two articles.")
        for constraint in codebook.constraints
        if isinstance(constraint, parts.AcrossArticles)
        and constraint.when in LEVELS[when]
        and len(set(members.values())) <= 1
    ]


def preset(kind: str, codebook: Codebook) -> tuple[str, str] | None:
    """The layer and value that sentences of this kind start with, or None."""
    for constraint in codebook.constraints:
        if isinstance(constraint, parts.Preset) and kind in constraint.kinds:
            return constraint.layer, constraint.value
    return None


def _violation(
    constraint: parts.Constraint, claim: Claim | None, message: str, layers: Iterable[str] = ()
) -> Violation:
    return Violation(
        constraint.id,
        None if claim is None else claim.id,
        constraint.message or message,
        constraint.when,
        tuple(layers),
    )


def _is_set(value: object) -> bool:
    return value not in (None, [], "")


def _titles(codebook: Codebook, layers: Iterable[str], joined: str = ", ") -> str:
    return joined.join(f"'{codebook.layer(layer).title}'" for layer in layers)


def _value_title(codebook: Codebook, layer_id: str, value_id: str) -> str:
    layer = codebook.layer(layer_id)
    return next((f"'{value.title}'" for value in layer.values if value.id == value_id), f"'{value_id}'")


def _set_layers(values: Mapping[str, object], codebook: Codebook, *, but: str) -> list[str]:
    """Layers of the codebook that the annotator set, other than one."""
    return [layer for layer in codebook.layer_ids if layer != but and _is_set(values.get(layer))]


def _alone(constraint: parts.Alone, case: _Case) -> Iterator[Violation]:
    frame, layer = case.frame, constraint.layer
    here = parts.Condition(layer=layer, values=[constraint.value])
    title = _value_title(case.codebook, layer, constraint.value)
    message = f"{title} excludes every other claim and label of this sentence."
    if fulfilled(here, frame.values) and (
        frame.claims or _set_layers(frame.values, case.codebook, but=layer)
    ):
        yield _violation(constraint, None, message, [layer])
    for claim in frame.claims:
        others = len(frame.claims) > 1 or _set_layers(claim.values, case.codebook, but=layer)
        if fulfilled(here, claim.values) and others:
            yield _violation(constraint, claim, message, [layer])


def _together(constraint: parts.Together, case: _Case) -> Iterator[Violation]:
    for claim in case.frame.claims:
        values = case.of(claim)
        decided = [member for member in constraint.members if _is_set(values.get(member.layer))]
        holding = [member for member in decided if _holds(member, values)]
        if not holding:
            continue
        named = " and ".join(_value_title(case.codebook, m.layer, m.value) for m in constraint.members)
        extra = [layer for layer in constraint.without if _is_set(values.get(layer))]
        if len(holding) < len(decided):
            message = f"{named} go together: choose all of them or none."
            yield _violation(constraint, claim, message, [member.layer for member in decided])
        elif extra:
            titles = _titles(case.codebook, extra)
            yield _violation(constraint, claim, f"With {named} there is no {titles}: clear it.", extra)


def _holds(member: parts.Member, values: Mapping[str, object]) -> bool:
    return fulfilled(parts.Condition(layer=member.layer, values=[member.value]), values)


def _needs(constraint: parts.Needs, case: _Case) -> Iterator[Violation]:
    for claim in case.frame.claims:
        values = case.of(claim)
        if not fulfilled(constraint.condition, values) or fulfilled(constraint.unless, values):
            continue
        if not any(_is_set(values.get(layer)) for layer in constraint.any_of):
            titles = _titles(case.codebook, constraint.any_of, " or ")
            yield _violation(constraint, claim, f"This claim still needs {titles}.", constraint.any_of)


def _required(constraint: parts.Required, case: _Case) -> Iterator[Violation]:
    for claim in case.frame.claims:
        values = case.of(claim)
        missing = [layer for layer in constraint.layers if not _is_set(values.get(layer))]
        if missing and not fulfilled(constraint.unless, values):
            titles = _titles(case.codebook, missing)
            yield _violation(constraint, claim, f"This claim has no {titles} yet.", missing)


def _only_with(constraint: parts.OnlyWith, case: _Case) -> Iterator[Violation]:
    title = _titles(case.codebook, [constraint.layer])
    for claim in case.frame.claims:
        values = case.of(claim)
        value = values.get(constraint.layer)
        if not _is_set(value):
            continue
        entries = value if isinstance(value, list) else [value]
        decided = _is_set(values.get(constraint.condition.layer))
        named = [name for layer in constraint.not_among for name in _names(values.get(layer))]
        if decided and not fulfilled(constraint.condition, values):
            allowed = " or ".join(
                _value_title(case.codebook, constraint.condition.layer, one)
                for one in constraint.condition.values
            )
            yield _violation(constraint, claim, f"{title} only goes with {allowed}.", [constraint.layer])
        elif constraint.max is not None and len(entries) > constraint.max:
            message = f"{title} takes at most {constraint.max}, not {len(entries)}."
            yield _violation(constraint, claim, message, [constraint.layer])
        elif constraint.not_among and any(
            name in named or _is_outlet(name, case.frame) for name in _names(value)
        ):
            message = (
                f"{title} names neither the outlet itself nor {_titles(case.codebook, constraint.not_among)}."
            )
            yield _violation(constraint, claim, message, [constraint.layer, *constraint.not_among])


def _names(value: object) -> list[str]:
    """The ids of sources or values that a label holds; ranges have none."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _is_outlet(source: str, frame: SentenceLabels) -> bool:
    outlet = _folded(frame.outlet)
    return bool(outlet) and _folded(frame.source_names.get(source, "")) == outlet


def _folded(name: str) -> str:
    """A name without regard to capitals; not casefold(), which browsers lack."""
    return name.strip().upper().lower()


def _elsewhere(constraint: parts.Elsewhere, case: _Case) -> Iterator[Violation]:
    everything = [*case.frame.claims, *case.frame.elsewhere]
    for claim in case.frame.claims:
        values = case.of(claim)
        if not fulfilled(constraint.condition, values):
            continue
        value = values.get(constraint.layer)
        if not _is_set(value) or not any(
            other.id != claim.id
            and other.values.get(constraint.layer) == value
            and fulfilled(constraint.where, case.of(other))
            for other in everything
        ):
            where = " or ".join(
                _value_title(case.codebook, constraint.where.layer, one) for one in constraint.where.values
            )
            title = _titles(case.codebook, [constraint.layer])
            message = f"This needs the same {title} in another claim of the article that says {where}."
            yield _violation(constraint, claim, message, [constraint.layer])


def _quotes(constraint: parts.Quotes, case: _Case) -> Iterator[Violation]:
    frame = case.frame
    for claim in frame.claims:
        if fulfilled(constraint.condition, case.of(claim)) and quote_mode(
            frame.text, claim.content, frame.paragraph_starts
        ) not in ("direct", "mixed"):
            message = "No words of this claim stand in quotation marks."
            yield _violation(constraint, claim, message, [constraint.condition.layer])


def _distinct(constraint: parts.Distinct, case: _Case) -> Iterator[Violation]:
    seen: set[str] = set()
    for claim in case.frame.claims:
        values = {**case.of(claim), "content": claim.content}
        key = repr([_comparable(values.get(layer)) for layer in constraint.layers])
        if key in seen:
            message = "Another claim of this sentence says the same: change one or delete it."
            yield _violation(constraint, claim, message, constraint.layers)
        seen.add(key)


def _comparable(value: object) -> object:
    if isinstance(value, tuple):
        return [[span.start, span.end] for span in spans_of(value)]
    return value if _is_set(value) else None


def _nothing(_constraint: parts.Constraint, _case: _Case) -> Iterator[Violation]:
    """A preset is where a sentence starts, and groups are no part of a sentence."""
    yield from ()


def _missing(case: _Case) -> Iterator[Violation]:
    """Required layers that are not set, where no constraint says so; and a sentence without a decision."""
    frame, codebook = case.frame, case.codebook
    covered = {
        layer
        for constraint in codebook.constraints
        if isinstance(constraint, parts.Required) and constraint.when != "advise"
        for layer in constraint.layers
    }
    required = [layer for layer in codebook.layers if layer.required]
    for claim in frame.claims:
        for layer in required:
            if layer.id not in covered and not _is_set(case.of(claim).get(layer.id)):
                message = f"'{layer.title}' is not set yet."
                yield Violation("required", claim.id, message, "done", (layer.id,))
    if frame.claims or not required or _is_set_empty(case) or preset(frame.sentence.kind, codebook):
        return
    empty = codebook.empty
    or_none = f", or {_value_title(codebook, *empty)}" if empty else ""
    message = f"Nothing is decided here yet: choose {_titles(codebook, [required[0].id])}{or_none}."
    yield Violation("required", None, message, "done", (required[0].id,))


def _is_set_empty(case: _Case) -> bool:
    empty = case.codebook.empty
    return empty is not None and case.frame.values.get(empty[0]) == empty[1]


RULES: dict[type, Callable[[Any, _Case], Iterator[Violation]]] = {
    parts.Alone: _alone,
    parts.Together: _together,
    parts.Needs: _needs,
    parts.Required: _required,
    parts.OnlyWith: _only_with,
    parts.Elsewhere: _elsewhere,
    parts.Quotes: _quotes,
    parts.Distinct: _distinct,
    parts.Preset: _nothing,
    parts.AcrossArticles: _nothing,
}
