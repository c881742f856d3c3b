"""Whether somebody holds a sheet: two of its groups are enough to tell, and too few to open it.

What is kept of them is a slow digest of two groups, 50 of the key's 256 bits: whoever found them
out by trial would not be a step nearer to the rest.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from ledgerdesk.core import canonical
from ledgerdesk.core.canonical import Json, Malformed
from ledgerdesk.vault import check_lines, kdf
from ledgerdesk.vault.kdf import SALT_BYTES, KdfBounds, KdfCost
from ledgerdesk.vault.primitives import Label, labelled, random_bytes
from ledgerdesk.vault.recovery import RecoveryKey

_LINES = 4
_ASKED = (0, 1)
"""The first two groups of a line, five characters each; the third holds the line's check."""
_DIGEST_BYTES = 32
_MOST = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProof:
    """Which two groups of a sheet are asked for, as (line, group) counted from 1, and a digest."""

    places: tuple[tuple[int, int], ...]
    cost: KdfCost
    salt: bytes
    digest: bytes

    def fits(self, typed: Sequence[str], bounds: KdfBounds) -> bool:
        """Say whether these are the groups asked for, in the order of `places`."""
        if len(typed) != len(self.places):
            return False
        return hmac.compare_digest(self.digest, _digest(typed, self.salt, self.cost, bounds))

    def to_json(self) -> Json:
        """Give the record as kept."""
        return {
            "cost": [self.cost.memory_kib, self.cost.passes, self.cost.lanes],
            "digest": self.digest.hex(),
            "places": [list(place) for place in self.places],
            "salt": self.salt.hex(),
        }


def proof_of(key: RecoveryKey, *, cost: KdfCost, bounds: KdfBounds) -> SheetProof:
    """Choose two groups of different lines by chance and keep their digest."""
    drawn = random_bytes(3)
    first = drawn[0] % _LINES
    second = (first + 1 + drawn[1] % (_LINES - 1)) % _LINES
    places = tuple(
        (line, _ASKED[drawn[2] >> bit & 1]) for bit, line in enumerate(sorted((first, second)))
    )
    salt = random_bytes(SALT_BYTES)
    groups = [key.groups()[line][group] for line, group in places]
    return SheetProof(
        places=tuple((line + 1, group + 1) for line, group in places),
        cost=cost,
        salt=salt,
        digest=_digest(groups, salt, cost, bounds),
    )


def proof_from(value: Json) -> SheetProof:
    """Read a kept proof, or raise `Malformed`."""
    record = canonical.record_of(value, {"cost", "digest", "places", "salt"}, "proof")
    cost = _numbers(record["cost"], 3)
    places = canonical.list_of(record["places"], "proof", most=_LINES)
    pairs = [_numbers(place, 2) for place in places]
    return SheetProof(
        places=tuple((line, group) for line, group in pairs),
        cost=KdfCost(memory_kib=cost[0], passes=cost[1], lanes=cost[2]),
        salt=canonical.hex_of(record["salt"], "proof", length=SALT_BYTES),
        digest=canonical.hex_of(record["digest"], "proof", length=_DIGEST_BYTES),
    )


def _numbers(value: Json, count: int) -> list[int]:
    listed = canonical.list_of(value, "proof", most=count)
    if len(listed) != count:
        raise Malformed("proof")
    return [canonical.integer_of(one, "proof", least=1, most=_MOST) for one in listed]


def _digest(groups: Sequence[str], salt: bytes, cost: KdfCost, bounds: KdfBounds) -> bytes:
    typed = [check_lines.typed_characters(group) for group in groups]
    return kdf.derive_password_key(labelled(Label.SHEET_GROUPS, *typed), salt, cost, bounds)
