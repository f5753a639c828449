"""Projects with a flipped bit, a lost end, an overwritten page: every command says so, none breaks."""

import contextlib
import os
import random
import sqlite3

import pytest

from annotator.cli import main
from labels.errors import ProjectError
from labels.store.log.folds import FOLDS
from labels.store.project import check_can_be_served, connect_unchecked
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project

DAMAGES = 24
FLIPS = int(os.environ.get("FLIPS", "100"))
COVERED = (*FOLDS, "log", "sentence", "alignment", "current", "progress", "extent")
COMMANDS = (
    ("verify", "{project}"),
    ("export", "{project}", "{out}"),
    ("agreement", "{project}", "--resamples", "10"),
    ("codebook", "show", "{project}"),
    ("suggestions", "{project}"),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a sound project with labels of two people."""
    path = project(tmp_path_factory.mktemp("whole"))
    writer = Writer(path)
    for name in ("Ana", "Bea"):
        hand = Hand(writer, name)
        hand.claim(SENTENCES[1], claim_type="event", anchor="none", source_kind="author", certainty="certain")
        for base in range(10):
            hand.record(decision("note", f"remark number {base}", SENTENCES[1].id, base=base))
    writer.close()
    return path.read_bytes()


def damaged(content, number):
    """The bytes with one fault of a kind that the number chooses."""
    chance = random.Random(number)
    place = chance.randrange(100, len(content))
    if number % 6 == 0:
        return content[:place]
    if number % 6 == 1:
        start = place // 4096 * 4096
        return content[:start] + bytes(4096) + content[start + 4096 :]
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


@pytest.mark.parametrize("number", range(DAMAGES))
def test_a_damaged_project_ends_no_command_in_a_traceback(whole, tmp_path, capsys, number):
    path = tmp_path / "p.db"
    path.write_bytes(damaged(whole, number))
    for words in COMMANDS:
        code = main([word.format(project=path, out=tmp_path / "out.jsonl") for word in words])
        assert code == 0 or capsys.readouterr().err
    with contextlib.suppress(ProjectError):
        check_can_be_served(path)
    with contextlib.suppress(ProjectError):
        Writer(path).close()


def held(path):
    """Every row of the tables that the log covers, as far as it can be read."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            return [
                connection.execute(f"select * from {table} order by 1, 2").fetchall() for table in COVERED
            ]
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return None


def test_every_flipped_bit_that_changes_what_a_reader_sees_is_found(whole, tmp_path):
    path, chance = tmp_path / "p.db", random.Random(3)
    path.write_bytes(whole)
    before, changed = held(path), 0
    for _ in range(FLIPS):
        place = chance.randrange(100, len(whole))
        flipped = bytes([whole[place] ^ 1 << chance.randrange(8)])
        path.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        if held(path) == before:
            continue
        changed += 1
        try:
            with contextlib.closing(connect_unchecked(path)) as connection:
                faults = verify(connection).faults
        except (ProjectError, sqlite3.DatabaseError):
            continue  # it can't even be opened
        assert faults, place
    assert changed > FLIPS // 8
