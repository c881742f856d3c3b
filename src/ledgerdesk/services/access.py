"""Create a vault, unlock it, lock it: the only ways to a desk."""

from dataclasses import dataclass
from pathlib import Path

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.instance_lock import InstanceLock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import VaultPaths
from ledgerdesk.services.steps import opening
from ledgerdesk.services.steps.credential import Credential
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.kept_marks import KeptMark
from ledgerdesk.storage import book, staff
from ledgerdesk.storage.database import Database
from ledgerdesk.vault import key_store, throttle
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.state_file import claimed_ids
from ledgerdesk.vault.unlocking import reopen

__all__ = ["Credential", "OpenDesk", "Place", "prove_recovery", "refuse_no_vault", "unlock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and with what a vault is opened: folders, clock, press and KDF bounds."""

    vault: Path
    per_user: Path
    clock: Clock
    press: Lane
    bounds: KdfBounds = FILE_BOUNDS


class OpenDesk:
    """A desk with the locks that belong to it; `lock` ends it."""

    def __init__(self, desk: Desk, instance: InstanceLock) -> None:
        self.desk = desk
        self._instance = instance

    def lock(self) -> None:
        """Write the mark durably, close the book and let the vault go."""
        try:
            self.desk.marks.end()
        finally:
            self.desk.database.close()
            self._instance.release()


def unlock(place: Place, credential: Credential) -> OpenDesk:
    """Open a vault after every check of the opening sequence, in its order.

    Raises `not_a_vault`, `in_use`, `throttled`, `wrong_password`, `wrong_recovery_key`,
    `keys_damaged`, `keys_rolled_back`, `not_ours`, `damaged`, `rolled_back`, `newer_version`,
    `read_only`; each is told apart. Opening never creates anything but notes.
    """
    paths = VaultPaths(place.vault)
    refuse_no_vault(paths)
    instance = InstanceLock.acquire(paths.lock)
    try:
        places = _key_places(place, paths)
        found = key_store.candidates(places, place.bounds)
        first = key_store.first_readable(found)
        slow = throttle.Throttle(_throttle_places(place, paths, first))
        with slow.attempt():
            raw, unlocked = _opened_keys(found, first, credential, place.bounds)
        database = opening.open_book(paths, unlocked)
    except BaseException:
        instance.abandon()
        raise
    try:
        desk = _desk(place, paths, credential, (raw, unlocked), database, found, instance)
        if slow.damaged:
            _note(desk, "vault.throttle_damaged")
    except BaseException:
        database.close()
        instance.abandon()
        raise
    return OpenDesk(desk, instance)


def _opened_keys(
    found: tuple[key_store.Candidate, ...],
    first: key_store.Candidate,
    credential: Credential,
    bounds: KdfBounds,
) -> tuple[bytes, Unlocked]:
    try:
        return first.raw, credential.open(first.raw, bounds)
    except KnownError as error:
        if error.code is not Code.WRONG_PASSWORD:
            raise
        for newer in key_store.newer_than(found, first):
            try:
                return newer.raw, credential.open(newer.raw, bounds)
            except KnownError:
                continue  # the first place's answer is the one to give
        raise


def prove_recovery(place: Place, credential: Credential) -> None:
    """Prove that a recovery key opens this vault's keys, without opening its book.

    Raises `wrong_recovery_key`, `keys_damaged`, `not_a_vault`, `file_not_found`.
    """
    paths = VaultPaths(place.vault)
    refuse_no_vault(paths)
    found = key_store.candidates(_key_places(place, paths), place.bounds)
    credential.open(key_store.first_readable(found).raw, place.bounds)


def refuse_no_vault(paths: VaultPaths) -> None:
    """Refuse a path that is no vault folder, with `file_not_found` or `not_a_vault`."""
    if not paths.folder.exists():
        raise KnownError(Code.FILE_NOT_FOUND, part="vault", field="vault")
    if not paths.folder.is_dir() or not (paths.ledger.exists() or paths.keys.exists()):
        raise KnownError(Code.NOT_A_VAULT, part="vault", field="vault")


def _key_places(place: Place, paths: VaultPaths) -> key_store.KeyPlaces:
    claimed = claimed_ids(paths.state)
    copy = key_store.copy_path(place.per_user, *claimed) if claimed else None
    return key_store.KeyPlaces(vault=paths.folder, copy=copy)


def _throttle_places(
    place: Place, paths: VaultPaths, first: key_store.Candidate
) -> tuple[Path, ...]:
    # Filed under the vault's own id: a copy of the folder elsewhere shares its count.
    vault_id = first.keys.house.vault_id if first.keys else "unknown"
    return (paths.throttle, place.per_user / "throttle" / f"{vault_id}.json")


def _desk(
    place: Place,
    paths: VaultPaths,
    credential: Credential,
    opened: tuple[bytes, Unlocked],
    database: Database,
    found: tuple[key_store.Candidate, ...],
    instance: InstanceLock,
) -> Desk:
    raw, unlocked = opened
    if instance.last_exit_was_unclean:
        opening.check_after_unclean_exit(database)
    with database.read() as tx:
        chosen = opening.choose_keys(tx, found, unlocked, place.bounds)
        now = opening.standing(tx, unlocked)
        findings = opening.compare_mark(tx, paths.state, unlocked, now)
    if chosen.raw != raw:
        # An older wrap may have carried an older password: it is asked again.
        unlocked = credential.open(chosen.raw, place.bounds)
    findings += [said for one in found if (said := _said_of(one))]
    places = key_store.KeyPlaces(
        vault=paths.folder,
        copy=key_store.copy_path(place.per_user, unlocked.vault_id, now.author.branch_pub),
    )
    key_store.refresh_copies(places, chosen.raw)
    desk = Desk(
        database=database,
        clock=place.clock,
        chance=Chance(place.clock),
        person=now.person,
        author=now.author,
        office=now.office,
        marks=opening.marks_of(
            paths.state,
            KeptMark(place.per_user, unlocked.vault_id, now.author.branch_pub),
            unlocked,
            now,
        ),
        paths=paths,
        press=place.press,
        unlocked=reopen(chosen.raw, unlocked, bounds=place.bounds),
        opening_findings=tuple(findings),
    )
    if chosen.is_newer:
        _follow_keys(desk, chosen)
    return desk


def _said_of(one: key_store.Candidate) -> str | None:
    """Tell damage from a copy that was never made here: another PC, another user of this one."""
    if one.why is Code.FILE_NOT_FOUND:
        return f"keys_missing {one.source.value}" if one.source is key_store.Source.FILE else None
    return f"keys_copy_damaged {one.source.value}" if one.why is not None else None


def _follow_keys(desk: Desk, chosen: key_store.Chosen) -> None:
    keys = chosen.candidate.keys
    if keys is None:
        raise RuntimeError("a chosen key file that cannot be read")
    with desk.upkeep() as act:
        for user, mark in keys.bundle_marks().items():
            person = staff.person_by_user(act.tx, user)
            if person is not None:
                with act.changing("staff", person.pub):
                    staff.update_bundle(act.tx, user, mark.serial, mark.digest)
        row = book.KeysFileRow(
            revision=keys.house.revision, house_digest=keys.house.digest(), content=chosen.raw
        )
        book.keep_keys_file(act.tx, row)
        act.close_entry("vault.follow_keys")


def _note(desk: Desk, action: str) -> None:
    with desk.upkeep() as act:
        act.close_entry(action)
