"""Bytes to text."""

import pytest

from labels.errors import FileRefusedError
from labels.text.decoding import decode, decoded_lines, is_blank, unseen
from labels.text.incoming import FilePosition, InputFile

PLACE = FilePosition("x.txt")


def _refusal(data, encoding=None):
    with pytest.raises(FileRefusedError) as caught:
        decode(data, PLACE, encoding)
    return caught.value


def test_plain_utf_8_is_decoded_without_a_note():
    assert decode("Café 👩\u200d👧.\n".encode(), PLACE) == ("Café 👩\u200d👧.\n", [])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_mark_is_not_part_of_the_text(codec):
    mark = "\ufeff" if codec == "utf-16-le" else ""
    text, notes = decode((mark + "One.").encode(codec), PLACE)
    assert text == "One."
    assert "byte-order mark" in notes[0]


def test_a_second_mark_is_a_character_of_the_text():
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfOne.", PLACE)[0] == "\ufeffOne."


def test_a_mark_under_a_named_encoding_is_removed_and_said():
    text, notes = decode(b"\xef\xbb\xbfOne.", PLACE, "utf-8")
    assert text == "One."
    assert "byte-order mark (BOM) removed" in notes[0]


def test_a_refusal_names_line_and_byte():
    error = _refusal("One.\nTwo.\nCaf\xe9".encode("latin-1"))
    assert error.line == 3
    assert "byte 0xe9 (byte 4 of the line, 14 of the file)" in error.reason


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ("Das Café hieß so und nicht anders.".encode("cp1252"), "--encoding cp1252"),
        ("日本語の記事です。".encode("shift_jis"), "--encoding shift_jis"),
        ("Ünïcode".encode("utf-16-le")[1:], "--encoding utf-16-le"),
    ],
)
def test_a_refusal_hints_at_the_encoding(data, hint):
    assert hint in _refusal(data).reason


def test_a_named_encoding_is_strict_too():
    assert "is not valid ASCII. Name its encoding with --encoding" in _refusal(b"Caf\xe9", "ascii").reason


@pytest.mark.parametrize("encoding", ["rot13", "hex", "no-such-thing"])
def test_a_codec_that_makes_no_text_is_refused(encoding):
    assert "is not a known text encoding" in _refusal(b"One.", encoding).reason


def test_a_surrogate_from_a_lax_codec_is_refused():
    assert "half of a surrogate pair" in _refusal(b"+2AA-", "utf-7").reason


def test_a_nul_is_refused_with_its_line():
    error = _refusal(b"One.\nTw\0o.")
    assert error.line == 2
    assert "NUL" in error.reason


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u3000", "\u200b\u2060", "\x07", "\u3164\u2800"])
def test_a_text_without_visible_characters_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", "a\u0301", "👩", "国", "\u202eabc"])
def test_a_text_with_a_visible_character_is_not_blank(text):
    assert not is_blank(text)


def test_ordinary_line_ends_and_joiners_need_no_note():
    assert unseen("One.\n\tTwo.\x0b\x0c\u0085\u2028 👩\u200d👧 \u00ad \u200f", PLACE) == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_are_counted_whatever_ends_them(end):
    message = str(_refusal(b"One." + end + b"Two." + end + b"Caf\xe9."))
    assert "line 3: byte 0xe9 (byte 4 of the line" in message


def test_a_name_of_an_encoding_with_nul_is_refused():
    assert "is not a known text encoding" in str(_refusal(b"One.", "utf\x008"))


@pytest.mark.parametrize(("codec", "text"), [("cp1252", "Café, s’il"), ("shift_jis", "会議は終わった。")])
def test_the_hint_follows_whether_high_bytes_stand_alone(codec, text):
    assert f"--encoding {codec}" in str(_refusal(text.encode(codec)))


# Lines of a file as a stream


def _lines(tmp_path, data, encoding=None):
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    notes = []
    file = InputFile(FilePosition("x.jsonl"), ".jsonl", "folder", "x", grouped=False, path=path)
    return list(decoded_lines(file, encoding, notes)), notes


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"One.\nTwo.\n", ["One.\n", "Two.\n"]),
        (b"One.\nTwo.", ["One.\n", "Two."]),
        (b"One.\r\nTwo.\r\n", ["One.\n", "Two.\n"]),
        (b"One.\rTwo.\r", ["One.\n", "Two.\n", "\n"]),
        ("One\u2028two\u0085three.\n".encode(), ["One\u2028two\u0085three.\n"]),
        (b"", []),
        (b"\n\n", ["\n", "\n"]),
        (b"\xef\xbb\xbfOne.\n", ["One.\n"]),
        ("One.\nTwo.\n".encode("utf-16"), ["One.\n", "Two.\n"]),
    ],
)
def test_lines_end_at_line_ends_only(tmp_path, data, lines):
    assert [line for line in _lines(tmp_path, data)[0] if line.strip() or data == b"\n\n"] == [
        line for line in lines if line.strip() or data == b"\n\n"
    ]


def test_what_a_stream_changes_is_noted_once(tmp_path):
    assert _lines(tmp_path, b"\xef\xbb\xbfOne.\r\nTwo.\r\n")[1] == [
        "x.jsonl: byte-order mark (BOM) removed.",
        "x.jsonl: line ends CR LF or CR became LF.",
    ]


def test_a_named_encoding_is_used_for_a_stream(tmp_path):
    assert _lines(tmp_path, "Café.\n".encode("cp1252"), "cp1252")[0] == ["Café.\n"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"One.\nCaf\xe9.\n", "line 2: byte 0xe9 (byte 4 of the line, 9 of the file) is not valid UTF-8"),
        (b"One.\nTwo.\0\n", "line 2: a NUL character"),
        (b"PK\x03\x04", "this is a zip archive or an office document"),
        (b"x" * 5_000_000, "line 1: a line of more than 4,100,000 bytes"),
        (b"One.\n\xed\xa0\x80\n", "line 2: byte 0xed"),
    ],
)
def test_a_fault_in_a_stream_has_its_line(tmp_path, data, reason):
    with pytest.raises(FileRefusedError) as refused:
        _lines(tmp_path, data)
    assert reason in str(refused.value)
