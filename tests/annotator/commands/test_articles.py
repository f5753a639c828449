"""``annotator articles``: corrections by a table, withdrawal, and what the log keeps of both."""

import csv
import io
import json
import sqlite3

import pytest

from annotator.cli import main
from exports.dataset.full import rows
from exports.report.project_report import project_report
from labels.store.accounts import annotator_id
from labels.store.people.people import disable
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from labels.text.importing import ReadingOptions, read
from tests.labels.projects import ARTICLES, SENTENCES, TABLOID, Hand, article, decision, project
from tests.labels.projects import STATE as STATE_TEXT

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


CORRECTED = STATE_TEXT.replace("on Monday", "on Tuesday").replace(
    "Dam opens\n", "Dam opens\n\nA new paragraph.\n\n"
)


@pytest.fixture
def labeled(tmp_path):
    """A project read from files, with Ana's labels in two sentences of its first article."""
    file = tmp_path / "State News.txt"
    file.write_text(STATE_TEXT, encoding="utf-8")
    path = project(tmp_path, read([file], ReadingOptions({"event": "Dam", "outlet": "State News"})).articles)
    writer = Writer(path)
    hand = Hand(writer)
    with ProjectReader(path) as store:
        [old] = store.articles(store.event_ids()[0].id)
    said, monday = (
        next(s for s in old.sentences if word in s.span.of(old.text)) for word in ("Holm", "Monday")
    )
    name = {"article": old.id, "name": "Ida Holm"}
    name = decision("name", name, "s1", target_kind="source", sentence="")
    assert hand.record(name)[0].status == "saved"
    values = {"claim_type": "event", "anchor": "explicit", "source_kind": "official", "source": "s1"}
    assert {outcome.status for outcome in hand.claim(said, **values)} == {"saved"}
    assert {outcome.status for outcome in hand.claim(monday, claim_type="event")} == {"saved"}
    writer.close()
    (tmp_path / "corrected.txt").write_text(CORRECTED, encoding="utf-8")
    return path, old.id, tmp_path / "corrected.txt"


def replaced(labeled, capsys):
    path, old, file = labeled
    assert main(["articles", str(path), "--replace", old, str(file), "--reason", "wrong day"]) == 0
    shown = capsys.readouterr().out
    return path, shown.partition("--take-over ")[2].strip(), shown


def test_a_corrected_text_replaces_an_article_and_says_what_the_labels_map_to(labeled, capsys):
    path, new, shown = replaced(labeled, capsys)
    assert "Ana: 1 labeled sentence in the new text as well, 1 not." in shown
    assert "not: “The dam may open on Monday.” (these words are not in the new text)" in shown
    row = listed(path, capsys)[new]
    assert (row["replaces"], row["outlet"], row["labels"]) == (labeled[1], "State News", "0")
    assert listed(path, capsys)[labeled[1]]["withdrawn"] == f"replaced by {new}: wrong day"
    assert_sound(path)


def test_labels_are_taken_over_once_at_the_same_words_with_an_origin_that_says_so(labeled, capsys):
    path, new, _ = replaced(labeled, capsys)
    assert main(["articles", str(path), "--take-over", new]) == 0
    assert "Ana: 6 labels taken over, 1 sentence left behind." in capsys.readouterr().out
    with ProjectReader(path) as store:
        [line] = rows(store)
        person = store.annotators()[0].id
        assert {row.origin for row in store.label_rows(new, person)} == {"taken_over"}
    assert line["quote"] == "“We are ready,” Mayor Ida Holm said."
    assert line["text"][line["start"] : line["end"]] == line["quote"]
    assert line["labels"][0]["values"]["source"] == "Ida Holm"
    assert main(["articles", str(path), "--take-over", new]) == 0
    assert "Ana: 0 labels taken over" in capsys.readouterr().out
    assert_sound(path)


def test_a_dry_run_of_a_replacement_changes_nothing(labeled, capsys):
    path, old, file = labeled
    before = entries(path)
    assert main(["articles", str(path), "--replace", old, str(file), "--dry-run"]) == 0
    assert "would be replaced by" in capsys.readouterr().out
    assert entries(path) == before


def test_labels_of_somebody_who_was_disabled_are_taken_over_too(labeled, capsys):
    path, new, _ = replaced(labeled, capsys)
    writer = Writer(path)
    writer.run(lambda connection: disable(connection, annotator_id(connection, "Ana")))
    writer.close()
    assert main(["articles", str(path), "--take-over", new]) == 0
    assert "Ana: 6 labels taken over" in capsys.readouterr().out


def test_a_text_that_the_project_has_replaces_nothing(labeled, capsys):
    path, old, file = labeled
    file.write_text(STATE_TEXT, encoding="utf-8")
    assert main(["articles", str(path), "--replace", old, str(file)]) == 1
    assert "the project has this text already" in capsys.readouterr().err
    assert main(["articles", str(path), "--take-over", old]) == 1
    assert "replaces no other" in capsys.readouterr().err
