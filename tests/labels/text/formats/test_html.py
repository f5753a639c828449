"""The article of a page."""

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.html import host
from labels.text.formats.html import page as articles_of
from labels.text.incoming import FilePosition

PLACE = FilePosition("x.html")
BODY = "".join(
    f"<p>Officials of the port said on Monday that pier {n} had been closed after a crane fell on it.</p>"
    for n in range(6)
)


def page(*arguments, **options):
    (article,) = articles_of(*arguments, **options)
    return article


def _page(head="", body=BODY):
    return page(f"<html><head>{head}</head><body><article>{body}</article></body></html>".encode(), PLACE)


def test_the_paragraphs_of_a_page_are_lines_of_the_text():
    assert len(_page().text.split("\n")) == 6


def test_the_title_stands_above_the_text_where_the_page_shows_it():
    draft = _page("<title>Crane falls on pier</title>", "<h1>Crane falls on pier</h1>" + BODY)
    assert draft.text.startswith("Crane falls on pier\n")
    assert draft.text.count("Crane falls on pier") == 1


def test_a_title_that_the_page_does_not_show_is_not_part_of_the_text():
    draft = _page("<title>Crane falls on pier</title>")
    assert draft.title == "Crane falls on pier"
    assert "Crane falls" not in draft.text


def test_scripts_and_styles_are_no_text():
    text = _page("", "<script>alert(1)</script><style>p{}</style>" + BODY).text
    assert "alert" not in text
    assert "p{}" not in text


def test_escaped_markup_is_text():
    assert "<script>" in _page("", BODY.replace("pier 0", "pier &lt;script&gt; 0")).text


def test_the_outlet_is_the_host_where_the_page_names_no_site():
    draft = _page('<link rel="canonical" href="https://www.ledger.example/1">')
    assert draft.outlet.casefold() in {"ledger.example", "ledger"}


def test_an_impossible_date_in_a_page_is_left_out():
    assert _page('<meta property="article:published_time" content="2024-02-30">').published == ""


def test_an_endless_author_is_left_out_or_cut():
    assert len(_page(f'<meta name="author" content="{"x" * 5_000}">').byline) <= 500


def test_a_page_with_an_xml_declaration_is_read():
    data = f'<?xml version="1.0" encoding="utf-8"?><html><body>{BODY}</body></html>'.encode()
    assert "pier 5" in page(data, PLACE).text


def test_an_undeclared_encoding_is_refused():
    with pytest.raises(FileRefusedError, match="is not valid UTF-8"):
        page(b"<html><body><p>Caf\xe9</p></body></html>", PLACE)


def test_a_named_encoding_wins():
    data = f"<html><body>{BODY.replace('port', 'café')}</body></html>".encode("cp1252")
    assert "café" in page(data, PLACE, "cp1252").text


def test_a_page_over_5_mb_is_refused():
    with pytest.raises(FileRefusedError, match="at most 5,000,000 are read"):
        page(b" " * 5_000_001, PLACE)


@pytest.mark.parametrize(
    "body", ["<div>" * 5_000, "<b><i>" * 5_000 + "text", "<table>" * 3_000, "<!-- " * 9_000]
)
def test_a_page_of_nothing_but_tags_is_refused(body):
    with pytest.raises(FileRefusedError, match="no article was found"):
        _page("", body)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.ledger.example/a?b", "ledger.example"),
        ("http://news.ledger.example:8080", "news.ledger.example"),
        ("http://[bad", ""),
        ("ledger", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address_is_its_name_without_www(url, name):
    assert host(url) == name


@pytest.mark.parametrize(
    ("page_start", "language"),
    [
        ('<html lang="en-GB"><head>', "en-GB"),
        ('<html><head><meta property="og:locale" content="pt_BR">', "pt_BR"),
        ('<html><head><meta http-equiv="Content-Language" content="ar">', "ar"),
        ('<html lang="the tongue of men"><head>', ""),
        ("<html><head>", ""),
    ],
)
def test_the_language_is_what_the_page_names(page_start, language):
    draft = page(f"{page_start}</head><body><article>{BODY}</article></body></html>".encode(), PLACE)
    assert draft.language == language


def test_lists_and_tables_are_lines_without_marks_of_ours():
    body = BODY + (
        "<ul><li>The first pier.</li><li>The <b>second</b> pier.</li></ul>"
        "<table><tr><th>Pier</th><th>Ships</th></tr><tr><td>One</td><td>4</td></tr></table>"
    )
    assert _page("", body).text.split("\n")[6:] == [
        "The first pier.",
        "The second pier.",
        "Pier\tShips",
        "One\t4",
    ]


def test_an_article_laid_out_in_a_table_keeps_its_paragraphs():
    body = f"<table><tr><td><table><tr><td>{BODY}</td></tr></table></td><td></td></tr></table>"
    assert len(_page("", body).text.split("\n")) == 6


def test_a_break_inside_a_paragraph_ends_a_line():
    assert (
        "on it.\nNobody was hurt." in _page("", BODY.replace("on it.", "on it.<br><br>Nobody was hurt.")).text
    )


def test_what_a_page_does_not_show_is_no_text():
    unseen = "<p hidden>A hidden line that is long enough.</p><template><p>A template line.</p></template>"
    assert not {"hidden", "template"} & set(_page("", BODY + unseen).text.split())


def test_an_unknown_declared_encoding_is_no_encoding():
    data = b'<html><head><meta charset="x-none"></head><body><p>Caf\xe9</p></body></html>'
    with pytest.raises(FileRefusedError, match=r"is not valid UTF-8\..* --encoding cp1252"):
        page(data, PLACE)


def test_a_declared_encoding_is_read_as_browsers_read_it():
    start = '<html><head><meta charset="gb2312"></head><body><article>'
    text = "海军周日表示，镕基港口已经关闭，没有人员受伤。" * 6
    assert "镕基" in page(f"{start}<p>{text}</p></article></body></html>".encode("gb18030"), PLACE).text
