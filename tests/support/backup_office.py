"""An office with its printed key at hand, its backups, and a second PC that knows nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.still_office import (
    FIRM,
    MOMENT,
    OWNER,
    PASSWORD,
    StillOffice,
    issue,
    trade,
    workshop_of,
)

from ledgerdesk.bootstrap import House, Ledger
from ledgerdesk.runtime.clock import StillClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.services.backups import Made
from ledgerdesk.services.steps.vaults.creating import Plan, create
from ledgerdesk.services.steps.vaults.restore_copy import Restored
from ledgerdesk.vault.creation import RecoverySheet

OWNERS = Credential(password=PASSWORD)


@dataclass(slots=True, kw_only=True)
class BackedUp:
    """One office, the stick its backups go to, and its printed key."""

    office: StillOffice
    recovery: str

    @property
    def stick(self) -> Path:
        return self.office.folder / "stick"

    @property
    def printed(self) -> Credential:
        """The sheet alone."""
        return Credential.from_recovery_text(self.recovery)

    def back_up(self) -> Path:
        """Make one backup; the office is locked before and after."""
        with self.office.opened() as ledger:
            return made(ledger, self.stick).path

    def issue(self, count: int) -> list[str]:
        """Issue receipts one after another."""
        with self.office.opened() as ledger:
            return [issue(ledger, trade(f"客户{n}", 1_000 + n)).number for n in range(count)]

    def copied(self, folder: Path) -> "BackedUp":
        """Copy all of it as it lies on disk."""
        return BackedUp(office=self.office.copied(folder), recovery=self.recovery)

    def restored_here(
        self, file: Path, name: str = "r.ledgerdesk", credential: Credential = OWNERS
    ) -> tuple[Restored, StillOffice]:
        """Restore beside the vault on the same PC; give the restored office to open."""
        target = self.office.folder / name
        restored = self.office.house.restore(file, target, credential)
        return restored, replace_vault(self.office, target)


class Elsewhere(StillOffice):
    """An office whose vault has another name than the first one's."""

    name: str = "r.ledgerdesk"

    @property
    def vault(self) -> Path:
        return self.folder / self.name


def replace_vault(office: StillOffice, vault: Path) -> StillOffice:
    """Look at another vault on the same PC."""
    other = Elsewhere(folder=office.folder, clock=office.clock, press=office.press)
    other.name = vault.name
    return other


@dataclass(slots=True, kw_only=True)
class AnotherPc:
    """A PC with a clean home directory, its clock a day later."""

    folder: Path

    def house(self) -> House:
        return self.office().house

    def office(self) -> StillOffice:
        return Elsewhere(
            folder=self.folder, clock=StillClock(MOMENT.replace(day=24)), press=Lane("press")
        )

    def restore(
        self, file: Path, credential: Credential, *last_numbers: tuple[str, str]
    ) -> Restored:
        return self.house().restore(file, self.folder / Elsewhere.name, credential, last_numbers)

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        office = self.office()
        with office.opened() as ledger:
            yield ledger
        office.close()


def made(ledger: Ledger, stick: Path) -> Made:
    """Make one backup and give back what was said of it."""
    stick.mkdir(exist_ok=True)
    return ledger.backups.make(stick).value


def made_with_sheet(folder: Path) -> tuple[StillOffice, RecoverySheet]:
    """Create an office and keep the sheet it was given."""
    folder.mkdir(parents=True)
    office = StillOffice(folder=folder, clock=StillClock(MOMENT), press=Lane("press"))
    kept: list[RecoverySheet] = []
    plan = Plan(firm=FIRM, owner=OWNER, password=PASSWORD)
    create(office.vault, plan, workshop_of(office), keep_sheet=kept.append)
    return office, kept[0]


def make_backed_up(folder: Path, *, receipts: int = 3) -> BackedUp:
    """Create an office whose sheet is kept, with some receipts."""
    office, sheet = made_with_sheet(folder)
    found = BackedUp(office=office, recovery=sheet.key.one_line())
    found.issue(receipts)
    return found
