"""brat archives in PolNeAR's shape, read back line by line."""

import io
import re
import zipfile

import pytest

from exports.dataset.articles import article_rows
from exports.dataset.columns import all_columns
from exports.dataset.lines import flat_rows
from exports.dataset.table import Table
from exports.formats import brat
from labels.store.queries import ProjectReader
from tests.exports.labeled import OWN, SAID, team
from tests.labels.projects import article

TEXT = "Head\n“We are 👍🏽 ready,”\nsaid Zoe. The dam may open. It will hold."
QUOTED = article(TEXT, "Wire")
OTHER = article("Other\nNobody has read this.", "Post")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The archive of an article with a claim across a line break and one without a cue, and of none other."""
    first, *_, plain, empty = QUOTED.sentences[1:]
    with team(tmp_path_factory.mktemp("brat"), [QUOTED, OTHER]) as people:
        people.source("Ana", QUOTED.id, "s1", "Zoe\nRay")
        start, said, name = TEXT.index("We"), TEXT.index("said"), TEXT.index("Zoe")
        content = [[start, start + 2], [TEXT.index("ready"), said + 4]]
        ranges = {"cue": [[said, said + 4]], "source_mention": [[name, name + 3]]}
        people.claim("Ana", first, content=content, source="s1", **ranges, **SAID)
        people.claim("Ana", plain, **OWN)
        people.nothing("Ana", empty)
    with ProjectReader(people.path) as store, store.snapshot():
        columns, codebook = tuple(all_columns(store.codebook())), store.codebook()
        table = Table(columns, flat_rows(store), codebook, articles=article_rows(store))
        raw = io.BytesIO()
        file = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
        assert brat.write(table, file) == 1
    return zipfile.ZipFile(io.BytesIO(raw.getvalue()))


def parsed(archive):
    """The lines of the article's annotations by id."""
    text = archive.read(f"{QUOTED.id}.ann").decode("utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines())


def test_each_article_with_a_line_has_its_text_and_its_annotations(archive):
    assert archive.namelist() == [f"{QUOTED.id}.txt", f"{QUOTED.id}.ann"]
    assert archive.read(f"{QUOTED.id}.txt").decode("utf-8") == TEXT


def test_the_words_of_every_mark_are_those_at_its_offsets_and_no_mark_holds_a_line_break(archive):
    marks = {name: rest for name, rest in parsed(archive).items() if name.startswith("T")}
    assert marks
    for rest in marks.values():
        place, words = rest.split("\t")
        label, places = place.split(" ", 1)
        parts = [
            TEXT[int(start) : int(end)] for start, end in (part.split(" ") for part in places.split(";"))
        ]
        assert " ".join(parts) == words
        assert re.fullmatch(r"Content|Cue|Source|Attribution", label)
        assert not any("\n" in part for part in parts)


def test_an_event_joins_the_roles_and_its_trigger_repeats_the_cue(archive):
    lines = parsed(archive)
    roles = dict(part.split(":") for part in lines["E1"].split(" "))
    assert list(roles) == ["Attribution", "Content", "Source", "Cue"]
    assert lines[roles["Attribution"]].split("\t")[1] == lines[roles["Cue"]].split("\t")[1] == "said"
    assert lines[roles["Source"]].split("\t")[1] == "Zoe"
    assert lines[roles["Content"]].split("\t")[1] == "We ready,” said"


def test_without_a_cue_the_content_is_the_trigger(archive):
    lines = parsed(archive)
    roles = dict(part.split(":") for part in lines["E2"].split(" "))
    assert list(roles) == ["Attribution", "Content"]
    assert lines[roles["Attribution"]].split("\t")[1] == "The dam may open."


def test_values_are_attributes_and_the_source_is_a_note_in_one_line(archive):
    lines = parsed(archive)
    attributes = [rest for name, rest in lines.items() if name.startswith("A")]
    assert {"claim_type E1 event", "source_kind E1 official", "source_kind E2 author"} <= set(attributes)
    assert [rest for name, rest in lines.items() if name.startswith("#")] == ["source E1\tZoe Ray"]


def test_the_same_project_gives_the_same_bytes(archive):
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
