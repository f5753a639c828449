"""Every format opened by a reader that is not ours, with emoji, right-to-left text and combining marks."""

import csv
import io
import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from exports.dataset.columns import all_columns
from exports.dataset.lines import flat_rows
from exports.dataset.table import Table
from exports.formats import (
    chat,
    classification,
    conll,
    csv_file,
    doccano,
    jsonl,
    label_studio,
    parquet,
    tokens,
)
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, SAID, Team
from tests.labels.projects import article, project

TEXT = "Head\n“يفتح السد 👍🏽 غدا,” said Zoe\u0308 O'Neil-Ray. The dam may open on Monday."
ARTICLE = article(TEXT, "Wire")
QUOTED, BODY = ARTICLE.sentences[1:3]


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    team = Team(project(tmp_path_factory.mktemp("formats"), [ARTICLE]))
    said, mention = TEXT.index("said"), TEXT.index("Zoe")
    team.source("Ana", ARTICLE.id, "s1", "Zoë O'Neil-Ray")
    team.claim(
        "Ana", QUOTED, **SAID, source="s1", cue=[[said, said + 4]],
        source_mention=[[mention, mention + 15]], content=[[QUOTED.span.start + 1, said - 2]],
    )  # fmt: skip
    team.claim("Ben", BODY, **OWN)
    team.nothing("Ben", ARTICLE.sentences[0])
    team._writer.close()
    with ProjectReader(team.path) as store, store.snapshot():
        codebook = store.codebook()
        return Table(tuple(all_columns(codebook)), list(flat_rows(store)), codebook)


def written(module, table):
    file = io.StringIO()
    count = module.write(table, file)
    return count, file.getvalue()


def objects(module, table):
    return [json.loads(line) for line in written(module, table)[1].splitlines()]


def test_pandas_reads_jsonl_and_csv_to_the_same_values(rows, tmp_path):
    for module, name in ((jsonl, "a.jsonl"), (csv_file, "a.csv")):
        (tmp_path / name).write_text(written(module, rows)[1], encoding="utf-8", newline="")
    lines = pd.read_json(tmp_path / "a.jsonl", lines=True)
    table = pd.read_csv(tmp_path / "a.csv", keep_default_na=False)
    assert lines["quote"].tolist() == table["quote"].tolist()
    assert list(lines.columns) == list(table.columns) == [column.name for column in rows.columns]
    assert [json.loads(cell) for cell in table["cue"]] == lines["cue"].tolist()
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 3


def test_parquet_has_a_schema_without_nulls_and_the_same_rows(rows, tmp_path):
    with (tmp_path / "a.parquet").open("w", encoding="utf-8") as file:
        assert parquet.write(rows, file) == 3
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.to_pylist() == list(rows.rows)
    assert not any(field.nullable or str(field.type) == "null" for field in table.schema)


def test_classification_has_a_line_for_each_row_and_layer_with_gold(rows):
    lines = objects(classification, rows)
    types = {line["quote"]: line["label"] for line in lines if line["layer"] == "claim_type"}
    assert sorted(types.values()) == ["event", "event", "none"]
    assert all(sum(line["soft"]) == pytest.approx(1) for line in lines)
    assert all(len(line["soft"]) == len(line["labels"]) for line in lines)


def test_tokens_keep_offsets_and_marks_together_and_name_roles(rows):
    line = next(line for line in objects(tokens, rows) if "said" in line["tokens"])
    assert [line["text"][start:end] for start, end in line["offsets"]] == line["tokens"]
    tagged = dict(zip(line["tokens"], line["tags_cue"], strict=True))
    assert (tagged["said"], tagged["السد"]) == ("B-cue", "O")
    mention = [
        token for token, tag in zip(line["tokens"], line["tags_source_mention"], strict=True) if tag != "O"
    ]
    assert mention == ["Zoe\u0308", "O'Neil-Ray"]


def test_a_conll_block_has_a_token_a_line_and_ends_with_an_empty_one(rows):
    count, text = written(conll, rows)
    blocks = text.strip("\n").split("\n\n")
    assert len(blocks) == count == 3
    names = blocks[0].splitlines()[1].partition(" = ")[2].split()
    assert names == ["token", "start", "end", "content", "source_mention", "cue"]
    for block in blocks:
        assert {len(line.split("\t")) for line in block.splitlines()[2:]} == {len(names)}


def test_chat_lines_ask_with_the_codebook_and_answer_with_the_claims_of_a_sentence(rows):
    lines = objects(chat, rows)
    assert [[m["role"] for m in line["messages"]] for line in lines] == [["system", "user", "assistant"]] * 3
    answers = {line["sentence"]: json.loads(line["messages"][2]["content"]) for line in lines}
    assert answers[ARTICLE.sentences[0].id] == []
    [claim] = answers[QUOTED.id]
    assert (claim["cue"], claim["source"], claim["claim_type"]) == (["said"], "Zoë O'Neil-Ray", "event")
    assert "possible" in lines[0]["messages"][0]["content"]


def test_doccano_marks_the_roles_and_nothing_in_a_sentence_without_a_claim(rows):
    lines = {line["id"]: line for line in objects(doccano, rows)}
    marks = [[line["text"][a:b], role] for line in lines.values() for a, b, role in line["label"]]
    assert ["said", "cue"] in marks
    assert lines[ARTICLE.sentences[0].id]["label"] == []


def test_label_studio_counts_utf_16_units_and_puts_values_on_the_content(rows):
    tasks = json.loads(written(label_studio, rows)[1])
    task = next(task for task in tasks if "said" in task["data"]["text"])
    text = task["data"]["text"].encode("utf-16-le")
    results = task["annotations"][0]["result"]
    for each in results:
        place = each["value"]
        assert text[2 * place["start"] : 2 * place["end"]].decode("utf-16-le") == place["text"]
    chosen = {each["from_name"]: each["value"]["choices"] for each in results if each["type"] == "choices"}
    assert chosen["claim_type"] == ["event"]
    assert '<Choice value="event"/>' in tasks[0]["data"]["config"]


def test_a_layer_that_is_asked_for_is_the_only_one(rows):
    only = Table(rows.columns, rows.rows, rows.codebook, ("certainty",))
    assert {line["layer"] for line in objects(classification, only)} == {"certainty"}
    assert "tags_cue" not in objects(tokens, only)[0]
