"""One spelling for every JSON record: sorted, unspaced UTF-8; any other spelling is refused.

Signatures and digests cover these raw bytes. What a reader does not know, it refuses.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


class Malformed(ValueError):
    """Say which part of a record is not as it must be; it never carries the value found."""


def to_bytes(value: Json) -> bytes:
    """Write a record in its one spelling."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def from_bytes(raw: bytes, *, most_bytes: int) -> Json:
    """Read a record, or raise `Malformed` for anything `to_bytes` would have written otherwise."""
    if len(raw) > most_bytes:
        raise Malformed("size")
    try:
        value: Json = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        same = to_bytes(value) == raw
    except (ValueError, RecursionError):
        raise Malformed("json") from None
    if not same:
        raise Malformed("spelling")
    return value


def _without_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise Malformed("duplicate field")
    return record


def _refuse(_: str) -> Json:
    raise Malformed("number")


def record_of(value: Json, fields: set[str], part: str) -> Mapping[str, Json]:
    """Take an object that has exactly these fields."""
    if not isinstance(value, dict) or set(value) != fields:
        raise Malformed(part)
    return value


def list_of(value: Json, part: str, *, most: int) -> list[Json]:
    """Take a list of at most `most` members."""
    if not isinstance(value, list) or len(value) > most:
        raise Malformed(part)
    return value


def integer_of(value: Json, part: str, *, least: int, most: int) -> int:
    """Take an integer within its range; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Malformed(part)
    return value


def truth_of(value: Json, part: str) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise Malformed(part)
    return value


def text_of(value: Json, part: str, *, most: int) -> str:
    """Take NFC text of 1 to `most` characters without control characters."""
    if not isinstance(value, str) or not is_plain_text(value, most=most):
        raise Malformed(part)
    return value


def is_plain_text(text: str, *, most: int) -> bool:
    """Say whether text is NFC, of 1 to `most` characters, none of them control or format ones."""
    return (
        1 <= len(text) <= most
        and text == text.strip()
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(character).startswith("C") for character in text)
    )


def hex_of(value: Json, part: str, *, length: int) -> bytes:
    """Take `length` bytes written in lower-case hexadecimal digits."""
    if not isinstance(value, str) or len(value) != 2 * length:
        raise Malformed(part)
    try:
        raw = bytes.fromhex(value)
    except ValueError:
        raise Malformed(part) from None
    if raw.hex() != value:
        raise Malformed(part)
    return raw


def id_of(value: Json, part: str) -> str:
    """Take an id of 16 lower-case hexadecimal digits."""
    return hex_of(value, part, length=8).hex()
