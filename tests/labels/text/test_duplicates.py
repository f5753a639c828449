"""Articles that are nearly the same."""

import random
import re
from collections import defaultdict

import pytest

from labels.text.duplicates import MAX_HOLDERS, Sketches, near_duplicates, sketch
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


def test_every_earlier_article_that_resembles_one_is_named_where_all_are_asked_for():
    sketches = Sketches()
    for name, text in {
        "a": TEXT,
        "b": "other words " * 30,
        "c": TEXT + " more",
        "d": TEXT + " still",
    }.items():
        sketches.add(name, sketch(text))
    assert [(each.article, each.other) for each in sketches.alike()] == [("c", "a"), ("d", "a"), ("d", "c")]


def test_without_articles_nothing_is_alike():
    assert list(Sketches().alike()) == []


def test_a_text_without_words_has_a_sketch():
    assert len(sketch("")) == 4


def test_the_work_grows_with_the_number_of_articles():
    texts = {str(i): " ".join(f"w{(i * 31 + j * j) % 5_000}" for j in range(300)) for i in range(400)}
    half = {name: texts[name] for name in list(texts)[:200]}
    assert steps(lambda: near_duplicates(texts)) < 2.5 * steps(lambda: near_duplicates(half))


# The plain way: every article with every earlier one that is among the first 50 with a run of its own.


def _hashes(text):
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))}
    # A text of one run has its hash as its sketch.
    return frozenset(sorted({int.from_bytes(sketch(run), "little") for run in runs})[:64])


def _share(one, two):
    smallest = sorted(one | two)[:64]
    return sum(value in one and value in two for value in smallest) / len(smallest)


def _oracle(texts, threshold=0.3):
    sketches, holders, found = {}, defaultdict(list), []
    for name, text in texts.items():
        own = _hashes(text)
        others = {other for value in own for other in holders[value]}
        share, best = max(((_share(own, sketches[other]), other) for other in others), default=(0.0, ""))
        if share >= threshold:
            found.append((name, best, round(share, 2)))
        sketches[name] = own
        for value in own:
            if len(holders[value]) < MAX_HOLDERS:
                holders[value].append(name)
    return found


def _corpus(seed, *, templates):
    chance = random.Random(seed)
    pool = [" ".join(f"w{chance.randrange(4_000)}" for _ in range(12)) + "." for _ in range(200)]
    shared = [" ".join(f"t{number}x{word}" for word in range(20)) + "." for number in range(templates)]
    return {
        f"a{number}": " ".join(
            chance.sample(pool, chance.randint(1, 12)) + chance.sample(shared, min(templates, 2))
        )
        for number in range(160)
    }


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("templates", [0, 2, 8])
def test_what_is_skipped_changes_no_result(seed, templates):
    texts = _corpus(seed, templates=templates)
    found = [(each.article, each.other, each.share) for each in near_duplicates(texts)]
    assert found == _oracle(texts)


@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.9])
def test_every_threshold_gives_what_the_plain_way_gives(threshold):
    texts = _corpus(7, templates=3)
    found = [(each.article, each.other, each.share) for each in near_duplicates(texts, threshold)]
    assert found == _oracle(texts, threshold)


def test_no_article_at_all_has_no_duplicates():
    assert near_duplicates({}) == []
    assert near_duplicates({"a": ""}) == []


def test_hashes_of_different_runs_hardly_ever_collide():
    words = [f"{number:x}" for number in range(20_000)]
    runs = {sketch(" ".join(words[start : start + 5])) for start in range(0, 20_000, 2)}
    assert len(runs) > 9_995


def test_a_run_has_one_hash_wherever_it_is_and_whatever_stands_between_its_words():
    alone = sketch("Der Zug fährt ab 七")
    assert alone in {sketch("der  zug; FÄHRT\tab — 七"), sketch("Der Zug, fährt ab: 七!")}
    longer = sketch(f"{TEXT[:60]} Der Zug fährt ab 七")
    assert alone in {longer[place : place + 4] for place in range(0, len(longer), 4)}
