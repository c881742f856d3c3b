"""Who works at the desk, in which role, and what a role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledgerdesk.core.errors import Code, KnownError


class Role(StrEnum):
    """负责人, 主管, 职员, 审计."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One member of staff as the book knows him."""

    id: int
    pub: str
    user_id: str
    name: str
    role: Role


class Standing(StrEnum):
    """Whether somebody may sign in: he may, not now, never again."""

    ACTIVE = "active"
    DISABLED = "disabled"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One line of the list of staff, also of those who left.

    `provisional`: an owner knows his password too. `holds_root` is false until he has signed in
    once more after the root was renewed. `added_at` is a stored UTC moment.
    """

    pub: str
    name: str
    role: Role
    standing: Standing
    provisional: bool
    holds_root: bool
    added_at: str


class Reach(StrEnum):
    """Whose things an action may touch: everybody's, or those of whoever does it."""

    ALL = "all"
    OWN = "own"


Rights = Mapping[Role, Reach]
"""Who may do an action, and how far; a role that is absent may not."""


def _may(*roles: Role, reach: Reach = Reach.ALL) -> Rights:
    return dict.fromkeys(roles, reach)


_EVERYBODY = _may(*Role)
_WRITERS = _may(Role.OWNER, Role.SUPERVISOR, Role.CLERK)
_READERS = _may(Role.OWNER, Role.SUPERVISOR, Role.AUDITOR)
_SENIORS = _may(Role.OWNER, Role.SUPERVISOR)
_OWNERS = _may(Role.OWNER)
_WRITERS_THEIR_OWN = _may(*_WRITERS, reach=Reach.OWN)
_EACH_HIS_OWN = _may(*Role, reach=Reach.OWN)

PERMISSIONS: Mapping[str, Rights] = {
    "audit.check": _EVERYBODY,
    "audit.export": _READERS,
    "audit.history": _EVERYBODY,
    "audit.list": _READERS,
    "audit.verify": _EVERYBODY,
    "backups.list": _EVERYBODY,
    "backups.make": _WRITERS,
    "backups.drill": _WRITERS,
    "backups.change_plan": _OWNERS,
    "backups.name_place": _WRITERS,
    "catalogue.change": _SENIORS,
    "catalogue.look": _EVERYBODY,
    "corrections.decide": _SENIORS,
    "corrections.list": _EVERYBODY,
    "corrections.request": _WRITERS,
    "customers.add": _WRITERS,
    "customers.change": _WRITERS,
    "customers.erase": _SENIORS,
    "customers.find": _EVERYBODY,
    "customers.keep_number": _WRITERS,
    "customers.merge": _SENIORS,
    "customers.reveal": _WRITERS,
    "customers.stop": _SENIORS,
    "customers.verify": _WRITERS,
    "customers.write_note": _WRITERS,
    "days.close": _WRITERS,
    "days.close_period": _SENIORS,
    "days.reopen": _OWNERS,
    "days.show": _EVERYBODY,
    "drafts.keep": _WRITERS_THEIR_OWN,
    "drafts.list": _EACH_HIS_OWN,
    "emergency.change": _OWNERS,
    "emergency.look": _EVERYBODY,
    "exports.person": _SENIORS,
    "exports.plain": _OWNERS,
    "exports.receipts": _SENIORS,
    "exports.run": _READERS,
    "imports.run": _SENIORS,
    "imports.take_back": _SENIORS,
    "keys.keep_backup_key": _OWNERS,
    "keys.keep_personal_slot": _EACH_HIS_OWN,
    "keys.look": _EVERYBODY,
    "keys.rotate": _OWNERS,
    "payments.forgo": _SENIORS,
    "payments.look": _EVERYBODY,
    "payments.refund": _SENIORS,
    "payments.take": _WRITERS,
    "quality.ignore": _WRITERS,
    "quality.look": _EVERYBODY,
    "receipts.issue": _WRITERS,
    "receipts.list": _EVERYBODY,
    "receipts.reprint": _WRITERS,
    "receipts.reverse": _SENIORS,
    "receipts.void": _SENIORS,
    "reports.look": _EVERYBODY,
    "reports.write": _READERS,
    "reviews.decide": _SENIORS,
    "reviews.list": _EVERYBODY,
    "series.confirm_last_number": _SENIORS,
    "series.change": _OWNERS,
    "series.hand_out": _SENIORS,
    "series.look": _EVERYBODY,
    "templates.change": _OWNERS,
    "templates.look": _EVERYBODY,
    "settings.change": _OWNERS,
    "sheet.keep": _OWNERS,
    "sheet.look": _EVERYBODY,
    "sheet.renew": _OWNERS,
    "staff.add": _OWNERS,
    "staff.change_password": _EACH_HIS_OWN,
    "staff.change_role": _OWNERS,
    "staff.disable": _OWNERS,
    "staff.enable": _OWNERS,
    "staff.list": _EVERYBODY,
    "staff.remove": _OWNERS,
    "staff.rename": _OWNERS,
    "staff.reset_password": _OWNERS,
    "standards.change": _SENIORS,
    "standards.look": _EVERYBODY,
    "stock.look": _EVERYBODY,
    "stock.spoil": _WRITERS,
    "trades.keep_filter": _WRITERS,
    "trades.look": _EVERYBODY,
    "transactions.record": _WRITERS,
}


def may(person: Person, action: str) -> bool:
    """Tell whether a person may do this to what belongs to nobody, so that it can be offered."""
    return PERMISSIONS[action].get(person.role) is Reach.ALL


def authorise(person: Person, action: str, *, of: int | None = None) -> None:
    """Refuse what a person may not do; an action without a row is a bug (`KeyError`).

    `of` is the staff id of whoever the thing belongs to; None where it belongs to nobody.
    """
    reach = PERMISSIONS[action].get(person.role)
    if reach is Reach.ALL or (reach is Reach.OWN and of == person.id):
        return
    raise KnownError(Code.NOT_ALLOWED, action=action, role=person.role.value)
