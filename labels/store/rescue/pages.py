"""Records of a SQLite file, read page by page, whatever is damaged around them.

SQLite stops at the first page that it can't make sense of. Here each page is read alone: a lost page costs
the rows on it and nothing else. Source: https://www.sqlite.org/fileformat2.html. Nothing is written.
"""

import errno
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE_SIZE = 4096  # of a file that does not say it any more
PAGE_SIZES = tuple(1 << power for power in range(9, 17))
RESERVED = (0, 12)  # bytes at the end of each page: Apple's SQLite keeps 12
LEAF_TABLE, LEAF_INDEX, INNER_INDEX, INNER_TABLE = 13, 10, 2, 5
# A page says by its first byte what it is; damaged ones are tried as what they may have been.
TRIED = {
    LEAF_TABLE: (LEAF_TABLE,),
    LEAF_INDEX: (LEAF_INDEX,),
    INNER_INDEX: (INNER_INDEX, LEAF_INDEX),
    INNER_TABLE: (LEAF_TABLE,),
    0: (),  # free, or the rest of a long row
}
ANY = (LEAF_TABLE, LEAF_INDEX)
FILE_HEADER, WAL_HEADER, FRAME_HEADER = 100, 32, 24  # bytes
SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)  # bytes of the values whose type is below ten
FLOAT, ZERO, ONE, FIRST_LONG = 7, 8, 9, 12
LONGEST_VARINT = 9

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """A row, or an entry of an index.  rowid: None in an index and in a table without rowids."""

    rowid: int | None
    values: tuple[Value, ...]


class _UnreadableError(ValueError):
    """Bytes that are no record."""


class _File:
    """A file read in pieces; what the disk can't read, or has lost, is zeros."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def read(self, place: int, size: int) -> bytes:
        try:
            return os.pread(self._descriptor, size, place).ljust(size, b"\0")
        except OSError:
            return bytes(size)

    def pages(self, size: int) -> Iterator[int]:
        """The numbers of pages that hold anything; holes, which the disk never stored, are passed by."""
        place = 0
        while place < self.size:
            try:
                place = os.lseek(self._descriptor, place, os.SEEK_DATA)
                end = os.lseek(self._descriptor, place, os.SEEK_HOLE)
            except OSError as error:
                if error.errno == errno.ENXIO:  # nothing but holes from here on
                    return
                end = self.size  # a file system that knows no holes
            yield from range(place // size + 1, -(-end // size) + 1)
            place = -(-end // size) * size


class Pages:
    """The pages of a database and of its write-ahead log."""

    def __init__(self, descriptor: int, log: int | None = None):
        """descriptor, log: open files, the second of the write-ahead log if there is one."""
        self._file = _File(descriptor)
        self._log = None if log is None else _File(log)
        self._size = self._page_size()
        [reserved] = self._file.read(20, 1)
        self._usable = self._size - (reserved if reserved in RESERVED else 0)
        self._frames = list(self._committed_frames())
        self._newest = dict(self._frames)  # the last one of each page

    @property
    def bytes_read(self) -> int:
        """The size of both files."""
        return self._file.size + (self._log.size if self._log else 0)

    def records(self) -> Iterator[Record]:
        """Every record that can be read, those of superseded pages first, so that newer ones follow."""
        for number in self._newest:
            yield from self._of_page(number, self._file.read((number - 1) * self._size, self._size))
        for number, place in self._frames:
            if place != self._newest[number]:
                yield from self._of_page(number, self._frame(place))
        for number in self._file.pages(self._size):
            if number not in self._newest:
                yield from self._of_page(number, self._page(number))
        for number, place in self._newest.items():
            yield from self._of_page(number, self._frame(place))

    def _page_size(self) -> int:
        for file, place, form in ((self._file, 16, ">H"), (self._log, 8, ">I")):
            if file is not None:
                [size] = struct.unpack(form, file.read(place, struct.calcsize(form)))
                size = PAGE_SIZES[-1] if (form, size) == (">H", 1) else size
                if size in PAGE_SIZES:
                    return int(size)
        return PAGE_SIZE

    def _committed_frames(self) -> Iterator[tuple[int, int]]:
        """Page and place of each frame of the write-ahead log, up to its last commit."""
        if self._log is None:
            return
        step = FRAME_HEADER + self._size
        places = range(WAL_HEADER, self._log.size - FRAME_HEADER, step)
        heads = [struct.unpack(">IIQ", self._log.read(place, 16)) for place in places]
        [salt] = struct.unpack(">Q", self._log.read(16, 8))
        if heads and salt not in {head[2] for head in heads[:2]}:
            salt = heads[0][2]  # the head of the log is damaged
        commits = [number for number, head in enumerate(heads) if head[2] == salt and head[1]]
        for place, head in zip(places[: commits[-1] + 1 if commits else 0], heads, strict=False):
            yield head[0], place

    def _frame(self, place: int) -> bytes:
        return self._log.read(place + FRAME_HEADER, self._size) if self._log else b""

    def _page(self, number: int) -> bytes:
        if number in self._newest:
            return self._frame(self._newest[number])
        return self._file.read((number - 1) * self._size, self._size)

    def _of_page(self, number: int, page: bytes) -> Iterator[Record]:
        start = FILE_HEADER if number == 1 else 0
        for kind in TRIED.get(page[start], ANY):
            yield from self._cells(page, start, kind)

    def _cells(self, page: bytes, start: int, kind: int) -> Iterator[Record]:
        """The records that the page's list of cells names, and those that lie next to one of them."""
        first = start + (12 if kind == INNER_INDEX else 8)
        count, content = struct.unpack_from(">HH", page, start + 3)
        count = min(count, (self._usable - first) // 2)
        places = [*struct.unpack_from(f">{count}H", page, first), content]
        seen = set()
        while places:
            place = places.pop()
            if place in seen or not first <= place < self._usable:
                continue
            seen.add(place)
            try:
                record, end = self._cell(page, place, kind)
            except (_UnreadableError, IndexError, struct.error, UnicodeDecodeError):
                continue
            places.append(end)
            yield record

    def _cell(self, page: bytes, place: int, kind: int) -> tuple[Record, int]:
        rowid = None
        if kind == INNER_INDEX:
            place += 4
        size, place = _varint(page, place)
        if kind == LEAF_TABLE:
            rowid, place = _varint(page, place)
        largest = self._usable - 35 if kind == LEAF_TABLE else (self._usable - 12) * 64 // 255 - 23
        if size <= largest:
            payload, end = page[place : place + size], place + size
        else:
            least = (self._usable - 12) * 32 // 255 - 23
            here = least + (size - least) % (self._usable - 4)
            here = here if here <= largest else least
            payload = self._long(page[place : place + here], size, page[place + here : place + here + 4])
            end = place + here + 4
        return Record(rowid, tuple(_values(payload, size))), end

    def _long(self, beginning: bytes, size: int, following: bytes) -> bytes:
        """A payload that goes on in pages of its own."""
        if size > self.bytes_read:
            raise _UnreadableError
        parts, length = [beginning], len(beginning)
        while length < size:
            number = int.from_bytes(following, "big")
            if number < 1 or (number not in self._newest and number * self._size > self._file.size):
                raise _UnreadableError
            page = self._page(number)
            following = page[:4]
            parts.append(page[4 : min(self._usable, 4 + size - length)])
            length += len(parts[-1])
        return b"".join(parts)


def _values(payload: bytes, size: int) -> Iterator[Value]:
    """The values of a record; raises _UnreadableError unless they fill it exactly."""
    if len(payload) != size:
        raise _UnreadableError
    head, place = _varint(payload, 0)
    types = []
    while place < head:
        kind, place = _varint(payload, place)
        types.append(kind)
    if place != head or head + sum(map(_size, types)) != size:
        raise _UnreadableError
    for kind in types:
        end = place + _size(kind)
        yield _value(kind, payload[place:end])
        place = end


def _size(kind: int) -> int:
    if kind in (10, 11) or kind < 0:
        raise _UnreadableError
    return SIZES[kind] if kind < FIRST_LONG else (kind - FIRST_LONG) // 2


def _value(kind: int, data: bytes) -> Value:
    if kind >= FIRST_LONG:
        return data.decode() if kind % 2 else data
    if kind == FLOAT:
        return float(struct.unpack(">d", data)[0])
    if kind in (ZERO, ONE):
        return kind - ZERO
    return int.from_bytes(data, "big", signed=True) if kind else None


def _varint(data: Sequence[int], place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and the place after it."""
    value = 0
    for at in range(place, place + LONGEST_VARINT - 1):
        value = value << 7 | data[at] & 0x7F
        if not data[at] & 0x80:
            return value, at + 1
    last = place + LONGEST_VARINT
    value = value << 8 | data[last - 1]
    return value - (1 << 64) if value >> 63 else value, last


def open_log(project: Path) -> int | None:
    """The write-ahead log of a project, open for reading; None if there is none."""
    resolved = project.resolve()
    try:
        return os.open(resolved.with_name(f"{resolved.name}-wal"), os.O_RDONLY)
    except FileNotFoundError:
        return None
