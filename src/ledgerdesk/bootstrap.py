"""Wire every part: from a path and a password to a ledger whose verbs a face may call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledgerdesk.core.receipts import Paper
from ledgerdesk.documents import receipt_pdf
from ledgerdesk.documents.layouts import CURRENT_VERSION
from ledgerdesk.runtime.clock import Clock, RealClock
from ledgerdesk.runtime.files import write_private_line
from ledgerdesk.runtime.lanes import Lane
from ledgerdesk.runtime.paths import application_folder
from ledgerdesk.services import access
from ledgerdesk.services.audit import Audit
from ledgerdesk.services.customers import Customers
from ledgerdesk.services.receipts import Receipts
from ledgerdesk.services.settings import Settings
from ledgerdesk.services.steps import creating
from ledgerdesk.services.steps.issuing import Wish
from ledgerdesk.services.transactions import Transactions
from ledgerdesk.storage.engine import engine_facts
from ledgerdesk.storage.failures import translated
from ledgerdesk.vault.creation import RecoverySheet
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds, KdfCost, calibrate


class Ledger:
    """An unlocked vault: one attribute per noun; it belongs to the lane it was opened on."""

    def __init__(self, opened: access.OpenDesk) -> None:
        self._opened = opened
        desk = opened.desk
        self.customers = Customers(desk)
        self.transactions = Transactions(desk)
        self.receipts = Receipts(desk)
        self.audit = Audit(desk)
        self.settings = Settings(desk)

    def lock(self) -> None:
        """Close the book; nothing works afterwards."""
        self._opened.lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every ledger of this process shares: clock, press, per-user folder, KDF bounds."""

    clock: Clock
    press: Lane
    per_user: Path
    bounds: KdfBounds = FILE_BOUNDS
    cost: KdfCost | None = None

    def create(
        self, vault: Path, plan: creating.Plan, keep_sheet: Callable[[RecoverySheet], None]
    ) -> str:
        """Create a vault where nothing is; give back its id."""
        workshop = creating.Workshop(
            per_user=self.per_user,
            clock=self.clock,
            cost=self.cost or calibrate(),
            bounds=self.bounds,
        )
        return creating.create(vault, plan, workshop, keep_sheet=keep_sheet)

    def open(self, vault: Path, credential: access.Credential) -> Ledger:
        """Unlock a vault."""
        place = access.Place(
            vault=vault,
            per_user=self.per_user,
            clock=self.clock,
            press=self.press,
            bounds=self.bounds,
        )
        return Ledger(access.unlock(place, credential))


def real_house(press: Lane) -> House:
    """Build the house of a real run."""
    return House(clock=RealClock(), press=press, per_user=application_folder())


def wish_for(paper: Paper, *, strict: bool = False) -> Wish:
    """Say how a receipt is wanted: proofread by the fonts and the measures of its paper."""
    return Wish(
        paper=paper,
        layout_version=CURRENT_VERSION,
        proof=receipt_pdf.problems_on_paper,
        strict=strict,
    )


def write_recovery_sheet(
    sheet: RecoverySheet,
    plan: creating.Plan,
    line_file: Path,
    page_file: Path | None,
    now: datetime,
) -> None:
    """Put a recovery key down: one line in a private file, and the sheet to print on wish.

    Raises `exists`, `disk_full`, `read_only`; the vault is not created then.
    """
    with translated("recovery_out"):
        write_private_line(line_file, sheet.key.one_line())


def build_facts() -> dict[str, str]:
    """Assert the engine's version and options; give back what was found."""
    return engine_facts()
