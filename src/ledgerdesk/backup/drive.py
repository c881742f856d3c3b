"""The few things a backup asks of a disk, in one place, so that a test can let each fail."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ledgerdesk.core.errors import Code, KnownError

_CODES = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EFBIG: Code.DISK_FULL,  # a file system that ends at 4 GiB, or a limit of this process
    getattr(errno, "EDQUOT", errno.ENOSPC): Code.DISK_FULL,
    errno.EROFS: Code.READ_ONLY,
    errno.EACCES: Code.READ_ONLY,
    errno.EPERM: Code.READ_ONLY,
    errno.EEXIST: Code.EXISTS,
}


@contextmanager
def disk_faults(part: str) -> Iterator[None]:
    """Raise `disk_full`, `read_only`, `exists` or `io_failed` (a folder that vanished) instead."""
    try:
        yield
    except OSError as fault:
        code = _CODES.get(fault.errno or 0, Code.IO_FAILED)
        raise KnownError(code, part=part) from fault


def read_fully(file: IO[bytes], length: int) -> bytes:
    """Read so many bytes, or as many as there are: a file without a buffer may give fewer."""
    data = file.read(length)
    while len(data) < length:
        more = file.read(length - len(data))
        if not more:
            break
        data += more
    return data


class Drive:
    """A real disk; every call may raise OSError."""

    def free_bytes(self, folder: Path) -> int:
        """Tell how many bytes this user may still write there."""
        return shutil.disk_usage(folder).free

    def create(self, path: Path) -> IO[bytes]:
        """Open a new file for writing, readable by its owner alone; an existing one is refused."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.fdopen(os.open(path, flags, 0o600), "w+b", buffering=0)

    def write(self, file: IO[bytes], data: bytes) -> None:
        """Write all of the data at the file's place."""
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]

    def sync(self, file: IO[bytes]) -> None:
        """Return once the disk has the file."""
        file.flush()
        os.fsync(file.fileno())

    def close(self, file: IO[bytes]) -> None:
        """Close a file; some disks say only now that they are full."""
        file.close()

    def open_past_the_cache(self, path: Path) -> IO[bytes]:
        """Open for reading what lies on the disk, not what this PC remembers of it.

        Without a buffer of its own: copying each block through one costs a third (measured).
        """
        file: IO[bytes] = path.open("rb", buffering=0)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)  # reads ahead further
        return file

    def rename(self, path: Path, target: Path) -> None:
        """Give a file its name; one that is taken is refused, never overwritten."""
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        path.rename(target)

    def replace(self, path: Path, target: Path) -> None:
        """Give a file its name in one step; what had the name before is gone."""
        path.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Return once the disk has the folder's names; Windows keeps them by itself."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
