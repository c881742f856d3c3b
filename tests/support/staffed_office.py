"""An office of four: two owners, a supervisor and a clerk, each with a password of his own."""

from dataclasses import dataclass

from tests.support.still_office import OWNER, PASSWORD, StillOffice

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.staff import Member, Role
from ledgerdesk.services.access import Credential

SECOND, SECOND_PASSWORD = "赵东家", "seven wide rivers"
SUPERVISOR, SUPERVISOR_PASSWORD = "周主管", "tall poplars"
CLERK, CLERK_PASSWORD = "小李", "blue kettle"
GIVEN_PASSWORD = "a password of the day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody at the door."""

    name: str
    password: str

    @property
    def credential(self) -> Credential:
        return Credential(login=self.name, password=self.password)


THE_OWNER = Who(name=OWNER, password=PASSWORD)
THE_SECOND = Who(name=SECOND, password=SECOND_PASSWORD)
THE_SUPERVISOR = Who(name=SUPERVISOR, password=SUPERVISOR_PASSWORD)
THE_CLERK = Who(name=CLERK, password=CLERK_PASSWORD)


def staffed(office: StillOffice) -> StillOffice:
    """Let everybody in; each has chosen his own password and was taken in."""
    with office.opened() as ledger:
        for who, role in (
            (THE_SECOND, Role.OWNER),
            (THE_SUPERVISOR, Role.SUPERVISOR),
            (THE_CLERK, Role.CLERK),
        ):
            ledger.staff.add(who.name, role, GIVEN_PASSWORD)
    for who in (THE_SECOND, THE_SUPERVISOR, THE_CLERK):
        choose_password(office, who)
    office.open(THE_OWNER.credential)
    office.lock()
    return office


def choose_password(office: StillOffice, who: Who, given: str = GIVEN_PASSWORD) -> None:
    """Sign in with the password an owner gave and replace it."""
    with office.opened_by(Who(name=who.name, password=given)) as ledger:
        ledger.staff.change_own_password(given, who.password)


def member(ledger: Ledger, name: str) -> Member:
    """Find the line of somebody who was not removed."""
    (found,) = [one for one in ledger.staff.people() if one.name == name]
    return found


def at_the_door(office: StillOffice, who: Who) -> KnownError | None:
    """Try to come in; give what was said, None where it opened."""
    try:
        office.open(who.credential)
    except KnownError as refusal:
        return refusal
    office.lock()
    return None
