"""Open a backup file for reading: its header first, its blocks only as they prove themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ledgerdesk.backup import naming
from ledgerdesk.backup.blocks import Reader
from ledgerdesk.backup.drive import disk_faults
from ledgerdesk.backup.header import Core, Header, Keys, Verify, damaged, read_header
from ledgerdesk.core.errors import Code, KnownError


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup open for reading; nothing of it is believed before its signers are proved."""

    header: Header
    _file: IO[bytes]

    @property
    def core(self) -> Core:
        """Give what the file says of itself."""
        return self.header.core

    @property
    def keys(self) -> Keys:
        """Give the key section."""
        return self.header.keys

    def refuse_foreign(self, mac_key: bytes) -> None:
        """Refuse a core that was not written with this backup's key."""
        if not self.header.is_authentic(mac_key):
            raise KnownError(Code.NOT_OURS, source="backup", part="header")

    def payload(self, mac_key: bytes | None) -> Iterator[bytes]:
        """Yield the payload in pieces of at most 1 MiB, with a key each one proved.

        Raises `damaged` with its part, at the latest after the last piece, and `not_ours`.
        """
        self._file.seek(self.header.size)
        return Reader(self._file, self.header, mac_key).read()

    def refuse_damage(self, mac_key: bytes | None) -> None:
        """Read every byte; without a key only accidents are found."""
        for _ in self.payload(mac_key):
            continue


@contextmanager
def opened(path: Path, verify: Verify) -> Iterator[OpenBackup]:
    """Open a file and read its header; its length must be the one its header asks for.

    Raises `file_not_found`, `not_ours` for a file of another kind, `newer_version`, `damaged`.
    """
    if not path.is_file():
        raise KnownError(Code.FILE_NOT_FOUND, field="file")
    with disk_faults("file"):
        file: IO[bytes] = path.open("rb", buffering=0)
    with file:
        with disk_faults("file"):
            header = read_header(file, verify)
            size, expected = path.stat().st_size, naming.expected_bytes(header)
        if size != expected:
            raise damaged("end", missing=max(0, expected - size), surplus=max(0, size - expected))
        yield OpenBackup(header, file)
