"""Public ids and salts: the one place that draws random numbers for rows."""

import secrets

from ledgerdesk.core.pubs import RANDOM_BITS, number_at
from ledgerdesk.runtime.clock import Clock


class Chance:
    """Draw ids that rise within a process even when the clock stands or goes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def pub(self) -> str:
        """Draw the next public id: 16 hex digits, greater than the one before."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        drawn = number_at(milliseconds, secrets.randbits(RANDOM_BITS))
        if drawn <= self._last:
            drawn = self._last + 1 + secrets.randbelow(1 << 10)
        self._last = drawn
        return f"{drawn:016x}"

    def salt(self) -> bytes:
        """Draw the 16-byte salt of a row's digests."""
        return secrets.token_bytes(16)
