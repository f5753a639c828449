"""Heat maps and strips: what is in which cell, and what is left out."""

from xml.etree import ElementTree as ET

import pytest

from exports.rendering.layer_tables import WIDEST, by_outlet, confusion, confusion_rows, confusions
from exports.rendering.matrices import BOX, confusion_map, outlets_map, pairs_map, text_map
from exports.rendering.people_pictures import MOST_SHOWN, who_labeled
from exports.rendering.tables import ALL, Level

SPACE = "{http://www.w3.org/2000/svg}"


def pair(one, other, table, kappa=0.5):
    return {"annotators": [one, other], "cohen_kappa": kappa, "n_units": 9, "confusion": table}


def level(*pairs, categories=("x", "y"), titles=None, name=ALL):
    return Level("a", "Layer A", name, {"by_pair": list(pairs), "categories": list(categories)}, titles or {})


def texts(picture):
    return [one.text for one in ET.fromstring(picture.standalone()).iter(f"{SPACE}text")]


def boxes(picture, kind):
    root = ET.fromstring(picture.standalone())
    return [one for one in root.iter(f"{SPACE}rect") if one.get("class") == kind]


def test_confusion_adds_both_directions_of_every_pair():
    found = confusion(level(pair("p", "q", [[3, 1], [2, 4]]), pair("p", "r", [[1, 0], [0, 1]])))
    assert found == [[8, 3], [3, 10]]


def test_a_coarser_level_has_no_confusion():
    assert confusion(level(pair("p", "q", [[3, 1], [2, 4]]), name="coarse")) == []


def test_each_row_of_the_map_is_a_share_of_that_value():
    words = texts(confusion_map(level(pair("p", "q", [[3, 1], [2, 4]]))))
    assert {"67 %", "33 %", "27 %", "73 %"} <= set(words)


def test_the_map_shows_titles_and_numbers_its_columns():
    words = texts(confusion_map(level(pair("p", "q", [[3, 1], [2, 4]]), titles={"x": "Event & <more>"})))
    assert "1  Event & <more>" in words
    assert words[:2] == ["1", "2"]


def test_a_value_nobody_gave_has_empty_cells():
    picture = confusion_map(level(pair("p", "q", [[3, 0], [0, 0]])))
    assert len(boxes(picture, "cell")) == 2


@pytest.mark.parametrize("size", [1, WIDEST + 1])
def test_one_value_or_too_many_are_not_drawn(size):
    table = [[1] * size for _ in range(size)]
    assert confusion_map(level(pair("p", "q", table), categories=map(str, range(size)))) is None


def test_nothing_compared_is_not_drawn():
    assert confusion_map(level()) is None
    assert confusion_map(level(pair("p", "q", [[0, 0], [0, 0]]))) is None


def test_the_confusion_table_for_people_has_titles_and_that_for_programs_has_ids():
    one = level(pair("p", "q", [[3, 1], [2, 4]]), titles={"x": "Event"})
    [table] = confusions([one])
    assert [row[0] for row in table.rows] == ["Event", "y"]
    assert confusion_rows([one]).rows[1] == ("a", "p", "q", "x", "y", 1)


def test_people_in_the_map_are_called_as_the_page_calls_them():
    pairs = [pair(one, other, [[1]]) for one, other in (("p", "q"), ("p", "r"), ("q", "r"))]
    words = texts(pairs_map(level(*pairs), {"p": "Annotator 1"}))
    assert "1  Annotator 1" in words
    assert "2  q" in words


def test_a_pair_without_kappa_has_a_dash():
    pairs = [pair("p", "q", [[1]], None), pair("p", "r", [[1]], 0.25), pair("q", "r", [[1]], -0.1)]
    words = texts(pairs_map(level(*pairs), {}))
    assert words.count("-") == 2
    assert words.count("-0.100") == 2


def layer(by_outlet_counts, categories=("x", "y")):
    return {
        "title": "Layer A",
        "derived": False,
        "categories": list(categories),
        "value_titles": {one: one.upper() for one in categories},
        "by_outlet": by_outlet_counts,
    }


def test_outlets_are_rows_of_shares_with_their_size():
    words = texts(outlets_map("a", layer({"Post": [3, 1], "Sun": [0, 0]})))
    assert "Post (n 4)" in words
    assert {"75 %", "25 %"} <= set(words)
    assert not any(one.startswith("Sun") for one in words)


def test_values_are_named_below_the_map_of_outlets():
    words = texts(outlets_map("a", layer({"Post": [3, 1]})))
    assert words[-2:] == ["1  X", "2  Y"]


def test_outlets_without_labels_are_not_drawn():
    assert outlets_map("a", layer({"Post": [0, 0]})) is None


def test_the_table_of_outlets_has_counts():
    table = by_outlet("a", layer({"Post": [3, 1], "Sun": [0, 0]}))
    assert table.rows == (("Post", 3, 1),)
    assert [column.title for column in table.columns] == ["Outlet", "X", "Y"]


def strip(*entropies):
    one = {"article": "1", "event": "e", "outlet": "Post", "entropies": list(entropies)}
    return {"disputed_articles": [one], "events": {"e": "Dam opens"}}


def test_each_sentence_is_a_box_darker_with_more_disagreement():
    picture = text_map(strip(0.0, 2.0, 1.0, None))
    shades = [float(one.get("fill-opacity")) for one in boxes(picture, "cell")]
    assert shades == [pytest.approx(0.1), pytest.approx(1.0), pytest.approx(0.55)]
    assert len(boxes(picture, "unseen")) == 1
    assert texts(picture) == ["Post · Dam opens"]


def test_a_long_article_goes_on_in_the_next_line():
    picture = text_map(strip(*[1.0] * 60))
    heights = {float(one.get("y")) for one in boxes(picture, "cell")}
    assert len(heights) == 2
    assert max(float(one.get("x")) for one in boxes(picture, "cell")) + BOX <= picture.width


def test_without_disputed_articles_there_is_no_strip():
    assert text_map({"disputed_articles": []}) is None


def design(*people):
    rows = [{"annotator": name, "seen": seen, "seen_with_others": shared} for name, seen, shared in people]
    return {"design": {"annotators": rows}}


def test_who_labeled_most_comes_first_and_the_shared_part_is_dark():
    picture = who_labeled(design(("p", 10, 5), ("q", 40, 40)), {"q": "Annotator 2"})
    assert texts(picture)[0].startswith("Annotator 2: 40 sentences")
    light, dark = ([float(one.get("width")) for one in boxes(picture, kind)] for kind in ("soft", "bar"))
    assert light == [picture.width, picture.width / 4]
    assert dark == [picture.width, picture.width / 8]


def test_more_annotators_than_fit_are_counted():
    picture = who_labeled(design(*[(f"p{n}", 3, 1) for n in range(MOST_SHOWN + 4)]), {})
    assert texts(picture)[-1] == "and 4 more annotators"


def test_nobody_is_no_picture():
    assert who_labeled(design(), {}) is None


def test_a_map_for_a_phone_numbers_its_rows_and_names_them_below():
    names = tuple("abcdefgh")
    table = [[3 if one == other else 1 for one in range(8)] for other in range(8)]
    picture = confusion_map(level(pair("p", "q", table, 0.5), categories=names), narrow=True)
    words = texts(picture)
    assert picture.width <= 320
    assert words[8] == "1"
    assert words[-8:] == [f"{number}  {name}" for number, name in enumerate(names, start=1)]
    assert not any("%" in word for word in words)


def test_outlets_on_a_phone_have_letters_since_the_columns_are_numbered():
    data = {
        "title": "Layer A",
        "derived": False,
        "categories": ["x", "y"],
        "value_titles": {"x": "X", "y": "Y"},
        "by_outlet": {"Post": [3, 1], "Gull": [0, 2]},
    }
    words = texts(outlets_map("a", data, narrow=True))
    assert words[-4:] == ["A  Post (n 4)", "B  Gull (n 2)", "1  X", "2  Y"]
