"""Files to articles: what is read, what is said, what is refused."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest

from labels.article import KnownText
from labels.errors import FileRefusedError
from labels.text.importing import ReadingOptions, read

TEXT = "Storm closes harbour\n\nA storm closed the harbour on Sunday, the navy said. Nobody was hurt.\n"
PAGE = """<html lang="en"><head><title>Storm closes harbour | The Ledger</title>
<meta property="og:site_name" content="The Ledger"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">{charset}
<link rel="canonical" href="https://www.ledger.example/news/1"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Storm closes harbour</h1>{body}</article>
<footer>© 2024 The Ledger.</footer></body></html>"""
PARAGRAPH = (
    "<p>Officials of the port of Café said on Monday that pier {n} had been closed after a crane fell "
    "on it, and that nobody was hurt. The police are investigating the case.</p>"
)


def _file(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _zip(folder, members, name="articles.zip", **options):
    path = folder / name
    with zipfile.ZipFile(path, "w", **options) as archive:
        for member, data in members:
            archive.writestr(member, data)
    return path


def _lines(folder, *records, name="articles.jsonl"):
    rows = [record if isinstance(record, str) else json.dumps(record) for record in records]
    return _file(folder, name, "\n".join(rows) + "\n")


def _read(*paths, encoding=None, known=None, **given):
    return read(list(paths), ReadingOptions(given, encoding), known=known)


def _one(path, **options):
    (article,) = _read(path, **options).articles
    return article


def _refusal(*paths, **options):
    with pytest.raises(FileRefusedError) as caught:
        _read(*paths, **options)
    return str(caught.value)


def _page(charset="", count=6):
    return PAGE.format(charset=charset, body="".join(PARAGRAPH.format(n=n) for n in range(count)))


# Plain text


def test_a_text_file_becomes_an_article_with_sentences(tmp_path):
    article = _one(_file(tmp_path, "ledger.txt", TEXT))
    assert article.text == TEXT
    assert article.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert [s.kind for s in article.sentences] == ["headline", "body", "body"]
    assert (article.outlet, article.event, article.title) == ("ledger", tmp_path.name, "Storm closes harbour")


def test_options_name_what_the_file_does_not(tmp_path):
    article = _one(
        _file(tmp_path, "x.txt", TEXT),
        event="Storm",
        outlet="The Ledger",
        published="2024-11-03",
        licence="CC BY 4.0",
    )
    assert (article.event, article.outlet, article.published, article.licence) == (
        "Storm",
        "The Ledger",
        "2024-11-03",
        "CC BY 4.0",
    )


def test_an_impossible_date_as_option_is_refused(tmp_path):
    assert "'2024-02-30' is not a date" in _refusal(_file(tmp_path, "x.txt", TEXT), published="2024-02-30")


def test_a_byte_order_mark_is_removed_and_said(tmp_path):
    reading = read([_file(tmp_path, "x.txt", b"\xef\xbb\xbf" + TEXT.encode())])
    assert reading.articles[0].text == TEXT
    assert "byte-order mark (BOM) removed" in reading.notes[0]


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_byte_order_mark_of_wider_unicode_is_followed_and_said(tmp_path, codec):
    reading = read([_file(tmp_path, "x.txt", TEXT.encode(codec))])
    assert reading.articles[0].text == TEXT
    assert "as its byte-order mark (BOM) says" in reading.notes[0]


def test_line_ends_become_lf_and_this_is_said(tmp_path):
    reading = read([_file(tmp_path, "x.txt", "One.\r\nTwo.\rThree.\n")])
    assert reading.articles[0].text == "One.\nTwo.\nThree.\n"
    assert "became LF" in reading.notes[0]


def test_nothing_else_in_a_text_is_changed(tmp_path):
    text = " “Quoted”\u00a0‘text’ - cafe\u0301 caf\u00e9 \u2028 <b>&amp;</b> 👩\u200d👧 \u202eabc\x0b.  "
    assert _one(_file(tmp_path, "x.txt", text)).text == text


def test_a_byte_that_is_no_utf_8_is_named_with_its_line(tmp_path):
    message = _refusal(_file(tmp_path, "x.txt", b"One.\nCaf\xe9.\n"))
    assert "x.txt, line 2: byte 0xe9 (byte 4 of the line, 9 of the file) is not valid UTF-8" in message
    assert "--encoding cp1252" in message


def test_a_named_encoding_is_used(tmp_path):
    assert _one(_file(tmp_path, "x.txt", "Café.".encode("cp1252")), encoding="cp1252").text == "Café."


def test_an_unknown_encoding_is_refused_with_examples(tmp_path):
    assert "'utf-9' is not a known text encoding" in _refusal(
        _file(tmp_path, "x.txt", TEXT), encoding="utf-9"
    )


def test_utf_16_without_a_mark_is_refused_with_a_hint(tmp_path):
    assert "UTF-16 without a byte-order mark" in _refusal(_file(tmp_path, "x.txt", TEXT.encode("utf-16-le")))


@pytest.mark.parametrize("data", [b"\xed\xa0\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\xc0\xaf", b"\xff"])
def test_malformed_utf_8_is_refused(tmp_path, data):
    assert "is not valid UTF-8" in _refusal(_file(tmp_path, "x.txt", b"Text. " + data))


@pytest.mark.parametrize("data", ["", " \n\t", "\ufeff", "\u200b\u200d\n", "\u00a0\u3000"])
def test_a_file_without_anything_to_see_is_refused(tmp_path, data):
    message = _refusal(_file(tmp_path, "x.txt", data))
    assert "empty" in message or "white space only" in message


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"PK\x03\x04rest", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"\x1f\x8b\x08"]
)
def test_a_binary_file_named_txt_is_refused(tmp_path, data):
    assert "not text" in _refusal(_file(tmp_path, "x.txt", data))


def test_an_article_over_200_kb_is_refused(tmp_path):
    assert "at most 200,000" in _refusal(_file(tmp_path, "x.txt", "word " * 50_000))


def test_an_article_of_more_than_2000_sentences_is_refused(tmp_path):
    assert "2,001 sentences; at most 2,000" in _refusal(_file(tmp_path, "x.txt", "He left.\n" * 2_001))


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\u202e", "\ufeff", "\x9b"])
def test_characters_that_cannot_be_seen_are_kept_and_said(tmp_path, character):
    reading = read([_file(tmp_path, "x.txt", f"One.\nTwo{character}.")])
    assert reading.articles[0].text == f"One.\nTwo{character}."
    assert f"the first U+{ord(character):04X} in line 2; kept as they are" in reading.notes[0]


def test_a_file_name_with_a_line_break_is_shown_in_one_line(tmp_path):
    assert "\n" not in _refusal(_file(tmp_path, "a\nb.txt", b""))


# Paths


def test_a_folder_gives_event_and_outlet_by_its_layout(tmp_path):
    _file(tmp_path, "corpus/storm/ledger.txt", TEXT)
    _file(tmp_path, "corpus/storm/herald.txt", TEXT + "More.")
    _file(tmp_path, "corpus/flood/ledger.txt", TEXT + "Less.")
    reading = read([tmp_path / "corpus"])
    assert [(a.event, a.outlet) for a in reading.articles] == [
        ("flood", "ledger"),
        ("storm", "herald"),
        ("storm", "ledger"),
    ]
    assert [(event.name, len(event.articles)) for event in reading.events] == [("flood", 1), ("storm", 2)]


def test_hidden_files_are_passed_over_and_this_is_said(tmp_path):
    _file(tmp_path, "storm/ledger.txt", TEXT)
    _file(tmp_path, "storm/.DS_Store", b"\x00")
    assert "passed over" in read([tmp_path / "storm"]).notes[0]


def test_an_unknown_type_refuses_the_whole_import(tmp_path):
    good = _file(tmp_path, "ledger.txt", TEXT)
    message = _refusal(good, _file(tmp_path, "x.docx", b"PK"))
    assert "'.docx' is not a type that is read; what is read: .txt, .html" in message


def test_an_empty_folder_is_refused(tmp_path):
    assert "the folder holds no article" in _refusal(tmp_path)


def test_a_missing_file_is_refused(tmp_path):
    assert "can't be opened: No such file" in _refusal(tmp_path / "none.txt")


def test_no_file_at_all_is_refused():
    assert "no file was named" in _refusal()


def test_a_symbolic_link_is_refused(tmp_path):
    (tmp_path / "x.txt").symlink_to(_file(tmp_path, "y.txt", TEXT))
    assert "a symbolic link" in _refusal(tmp_path / "x.txt")


def test_a_pipe_is_refused_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "x.txt")
    assert "not a regular file" in _refusal(tmp_path / "x.txt")


def test_a_long_file_name_is_cut_and_this_is_said(tmp_path):
    reading = read([_file(tmp_path, "n" * 240 + ".txt", TEXT)])
    assert len(reading.articles[0].outlet) == 200
    assert "was cut to 200" in reading.notes[0]


def test_a_file_name_that_is_no_utf_8_can_be_shown(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(TEXT)
    assert _one(path).outlet == "caf\ufffd"


# Same texts and ids


def test_the_same_text_again_is_said_and_not_added(tmp_path):
    reading = read([_file(tmp_path, "a.txt", TEXT), _file(tmp_path, "b.txt", TEXT)])
    assert len(reading.articles) == 1
    assert "b.txt: the same text as" in reading.notes[0]


def test_the_same_text_of_two_outlets_is_two_articles(tmp_path):
    path = _lines(tmp_path, {"text": TEXT, "outlet": "A"}, {"text": TEXT, "outlet": "B"})
    articles = read([path]).articles
    assert len({article.id for article in articles}) == 2


def test_nearly_the_same_text_is_read_and_said(tmp_path):
    text = "\n".join(
        f"Ship {i} of the fleet left port {i * 7} on day {i + 3} of the month." for i in range(20)
    )
    reading = read([_file(tmp_path, "a.txt", text), _file(tmp_path, "b.txt", text + "\nCorrected.")])
    assert len(reading.articles) == 2
    assert "b.txt: much the same text as" in reading.notes[0]


def test_the_id_of_a_text_does_not_depend_on_its_file(tmp_path):
    assert _one(_file(tmp_path, "a.txt", TEXT)).id == _one(_file(tmp_path, "b.txt", TEXT)).id


def test_a_text_that_a_project_has_from_another_outlet_gets_its_own_id(tmp_path):
    path = _file(tmp_path, "a.txt", TEXT)
    first = _one(path, outlet="A")
    known = {first.id: KnownText("A", first.sha256)}
    assert _one(path, outlet="B", known=known).id != first.id
    assert _one(path, outlet="A", known=known).id == first.id


def test_another_file_name_alone_makes_no_other_outlet(tmp_path):
    first = _one(_file(tmp_path, "a.txt", TEXT))
    known = {first.id: KnownText("a", first.sha256)}
    assert _one(_file(tmp_path, "b.txt", TEXT), known=known).id == first.id


def test_a_text_that_a_project_holds_keeps_the_id_that_a_file_once_gave_it(tmp_path):
    first = _one(_lines(tmp_path, {"id": "ledger-1", "outlet": "Ledger", "text": TEXT}))
    known = {first.id: KnownText("Ledger", first.sha256)}
    assert _one(_file(tmp_path, "b.txt", TEXT), known=known).id == "ledger-1"
    again = _lines(tmp_path, {"id": "other", "outlet": "Ledger", "text": TEXT}, name="again.jsonl")
    assert _one(again, known=known).id == "ledger-1"


def test_an_id_that_a_project_holds_is_that_of_the_same_text_whatever_the_outlet(tmp_path):
    path = _lines(tmp_path, {"id": "b", "outlet": "Other", "text": TEXT})
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    known = {"a": KnownText("Other", digest), "b": KnownText("Ledger", digest)}
    assert _one(path, known=known).id == "b"


def test_ids_of_the_file_are_kept(tmp_path):
    names = ["x'); DROP TABLE article;--", "Café", "cafe\u0301", "CAFÉ"]
    path = _lines(tmp_path, *({"id": name, "text": f"Text {i}."} for i, name in enumerate(names)))
    assert [article.id for article in read([path]).articles] == names


def test_an_id_of_two_texts_is_refused_with_both_places(tmp_path):
    path = _lines(tmp_path, {"id": "a", "text": "One."}, {"id": "a", "text": "Two."})
    assert "line 2: the id 'a' is already that of another text" in _refusal(path)


# JSON lines


def test_a_record_gives_every_field(tmp_path):
    record = {
        "id": "1",
        "event": "Storm",
        "outlet": "The Ledger",
        "title": "Not in the text",
        "byline": "Jane Doe",
        "published": "2024-11-03T15:32:00+08:00",
        "url": "https://ledger.example/1",
        "language": "en",
        "licence": "CC0",
        "text": "One. Two.",
    }
    article = _one(_lines(tmp_path, record))
    assert {name: getattr(article, name) for name in record} == record


def test_without_an_outlet_the_host_of_the_address_is_taken(tmp_path):
    assert (
        _one(_lines(tmp_path, {"text": "One.", "url": "https://www.ledger.example/1"})).outlet
        == "ledger.example"
    )


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path):
    assert (
        _one(_lines(tmp_path, '{"text":"One\u2028Two\x85Three\\u000bFour."}')).text
        == "One\u2028Two\x85Three\x0bFour."
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text":"x",}', "line 1: not valid JSON"),
        ('{"text":"x"}{"text":"y"}', "not valid JSON: Extra data"),
        ('{"text":"x","text":"y"}', "the key 'text' is there twice"),
        ('{"text":"x","title":NaN}', "NaN is not a JSON value"),
        ('{"text":null}', "field 'text' must be a text in quotation marks, not null"),
        ('{"text":5}', "field 'text' must be a text in quotation marks, not a number"),
        ('{"id":true,"text":"x"}', "field 'id' must be a text in quotation marks, not true or false"),
        ('{"txt":"x","text":"y"}', "Not known: 'txt' (did you mean 'text'?)"),
        ('{"title":"x"}', "no field 'text'"),
        ('["x"]', "not an object"),
        ('{"text":"x","published":"2024-02-30"}', "'2024-02-30' is not a date that exists"),
        ('{"text":"x","published":"0000-00-00T25:61:61Z"}', "is not a date that exists"),
        ('{"text":"x","outlet":"a\\nb"}', "no line breaks or control characters"),
        ('{"text":"\\ud800"}', "half of a surrogate pair"),
        ('{"text":"a\\u0000b"}', "NUL"),
        ('{"text":" \\n "}', "white space only"),
        ('{"text":"x","m":' + "[" * 5_000 + "]" * 5_000 + "}", "nested more than 20 deep"),
        ('{"text":"x","n":' + "9" * 5_000 + "}", "too large; write it as text"),
        ('{"text":"' + "x" * 1_000_001 + '"}', "at most 1,000,000 are read"),
        ('\ufeff\ufeff{"text":"x"}', "not valid JSON"),
    ],
)
def test_a_faulty_line_is_refused_with_its_reason(tmp_path, line, reason):
    assert reason in _refusal(_lines(tmp_path, line))


def test_a_misspelled_field_is_refused_with_the_nearest_known_one(tmp_path):
    assert "did you mean 'outlet'?" in _refusal(_lines(tmp_path, {"text": "x", "outlt": "A"}))


def test_a_fault_in_the_last_line_refuses_the_whole_file(tmp_path):
    assert "line 3" in _refusal(_lines(tmp_path, {"text": "One."}, {"text": "Two."}, "{"))


def test_a_file_without_a_record_is_refused(tmp_path):
    assert "no article in it" in _refusal(_file(tmp_path, "x.jsonl", "\n\n"))


def test_given_sentences_replace_the_splitter(tmp_path):
    article = _one(_lines(tmp_path, {"text": "One. Two, three.", "sentences": ["One. Two,", "three."]}))
    assert [s.span.of(article.text) for s in article.sentences] == ["One. Two,", "three."]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["Two.", "One."], "sentence 2 ('One.') is empty or is not in the text after the one before it"),
        (["One."], "'Two.' is in no sentence"),
        (["One.", "", "Two."], "sentence 2 ('')"),
        ([], "'One. Two.' is in no sentence"),
    ],
)
def test_given_sentences_that_do_not_make_up_the_text_are_refused(tmp_path, given, reason):
    assert reason in _refusal(_lines(tmp_path, {"text": "One. Two.", "sentences": given}))


# CSV


def test_every_value_of_a_csv_file_stays_text(tmp_path):
    values = ["NA", "null", "None", "nan", "#N/A", "007", "1e5", "1_000", "TRUE", "=1+1"]
    path = _file(tmp_path, "x.csv", "id,text\n" + "".join(f"{v},{v}\n" for v in values))
    assert [(a.id, a.text) for a in read([path]).articles] == [(v, v) for v in values]


def test_line_breaks_in_quotation_marks_belong_to_the_text(tmp_path):
    assert _one(_file(tmp_path, "x.csv", 'text\n"line one\nline ""two"""\n')).text == 'line one\nline "two"'


def test_a_field_may_be_longer_than_the_csv_module_allows(tmp_path):
    assert len(_one(_file(tmp_path, "x.csv", "text\n" + "word " * 30_000 + "\n")).text) == 150_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('id,text\na,"never closed\nb,c\n', "line 2: not valid CSV: unexpected end of data"),
        ("id,,text\na,b,c\n", "column 2 has no name"),
        ("text,text\na,b\n", "column 'text' is there twice"),
        ("id,txt\na,b\n", "line 1: no field 'text'"),
        ("id,title\na,b\n", "no field 'text'"),
        ("id/text\na/b\n", "no field 'text'"),
        ("id,text\na,b,c\n", "line 2: 3 values, but the header names 2 columns"),
        ("id,text\na,\n", "white space only"),
        ("id,text\n", "no article in it"),
    ],
)
def test_a_faulty_csv_file_is_refused_with_its_reason(tmp_path, data, reason):
    assert reason in _refusal(_file(tmp_path, "x.csv", data))


# Archives


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = _zip(
        tmp_path, [("storm/ledger.txt", TEXT), ("storm/herald.jsonl", '{"text": "One."}'), ("b/", "")]
    )
    assert [(a.event, a.outlet) for a in read([path]).articles] == [("herald", "herald"), ("storm", "ledger")]


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("../x.txt", "leads out of the archive"),
        ("/tmp/x.txt", "leads out of the archive"),
        ("a\\..\\x.txt", "leads out of the archive"),
        ("C:/x.txt", "leads out of the archive"),
        ("inner.zip", "an archive inside the archive"),
    ],
)
def test_a_dangerous_member_is_refused_by_name(tmp_path, member, reason):
    message = _refusal(_zip(tmp_path, [("a.txt", TEXT), (member, "x")]))
    assert reason in message
    assert "member" in message


def test_a_member_that_is_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("x.txt")
    link.external_attr = 0o120777 << 16
    assert "a symbolic link or a device" in _refusal(_zip(tmp_path, [(link, "/etc/passwd")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_in_an_archive_is_refused(tmp_path):
    assert "in the archive twice" in _refusal(_zip(tmp_path, [("a.txt", TEXT), ("a.txt", "Other.")]))


def test_names_that_differ_in_case_are_both_read_and_this_is_said(tmp_path):
    reading = read([_zip(tmp_path, [("a.txt", TEXT), ("A.txt", "Other.")])])
    assert len(reading.articles) == 2
    assert "differ in case only" in reading.notes[0]


def test_a_member_that_unpacks_to_over_100_times_its_size_is_refused(tmp_path):
    path = _zip(tmp_path, [("big.txt", "0" * 10_000_000)], compression=zipfile.ZIP_DEFLATED)
    assert "unpacks to more than 100 times" in _refusal(path)


def test_more_than_2000_members_are_refused(tmp_path):
    path = _zip(tmp_path, [(f"{i}.txt", "x") for i in range(2_001)])
    assert "2,001 members; at most 2,000" in _refusal(path)


def test_an_encrypted_member_is_refused(tmp_path):
    path = _zip(tmp_path, [("a.txt", TEXT)])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in _refusal(path)


def test_a_damaged_member_is_refused(tmp_path):
    path = _zip(tmp_path, [("a.txt", TEXT)])
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(data)
    assert "damaged" in _refusal(path)


@pytest.mark.parametrize("data", [b"not a zip at all", b"PK\x03\x04cut off"])
def test_a_file_named_zip_that_is_none_is_refused(tmp_path, data):
    assert "not a readable zip archive" in _refusal(_file(tmp_path, "x.zip", data))


def test_an_archive_of_folders_only_is_refused(tmp_path):
    assert "the archive holds no article" in _refusal(_zip(tmp_path, [("d/", "")]))


# HTML


def test_a_page_gives_its_article_and_what_it_says_about_it(tmp_path):
    article = _one(_file(tmp_path, "x.html", _page()))
    assert (article.outlet, article.title, article.byline) == (
        "The Ledger",
        "Storm closes harbour",
        "Jane Doe",
    )
    assert (article.published, article.url) == ("2024-05-06", "https://www.ledger.example/news/1")
    assert "Home" not in article.text
    assert article.sentences[0].kind == "headline"


def test_options_win_over_what_a_page_says_and_this_is_said(tmp_path):
    reading = _read(_file(tmp_path, "x.html", _page()), outlet="Ledger")
    assert reading.articles[0].outlet == "Ledger"
    assert "outlet as given, not as in the file" in reading.notes[0]


def test_the_encoding_that_a_page_declares_is_used_and_said(tmp_path):
    reading = read([_file(tmp_path, "x.htm", _page('<meta charset="iso-8859-1">').encode("cp1252"))])
    assert "Café" in reading.articles[0].text
    assert "read as cp1252, as the page declares" in reading.notes[0]


def test_a_page_without_an_article_is_refused(tmp_path):
    assert "no article was found in the page" in _refusal(
        _file(tmp_path, "x.html", "<html><body></body></html>")
    )


def test_a_page_of_too_many_elements_is_refused(tmp_path):
    assert "more than 15,000 elements" in _refusal(_file(tmp_path, "x.html", "<p>One. Two.</p>" * 15_001))


def test_a_file_without_a_name_to_show_has_an_outlet_all_the_same(tmp_path):
    assert _one(_file(tmp_path, " .txt", TEXT)).outlet == "outlet"


def test_an_option_of_white_space_is_no_option(tmp_path):
    assert _one(_file(tmp_path, "a.txt", TEXT), outlet=" ").outlet == "a"
