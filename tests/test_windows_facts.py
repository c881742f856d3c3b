"""What hangs on Windows stands behind one function per fact, and each fact is answered here.

The answers are those that Windows' and Python's documentation give; the tests at the end ask a
real Windows, and say NOT RUN elsewhere.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from ledgerdesk.backup import drive
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime import instance_lock, placement
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.runtime.placement import Placement, judge
from ledgerdesk.services.steps.vaults import appearing
from ledgerdesk.storage import kept_file
from ledgerdesk.storage.kept_file import PAGE_BYTES, KeptFile
from ledgerdesk.vault import whole_file

ROOT = Path(__file__).resolve().parents[1]
MIB = 1 << 20


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(2, Placement.REMOVABLE), (3, Placement.FINE), (4, Placement.NETWORK)],
)
def test_the_type_of_a_drive_decides_where_a_book_may_lie(
    answer: int, expected: Placement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "windows_drive_type", lambda _: answer)
    monkeypatch.setattr(placement, "mounts", lambda: ())

    assert judge(tmp_path / "desk.ledgerdesk") is expected


def test_a_lock_that_windows_refuses_names_its_holder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "LOCK"
    path.write_bytes(b'{"pid": 4711}')

    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied")  # as msvcrt.locking says it

    monkeypatch.setattr(instance_lock, "_seize", refused)

    with pytest.raises(KnownError) as caught:
        InstanceLock.acquire(path)
    assert caught.value.code is Code.IN_USE
    assert caught.value.details["pid"] == 4711


def test_no_folder_is_opened_to_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Windows cannot open a folder; a stand-in without `open` would raise.
    calls = (
        (whole_file, whole_file.sync_folder),
        (drive, drive.Drive().sync_folder),
    )
    for module, sync in calls:
        monkeypatch.setattr(module, "os", SimpleNamespace(name="posix"))
        with pytest.raises(AttributeError):
            sync(tmp_path)
        monkeypatch.setattr(module, "os", SimpleNamespace(name="nt"))
        sync(tmp_path)
        monkeypatch.setattr(module, "os", os)


def test_a_vault_is_moved_to_a_name_that_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def windows_rename(path: Path, target: Path) -> Path:
        if target.exists():
            raise FileExistsError(17, "WinError 183")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", windows_rename)
    monkeypatch.setattr(appearing, "sync_folder", lambda _: None)
    monkeypatch.setattr(appearing, "os", SimpleNamespace(name="nt", urandom=os.urandom))

    with appearing.appearing(tmp_path / "desk.ledgerdesk") as building:
        (building / "keys.json").write_bytes(b"{}")

    assert [path.name for path in tmp_path.iterdir()] == ["desk.ledgerdesk"]


def test_a_file_another_program_looks_at_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, refusals = Path.replace, [5, 32]  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION

    def busy_replace(path: Path, target: Path) -> Path:
        if refusals:
            raise PermissionError(13, f"WinError {refusals.pop()}")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", busy_replace)

    whole_file.write_whole(tmp_path / "keys.json", b"new", durable=True)

    assert (tmp_path / "keys.json").read_bytes() == b"new"
    assert refusals == []


def test_the_page_the_engine_locks_is_copied_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "ledger.db"
    book.write_bytes(os.urandom(MIB) + bytes(PAGE_BYTES) + os.urandom(MIB - PAGE_BYTES))
    file = KeptFile(book)
    place = 0

    def lseek(descriptor: int, offset: int, whence: int) -> int:
        nonlocal place
        place = os.lseek(descriptor, offset, whence)
        return place

    def read(descriptor: int, length: int) -> bytes:
        if place < MIB + PAGE_BYTES and place + length > MIB:
            raise PermissionError(13, "WinError 33")  # ERROR_LOCK_VIOLATION
        return os.read(descriptor, length)

    stand_in = SimpleNamespace(
        name="nt", fstat=os.fstat, lseek=lseek, read=read, SEEK_SET=os.SEEK_SET, close=os.close
    )
    monkeypatch.setattr(kept_file, "_LOCK_BYTE_PAGE", MIB)
    monkeypatch.setattr(kept_file, "os", stand_in)

    copied = b"".join(file.chunks())
    file.close()

    assert copied == book.read_bytes()


# ── asked of a real Windows ──────────────────────────────────────────────────────────────


@pytest.fixture
def windows(not_run: Callable[[str], NoReturn]) -> None:
    """Leave the test where there is no Windows to ask."""
    if os.name != "nt":
        not_run("no Windows")


@pytest.mark.usefixtures("windows")
def test_windows_calls_the_drive_of_its_own_system_a_fixed_one() -> None:
    assert placement.windows_drive_type(Path(os.environ["SYSTEMROOT"])) == 3


@pytest.mark.usefixtures("windows")
def test_windows_keeps_a_second_process_out_of_a_vault(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    held = InstanceLock.acquire(path)
    code = (
        "import pathlib, sys\n"
        "from ledgerdesk.runtime.instance_lock import InstanceLock\n"
        "InstanceLock.acquire(pathlib.Path(sys.argv[1]))\n"
    )
    second = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(second, capture_output=True, check=False, cwd=ROOT / "src")
    held.release()

    assert b"in_use" in done.stderr.lower()


@pytest.mark.usefixtures("windows")
def test_windows_copies_a_book_that_is_open(tmp_path: Path) -> None:
    book = tmp_path / "ledger.db"
    book.write_bytes(bytes(PAGE_BYTES))
    file = KeptFile(book)

    assert b"".join(file.chunks()) == bytes(PAGE_BYTES)
    file.close()


@pytest.mark.usefixtures("windows")
def test_windows_builds_a_folder_whose_two_programs_test_themselves() -> None:
    made = ROOT / "dist" / "ledgerdesk"
    subprocess.run([sys.executable, str(ROOT / "dev.py"), "bundle"], check=True)

    assert (made / "ledgerdeskw.exe").is_file()
    answer = subprocess.run(
        [str(made / "ledgerdesk.exe"), "self-test", "--json"], capture_output=True, check=True
    )
    assert b'"ok": true' in answer.stdout
