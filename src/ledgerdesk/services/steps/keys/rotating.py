"""The long act of a rotation: both keys in the file, the book re-encrypted, then only the new key.

Killed at any step, the next opening works with one of the two keys; an owner's opening goes on
where it stopped, and never back: whoever was to leave is gone from the first step on.
"""

from dataclasses import replace
from functools import partial

from ledgerdesk.backup.drive import Drive
from ledgerdesk.backup.sealing import refuse_tight
from ledgerdesk.core.audit import Head
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.keys.key_change import Also, change_keys, nothing_more
from ledgerdesk.services.steps.office import ROTATION_WANTED
from ledgerdesk.services.steps.opening.following import RENEWED, certifier_of
from ledgerdesk.services.steps.opening.kept_keys import refresh_if_it_can
from ledgerdesk.services.steps.setting_rows import write_setting
from ledgerdesk.storage import audit, book, staff
from ledgerdesk.vault.firm import make_firm_key
from ledgerdesk.vault.house import Scope
from ledgerdesk.vault.rotation import (
    NOBODY_LEAVES,
    Leaving,
    begin_rotation,
    finish_rotation,
    seal_earlier,
)
from ledgerdesk.vault.session import Unlocked

BEGIN, ROTATE = "keys.rotate_begin", "keys.rotate"


def rotate(
    desk: Desk, action: str, leaving: Leaving = NOBODY_LEAVES, *, also: Also = nothing_more
) -> None:
    """Give the book a new key that nobody has who leaves; everybody else keeps his password.

    `action` and `also` belong to the first entry, in which those who leave do. A rotation that was
    interrupted is finished before. Raises `disk_full` before anything is done, `not_allowed`.
    """
    refuse_no_room(desk)
    if desk.unlocked.pending is not None:
        finish(desk)
    raw = begin_rotation(desk.drawer.raw, desk.unlocked, leaving, bounds=desk.drawer.bounds)
    change_keys(desk, raw, action, also=partial(begun, also=also))
    finish(desk)


def refuse_no_room(desk: Desk) -> None:
    """Refuse with `disk_full` where the engine's journal, as large as the book, has no room."""
    refuse_tight(Drive(), desk.paths.folder, desk.paths.ledger.stat().st_size)


def begun(act: Act, session: Unlocked, *, also: Also = nothing_more) -> None:
    """Keep the key that ends, sealed under the one that follows, with the first entry."""
    _keep_earlier(act, session)
    also(act, session)


def finish(desk: Desk) -> None:
    """Go on with a rotation from wherever it stopped.

    Raises `disk_full`, `io_failed`: the book is whole under one of the two keys, and open.
    """
    raw = begin_rotation(desk.drawer.raw, desk.unlocked, bounds=desk.drawer.bounds)
    if raw != desk.drawer.raw:
        change_keys(desk, raw, "staff.take_in")
    pending = desk.unlocked.pending
    if pending is None:
        raise RuntimeError("no rotation is under way")
    if not desk.unlocked.rekeyed:
        with desk.database.read() as tx:
            head = audit.head(tx)
        try:
            desk.database.rekey(desk.unlocked.page_key_hex, pending.page_key_hex)
        except KnownError:
            refuse_no_room(desk)  # the engine does not say why it gave up; this does
            raise
        desk.unlocked = replace(desk.unlocked, rekeyed=True)
        _prove(desk, head)
    raw = finish_rotation(desk.drawer.raw, desk.unlocked, bounds=desk.drawer.bounds)
    change_keys(desk, raw, ROTATE, also=partial(_done, before=desk.unlocked))
    desk.marks.settle()
    refresh_if_it_can(desk)


def _prove(desk: Desk, head: Head) -> None:
    """Check every page under the new key, and that it is the same book, before the old one goes."""
    if desk.database.cipher_findings():
        raise KnownError(Code.DAMAGED, part="ledger.db", found="pages")
    with desk.database.read() as tx:
        if audit.head(tx) != head:
            raise KnownError(Code.DAMAGED, part="ledger.db", found="rows")


def _keep_earlier(act: Act, session: Unlocked) -> None:
    if session.pending is None:
        raise RuntimeError("no rotation is under way")
    sealed = seal_earlier(session.pending, session.keys, session.vault_id)
    book.keep_generation(act.tx, session.keys.generation, sealed, ended_at=act.at)


def want(act: Act, _: Unlocked) -> None:
    """Ask owners for a rotation, where whoever has a reason for it cannot do it himself."""
    write_setting(act, ROTATION_WANTED, True)


def _done(act: Act, session: Unlocked, *, before: Unlocked) -> None:
    # A kill before the first entry lost the key that ends; before the last file it is at hand.
    _keep_earlier(act, before)
    if book.settings(act.tx).get(ROTATION_WANTED):
        write_setting(act, ROTATION_WANTED, False)
    _renew_firm(act, session)


def _renew_firm(act: Act, session: Unlocked) -> None:
    """Let receipts be signed by a new firm's key from here on."""
    seq = audit.head(act.tx).seq + 1
    for key in staff.living_keys(act.tx):
        if key.purpose == Scope.FIRM.value:
            chance = act.desk.chance
            pub = chance.pub()
            staff.end_signing_key(
                act.tx, key.id, pub=pub, salt=chance.salt(), to_seq=seq, reason=RENEWED
            )
            act.inserted("signing_key_end", pub)
    firm = make_firm_key(session)
    new = staff.NewSigningKey(
        pub=firm.id,
        staff_id=None,
        purpose=Scope.FIRM.value,
        public=firm.public,
        certificate=firm.certificate,
        certified_by=certifier_of(session),
        private=firm.private,
        from_seq=seq,
    )
    staff.insert_signing_key(act.tx, new, act.desk.chance.salt())
    act.inserted("signing_key", firm.id)
