"""The faults of reading that users of other tools reported, on the files of the shared folder."""

import pytest

from labels.errors import FileRefusedError
from labels.text.formats.layouts import parsed_layout
from labels.text.formats.records import RecordOptions
from labels.text.importing import ReadingOptions, read
from tests.trial import SHARED

REPORTED = SHARED / "reported"


def _read(name, columns="", **options):
    return read([REPORTED / name], ReadingOptions(records=RecordOptions(parsed_layout(columns), **options)))


def _sentences(name, article=0, **options):
    chosen = _read(name, **options).articles[article]
    return [(each.kind, each.span.of(chosen.text)) for each in chosen.sentences]


BODIES = {
    "P05/page.html": "The minister denied that anyone had warned her before the flood.",
    "P10/page.html": "The dam was built in 1961 and repaired twice.",
    "P12/page.html": "The inquiry will cost 45 million euros, the ministry said.",
    "P13/page.html": "The mayor said “the dam is safe” and left.",
    "P17/a.txt": "The letter says: “The dam in Lind valley is safe.”",
    "P19/a.txt": "MOSCOW, October 23. /TASS/. The ministry has opened two cases, its spokesman said.",
    "P21/a.txt": "“I … I was not told,” the mayor said.",
    "P23/a.txt": "macOS users complained.",
    "P25/a.txt": "Great news! 🎉",
    "P27/a.txt": "— Никто нас не предупредил.",
    "P30/page.html": "Nobody had been charged, police said.",
    "P36/a.csv": "The mayor, Peter Lind, called the warning system a failure.",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_sentence_that_was_lost_or_torn_is_whole(name):
    assert ("body", BODIES[name]) in _sentences(name)


def test_articles_of_one_page_are_taken_apart():
    assert len(_read("P07/page.html").articles) == 3


def test_an_index_is_no_article():
    with pytest.raises(FileRefusedError, match="index of teasers"):
        _read("P09/page.html")


def test_a_live_blog_keeps_its_headline_and_times():
    kinds = _sentences("P15/page.html")
    assert kinds[0] == ("headline", "Flood live: helicopters on the way")
    assert [text for kind, text in kinds if kind == "dateline"] == ["14:05", "13:40", "13:10", "12:20"]


def test_markup_is_named_and_read_on_request():
    with pytest.raises(FileRefusedError, match="--markup strip"):
        _read("P28/a.jsonl")
    assert ("body", "It holds & will hold.") in _sentences("P28/a.jsonl", markup="strip")


def test_numbers_are_ids():
    assert _read("P32/a.jsonl").articles[0].id == "17"


def test_the_mapping_of_other_columns_is_suggested_and_read():
    pairs = "outlet=publication,byline=author,published=date,text=content"
    with pytest.raises(FileRefusedError, match=f"--map {pairs}"):
        _read("P34/a.csv")
    assert _read("P34/a.csv", pairs).articles[0].published == "2016-12-31"


def test_nested_values_are_kept():
    assert '"src": "Probe"' in _read("P35/a.jsonl").articles[0].meta


def test_other_files_of_a_folder_are_passed_over():
    assert "README.md, a.ann" in _read("P38/folder").notes[0]


def test_an_export_of_a_press_archive_is_taken_apart():
    assert [each.outlet for each in _read("P40/a.txt").articles] == ["Daily Probe", "Evening Sample"]
