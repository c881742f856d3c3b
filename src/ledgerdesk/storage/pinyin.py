"""Read a Chinese character: the only place that knows pypinyin."""

from functools import lru_cache

_REMEMBERED = 16_384


@lru_cache(maxsize=_REMEMBERED)
def readings(character: str) -> tuple[str, ...]:
    """Give all toneless readings of one character, best first, ü as v; none if it has none."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its tables are read when first searched

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0]) if found else ()
