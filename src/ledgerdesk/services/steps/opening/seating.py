"""The long act of sitting down: marks compared, keys followed, and a desk for whoever signed in."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ledgerdesk.core.errors import Code
from ledgerdesk.runtime.chance import Chance
from ledgerdesk.runtime.clock import Clock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.key_drawer import KeyDrawer
from ledgerdesk.services.steps.log.verifying import tail_findings
from ledgerdesk.services.steps.opening import kept_keys, opening
from ledgerdesk.services.steps.opening.entering import Doorway, Entered
from ledgerdesk.services.steps.opening.following import follow
from ledgerdesk.services.steps.opening.kept_marks import NEWER_COPY, KeptMark, newer_copy_since
from ledgerdesk.services.steps.opening.later_backups import refuse_later_in
from ledgerdesk.services.steps.opening.opening import compare_marks
from ledgerdesk.storage import book
from ledgerdesk.vault import key_store
from ledgerdesk.vault.kdf import KdfCost
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.os_keyring import KeyStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """What a desk needs beside the book: clock, press, cost of a password, store, last exit."""

    clock: Clock
    press: Lane
    cost: KdfCost | None
    store: KeyStore
    last_exit_was_unclean: bool


def seat(entered: Entered, door: Doorway, chair: Chair) -> Desk:
    """Make the desk of an open book; raises `damaged`, `rolled_back`, `not_allowed`, `not_ours`.

    A key file that is newer than the book is followed before anybody is looked up: the person or
    his key may have come with it.
    """
    unlocked, database = entered.unlocked, entered.database
    if chair.last_exit_was_unclean:
        opening.check_after_unclean_exit(database)
    with database.read() as tx:
        _, branch_pub = book.current_branch(tx)
        ids = (door.per_user, unlocked.vault_id, branch_pub)
        kept = KeptMark(*ids, store=kept_keys.MarkInStore(chair.store, *ids))
        findings = compare_marks(tx, door.paths.state, unlocked, kept=kept, branch_pub=branch_pub)
        refuse_later_in(
            tx,
            door.paths.backups,
            vault_id=unlocked.vault_id,
            branch_pub=branch_pub,
            keys=opening.keys_of_all_times(tx, unlocked),
        )
        if chair.last_exit_was_unclean:
            findings += tail_findings(tx, unlocked)
        before = opening.nobody_yet(tx)
    findings += _newer_copy(newer_copy_since(*ids), before.office.zone)
    findings += [said for one in door.found if (said := _said_of(one, entered.raw))]
    places = key_store.KeyPlaces(
        vault=door.paths.folder,
        copy=key_store.copy_path(door.per_user, unlocked.vault_id, branch_pub),
    )
    key_store.refresh_copies(places, entered.raw)
    desk = Desk(
        database=database,
        clock=chair.clock,
        chance=Chance(chair.clock),
        person=before.person,
        author=before.author,
        office=before.office,
        marks=opening.no_marks(before.head, before.numbers),
        paths=door.paths,
        press=chair.press,
        unlocked=unlocked,
        drawer=KeyDrawer(
            places=places,
            per_user=door.per_user,
            raw=entered.raw,
            bounds=door.bounds,
            cost=chair.cost,
            store=chair.store,
        ),
        opening_findings=tuple(findings),
    )
    if entered.is_newer:
        _follow(desk)
    with database.read() as tx:
        now = opening.standing(tx, unlocked)
    desk.person, desk.author = now.person, now.author
    desk.marks = opening.marks_of(desk, kept, now)
    return desk


def _newer_copy(since: datetime | None, zone: ZoneInfo) -> list[str]:
    """Tell of a copy beside this book: both go on from the same number, and look alike."""
    return [] if since is None else [f"{NEWER_COPY} {since.astimezone(zone).date()}"]


def _follow(desk: Desk) -> None:
    """Let the book follow keys that were changed while it could not."""
    keys = parse_keys(desk.drawer.raw, desk.drawer.bounds)
    with desk.upkeep() as act:
        follow(act, desk.drawer.raw, keys, desk.unlocked)
        now = opening.standing(act.tx, desk.unlocked)
        desk.person, desk.author = now.person, now.author
        act.close_entry("vault.follow_keys")


def _said_of(one: key_store.Candidate, raw: bytes) -> str | None:
    """Tell damage from a copy that was never made here: another PC, another user of this one.

    The file itself is written before its copies: older than what counts, it was put back.
    """
    if one.keys is not None:
        older = one.source is key_store.Source.FILE and one.raw != raw
        return f"keys_older {one.source.value}" if older else None
    if one.why is Code.FILE_NOT_FOUND:
        return f"keys_missing {one.source.value}" if one.source is key_store.Source.FILE else None
    return f"keys_copy_damaged {one.source.value}" if one.why is not None else None
