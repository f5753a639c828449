"""A sentence that is done is complete, whatever is decided on it afterwards."""

import uuid

import pytest

from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project, together

BODY = SENTENCES[1]
CLAIM = f"{BODY.id}.1"
WHOLE = [[BODY.span.start, BODY.span.end]]
COMPLETE = {"claim_type": "event", "anchor": "none", "source_kind": "author", "certainty": "certain"}


@pytest.fixture
def ana(tmp_path):
    writer = Writer(project(tmp_path))
    hand = Hand(writer)
    hand.claim(BODY, **COMPLETE)
    [done] = hand.record(decision("state", "done", BODY.id))
    assert done.status == "saved"
    yield hand
    writer.close()


def statuses(outcomes):
    return {outcome.status for outcome in outcomes}


def test_taking_back_a_required_label_of_a_done_sentence_is_refused_in_the_codebooks_words(ana):
    [outcome] = ana.record(decision("certainty", None, CLAIM, base=1))
    assert outcome.status == "refused"
    assert outcome.reason == "How sure is the source? Every claim needs its certainty."


def test_an_action_that_opens_the_sentence_again_may_leave_it_incomplete(ana):
    outcomes = ana.record(
        *together(decision("certainty", None, CLAIM, base=1), decision("state", None, BODY.id, base=1))
    )
    assert statuses(outcomes) == {"saved"}


def test_a_done_sentence_takes_changes_that_leave_it_complete(ana):
    assert statuses(ana.record(decision("certainty", "possible", CLAIM, base=1))) == {"saved"}


def test_a_further_claim_without_labels_is_refused_in_a_done_sentence(ana):
    [outcome] = ana.record(decision("content", WHOLE, f"{BODY.id}.2"))
    assert outcome.status == "refused"
    assert "Every claim needs its certainty." in outcome.reason


def test_deleting_the_only_claim_of_a_done_sentence_is_refused(ana):
    [outcome] = ana.record(decision("content", None, CLAIM, base=1))
    assert outcome.status == "refused"
    assert outcome.reason.startswith("Nothing is decided yet.")


def test_a_note_or_a_doubt_never_asks_whether_the_sentence_is_complete(ana):
    ana.record(
        *together(decision("certainty", None, CLAIM, base=1), decision("state", None, BODY.id, base=1))
    )
    assert statuses(ana.record(decision("unsure", "two readings", BODY.id))) == {"saved"}
    assert statuses(ana.record(decision("note", "see above", CLAIM))) == {"saved"}


def test_a_new_source_and_the_claim_that_names_it_are_one_action(ana):
    article = SENTENCES[0].article
    source = str(uuid.uuid4())
    named = decision(
        "name", {"article": article, "name": "Ida Holm"}, source, target_kind="source", sentence=""
    )
    person = [
        decision("anchor", "explicit", CLAIM, base=1),
        decision("source_kind", "person", CLAIM, base=1),
        decision("source", source, CLAIM),
    ]
    assert statuses(ana.record(*together(named, *person))) == {"saved"}


def test_merging_sources_keeps_every_done_sentence_complete(ana):
    article = SENTENCES[0].article
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    for source, name in ((first, "Ida Holm"), (second, "The mayor")):
        value = {"article": article, "name": name}
        ana.record(decision("name", value, source, target_kind="source", sentence=""))
    ana.record(
        *together(
            decision("anchor", "explicit", CLAIM, base=1),
            decision("source_kind", "person", CLAIM, base=1),
            decision("source", first, CLAIM),
        )
    )
    twin = f"{BODY.id}.2"
    values = {**COMPLETE, "anchor": "explicit", "source_kind": "person", "source": second}
    assert statuses(
        ana.record(
            *together(
                decision("content", WHOLE, twin),
                *(decision(layer, value, twin) for layer, value in values.items()),
            )
        )
    ) == {"saved"}
    [outcome] = ana.record(decision("source", first, twin, base=1))
    assert outcome.status == "refused"
    assert outcome.reason.startswith("Two claims of this sentence have the same words and source")
