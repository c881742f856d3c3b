"""Public ids: 16 hex digits of a time-ordered random number, unique within a book."""

RANDOM_BITS = 22
TIME_BITS = 42  # milliseconds since 1970, enough until the year 2109


def pub_of(milliseconds: int, random: int) -> str:
    """Join a UTC time in ms and 22 random bits into an id that sorts as time does."""
    if not 0 <= milliseconds < 1 << TIME_BITS or not 0 <= random < 1 << RANDOM_BITS:
        raise ValueError("a public id holds 42 bits of time and 22 of chance")
    return f"{milliseconds << RANDOM_BITS | random:016x}"
