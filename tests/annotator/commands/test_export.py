"""``annotator export``: layouts, formats, rules and splits, and what is refused in words."""

import json

import pytest

from annotator.cli import main
from annotator.demo.loading import build


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path)
    return path


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def exported(demo, folder, *options):
    out = folder / "out"
    assert main(["export", str(demo), str(out), *options]) == 0
    return out


def test_the_default_is_training_data_and_its_bytes_are_the_same_each_time(demo, tmp_path, capsys):
    first = exported(demo, tmp_path).read_bytes()
    assert exported(demo, tmp_path).read_bytes() == first
    rows = [json.loads(line) for line in first.decode().splitlines()]
    assert f"{len(rows)} lines." in capsys.readouterr().out
    assert all(row["text"][row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {row["claim_type_gold"] for row in rows} >= {"unanimous", "majority", "none"}


@pytest.mark.parametrize("layout", ["flat", "full", "annotations", "articles"])
def test_no_layout_holds_a_name_unless_names_are_asked_for(demo, tmp_path, layout):
    text = exported(demo, tmp_path, "--layout", layout).read_text(encoding="utf-8")
    assert '"You"' not in text
    if layout in ("full", "annotations"):
        assert '"You"' in exported(demo, tmp_path, "--layout", layout, "--names").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["csv", "parquet", "classification", "tokens", "conll", "chat", "doccano", "label-studio", "brat"]
)
def test_every_format_is_written_whole(demo, tmp_path, name):
    assert exported(demo, tmp_path, "--format", name).stat().st_size > 10_000


@pytest.mark.parametrize("rule", ["unanimous", "dawid-skene", "mace"])
def test_a_rule_of_one_layer_leaves_the_others_alone(demo, tmp_path, rule):
    usual = lines(exported(demo, tmp_path))
    other = lines(exported(demo, tmp_path, "--gold", f"certainty={rule}"))
    assert [row["claim_type"] for row in usual] == [row["claim_type"] for row in other]
    assert [row["certainty_gold"] for row in usual] != [row["certainty_gold"] for row in other]


def test_a_split_keeps_events_whole_in_every_layout_and_its_report_is_a_file(demo, tmp_path, capsys):
    leaks = tmp_path / "leaks.json"
    rows = lines(exported(demo, tmp_path, "--split", "80/10/10", "--leaks", str(leaks)))
    of_event = {row["event"]: row["split"] for row in rows}
    assert set(of_event.values()) == {"train", "dev", "test"}
    assert all(of_event[row["event"]] == row["split"] for row in rows)
    report = json.loads(leaks.read_text(encoding="utf-8"))
    assert sum(part["lines"] for part in report["parts"].values()) == len(rows)
    assert "0 near-copies" in capsys.readouterr().out
    for layout in ("annotations", "articles"):
        others = lines(exported(demo, tmp_path, "--layout", layout, "--split", "80/10/10"))
        assert of_event.items() <= {row["event"]: row["split"] for row in others}.items()


def test_the_best_seed_is_printed_and_gives_the_same_split_again(demo, tmp_path, capsys):
    best = lines(exported(demo, tmp_path, "--split", "50/50", "--seed", "best"))
    seed = capsys.readouterr().out.partition("seed ")[2].split()[0].strip(".:,")
    assert [row["split"] for row in lines(exported(demo, tmp_path, "--split", "50/50", "--seed", seed))] == [
        row["split"] for row in best
    ]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--gold", "most"], 2, "the rules are unanimous, majority, dawid-skene, mace"),
        (["--gold", "tone=mace"], 1, "no layer 'tone'"),
        (["--layer", "tone"], 1, "no layer 'tone'"),
        (["--split", "80"], 1, "such as 80/10/10"),
        (["--seed", "x"], 2, "neither a number from 0 nor best"),
        (["--leaks", "l.json"], 2, "add --split 80/10/10"),
        (["--layout", "full", "--format", "csv"], 2, "--layout full is JSONL only"),
        (["--layout", "full", "--split", "1/1"], 2, "--layout full has no split"),
        (["--layout", "articles", "--format", "chat"], 2, "leave out --layout articles"),
        (["--min-votes", "0"], 2, "--min-votes"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_written(
    demo, tmp_path, capsys, options, code, words
):
    out = tmp_path / "out"
    assert main(["export", str(demo), str(out), *options]) == code
    assert words in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("name", ["parquet", "brat"])
def test_what_is_no_text_is_not_written_to_standard_output(demo, capsys, name):
    assert main(["export", str(demo), "-", "--format", name]) == 2
    assert "name a file" in capsys.readouterr().err
