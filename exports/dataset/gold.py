"""Gold: one value from the votes on a unit, by a rule; no tie is broken, and what has no value says why.

A vote is one annotator's label of the unit in a layer. Those who decided the sentence and made no claim in it
vote for the layer's value for "no claim", if it has one. A label that an adjudication settled is gold, and no
vote.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from exports.aggregation.unit_votes import weighted_median, winner
from exports.agreement.wording import source_key
from exports.dataset.units import Member, Unit, UnitRules, is_choice, shared_parts
from labels.codebook.codebook import Layer
from labels.codebook.derivation import derived_value, spans_of
from labels.codebook.model import ORDERED_MEASUREMENTS
from labels.span import merged

Rule = Literal["unanimous", "majority", "dawid-skene", "mace"]
RULES: tuple[Rule, ...] = get_args(Rule)
MODELS: tuple[Rule, ...] = ("dawid-skene", "mace")
How = Literal["adjudicated", "unanimous", "majority", "median", "dawid_skene", "mace", "none"]
# A model's answer counts as one if it is this much likelier than every other.
CLEAR = 1e-6
# With fewer votes a model's probabilities are over-confident: the smoothed votes are the soft label.
FEWEST_FOR_MODEL = 3
HALF = 0.5
DIGITS = 6  # of shares in files
REMEMBERED = 20_000  # outcomes


@dataclass(frozen=True, slots=True)
class GoldRules:
    """How gold is made.  of_layer: rules of single layers.  least: votes that a value needs."""

    default: Rule = "majority"
    of_layer: Mapping[str, Rule] = field(default_factory=dict)
    least: int = 1

    def of(self, layer: Layer) -> Rule:
        """The rule of a layer; models speak of single values only, so other layers take the majority."""
        rule = self.of_layer.get(layer.id, self.default)
        return "majority" if rule in MODELS and not is_choice(layer) else rule


@dataclass(frozen=True, slots=True)
class Gold:
    """The outcome for a unit in a layer.

    value: None without one; else a value's id or a text; a tuple of ids or names; ranges.
    shares: the soft label. By value for layers with values; for ranges by stretch; else by each answer.
    agreement: share of the votes that gave the most frequent answer; 0 without votes.
    reason: why there is no value, "" if there is one.
    """

    value: Any
    shares: Mapping[Any, float]
    votes: int
    agreement: float
    how: How
    reason: str


@dataclass(frozen=True, slots=True)
class Votes:
    """The answers of a unit in a layer.  people: who gave each.  settled: answers of an adjudication."""

    answers: tuple[Any, ...]
    people: tuple[str, ...]
    settled: tuple[Any, ...]


def votes_on(unit: Unit, layer: Layer, rules: UnitRules) -> Votes:
    """The votes on a unit in a layer; values that the codebook in use does not know are no votes."""
    answers, people, settled = [], [], []
    for member in unit.members:
        answer = _answer(member, layer, rules)
        if answer is None:
            continue
        if (member.person, member.claim.id, layer.id) in rules.settled:
            settled.append(answer)
        else:
            answers.append(answer)
            people.append(member.person)
    if layer.empty:
        for person in unit.absent:
            if (person, unit.sentence.id, layer.id) in rules.settled:
                settled.append(layer.empty)
            else:
                answers.append(layer.empty)
                people.append(person)
    return Votes(tuple(answers), tuple(people), tuple(settled))


def _answer(member: Member, layer: Layer, rules: UnitRules) -> Any:
    """What a member says in the layer; None where their label is missing.

    Ranges, sources and sets that somebody who finished the sentence did not set are empty, not missing.
    """
    known, value = member.traced.labels, member.claim.values.get(layer.id)
    if value is None and layer.derived:
        value = derived_value(layer, member.claim, rules.codebook, known.text, known.paragraph_starts)
    choices = rules.choices.get(layer.id)
    if choices is not None:
        return value if isinstance(value, str) and value in choices else None
    if layer.measurement == "text":
        return value or None
    if value is None and not member.is_finished:
        return None
    return _several(value, layer, known.source_names)


def _several(value: Any, layer: Layer, names: Mapping[str, str]) -> Any:
    """Ranges, a source by name, sources by name, or values in the order of the codebook."""
    if layer.measurement == "span":
        return merged(spans_of(value))
    if layer.measurement == "entity":
        return names.get(str(value), str(value)) if value else ""
    entries = value if isinstance(value, list) else []
    if layer.measurement == "list":
        return tuple(names.get(entry, entry) for entry in entries)
    return tuple(each for each in layer.value_ids if each in entries)


class GoldMaker:
    """Makes gold by rules; what the same votes made before is remembered, since few answers are possible."""

    def __init__(self, rules: GoldRules):
        self._rules = rules
        self._known: dict[tuple[str, tuple[Any, ...], tuple[Any, ...]], Gold] = {}

    def of(self, votes: Votes, layer: Layer, likely: Sequence[float] | None = None) -> Gold:
        """The gold of a unit in a layer; see ``gold_of``."""
        if likely is not None or not (layer.has_values or not any(votes.answers)):
            return gold_of(votes, layer, self._rules, likely)
        key = (layer.id, votes.answers, votes.settled)
        gold = self._known.get(key)
        if gold is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            gold = self._known[key] = gold_of(votes, layer, self._rules)
        return gold


def gold_of(votes: Votes, layer: Layer, rules: GoldRules, likely: Sequence[float] | None = None) -> Gold:
    """The gold of a unit in a layer.  likely: what a model makes of it, for each value of the layer."""
    shares = _shares(votes, layer)
    counts = Counter(map(_comparable(layer), votes.answers))
    size = len(votes.answers)
    agreement = round(max(counts.values()) / size, DIGITS) if size else 0.0
    if likely is not None and size:
        shares = _mixed(shares, likely, size)
    value, how, reason = _settled(votes, layer, rules, likely)
    return Gold(value, shares, size, agreement, how, reason)


def _settled(
    votes: Votes, layer: Layer, rules: GoldRules, likely: Sequence[float] | None
) -> tuple[Any, How, str]:
    if votes.settled:
        same = len(set(map(_comparable(layer), votes.settled))) == 1
        return (votes.settled[0], "adjudicated", "") if same else (None, "none", "adjudications differ")
    if len(votes.answers) < max(rules.least, 1):
        return None, "none", "too few votes" if votes.answers else "no votes"
    rule = rules.of(layer)
    if rule in MODELS and likely is not None:
        place = _likeliest(likely)
        how: How = "mace" if rule == "mace" else "dawid_skene"
        return (None, "none", "tie") if place is None else (layer.value_ids[place], how, "")
    if len(set(map(_comparable(layer), votes.answers))) == 1:
        return votes.answers[0], "unanimous", ""
    if rule == "unanimous":
        return None, "none", "not unanimous"
    return _by_majority(votes.answers, layer)


def _by_majority(answers: Sequence[Any], layer: Layer) -> tuple[Any, How, str]:
    value: Any
    if layer.measurement == "span":
        parts = list(shared_parts(answers))
        tied = any(share == HALF for _, share in parts)
        value = None if tied else merged(part for part, share in parts if share > HALF)
    elif layer.measurement == "set":
        counts = Counter(value for answer in answers for value in answer)
        tied = any(2 * count == len(answers) for count in counts.values())
        chosen = tuple(each for each in layer.value_ids if 2 * counts[each] > len(answers))
        value = None if tied else chosen
    elif layer.measurement in ORDERED_MEASUREMENTS:
        return _middle(answers, layer)
    else:
        value = _most_frequent(answers, layer)
    return (None, "none", "tie") if value is None else (value, "majority", "")


def _middle(answers: Sequence[str], layer: Layer) -> tuple[Any, How, str]:
    """The median of ordered values; where most gave it, their majority."""
    counts = Counter(answers)
    place = weighted_median([counts[value] for value in layer.value_ids]).value
    if place is None:
        return None, "none", "tie"
    value = layer.value_ids[place]
    return value, "majority" if 2 * counts[value] > len(answers) else "median", ""


def _most_frequent(answers: Sequence[Any], layer: Layer) -> Any:
    """The most frequent answer; of several ways to write a source the most frequent, of these the first in
    the alphabet.
    """
    comparable = _comparable(layer)
    counts = Counter(map(comparable, answers))
    keys = list(counts)
    place = winner([counts[key] for key in keys])
    if place is None:
        return None
    ways = Counter(answer for answer in answers if comparable(answer) == keys[place])
    return min(ways, key=lambda way: (-ways[way], way))


def _likeliest(likely: Sequence[float]) -> int | None:
    best = max(range(len(likely)), key=likely.__getitem__)
    clear = all(likely[best] - other > CLEAR for place, other in enumerate(likely) if place != best)
    return best if clear else None


def _mixed(shares: Mapping[Any, float], likely: Sequence[float], size: int) -> dict[Any, float]:
    """The mean of shares and model; with one or two votes the shares with one more vote, spread evenly."""
    if size < FEWEST_FOR_MODEL:
        even = 1 / len(shares)
        return {value: round((share * size + even) / (size + 1), DIGITS) for value, share in shares.items()}
    both = zip(shares.items(), likely, strict=True)
    return {value: round((share + own) / 2, DIGITS) for (value, share), own in both}


def _shares(votes: Votes, layer: Layer) -> Mapping[Any, float]:
    size = len(votes.answers)
    if layer.has_values:
        if layer.measurement == "set":
            counts = Counter(value for answer in votes.answers for value in answer)
        else:
            counts = Counter(votes.answers)
        return {value: round(counts[value] / size, DIGITS) if size else 0.0 for value in layer.value_ids}
    if layer.measurement == "span":
        return {part: round(share, DIGITS) for part, share in shared_parts(votes.answers)} if size else {}
    counts = Counter(votes.answers)
    ordered = sorted(counts, key=lambda answer: (-counts[answer], answer))
    return {answer: round(counts[answer] / size, DIGITS) for answer in ordered if answer}


def _comparable(layer: Layer) -> Callable[[Any], Hashable]:
    """Sources are the same whatever their case, punctuation and article; all else as it is."""
    if layer.measurement == "entity":
        return source_key
    if layer.measurement == "list":
        return _source_keys
    return _itself


def _itself(answer: Hashable) -> Hashable:
    return answer


def _source_keys(answer: Sequence[str]) -> Hashable:
    return tuple(map(source_key, answer))
