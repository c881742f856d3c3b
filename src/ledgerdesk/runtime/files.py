"""Put a file down whole: beside its place first, then in one step over it."""

import os
from pathlib import Path


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that its path holds the old bytes or all of the new ones."""
    beside = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_private(target: Path, data: bytes) -> None:
    """Write a file where nothing is, readable by its owner alone, its bytes synced.

    Its name is durable once the caller has synced the folder. What cannot be written whole is
    not left behind.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        target.unlink()  # ours alone: nothing was there before
        raise


def write_private_line(target: Path, line: str) -> None:
    """Write one line of ASCII where nothing is, readable by its owner alone."""
    write_private(target, line.encode("ascii") + b"\n")
