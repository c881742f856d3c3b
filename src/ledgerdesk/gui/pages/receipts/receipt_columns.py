"""How a line of the register becomes cells, and which lines each filter shows."""

from datetime import date, datetime, timedelta

from ledgerdesk.core.receipts import Kind, Status
from ledgerdesk.gui import figures
from ledgerdesk.gui.models.rows import Cell, CellTone, ChipTone, Column
from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.receipts import Listed
from ledgerdesk.services.steps.receipts.register import FIRST_DAY, LAST_DAY, Fits
from ledgerdesk.services.steps.receipts.register import Column as ColumnName

RECEIPT_FILTERS: tuple[tuple[str, Fits], ...] = (
    (N_("All"), "all"),
    (N_("Issued"), "issued"),
    (N_("Void"), "void"),
    (N_("Red"), "red"),
    (N_("Printed again"), "again"),
    (N_("Not printed"), "unprinted"),
)
COLUMNS: dict[str, ColumnName] = {"number": "number", "payer": "payer", "amount": "amount"}
RECEIPT_TIMES = (
    N_("any day"),
    N_("today"),
    N_("this month"),
    N_("last month"),
    N_("this year"),
    N_("last year"),
)


def days_of(place: int, today: date) -> tuple[date, date]:
    """Give the first and the last day of one of the times a list can be narrowed to."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    year = today.replace(month=1, day=1)
    return (
        (FIRST_DAY, LAST_DAY),
        (today, today),
        (month, LAST_DAY),
        (before.replace(day=1), before),
        (year, LAST_DAY),
        (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    )[max(place, 0)]


def state_of(speech: Speech, one: Listed) -> tuple[str, ChipTone]:
    """Name a receipt's state; the normal one has no colour."""
    if one.status is Status.VOIDED:
        return speech.text("Void"), "bad"
    if one.kind is Kind.RED:
        return speech.text("Red"), "bad"
    if one.reversed_by is not None:
        return speech.text("Taken back"), "bad"
    if one.prints > 1:
        return speech.text("Printed {times}", times=one.prints), "info"
    if one.prints == 0:
        return speech.text("Not printed"), "warn"
    return speech.text("Issued"), "plain"


def receipt_columns(speech: Speech) -> tuple[Column[Listed], ...]:
    """Give the columns of the register."""

    def quiet(one: Listed) -> CellTone:
        gone = one.status is Status.VOIDED or one.reversed_by is not None
        return "muted" if gone else "text"

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
            name="number",
            sorts="down",
        ),
        Column(title=lambda: speech.text("Issued at"), cell=issued, width=102, name="issued"),
        Column(
            title=lambda: speech.text("Payer"),
            cell=lambda one: Cell(text=one.payer, tone=quiet(one)),
            name="payer",
            sorts="up",
        ),
        Column(
            title=lambda: speech.text("Amount (¥)"),
            cell=amount,
            width=106,
            right=True,
            name="amount",
            sorts="down",
        ),
        Column(title=lambda: speech.text("State"), cell=state, width=94, name="state"),
    )
