"""Wrong passwords slow the next try, 0, 0, 0, 1, 2, 4, 8, 16, 30 s, and never lock anybody out.

The file keeps a count and the PC's seconds since it was switched on, never a time of day: a
wrong clock changes nothing, and a count of seconds that makes no sense lets the try pass.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.vault.whole_file import write_whole

FILE_NAME = "throttle.json"
DELAYS = (0, 0, 0, 1, 2, 4, 8, 16, 30)
_MOST_FILE_BYTES = 4096
_MOST_COUNT = 2**31
_MOST_MILLISECONDS = 2**53 - 1
_COUNTED = {Code.WRONG_PASSWORD, Code.WRONG_RECOVERY_KEY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often in a row a try was wrong, and the PC's own seconds at the last one, in ms."""

    count: int
    at_ms: int


@dataclass(slots=True)
class Throttle:
    """The counts of one vault, kept in the vault and in the per-user folder; the larger counts.

    `damaged` says that a place held nonsense, which counts as zero and asks for an audit note;
    `unwritten` that no place could be written.
    """

    places: tuple[Path, ...]
    monotonic: Callable[[], float] = time.monotonic
    damaged: bool = field(default=False, init=False)
    unwritten: bool = field(default=False, init=False)

    def failures(self) -> int:
        """Give the number of wrong tries in a row."""
        return self._read().count

    def retry_after(self) -> int:
        """Give the whole seconds the next try has to wait, 0 to 30."""
        failures = self._read()
        delay = DELAYS[min(failures.count, len(DELAYS)) - 1] if failures.count else 0
        passed = self.monotonic() - failures.at_ms / 1000
        if passed < 0:  # the PC was switched on since: it took longer than any delay
            return 0
        return max(0, math.ceil(delay - passed))

    @contextmanager
    def attempt(self) -> Iterator[int]:
        """Run one try at a password and give the number of wrong ones before it.

        Raises `throttled` with `retry_after` instead of running it. The try is counted before
        it runs, so ending the program in time does not help; it is taken back when it was
        right, or when something else than the password was wrong.
        """
        wait = self.retry_after()
        if wait:
            raise KnownError(Code.THROTTLED, retry_after=wait)
        before = self._read()
        self._write(Failures(count=before.count + 1, at_ms=self._now_ms()))
        try:
            yield before.count
        except KnownError as problem:
            if problem.code not in _COUNTED:
                self._write(before)
            raise
        except Exception:
            self._write(before)
            raise
        self._write(Failures(count=0, at_ms=0))

    def _now_ms(self) -> int:
        return max(0, int(self.monotonic() * 1000))

    def _read(self) -> Failures:
        found = [self._read_one(path) for path in self.places]
        return max(found, key=lambda one: one.count, default=Failures(count=0, at_ms=0))

    def _read_one(self, path: Path) -> Failures:
        try:
            with path.open("rb") as file:
                raw = file.read(_MOST_FILE_BYTES + 1)
            tree = canonical.from_bytes(raw, most_bytes=_MOST_FILE_BYTES)
            record = canonical.record_of(tree, {"at_ms", "count", "format"}, "throttle")
            canonical.integer_of(record["format"], "throttle", least=1, most=1)
            return Failures(
                count=canonical.integer_of(record["count"], "throttle", least=0, most=_MOST_COUNT),
                at_ms=canonical.integer_of(
                    record["at_ms"], "throttle", least=0, most=_MOST_MILLISECONDS
                ),
            )
        except FileNotFoundError:
            return Failures(count=0, at_ms=0)
        except (Malformed, OSError):
            self.damaged = True
            return Failures(count=0, at_ms=0)

    def _write(self, failures: Failures) -> None:
        raw = canonical.to_bytes(
            {"at_ms": failures.at_ms, "count": min(failures.count, _MOST_COUNT), "format": 1}
        )
        written = 0
        for path in self.places:
            # A folder that cannot be written must not keep the owner out of his book.
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, raw, durable=False)
                written += 1
        self.unwritten = written == 0
