"""SVG by hand: what is drawn where, and that it stays valid."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from exports.rendering.forests import LINES, forest, values_picture
from exports.rendering.matrices import pairs_map
from exports.rendering.people_pictures import over_time
from exports.rendering.svg import DARK, LIGHT, Picture, colors
from exports.rendering.tables import ALL, Level, Measured

SPACE = "{http://www.w3.org/2000/svg}"


def coefficient(value, ci=None, reason=None):
    return {"value": value, "se": None, "ci": ci, "n_units": 9, "n_labels": 18, "reason": reason}


def layer(value, ci=None, reason=None, **more):
    return {
        "categories": ["a", "b", "c"],
        "krippendorff_alpha": coefficient(value, ci, reason),
        "by_value": [],
        "by_pair": [],
        **more,
    }


def part(figures, title="Layer", metric="nominal", level=ALL):
    return Measured("x", title, level, figures, metric)


def parsed(picture):
    return ET.fromstring(picture.standalone())


def texts(picture):
    return [one.text for one in parsed(picture).iter(f"{SPACE}text")]


def blank():
    return Picture("name", "Title & <more>", "What it shows", 100, 50)


def test_title_and_description_are_escaped():
    root = parsed(blank())
    assert root.find(f"{SPACE}title").text == "Title & <more>"
    assert root.find(f"{SPACE}desc").text == "What it shows"


@pytest.mark.parametrize("words", ["<b>&", "]]>", "\"'", "é 👍🏽", "a\u2028b"])
def test_any_words_can_be_drawn(words):
    picture = blank()
    picture.text(1, 2, words)
    picture.fitted(1, 2, words * 20, 30)
    assert texts(picture)[0] == words


def test_words_that_fit_are_not_cut():
    picture = blank()
    picture.fitted(0, 10, "short", 60)
    assert texts(picture) == ["short"]


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5)])
def test_a_box_without_area_is_not_drawn(size):
    picture = blank()
    picture.box((0, 0), size, "bar")
    assert picture.parts == []


def test_a_box_can_be_shaded():
    picture = blank()
    picture.box((1, 2), (3, 4), "cell", 0.25)
    [rect] = [one for one in parsed(picture).iter(f"{SPACE}rect") if one.get("class") == "cell"]
    assert rect.get("fill-opacity") == "0.25"


def test_lines_dots_and_paths_stand_where_they_were_put():
    picture = blank()
    picture.line((1, 2), (3, 4))
    picture.dot(5, 6)
    picture.path([(1, 1), (2, 3)], "6 3")
    root = parsed(picture)
    assert [root.find(f"{SPACE}line").get(name) for name in ("x1", "y1", "x2", "y2")] == [
        "1.0",
        "2.0",
        "3.0",
        "4.0",
    ]
    assert root.find(f"{SPACE}circle").get("cx") == "5.0"
    assert root.find(f"{SPACE}polyline").get("points") == "1.0,1.0 2.0,3.0"


def test_a_picture_inside_a_page_leaves_its_style_to_the_page():
    assert "<style>" not in blank().inline()
    assert "<style>" in blank().standalone()


@pytest.mark.parametrize(
    ("scheme", "has", "lacks"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT), ("both", LIGHT + DARK, ())]
)
def test_colors_are_those_of_the_scheme(scheme, has, lacks):
    rules = colors(scheme, "svg")
    assert all(color in rules for color in has)
    assert not any(color in rules for color in lacks)
    assert ("prefers-color-scheme" in rules) == (scheme == "both")


def luminance(color):
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(front, back, opacity):
    pairs = [(int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * opacity + other * (1 - opacity)):02x}" for one, other in pairs)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("shade", [0.0, 0.25, 0.45])
def test_figures_on_the_darkest_cell_can_be_read(scheme, shade):
    ink, _, _, accent, paper = scheme
    behind, front = luminance(mixed(accent, paper, shade)), luminance(ink)
    contrast = (max(behind, front) + 0.05) / (min(behind, front) + 0.05)
    assert contrast >= 4.5  # WCAG 2.2, success criterion 1.4.3


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_quiet_words_can_be_read(scheme):
    _, muted, _, _, paper = scheme
    bright, dim = sorted((luminance(muted), luminance(paper)), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_the_forest_has_a_row_and_figures_for_each_layer():
    words = texts(forest([part(layer(0.5, [0.4, 0.6])), part(layer(None, None, "one_unit"))]))
    assert "0.500  [0.400, 0.600]  n 9" in words
    assert "one unit only, so there is no spread to measure" in words
    assert [f"{line:g}".lstrip("0") for line in LINES] == [one for one in words if one.startswith(".")]


def test_agreement_below_chance_moves_the_left_end_of_the_axis():
    assert "0.0" in texts(forest([part(layer(0.5))]))[:2]
    below = texts(forest([part(layer(-0.35, [-0.5, 0.1]))]))
    assert "-0.6" in below


def test_free_text_has_no_row():
    assert "Remarks" not in texts(forest([part(layer(0.5)), part(layer(None), "Remarks", "text")]))


def test_the_first_page_leaves_out_coarser_versions_and_what_has_no_alpha():
    parts = [part(layer(0.5)), part(layer(0.6), "Coarse", level="coarse"), part(layer(None), "Empty")]
    words = texts(forest(parts, levels=False))
    assert "Layer" in words
    assert not {"Coarse · coarse", "Empty"} & set(words)


def test_the_narrow_forest_fits_a_phone_and_has_the_same_figures():
    parts = [part(layer(0.5, [0.4, 0.6]))]
    narrow = forest(parts, narrow=True)
    assert narrow.width <= 344
    assert "0.500  [0.400, 0.600]  n 9" in texts(narrow)


def test_nothing_to_draw_is_no_picture():
    assert forest([]) is None
    assert over_time({}, {}) is None
    assert over_time({"people": {"drift": None}}, {}) is None


def value(name, share, alpha, **more):
    return {
        "value": name,
        "prevalence": share,
        "n_labels": 0 if share is None else round(100 * share),
        "krippendorff_alpha": coefficient(alpha),
        "rare": False,
        **more,
    }


def test_a_bar_is_as_long_as_the_value_is_common():
    data = layer(0.5, by_value=[value("a", 0.2, 0.5), value("b", 0.8, 0.5), value("c", None, None)])
    root = parsed(values_picture(Level("x", "X", ALL, data)))
    widths = [float(one.get("width")) for one in root.iter(f"{SPACE}rect") if one.get("class") == "soft"]
    assert len(widths) == 2
    assert widths[1] == pytest.approx(4 * widths[0])


def test_a_rare_value_is_called_so():
    data = layer(0.5, by_value=[value("a", 0.01, 0.5, rare=True), value("b", 0.99, 0.5)])
    words = texts(values_picture(Level("x", "X", ALL, data)))
    assert [one for one in words if one.endswith("few units")] == ["0.500  few units"]


def pair(one, other, kappa):
    return {"annotators": [one, other], "cohen_kappa": kappa, "n_units": 12}


def test_a_darker_cell_is_more_agreement_and_none_is_the_lightest():
    data = layer(0.5, by_pair=[pair("a", "b", 0.9), pair("a", "c", 0.3), pair("b", "c", None)])
    root = parsed(pairs_map(Level("x", "X", ALL, data), {}))
    shades = [
        float(one.get("fill-opacity")) for one in root.iter(f"{SPACE}rect") if one.get("class") == "cell"
    ]
    assert shades[0] > shades[1] > shades[3]
    assert max(shades) <= 0.45


@pytest.mark.parametrize(("people", "drawn"), [(2, False), (3, True), (16, True), (17, False)])
def test_a_heat_map_is_drawn_for_three_to_sixteen_annotators(people, drawn):
    names = [f"p{number}" for number in range(people)]
    pairs = [pair(one, other, 0.5) for number, one in enumerate(names) for other in names[number + 1 :]]
    found = pairs_map(Level("x", "X", ALL, layer(0.5, by_pair=pairs)), {})
    assert (found is not None) == drawn


def drift(*agreements):
    return {
        "people": {
            "drift": {
                "layer": "x",
                "annotators": [
                    {"annotator": f"p{number}", "batches": [{"agreement": one} for one in row]}
                    for number, row in enumerate(agreements)
                ],
            }
        }
    }


def test_lines_over_time_are_told_apart_without_color():
    root = parsed(over_time(drift([0.5, 0.6], [0.7, 0.8], [0.2, 0.9]), {}))
    dashes = [one.get("stroke-dasharray") for one in root.iter(f"{SPACE}polyline")]
    assert len(set(dashes)) == 3


def test_names_at_the_ends_of_lines_do_not_cover_each_other():
    picture = over_time(drift([0.5, 0.8], [0.6, 0.8], [0.7, 0.8]), {})
    root = parsed(picture)
    heights = sorted(
        float(one.get("y")) for one in root.iter(f"{SPACE}text") if (one.text or "").startswith("p")
    )
    assert all(after - before >= 14 for before, after in pairwise(heights))


def test_who_has_no_batches_is_not_drawn_over_time():
    assert over_time(drift([], []), {}) is None
    assert texts(over_time(drift([], [0.5, 0.6]), {}))[-1] == "p1"
