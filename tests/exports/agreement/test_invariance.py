"""What must not change a coefficient, and what must."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.agreement import counts
from exports.agreement.coefficients import EVERY
from exports.agreement.counts import Labels, coded, patterns_of
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from tests.exports.agreement.ratings import KRIPPENDORFF_2011, agreement_of, labels_of, ratings, values_of

CATEGORIES = [1, 2, 3, 4]
MEASUREMENTS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


def found(rows, measurement="nominal", categories=CATEGORIES):
    coefficients = agreement_of(rows, measurement, categories=categories).coefficients
    return {
        (name, part): getattr(each, part) for name, each in coefficients.items() for part in ("value", "se")
    }


def close(expected):
    return pytest.approx(expected, abs=1e-9)


@given(ratings(), MEASUREMENTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_units_and_annotators_does_not_matter(rows, measurement, random):
    order = list(range(len(rows[0])))
    random.shuffle(order)
    shuffled = [[row[place] for place in order] for row in rows]
    random.shuffle(shuffled)
    assert found(shuffled, measurement) == close(found(rows, measurement))


@given(ratings(), st.permutations(CATEGORIES))
@settings(max_examples=60, deadline=None)
def test_renaming_nominal_values_does_not_matter(rows, renamed):
    other = [[None if value is None else renamed[value - 1] for value in row] for row in rows]
    assert found(other) == close(found(rows))


@given(ratings(), MEASUREMENTS)
@settings(max_examples=40, deadline=None)
def test_a_unit_without_labels_does_not_matter(rows, measurement):
    assert found([*rows, [None] * len(rows[0])], measurement) == close(found(rows, measurement))


@given(ratings(), MEASUREMENTS)
@settings(max_examples=40, deadline=None)
def test_alpha_does_not_depend_on_values_nobody_used(rows, measurement):
    more = found(rows, measurement, [*CATEGORIES, 5, 6])
    assert more["krippendorff_alpha", "value"] == close(
        found(rows, measurement)["krippendorff_alpha", "value"]
    )


def test_ac1_depends_on_values_nobody_used():
    # Six units, all values 1 or 2: AC1 is .733 with two possible values, .795 with three, .816 with five.
    rows = [[1, 1], [1, 1], [1, 1], [1, 1], [1, 1], [1, 2]]
    by_size = [values_of(rows, categories=range(1, size + 1))["gwet_ac"] for size in (2, 3, 5)]
    assert by_size == sorted(by_size)


@given(ratings(), MEASUREMENTS)
@settings(max_examples=40, deadline=None)
def test_labels_twice_over_leave_every_coefficient_but_alpha_as_it_was(rows, measurement):
    # Twice the units let more pairs of annotators count for the mean kappa.
    others = {"krippendorff_alpha", "mean_pairwise_cohen_kappa"}
    once, twice = (values_of(table, measurement, categories=CATEGORIES) for table in (rows, [*rows, *rows]))
    assert {n: v for n, v in twice.items() if n not in others} == close(
        {n: v for n, v in once.items() if n not in others}
    )


@given(ratings(), st.sampled_from([0.5, 10.0]))
@settings(max_examples=40, deadline=None)
def test_interval_alpha_does_not_depend_on_the_unit_of_the_scores(rows, factor):
    scaled = [[None if value is None else value * factor + 7 for value in row] for row in rows]
    categories = [category * factor + 7 for category in CATEGORIES]
    assert found(scaled, "interval", categories) == close(found(rows, "interval"))


@given(ratings(), MEASUREMENTS)
@settings(max_examples=60, deadline=None)
def test_merging_patterns_gives_the_same_as_one_pattern_for_each_unit(rows, measurement):
    labels = labels_of(rows, CATEGORIES)
    # Thirty more annotators who label nothing make the code of a unit too long to merge.
    crowd = labels.annotators + tuple(f"idle{number}" for number in range(30))
    many = Labels(
        labels.unit,
        labels.annotator,
        labels.value,
        labels.units,
        crowd,
        labels.categories,
        None,
        labels.scores,
    )
    ours = measure(many, measurement, None, Resampling(count=2)).coefficients
    assert {name: each.value for name, each in ours.items()} == close(
        values_of(rows, measurement, categories=CATEGORIES)
    )
    assert {name: each.se for name, each in ours.items()} == close(
        {name: found(rows, measurement)[name, "se"] for name in EVERY}
    )


def test_patterns_are_few_however_many_units_there_are():
    rows = KRIPPENDORFF_2011 * 200
    assert len(patterns_of(labels_of(rows)).multiplicity) == len({tuple(row) for row in rows})


def test_patterns_keep_every_label_and_its_annotator():
    labels = labels_of(KRIPPENDORFF_2011)
    merged = patterns_of(labels)
    pattern, annotator, value = merged.entries()
    rows = {
        (unit, int(a), int(v))
        for unit, place in enumerate(merged.of_unit)
        for p, a, v in zip(pattern, annotator, value, strict=True)
        if p == place
    }
    assert rows == set(
        zip(labels.unit.tolist(), labels.annotator.tolist(), labels.value.tolist(), strict=True)
    )


def test_a_second_label_of_an_annotator_for_a_unit_is_refused():
    with pytest.raises(ValueError, match="more than one label for a unit"):
        coded(["a", "a"], ["u", "u"], ["x", "y"], ["x", "y"])


def test_a_second_label_is_found_in_a_crowd_too():
    annotators = [f"a{number}" for number in range(1000)]
    units = [f"u{number}" for number in range(1000)]
    with pytest.raises(ValueError, match="more than one label"):
        coded([*annotators, "a3"], [*units, "u3"], ["x"] * 1001, ["x", "y"])


def test_a_value_outside_the_categories_is_refused():
    with pytest.raises(ValueError, match="'z' is not among the categories x, y"):
        coded(["a"], ["u"], ["z"], ["x", "y"])


def test_a_code_outside_its_names_is_refused():
    with pytest.raises(ValueError, match=r"A code of value is outside 0\.\.1"):
        Labels(np.array([0]), np.array([0]), np.array([2]), ("u",), ("a",), ("x", "y"))


def test_labels_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="annotator has 2 entries for 1 labels"):
        Labels(np.array([0]), np.array([0, 0]), np.array([1]), ("u",), ("a",), ("x", "y"))


def test_clusters_and_scores_must_fit():
    ones = np.array([0])
    with pytest.raises(ValueError, match="cluster has 2 entries for 1 units"):
        Labels(ones, ones, ones, ("u",), ("a",), ("x",), np.array([0, 0]))
    with pytest.raises(ValueError, match="2 scores for 1 categories"):
        Labels(ones, ones, ones, ("u",), ("a",), ("x",), None, (1.0, 2.0))


def test_interval_measurement_needs_scores():
    with pytest.raises(ValueError, match="interval measurement needs a score"):
        measure(coded(["a"], ["u"], ["x"], ["x", "y"]), "interval")


def test_many_values_are_counted_without_packing():
    # 60 values of 4 annotators do not fit into one integer of 53 bits per row of counts.
    rows = [[value, value, value, 1 + value % 60] for value in range(1, 61)]
    assert counts.patterns_of(labels_of(rows)).counts.shape == (60, 60)
