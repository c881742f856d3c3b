"""C-05, C-25: a backup is whole and proved under its name, or it is not there at all."""

import errno
import shutil
from pathlib import Path
from typing import IO

import pytest
from tests.backup.sealed import MIB, BreakingDrive, Maker, payload, read, seal

from ledgerdesk.backup import naming
from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.sealing import refuse_tight
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.primitives import verify_signature

SIZE = 2 * MIB + 4096


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def offered(stick: Path) -> list[str]:
    found = naming.found_in(stick, Maker().sealing().origin.vault_id, verify_signature)
    return [one.path.name for one in found]


def test_what_is_sealed_comes_back_byte_for_byte(stick: Path, tmp_path: Path) -> None:
    source, raw = payload(tmp_path, SIZE)

    written = seal(stick, source)

    assert read(written.path) == raw
    assert read(written.path, None) == raw
    assert written.path.stat().st_size == written.size
    assert written.path.name == "ledgerdesk-00112233-20261123T020000Z-000007.ldbk"
    assert written.path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in stick.iterdir()] == [written.path.name]


@pytest.mark.parametrize("size", [4096, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_every_length_of_payload_has_its_blocks(size: int, stick: Path, tmp_path: Path) -> None:
    source, raw = payload(tmp_path, size)

    assert read(seal(stick, source).path) == raw


def test_a_second_backup_of_the_same_moment_gets_a_name_of_its_own(
    stick: Path, tmp_path: Path
) -> None:
    source, _ = payload(tmp_path, 4096)
    first = seal(stick, source).path
    before = first.read_bytes()

    second = seal(stick, source, Maker().sealing(backup_id="3" * 16)).path

    assert second.name == f"{first.stem}-2.ldbk"
    assert first.read_bytes() == before
    assert len(offered(stick)) == 2


def calls_of_one_backup(stick: Path, source: Path) -> list[str]:
    drive = BreakingDrive()
    seal(stick, source, drive=drive).path.unlink()
    return drive.calls


def test_whichever_call_of_the_disk_fails_nothing_is_offered_and_the_old_one_stands(
    stick: Path, tmp_path: Path
) -> None:
    source, raw = payload(tmp_path, SIZE)
    calls = calls_of_one_backup(stick, source)
    old = seal(stick, source).path
    before = old.read_bytes()
    assert calls.count("write") == 2 + 3 * 3
    assert {"create", "sync", "close", "open", "rename", "sync_folder"} < set(calls)

    for at in range(1, len(calls) + 1):
        for error, code in (
            (errno.EIO, Code.IO_FAILED),
            (errno.ENOSPC, Code.DISK_FULL),
            (errno.EROFS, Code.READ_ONLY),
            (errno.EFBIG, Code.DISK_FULL),
        ):
            drive = BreakingDrive(at=at, error=error)
            with pytest.raises(KnownError) as refused:
                seal(stick, source, Maker().sealing(backup_id="4" * 16), drive=drive)

            assert refused.value.code is code
            assert offered(stick) == [old.name]
            assert [one.name for one in stick.iterdir()] == [old.name]
    assert old.read_bytes() == before
    assert read(seal(stick, source).path) == raw


class LyingDrive(Drive):
    """A disk that takes every byte and gives one back changed."""

    def open_past_the_cache(self, path: Path) -> IO[bytes]:
        raw = bytearray(path.read_bytes())
        raw[-100] ^= 1
        path.write_bytes(raw)
        return super().open_past_the_cache(path)


def test_a_disk_that_gives_back_other_bytes_is_never_called_done(
    stick: Path, tmp_path: Path
) -> None:
    source, _ = payload(tmp_path, SIZE)

    with pytest.raises(KnownError) as refused:
        seal(stick, source, drive=LyingDrive())

    assert (refused.value.code, refused.value.details["block"]) == (Code.DAMAGED, 3)
    assert list(stick.iterdir()) == []


class PulledDrive(BreakingDrive):
    """A stick that is pulled: its folder is gone from one call on."""

    def __init__(self, stick: Path, *, at: int) -> None:
        super().__init__()
        self._stick = stick
        self._pull = at

    def called(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) >= self._pull:
            if self._stick.exists():
                self._stick.rename(self._stick.with_name("elsewhere"))
            raise OSError(errno.ENODEV, "pulled")


def test_a_stick_pulled_at_any_moment_is_a_known_error_and_keeps_the_old_one(
    stick: Path, tmp_path: Path
) -> None:
    source, raw = payload(tmp_path, SIZE)
    calls = calls_of_one_backup(stick, source)
    old = seal(stick, source).path

    for at in range(1, len(calls) + 1):
        with pytest.raises(KnownError) as refused:
            seal(stick, source, drive=PulledDrive(stick, at=at))
        (tmp_path / "elsewhere").rename(stick)

        assert refused.value.code is Code.IO_FAILED
        # The call that names the file may be the last that reached the stick.
        assert set(offered(stick)) - {old.name} <= {f"{old.stem}-2.ldbk"}
        assert all(read(stick / name) == raw for name in offered(stick))
        for left in stick.iterdir():
            if left != old:
                left.unlink()


def test_a_cancelled_backup_leaves_the_folder_as_it_was(stick: Path, tmp_path: Path) -> None:
    source, _ = payload(tmp_path, SIZE)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 4:
            raise KnownError(Code.CANCELLED)

    with pytest.raises(KnownError) as cancelled:
        seal(stick, source, progress=stop)

    assert cancelled.value.code is Code.CANCELLED
    assert told[-1] == (SIZE + MIB, 2 * SIZE)  # three blocks written, one read back
    assert list(stick.iterdir()) == []


def test_a_snapshot_that_changed_on_the_way_is_no_backup(stick: Path, tmp_path: Path) -> None:
    source, _ = payload(tmp_path, SIZE)

    def change(done: int, _: int) -> None:
        if done == MIB:
            with source.open("r+b") as file:
                file.seek(2 * MIB)
                file.write(b"\0" * 16)

    with pytest.raises(KnownError) as refused:
        seal(stick, source, progress=change)

    assert refused.value.code is Code.DAMAGED
    assert list(stick.iterdir()) == []


def test_too_little_room_is_refused_before_anything_is_written(stick: Path) -> None:
    free = shutil.disk_usage(stick).free

    with pytest.raises(KnownError) as refused:
        refuse_tight(Drive(), stick, free)

    assert refused.value.code is Code.DISK_FULL
    refuse_tight(Drive(), stick, 1000)


def test_a_file_larger_than_the_drive_allows_is_refused_before_anything_is_written(
    stick: Path,
) -> None:
    limit = 2**32 - 1

    with pytest.raises(KnownError) as refused:
        refuse_tight(Roomy(), stick, limit, largest_file=limit)

    assert (refused.value.code, refused.value.details["reason"]) == (Code.DISK_FULL, "fat32")
    assert list(stick.iterdir()) == []
    refuse_tight(Roomy(), stick, limit)
    refuse_tight(Roomy(), stick, limit - 3 * MIB, largest_file=limit)
    with pytest.raises(KnownError):  # the seals of the blocks count too
        refuse_tight(Roomy(), stick, limit - MIB, largest_file=limit)


class Roomy(Drive):
    def free_bytes(self, folder: Path) -> int:
        assert folder.is_dir()
        return 10**12


def test_a_half_written_file_is_never_offered_and_known_as_ours(
    stick: Path, tmp_path: Path
) -> None:
    source, _ = payload(tmp_path, 4096)
    written = seal(stick, source).path
    part = naming.part_of(written)
    written.rename(part)

    assert offered(stick) == []
    assert naming.left_half_written(stick, "00112233445566aa") == [part]
    assert naming.left_half_written(stick, "f" * 16) == []


def test_damaged_cut_and_foreign_files_are_not_offered(stick: Path, tmp_path: Path) -> None:
    source, _ = payload(tmp_path, 4096)
    good = seal(stick, source).path
    (stick / "photo.ldbk").write_bytes(b"\x89PNG" * 1000)
    (stick / "cut.ldbk").write_bytes(good.read_bytes()[:-1])
    (stick / "empty.ldbk").touch()

    assert offered(stick) == [good.name]
