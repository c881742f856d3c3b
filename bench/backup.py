"""Measure a backup's parts, each against its bare equivalent in the same run."""

import hashlib
import hmac
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.sealing import Sealing, put_backup
from ledgerdesk.core.backups import Origin, Signer
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.snapshot import snapshot_to
from ledgerdesk.vault import primitives

MIB = 1 << 20
ROUNDS = 7
MAC_KEY = bytes(range(32))
PAGE_KEY = "5a" * 32
ORIGIN = Origin(
    vault_id="0" * 16,
    backup_id="1" * 16,
    branch_id="2" * 16,
    sequence=1,
    created="2026-11-23T02:00:00.000Z",
    generation=1,
    sheet=1,
)


class TimedDrive(Drive):
    """The real disk; it remembers when the read-back began and when it had passed."""

    def __init__(self) -> None:
        self.read_back_from = 0.0
        self.read_back_to = 0.0

    def open_past_the_cache(self, path: Path) -> IO[bytes]:
        self.read_back_from = time.perf_counter()
        return super().open_past_the_cache(path)

    def rename(self, path: Path, target: Path) -> None:
        self.read_back_to = time.perf_counter()
        super().rename(path, target)


def _book(folder: Path, size_mb: int) -> Database:
    database = Database.create(folder / "ledger.db", PAGE_KEY)
    with database.write() as tx:
        tx.run("CREATE TABLE t (data BLOB) STRICT")
        for _ in range(size_mb):
            tx.run("INSERT INTO t VALUES (randomblob(?))", (MIB,))
    return database


def _sealing() -> Sealing:
    private = primitives.random_bytes(32)
    signer = Signer(
        scope="person",
        subject="a" * 16,
        public=primitives.sign_public(private),
        certificate=bytes(64),
    )
    return Sealing(
        origin=ORIGIN,
        facts=bytes(1000),
        slots={},
        signer=signer,
        sign=lambda data: primitives.sign(private, data),
        verify=primitives.verify_signature,
        mac_key=MAC_KEY,
    )


def _backup(folder: Path, database: Database) -> dict[str, float]:
    """Time the three parts of one backup, in seconds."""
    copy = folder / "snapshot"
    start = time.perf_counter()
    snapshot = snapshot_to(database, copy)
    taken = time.perf_counter()
    drive = TimedDrive()
    written = put_backup(folder, copy, snapshot.sha256(), _sealing(), drive=drive)
    copy.unlink()
    written.path.rename(folder / "sealed")
    return {
        "snapshot": taken - start,
        "snapshot_and_sealed": drive.read_back_from - start,
        "read_back": drive.read_back_to - drive.read_back_from,
    }


def _written(source: Path, target: Path, digest: "hashlib._Hash | None") -> None:
    with source.open("rb") as read, target.open("wb") as file:
        while piece := read.read(MIB):
            if digest is not None:
                digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _bare(folder: Path) -> dict[str, float]:
    """Time the same bytes handled with nothing but the system's own calls, in seconds."""
    plain, second = folder / "plain", folder / "second"
    start = time.perf_counter()
    _written(folder / "ledger.db", plain, None)
    copied = time.perf_counter()
    plain.unlink()
    begun = time.perf_counter()
    _written(folder / "ledger.db", plain, hashlib.sha256())
    _written(plain, second, None)
    twice = time.perf_counter()
    mac = hmac.new(MAC_KEY, digestmod="sha256")
    # A file written just now, as ours is: what was read once comes faster off a disk with a cache.
    with Drive().open_past_the_cache(second) as file:
        while piece := file.read(MIB):
            mac.update(piece)
    read = time.perf_counter()
    for path in (plain, second):
        path.unlink()
    return {
        "snapshot": copied - start,
        "snapshot_and_sealed": twice - begun,
        "read_back": read - twice,
    }


def measure(size_mb: int = 100) -> dict[str, float]:
    """Best of alternating rounds in ms, ours and bare, and their ratios.

    What another process took away is in no best round.
    """
    ours: list[dict[str, float]] = []
    bare: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = _book(folder, size_mb)
        for _ in range(ROUNDS):
            ours.append(_backup(folder, database))
            bare.append(_bare(folder))
            (folder / "sealed").unlink()
        database.close()
    found: dict[str, float] = {"size_mb": float(size_mb)}
    for part in ours[0]:
        mine = min(one[part] for one in ours)
        theirs = min(one[part] for one in bare)
        found[f"{part}_ms"] = mine * 1000
        found[f"{part}_bare_ms"] = theirs * 1000
        found[f"{part}_ratio"] = mine / theirs
    return found


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for name, value in measure(size).items():
        print(f"{name:32s} {value:9.2f}")
