"""A book's place is judged by what the system's own tables say, answered here for every system."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ledgerdesk.runtime import placement
from ledgerdesk.runtime.placement import (
    Mount,
    Placement,
    is_mac_volume,
    is_network_path,
    is_removable_block,
    is_synced,
    judge,
    mount_of,
    read_linux_mounts,
    read_mac_mounts,
)

LINUX = """\
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
//nas/office /mnt/nas cifs rw,vers=3.0,addr=192.168.1.4 0 0
nas:/export /srv/books nfs4 rw,relatime 0 0
wang@server:/ /data/wang/far fuse.sshfs rw,nosuid 0 0
/dev/sdb1 /media/wang/U\\040盘 vfat rw,nosuid 0 0
/dev/mapper/data /data ext4 rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//wang@nas._smb._tcp.local/office on /Volumes/office (smbfs, nodev, nosuid, mounted by wang)
nas:/export on /private/books (nfs, nodev, nosuid)
/dev/disk4s1 on /Volumes/KINGSTON 8 (msdos, local, nodev, nosuid, noowners)
"""


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/data/wang/books", "ext4"),
        ("/mnt/nas/books", "cifs"),
        ("/mnt/nasty", "ext4"),
        ("/srv/books/2026", "nfs4"),
        ("/data/wang/far/x", "fuse.sshfs"),
        ("/media/wang/U 盘/账本", "vfat"),
    ],
)
def test_linux_says_on_which_file_system_a_path_lies(path: str, system: str) -> None:
    found = mount_of(PurePosixPath(path), read_linux_mounts(LINUX))

    assert found is not None
    assert found.system == system


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/opt/wang/documents", "apfs"),
        ("/Volumes/office/books", "smbfs"),
        ("/private/books", "nfs"),
        ("/Volumes/KINGSTON 8/books", "msdos"),
    ],
)
def test_macos_says_on_which_file_system_a_path_lies(path: str, system: str) -> None:
    found = mount_of(PurePosixPath(path), read_mac_mounts(MAC))

    assert found is not None
    assert found.system == system


def test_what_hangs_over_another_at_the_same_place_is_what_is_seen() -> None:
    both = (
        Mount(device="/dev/sda1", at="/mnt", system="ext4"),
        Mount(device="nas:/", at="/mnt", system="nfs"),
    )

    assert mount_of(PurePosixPath("/mnt/x"), both) is both[1]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("\\\\server\\books", True),
        ("//server/books", True),
        ("\\\\?\\UNC\\server\\books", True),
        ("\\\\?\\C:\\books", False),
        ("C:\\books", False),
        ("/data/wang", False),
    ],
)
def test_a_path_of_another_pc_is_known_by_its_look(path: str, *, expected: bool) -> None:
    assert is_network_path(path) is expected


@pytest.mark.parametrize(
    "path",
    [
        "/data/wang/OneDrive - 青禾/账本",
        "/data/wang/坚果云/账本",
        "/data/wang/Nutstore Files/x",
        "/data/wang/百度网盘/账本",
        "/data/wang/BaiduSyncdisk/账本",
        "/data/wang/Dropbox (Office)/x",
        "/opt/wang/Library/Mobile Documents/com~apple~CloudDocs/x",
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str) -> None:
    assert is_synced(PurePosixPath(path), {})


def test_windows_says_itself_which_folder_onedrive_keeps() -> None:
    folder = PureWindowsPath("D:\\文件\\账本")

    assert is_synced(folder, {"OneDriveCommercial": "D:\\文件"})
    assert not is_synced(folder, {"OneDrive": "C:\\wang\\x", "OneDriveConsumer": ""})


def test_a_stick_is_told_by_its_place_on_macos() -> None:
    assert is_mac_volume("/Volumes/KINGSTON 8")
    assert not is_mac_volume("/System/Volumes/Data")


def test_a_partition_asks_its_disk_whether_it_is_removable(tmp_path: Path) -> None:
    disk = tmp_path / "devices" / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text("1\n", "ascii")
    blocks = tmp_path / "class"
    blocks.mkdir()
    (blocks / "sdb1").symlink_to(disk / "sdb1")

    assert is_removable_block("/dev/sdb1", blocks)
    assert not is_removable_block("tmpfs", blocks)


def here(monkeypatch: pytest.MonkeyPatch, folder: Path, system: str, device: str = "x") -> None:
    table = (Mount(device=device, at=str(folder), system=system),)
    monkeypatch.setattr(placement, "mounts", lambda: table)


@pytest.mark.parametrize("system", ["nfs", "cifs", "fuse.sshfs", "smbfs", "9p"])
def test_a_folder_on_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    here(monkeypatch, tmp_path, system)

    assert judge(tmp_path / "not" / "there yet") is Placement.NETWORK


def test_a_link_to_a_network_is_seen_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far"
    far.mkdir()
    (tmp_path / "books").symlink_to(far)
    here(monkeypatch, far, "nfs4")

    assert judge(tmp_path / "books" / "2026") is Placement.NETWORK


def test_a_path_on_a_network_is_never_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(monkeypatch, tmp_path, "nfs")

    def hang(*_: object, **__: object) -> Path:
        raise AssertionError("a dead server would hold the window here")

    monkeypatch.setattr(Path, "resolve", hang)
    monkeypatch.setattr(Path, "exists", hang)

    assert judge(tmp_path / "books") is Placement.NETWORK


def test_a_stick_is_told_from_the_pc_s_own_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here(monkeypatch, tmp_path, "vfat", device="/dev/sdb1")
    monkeypatch.setattr(placement, "is_removable", lambda mount: mount.device == "/dev/sdb1")

    assert judge(tmp_path / "books") is Placement.REMOVABLE
    monkeypatch.setattr(placement, "is_removable", lambda _: False)
    assert judge(tmp_path / "books") is Placement.FINE


def test_this_pc_answers_for_a_folder_of_its_own(tmp_path: Path) -> None:
    assert judge(tmp_path / "x") in {Placement.FINE, Placement.REMOVABLE}
