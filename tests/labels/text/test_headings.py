"""Headings that run into their paragraph."""

import pytest

from labels.text.sentences import repeated_headings, runin_heading


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("What Happened: The ministry spoke.", "What Happened:"),
        ("Why It Matters: It is the first case.", "Why It Matters:"),
        ("Why it matters: It is the first case.", "Why it matters:"),
        ("The big picture: Rates are rising.", "The big picture:"),
        ("Price Action: Shares fell 2 percent.", "Price Action:"),
        ("Background: In 2013 a storm killed 11.", "Background:"),
        ("**What's next:** A vote on Friday.", "**What's next:**"),
        ("What Happened: “We lost,” he said.", "What Happened:"),
    ],
)
def test_a_heading_at_the_start_of_a_paragraph_is_cut_off(paragraph, heading):
    found = runin_heading(paragraph)
    assert found is not None
    assert found.of(paragraph) == heading


@pytest.mark.parametrize(
    "paragraph",
    [
        "BEIJING: The ministry offered help.",
        "Mr Smith: I saw nothing.",
        "He said: The harbour is closed.",
        "Jane Doe: I saw nothing.",
        "The minister was clear: No money.",
        "The question is this: Who pays?",
        "Reuters: Shares fell.",
        "It began at 10:30 on Monday.",
        "Note: see below",
        "The rebels hold three towns: Dol, Breg and Sela.",
    ],
)
def test_a_speaker_a_place_or_a_clause_before_a_colon_is_no_heading(paragraph):
    assert runin_heading(paragraph) is None


def test_a_title_case_phrase_is_a_heading_in_the_company_of_one():
    found = repeated_headings(["What Happened: It fell.", "Market Response: It rose."])
    assert runin_heading("Market Response: It rose.", found) is not None


def test_a_speaker_who_comes_back_is_no_heading():
    found = repeated_headings(["What Happened: It fell.", "Jane Doe: No.", "Jane Doe: Yes."])
    assert "Jane Doe" not in found


SOURCES = (
    *("letter", "contract", "plan", "banner", "post", "charter", "clause", "caption", "sign", "note", "memo"),
    *(
        "statement",
        "report",
        "study",
        "headline",
        "leaflet",
        "inscription",
        "law",
        "motion",
        "email",
        "message",
    ),
)
VERBS = ("says", "said", "reads", "read", "states", "adds", "warns", "means", "shows", "asks")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_source_with_its_verb_and_a_colon_is_an_attribution(source, verb):
    for phrase in (f"The {source} {verb}", f"The {source.title()} {verb.title()}", f"One {source} {verb}"):
        assert runin_heading(f"{phrase}: “The dam in Lind valley is safe.” It is signed.") is None


def test_a_source_is_no_heading_beside_headings_either():
    paragraphs = ["What Happened: The dam broke.", "The Letter Says: The dam is safe."]
    assert "The Letter Says" not in repeated_headings(paragraphs)


@pytest.mark.parametrize("phrase", ["What it means", "Why it matters"])
def test_a_question_with_a_verb_is_a_heading(phrase):
    assert runin_heading(f"{phrase}: Rates are rising.") is not None
