"""The parts of a suggestion: ranges of the content, certainty markers, noun phrases, cue words."""

import pytest

from labels.codebook.codebook import shipped
from labels.codebook.quotations import quotations
from labels.span import Span
from labels.suggestions.certainty_markers import Markers
from labels.suggestions.content import content_range, split_clauses
from labels.suggestions.lexicon import CueLexicon
from labels.suggestions.phrases import after_circumstances, line_of, phrase_after, phrase_before

CODEBOOK = shipped()
ORDER = CODEBOOK.layer("certainty").value_ids
MARKERS = Markers(CODEBOOK.certainty_markers, ORDER)
LEXICON = CueLexicon(CODEBOOK.cue_lexicon, CODEBOOK.irregular_forms)


def line(text):
    return line_of(text, Span(0, len(text)), quotations(text, Span(0, len(text))))


def trimmed(text, start=0, end=None):
    span = Span(start, len(text) if end is None else end)
    found = content_range(text, span, quotations(text, Span(0, len(text))))
    return found and found.of(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The dam is safe.", "The dam is safe"),
        ("  The dam is safe …", "The dam is safe"),
        (", that is so,", "that is so"),
        ("“The dam is safe.”", "The dam is safe"),
        ("“The dam is safe!”", "The dam is safe"),
        ("‘The dam is safe,’", "The dam is safe"),
        ("the dam is “safe.”", "the dam is “safe"),
        ("the dam is “safe”.", "the dam is “safe”"),
        ("“Safe” is what the dam is.", "“Safe” is what the dam is"),
        ("“Safe” is no word for a “dam”.", "“Safe” is no word for a “dam”"),
        ("he lives in the U.S.", "he lives in the U.S."),
        ("it grew by 4.2%.", "it grew by 4.2%"),
        ("it grew (by half).", "it grew (by half)"),
        ("水坝很安全。", "水坝很安全。"),
    ],
)
def test_the_content_has_no_outer_marks_and_no_final_punctuation(text, content):
    assert trimmed(text) == content


@pytest.mark.parametrize("text", ["“.”", " , ", "…", "“”", '"', "—"])
def test_marks_alone_are_no_content(text):
    assert trimmed(text) is None


def test_a_range_that_ends_inside_a_quotation_keeps_its_words():
    assert trimmed("“We left. Nobody came.”", 1, 9) == "We left"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the road is closed, and the bridge will open", ["the road is closed", "the bridge will open"]),
        ("the road is closed and must be rebuilt", ["the road is closed", "must be rebuilt"]),
        ("the road was closed and that the bridge was open", ["the road was closed", "the bridge was open"]),
        ("the road and the bridge are closed", ["the road and the bridge are closed"]),
        ("the road is closed and dark", ["the road is closed and dark"]),
        ("it is safe, and that is good to know", ["it is safe, and that is good to know"]),
    ],
)
def test_content_is_split_only_where_two_clauses_are_clear(text, parts):
    found = line(text)
    assert [found.span(*part).of(text) for part in split_clauses(found, 0, len(found))] == parts


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("the dam could burst", "possible"),
        ("the dam is likely to burst", "probable"),
        ("the dam is unlikely to burst", "denied"),
        ("it is unclear who did it", "open"),
        ("nearly half; about 40 people were hurt", "probable"),
        ("they planned a bridge", "probable"),
        ("there is no evidence of a leak", "denied"),
        ("The dam must hold", "certain"),
    ],
)
def test_a_marker_in_the_content_gives_its_value(content, value):
    assert MARKERS.value(content, "say") == value


@pytest.mark.parametrize(
    "content",
    [
        "the dam holds",
        "the talk was about the dam",
        "it opened on May 19",
        "May 19 is the date",
        "the mayor is called Will",
        "nobody asked if it held",
        "the word maybelline is a name",
        "there is no doubt",
        "",
    ],
)
def test_words_that_only_look_like_markers_give_nothing(content):
    assert MARKERS.value(content, "say") is None


@pytest.mark.parametrize(
    ("cue", "value"), [("deny", "denied"), ("pledge", "probable"), ("suspect", "possible"), ("say", None)]
)
def test_a_cue_can_be_a_marker_itself(cue, value):
    assert MARKERS.value("the dam is safe", cue) == value


@pytest.mark.parametrize("joining", ["whether", "if"])
def test_whether_and_if_count_only_where_they_join_the_claim_to_its_cue(joining):
    assert MARKERS.value("the dam is safe", "ask", joining) == "open"
    assert MARKERS.value(f"it was asked {joining} it was safe", "say") is None


def test_of_several_markers_the_least_sure_counts():
    assert MARKERS.value("it will, or rather may, burst", "pledge") == "possible"


def test_a_layer_without_markers_gets_nothing():
    assert Markers({}, ORDER).value("it may burst", "say") is None
    assert Markers(CODEBOOK.certainty_markers, ()).value("it may burst", "deny") is None


@pytest.mark.parametrize(
    "content",
    [
        *("the intended target was missed", "an expected rise did not come", "the plan was dropped"),
        *(
            "its widely expected launch went well",
            "two men died of suspected poisoning",
            "the likely winner left",
        ),
        *("Planned cuts were dropped", "the mayor's pledge was kept", "a possible witness left"),
    ],
)
def test_a_marker_inside_a_noun_phrase_marks_nothing(content):
    assert MARKERS.value(content, "say") is None


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("the launch is expected in March", "probable"),
        ("it's expected to rain", "probable"),
        ("Expected in March, the launch was put off", "probable"),
        ("the fire may have spread", "possible"),
        ("the dam will likely hold", "probable"),
    ],
)
def test_a_marker_outside_a_noun_phrase_still_counts(content, value):
    assert MARKERS.value(content, "say") == value


def test_a_letter_that_only_folds_to_a_marker_is_no_fault():
    assert Markers({"possible": ["suspect"]}, ["possible"]).value("they ſuspect it", "say") is None


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("She said so.", ["say"]),
        ("She did not note it.", ["note"]),
        ("Hats and seeds are not claims.", ["claim"]),
        ("It was seen as a risk.", ["see_as"]),
        ("“He said no,” she added.", ["add"]),
        ("Harbour Master Joren Tell left.", []),
        ("Mayor Says Dam Is Safe", ["say"]),
        ("The announcement was late.", []),
        ("They recognised it and pointed out why.", ["recognize", "point_out"]),
        ("ACCORDING TO HER", ["according_to"]),
        ("According to her", ["according_to"]),
    ],
)
def test_cues_are_found_in_all_forms_but_not_in_names_and_quotations(text, cues):
    assert [cue.lemma for cue in LEXICON.found(line(text))] == cues


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The mayor of Kelm said", "The mayor of Kelm"),
        ("But the mayor said", "the mayor"),
        ("On Tuesday the mayor said", "the mayor"),
        ("In a letter to the board, she said", "she"),
        ("The dam broke and she said", "she"),
        ("The mayor has never said", None),
        ("The mayor refused to say", None),
        ("The mayor would not say", None),
        ("The mayor doesn't say", None),
        ("Nobody said", None),
        ("said", None),
        (", said", None),
        ("Ida Holm, a widow, said", "Ida Holm"),
        ("The widow, Ida Holm, said", "The widow, Ida Holm"),
        ("The Dockers’ Union later said", "The Dockers’ Union"),
        ("A spokesman for Tarn & Sons said", "A spokesman for Tarn & Sons"),
    ],
)
def test_the_subject_of_a_verb_is_the_noun_phrase_before_it(text, subject):
    found = line(text)
    phrase = phrase_before(found, len(found) - 1)
    assert (phrase and found.span(*phrase).of(text)) == subject


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("said Ida Holm.", "Ida Holm"),
        ("said Dr. Ida Holm.", "Dr. Ida Holm"),
        ("said Ida Holm, who was there.", "Ida Holm"),
        ("said the widow, Ida Holm.", "the widow, Ida Holm"),
        ("said Ida Holm on Tuesday.", "Ida Holm"),
        ("said Ida Holm in a statement.", "Ida Holm"),
        ("said the mayor of Kelm in Ostland.", "the mayor of Kelm in Ostland"),
        ("said Mayor Ulf Sand (who was there).", "Mayor Ulf Sand"),
        ("said on Tuesday.", None),
        ("said in a statement.", None),
        ("said.", None),
        ("said", None),
    ],
)
def test_the_speaker_behind_a_verb_ends_where_something_else_begins(text, speaker):
    found = line(text)
    phrase = phrase_after(found, 1)
    assert (phrase and found.span(*phrase).of(text)) == speaker


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("on Tuesday that it rained", "that it rained"),
        ("late on Tuesday it rained", "it rained"),
        ("last week in a statement that it rained", "that it rained"),
        ("on 14 March it rained", "it rained"),
        ("to reporters it rained", "it rained"),
        ("at a news conference it rained", "it rained"),
        ("on balance it rained", "on balance it rained"),
        ("it rained on Tuesday", "it rained on Tuesday"),
    ],
)
def test_when_and_where_it_was_said_is_skipped(text, rest):
    found = line(text)
    assert found.span(after_circumstances(found, 0), len(found)).of(text) == rest
