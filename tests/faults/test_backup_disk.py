"""C-25: a full disk and a folder that vanishes while a backup is written: never "done"."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from tests.support.backup_office import OWNERS, BackedUp, make_backed_up
from tests.support.still_office import desk_of

from ledgerdesk.backup.drive import Drive
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.backups import Backups
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    made = make_backed_up(tmp_path_factory.mktemp("made") / "office")
    made.back_up()
    return made


@pytest.fixture
def backed_up(template: BackedUp, tmp_path: Path) -> Iterator[BackedUp]:
    copy = template.copied(tmp_path / "office")
    yield copy
    copy.office.close()


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Blind(Drive):
    """A disk that says it has room."""

    def free_bytes(self, folder: Path) -> int:
        return 1 << 40 if folder.exists() else 0


def backups_of(backed_up: BackedUp) -> Backups:
    return Backups(desk_of(backed_up.office.open()), drive=Blind(), bounds=BOUNDS_ONLY_FOR_TESTING)


def test_a_file_that_may_not_grow_is_a_full_disk_and_leaves_the_old_backup(
    backed_up: BackedUp,
) -> None:
    (old,) = backed_up.stick.iterdir()
    before = old.read_bytes()
    backups = backups_of(backed_up)
    book = backed_up.office.vault / "ledger.db"

    # The snapshot still fits; the sealed file, which is longer, does not.
    with files_end_at(book.stat().st_size + 4096), pytest.raises(KnownError) as refused:
        backups.make(backed_up.stick)

    assert refused.value.code is Code.DISK_FULL
    assert list(backed_up.stick.iterdir()) == [old]
    assert old.read_bytes() == before
    assert backups.make(backed_up.stick).value.sequence == 2


def test_a_snapshot_that_finds_no_room_is_a_full_disk(backed_up: BackedUp) -> None:
    backups = backups_of(backed_up)

    with files_end_at(100_000), pytest.raises(KnownError) as refused:
        backups.make(backed_up.stick)

    assert refused.value.code is Code.DISK_FULL
    assert list((backed_up.office.vault / "backups").iterdir()) == []


def test_a_folder_that_vanishes_while_writing_is_a_known_error_and_nothing_is_logged(
    backed_up: BackedUp,
) -> None:
    ledger = backed_up.office.open()
    gone = backed_up.stick.with_name("gone")

    def pull(done: int, _: int) -> None:
        if backed_up.stick.exists():
            backed_up.stick.rename(gone)

    with pytest.raises(KnownError) as refused:
        ledger.backups.make(backed_up.stick, pull)

    assert refused.value.code is Code.IO_FAILED
    assert desk_of(ledger).database.in_transaction is False
    (old,) = [path for path in gone.iterdir() if path.suffix == ".ldbk"]
    assert backed_up.office.house.verify_backup(old, OWNERS).authentic


def test_a_stick_that_is_really_full_keeps_its_old_backup(
    backed_up: BackedUp, tmp_path: Path, not_run: Callable[[str], NoReturn]
) -> None:
    """A small file system of its own: room for one backup and a half."""
    (old,) = backed_up.stick.iterdir()
    room = old.stat().st_size * 3 // 2 // 4096 * 4
    small = tmp_path / "small"
    small.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        not_run("only root may mount a small file system")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        not_run("this machine lets nobody mount")
    try:
        backups = backups_of(backed_up)
        first = backups.make(small).value.path
        before = first.read_bytes()

        with pytest.raises(KnownError) as refused:
            backups.make(small)

        assert refused.value.code is Code.DISK_FULL
        assert list(small.iterdir()) == [first]
        assert first.read_bytes() == before
    finally:
        subprocess.run(["umount", str(small)], check=True)
