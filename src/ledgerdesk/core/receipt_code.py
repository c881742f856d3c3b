"""The code on a receipt: its number, date, amount and anchor, signed by the firm, as one QR text.

`LD1:` + base45 (RFC 9285) + `.`; the bytes are the body below and 64 bytes of Ed25519:

    1  flags (bit 0: practice)        6  amount, 分, signed        1–27  number, ASCII
    4  first bytes of the key's SHA-256   4  entry of the log
    2  issue date, days since 2000-01-01  7  anchor, 50 bits

Every number is big-endian. What is signed is `SIGNED_FOR` and the body.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PREFIX, END = "LD1:", "."
SIGNED_FOR = b"LedgerDesk receipt code 1\n"
KEY_BYTES, SIGNATURE_BYTES = 4, 64
MAX_NUMBER_CHARACTERS = 27
"""What a code of version 7-M leaves for the number."""

_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST_DAY = date(2000, 1, 1)
_PRACTICE = 1
_HEAD = 24  # bytes of the body before the number
_ANCHOR = re.compile(r"([0-9]{6,10})–([0-9A-Z]{5})-([0-9A-Z]{5})")
_NUMBER = re.compile(r"[A-Za-z0-9\-/]{1,27}")
_MAX_ENTRY, _MAX_DAY, _MAX_FEN = 2**32 - 1, 2**16 - 1, 2**47 - 1
_HIGHEST = 0xFFFF
_LEFT_OVER = 2  # characters that carry one byte


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a code says of a receipt; `amount_fen` is negative on a red one."""

    number: str
    issued_on: date
    amount_fen: int
    anchor: str
    practice: bool = False


class Verdict(StrEnum):
    """What became of looking at a code: only the first is a receipt of this firm as it stands."""

    GENUINE = "genuine"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"
    ALTERED = "altered"
    NOT_IN_BOOK = "not_in_book"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A code taken apart: what it says, who is said to have signed it, and over which bytes."""

    claim: Claim
    key: bytes
    signed: bytes
    signature: bytes


def key_mark(public: bytes) -> bytes:
    """Give the four bytes by which a code names its key."""
    return hashlib.sha256(public).digest()[:KEY_BYTES]


def body_of(claim: Claim, public: bytes) -> bytes | None:
    """Write the bytes to be signed, without `SIGNED_FOR`; None where a field has no room in them.

    A number of more than 27 characters, a day after 2179 or an entry above 2³² has none: such a
    receipt goes without a code.
    """
    anchor = _ANCHOR.fullmatch(claim.anchor)
    days = (claim.issued_on - _FIRST_DAY).days
    if (
        anchor is None
        or not _NUMBER.fullmatch(claim.number)
        or not 0 <= days <= _MAX_DAY
        or abs(claim.amount_fen) > _MAX_FEN
        or int(anchor[1]) > _MAX_ENTRY
    ):
        return None
    bits = 0
    for letter in anchor[2] + anchor[3]:
        bits = bits << 5 | _CROCKFORD.index(letter)
    return b"".join(
        (
            bytes([_PRACTICE if claim.practice else 0]),
            key_mark(public),
            days.to_bytes(2, "big"),
            claim.amount_fen.to_bytes(6, "big", signed=True),
            int(anchor[1]).to_bytes(4, "big"),
            bits.to_bytes(7, "big"),
            claim.number.encode("ascii"),
        )
    )


def text_of(body: bytes, signature: bytes) -> str:
    """Write a signed body as the text of its QR."""
    return f"{PREFIX}{_written(body + signature)}{END}"


def read(text: str) -> Scanned | None:
    """Take a scanned or typed text apart; None for what no program of this format wrote.

    Blanks and line ends at both ends do not count, those within do: a blank is a digit of base45.
    """
    plain = text.strip("\r\n\t\v\f ")
    if not plain.startswith(PREFIX) or not plain.endswith(END):
        return None
    raw = _bytes_of(plain[len(PREFIX) : -len(END)])
    if raw is None or not 0 < len(raw) - _HEAD - SIGNATURE_BYTES <= MAX_NUMBER_CHARACTERS:
        return None
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    claim = _claim_of(body)
    if claim is None:
        return None
    key = body[1 : 1 + KEY_BYTES]
    return Scanned(claim=claim, key=key, signed=SIGNED_FOR + body, signature=signature)


def _claim_of(body: bytes) -> Claim | None:
    bits = int.from_bytes(body[17:_HEAD], "big")
    number = body[_HEAD:].decode("ascii", "replace")
    if body[0] > _PRACTICE or bits >> 50 or not _NUMBER.fullmatch(number):
        return None
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(45, -1, -5))
    entry = int.from_bytes(body[13:17], "big")
    return Claim(
        number=number,
        issued_on=_FIRST_DAY + timedelta(days=int.from_bytes(body[5:7], "big")),
        amount_fen=int.from_bytes(body[7:13], "big", signed=True),
        anchor=f"{entry:06d}–{letters[:5]}-{letters[5:]}",
        practice=body[0] == _PRACTICE,
    )


def _written(data: bytes) -> str:
    letters: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(3 if len(pair) > 1 else _LEFT_OVER):
            value, digit = divmod(value, 45)
            letters.append(_BASE45[digit])
    return "".join(letters)


def _bytes_of(text: str) -> bytes | None:
    digits = [_BASE45.find(letter) for letter in text]
    if -1 in digits or len(digits) % 3 == 1:
        return None
    out = bytearray()
    for at in range(0, len(digits), 3):
        group = digits[at : at + 3]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        wide = 1 if len(group) == _LEFT_OVER else 2
        if value > (_HIGHEST if wide > 1 else 0xFF):
            return None
        out += value.to_bytes(wide, "big")
    return bytes(out)
