"""Which suggestions reach the workspace, and how an administrator decides about them."""

import json
import sqlite3

import pytest

from annotator.cli import main
from annotator.views import suggestions
from annotator.views.suggestions import SuggestionCache
from annotator.views.wire import AnnotatorView
from annotator.views.workspace import workspace_view
from labels.store.queries import ProjectReader
from labels.suggestions.suggest import chosen
from tests.labels.projects import ARTICLES, CODEBOOK, project

ANA: AnnotatorView = {"id": "ann", "name": "Ana", "guest": True, "cookie": "c"}


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


def shown(path, cache=None):
    """The suggestions in the workspace's payload."""
    with ProjectReader(path) as store:
        view = workspace_view(store, cache or SuggestionCache(), ANA, None)
    assert view is not None
    return view["suggestions"]


def test_the_workspace_gets_suggestions_as_the_log_would_write_them(path):
    found = shown(path)
    text = ARTICLES[0].text
    sentence = ARTICLES[0].sentences[1].id
    [offer] = found[sentence]
    assert set(offer) == {"id", "content", "values", "reason"}
    assert [text[start:end] for start, end in offer["content"]] == ["We are ready"]
    assert [text[start:end] for start, end in offer["values"]["cue"]] == ["said"]
    length = len(text)
    for layer, value in {**offer["values"], "content": offer["content"]}.items():
        assert CODEBOOK.check_value(layer, value, text_length=length, sources=()) == as_json(value)


def as_json(value):
    return json.loads(json.dumps(value))


def test_suggestions_are_switched_off_and_on_for_a_project(path, capsys):
    assert main(["suggestions", str(path), "off"]) == 0
    assert shown(path) == {}
    assert main(["suggestions", str(path), "on"]) == 0
    assert shown(path)
    out = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2] for line in out] == [
        "no sentence gets suggestions.",
        "every sentence can get suggestions.",
    ]


def test_a_share_leaves_suggestions_to_the_sentences_that_the_hash_chooses(path, capsys):
    everything = set(shown(path))
    main(["suggestions", str(path), "0.5"])
    with ProjectReader(path) as store:
        identifier = store.fact("id")
    assert set(shown(path)) == {one for one in everything if chosen(one, identifier, 0.5)}
    assert "0.5 of the sentences" in capsys.readouterr().out


def test_what_is_set_can_be_looked_at_without_changing_it(path, capsys):
    assert main(["suggestions", str(path)]) == 0
    assert "every sentence can get suggestions" in capsys.readouterr().out
    connection = sqlite3.connect(path)
    assert connection.execute("select count(*) from project where key = 'suggestions'").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("share", ["maybe", "1.5", "nan", "-1"])
def test_a_share_that_is_none_is_refused_in_words(path, share, capsys):
    assert main(["suggestions", str(path), share]) == 2
    message = capsys.readouterr().err
    assert "is not on, off or a share from 0 to 1" in message or "No such option" in message


def test_suggestions_are_computed_once_for_an_article_and_a_codebook(path, monkeypatch):
    cache = SuggestionCache()
    first = shown(path, cache)
    monkeypatch.setattr(suggestions, "suggest", lambda *_: pytest.fail("computed again"))
    assert shown(path, cache) == first


def test_the_next_event_is_computed_before_it_is_opened(path, monkeypatch):
    cache = SuggestionCache()
    with ProjectReader(path) as store:
        cache.prepare(store, store.event_ids()[0].id)
        cache.prepare(store, None)
    monkeypatch.setattr(suggestions, "suggest", lambda *_: pytest.fail("computed again"))
    assert shown(path, cache)


def test_the_article_not_asked_for_the_longest_is_forgotten_first(path, monkeypatch):
    cache = SuggestionCache(max_articles=1)
    for article in ARTICLES:
        cache.of(article, CODEBOOK)
    monkeypatch.setattr(suggestions, "suggest", lambda *_: {"computed": []})
    assert cache.of(ARTICLES[1], CODEBOOK) != {"computed": []}
    assert cache.of(ARTICLES[0], CODEBOOK) == {"computed": []}


def test_labels_carry_their_origin_to_the_workspace(path):
    with ProjectReader(path) as store:
        view = workspace_view(store, SuggestionCache(), ANA, None)
    assert view is not None
    assert all("origin" in label for label in view["labels"])
