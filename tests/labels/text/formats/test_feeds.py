# ruff: noqa: E501 - pages are written as their makers write them
"""Articles of RSS and Atom files."""

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.feeds import feed_articles
from labels.text.incoming import FilePosition

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Daily Probe</title><link>https://probe.example</link><language>en-gb</language>
<item><title>Dam is safe, operator says</title><link>https://probe.example/1</link>
<dc:creator>Ines Korb</dc:creator><pubDate>Wed, 23 Oct 2024 10:00:00 GMT</pubDate>
<description>A summary.</description>
<content:encoded><![CDATA[<p>The dam is safe, the operator said.</p><p>It holds &amp; will hold.</p>]]></content:encoded>
</item>
<item><title>Council votes</title><link>https://probe.example/2</link>
<pubDate>Thu, 24 Oct 2024 09:00:00 +0200</pubDate>
<description>&lt;p&gt;The council voted 31 to 24, the speaker said.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Daily Probe</title>
<entry><title>Dam is safe, operator says</title><link rel="alternate" href="https://probe.example/1"/>
<link rel="self" href="https://probe.example/1.atom"/>
<author><name>Ines Korb</name></author><published>2024-10-23T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The dam is safe, the operator said.</p>
<p>It holds.</p></div></content></entry></feed>"""


def _articles(text):
    notes = []
    return list(feed_articles(text.encode(), FilePosition("x.rss"), "", notes)), notes


def test_each_item_of_a_feed_is_an_article_with_its_fullest_text():
    (first, second), _ = _articles(RSS)
    assert first.text == (
        "Dam is safe, operator says\n\nThe dam is safe, the operator said.\nIt holds & will hold."
    )
    assert second.text == "Council votes\n\nThe council voted 31 to 24, the speaker said."


def test_an_item_gives_outlet_title_author_date_address_and_language():
    (first, _), _ = _articles(RSS)
    assert first.outlet == "The Daily Probe"
    assert first.metadata() == {
        "title": "Dam is safe, operator says",
        "byline": "Ines Korb",
        "published": "2024-10-23T10:00:00+00:00",
        "url": "https://probe.example/1",
        "language": "en-gb",
        "licence": "",
    }


def test_summaries_are_noted():
    _, notes = _articles(RSS)
    assert "2 articles of a feed" in notes[0]
    assert "1 articles have only a summary in the feed" in notes[1]


def test_an_atom_entry_is_an_article():
    (article,), _ = _articles(ATOM)
    assert article.text == "Dam is safe, operator says\n\nThe dam is safe, the operator said.\nIt holds."
    assert (article.byline, article.url) == ("Ines Korb", "https://probe.example/1")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "declares entities"),
        ("<rss><channel>", "not valid XML"),
        ("<html><body><p>x</p></body></html>", "not an RSS or Atom feed"),
        ("<rss><channel><title>x</title></channel></rss>", "not an RSS or Atom feed with articles"),
        ("plain text", "not valid XML"),
        (RSS.replace("Wed, 23 Oct 2024", "Wed, 33 Oct 2024"), "published: "),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(text, reason):
    with pytest.raises(FileRefusedError, match=reason):
        _articles(text)


def test_nothing_outside_a_feed_is_read(tmp_path):
    (tmp_path / "secret").write_text("secret")
    bomb = f'<!DOCTYPE r [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]><rss><item>&a;</item></rss>'
    with pytest.raises(FileRefusedError, match="declares entities"):
        _articles(bomb)
