"""Who vouches for a signing key: a root of its time, or the same person's certified pair."""

from collections.abc import Mapping

from ledgerdesk.storage.audit import SigningKey
from ledgerdesk.vault import primitives
from ledgerdesk.vault.bundles import successor_bytes
from ledgerdesk.vault.house import PublicKeys, Scope
from ledgerdesk.vault.recovery import RECOVERY_ID
from ledgerdesk.vault.session import Unlocked, verify_certificate

ROOT = "root"


class Certified:
    """Judge the signing keys of a book by the roots of the session's house.

    A root vouches for keys that came before the root after it: whoever was an owner once and
    kept the private part of an older root certifies nobody any more.
    """

    def __init__(self, unlocked: Unlocked, keys: Mapping[str, SigningKey]) -> None:
        self._vault_id = unlocked.vault_id
        self._roots = unlocked.roots
        self._keys = keys
        self._begins = [1, *(self._began(root) for root in unlocked.roots[1:])]

    def __call__(self, key: SigningKey) -> bool:
        """Say whether a key was certified by whoever could do so when it came."""
        for _ in range(len(self._keys) + 1):  # a chain that never ends comes from no root
            if key.purpose == ROOT:
                return key.public in self._roots[1:]
            if key.certified_by is None:
                return self._by_root(key, 0)
            by = self._keys.get(key.certified_by)
            if by is None or by.from_seq > key.from_seq:
                return False
            if by.purpose == ROOT:
                return by.public in self._roots and self._by_root(key, self._roots.index(by.public))
            if not self._endorsed(key, by):
                return False
            key = by
        return False

    def _began(self, root: bytes) -> int:
        """Tell with which entry a later root came; one the book does not know certifies nobody."""
        known = self._keys.get(primitives.key_id(root))
        return 2**63 if known is None else known.from_seq

    def _by_root(self, key: SigningKey, number: int) -> bool:
        ends = self._begins[number + 1] if number + 1 < len(self._begins) else 2**63
        if not self._begins[number] <= key.from_seq < ends:
            return False
        scope = Scope(key.purpose)
        return verify_certificate(
            self._roots[number],
            key.certificate,
            vault_id=self._vault_id,
            scope=scope,
            subject=subject_of(key),
            public_key=key.public,
        )

    def _endorsed(self, key: SigningKey, by: SigningKey) -> bool:
        """Say whether a pair follows an older one of the same person."""
        same = key.user_id is not None and key.user_id == by.user_id and key.pub != by.pub
        if not same or key.seal is None:
            return False
        pair = PublicKeys(seal=key.seal, sign=key.public)
        covered = successor_bytes(self._vault_id, by.user_id or "", pair)
        return primitives.verify_signature(by.public, covered, key.certificate)


def subject_of(key: SigningKey) -> str:
    """Name whom a key's certificate is about: a person's user id, the sheet, or the key itself."""
    if key.purpose == Scope.PERSON:
        return key.user_id or ""
    return RECOVERY_ID if key.purpose == Scope.RECOVERY else key.pub
