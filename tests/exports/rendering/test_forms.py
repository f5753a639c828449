"""The report as a page, pictures, CSV and LaTeX: hostile text stays text, and everything opens offline."""

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.rendering.csv_files import csv_files, csv_text, safe
from exports.rendering.html import page
from exports.rendering.latex import escaped, latex_table
from exports.rendering.layer_tables import confusions, tables
from exports.rendering.pictures import drawn, pictures
from exports.rendering.project_tables import people_tables
from exports.rendering.svg import Picture
from exports.rendering.tables import Column, Table, columns_shown, levels, overview
from exports.rendering.text import plain_table, remarks, report_json, shown, summary
from exports.rendering.titles import REASONS, reason
from exports.report.tool import table_report_json
from tests.exports.labeled import OWN, report_of, team
from tests.labels.projects import article

HOSTILE = "<script>alert(1)</script> & =cmd|'x' \\end{tabular}"
EVIL = article(f"Dam opens\n{HOSTILE} It holds. Rain fell. Sun shone. Wind blew.", "<b>Outlet</b>")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Three people with hostile names on hostile text."""
    with team(tmp_path_factory.mktemp("evil"), [EVIL]) as people:
        for number, name in enumerate(("=Ana", "<i>Ben</i>", "Chi & co")):
            for place, sentence in enumerate(EVIL.sentences):
                if place == 1 and number == 2:
                    people.nothing(name, sentence)
                    continue
                kind = "event" if (place + number) % 3 else "state"
                people.claim(name, sentence, **{**OWN, "claim_type": kind})
    return report_of(people.path, names=True)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """The report of a mere table."""
    path = tmp_path_factory.mktemp("table") / "t.csv"
    rows = ["annotator,unit,value"] + [
        f"a{a},u{u},{'xy'[(u * a) % 3 == 1]}" for a in range(3) for u in range(30)
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return table_report_json(table_report(read_table(path), TableOptions(resamples=50)))


class Tags(HTMLParser):
    """The tags and attributes of a page, and whether every one that opens is closed."""

    VOID = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words, self._open = [], [], [], []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_hostile_text_stays_text_in_the_page(report):
    read = Tags(page(report))
    assert not {"script", "b", "i", "iframe", "img"} & set(read.tags)
    assert HOSTILE.split(" It", maxsplit=1)[0] in "".join(read.words)
    assert "<i>Ben</i>" in "".join(read.words)


def test_the_page_fetches_nothing_and_runs_nothing(report):
    text = page(report)
    read = Tags(text)
    assert not {name for name, _ in read.attributes if name.startswith("on") or name == "src"}
    assert all(value.startswith("#") for name, value in read.attributes if name == "href")
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_the_page_follows_light_and_dark_and_prints_light_on_a4(report):
    text = page(report)
    assert "prefers-color-scheme:dark" in text
    assert "@page{size:A4" in text
    assert "@media print" in text


def test_every_table_of_the_page_has_a_caption_and_header_cells(report):
    read = Tags(page(report))
    assert read.tags.count("table") == read.tags.count("caption") > 10
    assert ("scope", "col") in read.attributes
    assert ("scope", "row") in read.attributes


def test_every_picture_says_in_words_what_it_shows(report):
    for picture in drawn(report):
        root = ET.fromstring(picture.standalone())
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
        assert root.attrib["role"] == "img"


def test_pictures_are_drawn_for_layers_pairs_and_ranges(report):
    assert {"forest", "spans", "values_claim_type", "pairs_claim_type"} <= set(pictures(report))


@pytest.mark.parametrize("scheme", ["light", "dark", "both"])
def test_a_picture_has_the_colours_that_were_asked_for(report, scheme):
    text = pictures(report, scheme)["forest"]
    assert ("#ffffff" in text) == (scheme != "dark")
    assert ("#171614" in text) == (scheme != "light")


def test_words_too_long_for_a_picture_are_cut_and_stand_whole_in_the_tooltip():
    picture = Picture("p", "t", "d", 100, 20)
    picture.fitted(0, 10, "A very long <title> of a layer", 60)
    [text] = picture.parts
    assert "…" in text
    assert "<title>A very long &lt;title&gt; of a layer</title>" in text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", " =1", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-0.5, 3, "a=b", ""])
def test_numbers_and_plain_text_stay_as_they_are_in_csv(cell):
    assert safe(cell) == cell


def test_csv_files_are_read_back_with_every_row_and_full_precision(report):
    files = csv_files(report)
    rows = list(csv.reader(io.StringIO(files["overview"])))
    assert len(rows) == 1 + len(overview(report).rows)
    alpha = report["sentence"]["holds_claim"]["krippendorff_alpha"]["value"]
    assert float(rows[1][3]) == alpha
    assert "'=Ana" in files["pairs"]


def test_what_is_undefined_is_an_empty_cell_and_never_zero():
    text = csv_text(Table("t", "T", (Column("a", "number"),), ((None,), (0.0,))))
    assert text == 'a\n""\n0.0\n'


def test_the_confusion_of_each_pair_adds_up_to_its_units(report):
    rows = list(csv.DictReader(io.StringIO(csv_files(report)["confusion"])))
    total = sum(int(row["units"]) for row in rows if row["layer"] == "claim_type")
    assert total == sum(pair["n_units"] for pair in report["layers"]["claim_type"]["by_pair"])


def test_a_confusion_table_counts_each_pair_both_ways(report):
    [found] = [one for one in confusions(levels(report)) if one.id == "confusion_claim_type"]
    cells = [row[1:] for row in found.rows]
    assert cells == [tuple(column) for column in zip(*cells, strict=True)]


def test_latex_escapes_what_would_be_a_command():
    assert escaped("50 % of a_b & \\x{$#~^}") == (
        r"50 \% of a\_b \& \textbackslash{}x\{\$\#\textasciitilde{}\textasciicircum{}\}"
    )


def test_the_latex_table_has_as_many_cells_in_every_row(report):
    text = latex_table(report)
    rows = [line for line in text.splitlines() if line.endswith(r"\\")]
    cells = {len(re.findall(r"(?<!\\)&", row)) for row in rows}
    assert cells == {8}
    assert text.count("\\begin") == text.count("\\end") == 2


def test_a_row_that_begins_with_a_bracket_is_no_option_of_the_row_before(table):
    text = latex_table(table).replace("\nvalue &", "\n[x] &")
    assert "[x]" in text


def test_the_terminal_shows_aligned_columns_and_leaves_empty_ones_out(report):
    lines = plain_table(overview(report)).splitlines()
    assert lines[0].startswith("Layer")
    assert set(lines[1]) == {"-", " "}
    assert "Does the sentence hold a claim?" in lines[2]


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        (None, "number", "-"),
        (0.12345, "number", "0.123"),
        (-0.0001, "number", "0.000"),
        (0.5, "share", "50.0 %"),
        (1234, "count", "1,234"),
        ("x", "text", "x"),
    ],
)
def test_a_cell_reads_as_people_write_it(cell, kind, words):
    assert shown(cell, kind) == words


def test_columns_that_repeat_the_heading_are_left_out_below_it():
    one = Table(
        "t", "T", (Column("Layer"), Column("Value"), Column("Note")), (("a", "x", ""), ("a", "y", ""))
    )
    assert columns_shown(one, one.rows) == [0, 1]
    assert columns_shown(one, one.rows, within=True) == [1]


def test_no_form_of_the_report_gives_a_verdict(report):
    words = (page(report) + summary(report) + latex_table(report)).lower()
    for verdict in ("excellent", "substantial", "moderate agreement", "poor", "almost perfect", "acceptable"):
        assert verdict not in words


def test_a_mere_table_has_a_page_pictures_and_files_too(table):
    assert Tags(page(table)).tags.count("svg") >= 2
    assert {"overview", "coefficients", "values", "pairs", "annotators", "confusion"} <= set(csv_files(table))
    assert people_tables(table) == []
    assert "take units as independent" in summary(table)
    assert any("values were taken from the data" in words for words in remarks(table))


def test_alpha_and_ac_far_apart_are_said_to_be_so(tmp_path):
    path = tmp_path / "t.csv"
    rows = ["annotator,unit,value"] + [
        f"{a},u{u},{'y' if u == (a == 'b') else 'n'}" for a in "ab" for u in range(40)
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    report = table_report_json(table_report(read_table(path), TableOptions(resamples=20)))
    assert any("Gwet's AC" in words for words in remarks(report))


def test_every_reason_has_words(report):
    codes = set(re.findall(r'"reason": "(\w+)"', report_json(report)))
    assert codes
    assert codes <= set(REASONS)
    assert reason(None) == ""
    assert reason("something_new") == "something new"


def test_tables_without_rows_are_left_out(table):
    assert "spans" not in {found.id for found in tables(table)}


def test_a_project_without_labels_has_a_page_that_says_so(tmp_path):
    with team(tmp_path, [EVIL]) as people:
        pass
    text = page(report_of(people.path))
    assert "no unit has two labels" in text
    Tags(text)


def test_every_sentence_of_the_page_is_whole(report, table):
    for found in (report, table):
        assert not re.search(r"\{(report|one|found|claims|pair|cluster|level|copies)\b", page(found))
    for one in [*tables(report), *confusions(levels(report)), *people_tables(report)]:
        assert one.note == "" or one.note.endswith(".")
        assert "  " not in one.note
