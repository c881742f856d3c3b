"""The long act of a restore: a proved backup becomes a whole vault in a new folder, or nothing.

The order is SECURITY's: signatures and MACs, both integrity checks and the references, the
sealed facts, and only then keys, a new branch and the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledgerdesk.backup.drive import Drive, disk_faults
from ledgerdesk.backup.sealing import refuse_tight
from ledgerdesk.core.backups import Origin
from ledgerdesk.core.changes import FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.drives import largest_file_in
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps.backups.proved_book import refuse_other_book, write_book
from ledgerdesk.services.steps.backups.proved_file import Unsealed, unsealed
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.key_drawer import KeyDrawer
from ledgerdesk.services.steps.opening import opening
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.services.steps.opening.entering import fitted
from ledgerdesk.services.steps.opening.kept_marks import KeptMark, Known, known_numbers
from ledgerdesk.services.steps.receipts.numbers import gaps
from ledgerdesk.services.steps.vaults import confirming
from ledgerdesk.services.steps.vaults.appearing import appearing
from ledgerdesk.storage import book, series
from ledgerdesk.storage.database import Database
from ledgerdesk.storage.migrate import migrate, newest
from ledgerdesk.vault import key_store
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.session import Unlocked, databases_of
from ledgerdesk.vault.unlocking import reopen

SCHEMA_PART = "schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where and with what a vault is restored: folders, clock, press, disk and KDF bounds."""

    per_user: Path
    clock: Clock
    press: Lane
    bounds: KdfBounds = FILE_BOUNDS
    drive: Drive


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Wanted:
    """Which file is to become which folder, with what, and the last numbers on paper by series."""

    file: Path
    vault: Path
    credential: Credential
    last_numbers: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A vault restored: its new branch, the backup it came from, and what of numbers is open."""

    branch_id: str
    origin: Origin
    receipts: int
    confirmed: bool
    explained: tuple[str, ...]
    last_numbers: dict[str, int]


def restore_copy(wanted: Wanted, site: Site, progress: Progress = quiet) -> Restored:
    """Restore a backup into a folder that is not there yet.

    Raises what opening a backup raises, `exists`, `disk_full`, `read_only`, `bad_value` (field
    `last_number`); then there is no new folder. All people and passwords are those of the day
    of the backup.
    """
    with unsealed(wanted.file, wanted.credential, site.per_user, site.bounds) as backup:
        if backup.facts.schema > newest():
            raise KnownError(
                Code.NEWER_VERSION, part=SCHEMA_PART, found=backup.facts.schema, known=newest()
            )
        parent = wanted.vault.parent
        size = backup.file.core.payload_bytes
        refuse_tight(site.drive, parent, size, largest_file_in(parent))
        with appearing(wanted.vault) as building:
            paths = VaultPaths(building)
            write_book(
                backup.file,
                backup.keys.mac,
                paths.ledger,
                part="vault",
                drive=site.drive,
                progress=progress,
            )
            key = backup.slot.keys.page_key_hex
            raw = refuse_other_book(paths.ledger, key, backup.origin, backup.facts)
            unlocked = _unlock(raw, wanted.credential, backup, site.bounds)
            _put_keys(paths, raw, unlocked, site.bounds)
            restored = _begin_branch(paths, raw, unlocked, backup, wanted, site)
    copy = key_store.copy_path(site.per_user, restored.origin.vault_id, restored.branch_id)
    key_store.refresh_copies(key_store.KeyPlaces(vault=wanted.vault, copy=copy), raw)
    return restored


def _unlock(raw: bytes, credential: Credential, backup: Unsealed, bounds: KdfBounds) -> Unlocked:
    """Open the book's own keys file: whoever opened the backup must be able to open the vault."""
    unlocked = credential.open_as(backup.slot.user_id, raw, bounds)
    held = [one.backup_key for one in databases_of(unlocked)]
    ours = unlocked.root_public == backup.slot.root_public
    if not ours or backup.slot.keys.backup_key not in held:
        raise KnownError(Code.NOT_OURS, source="backup", part="book")
    return fitted(unlocked, backup.slot.keys.page_key)


def _put_keys(paths: VaultPaths, raw: bytes, unlocked: Unlocked, bounds: KdfBounds) -> None:
    def check(read_back: bytes) -> None:
        reopen(read_back, unlocked, bounds=bounds)

    with disk_faults("vault"):
        paths.backups.mkdir()
    key_store.write_keys(
        key_store.KeyPlaces(vault=paths.folder), raw, check=check, must_be_new=True
    )


def _begin_branch(
    paths: VaultPaths,
    raw: bytes,
    unlocked: Unlocked,
    backup: Unsealed,
    wanted: Wanted,
    site: Site,
) -> Restored:
    database = Database.open(paths.ledger, backup.slot.keys.page_key_hex)
    try:
        migrate(database)
        desk = _desk(database, paths, raw, unlocked, site)
        with desk.upkeep() as act:
            _write_branch(act, backup.origin)
            _confirm(act, wanted.last_numbers, _known(backup, site))
            head = act.close_entry("vault.restore")
            counters = series.counters(act.tx)
            _, explained = gaps(act.tx)
        numbers = {f"{one.code}/{one.period}": one.last_seq for one in counters}
        kept = KeptMark(site.per_user, unlocked.vault_id, desk.author.branch_pub)
        branch_pub = desk.author.branch_pub
        save = opening.mark_writer(paths.state, lambda: unlocked, branch_pub, kept=kept)
        save(head, numbers, True)
    finally:
        database.close()
    return Restored(
        branch_id=desk.author.branch_pub,
        origin=backup.origin,
        receipts=backup.facts.counts["receipt"],
        confirmed=all(one.confirmed for one in counters),
        explained=explained,
        last_numbers=numbers,
    )


def _desk(
    database: Database, paths: VaultPaths, raw: bytes, unlocked: Unlocked, site: Site
) -> Desk:
    with database.read() as tx:
        now = opening.standing(tx, unlocked)
    return Desk(
        database=database,
        clock=site.clock,
        chance=Chance(site.clock),
        person=now.person,
        author=now.author,
        office=now.office,
        marks=opening.no_marks(now.head, now.numbers),
        paths=paths,
        press=site.press,
        unlocked=unlocked,
        drawer=KeyDrawer(
            places=key_store.KeyPlaces(vault=paths.folder),
            per_user=site.per_user,
            raw=raw,
            bounds=site.bounds,
        ),
    )


def _write_branch(act: Act, origin: Origin) -> None:
    """Begin the new branch; every counter waits until its last printed number is known."""
    desk, pub = act.desk, act.desk.chance.pub()
    branch_id = book.insert_branch(
        act.tx,
        pub,
        desk.chance.salt(),
        parent=desk.author.branch_id,
        at=act.at,
        reason="restored",
    )
    desk.author = replace(desk.author, branch_id=branch_id, branch_pub=pub)
    act.inserted("branch", pub)
    source = f"{origin.backup_id} {origin.branch_id}/{origin.sequence} {origin.created}"
    act.note_change(
        FieldChange(kind="branch", pub=pub, field="restored_from", old=None, new=source)
    )


def _known(backup: Unsealed, site: Site) -> Known:
    return known_numbers(
        site.per_user,
        backup.origin.vault_id,
        backup.origin.branch_id,
        state_key=backup.slot.keys.state_key,
        head_seq=backup.facts.head_seq,
    )


def _confirm(act: Act, said: Sequence[tuple[str, str]], known: Known) -> None:
    """Ask for every last number, then confirm those that were said or that this PC knows."""
    waiting = {one.code for one in series.counters(act.tx) if not one.confirmed}
    for counter in series.counters(act.tx):
        with act.changing("series_counter", counter.pub):
            series.unconfirm(act.tx, counter.pub, branch=act.desk.author.branch_id)
    spoken = [confirming.printed_last(act.tx, act.today, code, number) for code, number in said]
    # A mark says nothing of a series that waited already when the backup was made.
    vouched = {one.code for one in series.counters(act.tx)} - waiting if known.exact else set()
    for last in confirming.settled(act, spoken, known.numbers, vouched):
        confirming.confirm(act, last)
