"""What the codebook's constraints say about one annotator's labels of a sentence.

The only place where they are enforced. The page applies the same rules before it sends a decision
(``assets/rules/constraints.js``), with the same messages (``shared.toml``); a differential test compares the
two. A layer that is not set is undecided: it breaks no rule about its values, and the required layers make
sure that it does not stay undecided.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from labels.claim import Claim, SentenceLabels
from labels.codebook import model as parts
from labels.codebook.codebook import Codebook
from labels.codebook.derivation import fulfilled, holds, quote_mode, spans_of, with_derived
from labels.codebook.shared import message

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
    claim: its id; None for the sentence as a whole, and wherever the codebook labels sentences.
    message: for the annotator.  when: its level; "advise" never blocks.  layers: those to look at.
    """

    constraint: str
    claim: str | None
    message: str
    when: parts.When = "done"
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A sentence with the labels of each claim, set or derived when first asked for.

    claims: those of the sentence. Where a codebook labels sentences, the labeled sentence is the only one,
        with the sentence's id.
    """

    labeled: SentenceLabels
    codebook: Codebook
    claims: Sequence[Claim]
    values: dict[str, Mapping[str, object]] = field(default_factory=dict)  # by claim id

    def of(self, claim: Claim) -> Mapping[str, object]:
        if claim.id not in self.values:
            labeled = self.labeled
            self.values[claim.id] = with_derived(
                claim, self.codebook, labeled.text, starts=labeled.paragraph_starts
            )
        return self.values[claim.id]

    def name(self, claim: Claim) -> str | None:
        """The claim's id in a violation; None where it is the sentence itself."""
        return claim.id if self.codebook.target == "claim" else None


def violations(labeled: SentenceLabels, codebook: Codebook, when: parts.When) -> list[Violation]:
    """Every constraint that the sentence breaks, in the codebook's order; then what is missing.

    when: ``always`` after each decision; ``done`` when the sentence is to be finished; ``advise`` for all
        there is to say, also what never blocks.
    """
    case = _Case(labeled, codebook, claims_of(labeled, codebook))
    broken: list[Violation] = []
    for constraint in codebook.constraints:
        rule = RULES.get(type(constraint))
        if rule is not None and constraint.when in LEVELS[when]:
            broken += rule(constraint, case)
    if "done" in LEVELS[when]:
        broken += _missing(case)
    return broken


def claims_of(labeled: SentenceLabels, codebook: Codebook) -> Sequence[Claim]:
    """The claims of a sentence; where the codebook labels sentences, the sentence once it has labels."""
    if codebook.target == "claim":
        return labeled.claims
    sentence = labeled.sentence
    labels = {layer: value for layer, value in labeled.values.items() if layer in codebook.by_id}
    if not any(_is_set(value) and (layer, value) != codebook.empty for layer, value in labels.items()):
        return ()
    span = sentence.span.trimmed(labeled.text) or sentence.span
    return (Claim(sentence.id, sentence.id, (span,), labels),)


def preset(kind: str, codebook: Codebook) -> tuple[str, str] | None:
    """The layer and value that sentences of this kind start with, or None."""
    for constraint in codebook.constraints:
        if isinstance(constraint, parts.Preset) and kind in constraint.kinds:
            return constraint.layer, constraint.value
    return None


def _violation(
    constraint: parts.Constraint, claim: str | None, text: str, layers: Iterable[str] = ()
) -> Violation:
    return Violation(constraint.id, claim, constraint.message or text, constraint.when, tuple(layers))


def _is_set(value: object) -> bool:
    return value not in (None, [], "")


def _titles(codebook: Codebook, layers: Iterable[str], joined: str = ", ") -> str:
    return joined.join(f"'{codebook.layer(layer).title}'" for layer in layers)


def _value_title(codebook: Codebook, layer_id: str, value_id: str) -> str:
    return f"'{codebook.layer(layer_id).value_title(value_id)}'"


def _set_layers(values: Mapping[str, object], codebook: Codebook, *, but: str) -> list[str]:
    """Layers of the codebook that the annotator set, other than one."""
    return [layer for layer in codebook.layer_ids if layer != but and _is_set(values.get(layer))]


def _alone(constraint: parts.Alone, case: _Case) -> Iterator[Violation]:
    labeled, layer = case.labeled, constraint.layer
    text = message("alone", value=_value_title(case.codebook, layer, constraint.value))
    others = labeled.claims or _set_layers(labeled.values, case.codebook, but=layer)
    if others and _has(constraint, labeled.values):
        yield _violation(constraint, None, text, [layer])
    for claim in labeled.claims:
        beside = len(labeled.claims) > 1 or _set_layers(claim.values, case.codebook, but=layer)
        if beside and _has(constraint, claim.values):
            yield _violation(constraint, claim.id, text, [layer])


def _has(member: parts.Alone | parts.Member, values: Mapping[str, object]) -> bool:
    return holds(values.get(member.layer), (member.value,))


def _together(constraint: parts.Together, case: _Case) -> Iterator[Violation]:
    for claim in case.claims:
        values = case.of(claim)
        decided = [member for member in constraint.members if _is_set(values.get(member.layer))]
        holding = [member for member in decided if _has(member, values)]
        if not holding:
            continue
        named = " and ".join(_value_title(case.codebook, m.layer, m.value) for m in constraint.members)
        extra = [layer for layer in constraint.without if _is_set(values.get(layer))]
        if len(holding) < len(decided):
            text = message("together", values=named)
            yield _violation(constraint, case.name(claim), text, [member.layer for member in decided])
        elif extra:
            text = message("without", values=named, layers=_titles(case.codebook, extra))
            yield _violation(constraint, case.name(claim), text, extra)


def _needs(constraint: parts.Needs, case: _Case) -> Iterator[Violation]:
    for claim in case.claims:
        values = case.of(claim)
        if not fulfilled(constraint.condition, values) or fulfilled(constraint.unless, values):
            continue
        if not any(_is_set(values.get(layer)) for layer in constraint.any_of):
            text = message("needs", layers=_titles(case.codebook, constraint.any_of, " or "))
            yield _violation(constraint, case.name(claim), text, constraint.any_of)


def _required(constraint: parts.Required, case: _Case) -> Iterator[Violation]:
    for claim in case.claims:
        values = case.of(claim)
        missing = [layer for layer in constraint.layers if not _is_set(values.get(layer))]
        if missing and not fulfilled(constraint.unless, values):
            text = message("required", layers=_titles(case.codebook, missing))
            yield _violation(constraint, case.name(claim), text, missing)


def _only_with(constraint: parts.OnlyWith, case: _Case) -> Iterator[Violation]:
    codebook, condition = case.codebook, constraint.condition
    title = _titles(codebook, [constraint.layer])
    for claim in case.claims:
        values = case.of(claim)
        value = values.get(constraint.layer)
        if not _is_set(value):
            continue
        count = len(value) if isinstance(value, list) else 1
        layers = [constraint.layer]
        if _is_set(values.get(condition.layer)) and not fulfilled(condition, values):
            text = message("only_with", layer=title, values=_value_titles(codebook, condition))
        elif constraint.max is not None and count > constraint.max:
            text = message("max", layer=title, max=constraint.max, count=count)
        elif _names_one_of(constraint, values, case.labeled):
            text = message("not_among", layer=title, layers=_titles(codebook, constraint.not_among, " or "))
            layers += constraint.not_among
        else:
            continue
        yield _violation(constraint, case.name(claim), text, layers)


def _names_one_of(constraint: parts.OnlyWith, values: Mapping[str, object], labeled: SentenceLabels) -> bool:
    if not constraint.not_among:
        return False
    others = [name for layer in constraint.not_among for name in _names(values.get(layer))]
    names = _names(values.get(constraint.layer))
    return any(name in others or _is_outlet(name, labeled) for name in names)


def _value_titles(codebook: Codebook, condition: parts.Condition) -> str:
    return " or ".join(_value_title(codebook, condition.layer, value) for value in condition.values)


def _names(value: object) -> list[str]:
    """The ids of sources or values that a label holds; ranges have none."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _is_outlet(source: str, labeled: SentenceLabels) -> bool:
    outlet = _folded(labeled.outlet)
    return bool(outlet) and _folded(labeled.source_names.get(source, "")) == outlet


def _folded(name: str) -> str:
    """A name without regard to capitals; not casefold(), which browsers lack."""
    return name.strip().upper().lower()


def _elsewhere(constraint: parts.Elsewhere, case: _Case) -> Iterator[Violation]:
    everything = [*case.labeled.claims, *case.labeled.elsewhere]
    for claim in case.claims:
        if not fulfilled(constraint.condition, case.of(claim)):
            continue
        value = case.of(claim).get(constraint.layer)
        if not _is_set(value) or not any(
            other.id != claim.id
            and other.values.get(constraint.layer) == value
            and fulfilled(constraint.where, case.of(other))
            for other in everything
        ):
            text = message(
                "elsewhere",
                layer=_titles(case.codebook, [constraint.layer]),
                values=_value_titles(case.codebook, constraint.where),
            )
            yield _violation(constraint, case.name(claim), text, [constraint.layer])


def _quotes(constraint: parts.Quotes, case: _Case) -> Iterator[Violation]:
    labeled = case.labeled
    for claim in case.claims:
        if fulfilled(constraint.condition, case.of(claim)) and quote_mode(
            labeled.text, claim.content, labeled.paragraph_starts
        ) not in ("direct", "mixed"):
            layers = [constraint.condition.layer]
            yield _violation(constraint, case.name(claim), message("quotes"), layers)


def _distinct(constraint: parts.Distinct, case: _Case) -> Iterator[Violation]:
    seen: set[str] = set()
    for claim in case.claims:
        values = {**case.of(claim), "content": claim.content}
        key = repr([_comparable(values.get(layer)) for layer in constraint.layers])
        if key in seen:
            yield _violation(constraint, case.name(claim), message("distinct"), constraint.layers)
        seen.add(key)


def _comparable(value: object) -> object:
    if isinstance(value, tuple):
        return [[span.start, span.end] for span in spans_of(value)]
    return value if _is_set(value) else None


def _missing(case: _Case) -> Iterator[Violation]:
    """Required layers that are not set, where no constraint says so; and a sentence without a decision."""
    labeled, codebook = case.labeled, case.codebook
    covered = {
        layer
        for constraint in codebook.constraints
        if isinstance(constraint, parts.Required) and constraint.when != "advise"
        for layer in constraint.layers
    }
    required = [layer for layer in codebook.layers if layer.required]
    for claim in case.claims:
        for layer in required:
            if layer.id not in covered and not _is_set(case.of(claim).get(layer.id)):
                text = message("required", layers=_titles(codebook, [layer.id]))
                yield Violation("required", case.name(claim), text, "done", (layer.id,))
    if (
        case.claims
        or not required
        or _says_empty(labeled, codebook)
        or preset(labeled.sentence.kind, codebook)
    ):
        return
    title, empty = _titles(codebook, [required[0].id]), codebook.empty
    text = (
        message("undecided_or_empty", layer=title, value=_value_title(codebook, *empty))
        if empty
        else message("undecided", layer=title)
    )
    yield Violation("required", None, text, "done", (required[0].id,))


def _says_empty(labeled: SentenceLabels, codebook: Codebook) -> bool:
    empty = codebook.empty
    return empty is not None and labeled.values.get(empty[0]) == empty[1]


# A preset is where a sentence starts, and across_articles is about claim groups: no sentence breaks either.
RULES: Mapping[type, Callable[[Any, _Case], Iterator[Violation]]] = {
    parts.Alone: _alone,
    parts.Together: _together,
    parts.Needs: _needs,
    parts.Required: _required,
    parts.OnlyWith: _only_with,
    parts.Elsewhere: _elsewhere,
    parts.Quotes: _quotes,
    parts.Distinct: _distinct,
}
