"""What agreement reads from a project, row by row."""

import pytest

from labels.codebook.codebook import Codebook
from labels.store.agreement_queries import EVER, ITEM_BITS, AgreementReader, Made, UsedVersion
from labels.store.project import add_codebook
from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, CODEBOOK, Hand, article, decision, project

STATE, TABLOID = ARTICLES
HEAD, READY, OPENS, HOLDS = STATE.sentences
OTHER = article("Vote recount\nA recount began.", "State News", "Vote")
SMALL = """
id = "small"
version = "7"
title = "Small"
[[layer]]
id = "claim_type"
title = "Type"
measurement = "nominal"
[[layer.value]]
id = "event"
key = "1"
title = "Event"
"""


@pytest.fixture
def path(tmp_path):
    return project(tmp_path, [*ARTICLES, OTHER])


@pytest.fixture
def writer(path):
    writer = Writer(path)
    yield writer
    writer.close()


def read(path, task):
    with ProjectReader(path) as store:
        return task(AgreementReader(store))


def test_only_articles_with_labels_are_read_in_the_order_of_events_and_outlets(path, writer):
    hand = Hand(writer)
    for one in (OTHER, STATE, TABLOID):
        hand.record(decision("claim_type", "none", one.sentences[0].id))
    found = read(path, AgreementReader.articles)
    assert [one.outlet for one in found] == ["Daily Shout", "State News", "State News"]
    assert found[2].id == OTHER.id
    assert found[1].text == STATE.text


def test_an_article_whose_labels_were_all_taken_back_is_not_read(path, writer):
    hand = Hand(writer)
    hand.record(decision("claim_type", "none", HEAD.id))
    hand.record(decision("claim_type", None, HEAD.id, base=1))
    assert read(path, AgreementReader.articles) == []
    assert read(path, AgreementReader.sentence_rows) == []


def test_sentences_come_with_paragraph_and_range(path, writer):
    Hand(writer).record(decision("claim_type", "none", HEAD.id))
    rows = read(path, AgreementReader.sentence_rows)
    assert rows == [(s.id, STATE.id, s.paragraph, s.span.start, s.span.end) for s in STATE.sentences]


def test_values_are_those_that_stand(path, writer):
    ana, ben = Hand(writer), Hand(writer, "Ben")
    for hand in (ana, ben):
        hand.claim(HEAD, claim_type="event")
    ana.record(decision("claim_type", "state", f"{HEAD.id}.1", base=1))
    ben.record(decision("claim_type", None, f"{HEAD.id}.1", base=1))
    assert read(path, lambda reader: reader.columns("claim_type", ana.id)) == (
        [f"{HEAD.id}.1"],
        ["state"],
    )
    assert read(path, lambda reader: reader.columns("claim_type", ben.id)) == ([], [])


def test_values_that_hold_the_separator_are_read_whole(path, writer):
    hand = Hand(writer)
    hand.claim(HEAD, claim_type="event")
    change = "update current set value = 'one' || char(31) || 'two' where value = 'event'"
    writer.run(lambda connection: connection.execute(change))
    assert read(path, lambda reader: reader.columns("claim_type", hand.id)) == (
        [f"{HEAD.id}.1"],
        ["one\x1ftwo"],
    )


def test_targets_come_as_numbers_of_a_sentence_and_a_claim_in_it(path, writer):
    hand = Hand(writer)
    hand.claim(READY, claim_type="event")
    hand.record(decision("claim_type", "none", HEAD.id))
    change = "update current set value = 'one' || char(31) || 'two' where value = 'event'"
    for value in ("event", "one\x1ftwo"):  # a text that holds the separator, too
        keys, values = read(path, lambda reader: reader.keys("claim_type", hand.id))
        numbers = read(path, AgreementReader.sentence_numbers)
        rows = read(path, AgreementReader.sentence_rows)
        number = {row[0]: number for row, number in zip(rows, numbers, strict=True)}
        found = dict(zip(keys, values, strict=True))
        assert found == {number[READY.id] << ITEM_BITS | 1: value, number[HEAD.id] << ITEM_BITS: "none"}
        writer.run(lambda connection: connection.execute(change))


def test_ranges_stand_as_json(path, writer):
    hand = Hand(writer)
    hand.claim(HEAD, claim_type="event")
    [content] = read(path, lambda reader: reader.columns("content", hand.id))[1]
    assert content == f"[[{HEAD.span.start},{HEAD.span.end}]]"


def test_values_can_be_asked_for_by_the_version_they_were_made_under(path, writer):
    small = Codebook.parse(SMALL, "small")
    writer.run(lambda connection: add_codebook(connection, small, SMALL))
    hand = Hand(writer)
    hand.claim(HEAD, claim_type="event")
    target = f"{OPENS.id}.1"
    content = [[OPENS.span.start, OPENS.span.end]]
    for layer, value in (("content", content), ("claim_type", "event")):
        assert hand.record(decision(layer, value, target, codebook=small.hash))[0].status == "saved"

    def of(made):
        return read(path, lambda reader: reader.columns("claim_type", hand.id, made))

    assert of(Made(small.hash)) == ([target], ["event"])
    assert of(Made(CODEBOOK.hash)) == ([f"{HEAD.id}.1"], ["event"])
    assert len(of(EVER)[0]) == 2
    first = read(path, AgreementReader.history).seqs[0]
    assert read(path, AgreementReader.used_versions) == [
        UsedVersion(CODEBOOK.hash, CODEBOOK.version, 2, first, first + 1),
        UsedVersion(small.hash, "7", 2, first + 2, first + 3),
    ]


def test_values_and_decisions_can_be_asked_for_by_the_time_they_were_made(path, writer):
    hand = Hand(writer)
    hand.record(decision("claim_type", "none", HEAD.id))
    hand.record(decision("claim_type", "none", OPENS.id))

    def of(store, since="", before=""):
        targets, _ = AgreementReader(store).columns("claim_type", hand.id, Made(since=since, before=before))
        return sorted(targets), AgreementReader(store).decisions_within(since, before)

    with ProjectReader(path) as store:
        query = "select server_at from decision where target = ?"
        [later] = store.connection.execute(query, (OPENS.id,)).fetchone()
        assert of(store, before=later) == ([HEAD.id], 1)
        assert of(store, since=later) == ([OPENS.id], 1)
        assert of(store, since=later, before=later) == ([], 0)


def test_one_version_is_counted_without_looking_at_each_decision(path, writer):
    first, last = (outcome.seq for outcome in Hand(writer).claim(HEAD, claim_type="event"))
    assert read(path, AgreementReader.used_versions) == [
        UsedVersion(CODEBOOK.hash, CODEBOOK.version, 2, first, last)
    ]


def test_a_fresh_project_has_no_versions_in_use_and_no_history(path):
    assert read(path, AgreementReader.used_versions) == []
    assert read(path, AgreementReader.origins) == {}
    assert [*read(path, AgreementReader.history).annotators] == []


def test_the_head_is_the_hash_of_the_last_decision(path, writer):
    hand = Hand(writer)
    hand.record(decision("claim_type", "none", HEAD.id))
    first = read(path, AgreementReader.head_hash)
    hand.record(decision("claim_type", "none", OPENS.id))
    assert len(first) == 64
    assert read(path, AgreementReader.head_hash) != first


def test_a_label_settled_by_adjudication_is_named(path, writer):
    hand = Hand(writer)
    hand.record(decision("claim_type", "none", HEAD.id))
    hand.record(decision("claim_type", None, HEAD.id, base=1))
    hand.record(decision("claim_type", "none", HEAD.id, base=2, kind="adjudicate"))
    hand.record(decision("claim_type", "none", OPENS.id))
    assert read(path, AgreementReader.adjudicated) == {(hand.id, HEAD.id, "claim_type")}


def test_an_adjudication_that_no_longer_stands_is_not_named(path, writer):
    hand = Hand(writer)
    hand.record(decision("claim_type", "none", HEAD.id, kind="adjudicate"))
    hand.record(decision("claim_type", None, HEAD.id, base=1))
    assert read(path, AgreementReader.adjudicated) == set()


def test_the_history_holds_every_decision_with_both_clocks(path, writer):
    hand = Hand(writer)
    for at in ("2026-09-07T09:00:00Z", "2026-09-07T10:00:00Z"):
        hand.record(decision("note", at, HEAD.id, base=at == "2026-09-07T10:00:00Z", client_at=at))
    found = read(path, AgreementReader.history)
    assert ([*found.annotators], [*found.sentences]) == ([hand.id] * 2, [HEAD.id] * 2)
    assert found.seqs[1] == found.seqs[0] + 1
    assert [*found.days] == ["2026-09-07"] * 2
    assert found.moments[1] - found.moments[0] == 3600


def test_labels_are_counted_by_how_they_were_made(path, writer):
    hand = Hand(writer)
    target = f"{HEAD.id}.1"
    hand.record(decision("content", [[HEAD.span.start, HEAD.span.end]], target, origin="automatic"))
    hand.record(decision("claim_type", "event", target, origin="accepted"))
    hand.record(decision("certainty", "certain", target))
    assert read(path, AgreementReader.origins) == {
        "certainty": {"human": 1},
        "claim_type": {"human": 0, "accepted": 1},
        "content": {"human": 0, "automatic": 1},
    }


def test_a_suggestion_that_was_changed_later_is_a_label_by_hand(path, writer):
    hand = Hand(writer)
    hand.claim(HEAD)
    hand.record(decision("claim_type", "event", f"{HEAD.id}.1", origin="accepted"))
    hand.record(decision("claim_type", "state", f"{HEAD.id}.1", base=1))
    assert read(path, AgreementReader.origins)["claim_type"] == {"human": 1}


def test_labelers_are_named_by_event(path, writer):
    ana, ben = Hand(writer), Hand(writer, "Ben")
    for hand, one in ((ana, STATE), (ben, TABLOID), (ben, OTHER)):
        hand.record(decision("claim_type", "none", one.sentences[0].id))
    found = read(path, AgreementReader.labelers)
    assert sorted(map(tuple, map(sorted, found.values()))) == sorted(
        [(ben.id,), tuple(sorted((ana.id, ben.id)))]
    )


def test_what_is_done_or_unsure_is_finished(path, writer):
    hand = Hand(writer)
    kinds = ("headline", "body")
    every = read(path, lambda reader: reader.unfinished(hand.id, kinds))
    hand.claim(READY, claim_type="event", anchor="none", source_kind="author", certainty="certain")
    hand.record(decision("state", "done", READY.id))
    hand.record(decision("unsure", "", OPENS.id))
    hand.claim(HOLDS, claim_type="event")
    left = read(path, lambda reader: reader.unfinished(hand.id, kinds))
    assert sum(every.values()) - sum(left.values()) == 2


def test_reading_never_changes_the_file(path, writer):
    Hand(writer).claim(HEAD, claim_type="event")
    writer.close()
    before = path.read_bytes()
    read(path, lambda reader: (reader.history(), reader.origins()))
    assert path.read_bytes() == before
