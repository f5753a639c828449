"""Articles that are nearly the same."""

from labels.text.duplicates import near_duplicates, sketch
from tests.steps import steps

WORDS = [f"word{i * 37 % 211}" for i in range(300)]
TEXT = " ".join(WORDS)


def test_a_corrected_version_is_found_with_its_share():
    (found,) = near_duplicates({"a": TEXT, "b": TEXT.replace("word74 ", "other ")})
    assert (found.article, found.other) == ("b", "a")
    assert 0.8 < found.share < 1


def test_the_same_text_has_share_one():
    assert [found.share for found in near_duplicates({"a": TEXT, "b": TEXT.upper()})] == [1.0]


def test_other_words_are_no_duplicate():
    assert near_duplicates({"a": TEXT, "b": TEXT.replace("word", "term")}) == []


def test_the_same_words_in_another_order_are_no_duplicate():
    assert near_duplicates({"a": TEXT, "b": " ".join(sorted(WORDS))}) == []


def test_the_most_similar_earlier_article_is_named():
    texts = {"a": " ".join(WORDS[:200]), "b": TEXT, "c": TEXT + " more"}
    assert near_duplicates(texts)[-1].other == "b"


def test_a_text_without_words_has_a_sketch():
    assert len(sketch("")) == 4


def test_the_work_grows_with_the_number_of_articles():
    texts = {str(i): " ".join(f"w{(i * 31 + j * j) % 5_000}" for j in range(300)) for i in range(400)}
    half = {name: texts[name] for name in list(texts)[:200]}
    assert steps(lambda: near_duplicates(texts)) < 2.5 * steps(lambda: near_duplicates(half))
