"""Bundles: which articles report the same event."""

from labels.text.grouping.bundles import Text, bundles

DAM = (
    "Mayor Ida Holm opened the Vellin dam on Monday. Engineers measured four million litres behind a wall.",
    "The dam at Vellin is open, Ida Holm told us. Engineers measured four million litres at its wall.",
)
STRIKE = "Bus drivers of Orsk walked out at dawn. Their union wants nine percent; the council offers three."


def groups(*articles, **options):
    texts = [Text(str(number), words, published) for number, (words, published) in enumerate(articles)]
    return bundles(texts, **options).groups


def test_articles_with_the_same_rare_words_near_in_time_are_one_bundle():
    found = groups((DAM[0], "2024-10-21"), (STRIKE, "2024-10-21"), (DAM[1], "2024-10-23T08:00:00+02:00"))
    assert found == (("0", "2"), ("1",))


def test_the_window_keeps_later_articles_apart():
    apart = ((DAM[0], "2024-10-21"), (DAM[1], "2024-10-29"))
    assert len(groups(*apart)) == 2
    assert len(groups(*apart, window=8)) == 1


def test_an_article_without_a_date_joins_what_it_resembles():
    assert groups((DAM[0], "2024-10-21"), (DAM[1], ""), (STRIKE, "")) == (("0", "1"), ("2",))


def test_near_copies_are_named():
    found = bundles([Text("a", DAM[0], ""), Text("b", f"{DAM[0]} More follows.", "")])
    assert (found.groups, found.copies["b"].other) == ((("a", "b"),), "a")


def test_chinese_texts_are_compared_by_pairs_of_characters():
    first, second = "市长周一宣布新水坝已经开放", "新水坝已经开放，市长说"
    assert groups((first, ""), (second, ""), ("公交司机今天清晨开始罢工", "")) == (("0", "1"), ("2",))


def test_no_articles_and_empty_words_are_no_fault():
    assert groups() == ()
    assert groups(("", ""), ("of the and", "")) == (("0",), ("1",))
