"""Proposed pairs of sentences."""

import pytest

from labels.article import Article
from labels.text.sentences import sentences
from labels.text.similarity import align, stems
from tests.steps import steps


def _article(name, text):
    return Article(name, "e", name, text, "", sentences(name, text))


LEFT = _article(
    "a",
    "Storm closes harbour\nA storm closed the harbour of Porto on Sunday, the navy said. Eleven ships "
    "are waiting outside. The mayor asked for patience.\n© 2024 The Ledger. All rights reserved.",
)
RIGHT = _article(
    "b",
    "Outside the port 11 ships were waiting on Monday. The navy closed the harbour of Porto because of "
    "a storm. Schools stay open in Lisbon.\n© 2024 The Ledger. All rights reserved.",
)


def _text(article, name):
    return next(s.span.of(article.text) for s in article.sentences if s.id == name)


def test_sentences_with_the_same_rare_words_are_paired_wherever_they_stand():
    pairs = {(_text(LEFT, p.a)[:7], _text(RIGHT, p.b)[:7]) for p in align(LEFT, RIGHT)}
    assert {("A storm", "The nav"), ("Eleven ", "Outside")} <= pairs


def test_a_sentence_without_counterpart_is_in_no_pair():
    assert "Schools stay open in Lisbon." not in {_text(RIGHT, p.b) for p in align(LEFT, RIGHT)}


def test_boilerplate_is_never_paired():
    assert not any("rights" in _text(LEFT, p.a) for p in align(LEFT, RIGHT))


def test_an_article_is_paired_with_its_copy_at_score_one():
    pairs = align(LEFT, _article("c", LEFT.text))
    assert all(p.score == 1 for p in pairs if _text(LEFT, p.a).startswith(("A storm", "Eleven", "The mayor")))


def test_scores_lie_between_the_threshold_and_one():
    assert all(0.1 <= pair.score <= 1 for pair in align(LEFT, RIGHT, threshold=0.1))


def test_pairs_follow_the_reading_order_of_the_first_article():
    order = {s.id: s.position for s in LEFT.sentences}
    places = [order[pair.a] for pair in align(LEFT, RIGHT, threshold=0.05)]
    assert places == sorted(places)


def test_an_article_without_words_has_no_pairs():
    assert align(_article("x", "..."), RIGHT) == []


def test_endings_and_case_make_no_difference_between_words():
    assert stems("Closed closes closing") == stems("closed") == {"clos"}


def test_a_number_in_words_is_that_number():
    assert stems("twelve ships") == stems("12 ships")


def test_chinese_is_compared_by_pairs_of_characters():
    assert stems("国家安全") & stems("安全部") == {"安全"}


def test_the_work_grows_with_the_pairs_of_sentences():
    def long(name, shift, count):
        words = [
            f"word{(i * 7 + shift) % 300} name{i % 90} said the harbour town{i % 40}" for i in range(count)
        ]
        return _article(name, "\n".join(f"Report {w} closed on day {i} again." for i, w in enumerate(words)))

    def work(count):
        left, right = long("a", 0, count), long("b", 3, count)
        return steps(lambda: align(left, right))

    assert work(100) < 4.5 * work(50)


NOUNS = ("harbour", "ferry", "bridge", "tunnel", "canal", "market", "school", "museum", "library", "station")
FACTS = [
    f"The {noun} of Port{n} was closed by officer Name{n} after {n + 20} ships collided near Cape{n}."
    for n, noun in enumerate(NOUNS)
]
WEAK = "Officer Name{0} waited for an hour with his wife and two children beside the road to the old town."


def _pairs(left, right):
    one, two = _article("a", "\n".join(left)), _article("b", "\n".join(right))
    order = {each.id: each.position for each in (*one.sentences, *two.sentences)}
    return {(order[pair.a], order[pair.b]) for pair in align(one, two, threshold=0.1)}


def test_a_weak_pair_that_crosses_better_ones_is_not_suggested():
    left = [*FACTS, WEAK.format(0)]
    right = [WEAK.format(9).replace("hour", "day").replace("wife", "dog"), *FACTS]
    assert _pairs(left, right) == {(n, n + 1) for n in range(10)}


def test_facts_told_in_another_order_are_paired_all_the_same():
    assert _pairs(FACTS, [*FACTS[5:], *FACTS[:5]]) == {(n, (n + 5) % 10) for n in range(10)}


def test_neighbors_may_change_places():
    swapped = [FACTS[n ^ 1] for n in range(10)]
    assert _pairs(FACTS, swapped) == {(n, n ^ 1) for n in range(10)}


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("government", "govern"),
        ("operations", "oper"),
        ("allegedly", "alleg"),
        ("closed", "clos"),
        ("flies", "flie"),
        ("reporters", "report"),
        ("dams", "dams"),
        ("u.s", "us"),
    ],
)
def test_endings_are_cut_off_behind_four_characters(word, stem):
    assert stems(word) == {stem}
