"""Exports of press archives, taken apart into articles."""

import json

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.press import export_articles, is_export
from labels.text.incoming import FilePosition

NEXIS = """1 of 2 DOCUMENTS

Daily Probe

October 23, 2024 Wednesday

Flood moves 140

BYLINE: Ines Korb

SECTION: NEWS; Pg. 4

LENGTH: 240 words

Rescue teams reached the flooded valley on Monday, the fire service said. Nobody was hurt.

The mayor spoke.

LOAD-DATE: October 24, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

2 of 2 DOCUMENTS

Evening Sample

October 24, 2024 Thursday

Council votes for tram

BYLINE: Tom Ray

LENGTH: 120 words

The council voted 31 to 24, the speaker said. Work begins in 2028.

LOAD-DATE: October 25, 2024
"""
NEXIS_UNI = """Flood moves 140

Daily Probe

October 23, 2024 Wednesday

Copyright 2024 Probe Media All Rights Reserved

Section: NEWS; Pg. 4

Length: 240 words

Byline: Ines Korb

Body

Rescue teams reached the flooded valley on Monday, the fire service said. Nobody was hurt.

The mayor spoke.

Load-Date: October 24, 2024

End of Document

Council votes for tram

Evening Sample

October 24, 2024 Thursday 10:00 AM GMT

Copyright 2024 Evening Sample

Length: 120 words

Byline: Tom Ray

Body

The council voted 31 to 24, the speaker said. Work begins in 2028.

Load-Date: October 25, 2024

End of Document
"""
FACTIVA = """SE   News
HD
Flood moves 140

BY   By Ines Korb
WC   240 words
PD   23 October 2024
SN   Daily Probe
SC   DPROBE
PG   4
LA   English
CY   (c) 2024 Probe Media

LP
Rescue teams reached the flooded valley on Monday, the fire service said. Nobody was hurt.

TD
The mayor spoke.

AN
Document DPROBE0020241023eaan00001

HD   Council votes for tram
BY   Tom Ray
WC   120 words
PD   24 October 2024
SN   Evening Sample
LA   English
LP
The council voted 31 to 24, the speaker said. Work begins in 2028.

AN
Document ESAMPL0020241024eaao00002
"""
FACTIVA_PLAIN = """News
Flood moves 140

By Ines Korb
240 words
23 October 2024
Daily Probe
DPROBE
4
English
(c) 2024 Probe Media. All rights reserved.

Rescue teams reached the flooded valley on Monday, the fire service said. Nobody was hurt.

The mayor spoke.

Document DPROBE0020241023eaan00001

Council votes for tram

By Tom Ray
120 words
24 October 2024
10:15
Evening Sample
ESAMPL
English
Copyright 2024 Evening Sample

The council voted 31 to 24, the speaker said. Work begins in 2028.

Document ESAMPL0020241024eaao00002
"""
LAYOUTS = {"Nexis": NEXIS, "Nexis Uni": NEXIS_UNI, "Factiva": FACTIVA, "Factiva without codes": FACTIVA_PLAIN}


def _articles(text):
    notes = []
    return list(export_articles(text, FilePosition("x.txt"), "", notes)), notes


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_an_export_is_taken_apart_with_what_it_says_about_each_article(text):
    assert is_export(text)
    (first, second), notes = _articles(text)
    assert (first.outlet, first.title, first.byline, first.published) == (
        "Daily Probe",
        "Flood moves 140",
        "Ines Korb",
        "2024-10-23",
    )
    assert (second.outlet, second.title, second.byline, second.published) == (
        "Evening Sample",
        "Council votes for tram",
        "Tom Ray",
        "2024-10-24",
    )
    assert "taken apart into 2 articles" in notes[0]


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_text_is_headline_and_body_and_nothing_of_the_archive(text):
    (first, second), _ = _articles(text)
    assert [line for line in first.text.split("\n") if line] == [
        "Flood moves 140",
        "Rescue teams reached the flooded valley on Monday, the fire service said. Nobody was hurt.",
        "The mayor spoke.",
    ]
    assert second.text.endswith("Work begins in 2028.")


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_other_lines_of_the_archive_are_kept_as_extra_values(text):
    (first, _), _ = _articles(text)
    assert json.loads(first.meta)["length"] == "240 words"


def test_each_article_knows_the_line_it_begins_on():
    (first, second), _ = _articles(NEXIS)
    assert (first.position.line, second.position.line) == (1, 25)


def test_a_line_of_the_text_with_a_colon_is_no_label():
    text = NEXIS.replace("The mayor spoke.", "Company: a word that the mayor used twice.\n\nThe mayor spoke.")
    (first, _), _ = _articles(text)
    assert "Company: a word that the mayor used twice." in first.text


def test_an_article_without_an_outlet_is_refused_with_its_line():
    with pytest.raises(FileRefusedError, match=r"line 25: article 2 of this export has no outlet"):
        _articles(NEXIS.replace("Evening Sample\n\nOctober 24, 2024 Thursday\n\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Flood moves 140\n\nRescue teams reached the valley, 1 of 2 documents said.\n",
        "HD is a code.\n\nThe mayor spoke.",
        "The End of Document\n\nIt was a film.",
        "LENGTH: 240 words\n\nA plain article.",
        "",
    ],
)
def test_a_plain_article_is_no_export(text):
    assert not is_export(text)


def test_a_headline_over_two_lines_is_one():
    (first, _), _ = _articles(NEXIS.replace("Flood moves 140", "Flood moves 140\npeople to a school"))
    assert first.title == "Flood moves 140 people to a school"


def test_a_date_that_could_be_two_is_not_taken_for_one():
    text = NEXIS.replace("October 23, 2024 Wednesday", "03/04/2024")
    with pytest.raises(FileRefusedError, match="has no outlet"):
        _articles(text)
