"""Who works at the desk, in which role, and what a role may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledgerdesk.core.errors import Code, KnownError


class Role(StrEnum):
    """店主, 主管, 店员, 审计."""

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


_EVERYBODY = frozenset(Role)
_WRITERS = frozenset({Role.OWNER, Role.SUPERVISOR, Role.CLERK})
_READERS = frozenset({Role.OWNER, Role.SUPERVISOR, Role.AUDITOR})
_SENIORS = frozenset({Role.OWNER, Role.SUPERVISOR})
_OWNERS = frozenset({Role.OWNER})

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "audit.check": _EVERYBODY,
    "backups.list": _EVERYBODY,
    "backups.make": _WRITERS,
    "customers.add": _WRITERS,
    "customers.find": _EVERYBODY,
    "drafts.keep": _WRITERS,
    "drafts.list": _EVERYBODY,
    "exports.run": _READERS,
    "imports.run": _SENIORS,
    "receipts.issue": _WRITERS,
    "receipts.list": _EVERYBODY,
    "receipts.reprint": _WRITERS,
    "receipts.reverse": _SENIORS,
    "receipts.void": _SENIORS,
    "series.confirm_last_number": _SENIORS,
    "settings.change": _OWNERS,
    "transactions.record": _WRITERS,
}


def authorise(role: Role, action: str) -> None:
    """Refuse an action the role may not do; an action without a row is a bug (`KeyError`)."""
    if role not in PERMISSIONS[action]:
        raise KnownError(Code.NOT_ALLOWED, action=action, role=role.value)
