"""The code of a receipt: signed with the firm's key that was in force when it was issued."""

from ledgerdesk.core.audit import Head
from ledgerdesk.core.receipt_code import SIGNED_FOR, Claim, body_of, text_of
from ledgerdesk.core.receipts import Content
from ledgerdesk.storage import staff
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.staff import FirmKeyRow
from ledgerdesk.vault.firm import firm_signer


def claim_of(number: str, content: Content, anchor: str) -> Claim:
    """Say what the code of a receipt says."""
    return Claim(
        number=number,
        issued_on=content.issued_on,
        amount_fen=content.amount_fen,
        anchor=anchor,
        practice=content.practice,
    )


def code_for(tx: Transaction, claim: Claim, made: Head) -> str | None:
    """Write the text of a receipt's QR; None where a code has no room for what it says.

    Ed25519 signs the same bytes the same way, so a later print shows the code of the first.
    """
    key = next((one for one in staff.firm_keys(tx) if _was_in_force(one, made.seq)), None)
    body = None if key is None else body_of(claim, key.public)
    if key is None or body is None:
        return None
    return text_of(body, firm_signer(key.private)(SIGNED_FOR + body))


def _was_in_force(key: FirmKeyRow, seq: int) -> bool:
    return key.from_seq <= seq and (key.to_seq is None or seq <= key.to_seq)
