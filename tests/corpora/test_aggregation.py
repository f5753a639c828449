"""Votes of Snow et al. (2008): the accuracies that other programs reach."""

import csv

import numpy as np
import pytest

from exports.aggregation.dawid_skene import MAP_PRIOR, MAXIMUM_LIKELIHOOD, dawid_skene
from exports.aggregation.mace import mace
from exports.aggregation.votes import Votes
from tests.exports.test_aggregation import accuracy_of_the_majority
from tests.trial import SHARED

SNOW = SHARED / "snow2008_labels"


def snow(name):
    """Labels and truth of Snow et al. (2008), EMNLP: five to ten votes on each unit."""
    with (SNOW / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    units = {row["item"]: int(row["gold"]) for row in rows}
    values = sorted({int(row["label"]) for row in rows} | set(units.values()))
    places = {item: number for number, item in enumerate(units)}
    people = {person: number for number, person in enumerate(sorted({row["annotator"] for row in rows}))}
    given_votes = Votes(
        np.array([places[row["item"]] for row in rows]),
        np.array([people[row["annotator"]] for row in rows]),
        np.array([values.index(int(row["label"])) for row in rows]),
        len(units),
        len(people),
        len(values),
    )
    return given_votes, np.array([values.index(gold) for gold in units.values()])


SNOW_ACCURACIES = [
    # Reference: majority with ties by chance, Dawid-Skene ML and MAP, MACE (mace.py 0.5, 10 restarts of 50).
    ("rte", 0.8969, 0.9275, 0.929, 0.92625),
    ("temp", 0.9361, 0.9416, 0.942, 0.94156),
    ("wsd", 0.9944, 0.9944, 0.994, 0.99435),
]


@pytest.mark.parametrize(("name", "most", "likelihood", "with_prior", "by_mace"), SNOW_ACCURACIES)
def test_accuracies_on_snow_2008(name, most, likelihood, with_prior, by_mace):
    given_votes, truth = snow(name)
    posteriors = [
        dawid_skene(given_votes, MAXIMUM_LIKELIHOOD).posterior,
        dawid_skene(given_votes, MAP_PRIOR).posterior,
        mace(given_votes).posterior,
    ]
    assert accuracy_of_the_majority(given_votes.counts(), truth) == pytest.approx(most, abs=6e-4)
    found = [(posterior.argmax(axis=1) == truth).mean() for posterior in posteriors]
    assert found == pytest.approx([likelihood, with_prior, by_mace], abs=0.004)
