"""Small sealed files made of any bytes, and a disk whose calls can be made to fail."""

import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.sealing import Sealing, Written, put_backup
from ledgerdesk.core.backups import Origin, Signer
from ledgerdesk.vault import primitives

MAC_KEY = bytes(range(32))
MIB = 1 << 20
ORIGIN = Origin(
    vault_id="00112233445566aa",
    backup_id="1111111111111111",
    branch_id="2222222222222222",
    sequence=7,
    created="2026-11-23T02:00:00.000Z",
    generation=1,
    sheet=1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who signs: a key of his own; nothing here asks whether a root vouches for it."""

    private: bytes = field(default_factory=lambda: primitives.random_bytes(32))

    def signer(self) -> Signer:
        return Signer(
            scope="person",
            subject="aaaaaaaaaaaaaaaa",
            public=primitives.sign_public(self.private),
            certificate=bytes(64),
        )

    def sealing(self, mac_key: bytes = MAC_KEY, **origin: str) -> Sealing:
        return Sealing(
            origin=replace(ORIGIN, **origin),  # type: ignore[arg-type]  # fields named by the test
            facts=b"sealed facts",
            slots={"owners": []},
            signer=self.signer(),
            sign=lambda data: primitives.sign(self.private, data),
            verify=primitives.verify_signature,
            mac_key=mac_key,
        )


def payload(folder: Path, size: int, name: str = "payload") -> tuple[Path, bytes]:
    """Write bytes that no compression and no repetition hides a mistake in."""
    raw = hashlib.shake_256(name.encode()).digest(size)
    path = folder / name
    path.write_bytes(raw)
    return path, raw


def seal(
    folder: Path,
    source: Path,
    sealing: Sealing | None = None,
    drive: Drive | None = None,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> Written:
    """Write a backup of a file into a folder."""
    return put_backup(
        folder,
        source,
        hashlib.sha256(source.read_bytes()).digest(),
        sealing or Maker().sealing(),
        drive=drive or Drive(),
        progress=progress,
    )


def read(path: Path, mac_key: bytes | None = MAC_KEY) -> bytes:
    """Read a backup to its last byte."""
    with opened(path, primitives.verify_signature) as file:
        if mac_key is not None:
            file.refuse_foreign(mac_key)
        return b"".join(file.payload(mac_key))


class BreakingDrive(Drive):
    """A disk whose n-th call fails; `calls` are all that were made, by name."""

    def __init__(self, *, at: int = 0, error: int = errno.EIO) -> None:
        self.calls: list[str] = []
        self._at = at
        self._error = error

    def called(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self._at:
            raise OSError(self._error, os.strerror(self._error))

    def create(self, path: Path) -> IO[bytes]:
        self.called("create")
        return super().create(path)

    def write(self, file: IO[bytes], data: bytes) -> None:
        self.called("write")
        super().write(file, data)

    def sync(self, file: IO[bytes]) -> None:
        self.called("sync")
        super().sync(file)

    def close(self, file: IO[bytes]) -> None:
        super().close(file)
        self.called("close")

    def open_past_the_cache(self, path: Path) -> IO[bytes]:
        self.called("open")
        return super().open_past_the_cache(path)

    def rename(self, path: Path, target: Path) -> None:
        self.called("rename")
        super().rename(path, target)

    def replace(self, path: Path, target: Path) -> None:
        self.called("replace")
        super().replace(path, target)

    def sync_folder(self, folder: Path) -> None:
        self.called("sync_folder")
        super().sync_folder(folder)
