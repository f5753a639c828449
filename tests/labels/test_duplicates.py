"""Articles that are nearly the same."""

import time

from labels.duplicates import near_duplicates, sketch

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
    assert len(sketch("")) == 1


def test_a_thousand_articles_take_under_two_seconds():
    texts = {str(i): " ".join(f"w{(i * 31 + j * j) % 5_000}" for j in range(300)) for i in range(1_000)}
    began = time.process_time()
    near_duplicates(texts)
    assert time.process_time() - began < 2
