"""What waits for somebody at the desk: half-typed forms, prints, trades without a receipt."""

from dataclasses import dataclass

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.drafts import Form
from ledgerdesk.core.receipts import PrintState
from ledgerdesk.gui import figures
from ledgerdesk.gui.form_drafts import told
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.waiting_list import WaitingRow
from ledgerdesk.services.drafts import KeptDraft
from ledgerdesk.services.receipts import Unconfirmed
from ledgerdesk.services.today import WithoutReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that waits, as the ledger tells it."""

    drafts: tuple[KeptDraft, ...] = ()
    prints: tuple[Unconfirmed, ...] = ()
    unreceipted: tuple[WithoutReceipt, ...] = ()


def look(ledger: Ledger) -> Waiting:
    """Ask the ledger for all that waits."""
    return Waiting(
        drafts=ledger.drafts.list(),
        prints=ledger.receipts.unconfirmed(),
        unreceipted=ledger.today.without_receipt(),
    )


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
    return rows


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
