"""What a visitor of the demo finds: work that is finished, work to try, and a report that stays."""

import uuid

import pytest

from annotator.demo.loading import GUEST, build
from annotator.views.agreement import choices
from annotator.views.workspace import events_view
from labels.codebook.codebook import labelable_kinds
from labels.decision import Decision
from labels.store.ledger import Ledger
from labels.store.queries import ProjectReader
from labels.store.writer import Writer


@pytest.fixture
def demo(tmp_path):
    path = tmp_path / "demo.db"
    build(path)
    return path


def visitor(store):
    return next(person for person in store.annotators() if person.name == GUEST)


def open_sentences(store):
    """The sentences, each with its article, that the visitor has left in the event that opens first."""
    event = next(event for event in events_view(store, visitor(store)) if event["done"] < event["sentences"])
    kinds = labelable_kinds(store.codebook())
    for article in store.articles(event["id"]):
        rows = store.label_rows(article.id, visitor(store).id)
        done = {row.target for row in rows if row.layer == "state" and row.value == "done"}
        for sentence in article.sentences:
            if sentence.kind in kinds and sentence.id not in done:
                yield article, sentence


def test_one_event_is_finished_one_begun_and_two_are_new(demo):
    with ProjectReader(demo) as store:
        shares = [event["done"] / event["sentences"] for event in events_view(store, visitor(store))]
    assert (0.2 < shares[0] < 0.8, shares[1:]) == (True, [1, 0, 0])


def test_a_whole_article_with_labels_is_beside_the_first_sentence_to_label(demo):
    with ProjectReader(demo) as store:
        left = {article.outlet for article, _ in open_sentences(store)}
        first, _ = next(open_sentences(store))
        event = store.event_ids()[0]
        outlets = [article.outlet for article in store.articles(event.id)]
    assert (outlets[0], outlets[1] in left) == (first.outlet, False)


def test_the_first_sentence_to_label_is_an_easy_one(demo):
    with ProjectReader(demo) as store:
        article, sentence = next(open_sentences(store))
    assert sentence.span.of(article.text) == "The emergency plan worked without fault."


def test_the_agreement_report_stays_after_the_first_label_of_a_visitor(demo):
    with ProjectReader(demo) as store:
        before = choices(store, visitor(store).id)
        _, sentence = next(open_sentences(store))
        decision = Decision(
            uuid=str(uuid.uuid4()), action=str(uuid.uuid4()), target_kind="sentence", target=sentence.id,
            sentence=sentence.id, layer="claim_type", kind="set", base=0, value="none",
            codebook=store.codebook().hash,
        )  # fmt: skip
        who = visitor(store).id
    writer = Writer(demo)
    [outcome] = writer.run(lambda connection: Ledger(connection).record(who, [decision]))
    writer.close()
    with ProjectReader(demo) as store:
        after = choices(store, who)
    assert outcome.status != "refused"
    assert list(after.events.values()) == list(before.events.values()) == ["Recount in Brennick"]
    assert after.withheld == before.withheld
