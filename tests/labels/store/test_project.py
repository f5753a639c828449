import sqlite3
import subprocess
import sys

import pytest

from labels.codebook.shipped import shipped_text
from labels.errors import ProjectError
from labels.store.project import connect_reader, connect_writer, create, locked
from tests.labels.projects import CODEBOOK, project


def make(path, content):
    path.write_bytes(content)
    return path


def test_a_project_is_an_ordinary_sqlite_file_with_tables_named_in_the_singular(tmp_path):
    connection = sqlite3.connect(project(tmp_path))
    names = {
        row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")
    }
    connection.close()
    assert {"event", "article", "sentence", "decision", "claim", "label", "codebook", "annotator"} <= names


def test_every_table_of_a_project_is_strict(tmp_path):
    connection = sqlite3.connect(project(tmp_path))
    tables = connection.execute("select name, strict from pragma_table_list where type = 'table'").fetchall()
    connection.close()
    assert {name for name, strict in tables if not strict} <= {
        "sqlite_schema",
        "sqlite_sequence",
        "_sqlite_migrations",
        "sqlite_temp_schema",
    }


def test_init_never_overwrites(tmp_path):
    path = project(tmp_path)
    with pytest.raises(ProjectError, match="exists already"):
        create(path, CODEBOOK, shipped_text())


def test_init_in_a_folder_that_does_not_exist_says_so(tmp_path):
    with pytest.raises(ProjectError, match="does not exist; make it first"):
        create(tmp_path / "none" / "p.db", CODEBOOK, shipped_text())


@pytest.mark.parametrize("connect", [connect_reader, connect_writer])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty, so it holds no project"),
        (b"not a database, but text that is long enough " * 40, "can't be opened as a project"),
        (b"SQLite format 3\0", "can't be opened as a project|is a SQLite file, but not"),
    ],
)
def test_wrong_files_are_refused_in_words(tmp_path, connect, content, reason):
    path = make(tmp_path / "p.db", content)
    with pytest.raises(ProjectError, match=reason):
        connect(path)
    assert path.read_bytes() == content


def test_a_missing_project_is_not_created_by_opening_it(tmp_path):
    with pytest.raises(ProjectError, match="annotator init"):
        connect_writer(tmp_path / "p.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(ProjectError, match="is not a file"):
        connect_reader(tmp_path)


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "p.db"
    connection = sqlite3.connect(path)
    connection.execute("create table t (a)")
    connection.close()
    with pytest.raises(ProjectError, match="not a project of Claimdesk"):
        connect_writer(path)


def test_a_project_of_a_newer_version_is_refused(tmp_path):
    path = project(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(ProjectError, match="newer Claimdesk"):
        connect_writer(path)


def test_a_truncated_project_is_refused(tmp_path):
    path = project(tmp_path)
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(ProjectError):
        connect_writer(path)


@pytest.mark.parametrize(
    "change",
    [
        "create trigger thief after insert on log begin delete from current; end",
        "drop trigger log_is_never_deleted",
        "alter table current add column extra text",
        "create view decoy as select 1",
    ],
)
def test_a_project_whose_schema_was_altered_is_refused_and_the_change_named(tmp_path, change):
    path = project(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(ProjectError, match=r"does not have the schema .*(thief|log_is|current|decoy)"):
        connect_writer(path)


def test_a_second_process_that_would_write_is_refused_and_told_who_holds_the_project(tmp_path):
    path = project(tmp_path)
    code = (
        "from pathlib import Path; from labels.store.project import locked\n"
        f"with locked(Path({str(path)!r}), 'add'): pass"
    )
    with locked(path, "serve"):
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "is in use by 'annotator serve' (process" in result.stderr
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_reader_can_not_write(tmp_path):
    connection = connect_reader(project(tmp_path))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("delete from current")
    connection.close()


def test_labels_are_synchronised_to_disk_before_they_are_acknowledged(tmp_path):
    connection = connect_writer(project(tmp_path))
    assert connection.execute("pragma synchronous").fetchone() == (2,)  # 2 is FULL
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_sparse_name_with_special_characters_is_one_file(tmp_path):
    path = project(tmp_path, name="a #1 ?mode=ro%20é.db")
    assert connect_reader(path).execute("select count(*) from article").fetchone() == (2,)


def test_a_project_that_can_not_be_filled_is_not_made(tmp_path):
    def fill(_):
        raise ProjectError("no")

    with pytest.raises(ProjectError, match="no"):
        create(tmp_path / "p.db", CODEBOOK, shipped_text(), fill)
    assert [path.name for path in tmp_path.iterdir()] == ["p.db.lock"]


def test_a_process_killed_while_it_makes_a_project_leaves_none_and_the_next_one_makes_it(tmp_path):
    code = (
        "import os, sys; from pathlib import Path; from labels.store.project import create\n"
        "from labels.codebook.codebook import shipped; from labels.codebook.shipped import shipped_text\n"
        "create(Path(sys.argv[1]), shipped(), shipped_text(), lambda _: os.kill(os.getpid(), 9))"
    )
    path = tmp_path / "p.db"
    assert subprocess.run([sys.executable, "-c", code, path], check=False).returncode == -9
    assert not path.exists()
    create(path, CODEBOOK, shipped_text())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p.db", "p.db.lock"]


def test_a_link_to_a_project_is_locked_with_it(tmp_path):
    path = project(tmp_path)
    (tmp_path / "link.db").symlink_to(path)
    with (
        locked(path, "serve"),
        pytest.raises(ProjectError, match=r"link\.db is in use by 'annotator serve'"),
        locked(tmp_path / "link.db", "add"),
    ):
        pass


def test_a_lock_that_can_not_be_had_is_said_in_words(tmp_path):
    path = project(tmp_path)
    (tmp_path / "p.db.lock").unlink()
    (tmp_path / "p.db.lock").mkdir()
    with pytest.raises(ProjectError, match=r"its lock, p\.db\.lock, can't be opened"), locked(path, "add"):
        pass
