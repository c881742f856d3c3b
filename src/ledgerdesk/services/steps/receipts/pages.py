"""From a stored receipt to the page it prints as: content + number + anchor + marks."""

from ledgerdesk.core.audit import anchor
from ledgerdesk.core.receipts import Page, PrintMark, VoidMark, thawed
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.storage import audit
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.receipts import StoredReceipt


def page_of(desk: Desk, tx: Transaction, receipt: StoredReceipt, printed: PrintMark | None) -> Page:
    """Put a stored receipt's page together; never from today's customer data."""
    made = audit.link_that_made(tx, "receipt", receipt.pub)
    if made is None:
        raise RuntimeError("an issued receipt without its entry")
    return Page(
        number=receipt.number,
        content=thawed(receipt.content),
        anchor=anchor(made),
        layout_version=receipt.layout_version,
        printed=printed,
        void=_void_mark(desk, receipt),
    )


def print_mark(desk: Desk, receipt: StoredReceipt, ordinal: int, at: str) -> PrintMark | None:
    """Mark every print after the first; the first one is unmarked."""
    if ordinal == 1:
        return None
    first = receipt.first_printed_at
    return PrintMark(
        ordinal=ordinal,
        at=desk.local_time(at),
        by=desk.person.name,
        first_at=None if first is None else desk.local_time(first),
    )


def _void_mark(desk: Desk, receipt: StoredReceipt) -> VoidMark | None:
    if receipt.voided_at is None:
        return None
    return VoidMark(
        reason=receipt.void_reason or "",
        by=receipt.voided_by or "",
        at=desk.local_time(receipt.voided_at),
        reissued_as=receipt.reissued_as,
    )
