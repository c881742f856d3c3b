"""Check a scanned or typed code of a receipt against the firm's keys and the book."""

from dataclasses import dataclass

from ledgerdesk.core.receipt_code import Claim, Verdict, key_mark, read
from ledgerdesk.core.receipts import Status
from ledgerdesk.documents.verify_page import PublicKey, verify_page
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.receipts.pages import claim_as_issued
from ledgerdesk.storage import audit, receipts, staff
from ledgerdesk.vault.firm import firm_signed


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCode:
    """What a code says, whether to believe it, and what the register says of the number today."""

    verdict: Verdict
    claim: Claim | None = None
    status: Status | None = None
    reversed_by: str | None = None


class Codes:
    """What an office does with the codes on its receipts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self) -> str:
        """Write a page that checks this firm's codes in any browser, without a network."""
        desk = self._desk
        desk.allow("receipts.list")
        with desk.database.read() as tx:
            keys = [
                PublicKey(
                    public=key.public,
                    since=desk.local_time(audit.moment_at(tx, key.from_seq)).date(),
                    until=None
                    if key.to_seq is None
                    else desk.local_time(audit.moment_at(tx, key.to_seq)).date(),
                )
                for key in staff.firm_keys(tx)
            ]
        return verify_page(desk.office.firm, keys, desk.local_date(desk.clock.now()))

    def verify(self, text: str) -> CheckedCode:
        """Say whether a receipt's code was made here, and whether the receipt still stands.

        Whoever could log in at this firm can have made a genuine one; what the paper in hand says
        beside it is compared by eye.
        """
        self._desk.allow("receipts.list")
        scanned = read(text)
        if scanned is None:
            return CheckedCode(verdict=Verdict.UNREADABLE)
        with self._desk.database.read() as tx:
            keys = [
                key.public for key in staff.firm_keys(tx) if key_mark(key.public) == scanned.key
            ]
            if not keys:
                return CheckedCode(verdict=Verdict.NOT_OURS)
            if not any(firm_signed(key, scanned.signed, scanned.signature) for key in keys):
                return CheckedCode(verdict=Verdict.ALTERED)
            receipt = receipts.by_number(tx, scanned.claim.number)
            if receipt is None or claim_as_issued(tx, receipt) != scanned.claim:
                return CheckedCode(verdict=Verdict.NOT_IN_BOOK, claim=scanned.claim)
        return CheckedCode(
            verdict=Verdict.GENUINE,
            claim=scanned.claim,
            status=Status.VOIDED if receipt.is_void else Status.ISSUED,
            reversed_by=receipt.reversed_by,
        )
