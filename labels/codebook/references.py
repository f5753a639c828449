"""Faults between the parts of a codebook: references, maps, implied values. One sentence each.

Faults inside a part (unknown or missing fields) are worded in ``structure``, those of keys in ``keys``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from labels.codebook import model as parts
from labels.codebook.model import CodebookFile, Condition, Layer
from labels.errors import nearest

QUOTE_MODES = ("direct", "mixed", "indirect")


def faults(codebook: CodebookFile) -> list[str]:
    """Every fault between the parts, in the order of the file."""
    problems = [
        *_repeated("layer", [layer.id for layer in codebook.layers]),
        *_repeated("constraint", [constraint.id for constraint in codebook.constraints]),
        *_repeated("edge rule", [rule.id for rule in codebook.edge_rules]),
        *_repeated("relation", [relation.id for relation in codebook.relations]),
    ]
    layers = {layer.id: layer for layer in codebook.layers}
    for layer in codebook.layers:
        problems += [f"layer {layer.id}{fault}" for fault in _layer(layer, layers)]
    problems += _single_layers(codebook)
    problems += _cycles(layers)
    problems += _target(codebook)
    for constraint in codebook.constraints:
        problems += [f"constraint {constraint.id}: {fault}" for fault in _constraint(constraint, layers)]
    for rule in codebook.edge_rules:
        problems += [f"edge rule {rule.id}: {fault}" for fault in _unknown_layers(rule.layers, layers)]
    problems += _presets(codebook)
    problems += _words(codebook)
    problems += [f"suggestion: {fault}" for fault in _suggestion(codebook, layers)]
    return list(dict.fromkeys(problems))


def _repeated(what: str, ids: Iterable[str]) -> Iterator[str]:
    spellings: dict[str, list[str]] = {}
    for identifier in ids:
        spellings.setdefault(identifier.casefold(), []).append(identifier)
    for same in spellings.values():
        if len(same) > 1 and len(set(same)) == 1:
            yield f"{what} {same[0]}: the id is used {len(same)} times; give each its own."
        elif len(same) > 1:
            names = " and ".join(dict.fromkeys(same))
            yield f"{what} {same[0]}: {names} differ in capitals only; choose other ids."


def _layer(layer: Layer, layers: Mapping[str, Layer]) -> Iterator[str]:
    if layer.id in parts.RESERVED_LAYERS:
        reserved = ", ".join(sorted(parts.RESERVED_LAYERS))
        yield f": '{layer.id}' is one of the tool's own names ({reserved}); choose another id."
    if layer.has_values and not layer.values:
        yield f": a {layer.measurement} layer needs values ([[layer.value]])."
    if layer.values and not layer.has_values:
        yield f": a {layer.measurement} layer has no values; it is filled in the text or the source list."
    for fault in _repeated("value", layer.value_ids):
        yield f", {fault}"
    if layer.required and layer.derived:
        yield ": a derived layer is computed, so it can't be required."
    is_ordered = layer.measurement in parts.ORDERED_MEASUREMENTS
    if layer.step_keys and not (is_ordered and len(layer.step_keys) == len(("down", "up"))):
        yield ": 'step_keys' are two keys, down and up, of an ordinal, interval or ratio layer."
    if layer.empty:
        yield from (f": 'empty': {fault}" for fault in _unknown_values([layer.empty], layer))
    if layer.empty and layer.measurement == "set":
        yield ": 'empty' needs a layer with one value for each claim, not a set."
    yield from _order(layer)
    yield from _groups(layer)
    yield from _scores(layer)
    yield from _maps(layer)
    yield from _derivation(layer, layers)
    for value in layer.values:
        yield from (f", value {value.id}: {fault}" for fault in _side_effects(value, layer, layers))


def _order(layer: Layer) -> Iterator[str]:
    if not layer.decision_order:
        return
    yield from (f": 'decision_order': {fault}" for fault in _unknown_values(layer.decision_order, layer))
    if left := [value for value in layer.value_ids if value not in layer.decision_order]:
        yield f": 'decision_order' leaves out {', '.join(left)}; name every value once."
    for fault in _repeated("value", layer.decision_order):
        yield f": 'decision_order': {fault}"


def _groups(layer: Layer) -> Iterator[str]:
    """The values of a group are listed next to each other."""
    runs = [name for name, _ in groupby(value.group for value in layer.values)]
    for name in dict.fromkeys(runs):
        if name and runs.count(name) > 1:
            yield f": the values of group '{name}' are apart; list them next to each other."


def _scores(layer: Layer) -> Iterator[str]:
    without = [value.id for value in layer.values if value.score is None]
    if layer.measurement in ("interval", "ratio") and without:
        yield f": values of an {layer.measurement} layer need a 'score'; {', '.join(without)} have none."
    if layer.measurement != "ordinal":
        return
    if without and len(without) < len(layer.values):
        yield f": either all values have a 'score' or none; {', '.join(without)} have none."
    scores = [value.score for value in layer.values if value.score is not None]
    if not without and any(after <= before for before, after in pairwise(scores)):
        yield ": an ordinal layer lists its values from low to high, so the scores must rise."


def _maps(layer: Layer) -> Iterator[str]:
    for name, classes in layer.collapse.items():
        named = [one for one in classes if one != "*"]
        yield from (f", collapse {name}: {fault}" for fault in _unknown_values(named, layer))
        left = [one for one in layer.value_ids if one not in classes]
        if left and "*" not in classes:
            yield f', collapse {name}: no class for {", ".join(left)}; name them or add "*" for every other.'
    for name, others in layer.maps.items():
        named = [one for one in others if one != "*"]
        yield from (f", maps {name}: {fault}" for fault in _unknown_values(named, layer))


def _derivation(layer: Layer, layers: Mapping[str, Layer]) -> Iterator[str]:
    rule = layer.derivation
    if not layer.derived:
        if rule != parts.Derivation():
            yield ": 'derivation' is given, but 'derived' is empty; say quote_mode or cue_stance."
        return
    for name, condition in (("fixed", rule.fixed), ("unless", rule.unless)):
        yield from (f": derivation, '{name}': {fault}" for fault in _condition(condition, layers))
    if layer.derived == "quote_mode":
        if left := [one for one in QUOTE_MODES if one not in layer.value_ids]:
            yield f": 'quote_mode' gives {', '.join(QUOTE_MODES)}, but {', '.join(left)} is missing."
        return
    named = [*rule.precedence, *([rule.default] if rule.default else [])]
    named += [rule.fixed.value] if rule.fixed else []
    yield from (f": derivation: {fault}" for fault in _unknown_values(named, layer))
    cue = layers.get(rule.cue)
    if cue is None:
        hint = nearest(rule.cue, layers)
        yield f": derivation: 'cue' names the span layer of the cue's words, not '{rule.cue}'.{hint}"
    elif cue.measurement != "span":
        yield f": derivation: 'cue' must be a span layer, and {cue.id} is {cue.measurement}."


def _side_effects(value: parts.Value, layer: Layer, layers: Mapping[str, Layer]) -> Iterator[str]:
    for name, target in value.implies.items():
        yield from (f"'implies': {fault}" for fault in _reference(name, [target], layers))
        if name == layer.id:
            yield "'implies' sets other layers, not its own."
        if name in value.clears:
            yield f"'{name}' is both implied and cleared; choose one."
    for name, values in value.implies_unless.items():
        yield from (f"'implies_unless': {fault}" for fault in _reference(name, values, layers))
        if name not in value.implies:
            yield f"'implies_unless' names '{name}', which 'implies' does not set."
    for name, values in value.clears.items():
        named = [one for one in values if one != "*"]
        yield from (f"'clears': {fault}" for fault in _reference(name, named, layers))
        if name == layer.id:
            yield "'clears' empties other layers, not its own."


def _single_layers(codebook: CodebookFile) -> Iterator[str]:
    """What one layer of a codebook at most may be."""
    empty = [layer.id for layer in codebook.layers if layer.empty]
    if len(empty) > 1:
        yield f"layers {', '.join(empty)}: only one layer can have an 'empty' value."
    for rule in ("quote_mode", "cue_stance"):
        same = [layer.id for layer in codebook.layers if layer.derived == rule]
        if len(same) > 1:
            yield f"layers {', '.join(same)}: only one layer can be derived as '{rule}'."


def _cycles(layers: Mapping[str, Layer]) -> Iterator[str]:
    """Values that, followed along 'implies', set their own layer again to something else."""
    implied = {
        (layer.id, value.id): tuple(value.implies.items())
        for layer in layers.values()
        for value in layer.values
    }
    for start, first in implied.items():
        seen, ahead = {start}, list(first)
        while ahead:
            step = ahead.pop()
            if step[0] == start[0] and step != start:
                yield f"layer {start[0]}, value {start[1]}: 'implies' leads back to {step[0]} = {step[1]}."
            elif step not in seen:
                seen.add(step)
                ahead += implied.get(step, ())


def _target(codebook: CodebookFile) -> Iterator[str]:
    """What needs claims, in a codebook that labels whole sentences."""
    if codebook.target == "claim":
        return
    for constraint in codebook.constraints:
        if isinstance(constraint, parts.Elsewhere | parts.Distinct | parts.AcrossArticles):
            rule = f"constraint {constraint.id}: '{constraint.rule}'"
            yield f'{rule} compares claims, and target is "sentence"; leave it out.'
    if codebook.suggestion is not None:
        yield 'suggestion: suggestions are claims, and target is "sentence"; leave the table out.'


def _constraint(constraint: parts.Constraint, layers: Mapping[str, Layer]) -> Iterator[str]:
    for name in ("condition", "unless", "where"):
        condition = getattr(constraint, name, None)
        field = "if" if name == "condition" else name
        yield from (f"'{field}': {fault}" for fault in _condition(condition, layers))
    if isinstance(constraint, parts.Alone | parts.Preset):
        yield from _reference(constraint.layer, [constraint.value], layers)
    if isinstance(constraint, parts.Together):
        for member in constraint.members:
            yield from _reference(member.layer, [member.value], layers)
    if isinstance(constraint, parts.Required) and constraint.when == "always":
        yield 'a layer can\'t be required "always", since the first key would be refused; say when = "done".'
    yield from _unknown_layers(_named_layers(constraint), layers)


def _presets(codebook: CodebookFile) -> Iterator[str]:
    """A sentence starts with one value at most."""
    first: dict[str, str] = {}
    for constraint in codebook.constraints:
        for kind in constraint.kinds if isinstance(constraint, parts.Preset) else ():
            if kind in first:
                yield f"constraint {constraint.id}: '{kind}' already has a preset in {first[kind]}; keep one."
            first.setdefault(kind, constraint.id)


def _named_layers(constraint: parts.Constraint) -> list[str]:
    """Layers that the constraint names beside its conditions and values."""
    named = [
        *getattr(constraint, "without", []),
        *getattr(constraint, "any_of", []),
        *getattr(constraint, "layers", []),
        *getattr(constraint, "not_among", []),
    ]
    if isinstance(constraint, parts.OnlyWith | parts.Elsewhere):
        named.append(constraint.layer)
    # the content of a claim is no layer of the codebook, but claims may be told apart by it
    return [layer for layer in named if not (isinstance(constraint, parts.Distinct) and layer == "content")]


def _condition(condition: Condition | None, layers: Mapping[str, Layer]) -> Iterator[str]:
    if condition is None:
        return
    yield from _reference(condition.layer, condition.values, layers)
    if not condition.values:
        yield "'values' is empty, so this never holds."


def _reference(name: str, values: Iterable[str], layers: Mapping[str, Layer]) -> Iterator[str]:
    yield from _unknown_layers([name], layers)
    if name in layers:
        yield from _unknown_values(values, layers[name])


def _unknown_layers(names: Iterable[str], layers: Collection[str]) -> Iterator[str]:
    for name in names:
        if name not in layers:
            yield f"there is no layer '{name}'; there are {', '.join(layers)}.{nearest(name, layers)}"


def _unknown_values(names: Iterable[str], layer: Layer) -> Iterator[str]:
    for name in names:
        if name not in layer.value_ids:
            has = ", ".join(layer.value_ids) or "none"
            hint = nearest(name, layer.value_ids)
            yield f"'{name}' is not a value of layer {layer.id}, which has {has}.{hint}"


def _words(codebook: CodebookFile) -> Iterator[str]:
    stance = next((layer for layer in codebook.layers if layer.derived == "cue_stance"), None)
    if codebook.cue_lexicon and stance is None:
        yield "cue_lexicon: no layer is derived as 'cue_stance', so the lists are never read."
    if stance is not None:
        yield from (f"cue_lexicon: {fault}" for fault in _unknown_values(codebook.cue_lexicon, stance))
    homes: dict[str, str] = {}
    for name, lemmas in codebook.cue_lexicon.items():
        for lemma in lemmas:
            if homes.setdefault(lemma, name) != name:
                yield f"cue_lexicon: '{lemma}' is listed under {homes[lemma]} and under {name}; keep one."
    yield from _marker_faults(codebook)


def _marker_faults(codebook: CodebookFile) -> Iterator[str]:
    """The markers' names are the values of one layer: the one that shares most of them."""
    names = codebook.certainty_markers
    if not names or not codebook.layers:
        return
    layer = max(codebook.layers, key=lambda one: len(set(one.value_ids) & set(names)))
    yield from (f"certainty_markers: {fault}" for fault in _unknown_values(names, layer))


def _suggestion(codebook: CodebookFile, layers: Mapping[str, Layer]) -> Iterator[str]:
    roles = codebook.suggestion
    if roles is None:
        return
    spans = [name for name, layer in layers.items() if layer.measurement == "span"]
    for role, name in (("cue", roles.cue), ("mention", roles.mention)):
        if name and name not in spans:
            yield f"'{role}' takes a span layer ({', '.join(spans) or 'there is none'}), not '{name}'."
    if roles.cue and roles.cue == roles.mention:
        yield f"'cue' and 'mention' are both {roles.cue}; give each its own layer, or leave one out."
    if roles.certainty:
        yield from _reference(roles.certainty, codebook.certainty_markers, layers)
    for name, value in roles.sets.items():
        yield from (f"'set': {fault}" for fault in _reference(name, [value], layers))
        layer = layers.get(name)
        if name == roles.certainty or (layer and (layer.derived or layer.measurement == "set")):
            yield f"'set' can't give {name} a value: it takes layers of one value that nothing else fills."
