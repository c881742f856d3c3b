"""Beside its backups a stick carries what opens them without the program."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from tests.backup.reading import READER, ROOT
from tests.backup.sealed import BreakingDrive

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.rescue import FILES, put_rescue
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.resources import resource

PAGE = "读我 README.txt"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def names(stick: Path) -> list[str]:
    return sorted(one.name for one in stick.iterdir())


def shipped(name: str) -> bytes:
    return resource("rescue", name).read_bytes()


def test_the_program_hands_out_the_reader_of_packaging() -> None:
    assert shipped("ldbk_reader.py") == READER.read_bytes()
    assert sorted(FILES) == names(ROOT / "resources" / "rescue")


def test_both_files_lie_on_the_stick_and_the_reader_starts_there(stick: Path) -> None:
    put_rescue(stick, Drive())

    assert names(stick) == sorted(FILES)
    assert {name: (stick / name).read_bytes() for name in FILES} == {
        name: shipped(name) for name in FILES
    }
    done = subprocess.run(
        [sys.executable, "-I", str(stick / "ldbk_reader.py"), "--help"],
        capture_output=True,
        check=True,
    )
    assert "--recovery-file" in done.stdout.decode()


def test_what_is_there_already_is_only_read(stick: Path) -> None:
    put_rescue(stick, Drive())
    before = {name: (stick / name).stat() for name in FILES}
    drive = BreakingDrive()

    put_rescue(stick, drive)

    assert set(drive.calls) == {"open"}
    after = {name: (stick / name).stat() for name in FILES}
    assert [one.st_ino for one in after.values()] == [one.st_ino for one in before.values()]
    assert [one.st_mtime_ns for one in after.values()] == [
        one.st_mtime_ns for one in before.values()
    ]


@pytest.mark.parametrize("change", [b"", b"older", b"longer"])
@pytest.mark.parametrize("name", FILES)
def test_an_older_one_and_one_that_was_tampered_with_is_replaced(
    name: str, change: bytes, stick: Path
) -> None:
    put_rescue(stick, Drive())
    whole = shipped(name)
    (stick / name).write_bytes(whole + b"x" if change == b"longer" else change)

    put_rescue(stick, Drive())

    assert (stick / name).read_bytes() == whole
    assert names(stick) == sorted(FILES)


def test_a_link_under_the_name_is_replaced_and_what_it_points_to_stays(
    stick: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    (stick / PAGE).symlink_to(mine)

    put_rescue(stick, Drive())

    assert not (stick / PAGE).is_symlink()
    assert mine.read_bytes() == b"mine"


def test_what_a_pulled_stick_left_half_written_is_cleared_away(stick: Path) -> None:
    (stick / f"{PAGE}.part").write_bytes(b"half")

    put_rescue(stick, Drive())

    assert names(stick) == sorted(FILES)


@pytest.mark.fault
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EROFS, Code.READ_ONLY),
        (errno.EIO, Code.IO_FAILED),
    ],
)
def test_a_drive_that_fails_at_any_call_leaves_each_file_whole(
    error: int, code: Code, stick: Path
) -> None:
    whole = BreakingDrive()
    for name in FILES:
        (stick / name).write_bytes(b"old")
    put_rescue(stick, whole)
    assert len(whole.calls) >= 12

    for at in range(1, len(whole.calls) + 1):
        for name in FILES:
            (stick / name).write_bytes(b"old")
        with pytest.raises(KnownError) as refusal:
            put_rescue(stick, BreakingDrive(at=at, error=error))
        assert refusal.value.code is code
        assert names(stick) == sorted(FILES)
        assert all((stick / name).read_bytes() in {b"old", shipped(name)} for name in FILES)


def test_a_stick_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        put_rescue(tmp_path / "gone", Drive())

    assert refusal.value.code is Code.IO_FAILED


def test_the_page_says_in_chinese_first_how_to_restore_and_how_to_read() -> None:
    page = shipped(PAGE).decode()

    assert page.index("这是什么") < page.index("What this is")
    for word in (
        "py -m pip install cryptography",
        "python3 -m pip install cryptography",
        "python3 ldbk_reader.py",
        "py ldbk_reader.py",
        "--password-file",
        "--recovery-file",
        "ledgerdesk restore",
    ):
        assert word in page
