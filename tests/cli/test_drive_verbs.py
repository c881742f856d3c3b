"""`drives` needs no vault: it lists what a backup may go to, for scripts and in words."""

import json
from pathlib import Path

import pytest

from ledgerdesk.cli import drive_verbs
from ledgerdesk.cli.run import run
from ledgerdesk.i18n.drive_words import size_words
from ledgerdesk.runtime.drives import DriveSeen

STICK = DriveSeen(
    root=Path("/media/wang/U 盘"), label="备份 甲", system="vfat", free_bytes=7_400_000_000,
    total_bytes=8_004_000_000, removable=True, read_only=True, device="/dev/sdb1",
)  # fmt: skip
DISK = DriveSeen(
    root=Path("/"), label="system", system="ext4", free_bytes=1, total_bytes=2_000_000_000_000,
    removable=False, read_only=False, device="/dev/sda2",
)  # fmt: skip


def test_the_object_names_every_fact_a_script_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drive_verbs, "drives", lambda: (STICK, DISK))

    assert run(["drives", "--json"]) == 0
    stick, disk = json.loads(capsys.readouterr().out)["drives"]
    assert stick == {
        "root": str(STICK.root),
        "label": "备份 甲",
        "system": "vfat",
        "free": 7_400_000_000,
        "total": 8_004_000_000,
        "removable": True,
        "read_only": True,
        "largest_file": 4_294_967_295,
    }
    assert (disk["removable"], disk["largest_file"]) == (False, None)


def test_the_lines_say_it_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drive_verbs, "drives", lambda: (STICK, DISK))

    assert run(["drives", "--lang", "en"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        f"{STICK.root}  备份 甲  removable  vfat  7.4 GB free of 8.0 GB  write-protected"
        "  no file of 4.2 GB or more"
    )
    assert second.endswith("system  built in  ext4  1 KB free of 2.0 TB")


def test_without_a_drive_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drive_verbs, "drives", tuple)

    assert run(["drives", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "No drive was found. Plug a stick in, then ask again.\n"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (999_999, "1000 KB"),
        (1_000_000, "1.0 MB"),
        (64_090_000_000, "64.0 GB"),
        (10**12, "1.0 TB"),
    ],
)
def test_sizes_are_said_as_drives_are_sold(size: int, said: str) -> None:
    assert size_words(size) == said
