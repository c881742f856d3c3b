"""Check the whole book: pages, structure, references, chain, signatures, rows, sums, numbers."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ledgerdesk.core.audit import Head
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.periods import thawed
from ledgerdesk.core.progress import Progress, quiet
from ledgerdesk.services.steps.desk import Desk
from ledgerdesk.services.steps.free_place import refuse_taken_place
from ledgerdesk.services.steps.log.certified import Certified
from ledgerdesk.services.steps.log.log_pages import (
    HistoryLine,
    HistoryPage,
    LogLine,
    LogPage,
    LogQuery,
    history_page,
    log_page,
)
from ledgerdesk.services.steps.log.proof_folder import ProofFolder, write_proof
from ledgerdesk.services.steps.log.verifying import (
    Stride,
    Verdict,
    after_whole,
    stride,
    verify_whole,
)
from ledgerdesk.services.steps.opening.kept_marks import NEWER_COPY
from ledgerdesk.services.steps.receipts.numbers import gaps
from ledgerdesk.services.steps.vaults.appearing import appearing
from ledgerdesk.storage import audit, days, log, periods, receipts
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.failures import translated
from ledgerdesk.storage.proof import (
    Finding,
    chain_findings,
    cover_findings,
    sum_findings,
)
from ledgerdesk.storage.search_proof import search_findings
from ledgerdesk.storage.snapshot import findings_in, snapshot_to
from ledgerdesk.vault.kdf import FILE_BOUNDS, KdfBounds
from ledgerdesk.vault.primitives import verify_signature

__all__ = [
    "Audit",
    "Finding",
    "HistoryLine",
    "HistoryPage",
    "LogLine",
    "LogPage",
    "LogQuery",
    "ProofFolder",
    "Report",
    "Stride",
    "Verdict",
]

EXPORT = "audit.export"
EXPORT_FAILED = "audit.export_failed"
PAGE = 50
AT_ONCE = 50
"""Entries in one step of `verify_on`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found; nothing means that everything is as the log says."""

    findings: tuple[Finding, ...]
    head: Head
    receipts: int

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


class Audit:
    """What an auditor asks of the book."""

    def __init__(self, desk: Desk, *, bounds: KdfBounds = FILE_BOUNDS) -> None:
        self._desk = desk
        self._bounds = bounds

    def check(self) -> Report:
        """Check everything and name every finding with its record's number.

        The structure is checked on a snapshot, so that nothing waits for it.
        """
        self._desk.allow("audit.check")
        found = [one for one in self.noticed() if one.what != NEWER_COPY]  # that is no fault of it
        found += self._file_findings()
        with self._desk.database.read() as tx:
            found += chain_findings(tx, verify_signature, self._certified(tx))
            found += cover_findings(tx)
            found += sum_findings(tx)
            found += search_findings(tx)
            found += _frozen_findings(tx)
            missing, _ = gaps(tx)
            found += [Finding(what="number_missing", kind="receipt", record=n) for n in missing]
            count = sum(1 for _ in receipts.sequences(tx))
            head = audit.head(tx)
        return Report(findings=tuple(found), head=head, receipts=count)

    def noticed(self) -> tuple[Finding, ...]:
        """Say what the opening of this session noticed: marks, keys, the newest entries."""
        self._desk.allow("audit.check")
        return tuple(_opening(text) for text in self._desk.opening_findings)

    def verify(self, report: Progress = quiet) -> Verdict:
        """Verify the whole log: certificates, chain, signatures, co-signatures, protected rows."""
        self._desk.allow("audit.verify")
        with self._desk.database.read() as tx:
            verdict = verify_whole(tx, self._certified(tx), report)
        with self._desk.database.write() as tx:
            after_whole(tx, verdict, self._desk.clock.now())
        return verdict

    def verify_on(self, *, limit: int = AT_ONCE) -> Stride:
        """Verify the next few entries and the rows they name, from where the last step ended.

        For the window, beside the desk's work: a step takes less than a blink.
        """
        self._desk.allow("audit.verify")
        now = self._desk.clock.now()
        with self._desk.database.read() as tx:
            said, reached = stride(tx, self._certified(tx), limit=limit, now=now)
            kept = audit.verified(tx)
        if reached != kept:
            with self._desk.database.write() as tx:
                audit.note_verified(tx, reached)
        return said

    def page(self, query: LogQuery | None = None, *, limit: int = PAGE) -> LogPage:
        """Read a page of the log, newest first: who did what, when, from what to what, and why."""
        self._desk.allow("audit.list")
        with self._desk.database.read() as tx:
            return log_page(self._desk, tx, query or LogQuery(), limit=limit)

    def people(self) -> dict[str, str]:
        """Map the public id of everybody who ever worked here to his name, for a filter."""
        self._desk.allow("audit.list")
        with self._desk.database.read() as tx:
            return log.everybody_ever(tx)

    def history(
        self, kind: str, pub: str, *, before: int | None = None, limit: int = PAGE
    ) -> HistoryPage:
        """Read a record's history, newest first; sensitive values are never in it."""
        self._desk.allow("audit.history")
        with self._desk.database.read() as tx:
            return history_page(self._desk, tx, (kind, pub), before=before, limit=limit)

    def export(self, folder: Path) -> Done[ProofFolder]:
        """Write the whole log with its keys and a verifier into a folder that is not there yet.

        The log has its entry before the folder appears. Raises `exists`, `inside_vault`,
        `file_not_found` for a folder that has none above it, `disk_full`, `read_only`.
        """
        desk = self._desk
        desk.allow(EXPORT)
        refuse_taken_place(folder, self._desk.paths.folder, field="folder")
        self._log(EXPORT)
        try:
            with appearing(folder) as building, desk.database.read() as tx:
                proof = write_proof(desk, tx, building, bounds=self._bounds)
        except KnownError:
            self._log(EXPORT_FAILED)
            raise
        return Done(value=replace(proof, folder=folder), changes=Changes.NOTHING)

    def _log(self, action: str) -> None:
        with self._desk.act(EXPORT) as act:
            act.close_entry(action)

    def _certified(self, tx: Transaction) -> Certified:
        return Certified(self._desk.unlocked, audit.signing_keys(tx))

    def _file_findings(self) -> list[Finding]:
        backups = self._desk.paths.backups
        with translated("backups"):
            backups.mkdir(exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=".check-", dir=backups))
        try:
            copy = snapshot_to(self._desk.database, folder / "ledger.db").path
            key = self._desk.unlocked.page_key_hex
            texts = findings_in(copy, key, thorough=True)
        finally:
            shutil.rmtree(folder)
        return [Finding(what="damaged", kind="ledger.db", record=text) for text in texts]


def _opening(text: str) -> Finding:
    """Read a finding of the opening: its name and its record, or with its kind between them."""
    what, *rest = text.split(" ", 2)
    kind, record = rest if len(rest) > 1 else ("vault", "".join(rest))
    return Finding(what=what, kind=kind, record=record)


def _frozen_findings(tx: Transaction) -> Iterator[Finding]:
    for sheet in map(thawed, periods.sheets(tx)):
        if days.taken(tx, sheet.period.first, sheet.period.last) != sheet.taken:
            yield Finding(what="period_differs", kind="period_close", record=sheet.period.name)
    for number, content, expected in receipts.frozen_contents(tx):
        if hashlib.sha256(content.encode("utf-8")).digest() != expected:
            yield Finding(what="content_differs", kind="receipt", record=number)
