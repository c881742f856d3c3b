"""Write one sealed file beside its name, read it back from the disk, and only then name it."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ledgerdesk.backup import naming
from ledgerdesk.backup.blocks import Chain, Reader, blocks_of, sealed_bytes
from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.header import (
    HASH_BYTES,
    MOST_BLOCK_BYTES,
    MOST_HEADER_BYTES,
    Core,
    Header,
    Keys,
    Sign,
    Verify,
    damaged,
    read_header,
    room_for,
    sealed_core,
    signed_keys,
)
from ledgerdesk.core.backups import Origin, Signer
from ledgerdesk.core.canonical import Json
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet

ROOM_TENTHS = 12
"""Free space asked for, in tenths of what is to be written."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sealing:
    """All that turns a payload into a backup: what it says, its slots, its keys as functions."""

    origin: Origin
    facts: bytes
    slots: Json
    signer: Signer
    sign: Sign
    verify: Verify
    mac_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A backup that was read back: its path, its size in bytes and its payload's SHA-256.

    `gone` names the older backups that went by the office's plan once this one stood.
    """

    path: Path
    size: int
    origin: Origin
    payload_sha256: bytes
    gone: tuple[str, ...] = ()


def refuse_tight(
    drive: Drive, folder: Path, payload_bytes: int, largest_file: int | None = None
) -> None:
    """Refuse a folder without 1.2 times the room, or whose files end too early, with `disk_full`.

    `largest_file` is what one file may have there, where the file system has a limit.
    """
    sealed = MOST_HEADER_BYTES + sealed_bytes(payload_bytes, MOST_BLOCK_BYTES)
    if largest_file is not None and sealed > largest_file:
        raise KnownError(Code.DISK_FULL, part="folder", field="folder", reason="fat32")
    with disk_faults("folder"):
        free = drive.free_bytes(folder)
    if free * 10 < payload_bytes * ROOM_TENTHS + 10 * MOST_HEADER_BYTES:
        raise KnownError(Code.DISK_FULL, part="folder", field="folder")


def put_backup(
    folder: Path,
    payload: Path,
    payload_sha256: bytes,
    sealing: Sealing,
    *,
    drive: Drive,
    progress: Progress = quiet,
) -> Written:
    """Seal a payload into a new file of a folder and prove it; older files are not touched.

    The payload must have the SHA-256 given. Raises `disk_full`, `read_only`, `io_failed` (a
    folder that vanished), `damaged` where the disk gives back other bytes than were written.
    Then nothing new carries a backup's name, and the half-written file is gone if it can be.
    """
    with disk_faults("folder"):
        path = naming.unique_path(folder, sealing.origin)
        part = naming.part_of(path)
        with _gone_on_failure(part):
            with payload.open("rb") as source:
                size = payload.stat().st_size
                header = _write(part, source, (size, payload_sha256), sealing, drive, progress)
            _read_back(part, header, sealing, drive, progress)
            drive.rename(part, path)
            try:
                drive.sync_folder(folder)
                _verify_by_name(path, header, sealing.verify)
            except BaseException:
                with suppress(OSError):  # unproved under its name, it is no backup yet
                    drive.rename(path, part)
                raise
    return Written(
        path=path,
        size=naming.expected_bytes(header),
        origin=sealing.origin,
        payload_sha256=payload_sha256,
    )


@contextmanager
def _gone_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # on a drive that was pulled nothing can be tidied
            part.unlink(missing_ok=True)
        raise


def _write(
    part: Path,
    source: IO[bytes],
    expected: tuple[int, bytes],
    sealing: Sealing,
    drive: Drive,
    progress: Progress,
) -> Header:
    payload_bytes, payload_sha256 = expected
    unsigned = Keys(slots=sealing.slots, macs_sha256=bytes(HASH_BYTES), signer=sealing.signer)
    core = Core(
        origin=sealing.origin,
        payload_bytes=payload_bytes,
        payload_sha256=payload_sha256,
        block_bytes=MOST_BLOCK_BYTES,
        keys_reserved=room_for(unsigned),
        facts=sealing.facts,
        signer=sealing.signer,
    )
    lead, core_mac = sealed_core(core, sealing.sign, sealing.mac_key)
    if len(lead) + core.keys_reserved > MOST_HEADER_BYTES:
        raise ValueError("a header holds at most 1 MiB")
    file = drive.create(part)
    try:
        drive.write(file, lead + bytes(core.keys_reserved))
        chain = _write_blocks(file, source, core, sealing.mac_key, core_mac, drive, progress)
        keys = Keys(slots=sealing.slots, macs_sha256=chain, signer=sealing.signer)
        file.seek(len(lead))
        drive.write(file, signed_keys(keys, core_mac, sealing.sign, core.keys_reserved))
        drive.sync(file)
    finally:
        drive.close(file)
    return Header(
        core=core,
        authenticated=lead[: -len(core_mac)],
        core_mac=core_mac,
        keys=keys,
        size=len(lead) + core.keys_reserved,
    )


def _write_blocks(
    file: IO[bytes],
    source: IO[bytes],
    core: Core,
    mac_key: bytes,
    core_mac: bytes,
    drive: Drive,
    progress: Progress,
) -> bytes:
    chain = Chain(mac_key, core_mac)
    digest = hashlib.sha256()
    done = 0
    # The payload's own hash has nothing to wait for: it runs beside the MACs and the disk.
    with ThreadPoolExecutor(max_workers=1) as beside:
        for block in blocks_of(core.payload_bytes, core.block_bytes):
            data = source.read(block.length)
            hashed = beside.submit(digest.update, data)
            drive.write(file, block.lead())
            drive.write(file, data)
            drive.write(file, chain.next(block, data))
            done += len(data)
            progress(done, 2 * core.payload_bytes)
            hashed.result()
    if digest.digest() != core.payload_sha256 or source.read(1):
        raise KnownError(Code.DAMAGED, part="snapshot", found="changed")
    return chain.macs_sha256()


def _read_back(
    part: Path, written: Header, sealing: Sealing, drive: Drive, progress: Progress
) -> None:
    done = 0
    with drive.open_past_the_cache(part) as file:
        header = read_header(file, sealing.verify)
        if header != written:
            raise damaged("header")
        for data in Reader(file, header, sealing.mac_key, hashed=False).read():
            done += len(data)
            progress(written.core.payload_bytes + done, 2 * written.core.payload_bytes)


def _verify_by_name(path: Path, written: Header, verify: Verify) -> None:
    with path.open("rb") as file:
        header = read_header(file, verify)
    if header != written or path.stat().st_size != naming.expected_bytes(written):
        raise damaged("header")
