"""The long act of recovering: with the printed sheet, a new password for an owner and a new sheet.

The new sheet is put down before anything is changed; the sheet just used may have been seen, so
its key and the book's both end. All of it is written by the actor `recovery`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.staff import Role
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.keys import rotating, sheet_rows
from ledgerdesk.services.steps.keys.key_change import change_keys
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.storage import book
from ledgerdesk.storage.database import Database
from ledgerdesk.vault import key_store
from ledgerdesk.vault.changes import set_password_by_owner
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.house import House, Person, folded_login
from ledgerdesk.vault.kdf import KdfBounds
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.rotation import begin_rotation, renew_sheet
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.sheet import unlock_with_sheet_block
from ledgerdesk.vault.unlocking import reopen, unlock_with_recovery

RECOVER = "vault.recover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """Who has a new password, the number of the new sheet, and the generation it opens."""

    name: str
    sheet: int
    generation: int


def recover(
    desk: Desk, login: str | None, password: str, put_down: Callable[[RecoverySheet, str], None]
) -> Recovered:
    """Give an owner a new password by the right of the sheet that opened this desk.

    `put_down` is handed the new sheet and the owner's name, and raises or has it durably. Raises
    `needs_user` where there are several owners, `bad_value` (field `name`), `weak_password`,
    `disk_full`; then nothing was changed.
    """
    if not desk.unlocked.is_recovery:
        raise KnownError(Code.NOT_ALLOWED, action=RECOVER)
    owner = _owner(desk.drawer.file().house, login)
    rotating.refuse_no_room(desk)
    if desk.unlocked.pending is not None:
        rotating.finish(desk)
    raw, sheet = _changed(desk, owner, password)
    record = sheet_rows.issued_sheet(sheet, desk.drawer.cost_now(), desk.drawer.bounds)
    put_down(sheet, owner.login)

    def also(act: Act, _: Unlocked) -> None:
        sheet_rows.note_issued(act, record)

    change_keys(
        desk,
        raw,
        RECOVER,
        opened=lambda raw: unlock_with_recovery(raw, sheet.key, bounds=desk.drawer.bounds),
        also=partial(rotating.begun, also=also),
        signed_as_before=True,
    )
    rotating.finish(desk)
    return Recovered(name=owner.login, sheet=sheet.number, generation=desk.unlocked.generation)


def _owner(house: House, login: str | None) -> Person:
    owners = [one for one in house.people if one.role is Role.OWNER and one.is_enabled]
    if login is None:
        if len(owners) > 1:
            raise KnownError(Code.NEEDS_USER, field="login")
        return owners[0]
    wanted = folded_login(login)
    for one in owners:
        if folded_login(one.login) == wanted:
            return one
    raise KnownError(Code.BAD_VALUE, field="name", reason="unknown_owner")


def _changed(desk: Desk, owner: Person, password: str) -> tuple[bytes, RecoverySheet]:
    """Make one file of it all: the password, both keys of a rotation, a sheet of the new one."""
    drawer, session = desk.drawer, desk.unlocked
    raw = set_password_by_owner(
        drawer.raw,
        session,
        owner.holder.id,
        password,
        provisional=False,
        cost=drawer.cost_now(),
        bounds=drawer.bounds,
    )
    session = reopen(raw, session, bounds=drawer.bounds)
    raw = begin_rotation(raw, session, bounds=drawer.bounds)
    session = reopen(raw, session, bounds=drawer.bounds)
    renewed = renew_sheet(raw, session, bounds=drawer.bounds)
    return renewed.keys, renewed.sheet


def bring_back_keys(paths: VaultPaths, credential: Credential, bounds: KdfBounds) -> None:
    """Write `keys.json` out of the book itself, which the sheet's own block opens.

    For a vault whose key file and copies are gone, damaged or older than the book. Raises
    `keys_damaged` where the sheet's block is not at hand, `wrong_recovery_key` where the sheet is
    of another generation or not this vault's.
    """
    if credential.recovery is None or credential.block is None:
        raise KnownError(Code.KEYS_DAMAGED, part="all")
    opened = unlock_with_sheet_block(credential.block, credential.recovery)
    try:
        database = Database.open(paths.ledger, opened.keys.page_key_hex)
    except KnownError as error:
        if error.code is Code.DAMAGED and "found" not in error.details:
            raise KnownError(
                Code.WRONG_RECOVERY_KEY, field="recovery", reason="other_generation"
            ) from error
        raise
    try:
        with database.read() as tx:
            kept, row = book.keys_file(tx), book.book(tx)
    finally:
        database.close()
    if kept is None or row is None or row.vault_id != opened.vault_id:
        raise KnownError(Code.NOT_OURS, part="ledger.db")
    if not parse_keys(kept.content, bounds).is_signed_by(opened.root_public):
        raise KnownError(Code.NOT_OURS, part="keys")
    recovery = credential.recovery

    def check(raw: bytes) -> None:
        unlock_with_recovery(raw, recovery, bounds=bounds)

    key_store.write_keys(key_store.KeyPlaces(vault=paths.folder), kept.content, check=check)
