"""The one descriptor on the live book: opened before the engine opens it, closed after.

POSIX drops every lock a process holds on a file when any descriptor of it is closed, so a
second `open` of the live file would silently unlock it (measured). Whatever needs raw bytes
reads them here.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.failures import translated

PAGE_BYTES = 4096
_PLAINTEXT = b"SQLite format 3\x00"
_COPY_CHUNK = 1 << 20
_LOCK_BYTE_PAGE = 1 << 30


class KeptFile:
    """Hold one read-only descriptor of the book for as long as the engine has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        if not path.exists():
            raise KnownError(Code.DAMAGED, part="ledger.db", found="missing")
        with translated("ledger.db"):
            self._descriptor = os.open(path, flags)
        status = os.fstat(self._descriptor)
        self._identity = (status.st_dev, status.st_ino)

    @property
    def journal(self) -> Path:
        """Name the rollback journal beside the book."""
        return self.path.with_name(self.path.name + "-journal")

    def journal_bytes(self) -> int:
        """Tell the size of the journal in bytes; 0 when there is none."""
        try:
            return self.journal.stat().st_size
        except FileNotFoundError:
            return 0

    def refuse_damage(self) -> None:
        """Refuse an empty, torn or plaintext file before the engine may touch it.

        No size check runs while a non-empty journal lies beside the book: the engine recovers a
        torn tail whole (measured).
        """
        size = os.fstat(self._descriptor).st_size
        if size < PAGE_BYTES:
            raise KnownError(Code.DAMAGED, part="ledger.db", found="too_short", size=size)
        if self._read_at(0, len(_PLAINTEXT)) == _PLAINTEXT:
            raise KnownError(Code.NOT_A_VAULT, part="ledger.db", found="plaintext")
        if size % PAGE_BYTES and not self.journal_bytes():
            raise KnownError(Code.DAMAGED, part="ledger.db", found="torn", size=size)

    def refuse_other_size(self, pages: int) -> None:
        """Refuse a file that is not as long as the pages its own header counts."""
        size = os.fstat(self._descriptor).st_size
        if size != pages * PAGE_BYTES:
            raise KnownError(Code.DAMAGED, part="ledger.db", found="size", size=size)

    def refuse_move(self) -> None:
        """Refuse to go on when the path no longer names the file that was opened."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise KnownError(Code.MOVED, part="ledger.db") from error
        if (status.st_dev, status.st_ino) != self._identity:
            raise KnownError(Code.MOVED, part="ledger.db")

    def chunks(self) -> Iterator[bytes]:
        """Yield the file's ciphertext in pieces of at most 1 MiB, from the first byte on."""
        size = os.fstat(self._descriptor).st_size
        offset = 0
        while offset < size:
            wanted = min(_COPY_CHUNK, size - offset)
            if os.name == "nt" and offset == _LOCK_BYTE_PAGE:
                # The engine's lock bytes live in this never used page; Windows refuses to read it.
                piece = bytes(PAGE_BYTES) + self._read_at(offset + PAGE_BYTES, wanted - PAGE_BYTES)
            else:
                piece = self._read_at(offset, wanted)
            if not piece:
                raise KnownError(Code.DAMAGED, part="ledger.db", found="torn", size=offset)
            yield piece
            offset += len(piece)

    def _read_at(self, offset: int, length: int) -> bytes:
        with translated("ledger.db"):
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            return os.read(self._descriptor, length)

    def close(self) -> None:
        """Let go of the descriptor; only after the engine has closed the book."""
        os.close(self._descriptor)
