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


def write_private_line(target: Path, line: str) -> None:
    """Write one line where nothing is, readable by its owner alone, durable when this returns."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(target, flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(line.encode("ascii") + b"\n")
        file.flush()
        os.fsync(file.fileno())
