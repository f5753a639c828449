"""The folder that a server fills with backups: when one is added, and which are removed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from labels.errors import OutputError, ProjectError
from labels.store.keeping.backup_folder import BackupFolder
from labels.store.project import connect_writer, locked
from labels.store.writer import Writer
from tests.labels.projects import SENTENCES, Hand, decision, project
from tests.labels.store.keeping.test_backup import checked, damage, names
from tests.labels.store.log.test_migration import OLD

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path):
    return project(tmp_path)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def label(path, base=0):
    writer = Writer(path)
    Hand(writer).record(decision("note", f"remark {base}", SENTENCES[1].id, base=base))
    writer.close()


def only(folder):
    [file] = folder.iterdir()
    return file


def test_a_backup_bears_its_time_in_utc_and_is_sound(path, folder):
    assert BackupFolder(path, folder).add(NOON.astimezone(), DAY)
    assert only(folder).name.startswith("p-")
    assert only(folder).name.endswith("-20260907T120000.000000Z.db")
    assert not checked(only(folder)).faults


def test_a_backup_is_added_only_if_the_log_grew_also_after_a_restart(path, folder):
    backups = BackupFolder(path, folder)
    assert [backups.add(NOON + n * DAY, 9 * DAY) for n in (0, 1)] == [True, False]
    label(path)
    assert [backups.add(NOON + n * DAY, 9 * DAY) for n in (2, 3)] == [True, False]
    again = BackupFolder(path, folder)
    assert not again.add(NOON + 4 * DAY, 9 * DAY)
    assert again.newest == NOON + 2 * DAY


def test_old_backups_go_but_never_the_newest_nor_a_file_of_somebody_else(path, folder, tmp_path):
    backups = BackupFolder(path, folder)
    backups.add(NOON, DAY)
    first = only(folder)
    served = folder / first.name.replace("20260907", "20260901")
    strangers = [
        folder / "notes.txt",
        folder / f"other-{first.name}",
        folder / first.name.replace("p-", "p-00000000-", 1),
        folder / first.name.replace("20260907", "20269999"),
        folder / f"{first.name}.gz",
        served,  # its lock shows that somebody works with it
        folder / f"{served.name}.lock",
    ]
    for file in strangers:
        file.write_bytes(b"mine")
    (folder / first.name.replace("20260907", "20260902")).mkdir()
    link = folder / first.name.replace("20260907", "20260903")
    link.symlink_to(tmp_path / "p.db")
    before = names(folder)
    backups.add(NOON + 9 * DAY, DAY)
    assert names(folder) == before  # the newest good one is old, too
    label(path)
    backups.add(NOON + 10 * DAY, DAY)
    assert before - names(folder) == {first.name}
    assert len(names(folder) - before) == 1


def test_a_failing_backup_removes_nothing(path, folder):
    backups = BackupFolder(path, folder)
    backups.add(NOON, DAY)
    label(path)
    damage(path)
    with pytest.raises(ProjectError, match="no backup was written"):
        backups.add(NOON + 9 * DAY, DAY)
    assert only(folder).name.endswith("-20260907T120000.000000Z.db")
    assert backups.newest == NOON


@pytest.mark.parametrize(
    "harm", [Path.unlink, lambda file: file.write_bytes(b"x" * 5000)], ids=["removed", "damaged"]
)
def test_a_newest_backup_that_was_removed_or_damaged_is_replaced(path, folder, harm):
    BackupFolder(path, folder).add(NOON, DAY)
    harm(only(folder))
    backups = BackupFolder(path, folder)
    assert backups.add(NOON + timedelta(hours=1), DAY)
    assert backups.newest == NOON + timedelta(hours=1)


def test_an_older_backup_is_the_newest_good_one_if_later_ones_are_damaged(path, folder):
    BackupFolder(path, folder).add(NOON, DAY)
    good = only(folder)
    good.with_name(good.name.replace("T12", "T13")).write_bytes(good.read_bytes()[:-4096])
    backups = BackupFolder(path, folder)
    assert not backups.add(NOON + timedelta(hours=2), DAY)
    assert backups.newest == NOON


def test_a_clock_that_was_set_back_loses_no_backup_and_makes_none_in_vain(path, folder):
    backups = BackupFolder(path, folder)
    backups.add(NOON, DAY)
    label(path)
    assert [backups.add(NOON - 9 * DAY, DAY) for _ in range(2)] == [True, False]
    assert len(names(folder)) == 2


def test_what_a_killed_server_left_is_removed(path, folder):
    backups = BackupFolder(path, folder)
    backups.add(NOON, DAY)
    left = folder / f".{only(folder).name}.partial"
    for file in (left, left.with_name(f"{left.name}-journal"), folder / ".mine.db.partial"):
        file.touch()
    label(path)
    backups.add(NOON + timedelta(hours=1), DAY)
    assert {name for name in names(folder) if name.startswith(".")} == {".mine.db.partial"}


def test_a_folder_that_is_missing_is_refused(path, tmp_path):
    with pytest.raises(OutputError, match="make it first, or name another"):
        BackupFolder(path, tmp_path / "none")


def test_a_project_of_an_older_version_is_not_converted_before_its_server_does_it(folder, tmp_path):
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(OLD)
    before = old.read_bytes()
    with locked(old, "serve"):
        backups = BackupFolder(old, folder)
        assert old.read_bytes() == before
        connect_writer(old).close()
        assert backups.add(NOON, DAY)


def test_a_folder_that_comes_back_gets_a_backup_again(path, folder, tmp_path):
    backups = BackupFolder(path, folder)
    backups.add(NOON, DAY)
    folder.rename(tmp_path / "unmounted")
    with pytest.raises(OutputError, match="can't be listed"):
        backups.add(NOON + timedelta(hours=1), DAY)
    folder.mkdir()
    assert backups.add(NOON + timedelta(hours=2), DAY)
