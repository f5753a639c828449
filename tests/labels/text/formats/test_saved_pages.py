# ruff: noqa: E501 - pages are written as their makers write them
"""Ten saved pages of different make, in our own words: no visible claim of theirs is lost."""

import pytest

from labels.text.formats.html import page
from labels.text.incoming import FilePosition
from labels.text.sentences import kinded_spans

CLAIMS = (
    "The minister said the dam was safe on Monday, and that nobody had been warned by the operator.",
    "Two engineers told the committee that they had written to the ministry in March, but had no answer.",
    "The operator denied the claim, and said its records were complete and had been checked.",
    "Residents said the sirens came twenty minutes after the water had reached the lower road.",
)
BODY = "".join(f"<p>{claim}</p>" for claim in CLAIMS)
STANDFIRST = "The minister denied that anyone had warned her before the flood."
CAPTION = "Water over the wall of the dam on Sunday evening."
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
FOOT = "<footer><p>© 2026 The Daily Probe. All rights reserved. <a href='/c'>Contact us</a></p></footer>"


def _page(body, head="", lang="en"):
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>Dam inquiry</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


PAGES = {
    "a blog with a plain article": _page(f"{MENU}<article><h1>Dam inquiry</h1>{BODY}</article>{FOOT}"),
    "a standfirst, byline and date in the header": _page(
        f"<header>{MENU}</header><main><article><header><h1>Dam inquiry</h1><p class=standfirst>{STANDFIRST}</p>"
        "<p class=byline>By <a rel=author href='/a'>Ines Korb</a></p><time datetime='2026-05-04'>4 May 2026</time>"
        f"</header>{BODY}</article></main>{FOOT}"
    ),
    "a hero above the article element": _page(
        f"{MENU}<main><div class=hero><h1>Dam inquiry</h1><h2 class=dek>{STANDFIRST}</h2></div>"
        f"<article>{BODY}</article></main>{FOOT}"
    ),
    "marked with microdata and without an article element": _page(
        f"{MENU}<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop=headline>Dam inquiry</h1>"
        f"<p itemprop=description>{STANDFIRST}</p><div itemprop=articleBody>{BODY}</div></div>{FOOT}"
    ),
    "divs only": _page(
        f"<div id=top>{MENU}</div><div class=wrap><div class=story><h1>Dam inquiry</h1>"
        f"<div class=lede>{STANDFIRST}</div>{BODY}</div></div>{FOOT}"
    ),
    "a picture with its caption and credit": _page(
        f"<article><h1>Dam inquiry</h1><figure><img src=x alt=''><figcaption>{CAPTION} <span>Photo: Tom Ray"
        f"</span></figcaption></figure>{BODY}</article>{FOOT}"
    ),
    "paragraphs by line breaks": _page(
        f"<main><h1>Dam inquiry</h1><div class=text>{'<br><br>'.join(CLAIMS)}</div></main>{FOOT}"
    ),
    "lists and a table": _page(
        f"<article><h1>Dam inquiry</h1><p>{CLAIMS[0]}</p><ul><li>{CLAIMS[1]}</li><li>{CLAIMS[2]}</li></ul>"
        f"<table><tr><th>Hour</th><th>What was said</th></tr><tr><td>4</td><td>{CLAIMS[3]}</td></tr></table>"
        f"</article>{FOOT}"
    ),
    "sections, quotations and an aside": _page(
        f"<article><h1>Dam inquiry</h1><section><h2>Warnings</h2><p>{CLAIMS[0]}</p><blockquote><p>{CLAIMS[1]}</p>"
        f"</blockquote></section><aside><p>{CLAIMS[2]}</p></aside><section><h2>Sirens</h2><p>{CLAIMS[3]}</p>"
        f"</section></article>{FOOT}"
    ),
    "laid out in a table": _page(
        f"<table><tr><td>{MENU}</td><td><h1>Dam inquiry</h1>{BODY}</td></tr></table>{FOOT}"
    ),
}


def _read(source):
    (article,) = page(source.encode(), FilePosition("page.html"))
    return article


def _kinds(article):
    spans = kinded_spans(article.text, marked=article.kinds, title=article.title)
    return [(each.kind, each.span.of(article.text)) for each in spans]


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_no_claim_of_a_page_is_lost(source):
    bodies = [text for kind, text in _kinds(_read(source)) if kind == "body"]
    for claim in CLAIMS:
        assert any(claim in text for text in bodies), claim


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES)
def test_the_headline_is_read_once_and_menus_are_not(source):
    article = _read(source)
    assert [text for kind, text in _kinds(article) if kind == "headline"] == ["Dam inquiry"]
    assert article.title == "Dam inquiry"
    assert "World" not in article.text


@pytest.mark.parametrize("name", [name for name, source in PAGES.items() if STANDFIRST in source])
def test_a_standfirst_is_text(name):
    kinds = {text: kind for kind, text in _kinds(_read(PAGES[name]))}
    assert kinds[STANDFIRST] in {"body", "runin_heading"}


def test_bylines_and_dates_have_their_kinds():
    kinds = _kinds(_read(PAGES["a standfirst, byline and date in the header"]))
    assert ("byline", "By Ines Korb") in kinds
    assert ("dateline", "4 May 2026") in kinds


def test_a_caption_is_one():
    kinds = _kinds(_read(PAGES["a picture with its caption and credit"]))
    assert ("caption", f"{CAPTION} Photo: Tom Ray") in kinds


def test_a_row_of_a_table_is_one_line():
    assert f"4\t{CLAIMS[3]}" in _read(PAGES["lists and a table"]).text.split("\n")
