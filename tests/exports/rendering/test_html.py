"""The templates of the page: what is escaped, folded and left out."""

from markupsafe import Markup

from exports.rendering.html import TEMPLATES, Bullets, Facts, Figure, Folded, Grid, Words

BLOCK = TEMPLATES.get_template("blocks.html").module.block
HOSTILE = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&#34;&#39;"


def grid(rows, silent=(), note="", missing=()):
    return Grid(HOSTILE, [("Name", False), ("Count", True)], rows, missing, silent, note)


def test_a_table_escapes_its_title_cells_and_note():
    text = BLOCK(grid([[(HOSTILE, False), ("1", True)]], [HOSTILE], HOSTILE, [HOSTILE]))
    assert text.count(ESCAPED) == 5
    assert HOSTILE not in text


def test_numbers_are_aligned_and_the_first_cell_heads_its_row():
    text = BLOCK(grid([[("a", False), ("1", True)]]))
    assert '<th scope="row">a</th><td class="n">1</td>' in text
    assert '<th scope="col" class="n">Count</th>' in text


def test_a_short_table_is_kept_on_one_page_and_a_long_one_is_not():
    row = [("a", False), ("1", True)]
    assert "wide whole" in BLOCK(grid([row] * 24))
    assert "wide whole" not in BLOCK(grid([row] * 25))


def test_a_table_without_silent_rows_folds_nothing():
    assert "<details>" not in BLOCK(grid([[("a", False), ("1", True)]]))


def test_folded_tables_are_whole_below_what_opens_them():
    text = BLOCK(Folded(HOSTILE, [grid([[("a", False), ("1", True)]])]))
    assert f"<summary>{ESCAPED}</summary>" in text
    assert text.index("</summary>") < text.index("<table>") < text.index("</details>")


def test_facts_headings_and_lists_are_escaped():
    for one in (Facts({HOSTILE: HOSTILE}), Words("heading", HOSTILE), Bullets(HOSTILE, [HOSTILE])):
        text = BLOCK(one)
        assert ESCAPED in text
        assert HOSTILE not in text


def test_a_list_without_items_has_no_heading():
    assert BLOCK(Bullets("Title", [])).strip() == ""


def test_a_picture_is_printed_as_it_is_and_its_narrow_form_only_where_it_has_one():
    assert "<svg/>" in BLOCK(Figure("Title", Markup("<svg/>")))
    assert "narrow" not in BLOCK(Figure("Title", Markup("<svg/>")))
    assert 'class="two"' in BLOCK(Figure("Title", Markup("<svg/>"), Markup("<svg/>")))
