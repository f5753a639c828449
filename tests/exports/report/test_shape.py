"""The JSON of a report has exactly the keys that its types name, with values of those types."""

import json
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from exports.agreement.layer_report import seven
from exports.agreement.tables.label_table import read_table
from exports.agreement.tables.report import TableOptions, table_report
from exports.report.shape import ProjectReport, Report, TableReport
from exports.report.tool import table_report_json
from tests.exports.labeled import OWN, SAID, own_project, report_of, team
from tests.exports.report.test_other_codebooks import HEADER, layer, plain
from tests.labels.projects import ARTICLES, decision

READY = ARTICLES[0].sentences[0]
PLAIN = {int: int, float: (int, float), str: str, bool: bool, type(None): type(None), list: list, dict: dict}


def faults(value: Any, shape: Any, place: str = "report") -> list[str]:
    """Where a value is not of its type; a union's member is the one with the fewest faults."""
    origin, inside = get_origin(shape), get_args(shape)
    if origin in (Union, UnionType):
        return min((faults(value, member, place) for member in inside), key=len)
    if origin is NotRequired:
        return faults(value, inside[0], place)
    if origin is Literal:
        return [] if value in inside else [f"{place} is {value!r}"]
    if is_typeddict(shape):
        return _faults_of_keys(value, shape, place)
    if not isinstance(value, PLAIN.get(origin or shape)):
        return [f"{place} is a {type(value).__name__}"]
    parts = value.items() if origin is dict else enumerate(value if origin is list else ())
    return [fault for key, part in parts for fault in faults(part, inside[-1], f"{place}.{key}")]


def _faults_of_keys(value: Any, shape: Any, place: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{place} is no object"] * 100
    hints = get_type_hints(shape, include_extras=True)
    wrong = [f"{place} lacks {key}" for key in shape.__required_keys__ - value.keys()]
    wrong += [f"{place} has {key}" for key in value.keys() - hints.keys()]
    for key in value.keys() & hints.keys():
        wrong += faults(value[key], hints[key], f"{place}.{key}")
    return wrong


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Two people, a cue, a source, and a sentence without a claim."""
    with team(tmp_path_factory.mktemp("shape"), ARTICLES) as people:
        start = READY.span.start
        for name in ("Ana", "Ben"):
            people.source(name, ARTICLES[0].id, f"s{name}", "The police")
            people.claim(name, READY, **SAID, cue=[[start, start + 4]], source=f"s{name}")
        people.claim("Ana", ARTICLES[1].sentences[1], **OWN)
        people.nothing("Ben", ARTICLES[1].sentences[1])
    return people.path


def test_a_projects_report_has_the_keys_that_its_type_names(project):
    report = json.loads(json.dumps(report_of(project, advanced=True)))
    assert faults(report, ProjectReport) == []


def test_a_report_without_its_slow_parts_has_the_keys_that_its_type_names(project):
    assert faults(report_of(project, people=False, advanced=False), ProjectReport) == []


@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "set", "span", "entity", "list", "text"])
def test_a_layer_of_any_kind_has_the_keys_that_its_type_names(tmp_path, measurement):
    values = plain("a", "b") if measurement in ("nominal", "ordinal", "set") else ()
    code = HEADER + layer("mood", measurement, values)
    assert faults(report_of(own_project(tmp_path, ARTICLES, code)), ProjectReport) == []


def test_a_tables_report_has_the_keys_that_its_type_names(tmp_path):
    path = tmp_path / "t.csv"
    rows = [f"{who},u{unit},{'xy'[unit % (2 + (who == 'b'))]}" for who in "ab" for unit in range(2)]
    path.write_text("annotator,unit,value\n" + "\n".join(rows), encoding="utf-8")
    report = table_report_json(table_report(read_table(path), TableOptions(resamples=20)))
    assert faults(json.loads(json.dumps(report)), TableReport) == []
    assert faults(report, Report) == []


def test_a_wrong_key_is_found(project):
    report = report_of(project)
    report["cluster"]["shaky"] = report["cluster"].pop("few_clusters")
    assert sorted(faults(report, ProjectReport)) == [
        "report.cluster has shaky",
        "report.cluster lacks few_clusters",
    ]


def test_coefficients_that_are_not_given_are_null_with_the_reason():
    found = seven({}, "free_text")
    assert {each["reason"] for each in found.values()} == {"free_text"}
    assert {each["value"] for each in found.values()} == {None}


def test_an_unsure_sentence_changes_no_key(project, tmp_path):
    with team(tmp_path, ARTICLES) as people:
        people.record("Ana", decision("unsure", "", READY.id))
    assert report_of(people.path).keys() == report_of(project).keys()
