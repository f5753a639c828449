"""Markup inside a text field."""

import pytest

from labels.text.formats.markup import describe_markup, without_markup


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("<p>One.</p>", "'<p>'"),
        ("One.<br/>Two.", "'<br/>'"),
        ('<a href="x">One</a>', "'<a href=\"x\">'"),
        ("One &amp; two", "'&amp;'"),
        ("One&#8217;s", "'&#8217;'"),
        ("One&nbsp;two", "'&nbsp;'"),
        ("<em>One</em> &amp; two", "'<em>', '&amp;'"),
    ],
)
def test_markup_is_named_by_its_first_marks(text, described):
    assert describe_markup(text) == described


@pytest.mark.parametrize("text", ["1 < 2", "AT&T", "a & b;", "<3", "x <y> z", "R&D; Q&A", "&", ""])
def test_text_without_markup_has_none(text):
    assert describe_markup(text) == ""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("One.<br>Two.", "One.\nTwo."),
        ("<b>One</b> &amp; two.", "One & two."),
        ("One.\n\n<em>Two</em>.", "One.\nTwo."),
        ("One.\nTwo &amp; three.", "One.\nTwo & three."),
        ("<p>One\nline.</p>", "One line."),
        ("1 < 2 &amp; 3", "1 < 2 & 3"),
        ("<p>40 <del>45</del> <q>million</q><sup>[1]</sup></p>", "40 “million”"),
        ("<script>alert(1)</script><p>One.</p>", "One."),
        ("&lt;p&gt;", "<p>"),
    ],
)
def test_markup_is_read_as_html(text, plain):
    assert without_markup(text) == plain
