"""The vault's LOCK: an operating-system lock that keeps a second process out.

The lock dies with its process, so a crash never locks anybody out. What stays behind is the
holder's note; finding one at the next start tells that the last exit was unclean.
"""

import errno
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ledgerdesk.core.errors import Code, KnownError

if sys.platform == "win32":
    import msvcrt

    def _seize(file: IO[bytes]) -> None:
        # A byte far behind the note, so that the note stays readable to others.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a vault: process, what it is, its last beat (seconds since 1970), a copy is due."""

    pid: int | None = None
    role: str = ""
    beat: int = 0
    due: bool = True


class InstanceLock:
    """Hold a vault for this process."""

    def __init__(self, file: IO[bytes], *, unclean: bool) -> None:
        self._file = file
        self.last_exit_was_unclean = unclean

    @classmethod
    def acquire(cls, path: Path) -> "InstanceLock":
        """Take the lock or refuse with `in_use`, naming the holder's process id."""
        try:
            file = path.open("a+b")
        except OSError as error:
            raise KnownError(Code.READ_ONLY, part="LOCK") from error
        try:
            _seize(file)
        except OSError as error:
            pid = holder_of(path).pid
            file.close()
            raise KnownError(Code.IN_USE, pid=pid) from error
        file.seek(0)
        unclean = bool(file.read().strip())
        lock = cls(file, unclean=unclean)
        try:
            lock.note({"pid": os.getpid()})
        except OSError as error:
            with suppress(OSError):  # closing tries to write the same note again
                file.close()
            full = error.errno == errno.ENOSPC
            raise KnownError(Code.DISK_FULL if full else Code.IO_FAILED, part="LOCK") from error
        return lock

    def note(self, holder: dict[str, int | str]) -> None:
        """Leave a note who holds the vault; no personal data."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(holder).encode("ascii"))
        self._file.flush()

    def abandon(self) -> None:
        """Let go after a failed start: an unclean exit stays noted until a start has passed."""
        if self.last_exit_was_unclean:
            self._file.close()
        else:
            self.release()

    def release(self) -> None:
        """Wipe the note, which says that the exit was clean, and let go."""
        self._file.seek(0)
        self._file.truncate()
        self._file.close()


def holder_of(path: Path) -> Holder:
    """Read who says he holds a vault; the note is a courtesy and may say nothing."""
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Holder()
    if not isinstance(record, dict):
        return Holder()
    pid, role, beat, due = (record.get(name) for name in ("pid", "role", "beat", "due"))
    return Holder(
        pid=pid if isinstance(pid, int) else None,
        role=role if isinstance(role, str) else "",
        beat=beat if isinstance(beat, int) else 0,
        due=bool(due),
    )
