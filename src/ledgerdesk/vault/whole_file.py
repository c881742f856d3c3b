"""A small file is replaced whole or not at all, and a fault of the disk is a known error."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError

RETRY_SECONDS = 2.0
_PAUSE_SECONDS = 0.05
_CODES = {
    errno.ENOSPC: Code.DISK_FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): Code.DISK_FULL,
    errno.EROFS: Code.READ_ONLY,
    errno.EACCES: Code.READ_ONLY,
    errno.EPERM: Code.READ_ONLY,
}

Step = Callable[[str], None]
"""Called after each step of a write with its name; a test raises from it."""


def no_fault(_: str) -> None:
    """Let every step pass."""


@contextmanager
def disk_faults_as_known_errors(part: str) -> Iterator[None]:
    """Turn an OSError into `disk_full`, `read_only` or `io_failed` with the part concerned."""
    try:
        yield
    except OSError as fault:
        code = _CODES.get(fault.errno or 0, Code.IO_FAILED)
        raise KnownError(code, part=part) from fault


def temporary_beside(path: Path) -> Path:
    """Name the temporary file a replacement is prepared in: same folder, one fixed name."""
    return path.with_name(path.name + ".new")


def write_whole(
    path: Path,
    data: bytes,
    *,
    durable: bool,
    check: Callable[[bytes], None] | None = None,
    step: Step = no_fault,
) -> None:
    """Write beside, read back, replace; with `durable` the disk is told to keep file and name.

    `check` is called with the bytes read back before anything is replaced. Raises OSError.
    """
    beside = temporary_beside(path)
    _write(beside, data, durable=durable)
    step("written")
    read_back = beside.read_bytes()
    if read_back != data:
        raise OSError(errno.EIO, "read back other bytes than were written")
    if check is not None:
        check(read_back)
    step("checked")
    _replace(beside, path)
    step("replaced")
    if durable:
        sync_folder(path.parent)
        step("named")


def sync_folder(folder: Path) -> None:
    """Tell the disk to keep a folder's names; Windows does so by itself and cannot be told."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes, *, durable: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    """Replace, trying for 2 s where another program holds the target open (Windows)."""
    deadline = time.monotonic() + RETRY_SECONDS
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
