"""Agreement of whole public corpora, by the engine and by the command."""

import csv
import json
import zipfile

import krippendorff
import numpy as np
import pytest

from exports.agreement.counts import Labels, coded
from exports.agreement.intervals import Resampling
from exports.agreement.layer import measure
from tests.annotator.commands.tables import agreement, write_table
from tests.trial import SHARED

UDS = SHARED / "uds_factuality" / "factuality_raw.zip"
SNOW = SHARED / "snow2008_labels"


def uds_labels():
    """Did it happen? 27,403 predicates of English web text (White et al. 2016); clusters are sentences."""
    with zipfile.ZipFile(UDS) as archive:
        sentences = json.loads(archive.read("factuality.json"))["data"]
    cells = [
        (annotator, node, str(value), sentence)
        for sentence, nodes in sentences.items()
        for node, layers in nodes.items()
        for annotator, value in layers["factuality"]["factual"]["value"].items()
    ]
    annotators, nodes, values, clusters = zip(*cells, strict=True)
    return coded(annotators, nodes, values, ["0", "1"], clusters=clusters)


def test_uds_factuality_is_reproduced():
    # Computed from the raw labels by other code: raw agreement .8222, alpha .6121.
    found = measure(uds_labels(), "nominal").coefficients
    values = [found[name].value for name in ("percent_agreement", "krippendorff_alpha")]
    assert values == pytest.approx([0.8222, 0.6121], abs=6e-5)


def test_predicates_of_one_sentence_are_not_independent():
    labels = uds_labels()
    clustered = measure(labels, "nominal", None, Resampling(count=200)).coefficients["krippendorff_alpha"]
    assert clustered.se > 1.05 * clustered.unit_se


def snow_labels(name):
    with (SNOW / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    values = [row["label"] for row in rows]
    return coded(
        [row["annotator"] for row in rows], [row["item"] for row in rows], values, sorted(set(values))
    )


@pytest.mark.parametrize(("name", "alpha"), [("rte", 0.241), ("temp", 0.223), ("wsd", 0.937)])
def test_alpha_of_snow_2008_is_reproduced(name, alpha):
    found = measure(snow_labels(name), "nominal").coefficients["krippendorff_alpha"].value
    assert found == pytest.approx(alpha, abs=6e-4)


def test_many_annotators_who_share_few_units_get_every_interval():
    found = measure(snow_labels("rte"), "nominal", None, Resampling(count=20)).coefficients
    assert all(np.diff(each.ci) > 0 for each in found.values())


@pytest.mark.parametrize("name", ["anger", "valence", "wordsim"])
def test_numbers_of_many_values_have_the_alpha_of_the_krippendorff_package(name):
    # Feelings from 0 or -100 to 100, and likeness of words to tenths: up to 200 different values.
    labels = snow_labels(name)
    values = sorted(labels.categories, key=float)
    scored = Labels(
        unit=labels.unit,
        annotator=labels.annotator,
        value=np.array([values.index(category) for category in labels.categories])[labels.value],
        units=labels.units,
        annotators=labels.annotators,
        categories=tuple(values),
        scores=tuple(map(float, values)),
    )
    matrix = np.full((len(scored.annotators), len(scored.units)), np.nan)
    matrix[scored.annotator, scored.unit] = np.array(scored.scores)[scored.value]
    expected = krippendorff.alpha(reliability_data=matrix, level_of_measurement="interval")
    found = measure(scored, "interval").coefficients["krippendorff_alpha"].value
    assert found == pytest.approx(expected, abs=1e-9)


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
    layer = json.loads(agreement(*options, "--json", "-").stdout)["layers"]["value"]
    # domain.md, section 7: raw agreement .8222, alpha .6121
    assert layer["krippendorff_alpha"]["value"] == pytest.approx(0.6121, abs=6e-5)
    assert layer["percent_agreement"]["value"] == pytest.approx(0.8222, abs=6e-5)


def test_the_snow_rte_labels_have_a_page(tmp_path):
    with (SNOW / "rte.csv").open(encoding="utf-8") as file:
        rows = [(row["annotator"], row["item"], row["label"]) for row in csv.DictReader(file)]
    path = write_table(tmp_path / "rte.csv", rows)
    result = agreement("--table", path, "--categories", "0,1", "--html", tmp_path / "rte.html")
    assert result.returncode == 0, result.stderr
    # 164 annotators are too many for a heat map; alpha is .241 (domain.md, section 7)
    assert "0.241" in (tmp_path / "rte.html").read_text(encoding="utf-8")
