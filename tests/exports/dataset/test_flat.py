"""Flat lines: training data as it is, for one annotator and for several who differ."""

import io
import json
import re
from pathlib import Path

import pytest

from exports.dataset.annotations import annotation_rows
from exports.dataset.articles import article_rows
from exports.dataset.columns import all_columns, layer_columns
from exports.dataset.gold import GoldRules
from exports.dataset.lines import FlatOptions, flat_rows
from exports.dataset.table import Table
from exports.formats import jsonl
from labels.codebook.codebook import Codebook
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, SAID, Team
from tests.labels.projects import ARTICLES, decision, project

DOCS = Path(__file__).parents[3] / "docs" / "dataset.md"
HEADLINE, QUOTED, BODY, LAST = ARTICLES[0].sentences
EMOJI = ARTICLES[1].sentences[2]
TYPES = {"text": str, "integer": int, "share": float, "distribution": dict}


@pytest.fixture
def team(tmp_path):
    team = Team(project(tmp_path))
    yield team
    team._writer.close()


def rows(team, **options):
    with ProjectReader(team.path) as store, store.snapshot():
        table = Table((), list(flat_rows(store, FlatOptions(**options))), store.codebook())
    file = io.StringIO()
    jsonl.write(table, file)  # what a reader of the file sees
    return [json.loads(line) for line in file.getvalue().splitlines()]


def line_of(team, sentence, **options):
    [line] = [line for line in rows(team, **options) if line["sentence"] == sentence.id]
    return line


def part(sentence, start, end):
    return [[sentence.span.start + start, sentence.span.start + end]]


def test_claims_that_share_most_of_their_words_are_one_line_and_their_votes_are_counted(team):
    team.claim("Ana", BODY, **OWN)
    team.claim("Ben", BODY, content=part(BODY, 4, len(BODY.span)), **OWN | {"certainty": "probable"})
    team.claim("Cy", BODY, **OWN)
    line = line_of(team, BODY)
    assert (line["annotators"], line["marked_by"]) == (3, 3)
    assert (line["claim_type"], line["claim_type_gold"], line["claim_type_votes"]) == (
        "event",
        "unanimous",
        3,
    )
    assert (line["certainty"], line["certainty_gold"]) == ("certain", "majority")
    assert line["certainty_agreement"] == pytest.approx(2 / 3, abs=1e-6)
    assert line["certainty_soft"]["probable"] == pytest.approx(1 / 3, abs=1e-6)
    assert line["quote"] == line["text"]
    assert 0.5 < line["content_agreement"] < 1


def test_a_tie_has_no_value_and_says_so(team):
    team.claim("Ana", BODY, **OWN)
    team.claim("Ben", BODY, **SAID)
    line = line_of(team, BODY)
    assert (line["anchor"], line["anchor_gold"], line["anchor_reason"]) == ("", "none", "tie")
    assert line["anchor_soft"] == {"explicit": 0.5, "carried": 0.0, "none": 0.5}


def test_ordered_values_take_the_median_and_say_so(team):
    for name, certainty in (("Ana", "open"), ("Ben", "possible"), ("Cy", "certain")):
        team.claim(name, BODY, **OWN | {"certainty": certainty})
    line = line_of(team, BODY)
    assert (line["certainty"], line["certainty_gold"]) == ("possible", "median")


def test_who_saw_no_claim_votes_against_it_and_where_most_do_its_layers_are_empty(team):
    team.claim("Ana", BODY, **OWN)
    team.nothing("Ben", BODY)
    team.nothing("Cy", BODY)
    line = line_of(team, BODY)
    assert (line["claim_type"], line["claim_type_votes"]) == ("none", 3)
    assert (line["certainty"], line["certainty_votes"], line["certainty_reason"]) == ("", 1, "no claim")


def test_a_sentence_without_a_claim_is_a_line_and_one_that_is_undecided_is_none(team):
    team.nothing("Ana", QUOTED)
    team.record("Ana", decision("unsure", "hm", LAST.id))
    [line] = rows(team)
    assert (line["sentence"], line["id"], line["quote"]) == (QUOTED.id, QUOTED.id, line["text"])
    assert (line["claim_type"], line["marked_by"]) == ("none", 0)


def test_rules_ask_for_unanimity_or_for_more_votes(team):
    team.claim("Ana", BODY, **OWN)
    team.claim("Ben", BODY, **OWN | {"certainty": "probable"})
    unanimous = line_of(team, BODY, gold=GoldRules("unanimous"))
    assert (unanimous["certainty"], unanimous["certainty_reason"]) == ("", "not unanimous")
    assert unanimous["claim_type"] == "event"
    few = line_of(team, BODY, gold=GoldRules("majority", {}, 3))
    assert (few["claim_type"], few["claim_type_reason"]) == ("", "too few votes")


def test_an_adjudicated_label_is_gold_and_no_vote(team):
    team.claim("Ana", BODY, **OWN)
    team.claim("Ben", BODY, **OWN | {"claim_type": "future"})
    team.record("Ben", decision("claim_type", "cause", f"{BODY.id}.1", base=1, kind="adjudicate"))
    line = line_of(team, BODY)
    assert (line["claim_type"], line["claim_type_gold"], line["claim_type_votes"]) == (
        "cause",
        "adjudicated",
        1,
    )


def test_content_that_crosses_a_border_has_a_text_that_holds_it_and_its_parts(team):
    start, end = QUOTED.span.start + 1, BODY.span.end
    team.claim("Ana", QUOTED, content=[[start, QUOTED.span.end], [BODY.span.start + 4, end]], **OWN)
    line = line_of(team, QUOTED)
    assert line["text"] == ARTICLES[0].text[QUOTED.span.start : end]
    assert [each["quote"] for each in line["ranges"]] == [
        "We are ready,” Mayor Ida Holm said.",
        "dam may open on Monday.",
    ]


def test_text_and_context_are_one_stretch_of_the_article_and_every_offset_holds(team):
    words = EMOJI.span.of(ARTICLES[1].text)
    at = words.index("👍")
    team.source("Ana", ARTICLES[1].id, "s1", "Ida Holm")
    team.claim(
        "Ana", EMOJI, **SAID, source="s1", cue=part(EMOJI, at, at + 2), content=part(EMOJI, at - 5, at + 4)
    )
    team.claim("Ben", BODY, **OWN)
    for line in rows(team):
        article = next(each for each in ARTICLES if each.id == line["article"])
        stretch = line["context_before"] + line["text"] + line["context_after"]
        assert stretch in article.text
        assert line["text_start"] == article.text.index(stretch) + len(line["context_before"])
        assert article.text[line["article_start"] : line["article_end"]] == line["quote"]
        for each in [line, *line["ranges"], *line["cue"], *line["source_mention"]]:
            assert line["text"][each["start"] : each["end"]] == each["quote"]
    line = line_of(team, EMOJI)
    assert (line["cue"][0]["quote"], line["source"]) == ("👍🏽", "Ida Holm")


def test_two_ways_to_write_a_source_are_one_source(team):
    for name, called in (("Ana", "The Mayor"), ("Ben", "mayor"), ("Cy", "Mayor"), ("Di", "Ida Holm")):
        team.source(name, BODY.article, f"s{name}", called)
        team.claim(name, BODY, **SAID, source=f"s{name}")
    line = line_of(team, BODY)
    assert (line["source"], line["source_gold"], line["source_agreement"]) == ("Mayor", "majority", 0.75)


def test_every_column_is_on_every_line_with_one_type_and_no_list_is_empty(team):
    team.claim("Ana", BODY, **OWN)
    team.claim("Ben", BODY, **SAID)
    team.nothing("Ana", QUOTED)
    with ProjectReader(team.path) as store:
        columns = {column.name: column for column in all_columns(store.codebook())}
    for line in rows(team):
        assert list(line) == list(columns)
        for name, value in line.items():
            assert type(value) is TYPES.get(columns[name].type, list), name
            assert not isinstance(value, list) or value, name
            assert columns[name].type != "distribution" or tuple(value) == columns[name].keys


def test_the_id_of_a_unit_stays_when_others_join_and_labels_change(team):
    team.claim("Ana", BODY, **OWN)
    before = line_of(team, BODY)["id"]
    team.claim("Ben", BODY, **SAID)
    team.record("Ana", decision("content", part(BODY, 4, 20), f"{BODY.id}.1", base=1))
    team.record("Ben", decision("content", part(BODY, 4, 22), f"{BODY.id}.1", base=1))
    assert line_of(team, BODY)["id"] == before


def test_two_claims_of_a_sentence_are_two_lines_with_ids_of_their_own(team):
    team.claim("Ana", BODY, 1, content=part(BODY, 0, 10), **OWN)
    team.claim("Ana", BODY, 2, content=part(BODY, 11, 20), **OWN)
    lines = rows(team)
    assert len({line["id"] for line in lines}) == len(lines) == 2


def test_a_layer_named_like_a_column_gets_a_name_of_its_own():
    layer = {
        "title": "T",
        "measurement": "nominal",
        "value": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}],
    }
    layers = [{"id": name, **layer} for name in ("text", "tone", "tone_soft")]
    codebook = Codebook.from_data({"id": "c", "version": "1", "title": "C", "layer": layers})
    assert [each.name for each in layer_columns(codebook)] == ["text_label", "tone", "tone_soft_label"]
    names = [column.name for column in all_columns(codebook)]
    assert len(set(names)) == len(names)


def test_each_label_is_a_line_of_the_layout_annotations_with_its_unit_and_its_day(team):
    team.claim("Ana", BODY, **OWN)
    team.nothing("Ben", BODY)
    with ProjectReader(team.path) as store, store.snapshot():
        [unit] = {row["id"] for row in flat_rows(store)}
        lines = list(annotation_rows(store, names=True))
    assert {(line["annotator"], line["layer"], line["value"]) for line in lines} == {
        *(("Ana", layer, value) for layer, value in OWN.items()),
        ("Ben", "claim_type", "none"),
    }
    assert {line["unit"] for line in lines} == {unit}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", line["day"]) for line in lines)


def test_each_article_is_a_line_of_the_layout_articles_labeled_or_not(team):
    with ProjectReader(team.path) as store, store.snapshot():
        lines = list(article_rows(store))
    assert {line["id"]: line["text"] for line in lines} == {each.id: each.text for each in ARTICLES}
    assert json.loads(lines[0]["metadata"]) == {"published": ""}


def test_every_column_is_described_in_the_docs(team):
    team.claim("Ana", BODY, **OWN)
    named = set(
        re.findall(r"`([\w<>]+)`", "\n".join(re.findall(r"(?m)^\| (.*?) \|", DOCS.read_text("utf-8"))))
    )
    layers = {"claim_type": "<layer>"}
    with ProjectReader(team.path) as store:
        names = {c.name.replace("claim_type", "<layer>") for c in all_columns(store.codebook())}
        others = {each.name for each in layer_columns(store.codebook())} - set(layers)
    missing = {name for name in names if not any(name.startswith(other) for other in others)} - named
    assert missing == set()
