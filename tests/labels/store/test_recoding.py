"""A codebook migration: labels under the next codebook, what is decided again, nothing half."""

import sqlite3
from contextlib import closing

import pytest

from annotator.cli import main
from labels.codebook.codebook import Codebook
from labels.codebook.migration import migration
from labels.errors import CodebookError, RefusedPersonError
from labels.store.corpus.adding import add_articles
from labels.store.people.people import disable
from labels.store.project import create
from labels.store.queries import ProjectReader
from labels.store.recoding import preview, recode
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, together

OLD_TEXT = """
id = "small"
version = "1"
title = "Small"

[[layer]]
id = "kind"
title = "Kind"
measurement = "nominal"
required = true
empty = "none"
value = [
  { id = "none", title = "No claim" }, { id = "fact", title = "Fact" }, { id = "rumor", title = "Rumor" },
  { id = "view", title = "View" }, { id = "wish", title = "Wish" },
]

[[layer]]
id = "sure"
title = "Sure"
measurement = "ordinal"
value = [{ id = "low", title = "Low" }, { id = "high", title = "High" }]
"""
NEW_TEXT = """
id = "small"
version = "2"
title = "Small"

[[layer]]
id = "kind"
title = "Kind"
measurement = "nominal"
required = true
empty = "none"
value = [
  { id = "none", title = "No claim" }, { id = "fact", title = "Fact" }, { id = "report", title = "Report" },
  { id = "guess", title = "Guess" }, { id = "opinion", title = "Opinion" },
]

[[layer]]
id = "certainty"
title = "Certainty"
measurement = "set"
value = [{ id = "low", title = "Low" }, { id = "high", title = "High" }]
"""
MAP = """
[layers]
sure = "certainty"

[values.kind]
view = "opinion"
wish = "opinion"
rumor = ["report", "guess"]
"""
OLD, NEW = Codebook.parse(OLD_TEXT), Codebook.parse(NEW_TEXT)
FACT, RUMOR, VIEW = SENTENCES[1:4]


def change(layer, value, target, base=0, codebook=OLD):
    return decision(layer, value, target, base, codebook=codebook.hash)


def claim(hand, sentence, **values):
    target = f"{sentence.id}.1"
    content = [[sentence.span.start, sentence.span.end]]
    changes = [change("content", content, target), *(change(*one, target) for one in values.items())]
    outcomes = hand.record(*together(*changes, change("state", "done", sentence.id)))
    assert {outcome.status for outcome in outcomes} == {"saved"}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "p.db"
    create(path, OLD, OLD_TEXT)
    writer = Writer(path)
    writer.run(lambda connection: add_articles(connection, ARTICLES))
    ana = Hand(writer)
    claim(ana, FACT, kind="fact", sure="low")
    claim(ana, RUMOR, kind="rumor")
    claim(ana, VIEW, kind="view", sure="high")
    ana.record(
        *together(
            change("kind", "none", SENTENCES[0].id),
            change("state", "done", SENTENCES[0].id),
        )
    )
    writer.close()
    return path


def run(path, new=NEW_TEXT, mapping=MAP, *options):
    file, map_file = path.with_name("new.toml"), path.with_name("map.toml")
    file.write_text(new, encoding="utf-8")
    map_file.write_text(mapping, encoding="utf-8")
    words = ["codebook", "migrate", str(path), str(file), "--map", str(map_file), "--by", "Rita", *options]
    return main(words)


def labels(path):
    """The labels that are set: value by sentence or claim number, and layer."""
    with ProjectReader(path) as store:
        [annotator] = store.labelers(ARTICLES[0].id)
        rows = store.label_rows(ARTICLES[0].id, annotator)
        positions = {sentence.id: sentence.position for sentence in SENTENCES}
        return {
            (positions[row.sentence], row.layer): row.value
            for row in rows
            if row.value is not None and row.layer != "content"
        }


def log(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "select kind, layer, value, annotator from decision order by seq"
        ).fetchall()


def test_labels_are_renamed_merged_and_asked_again(path):
    assert run(path, NEW_TEXT, MAP, "--reopen") == 0
    after = labels(path)
    question = after.pop((2, "unsure"))
    assert "'Rumor'" in question
    assert "'Report', 'Guess'" in question
    assert after == {
        (0, "kind"): "none",
        (0, "state"): "done",
        (1, "kind"): "fact",
        (1, "certainty"): ["low"],
        (1, "state"): "done",
        (3, "kind"): "opinion",
        (3, "certainty"): ["high"],
        (3, "state"): "done",
    }
    with ProjectReader(path) as store:
        assert store.codebook().hash == NEW.hash
        assert verify(store.connection).faults == ()


def test_what_a_label_was_stays_in_the_log_and_the_migration_is_a_persons(path):
    before = log(path)
    assert run(path, NEW_TEXT, MAP, "--reopen", "--reason", "after norming") == 0
    after = log(path)
    assert after[: len(before)] == before
    assert {kind for kind, *_ in after[len(before) :]} == {"migrate"}
    with closing(sqlite3.connect(path)) as connection:
        [(why, name)] = connection.execute(
            "select c.why, a.name from change c join annotator a on a.id = c.annotator "
            "where c.kind = 'project' and c.key = 'codebook' order by c.seq desc limit 1"
        ).fetchall()
    assert (why, name) == ("codebook migrated: after norming", "Rita")


def test_labels_of_a_disabled_person_follow_and_the_person_still_saves_nothing(path):
    writer = Writer(path)
    ana = Hand(writer)
    writer.run(lambda connection: disable(connection, ana.id))
    writer.run(lambda connection: recode(connection, migration(OLD, NEW, MAP), NEW_TEXT, "map", "why", ""))
    with pytest.raises(RefusedPersonError):
        ana.record(change("kind", "fact", f"{FACT.id}.1", 1, NEW))
    writer.close()
    assert labels(path)[3, "kind"] == "opinion"


def test_a_dry_run_and_a_refusal_change_nothing(path, capsys):
    before = path.read_bytes()
    assert run(path, NEW_TEXT, MAP, "--dry-run") == 0
    assert "'kind': 'rumor' is to be decided again among report, guess." in capsys.readouterr().out
    assert run(path) == 1
    assert "--reopen" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_value_that_the_map_leaves_out_is_named_with_its_labels(path, capsys):
    assert run(path, NEW_TEXT, MAP.replace('view = "opinion"', "")) == 1
    assert "'view', which has 1 labels" in capsys.readouterr().err
    assert not any(kind == "migrate" for kind, *_ in log(path))


def test_a_new_constraint_opens_the_sentences_that_break_it(path, capsys):
    stricter = NEW_TEXT + (
        '\n[[constraint]]\nid = "K1"\nrule = "needs"\nif = { layer = "kind", values = ["fact", "report"] }\n'
        'any_of = ["certainty"]\n[[constraint]]\nid = "K2"\nrule = "required"\nlayers = ["certainty"]\n'
        'unless = { layer = "kind", values = ["none", "opinion", "report", "guess", "fact"] }\n'
        '[[constraint]]\nid = "K3"\nrule = "only_with"\nlayer = "certainty"\nwhen = "always"\n'
        'if = { layer = "kind", values = ["fact"] }\nmessage = "Only facts have a certainty."\n'
    )
    assert run(path, stricter, MAP, "--reopen") == 0
    assert "1 sentence: Only facts have a certainty." in capsys.readouterr().out
    after = labels(path)
    assert "Only facts have a certainty." in after[3, "unsure"]
    assert (3, "state") not in after
    assert after[1, "state"] == "done"


def test_a_migration_back_restores_what_was_merged_from_one_value(path):
    assert run(path, NEW_TEXT, MAP, "--reopen") == 0
    back = (
        '[layers]\ncertainty = "sure"\n[values.kind]\nopinion = "view"\nreport = "rumor"\nguess = "rumor"\n'
    )
    assert run(path, OLD_TEXT, back, "--reopen") == 0
    after = labels(path)
    assert (after[1, "sure"], after[3, "kind"]) == ("low", "view")


def test_layers_can_exchange_their_names(path):
    swapped = OLD_TEXT.replace('id = "kind"', 'id = "x"').replace('id = "sure"', 'id = "kind"')
    swapped = swapped.replace('id = "x"', 'id = "sure"').replace('version = "1"', 'version = "3"')
    assert run(path, swapped, '[layers]\nkind = "sure"\nsure = "kind"\n') == 0
    after = labels(path)
    assert (after[1, "sure"], after[1, "kind"]) == ("fact", "low")
    assert after[0, "sure"] == "none"


def test_what_an_open_page_decides_under_the_old_codebook_is_taken_where_it_still_fits(path):
    assert run(path, NEW_TEXT, MAP, "--reopen") == 0
    writer = Writer(path)
    ana = Hand(writer)
    sentence = ARTICLES[1].sentences[1]
    target, content = f"{sentence.id}.1", [[sentence.span.start, sentence.span.end]]
    fits = ana.record(*together(change("content", content, target), change("kind", "fact", target)))
    refused = ana.record(change("kind", "wish", target, base=1))
    writer.close()
    assert [outcome.status for outcome in fits] == ["saved", "saved"]
    assert refused[0].status == "refused"
    assert "no longer in it" in refused[0].reason


def test_people_who_labeled_since_the_preview_stop_the_migration(path, monkeypatch, capsys):
    def outdated(*words):
        planned = preview(*words)
        planned.open_again -= 1
        return planned

    monkeypatch.setattr("annotator.commands.codebook.preview", outdated)
    assert run(path, NEW_TEXT, MAP, "--reopen") == 1
    assert "people went on labeling" in capsys.readouterr().err
    with ProjectReader(path) as store:
        assert store.codebook().hash == OLD.hash


@pytest.mark.parametrize(
    ("new", "mapping", "words"),
    [
        (OLD_TEXT, "", "the one in use"),
        (NEW_TEXT, "", "no layer 'sure'"),
        (NEW_TEXT, '[layers]\nsurr = ""\nsure = ""', "Did you mean 'sure'?"),
        (NEW_TEXT, '[layers]\nsure = "certanty"', "Did you mean 'certainty'?"),
        (NEW_TEXT, '[layers]\nsure = "kind"', "can't both become"),
        (NEW_TEXT, '[layers]\nsure = ""\n[values.kind]\nvieww = "fact"', "Did you mean 'view'?"),
        (NEW_TEXT, '[layers]\nsure = ""\n[values.kind]\nview = "feeling"', "'feeling' is not a value"),
        (NEW_TEXT, '[layers]\nsure = ""\n[values.kind]\nnone = "fact"', "no claim"),
        (NEW_TEXT, '[layers]\nsure = ""\n[values.kind]\nview = "none"', "no claim"),
        (NEW_TEXT, "[value.kind]\nview = 3", "value"),
        (NEW_TEXT, "[values.kind]\nview = 3", "view"),
        (NEW_TEXT, "= 3", "line 1"),
        ('target = "sentence"\n' + NEW_TEXT, "", "labels each claim"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_with_every_fault(new, mapping, words):
    with pytest.raises(CodebookError, match="map") as refusal:
        migration(OLD, Codebook.parse(new), mapping, "map.toml")
    assert words in str(refusal.value)


def test_a_layer_that_is_given_up_is_cleared(path):
    assert run(path, NEW_TEXT, MAP.replace('"certainty"', '""'), "--reopen") == 0
    assert not any(layer in ("sure", "certainty") for _, layer in labels(path))
