"""The visible lines of an HTML tree with the kinds that its markup gives."""

import lxml.html
import pytest

from labels.text.formats.tree import lines, settle, text_of


def _lines(markup):
    tree = lxml.html.fragment_fromstring(markup, create_parent="div")
    settle(tree)
    return list(lines(tree))


def _texts(markup):
    return [line.text for line in _lines(markup)]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("One.<p>Two.</p>Three.", ["One.", "Two.", "Three."]),
        ("<div><div>One.</div></div>Two.", ["One.", "Two."]),
        ("<p>One <b>bold</b>, <i>slanted</i> line.</p>", ["One bold, slanted line."]),
        ("<p>One<br>Two<br/><br/>Three</p>", ["One", "Two", "Three"]),
        ("<p>\n  One\n  line.\n</p>", ["One line."]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<dl><dt>One<dd>Two</dl>", ["One", "Two"]),
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", ["A\tB", "1\t2"]),
        ("<table><tr><td>1<td><b>2</b> and 3<td>4</table>", ["1\t2 and 3\t4"]),
        ("<table><tr><td><p>One.</p><p>Two.</p><td>x</table>", ["One.", "Two.", "x"]),
        ("<p>One<!-- never --> line.</p>", ["One line."]),
        ("<p>One</p> \n <p> </p><p>Two</p>", ["One", "Two"]),
        ("<p>A<span>b</span>c</p>", ["Abc"]),
        ("<script>x</script><style>y</style><p>One</p>", ["One"]),
        ("<p>One<template>never</template></p>", ["One"]),
        ("<p>One</p><button>Press</button><p>Two</p>", ["One", "Two"]),
        ("<details><summary>More</summary>Hidden text</details>", ["More", "Hidden text"]),
        ("<p>Tail <span hidden>never</span>stays</p>", ["Tail stays"]),
        ("", []),
    ],
)
def test_blocks_are_lines_and_inline_elements_break_none(markup, texts):
    assert _texts(markup) == texts


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<h1>Dam</h1>", "headline"),
        ("<h2>Dam</h2>", "runin_heading"),
        ("<h4>Dam</h4>", "runin_heading"),
        ("<h1><span>Dam</span> <b>breaks</b></h1>", "headline"),
        ("<figure><figcaption>Dam</figcaption></figure>", "caption"),
        ("<p class='photo-caption'>Dam</p>", "caption"),
        ("<table><caption>Dam</caption></table>", "caption"),
        ("<p class='byline'>By Ines Korb</p>", "byline"),
        ("<div class='article__author author'>Ines Korb</div>", "byline"),
        ("<p><a rel=author href=x>Ines Korb</a></p>", "byline"),
        ("<p itemprop=author>Ines Korb</p>", "byline"),
        ("<time>14:05</time>", "dateline"),
        ("<p><time datetime=x>4 May 2026</time></p>", "dateline"),
        ("<p class=kicker>World</p>", "kicker"),
        ("<p class=standfirst>It broke.</p>", None),
        ("<p>It broke at <time>14:05</time>.</p>", None),
        ("<p>Written by <a rel=author href=x>Ines</a> today.</p>", None),
        ("<p class=byline>By <a href=x>Ines</a>, <time>4 May</time></p>", "byline"),
        ("<h2>Dam <time>14:05</time></h2>", "runin_heading"),
        ("<li>It broke.</li>", None),
        ("<blockquote>It broke.</blockquote>", None),
        ("<div class='authoritative'>It broke.</div>", None),
    ],
)
def test_the_kind_of_a_line_is_what_its_markup_says(markup, kind):
    (line,) = _lines(markup)
    assert line.kind == kind


@pytest.mark.parametrize(
    ("markup", "share"),
    [
        ("<p><a href='/x'>All of it</a></p>", 1.0),
        ("<p><a href='#x'>All of it</a></p>", 0.0),
        ("<p>Half <a href='/x'>a lin</a></p>", 0.5),
        ("<a href='/x'><h2>All of it</h2></a>", 1.0),
        ("<p>None</p>", 0.0),
    ],
)
def test_the_share_of_links_to_other_pages_is_known(markup, share):
    (line,) = _lines(markup)
    assert line.linked == pytest.approx(share, abs=0.01)


def test_the_words_of_an_element_are_one_line():
    assert text_of(lxml.html.fragment_fromstring("<p> One\n<b>two</b> </p>")) == "One two"


def test_a_very_deep_tree_is_read():
    assert _texts("<div>" * 200 + "One." + "</div>" * 200) == ["One."]
