"""The command line as people and scripts call it: real processes, exit codes, files."""

import json
import os
import socket
import sqlite3
import subprocess
import sys

import click
import pytest

from annotator.cli import COMMANDS, cli

TEXT = (
    "Dam opens\n\nThe dam opens on Monday, Mayor Ida Holm said. “We are ready,” she added.\n\n"
    "It holds 4 million litres.\n"
)
OTHER = "Dam may burst\n\nMayor Ida Holm said the dam opens on Monday. Experts fear that it will burst.\n"


def annotator(*words, cwd=None):
    command = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


@pytest.fixture
def folder(tmp_path):
    event = tmp_path / "Dam"
    event.mkdir()
    (event / "State News.txt").write_text(TEXT, encoding="utf-8")
    (event / "Daily Shout.txt").write_text(OTHER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def path(folder):
    path = folder / "p.db"
    assert annotator("init", path).returncode == 0
    return path


def count(path, table):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"select count(*) from {table}").fetchone()[0]
    finally:
        connection.close()


def test_the_list_of_commands_says_what_their_own_help_says():
    listed = {name: listed.summary for name, listed in COMMANDS.items()}
    helps = {name: cli.get_command(click.Context(cli), name).help for name in COMMANDS}
    assert helps == listed


def loaded_by(*words):
    """The packages that are imported once a command has run."""
    code = (
        "import sys; from annotator.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in result.stderr.split()}


def test_help_imports_no_package_of_any_command():
    assert not {"streamlit", "pandas", "numpy", "pydantic", "sqlite3", "exports"} & loaded_by("--help")


def test_checking_and_exporting_a_project_import_no_package_of_pages_tables_or_reading(path, tmp_path):
    heavy = {"streamlit", "starlette", "pandas", "numpy", "scipy", "trafilatura", "nupunkt", "jinja2"}
    assert heavy & (loaded_by("verify", path) | loaded_by("export", path, tmp_path / "out.jsonl")) == set()


@pytest.mark.parametrize(
    "words",
    [["search", "dam"], ["suggestions"], ["codebook", "show"], ["user", "list"]],
    ids=lambda words: words[0],
)
def test_commands_that_compare_no_texts_import_no_arrays(path, words):
    command, *rest = words
    place = [command, *rest[:1], path] if command in ("codebook", "user") else [command, path, *rest]
    assert not {"streamlit", "pandas", "numpy", "scipy", "trafilatura", "nupunkt"} & loaded_by(*place)


@pytest.mark.parametrize(
    "options",
    [["--layout", "full"], ["--layout", "annotations"], ["--format", "csv"], ["--gold", "unanimous"]],
)
def test_options_of_an_export_that_need_no_arrays_import_none(path, tmp_path, options):
    assert not {"numpy", "scipy", "pyarrow"} & loaded_by("export", path, tmp_path / "out", *options)


def test_a_package_that_is_kept_from_sqlite_utils_can_be_imported_afterwards():
    code = "import sys, labels.store.queries; assert 'pandas' not in sys.modules; import pandas"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["init"], ["serve", "p.db", "--port", "0"], ["export", "p.db"]]
)
def test_wrong_usage_is_exit_2(words):
    assert annotator(*words).returncode == 2


def test_the_version_is_printed_under_the_name_of_the_distribution():
    assert annotator("--version").stdout.startswith("claimdesk 0.")


def test_help_names_the_command_that_was_called(tmp_path):
    script = tmp_path / "claimdesk"
    script.write_text("import sys\nfrom annotator.cli import main\nsys.exit(main())\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, script, "add", "--help"], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("Usage: claimdesk add ")


def test_an_option_of_one_subject_is_refused_for_the_other_and_named(tmp_path):
    result = annotator("agreement", tmp_path / "p.db", "--measurement", "nominal", "--cluster", "text")
    assert (result.returncode, "--measurement, --cluster can't be used with a project." in result.stderr) == (
        2,
        True,
    )


def test_help_of_agreement_lists_options_under_the_subject_they_are_for():
    text = annotator("agreement", "--help").stdout
    places = [
        text.index(part) for part in ("Only with --table:", "--categories", "Only with PROJECT:", "--norming")
    ]
    assert places == sorted(places)


def test_a_misspelled_command_is_answered_with_the_nearest():
    assert "no command 'agrement'. Did you mean 'agreement'?" in annotator("agrement").stderr


def test_articles_of_a_folder_become_an_event_with_two_outlets(folder, path):
    result = annotator("add", path, folder / "Dam")
    assert result.returncode == 0, result.stderr
    assert "2 articles added, 0 already in the project." in result.stdout
    assert count(path, "event") == 1
    assert count(path, "alignment") > 0


def test_adding_the_same_articles_again_says_so_and_adds_nothing(folder, path):
    annotator("add", path, folder / "Dam")
    before = count(path, "sentence")
    result = annotator("add", path, folder / "Dam")
    assert "0 articles added, 2 already in the project." in result.stdout
    assert count(path, "sentence") == before


def test_the_same_text_of_another_outlet_is_an_article_of_its_own(folder, path):
    annotator("add", path, folder / "Dam" / "State News.txt", "--outlet", "State News")
    result = annotator("add", path, folder / "Dam" / "State News.txt", "--outlet", "The Copier")
    assert "1 article added" in result.stdout
    assert count(path, "article") == 2


def test_a_changed_text_under_an_id_that_is_taken_is_refused(folder, path):
    file = folder / "a.jsonl"
    file.write_text(json.dumps({"id": "a1", "text": TEXT, "outlet": "X", "event": "Dam"}), encoding="utf-8")
    annotator("add", path, file)
    file.write_text(json.dumps({"id": "a1", "text": OTHER, "outlet": "X", "event": "Dam"}), encoding="utf-8")
    result = annotator("add", path, file)
    assert result.returncode == 1
    assert "holds another text as article 'a1'" in result.stderr


def test_a_dry_run_shows_what_would_be_added_and_changes_nothing(folder, path):
    before = path.read_bytes()
    result = annotator("add", path, folder / "Dam", "--dry-run")
    assert "Dam / State News: Dam opens" in result.stdout
    assert path.read_bytes() == before


def test_a_dry_run_tells_what_is_known_from_what_is_new(folder, path):
    annotator("add", path, folder / "Dam" / "State News.txt", "--outlet", "State News")
    result = annotator("add", path, folder / "Dam", "--dry-run")
    assert "State News.txt: already in the project" in result.stdout
    assert "1 article would be added, 1 already in the project; nothing was changed." in result.stdout


def test_a_dry_run_shows_the_articles_before_one_that_is_refused(folder, path):
    file = folder / "table.jsonl"
    rows = [{"outlet": "X", "event": "Dam", "text": TEXT}, {"outlet": "X", "event": "Dam", "text": 5}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = annotator("add", path, file, "--dry-run")
    assert result.returncode == 1
    assert "Dam / X: " in result.stdout
    assert "table.jsonl, line 2: field 'text' must be" in result.stderr


def test_a_dry_run_refuses_another_text_under_an_id_that_is_taken(folder, path):
    file = folder / "a.jsonl"
    file.write_text(json.dumps({"id": "a1", "text": TEXT, "outlet": "X", "event": "Dam"}), encoding="utf-8")
    annotator("add", path, file)
    file.write_text(json.dumps({"id": "a1", "text": OTHER, "outlet": "X", "event": "Dam"}), encoding="utf-8")
    result = annotator("add", path, file, "--dry-run")
    assert result.returncode == 1
    assert "holds another text as article 'a1'" in result.stderr


def test_an_outlet_that_nothing_names_is_a_question(folder, path):
    file = folder / "Dam" / "State News.txt"
    shown = annotator("add", path, file, "--dry-run")
    assert shown.returncode == 0
    assert "which outlet published this? Say --outlet NAME" in shown.stdout
    result = annotator("add", path, file)
    assert result.returncode == 1
    assert f"{file}: which outlet published this?" in result.stderr
    assert count(path, "article") == 0


def test_columns_with_other_names_are_mapped(folder, path):
    file = folder / "table.csv"
    file.write_text(f'publication,date,content\nX,03/04/2024,"{TEXT}"\n', encoding="utf-8")
    refused = annotator("add", path, file)
    assert "--map outlet=publication,published=date,text=content" in refused.stderr
    words = ("--map", "outlet=publication,published=date,text=content")
    assert "Say which: --date-format dmy" in annotator("add", path, file, *words).stderr
    result = annotator("add", path, file, *words, "--date-format", "dmy")
    assert "1 article added" in result.stdout, result.stderr


@pytest.mark.parametrize(
    "words", [["--map", "text"], ["--map", "words=content"], ["--markup", "burn"], ["--date-format", "mine"]]
)
def test_an_option_of_reading_that_is_wrong_is_exit_2(folder, path, words):
    assert annotator("add", path, folder / "Dam", *words).returncode == 2


def test_markup_in_texts_is_read_as_html_on_request(folder, path):
    file = folder / "table.jsonl"
    file.write_text(json.dumps({"outlet": "X", "text": f"<p>{TEXT}</p>"}), encoding="utf-8")
    assert "Say --markup strip" in annotator("add", path, file).stderr
    assert annotator("add", path, file, "--markup", "strip").returncode == 0


def test_a_page_that_loses_too_much_is_read_on_request(folder, path):
    paragraph = "<p>The operator of the dam said on Monday that nobody had been warned by it.</p>"
    rest = "".join(
        f"<p>Passage {n} of the page is outside of the article and long enough.</p>" for n in range(6)
    )
    page = f"<body><article><h1>Dam</h1>{paragraph * 2}</article><div>{rest}</div></body>"
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    assert "say --accept-loss" in annotator("add", path, file, "--outlet", "X").stderr
    assert annotator("add", path, file, "--outlet", "X", "--accept-loss").returncode == 0


def test_one_bad_file_refuses_the_whole_import(folder, path):
    (folder / "Dam" / "bad.txt").write_bytes(b"caf\xe9 is open and has been for years.")
    result = annotator("add", path, folder / "Dam")
    assert result.returncode == 1
    assert "bad.txt, line 1" in result.stderr
    assert "Traceback" not in result.stderr
    assert count(path, "article") == 0


def test_sentences_are_one_json_object_a_line_with_offsets_into_the_text(folder):
    file = folder / "Dam" / "State News.txt"
    result = annotator("sentences", file, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(rows[0]) == ["id", "article", "position", "paragraph", "kind", "start", "end", "text"]
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert [row["text"] for row in rows if row["kind"] == "headline"] == ["Dam opens"]


def test_what_was_changed_is_said_beside_the_sentences_and_controls_are_not_sent_to_a_terminal(folder):
    file = folder / "marked.txt"
    file.write_text("\ufeffThe dam \x1b[31mopens on Monday, Mayor Holm said.", encoding="utf-8")
    result = annotator("sentences", file)
    assert "byte-order mark (BOM) removed" in result.stderr
    assert "The dam  [31mopens on Monday" in result.stdout


def test_align_names_sentence_ids_of_both_files(folder):
    files = [folder / "Dam" / "State News.txt", folder / "Dam" / "Daily Shout.txt"]
    pairs = [json.loads(line) for line in annotator("align", *files, "--json").stdout.splitlines()]
    ids = [
        {json.loads(line)["id"] for line in annotator("sentences", file, "--json").stdout.splitlines()}
        for file in files
    ]
    assert pairs
    assert all(pair["a"] in ids[0] and pair["b"] in ids[1] and 0 < pair["score"] <= 1 for pair in pairs)


def test_export_writes_a_file_or_standard_output(folder, path):
    annotator("add", path, folder / "Dam")
    result = annotator("export", path, folder / "out.jsonl")
    assert (result.returncode, (folder / "out.jsonl").read_text()) == (0, "")
    assert annotator("export", path, "-").stdout == ""


def test_verify_proves_a_sound_project_and_names_the_faults_of_another(folder, path):
    annotator("add", path, folder / "Dam")
    assert "sound" in annotator("verify", path).stdout
    connection = sqlite3.connect(path)
    connection.execute("update article set text = replace(text, 'Monday', 'Friday')")
    connection.commit()
    connection.close()
    result = annotator("verify", path)
    assert result.returncode == 1
    assert "its text was changed" in result.stderr


def test_a_change_by_another_program_is_accepted_by_a_named_person(folder, path):
    annotator("add", path, folder / "Dam")
    connection = sqlite3.connect(path)
    connection.execute("update event set name = 'Flood'")
    connection.commit()
    connection.close()
    assert "--accept REASON --by NAME" in annotator("verify", path).stderr
    result = annotator("verify", path, "--accept", "the event has another name", "--by", "Bea")
    assert "name changed since entry" in result.stdout
    assert f"{path}: 1 row accepted by Bea, each with an entry of the log.\n{path}: sound." in result.stdout
    assert "sound" in annotator("verify", path).stdout
    again = annotator("verify", path, "--accept", "again", "--by", "Bea")
    assert (again.returncode, "nothing to accept" in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (["--accept", "it is right"], 2, "go together"),
        (["--by", "Bea"], 2, "go together"),
        (["--accept", " ", "--by", "Bea"], 1, "A reason has 1 to 500 printable characters"),
        (["--accept", "it is right", "--by", " "], 1, "A name has 1 to 80 printable characters"),
    ],
)
def test_a_change_is_not_accepted_without_a_reason_and_a_name(path, words, code, named):
    result = annotator("verify", path, *words)
    assert (result.returncode, named in result.stderr) == (code, True), result.stderr


def test_labels_that_another_program_changed_are_never_accepted(folder, path):
    annotator("add", path, folder / "Dam")
    connection = sqlite3.connect(path)
    connection.execute("insert into progress values (1, 1, 1, 1, 1, 1)")
    connection.commit()
    connection.close()
    assert "--accept" not in annotator("verify", path).stderr
    result = annotator("verify", path, "--accept", "it is right", "--by", "Bea")
    assert (result.returncode, "This can't be accepted" in result.stderr) == (1, True)


@pytest.mark.parametrize("command", [["verify"], ["export", "out.jsonl"], ["serve"], ["codebook", "show"]])
def test_a_project_that_is_not_there_is_refused_in_one_line(tmp_path, command):
    words = [*command[:1], *(["show"] if command[-1] == "show" else []), tmp_path / "none.db"]
    words += ["out.jsonl"] if command[0] == "export" else []
    result = annotator(*words, cwd=tmp_path)
    assert result.returncode == 1
    assert "does not exist; make it with 'annotator init" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_default_codebook_can_be_shown_changed_and_used(tmp_path):
    shown = annotator("codebook", "show").stdout
    file = tmp_path / "mine.toml"
    file.write_text(
        shown.replace('title = "Claims in news"', 'title = "Claims in our news"', 1), encoding="utf-8"
    )
    assert "Claims in our news" in annotator("codebook", "check", file).stdout
    path = tmp_path / "p.db"
    assert annotator("init", path, "--codebook", file).returncode == 0
    assert annotator("codebook", "show", path).stdout == file.read_text(encoding="utf-8")


def test_every_fault_of_a_codebook_is_named(tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text(
        'id = "x"\nversion = "1"\ntitle = "X"\ncolor = "red"\n[[layer]]\nid = "L"\n', encoding="utf-8"
    )
    result = annotator("codebook", "check", file)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) >= 3
    assert "color" in result.stderr


def test_init_refuses_a_codebook_with_faults_and_makes_no_project(tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text("id = no\n", encoding="utf-8")
    assert annotator("init", tmp_path / "p.db", "--codebook", file).returncode == 1
    assert not (tmp_path / "p.db").exists()


def test_a_pipe_that_closes_early_is_no_traceback(folder):
    file = folder / "Dam" / "State News.txt"
    command = f"{sys.executable} -m annotator sentences '{file}' --json | head -n 1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr


def test_an_export_never_overwrites_the_project(path):
    before = path.read_bytes()
    result = annotator("export", path, path)
    assert (result.returncode, path.read_bytes() == before) == (1, True)
    assert "a project keeps its labels here" in result.stderr


def test_a_dataset_is_utf_8_under_every_locale(folder, path):
    file = folder / "a.txt"
    file.write_text("Zoë opens the dam 👍🏽 today, she said.\n", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "annotator", "sentences", file, "--json"]
    result = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert "Zoë opens the dam 👍🏽" in result.stdout.decode("utf-8"), result.stderr


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (["--host", "nowhere.invalid"], "'nowhere.invalid' is not an address of this machine"),
        (["--host", ""], "--host is empty"),
        (["--annotator", " "], "A name has 1 to 80 printable characters"),
    ],
)
def test_an_address_or_name_that_is_none_is_refused_before_anything_is_served(path, option, words):
    result = annotator("serve", path, "--no-browser", *option)
    assert (result.returncode, result.stdout) == (1, "")
    assert words in result.stderr


def test_a_port_in_use_is_refused_in_words(path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = annotator("serve", path, "--no-browser", "--port", port)
    assert (result.returncode, result.stdout) == (1, "")
    assert f"Port {port} at 127.0.0.1 is in use" in result.stderr


def test_a_wrong_number_is_said_in_words(path):
    result = annotator("serve", path, "--port", "99999")
    assert result.returncode == 2
    assert "99999 is not in the range 1<=x<=65535" in result.stderr
