"""What holds of suggestions whatever the text is, and for any share of the sentences."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.article import Article, Sentence
from labels.claim import Claim, SentenceLabels
from labels.codebook.codebook import shipped
from labels.codebook.constraints import violations
from labels.codebook.derivation import paragraph_starts, spans_of, with_derived
from labels.span import Span
from labels.suggestions.suggest import chosen, suggest
from tests.steps import steps

CODEBOOK = shipped()
SPANS = ("cue", "source_mention")
PIECES = (
    *("said", "say", "claims", "that", "told", "according to", "accused", "of", "believed", "is", "to", "it"),
    *("reportedly", "adding", "the mayor", "Ida Holm", "she", "reporters", "the dam", "may", "burst", "was"),
    *(
        "whether",
        "not",
        "and",
        "but",
        "who",
        "report",
        "asked",
        "criticised",
        "for",
        "Monday",
        "on",
        "“",
        "”",
    ),
    *(
        '"',
        ",",
        ".",
        ";",
        ":",
        "—",
        "(",
        ")",
        "?",
        "‘",
        "’",
        "«",
        "»",
        "4,000",
        "U.S.",
        "👍🏽",
        "林美玲",
        "é",
    ),
)


def article_of(sentences: list[str]) -> Article:
    text, made = "", []
    for position, sentence in enumerate(sentences):
        if sentence:
            span = Span(len(text), len(text) + len(sentence))
            made.append(Sentence(f"a:{position}", "a", position, position // 3, "body", span))
        text += sentence + " "
    return Article("a", "event", "Outlet", text, "", tuple(made))


def check(article: Article) -> int:
    """Every suggestion is one that the log would take, and its ranges keep apart; how many there are."""
    spans = {sentence.id: sentence.span for sentence in article.sentences}
    found = [one for made in suggest(article, CODEBOOK).values() for one in made]
    for one in found:
        content = [[span.start, span.end] for span in one.content]
        taken = {"content": content, **one.values}
        for layer, value in taken.items():
            given = CODEBOOK.check_value(layer, value, text_length=len(article.text), sources=())
            assert given == value
        ranges = {layer: spans_of(taken.get(layer)) for layer in ("content", *SPANS)}
        for first, second in combinations(ranges, 2):
            assert not any(a.overlap(b) for a in ranges[first] for b in ranges[second])
        sentence = spans[one.sentence]
        for span in (span for every in ranges.values() for span in every):
            assert sentence.start <= span.start < span.end <= sentence.end
            assert span.trimmed(article.text) == span
        assert all(any(char.isalnum() for char in span.of(article.text)) for span in one.content)
        assert one.reason
    assert len({one.id for one in found}) == len(found)
    return len(found)


@given(st.lists(st.text(), max_size=6))
def test_any_text_gives_suggestions_that_fit_or_none(sentences):
    check(article_of(sentences))


@settings(max_examples=400)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join), max_size=4))
def test_any_order_of_words_and_marks_gives_suggestions_that_fit_or_none(sentences):
    check(article_of(sentences))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_words_without_spaces_between_them_give_suggestions_that_fit_or_none(sentence):
    check(article_of([sentence]))


def test_random_sentences_are_not_all_without_suggestions():
    """The properties above say something: many of the orders of words do have suggestions."""
    draw = random.Random(4)
    sentences = [" ".join(draw.choices(PIECES[:40], k=12)) for _ in range(300)]
    assert check(article_of(sentences)) > 20


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor said that the dam may burst.",
        "“We were never asked,” said Ida Holm.",
        "It is believed that the crew survived.",
        "The operator is accused of hiding the leak.",
        "According to the county, no water was affected.",
    ],
)
def test_an_accepted_suggestion_breaks_no_constraint_that_refuses(sentence):
    article = article_of([sentence])
    [one] = suggest(article, CODEBOOK)["a:0"]
    starts = paragraph_starts(article.sentences)
    claim = Claim("a:0.1", "a:0", one.content, one.values)
    claim = Claim("a:0.1", "a:0", one.content, with_derived(claim, CODEBOOK, article.text, starts=starts))
    frame = SentenceLabels(
        article.sentences[0], article.text, "Outlet", {}, (claim,), paragraph_starts=starts
    )
    assert violations(frame, CODEBOOK, "always") == []


HOSTILE = {
    "one paragraph of quotation marks": ['"' * 200_000],
    "sentences of quotation marks": ['"“”' * 33] * 2_000,
    "quoted letters": ["“a,” " * 390] * 100,
    "cues": ["a said b " * 220] * 100,
    "appositions": ["Bo, a man, said, " * 110] * 100,
    "joined statements": ["He said it was and " * 100] * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(120)  # about two seconds; work that grows with the square would take hours
def test_a_hostile_article_hangs_nothing(name):
    check(article_of(HOSTILE[name]))


def test_a_sentence_has_eight_suggestions_at_most():
    [made] = suggest(article_of(["Bo, a man, said, " * 110]), CODEBOOK).values()
    assert len(made) == 8


def test_twice_the_text_takes_twice_the_work():
    sentence = "The mayor told reporters that the dam may burst, but “we are ready,” he added on Monday."

    def work(size: int) -> int:
        article = article_of([sentence] * size)
        return steps(lambda: suggest(article, CODEBOOK))

    assert work(200) < 2.1 * work(100)


def test_the_same_sentences_are_chosen_each_time():
    ids = [f"s{number}" for number in range(200)]
    assert [chosen(one, "p", 0.5) for one in ids] == [chosen(one, "p", 0.5) for one in ids]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_about_the_given_share_of_the_sentences_is_chosen(share):
    part = sum(chosen(f"s{number}", "p", share) for number in range(10_000)) / 10_000
    assert abs(part - share) < 0.02  # four standard errors at .5


@pytest.mark.parametrize(("share", "expected"), [(0, False), (1, True), (0.0, False), (1.0, True)])
def test_none_or_all_of_the_sentences_can_be_chosen(share, expected):
    assert {chosen(f"s{number}", "p", share) for number in range(1_000)} == {expected}


def test_a_larger_share_adds_sentences_and_takes_none_away():
    ids = [f"s{number}" for number in range(500)]
    small, large = ({one for one in ids if chosen(one, "p", share)} for share in (0.3, 0.6))
    assert small < large


def test_projects_choose_different_sentences():
    ids = [f"s{number}" for number in range(200)]
    assert [chosen(one, "p", 0.5) for one in ids] != [chosen(one, "q", 0.5) for one in ids]


@pytest.mark.parametrize("share", [-0.1, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused_in_words(share):
    with pytest.raises(
        ValueError, match="The share of sentences with suggestions is a number from 0 to 1, not"
    ):
        chosen("s", "p", share)
