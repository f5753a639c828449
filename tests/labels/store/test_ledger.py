import sqlite3
import uuid
from dataclasses import replace

import pytest

from labels.store.queries import ProjectReader
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, SENTENCES, Hand, decision, project, together

BODY, NEXT = SENTENCES[1], SENTENCES[2]


@pytest.fixture
def writer(tmp_path):
    path = project(tmp_path)
    writer = Writer(path)
    yield writer
    writer.close()


@pytest.fixture
def ana(writer):
    return Hand(writer)


def rows(writer, query):
    """What an independent connection reads."""
    connection = sqlite3.connect(writer._path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_decision_is_in_the_log_and_is_the_label_once_it_is_acknowledged(writer, ana):
    outcomes = ana.claim(BODY, claim_type="event")
    assert [o.status for o in outcomes] == ["saved", "saved"]
    assert rows(writer, "select seq, layer, value, revision from decision where layer = 'claim_type'") == [
        (outcomes[1].seq, "claim_type", '"event"', 1)
    ]
    assert rows(writer, "select value, revision from label where layer = 'claim_type'") == [("event", 1)]


def test_the_same_batch_sent_ten_times_is_stored_once_and_acknowledged_ten_times(writer, ana):
    batch = together(
        decision("content", [[BODY.span.start, BODY.span.end]], f"{BODY.id}.1"),
        decision("claim_type", "event", f"{BODY.id}.1"),
    )
    seqs = {tuple(o.seq for o in ana.record(*batch)) for _ in range(10)}
    assert len(seqs) == 1
    assert rows(writer, "select count(*) from decision") == [(2,)]
    assert {o.status for o in ana.record(*batch)} == {"duplicate"}


def test_a_value_that_is_stored_in_another_form_is_still_a_duplicate_when_sent_again(ana):
    start, end = BODY.span.start, BODY.span.end
    touching = decision("content", [[start, start + 3], [start + 3, end]], f"{BODY.id}.1")
    assert [o.status for o in (*ana.record(touching), *ana.record(touching))] == ["saved", "duplicate"]


def test_a_uuid_used_again_for_something_else_is_refused(ana):
    first = decision("note", "one", BODY.id)
    ana.record(first)
    [outcome] = ana.record(replace(first, value="two"))
    assert (outcome.status, outcome.reason) == ("refused", "Its UUID is already used by another decision.")


def test_a_uuid_of_somebody_else_is_neither_acknowledged_nor_overwritten(writer, ana):
    first = decision("note", "mine", BODY.id)
    ana.record(first)
    [outcome] = Hand(writer, "Ben").record(first)
    assert outcome.status == "refused"


def test_a_stale_base_is_kept_in_the_log_and_shown_but_does_not_become_current(writer, ana):
    ana.record(decision("note", "one", BODY.id))
    [outcome] = ana.record(decision("note", "two", BODY.id, base=0))
    assert outcome.status == "conflict"
    assert rows(writer, "select max(seq) from log") == [(outcome.seq,)]
    assert (outcome.current.value, outcome.current.revision) == ("one", 1)
    assert rows(writer, "select value from label where layer = 'note'") == [("one",)]
    assert rows(writer, "select value, revision from decision order by seq") == [
        ('"one"', 1),
        ('"two"', None),
    ]


def test_a_conflict_sent_again_is_the_same_conflict(ana):
    ana.record(decision("note", "one", BODY.id))
    stale = decision("note", "two", BODY.id)
    first, again = (*ana.record(stale), *ana.record(stale))
    assert first == again
    assert first.status == "conflict"


def test_keeping_mine_after_a_conflict_is_a_decision_against_what_stands(writer, ana):
    ana.record(decision("note", "one", BODY.id))
    [conflict] = ana.record(decision("note", "two", BODY.id))
    [outcome] = ana.record(decision("note", "two", BODY.id, base=conflict.current.revision))
    assert (outcome.status, outcome.revision) == ("saved", 2)
    assert rows(writer, "select value, revision from label where layer = 'note'") == [("two", 2)]


def test_two_annotators_on_one_sentence_never_meet(writer, ana):
    ben = Hand(writer, "Ben")
    ana.claim(BODY, claim_type="event")
    assert {o.status for o in ben.claim(BODY, claim_type="state")} == {"saved"}
    assert rows(writer, "select value from label where layer = 'claim_type' order by value") == [
        ("event",),
        ("state",),
    ]


def test_an_action_is_taken_whole_or_not_at_all(writer, ana):
    outcomes = ana.claim(BODY, claim_type="evnt")
    assert {o.status for o in outcomes} == {"refused"}
    assert "Did you mean 'event'?" in outcomes[0].reason
    assert rows(writer, "select count(*) from decision") == [(0,)]


def test_a_refused_action_leaves_its_neighbours_in_the_batch_alone(ana):
    good, bad = decision("note", "good", BODY.id), decision("notes", "bad", NEXT.id)
    assert [o.status for o in ana.record(good, bad)] == ["saved", "refused"]


def test_undo_is_a_new_decision_and_history_stays(writer, ana):
    ana.record(decision("note", "one", BODY.id))
    [outcome] = ana.record(decision("note", None, BODY.id, base=1, kind="undo"))
    assert outcome.revision == 2
    assert rows(writer, "select kind, value from decision order by seq") == [("set", '"one"'), ("undo", None)]
    assert rows(writer, "select value, revision from label") == [(None, 2)]


def test_no_claim_excludes_claims_and_says_so_in_an_annotators_words(ana):
    ana.claim(BODY, claim_type="event")
    [outcome] = ana.record(decision("claim_type", "none", BODY.id))
    assert outcome.status == "refused"
    assert "delete the claim or choose another type" in outcome.reason


def test_no_claim_in_place_of_a_claim_is_one_action(ana):
    ana.claim(BODY, claim_type="event")
    outcomes = ana.record(
        *together(decision("content", None, f"{BODY.id}.1", base=1), decision("claim_type", "none", BODY.id))
    )
    assert {o.status for o in outcomes} == {"saved"}


def test_a_sentence_is_not_done_while_a_required_layer_is_missing(ana):
    ana.claim(BODY, claim_type="event")
    [outcome] = ana.record(decision("state", "done", BODY.id))
    assert outcome.status == "refused"
    assert "ertainty" in outcome.reason


def test_three_keys_make_a_sentence_that_can_be_done(ana):
    ana.claim(BODY, claim_type="event", source_kind="author", anchor="none", certainty="certain")
    assert [o.status for o in ana.record(decision("state", "done", BODY.id))] == ["saved"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (decision("note", "x", "nowhere"), "There is no sentence 'nowhere'"),
        (decision("content", [[0, 1]], f"{BODY.id}.1"), "has no content in its sentence"),
        (decision("content", [[5, 3]], f"{BODY.id}.1"), "[5, 3]"),
        (decision("content", [[0, 9999]], f"{BODY.id}.1"), "outside the article"),
        (decision("claim_type", "event", f"{BODY.id}.1"), "set that first"),
        (decision("claim_type", "event", f"{BODY.id}.0"), "a full stop and a number"),
        (decision("claim_type", "event", f"{BODY.id}.01"), "a full stop and a number"),
        (decision("claim_type", "event", BODY.id), "claims have the codebook's values"),
        (decision("claim_type", "none", f"{BODY.id}.1"), "claims have the codebook's values"),
        (decision("state", "done", f"{BODY.id}.1"), "can't have 'done' in layer 'state'"),
        (decision("claim_typ", "event", f"{BODY.id}.1"), "Did you mean 'claim_type'?"),
        (decision("note", "x", BODY.id, codebook="0" * 64), "no codebook version"),
        (decision("note", "x", BODY.id, kind="delete"), "kind is one of set, clear"),
        (
            decision("name", {"article": "none", "name": "x"}, "s1", target_kind="source", sentence=""),
            "no article",
        ),
        (decision("note", "x\0", BODY.id), "can't be stored"),
        (decision("unsure", 3, BODY.id), "takes text"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_changes_nothing(writer, ana, wrong, reason):
    [outcome] = ana.record(wrong)
    assert outcome.status == "refused"
    assert reason in outcome.reason
    assert rows(writer, "select (select count(*) from decision) + (select count(*) from label)") == [(0,)]


def test_a_claim_names_sources_of_its_articles_own_list(ana):
    source = {"article": BODY.article, "name": "Mayor"}
    named = decision("name", source, f"{BODY.article}:s1", target_kind="source", sentence="")
    ana.record(named)
    outcomes = ana.claim(
        BODY, claim_type="event", anchor="explicit", source_kind="official", source=f"{BODY.article}:s1"
    )
    assert {o.status for o in outcomes} == {"saved"}


def test_a_new_source_can_be_listed_and_named_by_one_key(ana):
    source = {"article": BODY.article, "name": "Mayor"}
    outcomes = ana.record(
        *together(
            decision("name", source, "s1", target_kind="source", sentence=""),
            decision("content", [[BODY.span.start, BODY.span.end]], f"{BODY.id}.1"),
            decision("source", "s1", f"{BODY.id}.1"),
        )
    )
    assert {o.status for o in outcomes} == {"saved"}


def test_a_source_that_is_not_listed_is_refused(ana):
    outcomes = ana.claim(BODY, claim_type="event", source="nobody")
    assert "source list" in outcomes[0].reason


def listed(name, base=0, article=BODY.article):
    """The decision that lists a source, renames it, or takes it off the list (None)."""
    value = name and {"article": article, "name": name}
    return decision("name", value, "s1", base=base, target_kind="source", sentence="")


def test_a_source_that_a_claim_names_stays_on_the_list(ana):
    ana.record(listed("Mayor"))
    ana.claim(BODY, claim_type="event", source="s1")
    [outcome] = ana.record(listed(None, base=1))
    assert outcome.status == "refused"
    assert f"'{BODY.id}.1' names the source 's1'" in outcome.reason
    taken = ana.record(*together(decision("source", None, f"{BODY.id}.1", base=1), listed(None, base=1)))
    assert {outcome.status for outcome in taken} == {"saved"}


def test_a_deleted_claim_does_not_come_back_without_its_source(ana):
    ana.record(listed("Mayor"))
    ana.claim(BODY, claim_type="event", source="s1")
    claim, content = f"{BODY.id}.1", [[BODY.span.start, BODY.span.end]]
    ana.record(decision("content", None, claim, base=1), listed(None, base=1))
    [outcome] = ana.record(decision("content", content, claim, base=2))
    assert "names the source 's1', which would not be on the article's list" in outcome.reason


def test_a_source_does_not_move_to_another_article(ana):
    ana.record(listed("Mayor"))
    [outcome] = ana.record(listed("Mayor", base=1, article=ARTICLES[1].id))
    assert "is on the list of another article" in outcome.reason


def test_a_source_that_was_marked_across_lines_has_a_name_of_one_line(writer, ana):
    ana.record(listed(" Mayor\nIda\t Holm "))
    assert rows(writer, "select json_extract(value, '$.name') from label where layer = 'name'") == [
        ("Mayor Ida Holm",)
    ]


@pytest.mark.parametrize(("kind", "value"), [("clear", "x"), ("set", None), ("accept", None)])
def test_a_kind_that_does_not_go_with_its_value_is_refused(ana, kind, value):
    [outcome] = ana.record(decision("note", value, BODY.id, kind=kind))
    assert f"The kind '{kind}' does not go with" in outcome.reason


def test_the_log_can_neither_be_changed_nor_shortened(writer, ana):
    ana.record(decision("note", "one", BODY.id))
    for statement in (
        "update log set value = null",
        "delete from log",
        "insert or replace into log select * from log",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            writer.run(lambda connection, sql=statement: connection.execute(sql))


def test_an_action_that_names_one_label_twice_is_refused(ana):
    outcomes = ana.record(*together(decision("note", "a", BODY.id), decision("note", "b", BODY.id)))
    assert {o.reason for o in outcomes} == {
        "One action changes the same label twice; send the last change only."
    }


def test_frames_show_claims_in_the_order_they_were_made(writer, ana):
    for number in range(1, 12):
        ana.record(
            *together(
                decision("content", [[BODY.span.start, BODY.span.start + number]], f"{BODY.id}.{number}"),
                decision("claim_type", "event", f"{BODY.id}.{number}"),
            )
        )
    with ProjectReader(writer._path) as store:
        frames = store.labels_by_sentence(BODY.article, ana.id)
    assert [claim.id.rpartition(".")[2] for claim in frames[1].claims] == [str(n) for n in range(1, 12)]


def test_ids_of_decisions_are_any_uuid_the_client_makes(ana):
    [outcome] = ana.record(decision("note", "x", BODY.id, uuid=str(uuid.uuid4())))
    assert outcome.status == "saved"
