"""Measure a whole backup of a large book beside restic and borg on the same file.

Each part of ours stands against its bare equivalent in the same run (`bench.backup`); the checks in
SQL are rows of their own, since no other program has them. Run it on a quiet machine:
`python -m bench.backups_whole [MiB]`.
"""

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from bench.backup import MIB, PAGE_KEY, TimedDrive, _book, _sealing, measure
from ledgerdesk.backup.opening import opened
from ledgerdesk.backup.sealing import Written, put_backup
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.snapshot import findings_in, snapshot_to
from ledgerdesk.vault.primitives import verify_signature

SECRET = "not a secret"


def _timed(*words: str, cwd: Path, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, cwd=cwd, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def _cp(source: Path, folder: Path) -> float:
    """Copy as `cp` does, and wait for the disk."""
    start = time.perf_counter()
    target = folder / "cp"
    subprocess.run(["cp", str(source), str(target)], check=True)
    subprocess.run(["sync", str(target)], check=True)
    took = time.perf_counter() - start
    target.unlink()
    return took


def others(source: Path, folder: Path) -> dict[str, float]:
    """Time restic and borg: back up, check what was written, restore; in seconds."""
    environment = {
        **os.environ,
        "RESTIC_PASSWORD": SECRET,
        "BORG_PASSPHRASE": SECRET,
        "BORG_BASE_DIR": str(folder / "borg-home"),
        "RESTIC_CACHE_DIR": str(folder / "restic-home"),
    }
    found: dict[str, float] = {}

    def timed(name: str, *words: str, cwd: Path = folder) -> None:
        found[name] = _timed(*words, cwd=cwd, environment=environment)

    out = folder / "out"
    if shutil.which("restic"):
        timed("restic_init", "restic", "init", "-r", "r")
        timed("restic_backup", "restic", "backup", "-r", "r", str(source))
        timed("restic_check", "restic", "check", "--read-data", "-r", "r")
        timed("restic_restore", "restic", "restore", "latest", "-r", "r", "--target", str(out))
        shutil.rmtree(out)
        shutil.rmtree(folder / "r")
    if shutil.which("borg"):
        timed("borg_init", "borg", "init", "-e", "repokey-blake2", "b")
        timed("borg_backup", "borg", "create", "b::one", str(source))
        timed("borg_check", "borg", "check", "--verify-data", "b")
        out.mkdir()
        timed("borg_restore", "borg", "extract", str(folder / "b") + "::one", cwd=out)
        shutil.rmtree(out)
        shutil.rmtree(folder / "b")
    return found


def ours(database: Database, source: Path, folder: Path) -> dict[str, float]:
    """Time every part of a backup, a verification and a restore of the same book, in seconds."""
    found, copy, drive = {}, folder / "snapshot", TimedDrive()
    start = time.perf_counter()
    snapshot = snapshot_to(database, copy)
    found["lane_held"] = time.perf_counter() - start
    for name, thorough in (("quick_checks", False), ("thorough_checks", True)):
        start = time.perf_counter()
        assert findings_in(copy, PAGE_KEY, thorough=thorough) == []
        found[name] = time.perf_counter() - start
    start = time.perf_counter()
    written = put_backup(folder, copy, snapshot.sha256(), _sealing(), drive=drive)
    found["sealed_and_read_back"] = time.perf_counter() - start
    written.path.unlink()
    with ThreadPoolExecutor(max_workers=1) as beside:
        sealing = beside.submit(
            put_backup, folder, copy, snapshot.sha256(), _sealing(), drive=TimedDrive()
        )
        waits = _save_until(database, sealing)
        written = sealing.result()
    found["save_beside_median"] = sorted(waits)[len(waits) // 2]
    found["save_beside_worst"] = max(waits)
    copy.unlink()
    start = time.perf_counter()
    with opened(written.path, verify_signature) as file:
        file.refuse_damage(None)
    found["verify"] = time.perf_counter() - start
    start = time.perf_counter()
    with (
        (folder / "restored").open("wb") as restored,
        opened(written.path, verify_signature) as file,
    ):
        for piece in file.payload(bytes(range(32))):
            restored.write(piece)
        restored.flush()
        os.fsync(restored.fileno())
    found["restore"] = time.perf_counter() - start
    (folder / "restored").unlink()
    written.path.unlink()
    assert source.exists()
    return found


def _save_until(database: Database, over: Future[Written]) -> list[float]:
    """Go on saving as a clerk does who does not wait for the backup; give how long each took."""
    waits: list[float] = []
    while not over.done():
        start = time.perf_counter()
        with database.write() as tx:
            tx.run("INSERT INTO t VALUES (randomblob(200))")
        waits.append(time.perf_counter() - start)
        time.sleep(0.05)
    return waits


def _verify_memory(size_mb: int, folder: Path) -> float:
    """Give the MiB by which a process grows that verifies a backup of this size."""
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from ledgerdesk.backup.opening import opened\n"
        "from ledgerdesk.vault.primitives import verify_signature\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with opened(Path(sys.argv[1]), verify_signature) as file:\n"
        "    file.refuse_damage(None)\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print((after - before) / 1024, after / 1024)\n"
    )
    payload = folder / "payload"
    with payload.open("wb") as file:
        for _ in range(size_mb):
            file.write(os.urandom(MIB))
    with payload.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    written = put_backup(folder, payload, digest, _sealing(), drive=TimedDrive())
    payload.unlink()
    done = subprocess.run(
        [sys.executable, "-c", code, str(written.path)], capture_output=True, text=True, check=True
    )
    written.path.unlink()
    return float(done.stdout.split()[0])


def main(size_mb: int) -> None:
    """Print everything, seconds and ratios to `cp`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = _book(folder, size_mb)
        source = folder / "ledger.db"
        cp = min(_cp(source, folder) for _ in range(3))
        print(f"cp {cp:.2f}")
        for who, found in (
            ("ours", ours(database, source, folder)),
            ("others", others(source, folder)),
        ):
            for part, seconds in found.items():
                print(f"{who:7s} {part:24s} {seconds:9.3f} s {seconds / cp:7.2f} × cp")
        database.close()
        source.unlink()
        print(f"verify grows by {_verify_memory(size_mb, folder):.1f} MiB")
    for part, value in measure(size_mb).items():
        print(f"parts   {part:32s} {value:9.2f}")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MiB of this process at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1024)
