"""Files of other makes: types, layouts, folders, and what nobody names."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labels.errors import FileRefusedError
from labels.text.formats.layouts import FIELDS, Layout, parsed_layout
from labels.text.formats.records import RecordOptions
from labels.text.importing import ReadingNotes, ReadingOptions, read, stream

TEXT = "The council voted 31 to 24 for a tram line on Tuesday, the speaker said. Building starts in 2028."
RECORD = {"id": "1", "event": "Tram", "outlet": "Probe", "title": "Council votes", "text": TEXT}


def _read(path, columns="", **options):
    records = RecordOptions(parsed_layout(columns), **options)
    return read([path], ReadingOptions(records=records))


def _articles(path, columns="", **options):
    return [
        (each.id, each.event, each.outlet, each.text) for each in _read(path, columns, **options).articles
    ]


def _table(path):
    pq.write_table(pa.table({name: [value] for name, value in RECORD.items()}), path)


WRITERS = {
    "a.jsonl": lambda path: path.write_text(json.dumps(RECORD)),
    "a.ndjson": lambda path: path.write_text(json.dumps(RECORD) + "\n"),
    "a.json": lambda path: path.write_text(json.dumps([RECORD], indent=1)),
    "a.csv": lambda path: path.write_text(
        f"{','.join(RECORD)}\n" + ",".join(f'"{v}"' for v in RECORD.values())
    ),
    "a.tsv": lambda path: path.write_text("\t".join(RECORD) + "\n" + "\t".join(RECORD.values()) + "\n"),
    "a.parquet": _table,
    "a.jsonl.gz": lambda path: path.write_bytes(gzip.compress(json.dumps(RECORD).encode())),
    "a.json.gz": lambda path: path.write_bytes(gzip.compress(json.dumps([RECORD]).encode())),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_record_is_read_alike_from_every_type(tmp_path, name):
    WRITERS[name](tmp_path / name)
    assert _articles(tmp_path / name) == [("1", "Tram", "Probe", TEXT)]


def test_a_packed_text_is_an_article_of_the_outlet_before_its_endings(tmp_path):
    path = tmp_path / "tram" / "probe.txt.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert [each[1:3] for each in _articles(tmp_path)] == [("tram", "probe")]


def test_dates_and_missing_values_of_parquet_are_read(tmp_path):
    table = pa.table(
        {
            "text": [TEXT, TEXT + " More."],
            "outlet": ["A", "A"],
            "published": [pa.scalar(19_654, pa.date32()).as_py(), None],
            "score": [1.5, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = _read(tmp_path / "a.parquet").articles
    assert (first.published, second.published) == ("2023-10-24", "")
    assert (json.loads(first.meta), second.meta) == ({"score": 1.5}, "")


# Names of other corpora

CORPORA = {
    "All the News": ("title,author,date,content,publication", "text=content,outlet=publication"),
    "NELA": ("id,date,source,title,content,author", "text=content,outlet=source"),
    "CC-News": ("maintext,title,source_domain,date_publish,url", "text=maintext,outlet=source_domain"),
    "Media Cloud": (
        "id,media_name,publish_date,title,url,language,text",
        "outlet=media_name,published=publish_date",
    ),
    "headlines in capitals": ("Headline,Body,Newspaper", "title=Headline,text=Body,outlet=Newspaper"),
}


@pytest.mark.parametrize(("header", "pairs"), CORPORA.values(), ids=CORPORA)
def test_the_mapping_of_a_known_corpus_is_suggested_whole(tmp_path, header, pairs):
    path = tmp_path / "a.csv"
    path.write_text(
        header + "\n" + ",".join("2024-10-23" if "date" in name else "x" for name in header.split(","))
    )
    with pytest.raises(FileRefusedError) as refused:
        read([path])
    for pair in pairs.split(","):
        assert pair in str(refused.value)
    suggested = str(refused.value).partition("say --map ")[2].partition(";")[0]
    assert len(_read(path, suggested).articles) == 1


def test_a_name_that_resembles_a_field_that_is_there_is_an_extra_value(tmp_path):
    (tmp_path / "a.csv").write_text("text,outlet,source,year\nOne.,Probe,web,2016\n")
    (article,) = _read(tmp_path / "a.csv").articles
    assert json.loads(article.meta) == {"source": "web", "year": "2016"}


def test_records_of_one_file_may_have_different_names(tmp_path):
    rows = [{"text": "One.", "outlet": "A", "n": 1}, {"outlet": "A", "text": "Two.", "m": [1, {"a": "b"}]}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    first, second = _read(tmp_path / "a.jsonl").articles
    assert (json.loads(first.meta), json.loads(second.meta)) == ({"n": 1}, {"m": [1, {"a": "b"}]})


def test_all_names_that_are_kept_are_noted_at_once(tmp_path):
    (tmp_path / "a.csv").write_text("text,outlet,year,month\nOne.,A,2016,1\nTwo.,A,2016,2\n")
    assert [note for note in _read(tmp_path / "a.csv").notes if "kept as extra values: year, month" in note]


def test_too_many_extra_values_are_refused(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "One.", "all": "x" * 20_001}))
    with pytest.raises(FileRefusedError, match="at most 20,000 are kept"):
        read([tmp_path / "a.jsonl"])


def test_an_empty_layout_takes_every_field_by_its_name():
    assert Layout().columns(FIELDS).fields == {name: name for name in FIELDS}


# Folders


def test_other_files_of_a_folder_are_named_and_passed_over(tmp_path):
    for name in ("a.txt", "a.ann", "README.md", "b/c.labels"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    reading = read([tmp_path])
    assert len(reading.articles) == 1
    assert "passed over, not a type that is read: README.md, a.ann, b/c.labels." in reading.notes[0]


def test_many_other_files_are_counted(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    for number in range(9):
        (tmp_path / f"{number}.ann").write_text("x")
    assert "0.ann, 1.ann, 2.ann, 3.ann, 4.ann and 4 more" in read([tmp_path]).notes[0]


def test_another_file_named_by_hand_is_refused(tmp_path):
    (tmp_path / "a.ann").write_text("x")
    with pytest.raises(FileRefusedError, match=r"'\.ann' is not a type that is read"):
        read([tmp_path / "a.ann"])


# Outlets


@pytest.mark.parametrize(
    ("name", "data", "missing"),
    [
        ("a.txt", TEXT, True),
        ("a.jsonl", json.dumps({"text": TEXT}), True),
        ("a.jsonl", json.dumps({"text": TEXT, "outlet": "Probe"}), False),
        ("a.jsonl", json.dumps({"text": TEXT, "url": "https://probe.example/1"}), False),
    ],
)
def test_an_outlet_that_nothing_names_is_a_question(tmp_path, name, data, missing):
    (tmp_path / name).write_text(data)
    assert bool(read([tmp_path / name]).outlets_missing) == missing


def test_an_option_or_a_folder_names_outlets(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    assert not read([tmp_path]).outlets_missing
    assert not read([tmp_path / "a.txt"], ReadingOptions({"outlet": "Probe"})).outlets_missing


# Streams


def test_articles_come_one_at_a_time(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(RECORD) + '\n{"text": 5}\n')
    articles = stream([path], ReadingNotes())
    assert next(articles).id == "1"
    with pytest.raises(FileRefusedError, match="line 2"):
        next(articles)


def test_many_articles_are_prepared_in_order_by_several_processes(tmp_path):
    rows = [RECORD | {"id": str(n), "text": f"Report {n}.\n\n{TEXT * 20}"} for n in range(800)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert [each.id for each in stream([path], ReadingNotes())] == [str(n) for n in range(800)]


def test_a_refusal_in_another_process_names_its_line(tmp_path):
    rows = [RECORD | {"id": str(n), "text": f"Report {n}.\n\n{TEXT * 20}"} for n in range(800)]
    rows[780]["text"] = " "
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(FileRefusedError, match="line 781: no text in it"):
        list(stream([path], ReadingNotes()))
