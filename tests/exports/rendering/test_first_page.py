"""The first page of a report: plain words made from the figures, and nothing that the data do not carry."""

import pytest

from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.rendering.first_page import confused, confused_level, day, number_of, sentences, subtitle, title
from exports.rendering.html import page
from exports.rendering.tables import main_levels
from exports.report.tool import table_report_json
from tests.exports.labeled import OWN, lettered, report_of, team

ARTICLES = list(lettered([6] * 4))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Two people; the second calls every third event a state."""
    with team(tmp_path_factory.mktemp("first"), ARTICLES) as people:
        for number, one in enumerate(s for article in ARTICLES for s in article.sentences):
            for name in ("Ana", "Ben"):
                kind = "state" if name == "Ben" and number % 3 == 0 else "event"
                people.claim(name, one, **{**OWN, "claim_type": kind})
    return report_of(people.path, names=True, advanced=False)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with team(tmp_path_factory.mktemp("empty"), ARTICLES) as people:
        pass
    return report_of(people.path)


def table_of(folder, rows):
    path = folder / "labels.csv"
    path.write_text("annotator,unit,value\n" + "\n".join(rows), encoding="utf-8")
    return table_report_json(table_report(read_table(path), TableOptions(resamples=20)))


def test_the_page_is_headed_by_the_projects_name_and_the_day_of_the_last_label(report):
    assert title(report) == "p"
    assert subtitle(report) == f"Agreement report, labels up to {day(report['project']['head_at'])}"


@pytest.mark.parametrize(
    ("moment", "words"),
    [("2026-09-07T09:00:00.000000+00:00", "7 September 2026"), ("2026-12-31", "31 December 2026")],
)
def test_a_day_reads_as_people_write_it(moment, words):
    assert day(moment) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "no articles"), (1, "one article"), (3, "three articles"), (1200, "1,200 articles")],
)
def test_small_numbers_are_words(count, words):
    assert number_of(count, "article") == words


def test_the_first_sentence_says_who_labeled_what(report):
    assert sentences(report)[0] == (
        "Two people labeled 24 sentences; all of them, from four articles on four events, were labeled by "
        "two or more people."
    )


def test_the_second_sentence_has_the_share_and_the_alpha_of_the_first_step(report):
    holds = report["sentence"]["holds_claim"]
    words = sentences(report)[1]
    assert f"in {round(100 * holds['percent_agreement']['value'])} of 100 cases" in words


def test_the_confused_values_are_those_that_met_most_often(report):
    level = confused_level(report)
    assert level.layer == "claim_type"
    assert "“Event or action” where another gave “State or trend”" in confused(level)


def test_without_labels_the_sentences_claim_nothing(empty):
    words = " ".join(sentences(empty))
    assert "Nobody has labeled a sentence yet." in words
    assert "can't be computed" in words
    assert not any(character.isdigit() for character in words)


def test_a_table_has_three_sentences_too(tmp_path):
    report = table_of(tmp_path, [f"{who},u{n},{'xy'[n % 2]}" for who in "ab" for n in range(12)])
    first, second, third = sentences(report)
    assert (
        first
        == "Two annotators gave 24 labels to 12 units; 12 of them were labeled by two or more annotators."
    )
    assert "in 100 of 100 cases" in second
    assert third == "Nobody gave different values."
    assert title(report) == report["table"]


def test_one_value_for_everything_is_said_to_leave_alpha_undefined(tmp_path):
    report = table_of(tmp_path, [f"{who},u{n},x" for who in "ab" for n in range(5)])
    assert "alpha is undefined" in sentences(report)[1]


def test_nothing_confused_is_no_sentence(tmp_path):
    report = table_of(tmp_path, [f"{who},u{n},{'xyz'[n % 3]}" for who in "ab" for n in range(9)])
    assert confused(main_levels(report)[0]) == ""


def test_the_first_page_comes_before_everything_else(report):
    text = page(report)
    places = [text.index(words) for words in (">p</h1>", "<figure", "<h3>How far", "<nav", "<section")]
    assert places == sorted(places)
    assert text.count("<h1>") == 1


def test_rows_without_a_figure_are_folded(report):
    text = page(report)
    assert "without a figure</summary>" in text
    assert text.index("<details>") > text.index('<section id="overview">')


def test_at_most_ten_disputed_sentences_are_on_the_first_page(report):
    first = page(report).partition("<nav")[0]
    assert first.count("<blockquote>") <= 10
