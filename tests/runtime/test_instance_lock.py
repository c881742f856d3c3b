"""One process holds a vault; what it leaves behind tells whether it ended well."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.instance_lock import InstanceLock

SOURCE = Path(__file__).resolve().parents[2] / "src"
HOLD = """
import sys
from pathlib import Path
from ledgerdesk.runtime.instance_lock import InstanceLock
lock = InstanceLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def _held_elsewhere(path: Path) -> Iterator[int]:
    """Let another process hold the lock; it ends without a word, as a crash does."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"held\n"
    try:
        yield holder.pid
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()


def test_a_second_process_is_refused_with_the_holders_id(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    with _held_elsewhere(path) as pid:
        with pytest.raises(KnownError) as refusal:
            InstanceLock.acquire(path)
        assert json.loads(path.read_bytes()) == {"pid": pid}

    assert refusal.value.code is Code.IN_USE
    assert refusal.value.details == {"pid": pid}


def test_a_crash_locks_nobody_out_and_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    with _held_elsewhere(path):
        pass

    lock = InstanceLock.acquire(path)

    assert lock.last_exit_was_unclean
    lock.release()


def test_a_second_hold_in_this_process_is_refused(tmp_path: Path) -> None:
    lock = InstanceLock.acquire(tmp_path / "LOCK")

    with pytest.raises(KnownError) as refusal:
        InstanceLock.acquire(tmp_path / "LOCK")

    assert refusal.value.details == {"pid": os.getpid()}
    lock.release()


def test_a_release_says_that_the_exit_was_clean(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    first = InstanceLock.acquire(path)
    assert not first.last_exit_was_unclean
    first.release()
    assert path.read_bytes() == b""

    second = InstanceLock.acquire(path)

    assert not second.last_exit_was_unclean
    second.release()


def test_an_abandoned_start_keeps_the_note_of_an_unclean_exit(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    with _held_elsewhere(path):
        pass
    for _ in range(2):
        lock = InstanceLock.acquire(path)
        assert lock.last_exit_was_unclean
        lock.abandon()

    last = InstanceLock.acquire(path)
    last.release()
    assert path.read_bytes() == b""


def test_an_abandoned_start_after_a_clean_exit_leaves_no_note(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    InstanceLock.acquire(path).abandon()

    assert path.read_bytes() == b""


def test_a_longer_note_before_is_wiped_by_a_shorter_one(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    lock = InstanceLock.acquire(path)
    lock.note({"pid": 1, "role": "window", "heartbeat": "x" * 100})
    lock.note({"pid": 2})

    assert json.loads(path.read_bytes()) == {"pid": 2}
    lock.release()


@pytest.mark.parametrize("note", [b"\xff", b"[]", b"{}", b'{"pid": "no"}', b"{" * 100])
def test_a_note_that_cannot_be_read_still_refuses(note: bytes, tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    lock = InstanceLock.acquire(path)
    path.write_bytes(note)

    with pytest.raises(KnownError) as refusal:
        InstanceLock.acquire(path)

    assert refusal.value.code is Code.IN_USE
    assert refusal.value.details == {"pid": None}
    lock.release()


def test_a_place_without_the_vault_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as refusal:
        InstanceLock.acquire(tmp_path / "missing" / "LOCK")

    assert refusal.value.code is Code.READ_ONLY
