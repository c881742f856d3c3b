"""The long act of changing keys: file, `.bak`, copy, and then the book that follows them."""

from collections.abc import Callable

from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.opening.entering import fitted
from ledgerdesk.services.steps.opening.following import follow
from ledgerdesk.services.steps.opening.opening import standing
from ledgerdesk.vault.key_store import Source, refresh_copies, write_keys
from ledgerdesk.vault.keysfile import parse_keys
from ledgerdesk.vault.session import Unlocked
from ledgerdesk.vault.unlocking import reopen, unlock_with_password

Opened = Callable[[bytes], Unlocked]
Also = Callable[[Act, Unlocked], None]


def nothing_more(_: Act, __: Unlocked) -> None:
    """Write nothing beside what the key file says."""


def prove_own_password(desk: Desk, password: str) -> None:
    """See that whoever sits here is who signed in; wrong tries count like those at the door.

    Raises `wrong_password`, `throttled`.
    """
    drawer = desk.drawer
    with drawer.throttle().attempt():
        unlock_with_password(drawer.raw, desk.unlocked.login, password, bounds=drawer.bounds)


def change_keys(
    desk: Desk,
    raw: bytes,
    action: str,
    *,
    opened: Opened | None = None,
    also: Also = nothing_more,
    signed_as_before: bool = False,
) -> None:
    """Put new bytes of `keys.json` in force: written and read back first, then the book follows.

    `opened` makes the session of the new bytes (with the keys the session holds where it is not
    given); `also` is handed it and writes what belongs to the same entry. The new session's key
    signs the entry unless `signed_as_before`. If the book cannot follow, the file before is put
    back and nothing was changed; a kill in between leaves a newer file, which the next opening
    follows.
    """
    before = desk.drawer.raw
    opened_now: list[Unlocked] = []

    def check(read_back: bytes) -> None:
        opened_now.append(_session(desk, read_back, opened))

    try:
        unwritten = write_keys(desk.drawer.places, raw, check=check)
        (session,) = opened_now
        _follow(desk, raw, session, action, also, signed_as_before=signed_as_before)
    except BaseException:
        _put_back(desk, before)
        raise
    desk.drawer.raw = raw
    desk.unlocked = session
    _note_unwritten(desk, unwritten)
    if signed_as_before:
        with desk.database.read() as tx:
            now = standing(tx, session)
        desk.person, desk.author = now.person, now.author


def _session(desk: Desk, raw: bytes, opened: Opened | None) -> Unlocked:
    if opened is None:
        session = reopen(raw, desk.unlocked, bounds=desk.drawer.bounds)
    else:
        session = opened(raw)
    return fitted(session, desk.unlocked.in_use.page_key)


def _follow(
    desk: Desk,
    raw: bytes,
    session: Unlocked,
    action: str,
    also: Also,
    *,
    signed_as_before: bool,
) -> None:
    keys = parse_keys(raw, desk.drawer.bounds)
    person, author = desk.person, desk.author
    try:
        with desk.upkeep() as act:
            follow(act, raw, keys, session)
            also(act, session)
            if not signed_as_before:
                now = standing(act.tx, session)
                desk.person, desk.author = now.person, now.author
            act.close_entry(action)
    except BaseException:
        desk.person, desk.author = person, author
        raise


def _put_back(desk: Desk, before: bytes) -> None:
    """Take the file back that the book still remembers; what stays newer is followed later."""
    _note_unwritten(desk, refresh_copies(desk.drawer.places, before).unwritten)


def _note_unwritten(desk: Desk, places: tuple[Source, ...]) -> None:
    for source in places:
        desk.opening_findings = (*desk.opening_findings, f"keys_copy_unwritten {source.value}")
