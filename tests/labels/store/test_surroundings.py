"""What a project must not lie on."""

from pathlib import Path

import pytest

from labels.errors import ProjectError
from labels.store import surroundings
from labels.store.sqlite import sqlite3
from labels.store.surroundings import check_surroundings, file_system, has_wal_reset_fault

MOUNTINFO = r"""21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:25 / /home rw - nfs4 server:/home rw,vers=4.2
31 30 0:26 / /home/me/fast rw - ext4 /dev/sdb1 rw
32 21 0:27 / /mnt/two\040words rw - cifs //server/share rw
33 21 0:28 / /mnt/s rw - fuse.sshfs me@host: rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/p.db", "ext4"),
        ("/home/me/p.db", "nfs4"),
        ("/homeless/p.db", "ext4"),
        ("/home/me/fast/p.db", "ext4"),
        ("/mnt/two words/p.db", "cifs"),
        ("/mnt/s/p.db", "fuse.sshfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path, kind):
    assert file_system(Path(path), MOUNTINFO) == kind


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p", "smb3"])
def test_a_project_on_a_network_file_system_is_refused_in_words(tmp_path, monkeypatch, kind):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"21 1 8:1 / / rw - {kind} server: rw\n", encoding="utf-8")
    monkeypatch.setattr(surroundings, "MOUNTS", mounts)
    with pytest.raises(ProjectError, match=f"network file system \\({kind}\\)"):
        check_surroundings(tmp_path / "p.db")


def test_a_project_on_a_disk_of_this_machine_is_not_refused(tmp_path):
    warned = "fixed in 3.51.3" in check_surroundings(tmp_path / "p.db")
    assert warned is has_wal_reset_fault(sqlite3.sqlite_version_info)


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 54, 0), False),
    ],
)
def test_the_releases_of_sqlite_with_the_wal_reset_fault_are_known(version, faulty):
    assert has_wal_reset_fault(version) is faulty
