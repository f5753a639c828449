"""``annotator events propose``: what is proposed, and what --apply moves."""

import json
import sqlite3

import pytest

from annotator.cli import main
from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.labels.projects import Hand, article, project
from tests.labels.text.grouping.test_bundles import DAM, STRIKE

FIRST, SECOND, OTHER = (
    article(f"Dam opens\n{DAM[0]}", "State News", event="table"),
    article(f"Dam is open\n{DAM[1]}", "Daily Shout", event="Dam"),
    article(f"No buses\n{STRIKE}", "Daily Shout", event="table"),
)


@pytest.fixture
def path(tmp_path):
    return project(tmp_path, (FIRST, SECOND, OTHER))


def label(path, labeled):
    writer = Writer(path)
    Hand(writer).claim(labeled.sentences[1])
    writer.close()


def contents(path):
    with ProjectReader(path) as store:
        return {event.name: {each.id for each in store.articles(event.id)} for event in store.event_ids()}


def test_a_proposal_changes_nothing_and_names_what_would_move(path, capsys):
    before = contents(path)
    assert main(["events", "propose", str(path)]) == 0
    assert "1 article would move, 0 of them with labels; nothing was changed." in capsys.readouterr().out
    assert contents(path) == before


def test_applying_moves_articles_as_entries_of_the_log(path):
    assert main(["events", "propose", str(path), "--apply", "--by", "Ida"]) == 0
    assert {FIRST.id, SECOND.id} in contents(path).values()
    connection = sqlite3.connect(path)
    moved = connection.execute("select why from change where kind = 'article' order by seq").fetchall()
    connection.close()
    assert moved[-1] == ("grouped by their texts",)
    assert main(["verify", str(path)]) == 0


def test_the_moved_article_is_aligned_and_counted_in_its_new_event(path):
    main(["events", "propose", str(path), "--apply"])
    with ProjectReader(path) as store:
        event = next(each.id for each in store.event_ids() if len(store.articles(each.id)) == 2)
        rows = store.events("nobody", ("headline", "body"))
        assert store.alignment(event)
        assert {row.id: row.sentences for row in rows}[event] == len(FIRST.sentences + SECOND.sentences)


def test_applying_twice_moves_nothing_more(path, capsys):
    main(["events", "propose", str(path), "--apply"])
    before = contents(path)
    capsys.readouterr()
    assert main(["events", "propose", str(path), "--apply"]) == 0
    assert (contents(path), "0 articles moved." in capsys.readouterr().out) == (before, True)


def test_a_bundle_goes_to_the_event_of_its_labeled_article(path):
    label(path, FIRST)
    main(["events", "propose", str(path), "--apply"])
    assert contents(path)["table"] == {FIRST.id, SECOND.id}


def test_an_article_with_labels_moves_only_when_that_is_asked_for(path, capsys):
    label(path, FIRST)
    label(path, SECOND)
    assert main(["events", "propose", str(path), "--apply"]) == 0
    assert "1 article with labels not moved" in capsys.readouterr().out
    assert main(["events", "propose", str(path), "--apply", "--move-labeled"]) == 0
    assert {FIRST.id, SECOND.id} in contents(path).values()
    assert main(["verify", str(path)]) == 0


def test_the_json_names_each_article_with_its_event_and_labels(path, capsys):
    label(path, OTHER)
    assert main(["events", "propose", str(path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(each["articles"]) for each in lines] == [2, 1]
    assert lines[1]["articles"][0]["labels"] > 0


def test_moving_labeled_articles_without_applying_is_wrong_usage(path):
    assert main(["events", "propose", str(path), "--move-labeled"]) == 2


@pytest.fixture
def records(tmp_path):
    """A file with an article on the dam and two on a strike, each in an event that the file names."""

    def record(title, text, outlet):
        return {"text": f"{title}\n\n{text}", "title": title, "outlet": outlet, "event": "anything"}

    rows = [
        record("Spillway open", DAM[1], "Gazette"),
        record("Strike stops buses", STRIKE, "Gazette"),
        record("Buses on strike", STRIKE + " It goes on.", "Mail"),
    ]
    file = tmp_path / "new.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_new_articles_join_the_event_of_those_that_report_the_same_and_nothing_else_moves(
    tmp_path, records, capsys
):
    path = project(tmp_path, (article(f"Dam opens\n{DAM[0]}", "State News", event="The dam"),))
    before = contents(path)
    assert main(["add", str(path), str(records), "--group", "--dry-run"]) == 0
    tried = capsys.readouterr().out
    assert contents(path) == before
    assert main(["add", str(path), str(records), "--group"]) == 0
    assert tried.splitlines()[:3] == capsys.readouterr().out.splitlines()[:3]
    now = contents(path)
    assert {name: len(articles) for name, articles in now.items()} == {"The dam": 2, "Buses on strike": 2}
    assert before["The dam"] < now["The dam"]
    assert main(["verify", str(path)]) == 0


def test_articles_that_are_there_are_reported_and_not_grouped_again(tmp_path, records, capsys):
    path = project(tmp_path, (article(f"Dam opens\n{DAM[0]}", "State News", event="The dam"),))
    main(["add", str(path), str(records), "--group"])
    before = contents(path)
    capsys.readouterr()
    assert main(["add", str(path), str(records), "--group"]) == 0
    assert capsys.readouterr().out.endswith("0 articles added, 3 already in the project.\n")
    assert contents(path) == before


def test_an_event_and_grouping_exclude_each_other(path, records):
    assert main(["add", str(path), str(records), "--group", "--event", "Dam"]) == 2
