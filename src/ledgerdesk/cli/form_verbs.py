"""`verify-receipt`, `template export|import|reset`: the codes and the form of receipts."""

import argparse
from pathlib import Path
from typing import Any

from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.voice import KNOWN, Answer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.receipt_code import Verdict
from ledgerdesk.core.receipts import Status
from ledgerdesk.core.templates import MAX_FILE_BYTES, read, written
from ledgerdesk.i18n.code_words import status_words, verdict_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.runtime.files import write_whole


def verify(options: argparse.Namespace, translator: Translator) -> Answer:
    """Check the code of a receipt; exit code 1 for all but a genuine one."""
    found = with_ledger(options, translator, lambda ledger: ledger.codes.verify(options.code))
    claim = found.claim
    record: dict[str, object] = {"verdict": found.verdict.value}
    lines = [verdict_words(translator, found.verdict)]
    if claim is not None:
        record |= {
            "number": claim.number,
            "issued_on": claim.issued_on.isoformat(),
            "amount_fen": claim.amount_fen,
            "anchor": claim.anchor,
            "practice": claim.practice,
        }
        lines.append(
            f"{claim.number}  {claim.issued_on.isoformat()}  {yuan_text(claim.amount_fen)}"
        )
        lines.append(claim.anchor)
    if found.status is not None:
        record |= {"status": found.status.value, "reversed_by": found.reversed_by}
        if found.status is Status.VOIDED or found.reversed_by:
            lines.append(status_words(translator, found.status, found.reversed_by))
    good = found.verdict is Verdict.GENUINE
    return Answer(record, tuple(lines), 0 if good else KNOWN)


def page(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write the page that checks the firm's codes in a browser."""
    out = _free(options.out)
    text = with_ledger(options, translator, lambda ledger: ledger.codes.page())
    write_whole(out, text.encode("utf-8"))
    return Answer({"file": str(out)}, (str(out),))


def _free(out: Path) -> Path:
    refuse_no_folder(out, "out")
    if out.exists():
        raise KnownError(Code.EXISTS, part="export", field="out")
    return out


def export(options: argparse.Namespace, translator: Translator) -> Answer:
    """Write the form in force into a file."""
    out = _free(options.out)
    kept = with_ledger(options, translator, lambda ledger: ledger.templates.current(options.series))
    write_whole(out, written(kept.template).encode("utf-8"))
    return Answer({"file": str(out), "own": kept.is_own}, (str(out),))


def import_(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take the form of a file for new receipts."""
    template = read(_text_of(options.file))
    with_ledger(
        options, translator, lambda ledger: ledger.templates.keep(template, options.series).value
    )
    return Answer({"own": True}, (translator.text("New receipts have this form."),))


def _text_of(file: Path) -> str:
    if not file.is_file():
        raise KnownError(Code.FILE_NOT_FOUND, field="file")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise KnownError(Code.BAD_VALUE, field="template", reason="no_template")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnownError(Code.BAD_VALUE, field="template", reason="no_template") from error


def reset(options: argparse.Namespace, translator: Translator) -> Answer:
    """Go back to the standard form."""
    kept = with_ledger(
        options, translator, lambda ledger: ledger.templates.reset(options.series).value
    )
    text = translator.text("New receipts have the standard form again.")
    return Answer({"own": kept.is_own}, (text,))


def add_forms(verbs: Any, deeds: Any, opened: argparse.ArgumentParser) -> None:
    """Add the verbs to the parser."""
    checked = verbs.add_parser("verify-receipt", parents=[opened], help="check a receipt's code")
    checked.add_argument("code", metavar="CODE", help="the scanned text, LD1:… to the full stop")
    written_page = verbs.add_parser(
        "verify-page", parents=[opened], help="write a page that checks codes in a browser"
    )
    written_page.add_argument("out", type=Path, metavar="OUT")
    for deed, words in (
        ("export", "write the form of receipts into a file"),
        ("import", "let new receipts have the form of a file"),
        ("reset", "go back to the standard form"),
    ):
        verb = deeds.add_parser(deed, parents=[opened], help=words)
        verb.add_argument("--series", metavar="CODE", help="of one series alone")
        if deed != "reset":
            name, shown = ("out", "OUT") if deed == "export" else ("file", "FILE")
            verb.add_argument(name, type=Path, metavar=shown)
