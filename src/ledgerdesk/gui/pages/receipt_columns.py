"""How a line of the register becomes cells, and which lines each filter shows."""

from collections.abc import Callable
from datetime import datetime

from ledgerdesk.core.receipts import Kind, Status
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, CellTone, ChipTone, Column
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.receipts import Listed

RECEIPT_FILTERS: tuple[tuple[str, Callable[[Listed], bool]], ...] = (
    (N_("All"), lambda _: True),
    (N_("Issued"), lambda one: one.status is Status.ISSUED and one.kind is Kind.NORMAL),
    (N_("Void"), lambda one: one.status is Status.VOIDED),
    (N_("Red"), lambda one: one.kind is Kind.RED),
    (N_("Printed again"), lambda one: one.prints > 1),
    (N_("Not printed"), lambda one: one.prints == 0 and one.status is Status.ISSUED),
)


def state_of(speech: Speech, one: Listed) -> tuple[str, ChipTone]:
    """Name a receipt's state; the normal one has no colour."""
    if one.status is Status.VOIDED:
        return speech.text("Void"), "bad"
    if one.kind is Kind.RED:
        return speech.text("Red"), "bad"
    if one.prints > 1:
        return speech.text("Printed {times}", times=one.prints), "info"
    if one.prints == 0:
        return speech.text("Not printed"), "warn"
    return speech.text("Issued"), "plain"


def receipt_columns(speech: Speech) -> tuple[Column[Listed], ...]:
    """Give the columns of the register."""

    def quiet(one: Listed) -> CellTone:
        return "muted" if one.status is Status.VOIDED else "text"

    def amount(one: Listed) -> Cell:
        void = one.status is Status.VOIDED
        tone: CellTone = "muted" if void else "bad" if one.amount_fen < 0 else "text"
        return Cell(text=figures.amount(one.amount_fen), tone=tone, struck=void)

    def state(one: Listed) -> Cell:
        text, tone = state_of(speech, one)
        return Cell(text=text, chip=tone)

    def issued(one: Listed) -> Cell:
        return Cell(text=f"{datetime.fromisoformat(one.issued_at):%m-%d %H:%M}", tone="muted")

    return (
        Column(
            title=lambda: speech.text("Receipt no."),
            cell=lambda one: Cell(text=one.number, tone=quiet(one)),
            width=130,
            sorted=True,
        ),
        Column(title=lambda: speech.text("Issued at"), cell=issued, width=102),
        Column(
            title=lambda: speech.text("Payer"),
            cell=lambda one: Cell(text=one.payer, tone=quiet(one)),
        ),
        Column(title=lambda: speech.text("Amount (¥)"), cell=amount, width=106, right=True),
        Column(title=lambda: speech.text("State"), cell=state, width=94),
    )
