"""The verbs of the log: verify it whole."""

import argparse
from collections.abc import Mapping

from ledgerdesk.cli.door import with_ledger
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


def finding_record(
    translator: Translator, what: str, kind: str, record: str
) -> Mapping[str, object]:
    """Say one finding for a script and in words."""
    text = finding_sentence(translator, what, kind, record)
    return {"finding": what, "kind": kind, "record": record, "text": text}
