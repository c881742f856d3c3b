"""Argon2id with named costs: what is read from a file is bounded before a byte is allocated."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ledgerdesk.core.errors import Code, KnownError

SALT_BYTES = 16
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfCost:
    """What one derivation costs: memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    passes: int
    lanes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfBounds:
    """The costs a file may ask for; outside them the file is refused before memory is taken."""

    least_memory_kib: int
    most_memory_kib: int
    least_passes: int
    most_passes: int
    most_lanes: int

    def allow(self, cost: KdfCost) -> bool:
        """Say whether a cost lies within these bounds and within those of Argon2 itself."""
        return (
            self.least_memory_kib <= cost.memory_kib <= self.most_memory_kib
            and self.least_passes <= cost.passes <= self.most_passes
            and 1 <= cost.lanes <= self.most_lanes
            and cost.memory_kib >= 8 * cost.lanes
        )


DEFAULT = KdfCost(memory_kib=64 * KIB_PER_MIB, passes=3, lanes=4)
FLOOR = KdfCost(memory_kib=19 * KIB_PER_MIB, passes=2, lanes=1)
CHEAPEST_ONLY_FOR_TESTING = KdfCost(memory_kib=32, passes=1, lanes=1)

FILE_BOUNDS = KdfBounds(
    least_memory_kib=FLOOR.memory_kib,
    most_memory_kib=1024 * KIB_PER_MIB,
    least_passes=FLOOR.passes,
    most_passes=10,
    most_lanes=8,
)
BOUNDS_ONLY_FOR_TESTING = KdfBounds(
    least_memory_kib=32,
    most_memory_kib=1024 * KIB_PER_MIB,
    least_passes=1,
    most_passes=10,
    most_lanes=8,
)
"""Let a test, and only a test that says so, use `CHEAPEST_ONLY_FOR_TESTING`; no file can."""


def derive_password_key(
    password: bytes, salt: bytes, cost: KdfCost, bounds: KdfBounds = FILE_BOUNDS
) -> bytes:
    """Derive the 32-byte key of a password with Argon2id (RFC 9106).

    A cost outside `bounds` is `keys_damaged`: nothing was allocated for it.
    """
    if not bounds.allow(cost):
        raise KnownError(Code.KEYS_DAMAGED, part="kdf")
    return Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(password)


def calibrate(
    *,
    measure: Callable[[KdfCost], float] | None = None,
    least_seconds: float = 0.3,
    most_seconds: float = 1.0,
) -> KdfCost:
    """Choose the cost for this PC: `DEFAULT` where one unlock stays within the seconds given.

    A slower PC gets less memory, down to `FLOOR`; a faster one gets more passes, up to 10.
    `measure` gives the seconds of one derivation.
    """
    seconds_of = measure or _seconds
    candidates = (DEFAULT, KdfCost(memory_kib=32 * KIB_PER_MIB, passes=3, lanes=4), FLOOR)
    for cost in candidates[:-1]:
        seconds = seconds_of(cost)
        if seconds <= most_seconds:
            return _lengthened(cost, seconds, least_seconds)
    return FLOOR


def _lengthened(cost: KdfCost, seconds: float, least_seconds: float) -> KdfCost:
    """Add passes until one derivation is expected to take `least_seconds`."""
    passes = cost.passes
    while seconds * passes / cost.passes < least_seconds and passes < FILE_BOUNDS.most_passes:
        passes += 1
    return KdfCost(memory_kib=cost.memory_kib, passes=passes, lanes=cost.lanes)


def _seconds(cost: KdfCost) -> float:
    started = time.perf_counter()
    derive_password_key(b"calibration", bytes(SALT_BYTES), cost)
    return time.perf_counter() - started
