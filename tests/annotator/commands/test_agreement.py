"""``annotator agreement`` as people and scripts call it."""

import json
import subprocess
import sys

import pytest

from annotator.demo.loading import build
from tests.annotator.commands.tables import agreement, write_table

KEYS = {
    "krippendorff_alpha",
    "gwet_ac",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "percent_agreement",
    "mean_pairwise_cohen_kappa",
}
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 12 units, 4 observers.
KRIPPENDORFF = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path)
    return path


@pytest.fixture
def table(tmp_path):
    rows = [
        (annotator, unit, value)
        for annotator, values in KRIPPENDORFF.items()
        for unit, value in enumerate(values, start=1)
        if value is not None
    ]
    return write_table(tmp_path / "table.csv", rows)


@pytest.mark.parametrize(
    ("measurement", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_any_table_gives_the_published_alpha(table, measurement, alpha):
    result = agreement(
        "--table", table, "--measurement", measurement, "--categories", "1,2,3,4,5", "--json", "-"
    )
    assert result.returncode == 0, result.stderr
    layer = json.loads(result.stdout)["layers"]["value"]
    assert layer["krippendorff_alpha"]["value"] == pytest.approx(alpha, abs=1e-3)
    assert set(layer) >= KEYS
    for key in KEYS:
        assert set(layer[key]) == {"value", "se", "ci", "n_units", "n_labels", "reason"}


def test_without_categories_the_output_says_that_they_come_from_the_data(table):
    assert json.loads(agreement("--table", table, "--json", "-").stdout)["categories_from"] == "data"


def test_without_a_file_a_table_is_printed(table):
    result = agreement("--table", table)
    assert result.returncode == 0
    assert "0.743" in result.stdout
    assert "name one with --cluster" in result.stdout


def test_a_cluster_column_and_a_seed_are_used(tmp_path):
    rows = [(a, u, "xy"[(u + (a == "b" and u % 5 == 0)) % 2], u // 4) for a in "ab" for u in range(40)]
    path = write_table(tmp_path / "t.csv", rows, ("annotator", "unit", "value", "text"))
    options = ("--table", path, "--cluster", "text", "--json", "-", "--resamples", 100)
    first, again, other = (json.loads(agreement(*options, "--seed", seed).stdout) for seed in (1, 1, 2))
    assert first == again
    assert first["n_clusters"] == 10
    assert first["seed"] == 1
    assert (
        first["layers"]["value"]["details"]["krippendorff_alpha"]["bootstrap_ci"]
        != other["layers"]["value"]["details"]["krippendorff_alpha"]["bootstrap_ci"]
    )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "u", "x"), ("a", "u", "y")], "lines 2 and 3"),
        ([("a", "u", "z")], "'z' is not among the categories"),
        ([], "holds no labels"),
    ],
)
def test_a_table_that_can_not_be_analysed_is_refused_in_words(tmp_path, rows, words):
    path = write_table(tmp_path / "t.csv", rows)
    result = agreement("--table", path, "--categories", "x,y", "--json", "-")
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["p.db", "--table", "t.csv"],
        ["p.db", "--measurement", "nominal"],
        ["--table", "t.csv", "--names"],
        ["--table", "t.csv", "--measurement", "guess"],
        ["--table", "t.csv", "--resamples", "0"],
        ["--table", "t.csv", "--seed", "-1"],
        ["p.db", "--threshold", "0"],
        ["p.db", "--norming", "yesterday"],
        ["p.db", "--norming", ""],
        ["p.db", "--norming", "0001-01-01T00:00+14:00"],
        ["--table", "t.csv", "--norming", "2026-09-07"],
        ["--table", "t.csv", "--html", "-"],
        ["--table", "t.csv", "--json", "same", "--html", "same"],
        ["--table", "t.csv", "--json", "t.csv"],
    ],
)
def test_wrong_usage_is_exit_2_and_says_why(words):
    result = agreement(*words)
    assert result.returncode == 2
    assert "\nError: " in result.stderr


def test_the_demo_project_has_a_report_with_every_layer(demo):
    result = agreement(demo, "--json", "-")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    for layer in ("claim_type", "anchor", "source_kind", "source", "cue", "certainty", "outlet_stance"):
        assert report["layers"][layer]["krippendorff_alpha"]["value"] is not None
        assert set(report["layers"][layer]) >= KEYS
    assert report["cluster"]["by"] == "article"
    assert set(report["layers"]["claim_type"]["collapse"]) >= {"binary", "coarse"}


def test_every_form_is_written_and_named(demo, tmp_path):
    out = {name: tmp_path / name for name in ("r.json", "r.html", "r.tex", "tables", "pictures")}
    result = agreement(
        demo, "--json", out["r.json"], "--html", out["r.html"], "--latex", out["r.tex"],
        "--csv", out["tables"], "--svg", out["pictures"], "--names",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    for path in out.values():
        assert path.exists()
        assert str(path) in result.stdout
    assert "Ana" in out["r.html"].read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("*.partial"))


def test_the_same_project_gives_the_same_files(demo, tmp_path):
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    for path in (first, second):
        assert agreement(demo, "--html", path).returncode == 0
    assert first.read_bytes() == second.read_bytes()


def test_json_on_standard_output_stands_there_alone(demo, tmp_path):
    result = agreement(demo, "--json", "-", "--latex", tmp_path / "t.tex")
    json.loads(result.stdout)
    assert "t.tex: written" in result.stderr


@pytest.mark.parametrize(
    ("option", "name", "words"),
    [
        ("--event", "Recount in Brenick", "Did you mean 'Recount in Brennick'?"),
        ("--annotator", "Anna", "Did you mean 'Ana'?"),
        ("--layer", "certanty", "Did you mean 'certainty'?"),
    ],
)
def test_an_unknown_event_annotator_or_layer_is_refused_with_the_nearest(demo, option, name, words):
    result = agreement(demo, option, name)
    assert result.returncode == 1
    assert words in result.stderr


def test_one_event_can_be_looked_at_alone(demo):
    report = json.loads(agreement(demo, "--event", "Recount in Brennick", "--json", "-").stdout)
    assert len(report["filters"]["events"]) == 1
    assert {one["event"] for one in report["disputed_sentences"]} == set(report["filters"]["events"])


def test_a_date_of_norming_without_a_zone_is_midnight_in_utc(demo, tmp_path):
    dates = ("--norming", "2026-09-07", "--norming", "2026-09-07T02:00+02:00")
    result = agreement(demo, *dates, "--json", "-", "--html", tmp_path / "r.html", "--resamples", 20)
    assert result.returncode == 0, result.stderr
    [_, after] = json.loads(result.stdout)["norming"]
    assert after["since"] == "2026-09-07T00:00:00+00:00"
    assert "Before and after norming" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_file_that_can_not_be_written_is_refused_in_words(demo, tmp_path):
    result = agreement(demo, "--html", tmp_path / "missing" / "r.html")
    assert result.returncode == 1
    assert "does not exist; make it first" in result.stderr


def test_no_file_is_written_if_one_of_them_can_not_be(table, tmp_path):
    result = agreement("--table", table, "--json", tmp_path / "r.json", "--html", tmp_path / "no" / "r.html")
    assert (result.returncode, sorted(tmp_path.iterdir())) == (1, [table])


def test_categories_may_begin_with_a_negative_number(tmp_path):
    path = write_table(tmp_path / "t.csv", [("a", "u", "-1"), ("b", "u", "1")])
    result = agreement("--table", path, "--measurement", "interval", "--categories", "-1,0,1", "--json", "-")
    assert json.loads(result.stdout)["layers"]["value"]["categories"] == ["-1", "0", "1"]


def test_categories_on_several_lines_are_refused_in_words(table):
    result = agreement("--table", table, "--categories", "1\n2")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)


def test_a_missing_project_is_refused_in_words(tmp_path):
    result = agreement(tmp_path / "none.db")
    assert result.returncode == 1
    assert "does not exist" in result.stderr


def test_a_table_of_many_annotators_has_a_page(tmp_path):
    # Each unit has 5 of 60 annotators, too many for a heat map of pairs.
    rows = [
        (f"a{(u * 7 + k * 11) % 60}", u, "xy"[(u % 3 + (k == u % 5)) % 2])
        for u in range(90)
        for k in range(5)
    ]
    path = write_table(tmp_path / "t.csv", rows)
    result = agreement("--table", path, "--html", tmp_path / "t.html", "--json", "-", "--resamples", 50)
    alpha = json.loads(result.stdout)["layers"]["value"]["krippendorff_alpha"]["value"]
    assert f"{alpha:.3f}" in (tmp_path / "t.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [("--table", "/dev/zero"), ("--table", "no such file"), ("no such project",), ("--measurement", "guess")],
)
def test_a_refusal_does_not_wait_for_what_computes(words):
    program = (
        "import sys; from annotator.cli import main; "
        "code = main(['agreement', *sys.argv[1:]]); print(code, 'numpy' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
    code, computes = result.stdout.split()
    assert code != "0"
    assert computes == "False"
