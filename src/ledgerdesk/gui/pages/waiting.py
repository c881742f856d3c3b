"""What waits for somebody at the desk: half-typed forms, prints, trades without a receipt."""

from dataclasses import dataclass
from datetime import date, datetime

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import DueCustomer
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.handouts import FewLeft
from ledgerdesk.core.receipts import PrintState
from ledgerdesk.gui import figures
from ledgerdesk.gui.form_drafts import told
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.waiting_list import WaitingRow
from ledgerdesk.services.drafts import KeptDraft
from ledgerdesk.services.receipts import Listed, RegisterQuery, Unconfirmed
from ledgerdesk.services.today import WithoutReceipt

DUE, STALE, TO_REVIEW, FEW = "due", "stale", "to review", "few left"
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that waits, as the ledger tells it."""

    drafts: tuple[KeptDraft, ...] = ()
    prints: tuple[Unconfirmed, ...] = ()
    unreceipted: tuple[WithoutReceipt, ...] = ()
    due: tuple[DueCustomer, ...] = ()
    due_count: int = 0
    reviews: int = 0
    returned: int = 0
    few_left: tuple[FewLeft, ...] = ()
    backed_up: datetime | None = None
    begun_on: date | None = None
    """The day of the first receipt: a book of today alone needs no backup yet."""


def look(ledger: Ledger) -> Waiting:
    """Ask the ledger for all that waits."""
    first = ledger.receipts.read(RegisterQuery(descending=False), limit=1)
    return Waiting(
        drafts=ledger.drafts.list(),
        prints=ledger.receipts.unconfirmed(),
        unreceipted=ledger.today.without_receipt(),
        due=ledger.customers.due(limit=_NAMED),
        due_count=ledger.customers.due_count(),
        reviews=len(ledger.reviews.waiting()),
        returned=len(ledger.reviews.returned()),
        few_left=ledger.series.running_out(),
        backed_up=None if (last := ledger.backups.last_away()) is None else last.at,
        begun_on=next((_day(one) for one in first.receipts), None),
    )


def _day(one: Listed) -> date:
    return datetime.fromisoformat(one.issued_at).date()


def key_of(one: KeptDraft | Unconfirmed | WithoutReceipt) -> str:
    """Name one thing that waits."""
    if isinstance(one, KeptDraft):
        return f"draft {one.draft.pub}"
    if isinstance(one, Unconfirmed):
        return f"print {one.number} {one.pub or ''}"
    return f"trade {one.payment_pub}"


def rows_of(stage: Stage, waiting: Waiting, *, under_way: set[str]) -> list[WaitingRow]:
    """Say what waits, the person's own first; a print under way at this moment does not wait."""
    t = stage.speech
    rows = [_draft_row(stage, kept) for kept in waiting.drafts]
    rows += [_print_row(stage, one) for one in waiting.prints if one.pub not in under_way]
    rows += [
        WaitingRow(
            key=key_of(one),
            icon="receipts",
            title=t.text("No receipt yet: {customer}", customer=one.customer),
            below=" · ".join((one.item, figures.amount(one.amount_fen), _when(stage, one))),
            act=t.text("Issue"),
        )
        for one in waiting.unreceipted
    ]
    return [
        *rows,
        *_review_row(stage, waiting),
        *_few_row(stage, waiting),
        *_due_row(stage, waiting),
        *_backup_row(stage, waiting),
    ]


def _review_row(stage: Stage, waiting: Waiting) -> list[WaitingRow]:
    """Say how much is to be looked at twice, and what was returned and still stands."""
    t = stage.speech
    if not waiting.reviews and not waiting.returned:
        return []
    returned = t.plural("{number} returned", "{number} returned", waiting.returned)
    return [
        WaitingRow(
            key=TO_REVIEW,
            icon="proof",
            title=t.plural("{number} to review", "{number} to review", waiting.reviews),
            below=returned if waiting.returned else "",
            act=t.text("Look at it"),
        )
    ]


def _few_row(stage: Stage, waiting: Waiting) -> list[WaitingRow]:
    """Say of which series, and of whose numbers, few are left."""
    t = stage.speech
    if not waiting.few_left:
        return []
    told = [
        t.text("{series}: {number} left", series=f"{one.title} {one.person}".strip(),
               number=one.left)
        for one in waiting.few_left
    ]  # fmt: skip
    return [
        WaitingRow(
            key=FEW,
            icon="alert",
            title=t.text("Few receipt numbers left"),
            below="、".join(told),
            act=t.text("Look at it"),
        )
    ]


def _due_row(stage: Stage, waiting: Waiting) -> list[WaitingRow]:
    t = stage.speech
    if not waiting.due:
        return []
    names = "、".join(one.customer.name for one in waiting.due)
    return [
        WaitingRow(
            key=DUE,
            icon="customer",
            title=t.plural(
                "{number} card to verify", "{number} cards to verify", waiting.due_count
            ),
            below=names,
            act=t.text("Look at it"),
        )
    ]


def _backup_row(stage: Stage, waiting: Waiting) -> list[WaitingRow]:
    """Say how old the last proved backup is, from the day after it on."""
    t, proved = stage.speech, waiting.backed_up
    if proved is None:
        if waiting.begun_on is None or waiting.begun_on >= stage.today():
            return []
        title, below = (
            t.text("No backup yet"),
            t.text("What this PC loses is lost until there is one"),
        )
    else:
        days = (stage.today() - proved.date()).days
        if days < 1:
            return []
        title = t.plural("Backup {number} day old", "Backup {number} days old", days)
        below = figures.moment(t, proved, stage.today())
    return [WaitingRow(key=STALE, icon="drive", title=title, below=below, act=t.text("Back up"))]


def _when(stage: Stage, one: KeptDraft | Unconfirmed | WithoutReceipt) -> str:
    return figures.moment(stage.speech, one.at, stage.today())


def _draft_row(stage: Stage, kept: KeptDraft) -> WaitingRow:
    t = stage.speech
    titles = {
        Form.TRADE: t.text("Unfinished trade"),
        Form.CUSTOMER: t.text("Unfinished customer"),
        Form.NOTE: t.text("Unfinished note"),
        Form.CARD: t.text("Unsaved changes to a card"),
    }
    return WaitingRow(
        key=key_of(kept),
        icon="edit",
        title=titles[kept.draft.form],
        below=f"{told(kept.draft)} · {_when(stage, kept)}",
        act=t.text("Go on"),
        other=t.text("Drop"),
    )


def _print_row(stage: Stage, one: Unconfirmed) -> WaitingRow:
    t = stage.speech
    titles = {
        None: t.text("Issued, not printed"),
        PrintState.ASKED: t.text("Was it printed?"),
        PrintState.SENT: t.text("Printed well?"),
    }
    return WaitingRow(
        key=key_of(one),
        icon="print",
        title=titles[one.state],
        below=f"{one.number} · {one.payer} · {_when(stage, one)}",
        act=t.text("Print") if one.state is None else t.text("Answer…"),
    )
