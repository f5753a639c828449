"""Where ranges may begin and end, found in a sentence's text alone."""

import pytest

from labels.codebook.codebook import shipped
from labels.codebook.quotations import quoted_ranges
from labels.span import Span
from labels.suggestions.candidates import LONGEST_SENTENCE, NOWHERE, Candidates, candidates
from labels.suggestions.lexicon import CueLexicon

LEXICON = CueLexicon(shipped().cue_lexicon, shipped().irregular_forms)


def of(text: str, lexicon: CueLexicon = LEXICON, english: bool = True) -> Candidates:
    [result] = candidates(text, [Span(0, len(text))], quoted_ranges(text, (0,)), lexicon, english)
    return result


@pytest.mark.parametrize(
    ("text", "cue", "mention"),
    [
        ("The ferry was old, the mayor has also said.", "said", "the mayor"),
        ("“It was old,” said Ole Brandt on Monday.", "said", "Ole Brandt"),
        ("The ministry (MW) stated that no pump failed.", "stated", "The ministry (MW)"),
        ("No pump failed, according to the ministry.", "according to", "the ministry"),
    ],
)
def test_a_cue_comes_with_the_mention_of_its_source(text: str, cue: str, mention: str) -> None:
    first = of(text).cues[0]
    assert (first.range.of(text), first.mentions[0].of(text)) == (cue, mention)


def test_cues_that_introduce_a_statement_come_before_other_words_of_the_lexicon() -> None:
    text = "The company, citing a report, insisted that the engine was new."
    assert [cue.range.of(text) for cue in of(text).cues] == ["insisted", "report", "citing"]


def test_words_in_quotation_marks_are_no_cues() -> None:
    assert of("The poster read “he said so”.").cues == ()


def test_clauses_end_at_marks_but_not_at_a_short_form_or_an_abbreviation() -> None:
    text = "However, Gen. Roth of the ministry (MW) left; the ferry sank."
    assert [span.of(text) for span in of(text).clauses] == [
        "However",
        "Gen. Roth of the ministry (MW) left",
        "the ferry sank",
    ]


def test_the_words_at_the_edges_of_content_and_mention_are_named() -> None:
    text = "However, she had said that it sank on Monday."
    found = of(text)
    edges = (found.openers, found.auxiliaries, found.joiners)
    words = [[text[start:].split(maxsplit=1)[0] for start in starts] for starts in edges]
    assert words == [["However,"], ["had", "that"], ["that", "on"]]


def test_another_language_has_no_english_words_but_its_own_cues_and_marks() -> None:
    text = "Die Fähre war alt, sagte Ole Brandt."
    found = of(text, CueLexicon({"neutral": ["sagen"]}, {"sagen": ["sagte"]}, english=False), english=False)
    assert [cue.range.of(text) for cue in found.cues] == ["sagte"]
    assert [span.of(text) for span in found.clauses] == ["Die Fähre war alt", "sagte Ole Brandt"]
    assert found.auxiliaries == found.joiners == found.stops == ()


def test_a_cue_is_found_within_a_line_without_spaces() -> None:
    text = "部长表示渡轮已经沉没"
    found = of(text, CueLexicon({"neutral": ["表示"]}, {}, english=False), english=False)
    assert [cue.range.of(text) for cue in found.cues] == ["表示"]


def test_a_sentence_too_long_for_a_claim_has_no_candidates() -> None:
    assert of("word " * LONGEST_SENTENCE) == NOWHERE


@pytest.mark.parametrize(
    "text", ["…", "((", "a", "said", "“”", "Gen. Roth", "x (y", "1.2.3 said (", ") said"]
)
def test_any_text_has_candidates_inside_it(text: str) -> None:
    found = of(text)
    assert all(span.end <= len(text) for span in found.clauses)
    assert all(start < len(text) for start in (*found.breaks, *found.auxiliaries, *found.stops))
