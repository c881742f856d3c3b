"""Public ids: 16 hex digits of a time-ordered random number, unique within a book.

The number keeps clear of the highest bit, so that a table may use it as its row id.
"""

import re
from datetime import UTC, date, datetime

RANDOM_BITS = 21
TIME_BITS = 42  # milliseconds since 1970, enough until the year 2109
ROOM_DAYS = 40
_SHAPE = re.compile(r"[0-7][0-9a-f]{15}")
_EPOCH = date(1970, 1, 1).toordinal()


def number_at(milliseconds: int, random: int) -> int:
    """Join a UTC time in ms and 21 random bits into a number that rises as time does."""
    if not 0 <= milliseconds < 1 << TIME_BITS or not 0 <= random < 1 << RANDOM_BITS:
        raise ValueError("a public id holds 42 bits of time and 21 of chance")
    return milliseconds << RANDOM_BITS | random


def pub_of(milliseconds: int, random: int) -> str:
    """Write the id of a UTC time in ms and 21 random bits; ids sort as time does."""
    return f"{number_at(milliseconds, random):016x}"


def number_of(pub: str) -> int:
    """Give the number an id writes, the row id of a trade; -1, which is nobody's, for no id."""
    return int(pub, 16) if _SHAPE.fullmatch(pub) else -1


def drawn_at(pub: str) -> datetime:
    """Tell the UTC moment at which an id was drawn."""
    return datetime.fromtimestamp((number_of(pub) >> RANDOM_BITS) / 1000, UTC)


def range_of_days(first: date, last: date) -> tuple[int, int]:
    """Bound the numbers of ids drawn in a run of calendar days, with room for zones and closes.

    Ids rise with time, so a list of days walks this range of ids and filters by the day itself.
    The room is `ROOM_DAYS` at both ends: an office's day is not UTC's, and a taking after a close
    belongs to the next business day.
    """
    bounds = (_milliseconds(first, -ROOM_DAYS), _milliseconds(last, ROOM_DAYS + 1))
    return bounds[0] << RANDOM_BITS, bounds[1] << RANDOM_BITS


def _milliseconds(day: date, shift: int) -> int:
    days = day.toordinal() + shift - _EPOCH
    return min(max(days * 86_400_000, 0), (1 << TIME_BITS) - 1)
