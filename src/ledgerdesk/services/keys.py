"""The book's key: given anew, and what still waits to follow."""

from dataclasses import dataclass

from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.staff import Standing
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.keys import rotating
from ledgerdesk.services.steps.keys.key_change import prove_own_password
from ledgerdesk.services.steps.office import ROTATION_WANTED
from ledgerdesk.services.steps.opening import kept_keys
from ledgerdesk.storage import book, staff
from ledgerdesk.vault.primitives import key_id

__all__ = ["Keys", "KeysState", "StoreState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysState:
    """What a red line says of the keys.

    `is_rotating`: a rotation was interrupted and waits for an owner. `is_wanted`: somebody changed
    a password that others may know, and the book has the old key yet. `root_waits_for` names who
    has not signed in since the root was renewed.
    """

    generation: int
    is_rotating: bool
    is_wanted: bool
    root_waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreState:
    """What this PC's key store keeps of the vault: the 'backup' key, this person's own slot."""

    backup: bool
    personal: bool


class Keys:
    """What an owner does with the key of the book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> KeysState:
        """Tell how it stands with the keys."""
        self._desk.allow("keys.look")
        unlocked = self._desk.unlocked
        root = key_id(unlocked.root_public)
        with self._desk.database.read() as tx:
            wanted = bool(book.settings(tx).get(ROTATION_WANTED))
            waiting = [
                one.name
                for one in staff.everybody(tx)
                if one.standing is not Standing.REMOVED and one.root != root
            ]
        return KeysState(
            generation=unlocked.generation,
            is_rotating=unlocked.pending is not None,
            is_wanted=wanted,
            root_waits_for=tuple(waiting),
        )

    def rotate(self) -> Done[KeysState]:
        """Give the book a new key; everybody keeps his password, the sheet has to be issued anew.

        Raises `disk_full` before anything is done; what is interrupted later is finished when an
        owner signs in.
        """
        self._desk.allow("keys.rotate")
        rotating.rotate(self._desk, rotating.BEGIN)
        return Done(value=self.state(), changes=Changes.SETTINGS)

    def store(self) -> StoreState:
        """Tell what of this vault lies in this PC's key store, without asking the store."""
        self._desk.allow("keys.look")
        note = kept_keys.note_of(self._desk)
        return StoreState(
            backup=note.backup,
            personal=note.personal is not None and note.personal == self._desk.unlocked.user_id,
        )

    def keep_backup_key(self, *, on: bool) -> Done[StoreState]:
        """Keep the 'backup' key on this PC, for copies while nobody is here; or keep it no more.

        It seals copies and reads nothing. Raises `keyring_failed`: then nothing is kept.
        """
        with self._desk.act("keys.keep_backup_key") as act:
            if on:
                act.close_entry("keys.backup_key_on")
                kept_keys.keep_backup_key(self._desk)
            else:
                act.close_entry("keys.backup_key_off")
                kept_keys.forget_backup_key(self._desk)
        return Done(value=self.store(), changes=Changes.SETTINGS)

    def keep_personal_slot(self, password: str, *, on: bool) -> Done[StoreState]:
        """Let this person start without his password on this PC, or no longer.

        It is off until he asks for it with his password, never ends a lock, and is refused to
        owners and supervisors of an office of several. Raises `keyring_failed`, `wrong_password`,
        `throttled`, `not_allowed`.
        """
        desk = self._desk
        desk.allow("keys.keep_personal_slot", of=desk.person.id)
        prove_own_password(desk, password)
        with desk.act("keys.keep_personal_slot", of=desk.person.id) as act:
            if on:
                act.close_entry("keys.personal_slot_on")
                kept_keys.keep_personal_slot(desk)
            else:
                act.close_entry("keys.personal_slot_off")
                kept_keys.forget_personal_slot(desk)
        return Done(value=self.store(), changes=Changes.SETTINGS)

    def refresh_store(self) -> StoreState:
        """Write again what has grown old in the store; for the window, after its first page.

        Raises `keyring_failed`.
        """
        self._desk.allow("keys.look")
        kept_keys.refresh(self._desk)
        return self.store()
