"""Nobody sees how others labeled before they have finished."""

import pytest

from labels.store.agreement_queries import AgreementReader
from labels.store.assignment import withheld, withheld_events
from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, Hand, article, decision, project

OTHER = article("Vote recount\nA recount began. It took a day.", "State News", "Vote")


@pytest.fixture
def path(tmp_path):
    """Ana and Ben labeled a sentence of each of two events."""
    path = project(tmp_path, [*ARTICLES, OTHER])
    writer = Writer(path)
    for name in ("Ana", "Ben"):
        hand = Hand(writer, name)
        for one in (ARTICLES[0], OTHER):
            hand.record(decision("claim_type", "none", one.sentences[1].id))
    Hand(writer, "Reader")
    writer.close()
    return path


def hidden_from(path, name):
    with ProjectReader(path) as store:
        viewer = next(person.id for person in store.annotators() if person.name == name)
        names = {event.id: event.name for event in store.event_ids()}
        return sorted(names[event] for event in withheld_events(store, viewer))


def finish(path, name, *articles):
    writer = Writer(path)
    hand = Hand(writer, name)
    for one in articles:
        for sentence in one.sentences:
            hand.record(decision("unsure", "", sentence.id))
    writer.close()


def test_who_labels_and_has_not_finished_sees_no_event_of_others(path):
    assert hidden_from(path, "Ana") == ["Dam", "Vote"]


def test_an_event_opens_when_every_sentence_is_done_or_unsure(path):
    finish(path, "Ana", OTHER)
    assert hidden_from(path, "Ana") == ["Dam"]
    assert hidden_from(path, "Ben") == ["Dam", "Vote"]


def test_who_has_no_label_at_all_reads_and_sees_everything(path):
    assert hidden_from(path, "Reader") == []


def test_events_that_others_labeled_are_withheld_from_who_has_yet_to_begin_there(path):
    writer = Writer(path)
    Hand(writer, "Chi").record(decision("claim_type", "none", OTHER.sentences[2].id))
    writer.close()
    assert hidden_from(path, "Chi") == ["Dam", "Vote"]


def test_a_label_taken_back_is_no_label(path):
    writer = Writer(path)
    hand = Hand(writer, "Chi")
    hand.record(decision("claim_type", "none", OTHER.sentences[2].id))
    hand.record(decision("claim_type", None, OTHER.sentences[2].id, base=1))
    writer.close()
    assert hidden_from(path, "Chi") == []


def test_boilerplate_need_not_be_finished(path):
    with ProjectReader(path) as store:
        ana = next(person.id for person in store.annotators() if person.name == "Ana")
        assert sum(AgreementReader(store).unfinished(ana, ["headline"]).values()) == 3
        assert AgreementReader(store).unfinished(ana, ["byline"]) == {}


def test_events_without_labels_have_no_labelers(tmp_path):
    with ProjectReader(project(tmp_path, [OTHER])) as store:
        assert AgreementReader(store).labelers() == {}


@pytest.mark.parametrize(
    ("people", "left", "expected"),
    [
        ({"e": ["ana", "ben"]}, {"e": 1}, {"e": 1}),
        ({"e": ["ana", "ben"]}, {}, {}),
        ({"e": ["ana"]}, {"e": 1}, {}),
        ({"e": ["ben", "chi"]}, {"e": 1}, {}),
        ({"e": ["ben", "chi"], "f": ["ana"]}, {"e": 1, "f": 1}, {"e": 1}),
    ],
)
def test_the_rule_in_all_its_cases(people, left, expected):
    assert withheld(people, left, "ana") == expected
