"""What keys owe at a sign-in: the renewed root, new pairs, a rotation that was interrupted."""

from collections.abc import Callable
from functools import partial

from ledgerdesk.core.errors import KnownError
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.keys import rotating
from ledgerdesk.services.steps.keys.key_change import change_keys
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.vault.changes import take_in, take_up_root
from ledgerdesk.vault.house_change import newcomers


def settle(desk: Desk, credential: Credential) -> None:
    """Do what is owed; what cannot be done now is a finding and keeps nobody out."""
    for owed in (partial(_take_up_root, desk, credential), partial(_as_an_owner, desk)):
        _try(desk, owed)
    if desk.unlocked.pending is not None:
        desk.opening_findings = (*desk.opening_findings, "rotation_unfinished ledger.db")


def _try(desk: Desk, owed: Callable[[], None]) -> None:
    try:
        owed()
    except KnownError as problem:
        said = f"keys_owed {problem.code.value}"
        desk.opening_findings = (*desk.opening_findings, said)


def _take_up_root(desk: Desk, credential: Credential) -> None:
    """Pin the renewed root to one's own record, while the password is at hand."""
    unlocked, drawer = desk.unlocked, desk.drawer
    if credential.password is None or unlocked.pinned_root == unlocked.root_public:
        return
    raw = take_up_root(
        drawer.raw,
        unlocked,
        credential.password,
        cost=drawer.cost_now(),
        bounds=drawer.bounds,
    )
    change_keys(
        desk, raw, "staff.take_up_root", opened=lambda raw: credential.open(raw, drawer.bounds)
    )


def _as_an_owner(desk: Desk) -> None:
    """Take new pairs into the house and finish a rotation, as only an owner's session can."""
    if desk.unlocked.is_recovery or desk.unlocked.sealed_root is None:
        return
    if desk.unlocked.pending is not None:
        rotating.finish(desk)
    elif newcomers(desk.drawer.file()):
        raw = take_in(desk.drawer.raw, desk.unlocked, bounds=desk.drawer.bounds)
        change_keys(desk, raw, "staff.take_in")
