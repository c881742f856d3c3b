"""Where a new row comes from: its public id, its salt, its moment and its author."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who added a row, when (stored UTC), under which id and salt."""

    pub: str
    salt: bytes
    at: str
    staff_id: int
