"""The units of the dataset are those of the agreement report: one rule says which claims are the same."""

import random

import pytest

from exports.dataset.columns import all_columns
from exports.dataset.lines import flat_rows, unit_rules, units
from exports.report.claims import matched_claims
from exports.report.long_table import Selection
from exports.report.reading.labels import read_long_table
from labels.codebook.codebook import Codebook
from labels.codebook.shipped import shipped_text
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, at, lettered, own_project, team
from tests.labels.projects import decision, together


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Four people who mark random stretches: chains, discontinuous and crossing contents, empty sentences."""
    chance = random.Random(5)
    [one] = lettered([30])
    with team(tmp_path_factory.mktemp("crowd"), [one]) as people:
        for name in ("Ana", "Ben", "Cy", "Di"):
            for sentence in one.sentences:
                if chance.random() < 0.3:
                    people.nothing(name, sentence)
                    continue
                for number in range(1, chance.choice([2, 2, 3])):
                    start = sentence.span.start + chance.randrange(10)
                    content = [[start, min(start + chance.randrange(5, 30), len(one.text))]]
                    if chance.random() < 0.2 and content[0][1] + 6 < len(one.text):
                        content.append([content[0][1] + 2, content[0][1] + 6])
                    people.claim(name, sentence, number, content=content, **OWN)
    return people.path


def test_units_hold_the_same_claims_as_those_of_the_report(crowd):
    with ProjectReader(crowd) as store, store.snapshot():
        rules = unit_rules(store)
        ours = {
            frozenset((member.person, member.claim.id) for member in placed.unit.members)
            for placed in units(store, rules)
            if placed.unit.members
        }
        table = read_long_table(store, rules.codebook, Selection(copies="all"))
    of_claim = matched_claims(table).of_claim
    theirs = {}
    for claim, unit in enumerate(of_claim.tolist()):
        owner = table.annotators[int(table.claim_annotators[claim])]
        theirs.setdefault(unit, set()).add((owner, table.claim_ids[claim]))
    assert ours == set(map(frozenset, theirs.values()))
    assert max(map(len, ours)) > 2


def test_every_id_is_there_once_and_each_claim_is_in_one_unit(crowd):
    with ProjectReader(crowd) as store, store.snapshot():
        placed = list(units(store, unit_rules(store)))
    ids = [each.unit.id for each in placed]
    assert len(set(ids)) == len(ids)
    members = [(member.person, member.claim.id) for each in placed for member in each.unit.members]
    assert len(set(members)) == len(members)


def test_annotators_are_those_who_have_seen_the_sentence_as_the_report_counts_them(crowd):
    with ProjectReader(crowd) as store, store.snapshot():
        rules = unit_rules(store)
        table = read_long_table(store, rules.codebook, Selection(copies="all"))
        seen = dict(zip(table.sentences.ids, table.seen.sum(axis=1).tolist(), strict=True))
        for placed in units(store, rules):
            assert placed.unit.annotators == seen[placed.unit.sentence.id]


def test_every_offset_of_every_line_holds(crowd):
    with ProjectReader(crowd) as store, store.snapshot():
        [event] = store.event_ids()
        [article] = store.articles(event.id)
        lines = list(flat_rows(store))
    for line in lines:
        assert line["text"][line["start"] : line["end"]] == line["quote"]
        assert article.text[line["article_start"] : line["article_end"]] == line["quote"]
        assert article.text[line["text_start"] :].startswith(line["text"])
        for each in line["ranges"]:
            assert line["text"][each["start"] : each["end"]] == each["quote"]


def rows_of(folder, name, given):
    """The flat lines of a project in which people label whole sentences."""
    text = shipped_text(name)
    book = Codebook.parse(text, name)
    [one] = lettered([len(next(iter(given.values())))])
    path = own_project(folder, [one], text)
    with at(path) as people:
        for person, labels in given.items():
            for sentence, values in zip(one.sentences, labels, strict=True):
                made = [
                    decision(layer, value, sentence.id, codebook=book.hash) for layer, value in values.items()
                ]
                if made:
                    people.record(person, *together(*made))
    with ProjectReader(path) as store, store.snapshot():
        lines = list(flat_rows(store))
        assert all(list(line) == [column.name for column in all_columns(book)] for line in lines)
    return lines


def test_a_codebook_of_sentences_has_a_line_a_sentence_with_sets_as_lists(tmp_path):
    framed = {"has_frame": "framed", "state": "done"}
    none = {"has_frame": "none", "state": "done"}
    lines = rows_of(
        tmp_path,
        "news-frames",
        {
            "Ana": [{**framed, "frames": ["law", "crime"]}, none, {**framed, "frames": ["law"]}, {}],
            "Ben": [{**framed, "frames": ["law"]}, none, none, {}],
            "Cy": [{**framed, "frames": ["law", "crime"]}, none, none, {}],
        },
    )
    assert [line["has_frame"] for line in lines] == ["framed", "none", "none"]
    assert [sorted(line["frames"]) for line in lines] == [["crime", "law"], [""], [""]]
    assert lines[0]["frames_soft"]["crime"] == pytest.approx(2 / 3, abs=1e-6)
    assert lines[2]["frames_reason"] == "no claim"
    assert [line["marked_by"] for line in lines] == [3, 0, 1]
    assert len({line["id"] for line in lines} & {line["sentence"] for line in lines}) == 3


def test_a_codebook_without_a_value_for_no_claim_has_lines_for_labeled_sentences(tmp_path):
    clear = {"sentiment": "negative", "strength": "clear", "state": "done"}
    lines = rows_of(tmp_path, "sentence-sentiment", {"Ana": [clear, {}], "Ben": [clear, {}]})
    assert [(line["sentiment"], line["sentiment_gold"], line["strength"]) for line in lines] == [
        ("negative", "unanimous", "clear")
    ]


def test_lines_are_read_article_by_article(tmp_path):
    with team(tmp_path, list(lettered([2] * 8))) as people:
        for article in lettered([2] * 8):
            people.claim("Ana", article.sentences[0], **OWN)
    with ProjectReader(people.path) as store, store.snapshot():
        statements = []
        store.connection.set_trace_callback(statements.append)
        lines = flat_rows(store)
        next(lines)
        after_one = len(statements)
        assert len(list(lines)) == 7
        store.connection.set_trace_callback(None)
    assert after_one < len(statements) / 2
