"""Files that commands write: whole or not at all, never over a project."""

import os
import stat
from pathlib import Path

import pytest

from annotator.output_file import whole
from labels.errors import OutputError
from tests.labels.projects import project


def write(path, text="new"):
    with whole(path) as file:
        file.write(text)


def refusal(path):
    with pytest.raises(OutputError) as error:
        write(path)
    return str(error.value)


def test_a_file_holds_what_was_written_in_utf_8_and_nothing_lies_beside_it(tmp_path):
    write(tmp_path / "out.jsonl", "é👍🏽\n")
    assert (tmp_path / "out.jsonl").read_bytes() == "é👍🏽\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def interrupted(path, failure):
    with whole(path) as file:
        file.write("half")
        raise failure


@pytest.mark.parametrize("failure", [OSError(28, "No space left"), KeyboardInterrupt(), SystemExit(143)])
def test_what_is_interrupted_leaves_the_old_file_as_it_was(tmp_path, failure):
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    with pytest.raises((OutputError, type(failure))):
        interrupted(out, failure)
    assert out.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_full_disk_is_said_in_words(tmp_path):
    with pytest.raises(OutputError, match="can't be written: No space left"):
        interrupted(tmp_path / "out", OSError(28, "No space left"))


@pytest.mark.parametrize("end", ["", "-wal", "-shm", ".lock"])
def test_a_project_and_the_files_beside_it_are_never_written_over(tmp_path, end):
    path = project(tmp_path)
    before = path.read_bytes()
    assert "a project keeps its labels here" in refusal(tmp_path / f"p.db{end}")
    assert path.read_bytes() == before


def test_a_link_to_a_project_is_the_project(tmp_path):
    (tmp_path / "link.jsonl").symlink_to(project(tmp_path))
    assert "a project keeps its labels here" in refusal(tmp_path / "link.jsonl")


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_folder_that_does_not_exist_and_a_folder_in_place_of_a_file_are_refused(tmp_path):
    assert "does not exist; make it first" in refusal(tmp_path / "none" / "out")
    assert "this is a folder" in refusal(tmp_path)


def test_a_file_keeps_its_permissions_and_a_new_one_gets_the_usual(tmp_path):
    kept = tmp_path / "kept"
    kept.touch()
    kept.chmod(0o640)
    write(kept)
    write(tmp_path / "new")
    usual = tmp_path / "usual"
    usual.touch()
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("kept", "new", "usual")]
    assert modes[0] == 0o640
    assert modes[1] == modes[2]


def test_a_device_is_written_and_not_replaced():
    write(Path(os.devnull))
    assert Path(os.devnull).is_char_device()
