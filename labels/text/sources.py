"""Which bytes to read: files, folders and zip archives, each checked before it is opened."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from labels.errors import FileRefusedError
from labels.text.draft import MAX_FILE_BYTES, Content, Place

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".csv")
MAX_MEMBERS = 2_000
MAX_RATIO = 100
_ALLOWED = "what is read: .txt, .html, .htm, .jsonl, .csv, and .zip of these"
_ENCRYPTED = 0x1


def contents(paths: Sequence[Path], notes: list[str]) -> Iterator[Content]:
    """The bytes of every file named, in folders and archives too, sorted inside each.

    notes: gets a line for whatever is passed over (hidden files and system files).
    Raises FileRefusedError for what is missing, no regular file, of another type, or a dangerous archive.
    """
    if not paths:
        raise FileRefusedError("import", f"no file was named; {_ALLOWED}.")
    for path in paths:
        yield from _contents(Path(path), notes)


def shown(path: Path | str) -> str:
    """A file's name that can be printed and stored: bytes that are no UTF-8, and controls, become U+FFFD."""
    name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _contents(path: Path, notes: list[str]) -> Iterator[Content]:
    if path.is_dir():
        names = list(_files_below(path, notes))
        if not names:
            raise FileRefusedError(shown(path), f"the folder holds no article; {_ALLOWED}.")
        for name in names:
            yield from _file(name, notes, grouped=True)
    else:
        yield from _file(path, notes, grouped=False)


def _files_below(folder: Path, notes: list[str]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if _is_hidden(entry.name):
            notes.append(f"{shown(entry)}: passed over, a hidden or system file.")
        elif entry.is_symlink():
            raise FileRefusedError(shown(entry), "a symbolic link. Put the file itself into the folder.")
        elif entry.is_dir():
            yield from _files_below(entry, notes)
        else:
            yield entry


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name in {"__MACOSX", "Thumbs.db", "desktop.ini"}


def _file(path: Path, notes: list[str], *, grouped: bool) -> Iterator[Content]:
    place = Place(shown(path))
    data = _read(path, place)
    suffix = path.suffix.casefold()
    if suffix == ".zip":
        yield from _members(path, place, notes)
        return
    folder = shown(path.resolve().parent.name)
    yield Content(place, suffix, data, folder, shown(path.stem), grouped)


def _read(path: Path, place: Place) -> bytes:
    """The bytes of a regular file; an archive's are left to zipfile."""
    try:
        status = path.lstat()
    except OSError as error:
        raise place.refuse(f"it can't be opened: {error.strerror}.") from None
    except ValueError as error:
        raise place.refuse(f"it can't be opened: {error}.") from None
    if stat.S_ISLNK(status.st_mode):
        raise place.refuse("a symbolic link. Name the file itself.")
    if not stat.S_ISREG(status.st_mode):
        raise place.refuse("not a regular file (a pipe, socket or device).")
    suffix = path.suffix.casefold()
    if suffix not in {*SUFFIXES, ".zip"}:
        raise place.refuse(f"'{shown(path.suffix)}' is not a type that is read; {_ALLOWED}.")
    if status.st_size > MAX_FILE_BYTES:
        raise place.refuse(f"{status.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read. Divide the file.")
    if status.st_size == 0:
        raise place.refuse("the file is empty.")
    if suffix == ".zip":
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise place.refuse(f"it can't be read: {error.strerror}.") from None


def _members(path: Path, place: Place, notes: list[str]) -> Iterator[Content]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive(entries, place)
            files = [entry for entry in entries if not entry.is_dir() and not _hidden_member(entry)]
            if not files:
                raise place.refuse(f"the archive holds no article; {_ALLOWED}.")
            notes.extend(_case_notes(files, place))
            for entry in sorted(files, key=lambda entry: entry.filename):
                # Archives made on Windows may hold backslashes.
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                inner = Place(place.file, shown(entry.filename))
                data = _member_bytes(archive, entry, inner)
                folder = name.parent.name or shown(path.stem)
                yield Content(
                    inner, name.suffix.casefold(), data, shown(folder), shown(name.stem), grouped=True
                )
    except UnicodeDecodeError:
        raise place.refuse("not a readable zip archive: a member's name is not valid UTF-8.") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise place.refuse(f"not a readable zip archive: {error}.") from None
    except OSError as error:
        raise place.refuse(f"it can't be read: {error.strerror}.") from None


def _case_notes(files: Sequence[zipfile.ZipInfo], place: Place) -> Iterator[str]:
    """Members that a file system without case would lay over each other; both are read."""
    seen: dict[str, str] = {}
    for entry in files:
        other = seen.setdefault(entry.filename.casefold(), entry.filename)
        if other != entry.filename:
            yield f"{place}: members {other} and {entry.filename} differ in case only; both are read."


def _hidden_member(entry: zipfile.ZipInfo) -> bool:
    return any(_is_hidden(part) for part in PurePosixPath(entry.filename).parts)


def _check_archive(entries: Sequence[zipfile.ZipInfo], place: Place) -> None:
    """Everything that can be refused before a byte is unpacked."""
    if len(entries) > MAX_MEMBERS:
        raise place.refuse(f"{len(entries):,} members; at most {MAX_MEMBERS:,} are read. Divide the archive.")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_FILE_BYTES:
        raise place.refuse(
            f"{total:,} bytes unpacked; at most {MAX_FILE_BYTES:,} are read. Divide the archive."
        )
    seen: set[str] = set()
    for entry in entries:
        reason = _member_fault(entry, seen)
        if reason:
            raise Place(place.file, shown(entry.filename)).refuse(reason)
        seen.add(entry.filename)


def _member_fault(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """What is wrong with a member, before it is unpacked; empty if nothing is."""
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    suffix = PurePosixPath(name).suffix.casefold()
    skipped = entry.is_dir() or _hidden_member(entry)
    faults = (
        (
            name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0],
            "a path that leads out of the archive. Pack the archive again with plain names.",
        ),
        (name in seen, "the name is in the archive twice."),
        (
            stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR},
            "a symbolic link or a device. Pack the files themselves.",
        ),
        (bool(entry.flag_bits & _ENCRYPTED), "encrypted. Unpack it first."),
        (suffix == ".zip", "an archive inside the archive. Unpack it first."),
        (
            not skipped and suffix not in SUFFIXES,
            f"'{shown(suffix)}' is not a type that is read; {_ALLOWED}.",
        ),
        (
            not skipped and entry.file_size > MAX_RATIO * max(1, entry.compress_size),
            f"unpacks to more than {MAX_RATIO} times its size. Unpack it first and look at it.",
        ),
        (not skipped and entry.file_size == 0, "the file is empty."),
    )
    return next((reason for wrong, reason in faults if wrong), "")


def _member_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> bytes:
    try:
        with archive.open(entry) as member:
            data = member.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        raise place.refuse(f"damaged: {str(error).rstrip('.')}.") from None
    except (NotImplementedError, RuntimeError) as error:
        raise place.refuse(f"packed in a way that is not read: {error}.") from None
    if len(data) != entry.file_size:
        raise place.refuse("damaged: not as long as the archive says.")
    return data
