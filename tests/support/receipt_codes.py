"""Codes of receipts signed in earnest, and many ways of altering one."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledgerdesk.core.receipt_code import (
    END,
    PREFIX,
    SIGNATURE_BYTES,
    SIGNED_FOR,
    Claim,
    Verdict,
    _bytes_of,
    body_of,
    key_mark,
    read,
    text_of,
)
from ledgerdesk.documents.verify_page import PublicKey, verify_page

CLAIM: Final = Claim(
    number="SJ2026-000124",
    issued_on=date(2026, 11, 23),
    amount_fen=1_865_450,
    anchor="000124–7K3QF-2M9XD",
)
RED: Final = replace(CLAIM, number="SJ2026-000125", amount_fen=-1_865_405)
PRACTICE: Final = replace(CLAIM, practice=True)
FIRM: Final = "宁波海源商务服务有限公司"
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
ALTERED: Final = 1_000
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def signer(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


OURS: Final = signer(1)
OLD: Final = signer(2)
FOREIGN: Final = signer(3)


def public_of(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


KEYS: Final = (
    PublicKey(public=public_of(OLD), since=date(2025, 1, 2), until=date(2026, 3, 31)),
    PublicKey(public=public_of(OURS), since=date(2026, 4, 1), until=None),
)


def page(firm: str = FIRM) -> str:
    return verify_page(firm, KEYS, date(2026, 11, 26))


def code_of(claim: Claim, key: Ed25519PrivateKey = OURS, named: bytes | None = None) -> str:
    """Sign `claim` with `key`, under the mark of `named` where one is given."""
    body = body_of(claim, named or public_of(key))
    assert body is not None
    return text_of(body, key.sign(SIGNED_FOR + body))


def verdict_of(text: str) -> Verdict:
    """Say what the program's own reader and library make of a code."""
    found = read(text)
    if found is None:
        return Verdict.UNREADABLE
    named = [key.public for key in KEYS if key_mark(key.public) == found.key]
    for public in named:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(found.signature, found.signed)
        except InvalidSignature:
            continue  # another key may bear the same mark
        return Verdict.GENUINE
    return Verdict.ALTERED if named else Verdict.NOT_OURS


def altered_codes() -> list[str]:
    """Give a thousand codes and more, none of which anybody of the firm made."""
    genuine = code_of(CLAIM)
    kept = dict.fromkeys([*_forged(genuine), *_mistyped(genuine)])
    kept.pop(genuine, None)
    return list(kept)


def _forged(genuine: str) -> Iterator[str]:
    raw = _bytes_of(genuine[len(PREFIX) : -len(END)])
    assert raw is not None
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    for times in range(1, 16):
        if s + times * ORDER < 2**256:
            yield text_of(body, r + (s + times * ORDER).to_bytes(32, "little"))
    yield text_of(body, r + (ORDER - s).to_bytes(32, "little"))
    yield text_of(body, bytes([1]) + bytes(63))
    yield text_of(body, bytes(64))
    yield text_of(body, r[:31] + bytes([r[31] ^ 0x80]) + signature[32:])
    yield code_of(CLAIM, FOREIGN)
    yield code_of(CLAIM, FOREIGN, public_of(OURS))
    yield code_of(CLAIM, OLD, public_of(OURS))
    yield text_of(body, OURS.sign(body))
    yield text_of(body[:1] + key_mark(public_of(OLD)) + body[5:], signature)
    for claim in (
        replace(CLAIM, amount_fen=18_654_500),
        replace(CLAIM, amount_fen=-CLAIM.amount_fen),
        replace(CLAIM, number="SJ2026-000125"),
        replace(CLAIM, issued_on=date(2026, 11, 24)),
        replace(CLAIM, anchor="000125–7K3QF-2M9XD"),
        replace(CLAIM, practice=True),
        *(replace(CLAIM, amount_fen=CLAIM.amount_fen + more) for more in range(1, 101)),
    ):
        changed = body_of(claim, public_of(OURS))
        assert changed is not None
        yield text_of(changed, signature)
    for bit in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        yield text_of(bytes(flipped), b"")
    for odd in (b"\x02" + body[1:], body[:17] + b"\x04" + body[18:], body[:24], body + b"1" * 15):
        yield text_of(odd, OURS.sign(SIGNED_FOR + odd))


def _mistyped(genuine: str) -> Iterator[str]:
    chance = random.Random(20261126)
    for at, letter in enumerate(genuine):
        before, after = genuine[:at], genuine[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + letter.swapcase() + after
        yield before + after[:1] + letter + after[1:]
        for other in chance.sample(_ALPHABET, 4):
            yield before + other + after
        yield before + chance.choice("\n\t\u00a0收Ａ?,_\x00") + after
    yield from ("", " ", "LD1:", "LD1:.", "LD1:::.", genuine.lower(), genuine + genuine)
    yield from ("LD2:" + genuine[4:], genuine[:-1] + "。", "\u00a0" + genuine, "\ufeff" + genuine)
    yield from (f"{genuine[:-1]}\n.", "\x85" + genuine, genuine + "\x1c", genuine + "\u2028")
