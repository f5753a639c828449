"""The server's log: no flood, no control characters, no file that grows for ever."""

import logging

import pytest

from annotator.server import log
from labels.errors import OutputError


class Clock:
    """Seconds that pass when told to."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


def record(message, *arguments):
    return logging.LogRecord("server", logging.ERROR, "x.py", 1, message, arguments, None)


def test_the_same_fault_is_written_once_a_minute_with_how_often_it_came(clock):
    once = log.Once(clock)
    written = [once.filter(record(f"accept failed on socket {n}")) for n in range(1000)]
    assert written.count(True) == 1
    clock.seconds = 61
    last = record("accept failed on socket 7")
    assert once.filter(last)
    assert last.getMessage() == "accept failed on socket 7 (and 999 times more since it was last written)"


def test_another_fault_is_written_at_once(clock):
    once = log.Once(clock)
    assert [once.filter(record(text)) for text in ("disk full", "no file left")] == [True, True]


def test_what_is_remembered_of_a_log_does_not_grow(clock):
    once = log.Once(clock)
    for number in range(5 * log.MAX_REMEMBERED):
        once.filter(record(chr(200 + number)))
    assert len(once._seen) <= log.MAX_REMEMBERED


def test_control_characters_are_shown_and_not_sent_to_the_terminal():
    line = log.Visible("%(message)s").format(record("a\x1b[2Jb\x07\x9b\r\nc\td"))
    assert line == "a\\x1b[2Jb\\x07\\x9b\\x0d\nc\td"


@pytest.fixture
def written(tmp_path):
    """Log to a file, and put everything back."""
    before = logging.root.handlers[:]
    path = tmp_path / "server.log"
    log.begin(path)
    yield path
    logging.root.handlers[0].close()
    logging.root.handlers[:] = before


def test_a_log_file_is_rotated_before_it_fills_the_disk(written, monkeypatch):
    monkeypatch.setattr(logging.root.handlers[0], "maxBytes", 10_000)
    for number in range(1000):
        logging.getLogger("server").error("".join(chr(97 + int(digit)) for digit in str(number)) * 20)
    files = sorted(written.parent.iterdir())
    assert len(files) == 1 + log.OLD_LOGS
    assert all(file.stat().st_size <= 10_000 for file in files)


def test_loggers_with_handlers_of_their_own_write_through_ours(written):
    noisy = logging.getLogger("noisy")
    noisy.addHandler(logging.StreamHandler())
    noisy.propagate = False
    log.gather()
    for _ in range(5):
        noisy.error("again")
    assert written.read_text(encoding="utf-8").count("again") == 1


def test_a_log_that_can_not_be_written_is_refused_in_words(tmp_path):
    with pytest.raises(OutputError, match="the log can't be written"):
        log.begin(tmp_path / "nowhere" / "server.log")
