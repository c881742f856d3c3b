"""Create a vault, unlock it, lock it: the only ways to a desk."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.instance_lock import WINDOW, InstanceLock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.backups.leaving_facts import leave_facts
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.key_drawer import throttle_places
from ledgerdesk.services.steps.keys import owed, recovering
from ledgerdesk.services.steps.keys.recovering import Recovered
from ledgerdesk.services.steps.keys.sheet_rows import Names, names_for
from ledgerdesk.services.steps.opening import entering, kept_keys, opening, seating
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.services.steps.vaults.replacing import finish
from ledgerdesk.storage.database import changed_pages
from ledgerdesk.vault import key_store, throttle
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost
from ledgerdesk.vault.os_keyring import KeyStore, OsKeyring
from ledgerdesk.vault.passwords import require_strong
from ledgerdesk.vault.state_file import claimed_ids

__all__ = ["Credential", "OpenDesk", "Place", "refuse_no_vault", "unlock", "weakness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and with what a vault is opened: folders, clock, press, KDF, this PC's key store."""

    vault: Path
    per_user: Path
    clock: Clock
    press: Lane
    bounds: KdfBounds = FILE_BOUNDS
    cost: KdfCost | None = None
    store: KeyStore = field(default_factory=OsKeyring)


class OpenDesk:
    """A desk with the locks that belong to it; `lock` ends it."""

    def __init__(self, desk: Desk, instance: InstanceLock) -> None:
        self.desk = desk
        self._instance = instance

    def page_check(self) -> Callable[[], int] | None:
        """Give the check of the pages if the opening left it for later; any lane may run it."""
        desk = self.desk
        if desk.database.pages_were_checked:
            return None
        return partial(changed_pages, desk.paths.ledger, desk.unlocked.page_key_hex)

    def refuse_changed_pages(self) -> None:
        """Check the pages on the lane of the book; raises `damaged`."""
        opening.refuse_changed_pages(self.desk.database)

    def beat(self, *, due: bool, last: datetime | None, proved: datetime | None) -> None:
        """Note that a window holds the vault and lives, for a copy while nobody is there.

        `due` says that the plan asks for a copy; `last` and `proved` are the last of each.
        """
        now = self.desk.clock.now()
        note: dict[str, int | str] = {
            "pid": os.getpid(),
            "role": WINDOW,
            "beat": int(now.timestamp()),
            "due": int(due),
            "last": "" if last is None else last.isoformat(),
            "proved": "" if proved is None else proved.isoformat(),
        }
        self._instance.note(note)

    def lock(self) -> None:
        """Leave the facts for copies, write the mark durably, close the book, let the vault go."""
        try:
            leave_facts(self.desk)
            self.desk.marks.end()
        finally:
            self.desk.database.close()
            self._instance.release()


def unlock(place: Place, credential: Credential, *, pages_later: bool = False) -> OpenDesk:
    """Open a vault after every check of the opening sequence, in its order.

    With `pages_later` the pages of a large book that was closed well are checked by
    `OpenDesk.page_check`, which whoever asks for it owes.

    Raises `not_a_vault`, `in_use`, `throttled`, `wrong_password`, `wrong_recovery_key`,
    `keys_damaged`, `keys_rolled_back`, `not_ours`, `damaged`, `rolled_back`, `newer_version`,
    `read_only`; each is told apart. Opening never creates anything but notes.
    """
    paths = VaultPaths(place.vault)
    refuse_no_vault(paths)
    instance = InstanceLock.acquire(paths.lock)
    try:
        later = pages_later and not instance.last_exit_was_unclean
        door = replace(_door(place, paths, credential), pages_later=later)
        slow = throttle.Throttle(_throttle_places(place, door.found))
        if credential.slot is None:
            with slow.attempt():
                entered = entering.enter(door)
        else:
            entered = entering.enter(door)  # no try at a password: it neither counts nor absolves
    except BaseException:
        instance.abandon()
        raise
    try:
        chair = seating.Chair(
            clock=place.clock,
            press=place.press,
            cost=place.cost,
            store=place.store,
            last_exit_was_unclean=instance.last_exit_was_unclean,
        )
        desk = seating.seat(entered, door, chair)
        if slow.damaged:
            _note(desk, "vault.throttle_damaged")
        owed.settle(desk, credential)
    except BaseException:
        entered.database.close()
        instance.abandon()
        raise
    return OpenDesk(desk, instance)


def _door(place: Place, paths: VaultPaths, credential: Credential) -> entering.Doorway:
    return entering.Doorway(
        paths=paths,
        per_user=place.per_user,
        found=key_store.candidates(_key_places(place, paths), place.bounds),
        credential=credential,
        bounds=place.bounds,
    )


def unlock_with_slot(place: Place) -> OpenDesk:
    """Open a vault with the personal slot of this PC, at the start of a program and never later.

    Raises `keyring_failed`, `not_allowed`, and what unlocking raises; a password works always.
    """
    paths = VaultPaths(place.vault)
    refuse_no_vault(paths)
    claimed = claimed_ids(paths.state)
    if claimed is None:
        raise KnownError(Code.KEYRING_FAILED, reason="nothing_kept")
    slot = kept_keys.read_slot(place.store, place.per_user, *claimed)
    return unlock(place, Credential(slot=slot))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recovery:
    """What a recovery is to do: with which sheet, for which owner, which password he gets."""

    sheet: Credential
    login: str | None
    password: str


def recover(
    place: Place, wanted: Recovery, put_down: Callable[[RecoverySheet, Names], None]
) -> Recovered:
    """Give an owner a new password by the printed sheet, a new sheet, and the book a new key.

    Where `keys.json` and its copies are gone, damaged or older than the book, they are written
    out again first: the sheet and `ledger.db` are enough. Raises what unlocking raises,
    `weak_password`, `bad_value` (field `name`), `needs_user`, and what `put_down` raises.
    """
    try:
        opened = unlock(place, wanted.sheet)
    except KnownError as error:
        if error.code not in _WITHOUT_KEYS or wanted.sheet.block is None:
            raise
        _bring_back_keys(place, wanted.sheet, error)
        opened = unlock(place, wanted.sheet)
    try:
        return recovering.recover(
            opened.desk,
            wanted.login,
            wanted.password,
            lambda sheet, keeper: put_down(sheet, names_for(opened.desk, keeper)),
        )
    finally:
        opened.lock()


_WITHOUT_KEYS = {Code.KEYS_DAMAGED, Code.KEYS_ROLLED_BACK, Code.WRONG_RECOVERY_KEY, Code.DAMAGED}


def _bring_back_keys(place: Place, sheet: Credential, before: KnownError) -> None:
    """Write the keys out again; a book that does not open by the sheet either is what it was."""
    paths = VaultPaths(place.vault)
    instance = InstanceLock.acquire(paths.lock)
    try:
        recovering.bring_back_keys(paths, sheet, place.bounds)
    except KnownError as error:
        raise before if before.code is Code.DAMAGED else error from error
    finally:
        instance.abandon()


def weakness(password: str, *, owner: bool, login: str = "") -> KnownError | None:
    """Tell why a password may not be set, before it is sent anywhere; None for one that may."""
    try:
        require_strong(password, owner=owner, login=login)
    except KnownError as error:
        return error
    return None


def names(place: Place) -> tuple[str, ...]:
    """List whom a vault's key file lets in, unproved and without those who are disabled.

    Raises `keys_damaged`, `not_a_vault`, `file_not_found`.
    """
    paths = VaultPaths(place.vault)
    refuse_no_vault(paths)
    found = key_store.candidates(_key_places(place, paths), place.bounds)
    keys = key_store.first_readable(found).keys
    people = keys.house.people if keys else ()
    return tuple(sorted(one.login for one in people if one.is_enabled))


def refuse_no_vault(paths: VaultPaths) -> None:
    """Refuse a path that is no vault folder, with `file_not_found` or `not_a_vault`."""
    finish(paths.folder)
    if not paths.folder.exists():
        raise KnownError(Code.FILE_NOT_FOUND, part="vault", field="vault")
    if not paths.folder.is_dir() or not (paths.ledger.exists() or paths.keys.exists()):
        raise KnownError(Code.NOT_A_VAULT, part="vault", field="vault")


def _key_places(place: Place, paths: VaultPaths) -> key_store.KeyPlaces:
    claimed = claimed_ids(paths.state)
    copy = key_store.copy_path(place.per_user, *claimed) if claimed else None
    return key_store.KeyPlaces(vault=paths.folder, copy=copy)


def _throttle_places(place: Place, found: tuple[key_store.Candidate, ...]) -> tuple[Path, ...]:
    first = key_store.first_readable(found)
    vault_id = first.keys.house.vault_id if first.keys else "unknown"
    return throttle_places(place.vault, place.per_user, vault_id)


def _note(desk: Desk, action: str) -> None:
    with desk.upkeep() as act:
        act.close_entry(action)
