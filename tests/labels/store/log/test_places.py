"""Where a decision belongs: its sentence, claim or source, and the article of it."""

import pytest

from labels.errors import DecisionRefusedError, ProjectError
from labels.store.ledger import Ledger
from labels.store.log.entries import NAME, term
from labels.store.log.places import claim_number, place_of
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, project

BODY = SENTENCES[1]
OTHER = ARTICLES[1]


@pytest.fixture
def writer(tmp_path):
    writer = Writer(project(tmp_path))
    yield writer
    writer.close()


def listed(article=BODY.article, name="Mayor", source="s1", base=0):
    """The decision that lists a source; without a name it takes it off the list."""
    value = name and {"article": article, "name": name}
    return decision("name", value, source, base=base, target_kind="source", sentence="")


def place(writer, one):
    """The place of a decision by the first annotator."""
    return writer.run(lambda connection: place_of(connection, 1, one))


@pytest.mark.parametrize(
    ("target", "number"),
    [
        (f"{BODY.id}.1", 1),
        (f"{BODY.id}.12", 12),
        (f"{BODY.id}.999999999", 999999999),
        (f"{BODY.id}.0", 0),
        (f"{BODY.id}.01", 0),
        (f"{BODY.id}.-1", 0),
        (f"{BODY.id}.1.2", 0),
        (f"{BODY.id}.²", 0),
        (f"{BODY.id}.99999999999999999999", 0),
        (BODY.id, 0),
        ("elsewhere.1", 0),
    ],
)
def test_a_claim_is_named_by_its_sentence_a_full_stop_and_a_number(target, number):
    assert claim_number(decision("note", "x", target, sentence=BODY.id, target_kind="claim")) == number


def test_a_sentence_has_the_item_0_and_a_claim_its_number(writer):
    of_sentence = place(writer, decision("note", "x", BODY.id))
    of_claim = place(writer, decision("note", "x", f"{BODY.id}.3"))
    assert (of_sentence.item, of_claim.item) == (0, 3)
    assert of_sentence.sentence == of_claim.sentence > 0
    assert of_sentence.article_id == of_claim.article_id == BODY.article
    assert of_sentence.text_length == len(ARTICLES[0].text)


def test_a_source_has_no_sentence_and_the_number_of_its_word(writer):
    found = place(writer, listed())
    assert (found.sentence, found.layer) == (0, NAME)
    assert found.item == writer.run(lambda connection: term(connection, "s1"))


def test_a_word_has_one_number_however_often_it_is_named(writer):
    numbers = {writer.run(lambda connection: term(connection, "word")) for _ in range(3)}
    assert len(numbers) == 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (decision("note", "x", "nowhere"), "There is no sentence 'nowhere' in this project"),
        (decision("note", "x", f"{BODY.id}.01"), "is not a claim that layer 'note' can be set on"),
        (decision("note", "x", "s1", target_kind="source", sentence=""), "is not a source that layer 'note'"),
        (listed(article="none"), "The source 's1' names no article of this project"),
        (listed(name=None), "The source 's1' names no article of this project"),
    ],
)
def test_a_place_that_does_not_exist_is_refused_in_words(writer, wrong, reason):
    with pytest.raises(DecisionRefusedError, match=reason.replace("(", r"\(")):
        place(writer, wrong)


def test_a_source_is_taken_off_the_list_of_the_article_where_it_is(writer):
    hand = Hand(writer)
    assert hand.record(listed())[0].status == "saved"
    [outcome] = hand.record(listed(name=None, base=1))
    assert (outcome.status, outcome.revision) == ("saved", 2)


def test_an_id_that_was_on_another_articles_list_is_not_used_again(writer):
    # revisions count in one article; a cleared source that moved would begin anew there
    hand = Hand(writer)
    hand.record(listed(), listed(name=None, base=1))
    [outcome] = hand.record(listed(article=OTHER.id, base=2))
    assert outcome.status == "refused"
    assert "list it here under a new id" in outcome.reason


def test_two_people_may_use_one_source_id_in_different_articles(writer):
    assert Hand(writer).record(listed())[0].status == "saved"
    assert Hand(writer, "Ben").record(listed(article=OTHER.id))[0].status == "saved"


def test_somebody_whom_the_project_does_not_know_decides_nothing(writer):
    with pytest.raises(ProjectError, match="This project has no annotator 'nobody'"):
        writer.run(lambda connection: Ledger(connection).record("nobody", [decision("note", "x", BODY.id)]))
