"""What each paragraph of an article is."""

import pytest

from labels.article import KINDS
from labels.text.kinds import kinds

BODY = "The harbour was closed for two days after the storm, officials said on Monday."
MORE = "Eleven ships are waiting outside, and two of them have no water left on board."


def _kind(line, *, place="middle", **known):
    before, after = {"top": (0, 2), "middle": (1, 1), "end": (2, 0)}[place]
    lines = [*[BODY, MORE][:before], line, *[MORE, BODY][:after]]
    return kinds(lines, **known)[before]


@pytest.mark.parametrize(
    "line",
    [
        "Storm closes harbour",
        "Home prices fall for third month",
        "Search for missing plane resumes",
        "Why it rains",
    ],
)
def test_the_first_line_without_a_full_stop_is_the_headline(line):
    assert _kind(line, place="top") == "headline"


def test_a_known_title_is_the_headline_whatever_its_form():
    assert _kind("It is over.", place="top", title="It is over.") == "headline"


def test_a_colon_behind_a_word_of_a_button_makes_no_button_of_a_headline():
    assert _kind("Sources: navy to quit the port", place="top") == "headline"


@pytest.mark.parametrize("line", ["Jane Doe", "Jane Doe in Port Lys"])
def test_a_name_under_the_headline_is_a_byline(line):
    assert kinds(["Storm closes harbour", line, BODY, MORE])[1] == "byline"


@pytest.mark.parametrize("line", ["Unwetter", "World news"])
def test_a_word_or_two_above_a_headline_are_a_kicker(line):
    assert kinds([line, "Storm shuts the harbour of Lys", BODY])[:2] == ["kicker", "headline"]


def test_the_row_of_a_table_is_no_heading():
    assert _kind("Lys\t4") == "body"


def test_a_headline_in_capitals_is_no_kicker():
    assert _kind("STORM HITS LISBON PORT", place="top") == "headline"


@pytest.mark.parametrize("line", ["WORLD / EUROPE", "POLITICS", "China\u00a0/\u00a0Society"])
def test_a_section_name_above_the_headline_is_a_kicker(line):
    assert kinds([line, "Storm closes harbour", BODY])[0] == "kicker"


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "Reporting by Jane Doe; Editing by Tom Hill",
        "Author: Jane Doe",
        "Associated Press writer Max Roe in Geneva contributed to this report.",
        "Von Jana Maier und Karl Ott",
        "Par Jeanne Dupont",
        "Por Juana Díaz",
        "记者 李明",
        "编辑：王红",
        "(dpa/jm)",
    ],
)
def test_a_line_that_names_the_writer_is_a_byline(line):
    assert _kind(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "Published: Oct 23, 2024 03:32 PM",
        "March 01, 2008",
        "3 November 2024",
        "2024-11-03",
        "LISBON, Nov. 3 (Reuters)",
        "Updated 4 hours ago",
        "10:15, 6 May 2024",
        "6. Mai 2024, 10:15 Uhr",
        "Publié le 6 mai 2024 à 10h15",
        "6 de mayo de 2024",
    ],
)
def test_a_line_of_date_or_place_is_a_dateline(line):
    assert _kind(line, place="top") == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "Poster on a wall Photo: Ministry of Works",
        "A ferry in the harbour on Sunday. (AP Photo/Luis Gomes)",
        "Image caption, Two cranes fell into the water",
        "Photo: Two fishermen pull a boat ashore near Porto on Sunday morning.",
        "Northern Rail Class 390 EMU 390009 at platform 1 of Carlisle station.",
    ],
)
def test_a_description_of_a_picture_is_a_caption(line):
    assert _kind(line) == "caption"


def test_a_caption_printed_twice_is_a_caption_twice():
    line = "Fishermen pull a boat ashore near Porto."
    assert kinds(["Storm closes harbour", line, line, BODY, MORE])[1:3] == ["caption", "caption"]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Xinhua",
        "Foto: dpa",
        "Image source, Getty Images",
        "* * *",
        "___",
        "Contact: press@ledger.example",
        "Go deeper: Ten storms to remember",
        "Image Via Shutterstock",
        "© 2024 The Ledger. All rights reserved.",
        "Learn more.",
        "Read more: How storms get their names",
        "Sign up for our newsletter to get the latest news.",
        "Share:",
        "ADVERTISEMENT",
        "Engineered by Robo Writer, Edited by Jane Doe",
        "This article was first published by The Ledger.",
    ],
)
def test_credits_rights_and_links_are_boilerplate(line):
    assert _kind(line, place="end") == "boilerplate"


def test_what_stands_below_the_line_of_rights_is_boilerplate():
    found = kinds([BODY, MORE, "© 2024 The Ledger.", "Invest with our tips and the best alerts you can get."])
    assert found[3] == "boilerplate"


@pytest.mark.parametrize("name", ["The Ledger", "Global Herald"])
def test_a_short_name_as_last_line_is_the_outlet(name):
    assert _kind(name, place="end") == "outlet_name"


def test_a_known_outlet_is_recognised_anywhere_below_the_first_line():
    assert _kind("example news!", outlets=["Example News"]) == "outlet_name"


@pytest.mark.parametrize(
    "line",
    [
        "Sources disagree.",
        "By Monday, all was quiet.",
        "Advertisers fled the platform.",
        "This report was published in 2019 by the United Nations.",
        "Copyright lawsuits rose to 4,000 in 2023, lawyers said.",
        "A Reuters/Ipsos poll showed the president ahead by 3 points.",
        "Police fire tear gas in Paris.",
        "Search teams found nothing.",
        "The islanders will keep all rights reserved for them in 1920, the court said.",
    ],
)
@pytest.mark.parametrize("place", ["top", "middle", "end"])
def test_text_is_not_hidden_for_a_word_that_boilerplate_uses_too(line, place):
    assert _kind(line, place=place) == "body"


@pytest.mark.parametrize("line", ["“Not at all”", "• 12 ports are closed", "and so on"])
def test_a_quotation_or_list_item_between_paragraphs_is_text(line):
    assert _kind(line) == "body"


def test_a_heading_between_paragraphs_is_a_heading():
    assert _kind("What we know so far") == "runin_heading"


@pytest.mark.parametrize(
    "line", ["Photo: " + "a/" * 480, "A / " * 240, "By " + "Aa " * 300, "Published " + "1:" * 480]
)
def test_a_line_made_to_keep_an_expression_busy_has_a_kind(line):
    assert _kind(line) in KINDS


def test_a_paragraph_that_ends_with_a_picture_character_is_no_heading():
    before, after = (
        "The dam in the valley held all night, the mayor said.",
        "Rain fell on the town until noon, police said.",
    )
    for line in ("The bridge is open. 🎉", "Everyone cheered! 👏🏽👏", "It held.☀️"):
        assert kinds(["Dam report", before, line, after])[2] == "body"
