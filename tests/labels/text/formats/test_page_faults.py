# ruff: noqa: E501 - pages are written as their makers write them
"""What pages do to words; pages of several articles, of none, and live blogs."""

import json

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.html import page
from labels.text.incoming import FilePosition
from labels.text.sentences import kinded_spans

REST = (
    "<p>The minister said the dam was safe on Monday, and that nobody had been warned by the operator.</p>"
    "<p>Two engineers told the committee that they had written to the ministry, but had no answer.</p>"
)


def _articles(body, head="", **options):
    source = f"<html lang=en><head><title>Dam inquiry</title>{head}</head><body>{body}</body></html>"
    return page(source.encode(), FilePosition("page.html"), **options)


def _article(paragraph):
    (article,) = _articles(f"<article><h1>Dam inquiry</h1><p>{paragraph}</p>{REST}</article>")
    return article


def _line(paragraph):
    return _article(paragraph).text.split("\n")[1]


def _kinds(article):
    spans = kinded_spans(article.text, marked=article.kinds, title=article.title)
    return [(each.kind, each.span.of(article.text)) for each in spans]


# Words that markup changes


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("It cost <del>40</del> <ins>45</ins> million.", "It cost 45 million."),
        ("<s>Three</s> Two engineers wrote.", "Two engineers wrote."),
        ("It cost <strike>40</strike> 45 million.", "It cost 45 million."),
        ("Built in 1961<sup><a href='#f1'>1</a></sup> and repaired.", "Built in 1961 and repaired."),
        ("It was repaired twice.<sup>[2]</sup> It held.", "It was repaired twice. It held."),
        ("It denies any fault.<sup>3</sup> It held.", "It denies any fault. It held."),
        ("Built in 1961<sup class=footnote-ref>4</sup>.", "Built in 1961."),
        ("Built in 1961<a href='#n1'><sup>4</sup></a>.", "Built in 1961."),
        ("The mayor<sup>*</sup> left.", "The mayor left."),
        ("It lost 10<sup>6</sup> euros.", "It lost 10⁶ euros."),
        ("It covers 5 km<sup>2</sup> of land.", "It covers 5 km² of land."),
        ("On the 3<sup>rd</sup> day it broke.", "On the 3rd day it broke."),
        ("Built in 1961<sup>1</sup> and repaired.", "Built in 1961¹ and repaired."),
        ("The code is 10<sub>2</sub> here.", "The code is 10₂ here."),
        ("CO<sub>2</sub> rose.", "CO2 rose."),
        ("The mayor said <q>the dam is safe</q> and left.", "The mayor said “the dam is safe” and left."),
        ("She called it <q>a <q>small</q> risk</q>.", "She called it “a ‘small’ risk”."),
        ("She called it <q>“safe”</q>.", "She called it “safe”."),
        ("Sie nannte es <q lang=de>sicher</q>.", "Sie nannte es „sicher“."),
        ("A <b>bold</b> and <i>slanted</i> word.", "A bold and slanted word."),
        ("A dam<wbr>age of 3&nbsp;million.", "A damage of 3\u00a0million."),
        ("漢<ruby>字<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>を読む。", "漢字を読む。"),
        ("Seen <span style='display: none'>never</span> and heard.", "Seen and heard."),
        ("Seen <span class=sr-only>by machines</span> and heard.", "Seen and heard."),
    ],
)
def test_the_words_of_a_line_are_those_that_a_reader_sees(markup, text):
    assert _line(markup) == text


@pytest.mark.parametrize(
    ("markup", "note"),
    [
        ("It cost <del>40</del> 45.", "struck-out text left out: '40'"),
        ("Built in 1961<sup>[1]</sup>.", "footnote marks left out: '[1]'"),
        ("It lost 10<sup>6</sup> euros.", "raised or lowered figures kept as such: '10⁶'"),
    ],
)
def test_what_was_settled_is_noted(markup, note):
    assert any(note in each for each in _article(markup).notes)


# Several articles, indexes, live blogs

FLOOD = f"<h1>Flood moves 140</h1>{REST}"
TRAM = (
    "<h2>Council votes for tram</h2><p>The council voted 31 to 24 for a tram line on Tuesday, the speaker said."
    "</p><p>Opponents called the price of 80 million euros a scandal.</p>"
)


def test_several_articles_of_a_page_are_taken_apart_and_this_is_noted():
    flood, tram = _articles(f"<main><article>{FLOOD}</article><article>{TRAM}</article></main>")
    assert (flood.title, tram.title) == ("Flood moves 140", "Council votes for tram")
    assert "tram" not in flood.text
    assert any("the page holds 2 articles, which were taken apart" in note for note in flood.notes)


def test_comments_marked_as_articles_are_not_articles():
    comments = "<section id=comments><article class=comment><h3>Joe</h3>" + REST.replace("dam", "wall")
    (article,) = _articles(f"<article>{FLOOD}</article>{comments}</article></section>")
    assert "wall" not in article.text


TEASER = "<{0}><h3><a href='/{1}'>The minister said that dam number {1} was safe on Monday</a></h3>{2}</{0}>"
SUMMARY = "<p>Dam number {} was safe on Monday, and nobody had been warned by its operator.</p>"


def _teasers(tag="div", count=5):
    return "".join(TEASER.format(tag, n, SUMMARY.format(n)) for n in range(count))


@pytest.mark.parametrize("tag", ["div", "article", "li", "section"])
@pytest.mark.parametrize("count", [3, 12])
def test_an_index_of_teasers_is_no_article(tag, count):
    with pytest.raises(FileRefusedError, match="index of teasers"):
        _articles(f"<main><h1>World</h1>{_teasers(tag, count)}</main>")


def test_an_index_whose_teasers_are_links_as_a_whole_is_no_article():
    cards = "".join(
        f"<a href='/{n}'><h2>The minister said that dam {n} was safe</h2>{SUMMARY.format(n)}</a>"
        for n in range(4)
    )
    with pytest.raises(FileRefusedError, match="no article was found"):
        _articles(f"<main><h1>World</h1>{cards}</main>")


def test_teasers_below_an_article_don_t_make_it_an_index():
    (article,) = _articles(
        f"<main><article>{FLOOD}</article><aside class=related>{_teasers()}</aside></main>"
    )
    assert "two engineers" in article.text.casefold()
    assert "dam number" not in article.text


def test_links_between_the_paragraphs_of_an_article_are_no_index():
    link = "<p><a href='/x'>Read also what the mayor said</a></p>"
    (article,) = _articles(f"<article><h1>Dam</h1>{REST}{link}{REST}{link}{REST}{link}</article>")
    assert "Read also" not in article.text


ENTRIES = (("14:05", "Army sends helicopters"), ("13:40", "Schools closed"), ("13:10", "What we know so far"))
ENTRY = "<{0} class=live-entry><time>{1}</time><h2>{2}</h2><p>{2}, says the ministry in a long message.</p>{3}</{0}>"


@pytest.mark.parametrize("tag", ["div", "article", "section"])
def test_a_live_blog_is_one_article_under_its_headline(tag):
    entries = "".join(ENTRY.format(tag, time, head, REST) for time, head in ENTRIES)
    (article,) = _articles(f"<main><h1>Flood live</h1>{entries}</main>")
    kinds = _kinds(article)
    assert article.title == "Flood live"
    assert kinds[0] == ("headline", "Flood live")
    assert [text for kind, text in kinds if kind == "runin_heading"] == [head for _, head in ENTRIES]
    assert [text for kind, text in kinds if kind == "dateline"] == [time for time, _ in ENTRIES]


# JSON-LD


def _linked(**fields):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Flood moves 140"} | fields
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


TEXT = "The dam is safe, the operator said. It holds and will hold.\n\nThe mayor called it a failure."


@pytest.mark.parametrize(
    "script",
    [
        _linked(articleBody=TEXT),
        _linked(**{"@type": ["NewsArticle", "Thing"], "articleBody": TEXT}),
        _linked(**{"@type": "WebPage", "mainEntity": {"@type": "Article", "articleBody": TEXT}}),
        "<script type='application/ld+json'>not json</script>" + _linked(articleBody=TEXT),
        _linked(
            **{
                "@graph": [{"@type": "Organization"}, {"@type": "NewsArticle", "articleBody": TEXT}],
                "@type": "x",
            }
        ),
        _linked(articleBody="<p>" + TEXT.replace("\n\n", "</p><p>") + "</p>"),
    ],
)
def test_the_text_of_a_page_may_be_in_its_json_ld_alone(script):
    (article,) = _articles("<div id=root></div><noscript>Enable JavaScript.</noscript>", script)
    assert "The dam is safe, the operator said." in article.text
    assert "called it a failure." in article.text
    assert any("read from the page's JSON-LD" in note for note in article.notes)


def test_a_live_blog_that_only_json_ld_holds_is_read_entry_by_entry():
    updates = [
        {"@type": "BlogPosting", "headline": head, "articleBody": f"{head}, he said."} for _, head in ENTRIES
    ]
    script = _linked(**{"@type": "LiveBlogPosting", "headline": "Flood live", "liveBlogUpdate": updates})
    (article,) = _articles("<div id=root></div>", script)
    assert article.title == "Flood live"
    for _, head in ENTRIES:
        assert f"{head}, he said." in article.text


@pytest.mark.parametrize(
    "data",
    [
        "[]",
        "null",
        '"text"',
        "{" * 5_000,
        '{"@type": "NewsArticle", "articleBody": 5, "author": [1, null], "publisher": "x"}',
        '{"@type": "NewsArticle", "articleBody": " ", "liveBlogUpdate": "x"}',
        '{"@type": "Recipe", "articleBody": "The dam is safe, the operator said. It holds and will hold."}',
    ],
)
def test_json_ld_without_a_text_changes_nothing(data):
    script = f"<script type='application/ld+json'>{data}</script>"
    (article,) = _articles(f"<article>{FLOOD}</article>", script)
    assert "Two engineers told" in article.text
    with pytest.raises(FileRefusedError, match="no article was found"):
        _articles("<div id=root></div>", script)


def test_json_ld_gives_author_outlet_and_date():
    script = _linked(
        articleBody=TEXT,
        datePublished="2026-05-04T12:00:00Z",
        author=[{"@type": "Person", "name": "Ines Korb"}],
        publisher={"name": "The Daily Probe"},
    )
    (article,) = _articles("<div id=root></div>", script)
    assert (article.byline, article.outlet, article.published[:10]) == (
        "Ines Korb",
        "The Daily Probe",
        "2026-05-04",
    )


def test_the_page_s_own_text_comes_before_json_ld():
    (article,) = _articles(f"<article>{FLOOD}</article>", _linked(articleBody="The dam is safe, he said."))
    assert "Two engineers told" in article.text


# What is left out

LEFT = "<div><p>The council voted to close the bridge until the inspection is done, which may take long.</p></div>"


def test_what_is_left_out_is_noted_with_its_first_words():
    (article,) = _articles(f"<article>{FLOOD}{REST}{REST}</article>{LEFT}")
    (note,) = [note for note in article.notes if "is in no article" in note]
    assert (
        "% of the page's text is in no article, above all 'The council voted to close the bridge until"
        in note
    )


def test_more_than_a_third_left_out_is_refused_unless_it_is_accepted():
    body = f"<article>{FLOOD}</article>{LEFT * 3}{LEFT.replace('council', 'board')}"
    with pytest.raises(FileRefusedError, match=r"say --accept-loss to read the rest"):
        _articles(body)
    (article,) = _articles(body, accept_loss=True)
    assert "Two engineers" in article.text


def test_menus_links_and_comments_are_no_loss():
    chrome = "<nav><a href=/>Home</a></nav><div class=comments><p>I think that this is a very long comment.</p></div>"
    (article,) = _articles(f"{chrome}<article>{FLOOD}</article><footer><p>All rights reserved.</p></footer>")
    assert not [note for note in article.notes if "is in no article" in note]
