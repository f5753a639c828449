"""``annotator agreement`` as people and scripts call it."""

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator.demo.loading import build

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
UDS = DATA / "uds_factuality" / "factuality_raw.zip"
SNOW = DATA / "snow2008_labels" / "rte.csv"
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


def annotator(*words, **options):
    command = [sys.executable, "-m", "annotator", "agreement", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path)
    return path


def write_table(path, rows, header=("annotator", "unit", "value")):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
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
    result = annotator(
        "--table", table, "--measurement", measurement, "--categories", "1,2,3,4,5", "--json", "-"
    )
    assert result.returncode == 0, result.stderr
    layer = json.loads(result.stdout)["layers"]["value"]
    assert layer["krippendorff_alpha"]["value"] == pytest.approx(alpha, abs=1e-3)
    assert set(layer) >= KEYS
    for key in KEYS:
        assert set(layer[key]) == {"value", "se", "ci", "n_units", "n_labels", "reason"}


def test_without_categories_the_output_says_that_they_come_from_the_data(table):
    assert json.loads(annotator("--table", table, "--json", "-").stdout)["categories_from"] == "data"


def test_without_a_file_a_table_is_printed(table):
    result = annotator("--table", table)
    assert result.returncode == 0
    assert "0.743" in result.stdout
    assert "name one with --cluster" in result.stdout


def test_a_cluster_column_and_a_seed_are_used(tmp_path):
    rows = [(a, u, "xy"[(u + (a == "b" and u % 5 == 0)) % 2], u // 4) for a in "ab" for u in range(40)]
    path = write_table(tmp_path / "t.csv", rows, ("annotator", "unit", "value", "text"))
    options = ("--table", path, "--cluster", "text", "--json", "-", "--resamples", 100)
    first, again, other = (json.loads(annotator(*options, "--seed", seed).stdout) for seed in (1, 1, 2))
    assert first == again
    assert first["n_clusters"] == 10
    assert first["seed"] == 1
    assert (
        first["layers"]["value"]["krippendorff_alpha"]["ci"]
        != other["layers"]["value"]["krippendorff_alpha"]["ci"]
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
    result = annotator("--table", path, "--categories", "x,y", "--json", "-")
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
    result = annotator(*words)
    assert result.returncode == 2
    assert "\nError: " in result.stderr


def test_the_demo_project_has_a_report_with_every_layer(demo):
    result = annotator(demo, "--json", "-")
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    for layer in ("claim_type", "anchor", "source_kind", "source", "cue", "certainty", "outlet_stance"):
        assert report["layers"][layer]["krippendorff_alpha"]["value"] is not None
        assert set(report["layers"][layer]) >= KEYS
    assert report["cluster"]["by"] == "article"
    assert set(report["layers"]["claim_type"]["collapse"]) >= {"binary", "coarse"}


def test_every_form_is_written_and_named(demo, tmp_path):
    out = {name: tmp_path / name for name in ("r.json", "r.html", "r.tex", "tables", "pictures")}
    result = annotator(
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
        assert annotator(demo, "--html", path).returncode == 0
    assert first.read_bytes() == second.read_bytes()


def test_json_on_standard_output_stands_there_alone(demo, tmp_path):
    result = annotator(demo, "--json", "-", "--latex", tmp_path / "t.tex")
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
    result = annotator(demo, option, name)
    assert result.returncode == 1
    assert words in result.stderr


def test_one_event_can_be_looked_at_alone(demo):
    report = json.loads(annotator(demo, "--event", "Recount in Brennick", "--json", "-").stdout)
    assert len(report["filters"]["events"]) == 1
    assert {one["event"] for one in report["disputed_sentences"]} == set(report["filters"]["events"])


def test_a_date_of_norming_without_a_zone_is_midnight_in_utc(demo, tmp_path):
    dates = ("--norming", "2026-09-07", "--norming", "2026-09-07T02:00+02:00")
    result = annotator(demo, *dates, "--json", "-", "--html", tmp_path / "r.html", "--resamples", 20)
    assert result.returncode == 0, result.stderr
    [_, after] = json.loads(result.stdout)["norming"]
    assert after["since"] == "2026-09-07T00:00:00+00:00"
    assert "Before and after norming" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_file_that_can_not_be_written_is_refused_in_words(demo, tmp_path):
    result = annotator(demo, "--html", tmp_path / "missing" / "r.html")
    assert result.returncode == 1
    assert "does not exist; make it first" in result.stderr


def test_no_file_is_written_if_one_of_them_can_not_be(table, tmp_path):
    result = annotator("--table", table, "--json", tmp_path / "r.json", "--html", tmp_path / "no" / "r.html")
    assert (result.returncode, sorted(tmp_path.iterdir())) == (1, [table])


def test_categories_may_begin_with_a_negative_number(tmp_path):
    path = write_table(tmp_path / "t.csv", [("a", "u", "-1"), ("b", "u", "1")])
    result = annotator("--table", path, "--measurement", "interval", "--categories", "-1,0,1", "--json", "-")
    assert json.loads(result.stdout)["layers"]["value"]["categories"] == ["-1", "0", "1"]


def test_categories_on_several_lines_are_refused_in_words(table):
    result = annotator("--table", table, "--categories", "1\n2")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)


def test_a_missing_project_is_refused_in_words(tmp_path):
    result = annotator(tmp_path / "none.db")
    assert result.returncode == 1
    assert "does not exist" in result.stderr


@pytest.mark.skipif(not UDS.exists(), reason="the factuality labels are not beside the repository")
def test_the_uds_factuality_labels_give_the_figures_computed_elsewhere(tmp_path):
    with zipfile.ZipFile(UDS) as archive:
        sentences = json.loads(archive.read("factuality.json"))["data"]
    rows = [
        (annotator, node, value, sentence)
        for sentence, nodes in sentences.items()
        for node, layers in nodes.items()
        for annotator, value in layers["factuality"]["factual"]["value"].items()
    ]
    path = write_table(tmp_path / "uds.csv", rows, ("annotator", "unit", "value", "sentence"))
    options = ("--table", path, "--categories", "0,1", "--cluster", "sentence", "--resamples", 100)
    layer = json.loads(annotator(*options, "--json", "-").stdout)["layers"]["value"]
    # domain.md, section 7: raw agreement .8222, alpha .6121
    assert layer["krippendorff_alpha"]["value"] == pytest.approx(0.6121, abs=6e-5)
    assert layer["percent_agreement"]["value"] == pytest.approx(0.8222, abs=6e-5)


@pytest.mark.skipif(not SNOW.exists(), reason="the labels of Snow et al. are not beside the repository")
def test_the_snow_rte_labels_have_a_page(tmp_path):
    with SNOW.open(encoding="utf-8") as file:
        rows = [(row["annotator"], row["item"], row["label"]) for row in csv.DictReader(file)]
    path = write_table(tmp_path / "rte.csv", rows)
    result = annotator("--table", path, "--categories", "0,1", "--html", tmp_path / "rte.html")
    assert result.returncode == 0, result.stderr
    # 164 annotators are too many for a heat map; alpha is .241 (domain.md, section 7)
    assert "0.241" in (tmp_path / "rte.html").read_text(encoding="utf-8")
