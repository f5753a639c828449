"""Hostile files, by constructs of our own: each is refused, read as it is, or read with a note."""

import gzip
import json
import tracemalloc
import zipfile

import pytest

from labels.errors import FileRefusedError
from labels.text.importing import read

SAID = "Officials said on Wednesday that the ministry had detained two people."


def _json(**fields):
    return json.dumps({"text": SAID} | fields, ensure_ascii=False).encode()


# What is no text is refused.
REFUSED = {
    "empty.txt": b"",
    "white.txt": b" \n\t\n",
    "zero_width.txt": "\u200b\u200d\u2060".encode(),
    "nul.txt": b"One.\0Two.",
    "latin1.txt": "Le café a fermé.".encode("latin-1"),
    "cp1251.txt": "Мэр ушёл.".encode("cp1251"),
    "shift_jis.txt": "外務省は発表した。".encode("shift_jis"),
    "utf16.txt": SAID.encode("utf-16-le"),
    "surrogates.txt": b"Emoji \xed\xa0\xbd\xed\xb8\x80 said.",
    "overlong.txt": b"A slash: \xc0\xaf.",
    "cut_off.txt": "Café".encode()[:-1],
    "photo.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "paper.txt": b"%PDF-1.7\n",
    "office.txt": b"PK\x03\x04word/document.xml",
    "packed.txt": gzip.compress(SAID.encode()),
    "rich.txt": b"{\\rtf1 text}",
    "program.txt": b"\x7fELF\x02\x01",
    "book.txt": b"word " * 50_000,
    "many.txt": b"He left.\n" * 2_001,
    "huge_number.jsonl": b'{"text":"x","year":1180591620717411303424}',
    "deep.jsonl": b'{"text":"x","m":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "deep_objects.jsonl": b'{"text":"x","m":' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    "trailing_comma.jsonl": b'{"text":"x",}',
    "two_on_a_line.jsonl": _json() + _json(),
    "byte_order_mark_inside.jsonl": _json(id="a") + b"\n\xef\xbb\xbf" + _json(id="b"),
    "null.jsonl": b'{"text":null}',
    "number.jsonl": b'{"text":5}',
    "list.jsonl": b'{"text":["x"]}',
    "no_object.jsonl": b'["text"]',
    "boolean_id.jsonl": b'{"id":true,"text":"x"}\n{"id":1,"text":"y"}',
    "same_id.jsonl": b'{"id":1,"text":"One."}\n{"id":"1","text":"Two."}',
    "misspelled.jsonl": b'{"id":"a1","txt":"x.","text":"y."}',
    "misspelled_outlet.jsonl": b'{"outlt":"A","text":"y."}',
    "repeated_key.jsonl": b'{"text":"x","text":"y"}',
    "impossible_date.jsonl": b'{"text":"x.","published":"2024-02-30"}',
    "impossible_time.jsonl": b'{"text":"x.","published":"0000-00-00T25:61:61Z"}',
    "not_a_number.jsonl": b'{"text":"x","score":NaN}',
    "infinite.jsonl": b'{"text":"x","score":1e999}',
    "half_pair.jsonl": b'{"text":"\\ud800"}',
    "escaped_nul.jsonl": b'{"text":"a\\u0000b"}',
    "long_line.jsonl": b'{"text":"' + b"x" * 1_000_001 + b'"}',
    "line_break_in_name.jsonl": b'{"text":"x","outlet":"a\\nb"}',
    "long_id.jsonl": _json(id="x" * 201),
    "long_title.jsonl": _json(title="x" * 2_001),
    "nothing.jsonl": b"\n\n",
    "tags.jsonl": _json(text="<p>One.</p>"),
    "no_array.json": b'{"text":"x"}',
    "open_array.json": b'[{"text":"x"}',
    "unbalanced.csv": b'id,outlet,text\na,X,"never closed\nb,X,y\n',
    "unnamed.csv": b"id,,text\na,b,c\n",
    "unnamed_first.csv": b",text\na,b\n",
    "twice.csv": b"text,text\na,b\n",
    "no_text.csv": b"id,title\na,b\n",
    "long_row.csv": b"id,text\na,b,c\n",
    "short_row.csv": b"id,text\na\n",
    "header_only.csv": b"id,text\n",
    "huge_cell.csv": b'text\n"' + b"x" * 1_000_001 + b'"\n',
    "entities.xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    "outside.xml": b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>',
    "no_feed.xml": b"<r/>",
    "no_table.parquet": b"PAR1 not a table",
    "no_gzip.txt.gz": b"not packed",
    "cut_off.txt.gz": gzip.compress(SAID.encode())[:-6],
    "bomb.txt.gz": gzip.compress(b"0" * 20_000_000),
    "no_archive.zip": SAID.encode(),
    "binary.html": b"\x00\x01\x02",
    "no_article.html": b"<html><body></body></html>",
    "many_elements.html": b"<p>One. Two.</p>" * 15_001,
    "deep.html": b"<div>" * 5_000,
    "document.docx": b"PK",
    "database.db": b"SQLite format 3\x00",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_refused_with_the_file_s_name(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(REFUSED[name])
    with pytest.raises(FileRefusedError) as refused:
        read([path])
    assert str(refused.value).startswith(str(path))
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize(
    "name", ["book.txt", "bomb.txt.gz", "long_line.jsonl", "deep.jsonl", "huge_cell.csv"]
)
def test_a_refusal_takes_little_memory(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(REFUSED[name])
    tracemalloc.start()
    with pytest.raises(FileRefusedError):
        read([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


# What is changed is noted.
NOTED = {
    "utf16.txt": (SAID.encode("utf-16"), SAID),
    "utf32.txt": (SAID.encode("utf-32"), SAID),
    "mark.txt": (b"\xef\xbb\xbf" + SAID.encode(), SAID),
    "line_ends.txt": (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
    "direction.txt": ("One \u202etwo.".encode(), "One \u202etwo."),
    "escape.txt": (b"One \x1b[31mtwo.", "One \x1b[31mtwo."),
    "mark.jsonl": (b"\xef\xbb\xbf" + _json(), SAID),
    "mark.csv": (b"\xef\xbb\xbfoutlet,text\nA,One.\n", "One."),
    "windows.csv": (b'outlet,text\r\nA,"One.\r\nTwo."\r\n', "One.\nTwo."),
    "old_mac.csv": (b"outlet,text\rA,One.\r", "One."),
    "unknown.jsonl": (_json(_task_hash=1), SAID),
    f"{'n' * 245}.txt": (SAID.encode(), SAID),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_is_changed_or_odd_is_noted(tmp_path, name):
    data, text = NOTED[name]
    (tmp_path / name).write_bytes(data)
    reading = read([tmp_path / name])
    assert reading.articles[0].text == text
    assert reading.notes


# Everything else stays exactly as it is.
EXACT = {
    "family.txt": "👩‍👩‍👧‍👦 said 🇨🇳 won 𝔘𝔫𝔦 today, “yes 😀,” he said.",
    "stacked.txt": "He said n" + "\u0301\u0316" * 150 + " twice.",
    "composed.txt": "Café and cafe\u0301 and ｃａｆé.",
    "script.txt": "<script>alert(1)</script> was said.",
    "entities.txt": "&lt;b&gt; &amp;amp; was said.",
    "markdown.txt": "![x](http://evil.example/x.png) **was** said.",
    "formula.txt": "=HYPERLINK(1) was said.",
    "chinese.txt": "国家安全部周三表示，发现多起间谍案件。外国情报机构一直在进行。",
    "arabic.txt": "هل وصل الوزير؟ نعم وصل أمس.",
    "joined.txt": "x" * 150_000,
    "storm.txt": "U.S. " * 20_000 + "said.",
    "marks.txt": "." * 50_000 + " said.",
    "quotes.txt": "“" * 20_000 + " said.",
    "brackets.txt": "(" * 20_000 + " said.",
}


@pytest.mark.parametrize("name", EXACT)
def test_a_strange_text_stays_as_it_is(tmp_path, name):
    (tmp_path / name).write_text(EXACT[name], "utf-8")
    (article,) = read([tmp_path / name]).articles
    assert article.text == EXACT[name]
    covered = "".join(sentence.span.of(article.text) for sentence in article.sentences)
    assert "".join(covered.split()) == "".join(EXACT[name].split())


@pytest.mark.parametrize(
    "value", ["NA", "null", "None", "nan", "#N/A", "007", "1e5", "1_000", "TRUE", "-nan"]
)
def test_a_value_of_a_table_stays_text(tmp_path, value):
    (tmp_path / "x.csv").write_text(f"id,outlet,text\n{value},X,{value}\n")
    (article,) = read([tmp_path / "x.csv"]).articles
    assert (article.id, article.text) == (value, value)


@pytest.mark.parametrize(
    "name", ["x'); DROP TABLE label;--", "Café", "cafe\u0301", "CAFÉ", "../x", "__proto__"]
)
def test_an_id_stays_as_it_is(tmp_path, name):
    (tmp_path / "x.jsonl").write_bytes(_json(id=name))
    (article,) = read([tmp_path / "x.jsonl"]).articles
    assert article.id == name


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path):
    (tmp_path / "x.jsonl").write_bytes(_json(text="One\u2028Two\u0085Three\x0bFour."))
    (article,) = read([tmp_path / "x.jsonl"]).articles
    assert article.text == "One\u2028Two\u0085Three\x0bFour."


# Archives

MEMBERS = {
    "a path that leads out": ("../a.txt", SAID),
    "an absolute path": ("/tmp/a.txt", SAID),
    "a drive": ("C:/a.txt", SAID),
    "a path with backslashes": ("a\\..\\..\\b.txt", SAID),
    "an archive": ("inner.zip", "PK"),
    "an empty member": ("a.txt", ""),
    "too much of nothing": ("big.txt", "0" * 10_000_000),
}


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_a_dangerous_archive_is_refused_before_it_is_unpacked(tmp_path, member):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", SAID)
        archive.writestr(*member)
    with pytest.raises(FileRefusedError, match="member"):
        read([tmp_path / "x.zip"])


def test_other_files_in_an_archive_are_named_and_passed_over(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("storm/ledger.txt", SAID)
        archive.writestr("README.md", "x")
    reading = read([tmp_path / "x.zip"])
    assert len(reading.articles) == 1
    assert "passed over, not a type that is read: README.md" in reading.notes[0]


def test_an_archive_of_other_files_only_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("README.md", "x")
    with pytest.raises(FileRefusedError, match="the archive holds no article"):
        read([tmp_path / "x.zip"])
