"""How often a password may be tried."""

import pytest

from annotator.server.accounts.attempts import (
    MOST_KEYS,
    MOST_PER_ADDRESS,
    MOST_PER_NAME,
    WINDOW,
    Attempts,
    TooManyAttemptsError,
)


class Clock:
    """A clock that stands until it is set."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(clock):
    return Attempts(clock=clock)


def test_a_name_may_be_tried_five_times_in_any_spelling_and_again_after_the_window(attempts, clock):
    for number in range(MOST_PER_NAME):
        attempts.begin(("Ana", " ana ", "ANA")[number % 3], f"address {number}")
    with pytest.raises(TooManyAttemptsError, match=r"for this name\. Try again in 15 minutes"):
        attempts.begin("Ana", "another address")
    attempts.begin("Ben", "another address")
    clock.now += WINDOW + 1
    attempts.begin("Ana", "address")


def test_an_address_may_try_thirty_times_whatever_the_names(attempts):
    for number in range(MOST_PER_ADDRESS):
        attempts.begin(f"name {number}", "here")
    with pytest.raises(TooManyAttemptsError, match="from your address"):
        attempts.begin("a new name", "here")
    attempts.begin("a new name", "there")


def test_the_addresses_that_one_holder_of_ipv6_can_choose_count_as_one(attempts):
    for number in range(MOST_PER_ADDRESS):
        attempts.begin(f"name {number}", f"2001:db8:0:7::{number:x}")
    with pytest.raises(TooManyAttemptsError):
        attempts.begin("a new name", "2001:0db8::7:ffff:0:0:1")
    attempts.begin("a new name", "2001:db8:0:8::1")


def test_an_ipv4_address_is_the_same_when_it_arrives_as_ipv6(attempts):
    for number in range(MOST_PER_ADDRESS):
        attempts.begin(f"name {number}", "::ffff:203.0.113.7")
    with pytest.raises(TooManyAttemptsError):
        attempts.begin("a new name", "203.0.113.7")
    attempts.begin("a new name", "203.0.113.8")


def test_a_right_password_does_not_count_and_clears_its_name(attempts):
    for _ in range(MOST_PER_ADDRESS * 2):
        attempts.begin("Ana", "here")
        attempts.succeeded("Ana", "here")
    for _ in range(MOST_PER_NAME - 1):
        attempts.begin("Ana", "here")


def test_a_right_password_does_not_give_an_address_its_attempts_at_other_names_back(attempts):
    for number in range(MOST_PER_ADDRESS - 1):
        attempts.begin(f"name {number}", "here")
    attempts.begin("Mallory", "here")
    attempts.succeeded("Mallory", "here")
    attempts.begin("name", "here")
    with pytest.raises(TooManyAttemptsError):
        attempts.begin("name", "here")


def test_an_attempt_that_is_refused_does_not_prolong_the_wait(attempts, clock):
    for _ in range(MOST_PER_NAME):
        attempts.begin("Ana", "here")
    clock.now += WINDOW - 30
    with pytest.raises(TooManyAttemptsError, match="in 1 minute;"):
        attempts.begin("Ana", "here")
    clock.now += 31
    attempts.begin("Ana", "here")


def test_memory_is_bounded_however_many_names_of_whatever_length_are_tried(attempts):
    for number in range(MOST_KEYS + 100):
        attempts.begin(f"{number}" * (10_000 if number < 10 else 1), f"address {number}")
    assert len(attempts) == MOST_KEYS
