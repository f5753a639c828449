"""One claim in every layout and format, pinned whole: what other people's programs rely on."""

import io
import json

import pytest

from exports.dataset.annotations import annotation_rows
from exports.dataset.articles import article_rows
from exports.dataset.columns import all_columns
from exports.dataset.lines import flat_rows
from exports.dataset.table import Table
from exports.formats import chat, classification, conll, doccano, jsonl, label_studio, tokens
from labels.store.queries import ProjectReader
from tests.exports.labeled import SAID, Team
from tests.labels.projects import article, project

TEXT = "Head\n“We are ready 👍🏽,” said Zoe O'Neil. The dam may open."
ARTICLE = article(TEXT, "Wire")
FLAT = {
    "id": "UNIT",
    "event": "ecd8661c09a4e",
    "event_name": "Dam",
    "outlet": "Wire",
    "article": "3366ef832e48",
    "sentence": "3366ef832e48:1",
    "position": 1,
    "kind": "body",
    "split": "",
    "group": "",
    "codebook": "claims-in-news",
    "codebook_version": "0.3.0",
    "text": "“We are ready 👍🏽,” said Zoe O'Neil.",
    "start": 1,
    "end": 16,
    "quote": "We are ready 👍🏽",
    "ranges": [
        {
            "start": 1,
            "end": 16,
            "quote": "We are ready 👍🏽",
        },
    ],
    "context_before": "Head\n",
    "context_after": " The dam may open.",
    "text_start": 5,
    "article_start": 6,
    "article_end": 21,
    "annotators": 2,
    "marked_by": 2,
    "unsure": 0,
    "content_agreement": 1.0,
    "claim_type": "event",
    "claim_type_soft": {
        "none": 0.0,
        "event": 1.0,
        "state": 0.0,
        "quantity": 0.0,
        "cause": 0.0,
        "rule": 0.0,
        "future": 0.0,
        "judgement": 0.0,
    },
    "claim_type_votes": 2,
    "claim_type_agreement": 1.0,
    "claim_type_gold": "unanimous",
    "claim_type_reason": "",
    "anchor": "explicit",
    "anchor_soft": {
        "explicit": 1.0,
        "carried": 0.0,
        "none": 0.0,
    },
    "anchor_votes": 2,
    "anchor_agreement": 1.0,
    "anchor_gold": "unanimous",
    "anchor_reason": "",
    "source_kind": "official",
    "source_kind_soft": {
        "author": 0.0,
        "official": 1.0,
        "organisation": 0.0,
        "person": 0.0,
        "unnamed": 0.0,
        "document": 0.0,
        "media": 0.0,
    },
    "source_kind_votes": 2,
    "source_kind_agreement": 1.0,
    "source_kind_gold": "unanimous",
    "source_kind_reason": "",
    "source": "Zoe O'Neil",
    "source_soft": [
        {
            "value": "Zoe O'Neil",
            "share": 1.0,
        },
    ],
    "source_votes": 2,
    "source_agreement": 1.0,
    "source_gold": "unanimous",
    "source_reason": "",
    "source_mention": [
        {
            "start": 24,
            "end": 34,
            "quote": "Zoe O'Neil",
        },
    ],
    "source_mention_soft": [
        {
            "start": 24,
            "end": 34,
            "share": 1.0,
        },
    ],
    "source_mention_votes": 2,
    "source_mention_agreement": 1.0,
    "source_mention_gold": "unanimous",
    "source_mention_reason": "",
    "cue": [
        {
            "start": 19,
            "end": 23,
            "quote": "said",
        },
    ],
    "cue_soft": [
        {
            "start": 19,
            "end": 23,
            "share": 1.0,
        },
    ],
    "cue_votes": 2,
    "cue_agreement": 1.0,
    "cue_gold": "unanimous",
    "cue_reason": "",
    "relays": [""],
    "relays_soft": [
        {
            "value": [""],
            "share": 0.0,
        },
    ],
    "relays_votes": 0,
    "relays_agreement": 0.0,
    "relays_gold": "none",
    "relays_reason": "no votes",
    "mode": "direct",
    "mode_soft": {
        "direct": 1.0,
        "mixed": 0.0,
        "indirect": 0.0,
    },
    "mode_votes": 2,
    "mode_agreement": 1.0,
    "mode_gold": "unanimous",
    "mode_reason": "",
    "certainty": "",
    "certainty_soft": {
        "denied": 0.0,
        "open": 0.0,
        "possible": 0.0,
        "probable": 0.5,
        "certain": 0.5,
    },
    "certainty_votes": 2,
    "certainty_agreement": 0.5,
    "certainty_gold": "none",
    "certainty_reason": "tie",
    "outlet_stance": "neutral",
    "outlet_stance_soft": {
        "rejected": 0.0,
        "distanced": 0.0,
        "neutral": 1.0,
        "endorsed": 0.0,
        "own": 0.0,
    },
    "outlet_stance_votes": 2,
    "outlet_stance_agreement": 1.0,
    "outlet_stance_gold": "unanimous",
    "outlet_stance_reason": "",
}
ANNOTATIONS = [
    {
        "unit": "UNIT",
        "annotator": "Ana",
        "event": "ecd8661c09a4e",
        "outlet": "Wire",
        "article": "3366ef832e48",
        "sentence": "3366ef832e48:1",
        "claim": "3366ef832e48:1.1",
        "split": "",
        "layer": "claim_type",
        "value": "event",
        "quote": "We are ready 👍🏽",
        "origin": "person",
        "day": "DAY",
        "codebook": "claims-in-news",
        "codebook_version": "0.3.0",
    },
    {
        "unit": "UNIT",
        "annotator": "Ana",
        "event": "ecd8661c09a4e",
        "outlet": "Wire",
        "article": "3366ef832e48",
        "sentence": "3366ef832e48:1",
        "claim": "3366ef832e48:1.1",
        "split": "",
        "layer": "cue",
        "value": "[[24, 28]]",
        "quote": "We are ready 👍🏽",
        "origin": "person",
        "day": "DAY",
        "codebook": "claims-in-news",
        "codebook_version": "0.3.0",
    },
    {
        "unit": "UNIT",
        "annotator": "Ana",
        "event": "ecd8661c09a4e",
        "outlet": "Wire",
        "article": "3366ef832e48",
        "sentence": "3366ef832e48:1",
        "claim": "3366ef832e48:1.1",
        "split": "",
        "layer": "source",
        "value": "Zoe O'Neil",
        "quote": "We are ready 👍🏽",
        "origin": "person",
        "day": "DAY",
        "codebook": "claims-in-news",
        "codebook_version": "0.3.0",
    },
]
ARTICLE_LINE = {
    "id": "3366ef832e48",
    "event": "ecd8661c09a4e",
    "event_name": "Dam",
    "outlet": "Wire",
    "title": "Head",
    "byline": "",
    "url": "",
    "language": "",
    "licence": "",
    "split": "",
    "sha256": "ca4219fc90e46aadbb949abf5e35e4c5b14d04bb61a4aaace8bb71f36cddcff4",
    "text": "Head\n“We are ready 👍🏽,” said Zoe O'Neil. The dam may open.",
    "metadata": '{"published": ""}',
}
CLASSIFICATION = {
    "id": "UNIT",
    "event": "ecd8661c09a4e",
    "outlet": "Wire",
    "article": "3366ef832e48",
    "split": "",
    "text": "“We are ready 👍🏽,” said Zoe O'Neil.",
    "start": 1,
    "end": 16,
    "quote": "We are ready 👍🏽",
    "context_before": "Head\n",
    "context_after": " The dam may open.",
    "layer": "claim_type",
    "label": "event",
    "labels": ["none", "event", "state", "quantity", "cause", "rule", "future", "judgement"],
    "soft": [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    "votes": 2,
    "gold": "unanimous",
}
TOKENS = {
    "id": "UNIT",
    "event": "ecd8661c09a4e",
    "outlet": "Wire",
    "article": "3366ef832e48",
    "split": "",
    "text": "“We are ready 👍🏽,” said Zoe O'Neil.",
    "tokens": ["“", "We", "are", "ready", "👍🏽", ",", "”", "said", "Zoe", "O'Neil", "."],
    "offsets": [
        [0, 1],
        [1, 3],
        [4, 7],
        [8, 13],
        [14, 16],
        [16, 17],
        [17, 18],
        [19, 23],
        [24, 27],
        [28, 34],
        [34, 35],
    ],
    "tags_content": ["O", "B-content", "I-content", "I-content", "I-content", "O", "O", "O", "O", "O", "O"],
    "tags_source_mention": [
        "O",
        "O",
        "O",
        "O",
        "O",
        "O",
        "O",
        "O",
        "B-source_mention",
        "I-source_mention",
        "O",
    ],
    "tags_cue": ["O", "O", "O", "O", "O", "O", "O", "B-cue", "O", "O", "O"],
}
DOCCANO = {
    "id": "UNIT",
    "event": "ecd8661c09a4e",
    "outlet": "Wire",
    "article": "3366ef832e48",
    "split": "",
    "text": "“We are ready 👍🏽,” said Zoe O'Neil.",
    "label": [[1, 16, "content"], [19, 23, "cue"], [24, 34, "source_mention"]],
}
LABEL_STUDIO = {
    "data": {
        "id": "UNIT",
        "event": "ecd8661c09a4e",
        "outlet": "Wire",
        "article": "3366ef832e48",
        "split": "",
        "text": "“We are ready 👍🏽,” said Zoe O'Neil.",
    },
    "annotations": [
        {
            "result": [
                {
                    "id": "content0",
                    "from_name": "role",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "labels": ["content"],
                    },
                },
                {
                    "id": "source_mention0",
                    "from_name": "role",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": 26,
                        "end": 36,
                        "text": "Zoe O'Neil",
                        "labels": ["source_mention"],
                    },
                },
                {
                    "id": "cue0",
                    "from_name": "role",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": 21,
                        "end": 25,
                        "text": "said",
                        "labels": ["cue"],
                    },
                },
                {
                    "id": "content0",
                    "from_name": "claim_type",
                    "to_name": "text",
                    "type": "choices",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "choices": ["event"],
                    },
                },
                {
                    "id": "content0",
                    "from_name": "anchor",
                    "to_name": "text",
                    "type": "choices",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "choices": ["explicit"],
                    },
                },
                {
                    "id": "content0",
                    "from_name": "source_kind",
                    "to_name": "text",
                    "type": "choices",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "choices": ["official"],
                    },
                },
                {
                    "id": "content0",
                    "from_name": "mode",
                    "to_name": "text",
                    "type": "choices",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "choices": ["direct"],
                    },
                },
                {
                    "id": "content0",
                    "from_name": "outlet_stance",
                    "to_name": "text",
                    "type": "choices",
                    "value": {
                        "start": 1,
                        "end": 18,
                        "text": "We are ready 👍🏽",
                        "choices": ["neutral"],
                    },
                },
            ],
        },
    ],
}
CHAT = {
    "event": "ecd8661c09a4e",
    "outlet": "Wire",
    "article": "3366ef832e48",
    "split": "",
    "sentence": "3366ef832e48:1",
    "messages": [
        {
            "role": "system",
            "content": "THE CODEBOOK",
        },
        {
            "role": "user",
            "content": (
                "Before: Head\n\nSentence: “We are ready 👍🏽,” said Zoe O'Neil.\n\nAfter: The dam may open."
            ),
        },
        {
            "role": "assistant",
            "content": [
                {
                    "quote": "We are ready 👍🏽",
                    "claim_type": "event",
                    "anchor": "explicit",
                    "source_kind": "official",
                    "source": "Zoe O'Neil",
                    "source_mention": ["Zoe O'Neil"],
                    "cue": ["said"],
                    "mode": "direct",
                    "outlet_stance": "neutral",
                },
            ],
        },
    ],
}
CONLL = """\
# id = UNIT
# columns = token start end content source_mention cue
“\t0\t1\tO\tO\tO
We\t1\t3\tB-content\tO\tO
are\t4\t7\tI-content\tO\tO
ready\t8\t13\tI-content\tO\tO
👍🏽\t14\t16\tI-content\tO\tO
,\t16\t17\tO\tO\tO
”\t17\t18\tO\tO\tO
said\t19\t23\tO\tO\tB-cue
Zoe\t24\t27\tO\tB-source_mention\tO
O'Neil\t28\t34\tO\tI-source_mention\tO
.\t34\t35\tO\tO\tO

"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Two people agree on a claim but for its certainty."""
    team = Team(project(tmp_path_factory.mktemp("pinned"), [ARTICLE]))
    quoted = ARTICLE.sentences[1]
    said, mention = TEXT.index("said"), TEXT.index("Zoe")
    ranges = {"cue": [[said, said + 4]], "source_mention": [[mention, mention + 10]]}
    for name, certainty in (("Ana", "certain"), ("Ben", "probable")):
        team.source(name, ARTICLE.id, f"s{name}", "Zoe O'Neil")
        content = [[quoted.span.start + 1, said - 3]]
        team.claim(
            name, quoted, **SAID | {"certainty": certainty}, source=f"s{name}", content=content, **ranges
        )
    team.close()
    return team.path


def written(path, module):
    """What a format makes of the claim; its id depends on a pseudonym, which is random."""
    file = io.StringIO()
    with ProjectReader(path) as store, store.snapshot():
        rows = [{**row, "id": "UNIT"} for row in flat_rows(store)]
        module.write(Table(tuple(all_columns(store.codebook())), rows, store.codebook()), file)
    return file.getvalue()


def test_the_flat_line(path):
    [line] = written(path, jsonl).splitlines()
    assert json.loads(line) == FLAT
    assert list(json.loads(line)) == list(FLAT)


def test_the_lines_of_labels(path):
    with ProjectReader(path) as store, store.snapshot():
        lines = [{**line, "unit": "UNIT", "day": "DAY"} for line in annotation_rows(store, names=True)]
    assert len(lines) == 14
    assert [
        line
        for line in lines
        if line["annotator"] == "Ana" and line["layer"] in ("claim_type", "cue", "source")
    ] == sorted(ANNOTATIONS, key=lambda line: list(SAID | {"source": 1, "cue": 1}).index(line["layer"]))


def test_the_line_of_an_article(path):
    with ProjectReader(path) as store, store.snapshot():
        assert list(article_rows(store)) == [ARTICLE_LINE]


@pytest.mark.parametrize(
    ("module", "expected"), [(classification, CLASSIFICATION), (tokens, TOKENS), (doccano, DOCCANO)]
)
def test_the_first_line_of_a_format(path, module, expected):
    line = json.loads(written(path, module).splitlines()[0])
    assert line == expected
    assert list(line) == list(expected)


def test_the_task_of_label_studio(path):
    [task] = json.loads(written(path, label_studio))
    assert task["data"].pop("config").startswith('<View><Text name="text" value="$text"/>')
    assert task == LABEL_STUDIO


def test_the_chat_line(path):
    [line] = map(json.loads, written(path, chat).splitlines())
    system, _, answer = line["messages"]
    assert system["content"].startswith("Claims in news (claims-in-news 0.3.0)")
    system["content"], answer["content"] = "THE CODEBOOK", json.loads(answer["content"])
    assert line == CHAT


def test_the_block_of_conll(path):
    assert written(path, conll) == CONLL
