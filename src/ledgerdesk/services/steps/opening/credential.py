"""What a person brings to open something: a password with its login, or the printed key."""

from dataclasses import dataclass

from ledgerdesk.core.canonical import Json
from ledgerdesk.vault import backup_slots
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.keyring_entries import PersonalEntry
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.passwords import read_password_bytes
from ledgerdesk.vault.recovery import RecoveryKey
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.sheet import SheetBlock, read_sheet_block, read_sheet_text
from ledgerdesk.vault.unlocking import (
    unlock_with_password,
    unlock_with_private,
    unlock_with_recovery,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Credential:
    """A password with its login (None for the only person), or a recovery key with its block."""

    password: str | None = None
    login: str | None = None
    recovery: RecoveryKey | None = None
    block: SheetBlock | None = None
    slot: PersonalEntry | None = None

    @classmethod
    def from_recovery_text(cls, text: str, block: str | None = None) -> "Credential":
        """Read a printed recovery key; a typing fault is named by its line.

        `block` is the sheet's sealed block, which the file of a sheet holds beside the key.
        """
        recovery, beside = read_sheet_text(text)
        sealed = beside if block is None else read_sheet_block(block)
        return cls(recovery=recovery, block=sealed)

    @classmethod
    def from_password_bytes(cls, raw: bytes, login: str | None) -> "Credential":
        """Read a password file: UTF-8, one trailing newline is not part of it."""
        return cls(password=read_password_bytes(raw), login=login)

    def open(self, raw: bytes, bounds: KdfBounds) -> Unlocked:
        """Open the bytes of `keys.json`."""
        if self.slot is not None:
            return unlock_with_private(raw, self.slot, bounds=bounds)
        if self.recovery is not None:
            return unlock_with_recovery(raw, self.recovery, bounds=bounds)
        return unlock_with_password(raw, self.login, self.password or "", bounds=bounds)

    def open_slot(
        self, slots: Json, lock: backup_slots.Lock, bounds: KdfBounds
    ) -> backup_slots.OpenedSlot:
        """Open a backup's slot: an owner's password needs no login, slots carry no names."""
        if self.recovery is not None:
            return backup_slots.open_with_recovery(slots, self.recovery, lock, bounds=bounds)
        return backup_slots.open_with_password(slots, self.password or "", lock, bounds=bounds)

    def open_as(self, user_id: str, raw: bytes, bounds: KdfBounds) -> Unlocked:
        """Open `keys.json` for the person whose slot this opened before."""
        if self.recovery is not None:
            return unlock_with_recovery(raw, self.recovery, bounds=bounds)
        person = parse_keys(raw, bounds).house.person(user_id)
        login = None if person is None else person.login
        return unlock_with_password(raw, login, self.password or "", bounds=bounds)
