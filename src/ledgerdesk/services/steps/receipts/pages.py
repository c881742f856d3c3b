"""From a stored receipt to the page it prints as: content + number + anchor + marks."""

from ledgerdesk.core.audit import Head, anchor
from ledgerdesk.core.receipt_code import Claim
from ledgerdesk.core.receipts import Page, PrintMark, VoidMark, thawed
from ledgerdesk.core.templates import Part
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.codes import claim_of, code_for
from ledgerdesk.services.steps.receipts.forms import form_of
from ledgerdesk.storage import audit
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.receipts import StoredReceipt


def claim_as_issued(tx: Transaction, receipt: StoredReceipt) -> Claim:
    """Say what the code of a receipt of this book says."""
    return claim_of(receipt.number, thawed(receipt.content), anchor(_made(tx, receipt)))


def _made(tx: Transaction, receipt: StoredReceipt) -> Head:
    made = audit.link_that_made(tx, "receipt", receipt.pub)
    if made is None:
        raise RuntimeError("an issued receipt without its entry")
    return made


def page_of(desk: Desk, tx: Transaction, receipt: StoredReceipt, printed: PrintMark | None) -> Page:
    """Put a stored receipt's page together; never from today's customer data."""
    made = _made(tx, receipt)
    content, template = thawed(receipt.content), form_of(tx, receipt.template_id)
    shown = anchor(made)
    code = None
    if template.shows(Part.CODE):
        code = code_for(tx, claim_of(receipt.number, content, shown), made)
    return Page(
        number=receipt.number,
        content=content,
        anchor=shown,
        layout_version=receipt.layout_version,
        template=template,
        code=code,
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
