import io
import json
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from exports.dataset.full import rows, write
from labels.store.queries import ProjectReader
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import ARTICLES, CODEBOOK, Hand, decision, project, together

DOCS = Path(__file__).parents[3] / "docs" / "dataset.md"
QUOTED, BODY = ARTICLES[0].sentences[1], ARTICLES[0].sentences[2]
EMOJI = ARTICLES[1].sentences[2]
OWN_VOICE = {"claim_type": "future", "anchor": "none", "source_kind": "author", "certainty": "possible"}


@pytest.fixture
def path(tmp_path):
    path = project(tmp_path, [replace(ARTICLES[0], meta='{"section": "World"}'), ARTICLES[1]])
    writer = Writer(path)
    ana, ben = Hand(writer), Hand(writer, "Ben")
    for hand in (ana, ben):
        hand.claim(BODY, **OWN_VOICE)
    ben.record(decision("certainty", "probable", f"{BODY.id}.1", base=1), decision("state", "done", BODY.id))
    start = EMOJI.span.start
    ana.record(
        *together(
            decision("content", [[start, start + 5], [EMOJI.span.end - 5, EMOJI.span.end]], f"{EMOJI.id}.1"),
            decision("claim_type", "state", f"{EMOJI.id}.1"),
        )
    )
    ana.record(decision("claim_type", "none", QUOTED.id), decision("unsure", "a call?", QUOTED.id))
    writer.close()
    return path


def exported(path, **options):
    with ProjectReader(path) as store:
        file = io.StringIO()
        write(store, file, **options)
        return file.getvalue()


def lines(path, **options):
    return [json.loads(line) for line in exported(path, **options).splitlines()]


def line_of(path, sentence):
    return next(line for line in lines(path) if line["sentence"]["id"] == sentence.id)


def test_every_quote_is_what_the_offsets_say_with_emoji_and_combining_characters_too(path):
    for line in lines(path):
        text = line["text"]
        for part in (line, line["sentence"], *line["ranges"]):
            assert text[part["start"] : part["end"]] == part["quote"]


def test_a_discontinuous_claim_spans_from_its_first_to_its_last_range(path):
    line = line_of(path, EMOJI)
    assert len(line["ranges"]) == 2
    assert (line["start"], line["end"]) == (line["ranges"][0]["start"], line["ranges"][1]["end"])


def test_the_same_project_gives_the_same_bytes(path):
    assert exported(path) == exported(path)


def test_labels_of_every_annotator_stand_on_the_line_of_the_claim_they_share(path):
    line = line_of(path, BODY)
    assert [label["values"]["certainty"] for label in line["labels"]] in (
        ["possible", "probable"],
        ["probable", "possible"],
    )
    assert {label["claim"] for label in line["labels"]} == {f"{BODY.id}.1"}


def test_a_line_names_event_outlet_codebook_and_the_last_decision(path):
    line = line_of(path, BODY)
    assert line["event"]["name"] == "Dam"
    assert line["outlet"] == "State News"
    assert line["codebook"] == {"id": CODEBOOK.id, "version": CODEBOOK.version, "hash": CODEBOOK.hash}
    assert line["seq"] >= max(label["seq"] for label in line["labels"]) > 0


def test_derived_layers_are_told_apart_from_those_somebody_set(path):
    label = line_of(path, BODY)["labels"][0]
    assert label["derived"]["outlet_stance"] == "own"
    assert "outlet_stance" not in label["values"]


def test_seen_without_a_claim_is_a_line_and_unsure_and_done_are_told_apart(path):
    line = line_of(path, QUOTED)
    assert [label["values"] for label in line["labels"]] == [{"claim_type": "none"}]
    assert line["labels"][0]["unsure"] == "a call?"
    assert list(line["states"].values()) == ["unsure"]
    assert sorted(line_of(path, BODY)["states"].values()) == ["done", "started"]


def test_annotators_are_pseudonyms_unless_names_are_asked_for(path):
    assert "Ana" not in exported(path).replace("Ana", "", 0)
    assert {label["annotator"] for line in lines(path, names=True) for label in line["labels"]} == {
        "Ana",
        "Ben",
    }


def test_a_deleted_claim_is_not_exported_but_its_history_stays(path):
    writer = Writer(path)
    Hand(writer).record(decision("content", None, f"{EMOJI.id}.1", base=1))
    writer.close()
    assert not any(line["sentence"]["id"] == EMOJI.id for line in lines(path))


def test_sources_and_spans_can_be_read_without_the_project(path):
    writer = Writer(path)
    start = QUOTED.span.start
    Hand(writer, "Chi").record(
        *together(
            decision(
                "name",
                {"article": QUOTED.article, "name": "Mayor Ida Holm"},
                "s1",
                target_kind="source",
                sentence="",
            ),
            decision("content", [[start, start + 14]], f"{QUOTED.id}.1"),
            decision("claim_type", "state", f"{QUOTED.id}.1"),
            decision("source", "s1", f"{QUOTED.id}.1"),
            decision("cue", [[QUOTED.span.end - 5, QUOTED.span.end - 1]], f"{QUOTED.id}.1"),
        )
    )
    writer.close()
    found = [label for line in lines(path) for label in line["labels"] if label["values"].get("source")]
    assert [label["values"]["source"] for label in found] == ["Mayor Ida Holm"]
    assert found[0]["values"]["cue"][0]["quote"] == "said"


def test_pandas_reads_the_file(path, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text(exported(path), encoding="utf-8")
    table = pd.read_json(out, lines=True)
    assert len(table) == 3
    assert set(table["outlet"]) == {"State News", "Daily Shout"}


def test_a_sentence_that_somebody_only_marked_is_a_line_without_values(path):
    writer = Writer(path)
    Hand(writer).record(decision("unsure", "whose words?", ARTICLES[1].sentences[1].id))
    writer.close()
    line = line_of(path, ARTICLES[1].sentences[1])
    assert (line["start"], line["end"]) == (line["sentence"]["start"], line["sentence"]["end"])
    assert [(label["values"], label["unsure"]) for label in line["labels"]] == [({}, "whose words?")]


def test_a_sentence_nobody_has_seen_is_no_line(path):
    assert not any(line["sentence"]["id"] == ARTICLES[1].sentences[1].id for line in lines(path))


def test_every_key_of_a_line_is_documented_and_every_documented_key_is_there(path):
    table = re.findall(
        r"(?m)^\| (`.*?) \| (.*) \|$", DOCS.read_text(encoding="utf-8").partition("## The layout full")[2]
    )
    named = {key for keys, _ in table for key in re.findall(r"`(\w+)`", keys)}
    assert named == {key for line in lines(path) for key in line}
    said = dict.fromkeys(named, "") | {
        key: text for keys, text in table for key in re.findall(r"`(\w+)`", keys)
    }
    for key in ("event", "article", "sentence", "ranges", "labels", "codebook"):
        values = [
            value
            for line in lines(path)
            for value in (line[key] if isinstance(line[key], list) else [line[key]])
        ]
        assert set(re.findall(r"`(\w+)`", said[key])) == {inner for value in values for inner in value}, key


def test_the_file_holds_the_lines_as_they_are_read_though_each_article_is_encoded_once(path):
    with ProjectReader(path) as store:
        read = [json.dumps(line, ensure_ascii=False) for line in rows(store)]
    assert exported(path).splitlines() == read
    assert len(read) == 3


def test_claims_of_the_same_content_are_derived_once_but_by_what_each_annotator_said(path):
    writer = Writer(path)
    for name in ("Chi", "Dan"):
        Hand(writer, name).claim(BODY, **OWN_VOICE | {"source_kind": "official", "anchor": "explicit"})
    writer.close()
    calls = Counter()

    def count(frame, event, _):
        if event == "call" and frame.f_code.co_name == "quote_mode":
            calls[frame.f_locals["content"]] += 1

    sys.setprofile(count)
    try:
        text = exported(path, names=True)
    finally:
        sys.setprofile(None)
    assert calls[BODY.span,] == 1
    line = next(line for line in map(json.loads, text.splitlines()) if line["sentence"]["id"] == BODY.id)
    stances = {label["annotator"]: label["derived"].get("outlet_stance") for label in line["labels"]}
    assert stances == {"Ana": "own", "Ben": "own", "Chi": "neutral", "Dan": "neutral"}


def test_a_name_with_marks_that_json_escapes_stays_itself(path):
    writer = Writer(path)
    Hand(writer, 'Dé "D" \\').record(decision("unsure", 'so "said"\n?', BODY.id))
    writer.close()
    line = next(line for line in lines(path, names=True) if line["sentence"]["id"] == BODY.id)
    assert line["states"]['Dé "D" \\'] == "unsure"


def test_an_accepted_suggestion_is_named_by_its_layer_for_the_person_who_accepted_it(path):
    writer = Writer(path)
    ana = Hand(writer)
    ana.record(decision("certainty", "certain", f"{BODY.id}.1", base=1, kind="accept", origin="accepted"))
    writer.close()
    accepted = [label["accepted_suggestions"] for label in line_of(path, BODY)["labels"]]
    assert sorted(accepted) == [[], ["certainty"]]


def test_progress_counts_every_line(path):
    seen = []
    with ProjectReader(path) as store:
        assert write(store, io.StringIO(), progress=seen.append) == len(seen)
    assert seen == list(range(1, len(seen) + 1))


def test_extra_values_of_an_article_are_kept_and_exported_where_there_are_any(tmp_path):
    extra = {"section": "World", "tags": ["a", "é"], "words": 4}
    articles = [replace(ARTICLES[0], meta=json.dumps(extra, ensure_ascii=False)), ARTICLES[1]]
    path = project(tmp_path, articles)
    writer = Writer(path)
    Hand(writer).claim(BODY, **OWN_VOICE)
    Hand(writer).claim(EMOJI, **OWN_VOICE)
    writer.close()
    described = [line["article"] for line in lines(path)]
    assert {each["id"]: each.get("meta") for each in described} == {
        articles[0].id: extra,
        articles[1].id: None,
    }
    with ProjectReader(path) as store:
        assert [each.meta for each in store.articles(store.event_ids()[0].id)].count("") == 1
        assert verify(store.connection).faults == ()
