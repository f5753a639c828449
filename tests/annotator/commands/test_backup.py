from annotator.cli import main
from tests.labels.projects import project


def test_a_project_goes_to_a_backup_and_back(tmp_path, capsys):
    path, file, restored = project(tmp_path), tmp_path / "b.db", tmp_path / "r.db"
    assert main(["backup", str(path), str(file)]) == 0
    assert f"{file}: sound backup of {path}, 0 decisions" in capsys.readouterr().out
    assert main(["restore", str(file), str(restored)]) == 0
    assert f"{restored}: restored from {file}" in capsys.readouterr().out
    assert main(["verify", str(restored)]) == 0


def test_an_existing_file_is_refused_with_exit_code_1(tmp_path, capsys):
    path = project(tmp_path)
    assert main(["backup", str(path), str(path)]) == 1
    assert "choose another name" in capsys.readouterr().err
