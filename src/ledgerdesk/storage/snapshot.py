"""A raw copy of the ciphertext, and the checks that run on the copy instead of the live book."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.storage.database import CIPHER_CHECK, Database, Transaction, connected
from ledgerdesk.storage.failures import translated
from ledgerdesk.storage.kept_file import KeptFile

INTEGRITY_CHECK = "PRAGMA integrity_check"
QUICK_CHECK = "PRAGMA quick_check"
FOREIGN_KEY_CHECK = "PRAGMA foreign_key_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A copy on disk: its path and its size in bytes."""

    path: Path
    size: int

    def sha256(self) -> bytes:
        """Hash the copy's ciphertext; not while copying, when the desk waits for the lock."""
        with translated("snapshot"), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()


def snapshot_to(database: Database, target: Path) -> Snapshot:
    """Copy the book's ciphertext to a new file, durable when this returns.

    The write lock is held for the copy and for nothing longer. Raises `exists` for a path that
    is taken, `disk_full`, and a bug when called inside a transaction.
    """
    if target.exists():
        raise KnownError(Code.EXISTS, part="snapshot")
    size = 0
    done = False
    try:
        with translated("snapshot"), target.open("xb") as copy:
            target.chmod(0o600)
            with database.at_rest() as kept:
                for piece in kept.chunks():
                    copy.write(piece)
                    size += len(piece)
            copy.flush()
            os.fsync(copy.fileno())
        done = True
    finally:
        if not done:
            target.unlink(missing_ok=True)
    return Snapshot(path=target, size=size)


def findings_in(path: Path, page_key_hex: str, *, thorough: bool) -> list[str]:
    """Check a copy that nobody writes: page HMACs, structure, foreign keys; empty means whole.

    `thorough` runs `integrity_check`, otherwise `quick_check`; each sees what the cipher check
    misses and the reverse (measured).
    """
    kept = KeptFile(path)
    try:
        kept.refuse_damage()
    finally:
        kept.close()
    connection = connected(path, page_key_hex, mode="ro")
    try:
        with translated("snapshot"):
            found = [f"cipher: {row[0]}" for row in connection.execute(CIPHER_CHECK)]
            check = INTEGRITY_CHECK if thorough else QUICK_CHECK
            found += [f"structure: {row[0]}" for row in connection.execute(check) if row[0] != "ok"]
            found += [f"reference: {row[0]}" for row in connection.execute(FOREIGN_KEY_CHECK)]
    finally:
        connection.close()
    return found


@contextmanager
def reading(path: Path, page_key_hex: str) -> Iterator[Transaction]:
    """Read a copy that nobody writes; raises `damaged` where the key or the file is wrong."""
    connection = connected(path, page_key_hex, mode="ro")
    tx = Transaction(connection)
    try:
        with translated("snapshot"):
            connection.execute("BEGIN")
        yield tx
    finally:
        tx.end()
        connection.close()
