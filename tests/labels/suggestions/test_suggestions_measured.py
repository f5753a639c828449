"""Floors under what tests/benchmarks/suggestions.py measures, so that no change of a rule goes unnoticed."""

import pytest

from labels.codebook.codebook import shipped
from labels.span import Span
from tests.benchmarks import suggestions as measured

CODEBOOK = shipped()


def scores(texts):
    return measured.counts(texts, lambda text: measured.suggested(text.article, CODEBOOK))


def precision(count):
    return count.overlap / count.found


def recall(count):
    return count.overlap / count.gold


@pytest.fixture(scope="module")
def demo():
    """All articles of the demo that Ana labeled."""
    return [text for texts in measured.demo("Ana").values() for text in texts]


@pytest.mark.parametrize("role", measured.ROLES)
def test_on_the_demo_nearly_every_suggested_range_is_one_that_a_person_marked(demo, role):
    assert precision(scores(demo)[role]) > 0.95


@pytest.mark.parametrize("role", measured.ROLES)
def test_on_the_demo_most_marked_ranges_are_suggested(demo, role):
    assert recall(scores(demo)[role]) > 0.8


def test_suggested_certainties_of_the_demo_are_mostly_those_that_a_person_chose(demo):
    _, given, same = measured.certainty(demo, CODEBOOK)
    assert same > 0.8 * given > 0


def test_ranges_are_matched_one_to_one_the_best_first():
    near, same, far = (Span(0, 9),), (Span(0, 10),), (Span(20, 30),)
    count = measured.count([near, same, far], [same, (Span(28, 60),)])
    assert (count.found, count.gold, count.exact, count.overlap) == (3, 2, 1, 1)


def test_two_claims_with_one_cue_count_it_once():
    assert measured.count([(Span(0, 4),), (Span(0, 4),)], [(Span(0, 4),)]).found == 1
