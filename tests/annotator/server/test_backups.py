"""Backups that a server makes while it serves and when it ends."""

import re
import time
from datetime import UTC, datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.commands.serving import serve
from annotator.server.backups import BackupPlan, Backups
from annotator.server.served_project import opened
from labels.store.keeping.backup import restore
from labels.store.project import locked
from tests.annotator.served import Client, Server, note
from tests.labels.projects import project
from tests.labels.store.keeping.test_backup import checked, damage

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
PLAN_TIMES = (timedelta(minutes=5), timedelta(days=1))


def decisions(files):
    return max((checked(file).decisions for file in files), default=0)


def test_a_server_backs_up_while_it_serves_and_at_its_end(tmp_path):
    path, folder = project(tmp_path), tmp_path / "backups"
    folder.mkdir()
    server = Server(path, options=["--backup", str(folder), "--every", "0.01"]).start()
    client = Client(server)
    workspace = client.sign_in()
    me = workspace["annotator"]["id"]
    assert client.post([note(workspace, "one")], me).status == 200
    deadline = time.monotonic() + 20
    while decisions(folder.glob("*.db")) < 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert decisions(folder.glob("*.db")) == 1
    assert re.match(
        rb"ok\nnot checked yet\nlast good backup: \S+Z, \d seconds ago\n$", client.get("/healthz").body
    )
    assert client.post([note(workspace, "two", base=1)], me).status == 200
    assert "rror" not in server.stop()
    assert not list(tmp_path.glob("p.db-*"))
    newest = max(folder.glob("*.db"))
    assert decisions([newest]) == 2
    assert restore(newest, tmp_path / "r.db").head == checked(path).head


def test_verify_says_how_old_the_last_good_backup_is(tmp_path, capsys):
    path, folder = project(tmp_path), tmp_path / "backups"
    folder.mkdir()
    two_days_ago = datetime.now(UTC) - timedelta(hours=50)
    backups = Backups(path, BackupPlan(folder, *PLAN_TIMES), lambda: two_days_ago)
    with locked(path, "test"), opened(path, "Me", backups=backups):
        assert main(["verify", str(path)]) == 0
        assert f"There is no good backup in {folder}" in capsys.readouterr().out
        backups.add()
    damage(path)
    assert main(["verify", str(path)]) == 1
    [file] = folder.glob("*.db")
    assert f"Last good backup: {file}, 2 days old." in capsys.readouterr().err


def test_a_failing_backup_is_logged_and_shown_until_one_succeeds(tmp_path, caplog):
    path, folder = project(tmp_path), tmp_path / "backups"
    folder.mkdir()
    times = iter([NOON, NOON + timedelta(minutes=5), NOON + timedelta(minutes=6)])
    backups = Backups(path, BackupPlan(folder, *PLAN_TIMES), lambda: next(times))
    damage(path)
    for _ in range(2):
        backups.add()
    assert "no backup was written" in caplog.text
    status = backups.status()
    assert "no backup yet" in status
    assert "backups fail since 2026-09-07T12:00:00Z" in status
    assert str(tmp_path) not in status
    path.unlink()
    (tmp_path / "p.db.last").unlink(missing_ok=True)
    project(tmp_path)
    backups.add()
    assert backups.failing is None


def test_every_failure_is_shown_also_one_of_the_folder(tmp_path, caplog):
    path, folder = project(tmp_path), tmp_path / "backups"
    folder.mkdir()
    backups = Backups(path, BackupPlan(folder, *PLAN_TIMES), lambda: NOON)
    folder.rmdir()
    backups.add()
    assert backups.failing == NOON
    assert str(folder) in caplog.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--every", "5"], "add --backup FOLDER"),
        (["--keep", "5"], "add --backup FOLDER"),
        (["--backup", ".", "--every", "0"], "0.01<=x<=10080"),
        (["--backup", ".", "--every", "nan"], "'nan' is not a number"),
        (["--backup", ".", "--keep", "0"], "1<=x<=36500"),
    ],
)
def test_times_that_make_no_sense_are_refused(tmp_path, options, words):
    result = CliRunner().invoke(serve, [str(tmp_path / "p.db"), *options])
    assert result.exit_code == click.UsageError.exit_code
    assert words in result.output
