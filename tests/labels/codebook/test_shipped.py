"""The codebooks that ship: each is sound, explained, and can be labeled with."""

import pytest

from labels.codebook.codebook import Codebook
from labels.codebook.shipped import DEFAULT, SHIPPED, shipped_text, text_of
from labels.codebook.values import free_text
from labels.errors import CodebookError, DecisionRefusedError
from labels.store.corpus.adding import add_articles
from labels.store.project import create
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, Hand, decision, together

BOOKS = {name: Codebook.parse(shipped_text(name), name) for name in SHIPPED}
FRAMES = BOOKS["news-frames"]


@pytest.fixture
def hand(request, tmp_path):
    """Ana at a project with the codebook of that name."""
    book = BOOKS[request.param]
    path = tmp_path / "project.db"
    create(path, book, shipped_text(request.param), lambda connection: add_articles(connection, ARTICLES))
    writer = Writer(path)
    yield Hand(writer), path, book
    writer.close()


def on_sentence(book, **values):
    """Decisions of one action on the first sentence."""
    sentence = ARTICLES[0].sentences[1].id
    made = [decision(layer, value, sentence, codebook=book.hash) for layer, value in values.items()]
    return together(*made)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_value_is_explained(name):
    for layer in BOOKS[name].layers:
        assert layer.definition, layer.id
        for value in layer.values:
            assert value.definition, value.id
            assert len(value.examples) >= 2, value.id
            assert value.near_misses, value.id
            assert value.test or layer.derived, value.id


@pytest.mark.parametrize("name", SHIPPED)
def test_every_choice_has_a_key(name):
    book = BOOKS[name]
    implied = {target for layer in book.layers for value in layer.values for target in value.implies}
    keyless = [
        value.id
        for layer in book.layers
        for value in layer.values
        if not (value.key or layer.derived or layer.id in implied)
    ]
    assert keyless == []


def test_a_codebook_is_named_by_its_name_or_its_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(shipped_text("news-frames"), encoding="utf-8")
    assert text_of("news-frames") == text_of(str(file))
    assert text_of(DEFAULT) == shipped_text()
    with pytest.raises(CodebookError, match="this file does not exist"):
        text_of("news-frame")


def test_twelve_frames_are_in_four_groups():
    groups = list(dict.fromkeys(value.group for value in FRAMES.layer("frames").values))
    assert groups == ["Stakes", "Values", "Order", "Power"]
    assert len(FRAMES.layer("frames").values) == 12


@pytest.mark.parametrize("hand", ["news-frames"], indirect=True)
def test_a_sentence_is_labeled_as_a_whole(hand):
    ana, path, book = hand
    values = {"has_frame": "framed", "frames": ["law", "crime"], "words": [[0, 4]], "state": "done"}
    assert {outcome.status for outcome in ana.record(*on_sentence(book, **values))} == {"saved"}
    with ProjectReader(path) as store:
        assert verify(store.connection).faults == ()


@pytest.mark.parametrize("hand", ["news-frames"], indirect=True)
@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"has_frame": "none", "frames": ["law"]}, "none if you said 'No frame'"),
        ({"has_frame": "framed", "state": "done"}, "Which frame is it?"),
        ({"state": "done"}, "Nothing is decided yet. Choose 'Frame or none', or 'No frame'."),
        ({"content": [[0, 4]]}, "this codebook labels whole sentences and has no claims"),
    ],
)
def test_a_sentence_without_claims_still_meets_the_rules(hand, values, reason):
    ana, _, book = hand
    outcome = ana.record(*on_sentence(book, **values))[0]
    assert outcome.status == "refused"
    assert reason in outcome.reason


@pytest.mark.parametrize("hand", ["sentence-sentiment"], indirect=True)
def test_a_claim_can_not_be_made_where_sentences_are_labeled(hand):
    ana, _, book = hand
    sentence = ARTICLES[0].sentences[1].id
    [outcome] = ana.record(decision("sentiment", "positive", f"{sentence}.1", codebook=book.hash))
    assert outcome.reason.endswith("this codebook labels whole sentences and has no claims.")


def test_free_text_is_as_long_as_the_shared_limit_allows():
    assert free_text("x" * 10_000, "reason")
    with pytest.raises(DecisionRefusedError, match="at most 10,000 characters"):
        free_text("x" * 10_001, "reason")
