"""Sentence boundaries inside a paragraph."""

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels.splitting import split

DATA = Path(__file__).parent / "data"


def _sentences(text):
    return [span.of(text) for span in split(text)]


# One sentence between bars; the bars stand for spaces.
CASES = {
    "titles": "Dr. Falk met Gen. Ruta and Lt. Col. Anne Varga.|They left.",
    "initials": "J. R. Pell and George H.W. Bush spoke.|Robert F. Kennedy Jr. listened.",
    "countries": "The U.S. Senate met in Washington, D.C. on Monday.|It left the U.S.|The rest stayed.",
    "companies": "Apple Inc. and Ford Motor Co. fell.|So did Brill & Co.|The Dow rose.",
    "states": "He is from Tampa, Fla.|The others, of Macon, Ga., left.",
    "party": "Rep. Ortiz (D-Calif.) disagreed.|Sen. Bernie Sanders (I-Vt.) agreed.",
    "numbers": "No. 5 beat No. 10 on Downing St.|The crowd left.|He said no.|Then he left.",
    "months": "It began on Dec. 12 and ended on Jan. 6.|Nobody knew.",
    "clock": "It opens at 9 a.m. Monday and shuts at 5 p.m.|Police will be there.",
    "question in a quotation": "“Why now?” Mr. Blair asked.|“Who knows?” said Ann Li.|Nobody did.",
    "quotation ends": "“We won.|We won,” he said.|“Good.”|Then he left.",
    "straight quotation": '"We won.|We won," he said.|"Good."|Then he left.',
    "pronoun after a quoted question": "“Money?”|She said nothing.",
    "exclamation": "“Stop!” a guard shouted.|The door closed.",
    "brand": "Yahoo! Finance fell.|It rose later.",
    "dateline": "PARIS (AP) — Two men left.|One stayed.",
    "dateline with state": "ST. PETERSBURG, Fla. — A woman was saved.|She is fine.",
    "bracketed sentence": "It rose.|(It had fallen before.)|Then it fell.",
    "bracket inside": "He left (it was late. very late) and slept.|He woke.",
    "omission": "He spoke ... and we listened.|“I ... don't know,” he said.",
    "versus": "The case, Weller v. Stone County, goes on.|It is old.",
    "digit starts": "It began in 2010.|5 people came.|17 left.",
    "decimal": "Prices rose 2.5 percent to $3.10.|Sales fell.",
    "semicolon and colon": "He came; she left: that was all.|Then it rained.",
    "lower-case brand": "He showed a phone.|iPhone users cheered.",
    "lettered": "He fought in World War I.|The rest is known.",
    "footnotes": "It fell.[1]|Then it rose.[2][3]|It fell again.",
    "marks in a row": "Wow?!|Then what???|Nothing.",
    "web address": "See www.example.com/a.b for more.|Then go.",
    "guillemets": "«Non.»|Il part.",
    "German date": "Am 3. Oktober war Feiertag.|Alle ruhten.",
    "acronym": "The EU acted.|NATO did not.|He works for the F.B.I. in Ohio.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_news_is_split_as_an_editor_would(marked):
    assert _sentences(marked.replace("|", " ")) == marked.split("|")


def test_chinese_and_japanese_stops_end_sentences_without_a_space():
    assert _sentences("会议结束了。大家都走了！你呢？") == ["会议结束了。", "大家都走了！", "你呢？"]


def test_a_japanese_quotation_stays_with_its_speaker():
    assert _sentences("彼は「終わった。」と述べた。雨が降った。") == [
        "彼は「終わった。」と述べた。",
        "雨が降った。",
    ]


def test_an_arabic_question_mark_ends_a_sentence():
    assert len(_sentences("هل وصل الوزير؟ نعم وصل أمس.")) == 2


def test_a_space_lost_after_a_full_stop_is_no_obstacle():
    assert _sentences("The shop closed.The owner left.") == ["The shop closed.", "The owner left."]


def test_a_line_break_inside_a_paragraph_counts_as_a_space():
    assert _sentences("He met Mr.\nLi. She\nleft.") == ["He met Mr.\nLi.", "She\nleft."]


def test_nothing_is_split_off_white_space():
    assert split(" \n ") == []


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" .!?…\"“”'()。»A"))))
def test_sentences_are_tight_ordered_and_hold_everything(text):
    spans = split(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "unit",
    ["word ", "U.S. ", "a. ", ".", ".'", "? ", '" ', "(", "(A. ", ". '' ", "。」", "A b.C", "x? Ab Cd "],
)
def test_a_hostile_paragraph_of_100_kb_takes_under_two_seconds(unit):
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    split(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", ["hard_news_tuned", "hard_news_held_out"])
def test_boundaries_of_hard_news_reach_f1_of_96_percent(name):
    paragraphs = (DATA / f"{name}.txt").read_text("utf-8").strip().split("\n\n")
    right = marked = found = 0
    for paragraph in paragraphs:
        gold = paragraph.split("\n")
        starts = {sum(len(s) + 1 for s in gold[:i]) for i in range(1, len(gold))}
        own = {span.start for span in split(" ".join(gold))} - {0}
        right, marked, found = right + len(starts & own), marked + len(starts), found + len(own)
    assert 2 * right / (marked + found) >= 0.96
