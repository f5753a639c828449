"""What the product writes to a folder, as a list, and what a power cut may leave of it.

SQLite's own file layer is wrapped inside the library that the product's driver uses, so the recorded
connection is the product's, with its settings. ``PROJECT.last`` is written with ``os``, which is wrapped too,
and so are the renames with which a new project and a backup appear.
"""

import _sqlite3
import copy
import ctypes
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from labels.store.sqlite import sqlite3
from tests.tools import missing

SECTOR = 512  # bytes: a disk writes one whole, or not at all
METHODS = 19  # pointers in SQLite's sqlite3_io_methods, version 3
X_WRITE, X_TRUNCATE, X_SYNC = 3, 4, 5  # their places in it
X_OPEN, X_DELETE = 5, 6  # places in sqlite3_vfs, counted in pointers

POINTER, INT = ctypes.c_void_p, ctypes.c_int
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, ctypes.c_int64)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, ctypes.c_int64)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)
OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
DELETE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT)


@contextmanager
def recorded(folder, monkeypatch):
    """The list of events in a folder: tuples of a kind, a file's name, and what it takes."""
    events = []
    with _recorded_sqlite(folder, events), monkeypatch.context() as patch:
        _record_os(folder, events, patch)
        _record_names(folder, events, patch)
        yield events


@contextmanager
def _recorded_sqlite(folder, events):
    library = ctypes.CDLL(_sqlite3.__file__)  # the driver, and with it the SQLite that it is linked to
    if sqlite3.__name__ != "sqlite3" or not hasattr(library, "sqlite3_vfs_find"):
        missing("this Python's driver hides its SQLite, so what it writes can't be recorded")
    library.sqlite3_vfs_find.restype = POINTER
    vfs = (POINTER * 7).from_address(library.sqlite3_vfs_find(None))
    opened, deleted = vfs[X_OPEN], vfs[X_DELETE]
    alive = []  # what SQLite calls as long as a file is open

    def on_open(this, name, file, flags, out):
        path = Path(os.fsdecode(ctypes.string_at(name))) if name else None
        is_new = path is not None and not path.exists()
        outcome = OPEN(opened)(this, name, file, flags, out)
        if outcome == 0 and path is not None and path.parent == folder:
            if is_new:
                events.append(("create", path.name))
            alive.append(_wrap(file, path.name, events))
        return outcome

    def on_delete(this, name, with_folder):
        path = Path(os.fsdecode(ctypes.string_at(name)))
        outcome = DELETE(deleted)(this, name, with_folder)
        if outcome == 0 and path.parent == folder:
            events.append(("delete", path.name))
            if with_folder:
                events.append(("sync", "."))
        return outcome

    callbacks = OPEN(on_open), DELETE(on_delete)
    vfs[X_OPEN], vfs[X_DELETE] = (ctypes.cast(each, POINTER).value for each in callbacks)
    try:
        yield
    finally:
        vfs[X_OPEN], vfs[X_DELETE] = opened, deleted


def _wrap(file, name, events):
    """Give an open file of SQLite's methods of ours, which call the ones that it had."""
    place = POINTER.from_address(file)
    methods = (POINTER * METHODS).from_buffer_copy((POINTER * METHODS).from_address(place.value))
    write, truncate, sync = WRITE(methods[X_WRITE]), TRUNCATE(methods[X_TRUNCATE]), SYNC(methods[X_SYNC])

    def on_write(this, data, size, offset):
        events.append(("write", name, offset, ctypes.string_at(data, size)))
        return write(this, data, size, offset)

    def on_truncate(this, size):
        events.append(("truncate", name, size))
        return truncate(this, size)

    def on_sync(this, flags):
        outcome = sync(this, flags)
        events.append(("sync", name))
        if name.endswith("-wal"):
            events.append(("sync", "."))  # SQLite syncs the folder with the first sync of a new log
        return outcome

    callbacks = WRITE(on_write), TRUNCATE(on_truncate), SYNC(on_sync)
    for number, callback in zip((X_WRITE, X_TRUNCATE, X_SYNC), callbacks, strict=True):
        methods[number] = ctypes.cast(callback, POINTER).value
    place.value = ctypes.addressof(methods)
    return methods, callbacks


def _record_os(folder, events, patch):
    names = {}
    real_open = os.open

    def open_(path, flags, *rest, **options):
        path = Path(path)
        is_new = not path.exists()
        descriptor = real_open(path, flags, *rest, **options)
        names[descriptor] = _name(path, folder)
        if is_new and names[descriptor] is not None:
            events.append(("create", path.name))
        return descriptor

    patch.setattr(os, "open", open_)
    for call, kind in {"pwrite": "write", "ftruncate": "truncate", "fsync": "sync"}.items():
        patch.setattr(os, call, _recording(getattr(os, call), kind, names, events))


def _record_names(folder, events, patch):
    rename, unlink = os.rename, os.unlink

    def rename_(source, target):
        rename(source, target)
        if Path(target).parent == folder:
            events.append(("rename", Path(source).name, Path(target).name))

    def unlink_(path, **options):
        is_there = os.path.lexists(path)
        unlink(path, **options)
        if is_there and Path(path).parent == folder:
            events.append(("delete", Path(path).name))

    patch.setattr(os, "rename", rename_)
    patch.setattr(os, "unlink", unlink_)


def _name(path, folder):
    if path == folder:
        return "."
    return path.name if path.parent == folder and path.suffix in {".last", ".lock", ".partial"} else None


def _recording(call, kind, names, events):
    def record(descriptor, *rest):
        outcome = call(descriptor, *rest)
        name = names.get(descriptor)
        if name is not None:
            # pwrite takes the data first, an event the place
            events.append((kind, name, *reversed(rest)))
        return outcome

    return record


@dataclass
class File:
    """A file's content on disk, and the writes that no sync has put there yet."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[tuple] = field(default_factory=list)


class Disk:
    """A folder as a disk holds it, and as programs see it until the power is cut."""

    def __init__(self, folder):
        self.names = {path.name: File(bytearray(path.read_bytes())) for path in folder.iterdir()}
        self.seen = dict(self.names)
        self.renames = []  # {name: File or None}: changes of names that no sync has put on disk

    def copy(self):
        """The same disk, to cut while this one goes on."""
        return copy.deepcopy(self)

    def play(self, event):
        """Take one event of the list."""
        kind, name, *rest = event
        if kind == "create":
            self.seen[name] = File()
            self.renames.append({name: self.seen[name]})
        elif kind == "delete":
            del self.seen[name]
            self.renames.append({name: None})
        elif kind == "rename":
            self.seen[rest[0]] = self.seen.pop(name)
            self.renames.append({name: None, rest[0]: self.seen[rest[0]]})
        elif kind in {"write", "truncate"}:
            self.seen[name].waiting.append((kind, *rest))
        elif (kind, name) == ("sync", "."):
            self._rename(len(self.renames))
        elif kind == "sync":
            file = self.seen[name]
            for change in file.waiting:
                _apply(file.content, change)
            file.waiting.clear()

    def contents(self):
        """What programs see: the content of each file."""
        for file in self.seen.values():
            for change in file.waiting:
                _apply(file.content, change)
            file.waiting.clear()
        return {name: bytes(file.content) for name, file in self.seen.items()}

    def cut(self, chance, folder):
        """Cut the power, and write what is left into a folder: a random part of what was not synced."""
        self._rename(chance.randint(0, len(self.renames)))
        for name, file in self.names.items():
            if file is None:
                continue
            share = chance.choice((0, 1, chance.random()))  # nothing, everything, or some of it
            for change in file.waiting:
                for part in _sectors(change):
                    if chance.random() < share:
                        _apply(file.content, part)
            (folder / name).write_bytes(file.content)

    def _rename(self, count):
        for change in self.renames[:count]:
            self.names |= change
        del self.renames[:count]


def _apply(content, change):
    kind, place, *data = change
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    if kind == "truncate":
        del content[place:]
    else:
        content[place : place + len(data[0])] = data[0]


def _sectors(change):
    """A write's parts that a disk writes whole; a change of length is one part."""
    if change[0] == "truncate":
        yield change
        return
    _, place, data = change
    at = 0
    while at < len(data):
        end = min(len(data), at + SECTOR - (place + at) % SECTOR)
        yield "write", place + at, data[at:end]
        at = end
