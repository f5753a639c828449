"""Projects with a flipped bit, a lost end, an overwritten page, a lost log: what is whole comes out."""

import json
import os
import random
import sqlite3
from contextlib import closing

import pytest

from annotator.cli import main
from labels.errors import OutputError, ProjectError
from labels.store.corpus.corrections import withdraw
from labels.store.project import locked
from labels.store.rescue.rescue import rescue
from labels.store.verification import verify
from labels.store.writer import Writer
from tests.labels.projects import Hand, article, decision, project

DAMAGES = int(os.environ.get("DAMAGES", "24"))
PAGE = 4096
ARTICLES = [
    article(
        f"Flood {number}\n" + f"The river rose by {number} meters. Nobody was hurt." * 6, f"Paper {number}"
    )
    for number in range(9)
]
PEOPLE = ("Ana", "Bea", "Cem")


def label(writer):
    """Decisions of three people on every article, and a few on the same label."""
    hands = [Hand(writer, name) for name in PEOPLE]
    for number, each in enumerate(ARTICLES):
        for base, sentence in enumerate(each.sentences[:6]):
            hands[number % 3].record(decision("note", f"remark {number} on {base}", sentence.id))
            hands[number % 3].claim(sentence, claim_type="event")
        for base in range(5):
            hands[0].record(decision("note", f"again {base}", each.sentences[7].id, base=base))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files of a project that a server has open, by ending, and of the same project closed."""
    path = project(tmp_path_factory.mktemp("whole"), ARTICLES)
    writer = Writer(path)
    label(writer)
    writer.run(lambda connection: withdraw(connection, ARTICLES[8].id, "printed twice"))
    open_files = {end: path.with_name(path.name + end).read_bytes() for end in ("", "-wal", ".last")}
    writer.close()
    return open_files, path.read_bytes(), whole_of(path)


def whole_of(path):
    """What a project holds: hashes of decisions by uuid, articles, names of people, events."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            "decisions": dict(connection.execute("select uuid, hash from log where uuid is not null")),
            "articles": {
                row[0]: row[1:]
                for row in connection.execute(
                    "select a.id, a.outlet, a.title, a.text, a.withdrawn, e.name, "
                    "(select group_concat(id || start || paragraph) from sentence where article = a.id) "
                    "from article a join event e on e.id = a.event"
                )
            },
            "people": {row[0] for row in connection.execute("select name from annotator")},
            "sentences": {row[0]: row[1] for row in connection.execute("select id, article from sentence")},
        }


def damaged(content, number):
    """The bytes with one fault of a kind that the number chooses, and the range of bytes that it touches."""
    chance = random.Random(number)
    place = chance.randrange(len(content))
    if number % 6 == 0:
        place = chance.randrange(PAGE, len(content))
        return content[:place], range(place // PAGE * PAGE, len(content))
    if number % 6 in (1, 2):
        start = place // PAGE * PAGE
        filling = bytes(PAGE) if number % 6 == 1 else chance.randbytes(PAGE)
        return content[:start] + filling + content[start + PAGE :], range(start, start + PAGE)
    flipped = bytes([content[place] ^ 1 << chance.randrange(8)])
    return content[:place] + flipped + content[place + 1 :], range(place, place + 1)


def untouched(content, touched, needles):
    """Those of the needles (name: bytes that its row holds) none of whose places lies on a touched page."""
    pages = {place // PAGE for place in touched}
    kept = set()
    for name, needle in needles.items():
        places, at = [], content.find(needle)
        while at >= 0:
            places.append(at)
            at = content.find(needle, at + 1)
        if places and not any(place // PAGE in pages for place in places):
            kept.add(name)
    return kept


def rescued_from(tmp_path, content, end="", extra=b""):
    """The outcome of rescuing a file, and what the new project holds."""
    path, out = tmp_path / "p.db", tmp_path / "out.db"
    path.write_bytes(content)
    if end:
        path.with_name(path.name + end).write_bytes(extra)
    outcome = rescue(path, out)
    assert path.read_bytes() == content
    with locked(out, "test"):
        Writer(out).close()
    return outcome, whole_of(out)


@pytest.mark.parametrize("number", range(DAMAGES))
def test_what_no_damage_touched_comes_out_and_the_rest_is_named(files, tmp_path, number):
    _, content, original = files
    after, touched = damaged(content, number)
    safe = untouched(content, touched, original["decisions"])
    try:
        outcome, left = rescued_from(tmp_path, after)
    except ProjectError:
        assert not safe
        return
    assert {uuid: original["decisions"][uuid] for uuid in safe}.items() <= left["decisions"].items()
    assert left["decisions"].items() <= original["decisions"].items()
    lost = {key for key, values in original["articles"].items() if left["articles"].get(key) != values}
    if len(touched) == 1:
        assert len(original["decisions"]) - len(left["decisions"]) <= 1
        assert len(lost) <= 1
    if len(touched) <= PAGE:
        assert left["people"] >= original["people"]
    assert not whole_articles(content, touched, original) & lost
    assert outcome.missing or left == original


@pytest.mark.parametrize("number", range(DAMAGES // 3))
def test_many_damages_at_once_leave_only_what_was_there(files, tmp_path, number):
    parts, content, original = files
    chance, after = random.Random(number), bytearray(content)
    pages = range(len(content) // PAGE)
    for _ in range(chance.choice([3, 8, 20])):
        page, other = chance.choice(pages) * PAGE, chance.choice(pages) * PAGE
        after[page : page + PAGE] = chance.choice([bytes(PAGE), after[other : other + PAGE]])
        for _ in range(chance.randrange(20)):
            after[chance.randrange(len(after))] ^= 1 << chance.randrange(8)
    try:
        _, left = rescued_from(tmp_path, bytes(after), "-wal", parts["-wal"] if number % 2 else b"")
    except ProjectError as error:
        if "nothing that can be rescued" not in str(error):
            raise
        return
    assert left["decisions"].items() <= original["decisions"].items()


def whole_articles(content, touched, original):
    """Articles of whose text and sentences no page was touched."""
    texts = {key: values[2].encode()[-40:] for key, values in original["articles"].items()}
    names = {identifier: identifier.encode() for identifier in original["sentences"]}
    bodies = untouched(content, touched, names)
    broken = {article for name, article in original["sentences"].items() if name not in bodies}
    return untouched(content, touched, texts) - broken


def test_a_project_that_a_killed_server_left_comes_out_whole(files, tmp_path):
    (parts, _, original) = files
    outcome, left = rescued_from(tmp_path, parts[""], "-wal", parts["-wal"])
    assert (outcome.missing, left) == ((), original)


def test_a_lost_write_ahead_log_costs_what_was_in_it_and_nothing_else(files, tmp_path):
    (parts, _, original) = files
    outcome, left = rescued_from(tmp_path, parts[""], ".last", parts[".last"])
    assert "entries of the log" in outcome.missing[0]
    assert left["decisions"].items() <= original["decisions"].items()
    assert outcome.verification.entries == outcome.entries + 2 + len(outcome.missing[1:])


@pytest.mark.parametrize("number", range(6))
def test_a_damaged_write_ahead_log_costs_only_what_its_hashes_no_longer_prove(files, tmp_path, number):
    parts, _, original = files
    after, touched = damaged(parts["-wal"], number)
    _, left = rescued_from(tmp_path, parts[""], "-wal", after)
    assert left["decisions"].items() <= original["decisions"].items()
    if len(touched) == 1:
        assert len(original["decisions"]) - len(left["decisions"]) <= 1


def test_an_article_that_is_not_whole_is_withdrawn_and_keeps_its_labels(files, tmp_path):
    _, content, original = files
    after = content.replace(b"rose by 3 meters", b"rose by 4 meters")
    outcome, left = rescued_from(tmp_path, after)
    [hurt] = [key for key, values in original["articles"].items() if left["articles"][key] != values]
    assert (hurt, left["articles"][hurt][3][:8]) == (ARTICLES[3].id, "damaged:")
    assert left["decisions"] == original["decisions"]
    assert [line.split(":")[0] for line in outcome.missing] == [
        f"article {hurt} (Paper 3",
    ]


def test_the_log_of_the_new_project_says_what_was_rescued_and_what_was_not(files, tmp_path):
    _, content, original = files
    outcome, left = rescued_from(tmp_path, content.replace(b"remark 2 on 2", b"Remark 2 on 2"))
    assert len(left["decisions"]) == len(original["decisions"]) - 1
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        written = connection.execute("select key, content from change where why like 'rescue%'").fetchall()
    assert written[0][0] == "rescue"
    assert all(line in json.loads(written[0][1])["missing"] for line in outcome.missing)


def test_people_go_on_labeling_in_the_new_project(files, tmp_path):
    _, content, _ = files
    rescued_from(tmp_path, damaged(content, 1)[0])
    with locked(tmp_path / "out.db", "test"), closing(Writer(tmp_path / "out.db")) as writer:
        [outcome] = Hand(writer, "Dan").record(decision("note", "later", ARTICLES[0].sentences[2].id))
    assert outcome.status == "saved"
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert verify(connection).faults == ()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"no project" * 999, "nothing that can"), (b"", "anything in")]
)
def test_a_file_that_holds_nothing_of_a_project_is_refused(tmp_path, content, reason):
    (tmp_path / "p.db").write_bytes(content)
    with pytest.raises(ProjectError, match=reason):
        rescue(tmp_path / "p.db", tmp_path / "out.db")
    assert [path.name for path in tmp_path.iterdir()] == ["p.db"]


def test_a_project_that_is_being_written_is_not_rescued_and_nothing_is_overwritten(files, tmp_path):
    _, content, _ = files
    (tmp_path / "p.db").write_bytes(content)
    with locked(tmp_path / "p.db", "serve"), pytest.raises(ProjectError, match="in use"):
        rescue(tmp_path / "p.db", tmp_path / "out.db")
    (tmp_path / "out.db").write_bytes(b"mine")
    with pytest.raises(OutputError, match="exists already"):
        rescue(tmp_path / "p.db", tmp_path / "out.db")
    assert (tmp_path / "out.db").read_bytes() == b"mine"


def test_the_command_prints_what_is_missing_with_counts(files, tmp_path, capsys):
    _, content, _ = files
    (tmp_path / "p.db").write_bytes(content.replace(b"rose by 3 meters", b"rose by 4 meters"))
    assert main(["rescue", str(tmp_path / "p.db"), str(tmp_path / "out.db")]) == 0
    printed = capsys.readouterr().out
    assert "1 event, 8 articles" in printed
    assert "its text can't be rescued whole" in printed
