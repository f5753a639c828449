"""Which bytes are read."""

import zipfile
from pathlib import Path

import pytest

from labels.errors import FileRefusedError
from labels.text.sources import contents, printable


def _write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def _stems(*paths):
    return [content.stem for content in contents(list(paths), [])]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    _write(tmp_path, "b/2.txt", "b/10.txt", "a.txt", "c.TXT")
    assert _stems(tmp_path) == ["a", "10", "2", "c"]


def test_files_are_read_in_the_order_in_which_they_are_named(tmp_path):
    _write(tmp_path, "a.txt", "b.txt")
    assert _stems(tmp_path / "b.txt", tmp_path / "a.txt") == ["b", "a"]


def test_the_folder_of_a_file_is_known(tmp_path):
    _write(tmp_path, "storm/ledger.txt")
    (content,) = contents([tmp_path], [])
    assert (content.folder, content.stem, content.suffix, content.grouped) == (
        "storm",
        "ledger",
        ".txt",
        True,
    )


def test_a_file_named_alone_is_not_in_a_layout(tmp_path):
    _write(tmp_path, "storm/ledger.txt")
    (content,) = contents([tmp_path / "storm/ledger.txt"], [])
    assert not content.grouped


def test_a_link_inside_a_folder_is_refused(tmp_path):
    _write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to("/etc/passwd")
    with pytest.raises(FileRefusedError, match=r"b\.txt: a symbolic link"):
        _stems(tmp_path)


def test_a_loop_of_folders_is_refused(tmp_path):
    _write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "z").symlink_to(tmp_path)
    with pytest.raises(FileRefusedError, match="a symbolic link"):
        _stems(tmp_path)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero"])
def test_a_device_is_refused(name):
    with pytest.raises(FileRefusedError, match="not a regular file"):
        _stems(Path(name))


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(FileRefusedError, match="the file is empty"):
        _stems(tmp_path / "a.txt")


def test_a_file_over_100_mb_is_refused_unread(tmp_path):
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(FileRefusedError, match="at most 100,000,000 are read"):
        _stems(tmp_path / "a.jsonl")


def test_an_archive_over_100_mb_unpacked_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "x")
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (200_000_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(FileRefusedError, match="200,000,000 bytes unpacked"):
        _stems(path)


def test_a_member_shorter_than_announced_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "One sentence.")
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(FileRefusedError, match=r"a\.txt"):
        _stems(path)


def test_an_archive_without_members_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    with pytest.raises(FileRefusedError, match="the archive holds no article"):
        _stems(tmp_path / "a.zip")


def test_system_files_in_an_archive_are_passed_over(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("__MACOSX/._a.txt", "\0")
        archive.writestr("a.txt", "One.")
    assert _stems(tmp_path / "a.zip") == ["a"]


def test_members_at_the_top_take_the_name_of_the_archive_as_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "storm.zip", "w") as archive:
        archive.writestr("ledger.txt", "One.")
    (content,) = contents([tmp_path / "storm.zip"], [])
    assert content.folder == "storm"


def test_names_are_shown_without_controls_and_broken_bytes():
    assert printable("a\nb\x1b[1m\udce9.txt") == "a\ufffdb\ufffd[1m\ufffd.txt"


def test_markup_in_a_name_is_only_text():
    assert printable("<b>x</b>.txt") == "<b>x</b>.txt"


def _archive(folder, name="a.txt", compression=zipfile.ZIP_STORED):
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr(name, "The harbour was closed. " * 40)
    return path


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_member_is_refused_however_it_is_packed(tmp_path, compression):
    path = _archive(tmp_path, compression=compression)
    data = bytearray(path.read_bytes())
    data[50:60] = bytes(byte ^ 0x5A for byte in data[50:60])
    path.write_bytes(data)
    with pytest.raises(FileRefusedError, match=r"member a\.txt: damaged: \w"):
        _stems(path)


def test_a_member_whose_name_is_no_text_is_refused(tmp_path):
    path = _archive(tmp_path, "é.txt")
    path.write_bytes(path.read_bytes().replace("é.txt".encode(), b"\xff\xff.txt"))
    with pytest.raises(FileRefusedError, match="a member's name is not valid UTF-8"):
        _stems(path)


def test_backslashes_of_an_archive_separate_folders(tmp_path):
    (content,) = contents([_archive(tmp_path, "storm\\ledger.txt")], [])
    assert (content.folder, content.stem) == ("storm", "ledger")
