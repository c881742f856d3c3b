"""Verify the log: whole on demand, or a few entries at a time while the desk works on.

The steps walk round: from the last entry verified to the end, and a week later from the first one
again, so that old entries and the rows they name are looked at anew. How far a round came is a
note in the book that saves work and proves nothing: what is to be relied on verifies whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ledgerdesk.core.audit import BEGINNING, Head
from ledgerdesk.core.moments import restored, stored
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.services.steps.log.certified import Certified
from ledgerdesk.storage import audit
from ledgerdesk.storage.audit import SigningKey, Verified
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.proof import (
    ChainWalk,
    Finding,
    Name,
    chain_findings,
    cover_findings,
    key_findings,
    row_findings,
)
from ledgerdesk.vault.primitives import verify_signature
from ledgerdesk.vault.session import Unlocked

ROUND = timedelta(days=7)
TAIL = 50
"""Entries verified at the opening after an exit nobody announced."""
IsCertified = Callable[[SigningKey], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verifying the log came to: its entries, its head, and what is wrong with it."""

    head: Head
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Stride:
    """What one step came to: how far it is verified now, how far the log goes, what is wrong."""

    verified: int
    entries: int
    findings: tuple[Finding, ...]

    @property
    def done(self) -> bool:
        """Tell whether there is nothing to walk over now; a finding ends the walk as well."""
        return bool(self.findings) or self.verified >= self.entries


def verify_whole(tx: Transaction, certified: IsCertified, report: Progress = quiet) -> Verdict:
    """Verify every certificate, entry, signature and co-signature, and every row vouched for."""
    chain = chain_findings(tx, verify_signature, certified, report)
    found = [*chain, *cover_findings(tx)]
    return Verdict(head=audit.head(tx), findings=tuple(found))


def after_whole(tx: Transaction, verdict: Verdict, now: datetime) -> None:
    """Note a log found whole as verified to its head; with findings the steps begin anew."""
    head = verdict.head if verdict.ok else BEGINNING
    audit.note_verified(tx, Verified(head=head, begun_at=stored(now)))


def stride(
    tx: Transaction, certified: IsCertified, *, limit: int, now: datetime
) -> tuple[Stride, Verified]:
    """Verify the next entries and the rows they name; give back the note to keep as well.

    The note stays before an entry with a finding: it is found again until it is mended.
    """
    begun = _begun(tx, now)
    keys = audit.signing_keys(tx)
    found = [*key_findings(tx, keys, certified)]
    end = audit.head(tx)
    kept = BEGINNING.hash if not begun.head.seq else audit.hash_at(tx, begun.head.seq)
    if kept != begun.head.hash:
        # What was verified is not what stands there now, or the log is shorter: begin anew.
        found.append(Finding(what="chain_broken", kind="audit", record=str(begun.head.seq)))
        begun = Verified(head=BEGINNING, begun_at=stored(now))
    named: set[Name] = set()
    walk = ChainWalk(tx, keys, verify_signature, after=begun.head, named=named)
    found += walk.findings(limit=limit)
    found += row_findings(tx, named)
    reached = begun if found else replace(begun, head=walk.reached)
    said = Stride(verified=reached.head.seq, entries=end.seq, findings=tuple(found))
    return said, reached


def tail_findings(tx: Transaction, unlocked: Unlocked) -> list[str]:
    """Verify the newest entries and the rows they name, after an exit nobody announced.

    A journal taken away in the middle of a save leaves pages that fit one by one. Each finding is
    its name, its kind and its record's number.
    """
    end = audit.head(tx)
    seq = max(end.seq - TAIL, 0)
    after = Head(seq=seq, hash=audit.hash_at(tx, seq) or BEGINNING.hash)
    keys = audit.signing_keys(tx)
    named: set[Name] = set()
    walk = ChainWalk(tx, keys, verify_signature, after=after, named=named)
    found = [*key_findings(tx, keys, Certified(unlocked, keys)), *walk.findings()]
    found += row_findings(tx, named)
    return [f"{one.what} {one.kind} {one.record}" for one in found]


def _begun(tx: Transaction, now: datetime) -> Verified:
    """Read where the round stands; a new one begins a week after the last, or after a clock fault.

    A round under way is walked to its end first.
    """
    kept = audit.verified(tx)
    fresh = Verified(head=BEGINNING, begun_at=stored(now))
    if not kept.begun_at:
        return fresh
    age = now - restored(kept.begun_at)
    at_end = kept.head.seq >= audit.head(tx).seq
    return fresh if at_end and not timedelta(0) <= age < ROUND else kept
