"""``annotator articles``: corrections by a table, withdrawal, and what the log keeps of both."""

import csv
import io
import json
import sqlite3

import pytest

from annotator.cli import main
from exports.dataset import rows
from exports.report.project_report import project_report
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, TABLOID, Hand, article, project

STATE, SHOUT = (each.id for each in ARTICLES)
OTHER = article(TABLOID + " It held.", "Daily Shout", event="Flood")


@pytest.fixture
def path(tmp_path):
    path = project(tmp_path, (*ARTICLES, OTHER))
    writer = Writer(path)
    Hand(writer).claim(SENTENCES[1])
    writer.close()
    return path


def table(path, text):
    file = path.parent / "fixes.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def entries(path):
    connection = sqlite3.connect(path)
    try:
        return connection.execute("select kind, key, why, annotator from change order by seq").fetchall()
    finally:
        connection.close()


def listed(path, capsys):
    capsys.readouterr()
    assert main(["articles", str(path), "--csv"]) == 0
    return {row["id"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}


def assert_sound(path):
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()


def test_a_table_corrects_fields_of_articles_and_the_event_and_the_log_says_why(path, capsys):
    file = table(path, f"id,outlet,date,event,order\n{STATE},State Gazette,23 October 2024,Dam opening,2\n")
    words = ["articles", str(path), "--set", file, "--reason", "wrong outlet", "--by", "Bea"]
    assert main(words) == 0
    row = listed(path, capsys)[STATE]
    assert (row["outlet"], row["published"], row["event"], row["order"]) == (
        *("State Gazette", "2024-10-23"), *("Dam opening", "2"),
    )  # fmt: skip
    written = [entry for entry in entries(path) if entry[2] == "corrected: wrong outlet"]
    assert [kind for kind, *_ in written] == ["article", "event", "event"]
    assert all(annotator.startswith("a") for *_, annotator in written)
    assert_sound(path)


def test_the_listing_read_back_changes_nothing(path, capsys):
    assert main(["articles", str(path), "--csv"]) == 0
    file = table(path, capsys.readouterr().out)
    before = entries(path)
    assert main(["articles", str(path), "--set", file]) == 0
    assert entries(path) == before


def test_every_fault_is_named_with_its_line_and_nothing_is_changed(path, capsys):
    file = table(
        path,
        f"id,outlet,published,order\n{STATE},Right,2024-10-23,\nnobody,X,,\n{SHOUT},-,03/04/2024,0\n",
    )
    assert main(["articles", str(path), "--set", file]) == 1
    faults = capsys.readouterr().err.splitlines()
    assert [fault.partition("fixes.csv, ")[2].partition(":")[0] for fault in faults[:3]] == ["line 4"] * 3
    file = table(path, f"id,outlet,order\n{STATE},Right,9\nnobody,X,\n{STATE},Left,\n")
    assert main(["articles", str(path), "--set", file]) == 1
    error = capsys.readouterr().err
    assert all(f"line {number}: " in error for number in (2, 3, 4))
    assert error.endswith("Nothing was changed.\n")
    assert listed(path, capsys)[STATE]["outlet"] == "State News"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("outlet\nX\n", "no column 'id'"),
        (f"id,outlt\n{STATE},X\n", "column 'outlt' can't be corrected"),
        (f"id,text\n{STATE},X\n", "column 'text' can't be corrected"),
        (f"id,date,published\n{STATE},2024-10-23,2024-10-24\n", "two columns for 'published'"),
        (f"id,outlet\n{STATE}\n", "1 values, but the header names 2 columns"),
        ("id,outlet\n ,X\n", "line 2: no id"),
        (f"id,event\n{STATE},Flood\n", "another event has that name"),
        (f"id,event\n{STATE},A\n{SHOUT},B\n", "line 3: event 'B', but 'A' for the same event 'Dam'"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_in_words(path, capsys, text, named):
    assert main(["articles", str(path), "--set", table(path, text)]) == 1
    assert named in capsys.readouterr().err


def test_two_events_can_swap_their_names_and_places(path, capsys):
    file = table(path, f"id,event,order\n{STATE},Flood,2\n{OTHER.id},Dam,1\n")
    assert main(["articles", str(path), "--set", file]) == 0
    now = listed(path, capsys)
    assert [(now[name]["event"], now[name]["order"]) for name in (STATE, OTHER.id)] == [
        *[("Flood", "2")], *[("Dam", "1")],
    ]  # fmt: skip
    assert_sound(path)


def test_a_dry_run_shows_the_changes_and_a_dash_empties_a_field(path, capsys):
    file = table(path, f"id,title\n{STATE},-\n")
    assert main(["articles", str(path), "--set", file, "--dry-run"]) == 0
    assert f"{STATE}: title 'Dam opens' → (empty)" in capsys.readouterr().out
    assert listed(path, capsys)[STATE]["title"] == "Dam opens"
    assert main(["articles", str(path), "--set", file]) == 0
    assert listed(path, capsys)[STATE]["title"] == ""


def test_a_withdrawn_article_leaves_pages_exports_and_agreement_and_comes_back(path):
    with ProjectReader(path) as store:
        before = list(rows(store))
        person = store.annotators()[0].id
    assert main(["articles", str(path), "--withdraw", STATE, "--reason", "not news"]) == 0
    with ProjectReader(path) as store:
        assert list(rows(store)) == []
        assert [each.id for each in store.articles(store.event_ids()[0].id)] == [SHOUT]
        assert store.events(person, ("body",))[0].outlets == ("Daily Shout",)
        assert project_report(store)["design"]["sentences"]["in_labeled_articles"] == 0
        assert len(store.label_rows(STATE, person)) == 1
    assert_sound(path)
    assert main(["articles", str(path), "--restore", STATE]) == 0
    with ProjectReader(path) as store:
        assert [{**row, "seq": 0} for row in rows(store)] == [{**row, "seq": 0} for row in before]
    assert [entry[2] for entry in entries(path)[-2:]] == ["withdrawn: not news", "restored: no reason given"]
    assert_sound(path)


def test_an_event_without_articles_is_not_shown(path):
    assert main(["articles", str(path), "--withdraw", OTHER.id]) == 0
    with ProjectReader(path) as store:
        assert [event.name for event in store.event_ids()] == ["Dam"]
        assert store.event_place(store.event_ids()[0].id).total == 1
    assert_sound(path)


def test_what_is_not_there_or_out_already_is_refused(path, capsys):
    assert main(["articles", str(path), "--withdraw", "nobody"]) == 1
    assert "no article 'nobody'" in capsys.readouterr().err
    assert main(["articles", str(path), "--restore", STATE]) == 1
    assert "is not withdrawn" in capsys.readouterr().err


def test_the_list_says_what_is_withdrawn_and_how_many_labels_there_are(path, capsys):
    assert main(["articles", str(path), "--withdraw", STATE, "--reason", "not news"]) == 0
    capsys.readouterr()
    assert main(["articles", str(path)]) == 0
    assert "Dam opens (1 label) [withdrawn: not news]" in capsys.readouterr().out
    assert main(["articles", str(path), "--json"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["id"], first["labels"]) in {(STATE, 1), (SHOUT, 0)}
