"""What the rules suggest for sentences written for these tests."""

import hashlib
from dataclasses import replace

import pytest

from labels.article import Article, Kind, Sentence
from labels.codebook.codebook import Codebook, shipped
from labels.span import Span
from labels.suggestions.suggest import suggest

CODEBOOK = shipped()


def article_of(
    *sentences: str, kind: Kind = "body", language: str = "en", one_paragraph: bool = True
) -> Article:
    text, made = "", []
    for position, sentence in enumerate(sentences):
        span = Span(len(text), len(text) + len(sentence))
        paragraph = 0 if one_paragraph else position
        made.append(Sentence(f"a:{position}", "a", position, paragraph, kind, span))
        text += sentence + (" " if one_paragraph else "\n")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Article("a", "event", "Outlet", text, sha256, tuple(made), language=language)


def suggested(sentence: str, *before: str, codebook=CODEBOOK, **more):
    """The suggestions of the last sentence: words of the cue, of the source, of each range of the content."""
    article = article_of(*before, sentence, **more)
    result = []
    for one in suggest(article, codebook).get(f"a:{len(before)}", []):
        words = {
            layer: " ... ".join(article.text[start:end] for start, end in one.values.get(layer, []))
            for layer in ("cue", "source_mention")
        }
        content = [span.of(article.text) for span in one.content]
        result.append((words["cue"], words["source_mention"], *content))
    return result


def certainty(sentence: str):
    return [one.values.get("certainty") for one in suggest(article_of(sentence), CODEBOOK).get("a:0", [])]


def reasons(sentence: str):
    return [one.reason for one in suggest(article_of(sentence), CODEBOOK).get("a:0", [])]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The inspector said that the valve was rusty.",
            ("said", "The inspector", "the valve was rusty"),
        ),
        (
            "The inspector said the valve was rusty.",
            ("said", "The inspector", "the valve was rusty"),
        ),
        (
            "The inspector has repeatedly said that the valve was rusty.",
            ("said", "The inspector", "the valve was rusty"),
        ),
        (
            "The county revealed on Tuesday that two pumps had failed.",
            ("revealed", "The county", "two pumps had failed"),
        ),
        (
            "In a statement on Friday, the county said it would close the bridge.",
            ("said", "the county", "it would close the bridge"),
        ),
        (
            "But on Monday she insisted that nobody had been told.",
            ("insisted", "she", "nobody had been told"),
        ),
        (
            "The harbour master claimed the alarm never rang.",
            ("claimed", "The harbour master", "the alarm never rang"),
        ),
        (
            "A leaked audit shows that the alarm was off.",
            ("shows", "A leaked audit", "the alarm was off"),
        ),
    ],
)
def test_a_clause_behind_its_cue_is_the_content(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The valve was rusty, the inspector said.", ("said", "the inspector", "The valve was rusty")),
        (
            "The valve was rusty, said inspector Ole Brandt.",
            ("said", "inspector Ole Brandt", "The valve was rusty"),
        ),
        (
            "The bridge will stay closed, the county announced on Friday.",
            ("announced", "the county", "The bridge will stay closed"),
        ),
        ("Bridge to close in May, union says", ("says", "union", "Bridge to close in May")),
        (
            "KELM (Coastal Press) — The bridge will stay closed, the county announced.",
            ("announced", "the county", "The bridge will stay closed"),
        ),
        (
            "Turnout fell by a fifth, a survey shows.",
            ("shows", "a survey", "Turnout fell by a fifth"),
        ),
    ],
)
def test_a_clause_before_its_cue_is_the_content(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize("marks", ["“”", '""', "„“", "«»", "””"])
@pytest.mark.parametrize("speaker", ["the farmer said", "said the farmer"])
def test_a_quotation_is_found_in_every_style_and_loses_its_marks(marks, speaker):
    sentence = f"{marks[0]}We were never asked,{marks[1]} {speaker}."
    assert suggested(sentence) == [("said", "the farmer", "We were never asked")]


def test_mixed_styles_in_one_paragraph_do_not_turn_the_quotations_round():
    found = suggested('"Nobody came," she added.', "“We were never asked,” the farmer said.", "It rained.")
    assert found == [("added", "she", "Nobody came")]


def test_a_quotation_over_two_sentences_is_cut_at_the_sentence():
    found = suggested("Nobody came to see us,” the farmer said.", "“We were never asked.")
    assert found == [("said", "the farmer", "Nobody came to see us")]


def test_a_sentence_inside_a_quotation_without_a_cue_gets_nothing():
    assert suggested("The mayor said it was over.", "“We were told a lie.", one_paragraph=True) == []


def test_an_interrupted_quotation_has_two_ranges():
    assert suggested("“We hope,” the farmer said, “that it never rains again.”") == [
        ("said", "the farmer", "We hope", "that it never rains again")
    ]


def test_an_interrupted_sentence_has_two_ranges():
    assert suggested("The plan, the mayor said, would cost four million.") == [
        ("said", "the mayor", "The plan", "would cost four million")
    ]


def test_a_quotation_behind_a_colon_is_the_content():
    assert suggested("The farmer said: “We were never asked.”") == [
        ("said", "The farmer", "We were never asked")
    ]


def test_a_partly_quoted_claim_ends_before_the_full_stop_and_its_mark():
    assert suggested("The court stated that the count was “too hasty.”") == [
        ("stated", "The court", "the count was “too hasty")
    ]


def test_a_partly_quoted_claim_keeps_marks_that_pair_inside_it():
    assert suggested("The court stated that the count was “too hasty”.") == [
        ("stated", "The court", "the count was “too hasty”")
    ]


def test_any_verb_of_a_speaker_behind_a_quotation_is_a_cue():
    assert suggested("“They wanted new carpets!” he fumed.") == [("fumed", "he", "They wanted new carpets")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "According to the county, no drinking water was affected.",
            ("According to", "the county", "no drinking water was affected"),
        ),
        (
            "No drinking water was affected, according to the county.",
            ("according to", "the county", "No drinking water was affected"),
        ),
        (
            "No drinking water was affected according to a note by Dr. Ida Holm.",
            ("according to", "a note by Dr. Ida Holm", "No drinking water was affected"),
        ),
        (
            "According to Ida Holm, who leads the clinic, all files are safe.",
            ("According to", "Ida Holm", "all files are safe"),
        ),
    ],
)
def test_according_to_is_found_before_and_behind_the_claim(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor told reporters that the dam was safe.", ("told", "The mayor", "the dam was safe")),
        ("The mayor told them the dam was safe.", ("told", "The mayor", "the dam was safe")),
        ("“The dam is safe,” the mayor told the Daily Shout.", ("told", "the mayor", "The dam is safe")),
        (
            "The mayor warned residents that the dam could burst.",
            ("warned", "The mayor", "the dam could burst"),
        ),
    ],
)
def test_the_one_who_is_told_belongs_to_neither_source_nor_content(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The union accused the operator of hiding the leak.",
            ("accused", "The union", "the operator of hiding the leak"),
        ),
        (
            "The operator is accused of hiding the leak.",
            ("accused", "", "The operator", "hiding the leak"),
        ),
        (
            "The union criticised the operator for allegedly hiding the leak.",
            ("criticised", "The union", "hiding the leak"),
        ),
        ("Experts warned of a second leak.", ("warned", "Experts", "a second leak")),
        (
            "The county denied any knowledge of the cracks.",
            ("denied", "The county", "any knowledge of the cracks"),
        ),
        ("The operator pledged to repair the dyke.", ("pledged", "The operator", "to repair the dyke")),
        ("The report found no trace of oil.", ("found", "The report", "no trace of oil")),
        (
            "She called the recount “a shameful spectacle”.",
            ("called", "She", "the recount “a shameful spectacle”"),
        ),
    ],
)
def test_verbs_without_that_take_their_own_complements(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is believed that the crew survived.", ("believed", "", "the crew survived")),
        ("The crew is believed to have survived.", ("believed", "", "The crew", "to have survived")),
        ("The crew survived, it was claimed last night.", ("claimed", "", "The crew survived")),
        ("The ship reportedly sank off the cape.", ("reportedly", "", "The ship", "sank off the cape")),
    ],
)
def test_an_unnamed_source_has_a_cue_and_no_mention(sentence, expected):
    assert suggested(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "mention"),
    [
        ("Ida Holm, a biologist at Kelm University, said the fish were dying.", "Ida Holm"),
        ("Ida Holm, who lost the first count, said the fish were dying.", "Ida Holm"),
        ("Her spokesman, Emil Roth, said the fish were dying.", "Her spokesman, Emil Roth"),
        ("The Ministry of Health (MOH) said the fish were dying.", "The Ministry of Health (MOH)"),
        ("Police and prosecutors said the fish were dying.", "Police and prosecutors"),
        ("It rained and the mayor said the fish were dying.", "the mayor"),
        ("Last week, harbour master Ole Brandt said the fish were dying.", "harbour master Ole Brandt"),
        ("The fish were dying, said Ida Holm, who runs the inn.", "Ida Holm"),
        (
            "The fish were dying, said Ida Holm of the harbour board in a statement.",
            "Ida Holm of the harbour board",
        ),
        ("The fish were dying, said Gen. Aldous Brandt.", "Gen. Aldous Brandt"),
        ("Two people who work at the port said the fish were dying.", "Two people who work at the port"),
    ],
)
def test_the_mention_is_the_noun_phrase_beside_the_cue(sentence, mention):
    assert [source for _, source, *_ in suggested(sentence)] == [mention]


def test_two_speakers_of_a_sentence_get_a_suggestion_each():
    assert suggested("The mayor said the dam was safe, but the union claimed that it had cracks.") == [
        ("said", "The mayor", "the dam was safe"),
        ("claimed", "the union", "it had cracks"),
    ]


def test_a_speaker_who_goes_on_gets_a_second_suggestion():
    assert suggested("“The dam is safe,” the mayor said, adding that it was built in 1974.") == [
        ("said", "the mayor", "The dam is safe"),
        ("adding", "the mayor", "it was built in 1974"),
    ]


def test_a_participle_has_the_subject_of_the_main_clause():
    assert suggested("When the vote was over, the mayor resigned, saying that he was tired.") == [
        ("saying", "the mayor", "he was tired")
    ]


def test_a_statement_that_somebody_releases_is_theirs():
    assert suggested("The operator released a statement saying: “We are sorry.”") == [
        ("saying", "The operator", "We are sorry")
    ]


def test_two_clear_clauses_under_one_cue_are_two_claims():
    assert suggested("The gate will open on Monday, and the road will be closed, the county said.") == [
        ("said", "the county", "The gate will open on Monday"),
        ("said", "the county", "the road will be closed"),
    ]


def test_nouns_joined_by_and_stay_one_claim():
    found = suggested("The county said the road and the bridge were closed.")
    assert found == [("said", "The county", "the road and the bridge were closed")]


def test_a_speaker_inside_a_statement_is_content():
    assert suggested("The mayor said that experts believe the dam is safe.") == [
        ("said", "The mayor", "experts believe the dam is safe")
    ]


def test_an_attitude_reported_by_somebody_is_content():
    assert suggested("The union fears a strike, the paper reported.") == [
        ("reported", "the paper", "The union fears a strike")
    ]


def test_who_passes_a_statement_on_is_not_its_source():
    assert suggested("The ministry stated that the files were safe, reported the Kelm Courier.") == [
        ("stated", "The ministry", "the files were safe")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry ran aground shortly after midnight.",
        "The operator declined to comment.",
        "The board did not say who had put them there.",
        "Nobody could say if swimming is safe.",
        "The report was published on Monday.",
        "Harbour Master Joren Tell resigned.",
        "Claims that the dam is unsafe are old.",
        "The city plans a second bridge.",
        "Families were told to keep their windows shut.",
        "He wants the centre to close.",
        "I think that was wrong.",
        "The letter seen by this paper is two pages long.",
        "Seed funding that came late saved the firm.",
        "She was not seen again.",
        "The mayor denied allegations.",
        "The fund bought the debt, easing shareholder worries.",
    ],
)
def test_sentences_without_an_attributed_claim_get_nothing(sentence):
    assert suggested(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor said the dam may burst.", "possible"),
        ("The mayor said the town is set to rebuild the dam.", "probable"),
        ("The mayor said about 40 houses were lost.", "probable"),
        ("The mayor asked whether the dam was safe.", "open"),
        ("The operator denied that oil had leaked.", "denied"),
        ("The operator pledged to repair the dam.", "probable"),
        ("The mayor said the dam will be repaired.", "certain"),
        ("The mayor said the dam may burst and will be repaired.", "possible"),
    ],
)
def test_the_certainty_is_that_of_the_marker(sentence, expected):
    assert certainty(sentence)[0] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor said the dam was safe.",
        "The mayor said the dam reopened on May 19.",
        "The mayor said the talk about the dam was over.",
    ],
)
def test_without_a_marker_no_certainty_is_suggested(sentence):
    assert certainty(sentence) == [None]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The mayor said that it was safe.", "'said that'"),
        ("The mayor said it was safe.", "'said' before the claim"),
        ("It was safe, the mayor said.", "'said' after the claim"),
        ("“It was safe,” the mayor said.", "'said' after a quotation"),
        ("The mayor said: “It was safe.”", "'said' before a quotation"),
        ("According to the mayor, it was safe.", "'according to'"),
        ("Experts warned of a leak.", "'warned of'"),
        ("The ship reportedly sank at night.", "'reportedly'"),
    ],
)
def test_the_reason_says_in_a_few_words_what_was_found(sentence, reason):
    assert reasons(sentence) == [reason]


def test_every_suggestion_gives_the_layers_that_the_codebook_sets():
    [one] = suggest(article_of("The mayor said it was safe."), CODEBOOK)["a:0"]
    assert one.values == {"anchor": "explicit", "cue": [[10, 14]], "source_mention": [[0, 9]]}


def test_the_kind_of_source_is_never_guessed():
    [one] = suggest(article_of("The mayor said it may be safe."), CODEBOOK)["a:0"]
    assert not {"source_kind", "claim_type", "source"} & set(one.values)


def test_ids_are_the_same_each_time_and_different_for_each_suggestion():
    article = article_of("It was safe, the mayor said.", "It was safe, the mayor said.", one_paragraph=False)
    first, second = (suggest(article, CODEBOOK) for _ in range(2))
    assert first == second
    ids = [one.id for made in first.values() for one in made]
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize(
    "kind", ["byline", "dateline", "boilerplate", "kicker", "outlet_name", "runin_heading"]
)
def test_boilerplate_gets_no_suggestions(kind):
    assert suggested("It was safe, the mayor said.", kind=kind) == []


@pytest.mark.parametrize("kind", ["body", "headline", "caption"])
def test_every_kind_that_is_labeled_gets_suggestions(kind):
    assert len(suggested("It was safe, the mayor said.", kind=kind)) == 1


@pytest.mark.parametrize("language", ["de", "fr-CA", "zh", "enm"])
def test_articles_in_other_languages_get_no_suggestions(language):
    assert suggested("It was safe, the mayor said.", language=language) == []


@pytest.mark.parametrize("language", ["en", "en-GB", "EN", "en_US", ""])
def test_english_articles_and_those_of_no_stated_language_get_suggestions(language):
    assert len(suggested("It was safe, the mayor said.", language=language)) == 1


def test_a_codebook_in_another_language_has_no_suggestions():
    german = replace(CODEBOOK, language="de")
    assert suggested("It was safe, the mayor said.", codebook=german) == []


def test_a_sentence_longer_than_any_claim_gets_no_suggestions():
    assert suggested("The mayor said that " + "it was safe and " * 200 + "dry.") == []


def test_a_sentence_outside_any_paragraph_start_is_read_as_well():
    article = article_of("It was safe, the mayor said.")
    moved = replace(
        article, text="\n" + article.text, sentences=(replace(article.sentences[0], span=Span(1, 29)),)
    )
    assert len(suggest(moved, CODEBOOK)["a:0"]) == 1


def test_what_the_rules_would_refuse_is_not_suggested():
    data = CODEBOOK.as_json()
    rule = {"id": "own", "rule": "together", "when": "always", "members": []}
    rule["members"] = [{"layer": "anchor", "value": "explicit"}, {"layer": "certainty", "value": "certain"}]
    data["constraint"].append(rule)
    strict = Codebook.from_data(data)
    assert len(suggested("The dam may burst, the mayor said.")) == 1
    assert suggested("The dam may burst, the mayor said.", codebook=strict) == []
