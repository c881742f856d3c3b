"""The drives a backup may go to, answered here for Linux, Windows and macOS."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from ledgerdesk.runtime import drives as seen
from ledgerdesk.runtime import placement, volume_facts
from ledgerdesk.runtime.drives import (
    DriveSeen,
    drives,
    fingerprint,
    largest_file_bytes,
    largest_file_in,
)
from ledgerdesk.runtime.placement import read_linux_mounts, read_mac_mounts
from ledgerdesk.runtime.volume_facts import (
    Volume,
    is_plugged_block,
    linux_disks_of,
    linux_labels,
    mac_system_name,
    unescaped,
    volume_of,
)

GB = 10**9
LINUX = """\
proc /proc proc rw 0 0
tmpfs /run tmpfs rw 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
/dev/nvme0n1p1 /boot/efi vfat rw 0 0
/dev/nvme0n1p3 /boot ext4 rw 0 0
/dev/nvme0n1p2 /var/snap/firefox/common/host-hunspell ext4 ro,noexec 0 0
/dev/loop7 /snap/core22/1 squashfs ro,nodev 0 0
/dev/sr0 /media/wang/CD iso9660 ro 0 0
/dev/sdf1 /media/wang/live squashfs ro 0 0
//nas/office /mnt/nas cifs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdb1 /media/wang/U\\040盘 vfat rw,nosuid 0 0
/dev/sdb1 /mnt/the/same/stick/again vfat rw,nosuid 0 0
/dev/sdc1 /media/wang/4A21-0000 exfat ro,nosuid 0 0
/dev/sdd1 /media/wang/reserve fuseblk rw 0 0
/dev/mapper/luks-1 /media/wang/sealed ext4 rw 0 0
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s6 on /System/Volumes/VM (apfs, local, noexec, journaled, noatime, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//wang@nas._smb._tcp.local/office on /Volumes/office (smbfs, nodev, nosuid, mounted by wang)
/dev/disk5s1 on /Volumes/EFI (msdos, local)
/dev/disk6s1 on /Volumes/.timemachine (apfs, local)
/dev/disk4s1 on /Volumes/备份 甲 (msdos, local, nodev, nosuid, noowners)
"""
WINDOWS: Mapping[str, tuple[int, str, Volume | None]] = {
    "A:\\": (2, "\\Device\\Floppy0", None),
    "C:\\": (3, "\\Device\\HarddiskVolume3", Volume(
        free_bytes=90 * GB, total_bytes=500 * GB, read_only=False, label="", system="ntfs")),
    "D:\\": (5, "\\Device\\CdRom0", None),
    "E:\\": (2, "\\Device\\HarddiskVolume7", Volume(
        free_bytes=7 * GB, total_bytes=8 * GB, read_only=False, label="备份 A", system="FAT32")),
    "F:\\": (3, "\\Device\\HarddiskVolume8", Volume(
        free_bytes=900 * GB, total_bytes=1000 * GB, read_only=True, label="桌上", system="exfat")),
    "N:\\": (4, "\\Device\\LanmanRedirector\\nas", None),
    "X:\\": (3, "\\??\\C:\\wang", Volume(
        free_bytes=90 * GB, total_bytes=500 * GB, read_only=False, label="", system="ntfs")),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_stalls_at_first() -> Iterator[None]:
    seen._stalled.clear()
    yield
    seen._stalled.clear()


def answer(monkeypatch: pytest.MonkeyPatch, **facts: Callable[..., object]) -> None:
    for name, fact in facts.items():
        monkeypatch.setattr(volume_facts, name, fact)


def volume(place: str) -> Volume:
    return Volume(free_bytes=3 * GB, total_bytes=8 * GB, read_only="4A21" in place)


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(seen, "_platform", lambda: "linux")
    monkeypatch.setattr(placement, "mounts", lambda: read_linux_mounts(LINUX))
    monkeypatch.setattr(
        placement, "is_removable_block", lambda device: device in {"/dev/sdb1", "/dev/sdc1"}
    )
    answer(
        monkeypatch,
        real_device=lambda device: {"/dev/mapper/luks-1": "/dev/dm-1"}.get(device, device),
        linux_labels=lambda: {"/dev/sdb1": "U 盘", "/dev/nvme0n1p2": "system"},
        linux_disks_of=lambda device: ("/dev/sde1",) if device == "/dev/dm-1" else (device,),
        is_plugged_block=lambda device: device in {"/dev/sdd1", "/dev/sde1"},
        volume_of=volume,
    )
    return monkeypatch


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(seen, "_platform", lambda: "darwin")
    monkeypatch.setattr(placement, "mounts", lambda: read_mac_mounts(MAC))
    answer(
        monkeypatch,
        mac_system_name=lambda: "Macintosh HD",
        mac_volume_names=lambda: ("Macintosh HD", "备份 甲"),
        volume_of=lambda place: Volume(free_bytes=GB, total_bytes=2 * GB, read_only=place == "/"),
    )
    return monkeypatch


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    def volume_of_letter(root: str) -> Volume:
        found = WINDOWS[root][2]
        if found is None:
            raise OSError(21, "The device is not ready")
        return found

    monkeypatch.setattr(seen, "_platform", lambda: "win32")
    monkeypatch.setattr(placement, "windows_drive_type", lambda path: WINDOWS[str(path)][0])
    answer(
        monkeypatch,
        windows_letters=lambda: tuple(WINDOWS),
        windows_device=lambda root: WINDOWS[root][1],
        windows_is_plugged=lambda root: root == "F:\\",
        volume_of=volume_of_letter,
    )
    return monkeypatch


def rows(found: tuple[DriveSeen, ...]) -> list[tuple[str, str, str, bool, bool]]:
    return [(str(one.root), one.label, one.system, one.removable, one.read_only) for one in found]


@pytest.mark.usefixtures("linux")
def test_linux_lists_sticks_first_and_no_boot_snap_network_or_second_name() -> None:
    assert rows(drives()) == [
        ("/media/wang/4A21-0000", "4A21-0000", "exfat", True, True),
        ("/media/wang/U 盘", "U 盘", "vfat", True, False),
        ("/media/wang/reserve", "reserve", "fuseblk", True, False),
        ("/media/wang/sealed", "sealed", "ext4", True, False),
        ("/", "system", "ext4", False, False),
    ]
    assert {(one.free_bytes, one.total_bytes) for one in drives()} == {(3 * GB, 8 * GB)}
    assert [one.device for one in drives()][3] == "/dev/dm-1"


@pytest.mark.usefixtures("mac")
def test_macos_lists_what_the_finder_shows_and_asks_its_data_for_room() -> None:
    assert rows(drives()) == [
        ("/Volumes/备份 甲", "备份 甲", "msdos", True, False),
        ("/", "Macintosh HD", "apfs", False, False),
    ]
    assert drives()[0].device == "/dev/disk4s1"


@pytest.mark.usefixtures("windows")
def test_windows_lists_letters_with_a_disk_and_no_second_name_of_a_folder() -> None:
    assert rows(drives()) == [
        ("E:\\", "备份 A", "fat32", True, False),
        ("F:\\", "桌上", "exfat", True, True),
        ("C:\\", "C:", "ntfs", False, False),
    ]


@pytest.mark.parametrize(
    ("system", "limit"),
    [
        ("vfat", 4_294_967_295),
        ("msdos", 4_294_967_295),
        ("FAT32", 4_294_967_295),
        ("exfat", None),
        ("ntfs", None),
        ("ext4", None),
        ("", None),
    ],
)
def test_only_fat_has_a_largest_file(system: str, limit: int | None) -> None:
    assert largest_file_bytes(system) == limit


@pytest.mark.usefixtures("linux")
def test_linux_tells_the_largest_file_of_a_folder() -> None:
    assert largest_file_in(Path("/media/wang/U 盘/账本备份")) == 4_294_967_295
    assert largest_file_in(Path("/media/wang/reserve/copies")) is None


def test_a_table_that_says_nothing_sets_no_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "mounts", lambda: ())

    assert largest_file_in(tmp_path) is None


def test_a_drive_that_stalls_is_left_out_and_not_asked_again(linux: pytest.MonkeyPatch) -> None:
    go, asked = threading.Event(), []

    def stalls(place: str) -> Volume:
        asked.append(place)
        if place.endswith("盘"):
            go.wait()
        return volume(place)

    answer(linux, volume_of=stalls)
    linux.setattr(seen, "PATIENCE_SECONDS", 0.2)
    try:
        before = time.monotonic()
        first = [str(one.root) for one in drives()]
        took = time.monotonic() - before
        again = [str(one.root) for one in drives()]
    finally:
        go.set()

    assert "/media/wang/U 盘" not in first
    assert "/media/wang/4A21-0000" in first
    assert again == first
    assert took < 2
    assert asked.count("/media/wang/U 盘") == 1


@pytest.mark.usefixtures("linux")
def test_a_drive_pulled_while_it_is_asked_is_left_out(linux: pytest.MonkeyPatch) -> None:
    def gone(place: str) -> Volume:
        if "4A21" in place:
            raise OSError(5, "Input/output error")
        return volume(place)

    answer(linux, volume_of=gone)

    assert "4A21-0000" not in [one.label for one in drives()]
    assert len(drives()) == 4


def test_what_hangs_over_another_at_one_place_is_what_is_listed(linux: pytest.MonkeyPatch) -> None:
    table = "/dev/sdb1 /mnt vfat rw 0 0\n/dev/sdc1 /mnt exfat rw 0 0\n"
    linux.setattr(placement, "mounts", lambda: read_linux_mounts(table))

    assert [one.device for one in drives()] == ["/dev/sdc1"]


def test_a_label_meant_to_deceive_is_one_short_plain_line(windows: pytest.MonkeyPatch) -> None:
    hostile = Volume(
        free_bytes=1, total_bytes=2, read_only=False, label="甲\n\u202e\x1b[31m乙" + "丙" * 99
    )
    answer(windows, volume_of=lambda _: hostile)

    label = drives()[0].label
    assert label.startswith("甲 [31m乙丙")
    assert len(label) == 60


@pytest.mark.usefixtures("linux")
def test_the_fingerprint_changes_with_a_stick_and_asks_no_drive(
    linux: pytest.MonkeyPatch,
) -> None:
    def never(place: str) -> Volume:
        raise AssertionError(place)

    answer(linux, volume_of=never)
    before = fingerprint()
    table = "\n".join(line for line in LINUX.splitlines() if "/dev/sdc1" not in line)
    linux.setattr(placement, "mounts", lambda: read_linux_mounts(table))

    assert fingerprint() != before
    assert fingerprint() == fingerprint()


def test_the_fingerprint_is_letters_on_windows_and_names_on_macos(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(monkeypatch, windows_letters=lambda: ("C:\\",), mac_volume_names=lambda: ("甲",))
    monkeypatch.setattr(seen, "_platform", lambda: "win32")
    assert fingerprint() == ("C:\\",)
    monkeypatch.setattr(seen, "_platform", lambda: "darwin")
    assert fingerprint() == ("甲",)


def test_udev_s_escapes_are_undone_byte_by_byte() -> None:
    assert unescaped("U\\x20盘") == "U 盘"
    assert unescaped("\\xe5\\xa4\\x87\\xe4\\xbb\\xbd") == "备份"
    assert unescaped("\\xff") == "\ufffd"
    assert unescaped("a\\b") == "a\\b"


def test_labels_are_read_from_udev_s_folder(tmp_path: Path) -> None:
    (tmp_path / "sdb1").touch()
    links = tmp_path / "by-label"
    links.mkdir()
    (links / "备份\\x20A").symlink_to("../sdb1")

    assert linux_labels(links) == {os.path.realpath(tmp_path / "sdb1"): "备份 A"}
    assert linux_labels(tmp_path / "none") == {}


def test_a_disk_on_a_cable_and_a_card_are_told_by_sysfs(tmp_path: Path) -> None:
    usb = tmp_path / "devices/pci0/usb2/2-1/block/sdd/sdd1"
    card = tmp_path / "devices/mmc_host/mmc0/block/mmcblk0"
    soldered = tmp_path / "devices/mmc_host/mmc1/block/mmcblk1"
    built_in = tmp_path / "devices/pci0/nvme/block/nvme0n1"
    blocks = tmp_path / "class"
    blocks.mkdir()
    for folder in (usb, card, soldered, built_in):
        folder.mkdir(parents=True)
        (blocks / folder.name).symlink_to(folder)
    for folder, kind in ((card, "SD\n"), (soldered, "MMC\n")):
        (folder / "device").mkdir()
        (folder / "device" / "type").write_text(kind)

    known = {
        name: is_plugged_block(f"/dev/{name}", blocks)
        for name in ("sdd1", "mmcblk0", "mmcblk1", "nvme0n1", "gone")
    }
    assert [name for name, plugged in known.items() if plugged] == ["sdd1", "mmcblk0"]


def test_an_encrypted_stick_is_asked_for_what_lies_below(tmp_path: Path) -> None:
    (tmp_path / "dm-1" / "slaves" / "sde1").mkdir(parents=True)

    assert linux_disks_of("/dev/dm-1", tmp_path) == ("/dev/sde1",)
    assert linux_disks_of("/dev/sdb1", tmp_path) == ("/dev/sdb1",)


def test_macos_names_its_own_disk_by_the_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "KINGSTON").mkdir()
    (tmp_path / "Macintosh HD").symlink_to("/")

    assert mac_system_name(tmp_path) == "Macintosh HD"
    assert mac_system_name(tmp_path / "none") == ""


@pytest.mark.skipif(os.name == "nt", reason="NOT RUN: asks what only POSIX has")
def test_a_real_folder_answers_and_a_file_does_not(tmp_path: Path) -> None:
    assert 0 < volume_of(str(tmp_path)).free_bytes <= volume_of(str(tmp_path)).total_bytes
    (tmp_path / "hosts").touch()
    with pytest.raises(NotADirectoryError):
        volume_of(str(tmp_path / "hosts"))


def test_this_pc_answers_without_raising() -> None:
    assert all(one.total_bytes >= one.free_bytes >= 0 for one in drives())
    assert fingerprint() == fingerprint()
