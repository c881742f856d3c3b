"""A firm's page, a genuine code, and a thousand that were altered; the same in every run."""

import random
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledgerdesk.core.receipt_code import SIGNED_FOR, Claim, body_of, text_of
from ledgerdesk.documents.verify_page import PublicKey, verify_page

ALTERED = 1_000
FIRM = "青禾会计师事务所（普通合伙）"
OURS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OLDER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STRANGE = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
CLAIM = Claim(
    number="SJ2026-000124",
    issued_on=date(2026, 11, 23),
    amount_fen=1_865_450,
    anchor="000124–7K3QF-2M9XD",
)
ORDER = 2**252 + 27742317777372353535851937790883648493
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def public(key: Ed25519PrivateKey) -> bytes:
    """Give the public part of a key."""
    return key.public_key().public_bytes_raw()


def code(claim: Claim = CLAIM, key: Ed25519PrivateKey = OURS) -> str:
    """Sign a claim."""
    body = body_of(claim, public(key))
    assert body is not None
    return text_of(body, key.sign(SIGNED_FOR + body))


def page(firm: str = FIRM) -> str:
    """Write the page of a firm with two keys."""
    keys = [
        PublicKey(public=public(OURS), since=date(2026, 6, 1), until=None),
        PublicKey(public=public(OLDER), since=date(2025, 1, 2), until=date(2026, 5, 31)),
    ]
    return verify_page(firm, keys, date(2026, 11, 26))


GENUINE = (
    code(),
    code(key=OLDER),
    code(replace(CLAIM, amount_fen=-123, practice=True)),
    code(replace(CLAIM, amount_fen=2**47 - 1, number="A/" + "9" * 25)),
    code(replace(CLAIM, issued_on=date(2000, 1, 1), number="1", amount_fen=0)),
)


def altered() -> list[str]:
    """Alter a genuine code in a thousand ways."""
    dice = random.Random(20261126)
    good = code()
    body = body_of(CLAIM, public(OURS))
    assert body is not None
    signature = OURS.sign(SIGNED_FOR + body)
    found = set(_by_hand(body, signature))
    while len(found) < ALTERED:
        place = dice.randrange(4, len(good) - 1)
        way = dice.randrange(6)
        if way == 0:
            made = good[:place] + dice.choice(LETTERS) + good[place + 1 :]
        elif way == 1:
            made = good[:place] + good[place + 1 :]
        elif way == 2:
            made = good[:place] + dice.choice(LETTERS) + good[place:]
        elif way == 3:
            made = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
        elif way == 4:
            other = bytearray(body)
            other[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
            made = text_of(bytes(other), signature)
        else:
            other = bytearray(signature)
            other[dice.randrange(64)] ^= 1 << dice.randrange(8)
            made = text_of(body, bytes(other))
        if made not in GENUINE:
            found.add(made)
    return sorted(found)


def _by_hand(body: bytes, signature: bytes) -> list[str]:
    """Alter a code as somebody would who knows how it is made."""
    more = body_of(replace(CLAIM, amount_fen=9_865_450), public(OURS))
    assert more is not None
    s = int.from_bytes(signature[32:], "little") + ORDER
    stretched = signature[:32] + s.to_bytes(32, "little")
    marked = body[:1] + public(STRANGE)[:4] + body[5:]
    return [
        "",
        "LD1:",
        "LD1:.",
        code().lower(),
        code()[:-1],
        code()[4:],
        code(key=STRANGE),
        text_of(more, signature),
        text_of(body, stretched),
        text_of(body, bytes(64)),
        text_of(body, signature[:32] + bytes(32)),
        text_of(body, bytes([1]) + bytes(31) + bytes(32)),
        text_of(body, STRANGE.sign(SIGNED_FOR + body)),
        text_of(body, OURS.sign(body)),
        text_of(marked, signature),
    ]
