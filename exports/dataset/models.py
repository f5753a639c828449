"""Dawid-Skene and MACE over a whole project: a first pass that reads the votes on every unit."""

from array import array
from collections.abc import Sequence

import numpy as np

from exports.aggregation.dawid_skene import dawid_skene
from exports.aggregation.mace import mace
from exports.aggregation.votes import Votes
from exports.agreement.arrays import Floats, Ints
from exports.dataset.gold import GoldRules, Rule, votes_on
from exports.dataset.lines import unit_rules, units
from labels.codebook.codebook import Layer
from labels.store.queries import ProjectReader


class Posteriors:
    """The probabilities of each value, by layer and unit."""

    def __init__(self, rows: dict[str, tuple[Ints, Floats]]):
        """rows: for each layer the numbers of its units with votes, ascending, and their probabilities."""
        self._rows = rows

    def of(self, layer: str, number: int) -> Sequence[float] | None:
        """The probabilities of a unit; None for a layer without a model, or a unit without votes."""
        if layer not in self._rows:
            return None
        numbers, rows = self._rows[layer]
        place = int(np.searchsorted(numbers, number))
        if place == len(numbers) or numbers[place] != number:
            return None
        values: list[float] = rows[place].tolist()
        return values


def fitted(store: ProjectReader, gold: GoldRules, *, seed: int = 0) -> Posteriors:
    """The models that the rules ask for, each of all the votes in its layer.

    Call it inside ``store.snapshot()``, the same in which the lines are read: units are known by their
    number.  seed: of MACE's restarts.
    """
    rules = unit_rules(store)
    layers = [layer for layer in rules.codebook.layers if gold.of(layer) in ("dawid-skene", "mace")]
    columns = {layer.id: (array("q"), array("q"), array("q")) for layer in layers}
    for placed in units(store, rules):
        for layer in layers:
            votes = votes_on(placed.unit, layer, rules)
            of_unit, of_person, of_value = columns[layer.id]
            for person, value in zip(votes.people, votes.answers, strict=True):
                of_unit.append(placed.number)
                of_person.append(rules.joined[person])
                of_value.append(layer.value_ids.index(value))
    return Posteriors({layer.id: _model(columns[layer.id], layer, gold.of(layer), seed) for layer in layers})


def _model(columns: tuple[Sequence[int], ...], layer: Layer, rule: Rule, seed: int) -> tuple[Ints, Floats]:
    unit, person, value = (np.array(column, dtype=np.int64) for column in columns)
    numbers, place = np.unique(unit, return_inverse=True)
    people, who = np.unique(person, return_inverse=True)
    votes = Votes(place, who, value, len(numbers), len(people), len(layer.value_ids))
    if not len(numbers):
        return numbers, np.zeros((0, len(layer.value_ids)))
    posterior = mace(votes, seed=seed).posterior if rule == "mace" else dawid_skene(votes).posterior
    return numbers, posterior
