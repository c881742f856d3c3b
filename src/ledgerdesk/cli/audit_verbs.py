"""The verbs of the log: check the book by it, verify it, hand it out as a proof of itself."""

import argparse
from collections.abc import Mapping

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import DONE, KNOWN, Answer
from ledgerdesk.i18n.findings import finding_sentence
from ledgerdesk.i18n.translator import Translator


def verify(options: argparse.Namespace, translator: Translator) -> Answer:
    """Verify the whole log; findings end with exit code 1."""
    verdict = with_ledger(options, translator, lambda ledger: ledger.audit.verify())
    findings = [
        finding_record(translator, one.what, one.kind, one.record) for one in verdict.findings
    ]
    record = {
        "ok": verdict.ok,
        "entries": verdict.head.seq,
        "head": verdict.head.hash.hex(),
        "findings": findings,
    }
    if verdict.ok:
        text = translator.text(
            "The log is whole: {entries} entries, each signed and in its place.",
            entries=verdict.head.seq,
        )
        return Answer(record, (text,), DONE)
    return Answer(record, tuple(str(one["text"]) for one in findings), KNOWN)


def export(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write the log with its keys and a verifier into a new folder."""
    refuse_no_folder(options.folder, "folder")
    proof = with_ledger(
        options, translator, lambda ledger: ledger.audit.export(options.folder)
    ).value
    record = {
        "folder": str(proof.folder),
        "entries": proof.head.seq,
        "head": proof.head.hash.hex(),
        "root": proof.root,
    }
    lines = (
        translator.text(
            "{folder}: {entries} entries. To verify it: python3 verify.py",
            folder=str(proof.folder),
            entries=proof.head.seq,
        ),
        translator.text(
            "Give whoever verifies it this root key another way: {root}", root=proof.root
        ),
    )
    return Answer(record, lines)


def check(options: argparse.Namespace, translator: Translator) -> Answer:
    """Check the whole book; findings end with exit code 1."""
    report = with_ledger(options, translator, lambda ledger: ledger.audit.check())
    findings = [
        finding_record(translator, one.what, one.kind, one.record) for one in report.findings
    ]
    record = {
        "ok": report.ok,
        "findings": findings,
        "receipts": report.receipts,
        "entries": report.head.seq,
        "head": report.head.hash.hex(),
    }
    if report.ok:
        text = translator.text(
            "Everything is as the log says: {receipts} receipts, {entries} entries.",
            receipts=report.receipts,
            entries=report.head.seq,
        )
        return Answer(record, (text,))
    lines = tuple(str(one["text"]) for one in findings)
    return Answer(record, lines, KNOWN)


def finding_record(
    translator: Translator, what: str, kind: str, record: str
) -> Mapping[str, object]:
    """Say one finding for a script and in words."""
    text = finding_sentence(translator, what, kind, record)
    return {"finding": what, "kind": kind, "record": record, "text": text}
