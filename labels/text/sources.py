"""Which bytes to read: files, folders and zip archives, each checked before it is opened."""

import gzip
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from labels.errors import FileRefusedError
from labels.text.incoming import MAX_FILE_BYTES, FilePosition, InputFile

RECORDS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
PAGES = (".html", ".htm")
FEEDS = (".rss", ".atom", ".xml")
SUFFIXES = (".txt", *PAGES, *RECORDS, *FEEDS)
MAX_MEMBERS = 2_000
MAX_RATIO = 100
# Bytes; smaller files may unpack to more than a hundred times their size.
_SMALL = 1_000_000
_CHUNK = 1_000_000
_ALLOWED = "what is read: " + ", ".join(SUFFIXES) + ", .gz of one of these and .zip of several"
_ENCRYPTED = 0x1
_EXAMPLES = 5


def contents(paths: Sequence[Path], notes: list[str]) -> Iterator[InputFile]:
    """Every file named, in folders and archives too, sorted inside each.

    notes: gets a line for what is passed over (hidden files, system files, other types).
    Raises FileRefusedError for what is missing, not a regular file, of another type, or a dangerous archive.
    """
    if not paths:
        raise FileRefusedError("import", f"no file was named; {_ALLOWED}.")
    for path in paths:
        yield from _contents(Path(path), notes)


def printable(path: Path | str) -> str:
    """A file's name that can be printed and stored: bytes that are not UTF-8, and controls, become U+FFFD."""
    name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _contents(path: Path, notes: list[str]) -> Iterator[InputFile]:
    if not path.is_dir():
        yield from _file(path, notes, grouped=False)
        return
    others: list[Path] = []
    empty = True
    for name in _files_below(path, notes):
        if _suffix(name) not in {*SUFFIXES, ".zip"}:
            others.append(name)
            continue
        empty = False
        yield from _file(name, notes, grouped=True)
    if empty:
        raise FileRefusedError(printable(path), f"the folder holds no article; {_ALLOWED}.")
    notes.extend(_others_note(printable(path), [printable(name.relative_to(path)) for name in others]))


def _others_note(folder: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    shown = ", ".join(names[:_EXAMPLES])
    more = f" and {len(names) - _EXAMPLES} more" if len(names) > _EXAMPLES else ""
    return [f"{folder}: passed over, not a type that is read: {shown}{more}."]


def _files_below(folder: Path, notes: list[str]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if _is_hidden(entry.name):
            notes.append(f"{printable(entry)}: passed over, a hidden or system file.")
        elif entry.is_symlink():
            raise FileRefusedError(printable(entry), "a symbolic link. Put the file itself into the folder.")
        elif entry.is_dir():
            yield from _files_below(entry, notes)
        else:
            yield entry


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name in {"__MACOSX", "Thumbs.db", "desktop.ini"}


def _suffix(path: Path | PurePosixPath) -> str:
    """The type of a file by its name, in lower case; of ``a.jsonl.gz`` it is ``.jsonl``."""
    suffix = path.suffix.casefold()
    return path.with_suffix("").suffix.casefold() if suffix == ".gz" else suffix


def _file(path: Path, notes: list[str], *, grouped: bool) -> Iterator[InputFile]:
    position = FilePosition(printable(path))
    size = _checked_size(path, position)
    if _suffix(path) == ".zip":
        yield from _members(path, position, notes)
        return
    packed = path.suffix.casefold() == ".gz"
    data = _unpacked(path, size, position) if packed else None
    name = path.with_suffix("") if packed else path
    folder = printable(path.resolve().parent.name)
    yield InputFile(position, _suffix(path), folder, printable(name.stem), grouped, path, data)


def _checked_size(path: Path, position: FilePosition) -> int:
    """The size of a regular file of a type that is read."""
    try:
        status = path.lstat()
    except OSError as error:
        raise position.refuse(f"it can't be opened: {error.strerror}.") from None
    except ValueError as error:
        raise position.refuse(f"it can't be opened: {error}.") from None
    if stat.S_ISLNK(status.st_mode):
        raise position.refuse("a symbolic link. Name the file itself.")
    if not stat.S_ISREG(status.st_mode):
        raise position.refuse("not a regular file (a pipe, socket or device).")
    if _suffix(path) not in {*SUFFIXES, ".zip"}:
        raise position.refuse(f"'{printable(path.suffix)}' is not a type that is read; {_ALLOWED}.")
    if status.st_size > MAX_FILE_BYTES:
        raise position.refuse(
            f"{status.st_size:,} bytes; at most {MAX_FILE_BYTES:,} are read. Divide the file."
        )
    if status.st_size == 0:
        raise position.refuse("the file is empty.")
    return status.st_size


def _unpacked(path: Path, size: int, position: FilePosition) -> bytes:
    """The bytes of a gzip file, refused as soon as they are too many."""
    most = min(MAX_FILE_BYTES, max(_SMALL, MAX_RATIO * size))
    data = bytearray()
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                data += chunk
                if len(data) > most:
                    raise position.refuse(
                        f"unpacks to more than {MAX_RATIO} times its size, or to more than {MAX_FILE_BYTES:,}"
                        " bytes. Unpack it first and look at it."
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise position.refuse(f"not a readable gzip file: {str(error).rstrip('.')}.") from None
    if not data:
        raise position.refuse("the file is empty.")
    return bytes(data)


def _members(path: Path, position: FilePosition, notes: list[str]) -> Iterator[InputFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_archive(entries, position)
            shown = [entry for entry in entries if not entry.is_dir() and not _hidden_member(entry)]
            files = [entry for entry in shown if _member_suffix(entry) in SUFFIXES]
            if not files:
                raise position.refuse(f"the archive holds no article; {_ALLOWED}.")
            others = [printable(entry.filename) for entry in shown if _member_suffix(entry) not in SUFFIXES]
            notes.extend(_others_note(str(position), others))
            notes.extend(_case_notes(files, position))
            for entry in sorted(files, key=lambda entry: entry.filename):
                # Archives made on Windows may hold backslashes.
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                inner = FilePosition(position.file, printable(entry.filename))
                data = _member_bytes(archive, entry, inner)
                folder = printable(name.parent.name or path.stem)
                yield InputFile(
                    inner,
                    name.suffix.casefold(),
                    folder,
                    printable(name.stem),
                    grouped=True,
                    path=path,
                    data=data,
                )
    except UnicodeDecodeError:
        raise position.refuse("not a readable zip archive: a member's name is not valid UTF-8.") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise position.refuse(f"not a readable zip archive: {error}.") from None
    except OSError as error:
        raise position.refuse(f"it can't be read: {error.strerror}.") from None


def _member_suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).suffix.casefold()


def _case_notes(files: Sequence[zipfile.ZipInfo], position: FilePosition) -> Iterator[str]:
    """Members that a file system without case would lay over each other; both are read."""
    seen: dict[str, str] = {}
    for entry in files:
        other = seen.setdefault(entry.filename.casefold(), entry.filename)
        if other != entry.filename:
            yield f"{position}: members {other} and {entry.filename} differ in case only; both are read."


def _hidden_member(entry: zipfile.ZipInfo) -> bool:
    return any(_is_hidden(part) for part in PurePosixPath(entry.filename).parts)


def _check_archive(entries: Sequence[zipfile.ZipInfo], position: FilePosition) -> None:
    """Everything that can be refused before a byte is unpacked."""
    if len(entries) > MAX_MEMBERS:
        raise position.refuse(
            f"{len(entries):,} members; at most {MAX_MEMBERS:,} are read. Divide the archive."
        )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_FILE_BYTES:
        raise position.refuse(
            f"{total:,} bytes unpacked; at most {MAX_FILE_BYTES:,} are read. Divide the archive."
        )
    seen: set[str] = set()
    for entry in entries:
        reason = _member_fault(entry, seen)
        if reason:
            raise FilePosition(position.file, printable(entry.filename)).refuse(reason)
        seen.add(entry.filename)


def _member_fault(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """What is wrong with a member, before it is unpacked; empty if nothing is."""
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    suffix = PurePosixPath(name).suffix.casefold()
    skipped = entry.is_dir() or _hidden_member(entry) or suffix not in SUFFIXES
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
            not skipped and entry.file_size > MAX_RATIO * max(1, entry.compress_size),
            f"unpacks to more than {MAX_RATIO} times its size. Unpack it first and look at it.",
        ),
        (not skipped and entry.file_size == 0, "the file is empty."),
    )
    return next((reason for wrong, reason in faults if wrong), "")


def _member_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, position: FilePosition) -> bytes:
    try:
        with archive.open(entry) as member:
            data = member.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        raise position.refuse(f"damaged: {str(error).rstrip('.')}.") from None
    except (NotImplementedError, RuntimeError) as error:
        raise position.refuse(f"packed in a way that is not read: {error}.") from None
    if len(data) != entry.file_size:
        raise position.refuse("damaged: not as long as the archive says.")
    return data
