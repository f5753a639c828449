"""What a project lies on: the file system under it and the SQLite library of this Python."""

import os
import re
from pathlib import Path

from labels.errors import ProjectError
from labels.store.sqlite import sqlite3

# SQLite's write-ahead log needs memory that all processes share: over a network it corrupts the file
NETWORK_FILE_SYSTEMS = frozenset(
    (
        *(
            "9p",
            "afp",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "glusterfs",
            "gpfs",
            "lustre",
            "ncpfs",
        ),
        *(
            "nfs",
            "nfs4",
            "ocfs2",
            "orangefs",
            "pvfs2",
            "smb2",
            "smb3",
            "smbfs",
            "vboxsf",
            "virtiofs",
            "vmhgfs",
        ),
        *("fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    )
)
MOUNTS = Path("/proc/self/mountinfo")


def check_surroundings(path: Path) -> str:
    """What to warn of before a project is served, "" for nothing.

    Raises ProjectError if it lies on a network file system.
    """
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""
    kind = file_system(path.resolve(), mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise ProjectError(
            f"{path} lies on a network file system ({kind}), where SQLite can lose labels. Move the project "
            "to a disk of this machine, and copy backups to the network."
        )
    if not has_wal_reset_fault(sqlite3.sqlite_version_info):
        return ""
    return (
        f"SQLite {sqlite3.sqlite_version} can lose data when several connections write at once (fixed in "
        "3.51.3). Claimdesk writes over one, so its work is safe: let no other program write to the "
        "project while it is served."
    )


def file_system(path: Path, mountinfo: str) -> str:
    """The type of the file system that holds a path; "" if unknown.

    mountinfo: as the kernel writes ``/proc/self/mountinfo``; octal escapes stand for spaces.
    """
    nearest, kind = "", ""
    for line in mountinfo.splitlines():
        mount, mark, rest = line.partition(" - ")
        fields = mount.split(" ")[4:5]
        if not mark or not fields:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[0])
        holds = str(path) == place or str(path).startswith(place.rstrip("/") + os.sep)
        if holds and len(place) >= len(nearest):
            nearest, kind = place, rest.split(" ")[0]
    return kind


def has_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Whether a release of SQLite has the WAL-reset fault: 3.7.0 to 3.51.2, but for 3.44.6 and 3.50.7 on."""
    mended = version >= (3, 51, 3) or (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return version >= (3, 7) and not mended
