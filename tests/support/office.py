"""A small office on disk, made cheaply through the program's own doors, for tests to break."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledgerdesk.bootstrap import House, Ledger, wish_for
from ledgerdesk.core.receipts import Paper
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.runtime.clock import RealClock
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.services.access import Credential
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.issuing import Issued
from ledgerdesk.services.steps.vaults.creating import Plan, Workshop, create
from ledgerdesk.storage.database import connected
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import BOUNDS_ONLY_FOR_TESTING, CHEAPEST_ONLY_FOR_TESTING, KdfCost
from ledgerdesk.vault.unlocking import unlock_with_password

FIRM = "青禾会计师事务所"
OWNER = "王敏"
PASSWORD = "correct horse battery staple"
CREDENTIAL = Credential(password=PASSWORD)
FIRST_AMOUNT_FEN = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One vault with its per-user folder, both inside `folder`."""

    folder: Path
    house: House

    @property
    def vault(self) -> Path:
        return self.folder / "v.ledgerdesk"

    @property
    def ledger(self) -> Path:
        return self.vault / "ledger.db"

    @property
    def journal(self) -> Path:
        return self.vault / "ledger.db-journal"

    @property
    def state(self) -> Path:
        return self.vault / "state.json"

    @property
    def marks(self) -> list[Path]:
        """List the marks of the book: the durable one, that of the last second, this PC's own."""
        kept = self.house.per_user.rglob("state.json")
        return [*sorted(self.vault.glob("state*.json")), *sorted(kept)]

    def open(self, credential: Credential = CREDENTIAL) -> Ledger:
        """Go through the real opening sequence."""
        return self.house.open(self.vault, credential)

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """Open, and lock at the end."""
        ledger = self.open()
        try:
            yield ledger
        finally:
            ledger.lock()

    def copied(self, folder: Path) -> "Office":
        """Copy the whole office, as it lies on disk, to a new folder."""
        shutil.copytree(self.folder, folder)
        return office_at(folder)

    def page_key_hex(self) -> str:
        """Give the key that whoever may log in holds in his session."""
        raw = (self.vault / "keys.json").read_bytes()
        return unlock_with_password(
            raw, None, PASSWORD, bounds=BOUNDS_ONLY_FOR_TESTING
        ).page_key_hex

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """Connect past the program, as another tool with the key would: no triggers asked."""
        connection = connected(self.ledger, self.page_key_hex(), mode="rw")
        try:
            yield connection
        finally:
            connection.close()


def office_at(folder: Path, *, cost: KdfCost = CHEAPEST_ONLY_FOR_TESTING) -> Office:
    """Describe an office whose files lie in a folder."""
    house = House(
        clock=RealClock(),
        press=Lane("press"),
        per_user=folder / "user",
        bounds=BOUNDS_ONLY_FOR_TESTING,
        cost=cost,
    )
    return Office(folder=folder, house=house)


KeepSheet = Callable[[RecoverySheet], None]


def throw_away(_: RecoverySheet) -> None:
    """Keep no sheet: most tests never need it."""


def make_office(
    folder: Path,
    *,
    keep_sheet: KeepSheet = throw_away,
    cost: KdfCost = CHEAPEST_ONLY_FOR_TESTING,
) -> Office:
    """Create a vault in a folder that is not there yet."""
    folder.mkdir(parents=True)
    office = office_at(folder, cost=cost)
    plan = Plan(firm=FIRM, owner=OWNER, password=PASSWORD)
    workshop = Workshop(
        per_user=office.house.per_user,
        clock=office.house.clock,
        cost=cost,
        bounds=BOUNDS_ONLY_FOR_TESTING,
    )
    create(office.vault, plan, workshop, keep_sheet=keep_sheet)
    return office


def draft_of(n: int) -> TradeDraft:
    """Enter the n-th trade: its amount tells it from every other, its payer returns."""
    amount = FIRST_AMOUNT_FEN + n
    return TradeDraft(
        payer=f"客户{n % 20}",
        lines=(Line(item="咨询费", amount_fen=amount),),
        parts=(PaymentPart(method=Method.CASH, amount_fen=amount),),
    )


def save(ledger: Ledger, n: int) -> Issued:
    """Save trade, payment and receipt number n through the services."""
    issued = ledger.transactions.record(draft_of(n), wish_for(Paper.A5)).value.issued
    assert issued is not None
    return issued


def desk_of(ledger: Ledger) -> Desk:
    """Reach behind the verbs, as only a fault test may."""
    return ledger._opened.desk


def amounts_by_number(ledger: Ledger) -> dict[str, int]:
    """Map every receipt number to its amount; a number that stands twice is an error here."""
    listed = ledger.receipts.register().receipts
    found = {receipt.number: receipt.amount_fen for receipt in listed}
    assert len(found) == len(listed)
    return found
