"""The long act of reading a backup: whose it is, that it is whole, and what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.backup.opening import OpenBackup, opened
from ledgerdesk.core.backups import Facts, Origin, facts_from
from ledgerdesk.core.canonical import Malformed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.vault.backup_keys import BackupKeys, backup_keys
from ledgerdesk.vault.backup_slots import Lock, OpenedSlot
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.throttle import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a verification found; `facts` only with a key, and only then is it authentic."""

    origin: Origin
    payload_bytes: int
    authentic: bool
    facts: Facts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """A backup whose signers the root vouches for, with the keys its slot gave."""

    file: OpenBackup
    slot: OpenedSlot
    keys: BackupKeys
    facts: Facts

    @property
    def origin(self) -> Origin:
        """Say which backup this is."""
        return self.file.core.origin


def verify(path: Path, credential: Credential | None, per_user: Path, bounds: KdfBounds) -> Verdict:
    """Read every byte of a backup; with a credential also prove who made it.

    Raises `damaged` (with `undamaged: false`), `not_ours` (with `authentic: false`),
    `newer_version`, `wrong_password`, `wrong_recovery_key`, `throttled`, `file_not_found`.
    """
    try:
        if credential is None:
            with opened(path, verify_signature) as file:
                file.refuse_damage(None)
                return _verdict(file, None)
        with unsealed(path, credential, per_user, bounds) as backup:
            backup.file.refuse_damage(backup.keys.mac)
            return _verdict(backup.file, backup.facts)
    except KnownError as problem:
        if problem.code is Code.DAMAGED:
            problem.details["undamaged"] = False
        if problem.code is Code.NOT_OURS:
            problem.details["authentic"] = False
        raise


def origin_of(path: Path) -> Origin:
    """Read what a backup's header says of it, unproved; raises what opening a file raises."""
    with opened(path, verify_signature) as file:
        return file.core.origin


@contextmanager
def unsealed(
    path: Path, credential: Credential, per_user: Path, bounds: KdfBounds
) -> Iterator[Unsealed]:
    """Open a backup with an owner's password or the printed key: signers, core, sealed facts.

    Wrong tries are counted on this PC under the vault's id, as those at the vault itself.
    """
    with opened(path, verify_signature) as file:
        origin = file.core.origin
        slow = Throttle((per_user / "throttle" / f"{origin.vault_id}.json",))
        lock = Lock(
            vault_id=origin.vault_id,
            generation=origin.generation,
            sheet=origin.sheet,
            signers=(file.core.signer, file.keys.signer),
        )
        with slow.attempt():
            slot = credential.open_slot(file.keys.slots, lock, bounds)
        keys = backup_keys(slot.keys.backup_key, origin.vault_id, origin.backup_id)
        file.refuse_foreign(keys.mac)
        try:
            facts = facts_from(keys.open_facts(file.core.facts))
        except Malformed:
            raise KnownError(Code.DAMAGED, source="backup", part="facts") from None
        yield Unsealed(file=file, slot=slot, keys=keys, facts=facts)


def _verdict(file: OpenBackup, facts: Facts | None) -> Verdict:
    return Verdict(
        origin=file.core.origin,
        payload_bytes=file.core.payload_bytes,
        authentic=facts is not None,
        facts=facts,
    )
