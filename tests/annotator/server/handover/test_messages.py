"""What goes over the socket: each operation and each answer comes back as it was sent."""

import socket
import struct

import pytest

from annotator.server.handover.messages import (
    MOST,
    Answer,
    Greeting,
    answer_bytes,
    greeting_bytes,
    operation_bytes,
    parsed_answer,
    parsed_greeting,
    parsed_operation,
    parsed_result,
    receive,
    result_json,
    send,
)
from labels.errors import ProjectError
from labels.store.corpus.adding import Added
from labels.store.corpus.corrections import Change
from labels.store.corpus.operations import (
    OPERATIONS,
    AddArticles,
    Aligned,
    CorrectArticles,
    Move,
    MoveArticles,
    RebuildIndex,
    ReplaceArticle,
    RestoreArticle,
    SetSuggestions,
    TakeOverLabels,
    WithdrawArticle,
)
from labels.store.corpus.succession import Lost, TakenOver
from labels.text.corrections import Correction
from labels.text.similarity import Pair
from tests.labels.projects import ARTICLES

STATE, SHOUT = ARTICLES
PAIR = Pair(f"{STATE.id}:0", f"{SHOUT.id}:0", 0.25)
# Each operation with what it may return.
SENT = [
    (AddArticles(ARTICLES, (Aligned(STATE.id, SHOUT.id, (PAIR,)),), "Ida"), Added(("a",), ("b",))),
    (
        CorrectArticles((Correction("a", {"title": "é “x” 👍🏽\u2028"}, "t.csv, line 2"),), "why"),
        [Change("a", "Dam", "title", "", "x")],
    ),
    (WithdrawArticle("a", "why", "Ida"), None),
    (RestoreArticle("a", "why"), None),
    (ReplaceArticle(STATE, "why"), None),
    (TakeOverLabels("a"), [TakenOver("p", 3, ("no",), (Lost("words", "gone"),))]),
    (MoveArticles((Move("a", "Flood", labeled=True),), "why"), ["a"]),
    (SetSuggestions(0.5), None),
    (RebuildIndex(), 7),
]


def test_what_is_tried_here_can_be_handed_over():
    assert {type(operation).__name__ for operation, _ in SENT} <= set(OPERATIONS)


@pytest.mark.parametrize(("operation", "result"), SENT)
def test_an_operation_and_its_result_come_back_as_they_were(operation, result):
    assert parsed_operation(operation_bytes(operation)) == operation
    assert parsed_result(operation, result_json(operation, result)) == result


def test_greetings_and_answers_come_back_as_they_were():
    greeting, answer = Greeting("1", "p"), Answer("refused", "No “x”.")
    assert parsed_greeting(greeting_bytes(greeting)) == greeting
    assert parsed_answer(answer_bytes(answer)) == answer


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"{}",
        b"WithdrawArticle",
        b'WithdrawArticle\n{"article": 1, "reason": "x"}',
        b'WithdrawArticle\n{"article": "a"}',
        b'SetSuggestions\n{"share": "0.5"}',
        b"AddArticles\n" + b"[" * 10_000,
        b'AddArticles\n{"articles": [{"id": "a"}]}',
        b'TakeOverLabels\n{"article": "\xff"}',
    ],
)
def test_a_message_that_is_none_is_refused_in_words(message):
    with pytest.raises(ProjectError):
        parsed_operation(message)


def test_a_range_that_is_none_is_refused_in_words():
    broken = operation_bytes(AddArticles((STATE,))).replace(b'"start":0,"end":9', b'"start":9,"end":9')
    with pytest.raises(ProjectError, match="range needs"):
        parsed_operation(broken)


@pytest.mark.parametrize("sent", [b"", b"\0\0", struct.pack(">I", 5) + b"four", struct.pack(">I", MOST + 1)])
def test_what_is_cut_or_too_long_is_the_end_of_a_connection(sent):
    here, there = socket.socketpair()
    with here, there:
        there.sendall(sent)
        there.shutdown(socket.SHUT_WR)
        assert receive(here) is None


def test_a_message_arrives_whole():
    here, there = socket.socketpair()
    with here, there:
        send(there, b"x" * 100_000)
        assert receive(here) == b"x" * 100_000
