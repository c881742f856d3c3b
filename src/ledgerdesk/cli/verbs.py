"""One function per verb: options in, an answer out; the services do the rest."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledgerdesk.bootstrap import Ledger, SheetFiles, wish_for
from ledgerdesk.cli.door import in_house, new_password, with_ledger
from ledgerdesk.cli.places import refuse_no_folder
from ledgerdesk.cli.sheet_paths import refuse_sheet_files
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.capitals import capitals
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.identity import Kind, check_number
from ledgerdesk.core.money import format_fen, parse_amount
from ledgerdesk.core.problems import Problem
from ledgerdesk.core.receipts import PageLanguage, Paper
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.i18n.problems import problem_sentence
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.steps.receipts.issuing import Issued
from ledgerdesk.services.steps.vaults.creating import Plan

Verb = Callable[[argparse.Namespace, Translator], Answer]


def init(options: argparse.Namespace, translator: Translator) -> Answer:
    """Create a vault and put its recovery key down before the vault appears."""
    files = SheetFiles(line=options.recovery_out, page=options.recovery_sheet)
    refuse_sheet_files(files, options.vault)
    if options.vault.exists() or options.vault.is_symlink():
        raise KnownError(Code.EXISTS, part="vault", field="vault")
    refuse_no_folder(options.vault, "vault")
    plan = Plan(
        firm=options.firm,
        owner=options.owner,
        password=new_password(options, translator),
        first_number=options.first_number,
    )
    if options.pattern:
        plan = replace(plan, pattern=options.pattern)

    vault_id = in_house(lambda house: house.create(options.vault, plan, files))
    lines = (
        translator.text("Created: {vault}", vault=str(options.vault)),
        translator.text(
            "The recovery key lies in {file}. Print it, keep it away from this PC, then delete"
            " the file.",
            file=str(options.recovery_out),
        ),
    )
    record = {
        "vault": str(options.vault),
        "vault_id": vault_id,
        "recovery": str(options.recovery_out),
    }
    return Answer(record, lines)


_LANGUAGES = {"zh": PageLanguage.ZH, "en": PageLanguage.EN, "both": PageLanguage.BOTH}


def issue(options: argparse.Namespace, translator: Translator) -> Answer:
    """Record a trade with its payment and issue its receipt."""
    if (options.payer is None) == (options.customer is None):
        raise KnownError(Code.BAD_VALUE, field="payer", reason="payer_or_customer")
    amount = parse_amount(options.amount)
    traded_on = None
    if options.date is not None:
        traded_on = parse_date(options.date, today=date.today())  # noqa: DTZ011 - only fills a year
    if options.pdf is not None:
        refuse_no_folder(options.pdf, "pdf")
    draft = TradeDraft(
        payer=options.payer,
        lines=(Line(item=options.item, amount_fen=amount, price_fen=amount),),
        parts=(
            PaymentPart(method=Method(options.method), amount_fen=amount, detail=options.detail),
        ),
        traded_on=traded_on,
        note=options.note,
    )
    wish = wish_for(
        Paper(options.paper),
        strict=options.strict,
        series=options.series,
        language=None if options.language is None else _LANGUAGES[options.language],
    )

    def work(ledger: Ledger) -> Issued:
        _refuse_target(ledger, options.pdf)
        final = draft
        if options.customer is not None:
            known = ledger.customers.by_code(options.customer)
            final = replace(draft, customer_pub=known.pub)
        issued = ledger.transactions.record(final, wish).value.issued
        if issued is None:
            raise RuntimeError("a trade recorded without the receipt that was wished for")
        if options.pdf is not None:
            ledger.receipts.write_pdf(issued.number, options.pdf)
        return issued

    issued = with_ledger(options, translator, work)
    return _issued(issued, translator)


def _issued(issued: Issued, translator: Translator) -> Answer:
    record = {
        "number": issued.number,
        "amount_fen": issued.amount_fen,
        "capitals": issued.capitals,
        "anchor": issued.anchor,
        "warnings": [_warning(problem, translator) for problem in issued.warnings],
    }
    lines = (
        translator.text(
            "{number}  ¥{amount}  {capitals}",
            number=issued.number,
            amount=format_fen(issued.amount_fen),
            capitals=issued.capitals,
        ),
        *(problem_sentence(translator, problem) for problem in issued.warnings),
    )
    return Answer(record, lines)


def _warning(problem: Problem, translator: Translator) -> Mapping[str, object]:
    return {
        "field": problem.field,
        "rule": problem.rule,
        "text": problem_sentence(translator, problem),
    }


def receipts(options: argparse.Namespace, translator: Translator) -> Answer:
    """List receipts of a range, with the numbers missing and those explained."""
    register = with_ledger(
        options, translator, lambda ledger: ledger.receipts.register(options.first, options.last)
    )
    listed = [
        {
            "number": row.number,
            "status": row.status.value,
            "payer": row.payer,
            "amount_fen": row.amount_fen,
            "issued_at": row.issued_at,
            "prints": row.prints,
        }
        for row in register.receipts
    ]
    record = {
        "receipts": listed,
        "missing": list(register.missing),
        "explained": list(register.explained),
    }
    words = {"issued": translator.text("issued"), "voided": translator.text("voided")}
    lines = [
        f"{row.number}  {words[row.status.value]}  {row.issued_at[:16]}"
        f"  ¥{format_fen(row.amount_fen):>14}  {row.payer}"
        for row in register.receipts
    ]
    if not lines:
        lines.append(translator.text("No receipts in this time."))
    if register.missing:
        numbers = ", ".join(register.missing)
        lines.append(translator.text("Missing: {numbers}", numbers=numbers))
    return Answer(record, tuple(lines))


def void(options: argparse.Namespace, translator: Translator) -> Answer:
    """Void a receipt: of spoiled paper with a new number, or with its trade and payment."""
    if options.pdf is not None:
        refuse_no_folder(options.pdf, "pdf")

    def work(ledger: Ledger) -> Mapping[str, object]:
        _refuse_target(ledger, options.pdf)
        if not options.spoiled:
            voided = ledger.receipts.void_trade(options.number, reason=options.reason).value
            if options.pdf is not None:
                ledger.receipts.write_pdf(voided.number, options.pdf, paper=_paper(options))
            return {"number": voided.number, "status": "voided", "reissued": None}
        wish = wish_for(_paper(options) or ledger.receipts.paper_of(options.number))
        done = ledger.receipts.void_spoiled(options.number, reason=options.reason, wish=wish).value
        reissued = done.reissued.number if done.reissued else None
        if options.pdf is not None and reissued is not None:
            ledger.receipts.write_pdf(reissued, options.pdf)
        return {"number": done.number, "status": "voided", "reissued": reissued}

    record = with_ledger(options, translator, work)
    text = translator.text("Voided: {number}", number=str(record["number"]))
    if record["reissued"] is not None:
        text = translator.text(
            "Voided: {number}. Issued anew as {reissued}.",
            number=str(record["number"]),
            reissued=str(record["reissued"]),
        )
    return Answer(record, (text,))


def reverse(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take a receipt back with a red one dated today."""
    if options.pdf is not None:
        refuse_no_folder(options.pdf, "pdf")

    def work(ledger: Ledger) -> str:
        _refuse_target(ledger, options.pdf)
        wish = wish_for(_paper(options) or ledger.receipts.paper_of(options.number))
        red = ledger.receipts.reverse(options.number, reason=options.reason, wish=wish).value
        if options.pdf is not None:
            ledger.receipts.write_pdf(red.number, options.pdf)
        return red.number

    number = with_ledger(options, translator, work)
    text = translator.text(
        "{number} takes {original} back.", number=number, original=options.number
    )
    return Answer({"number": number, "original": options.number}, (text,))


def reprint(options: argparse.Namespace, translator: Translator) -> Answer:
    """Print a receipt again; every print after the first is marked."""
    refuse_no_folder(options.pdf, "pdf")
    job = with_ledger(
        options,
        translator,
        lambda ledger: ledger.receipts.write_pdf(
            options.number, options.pdf, paper=_paper(options)
        ),
    )
    text = translator.text("{number}: print {ordinal}", number=job.page.number, ordinal=job.ordinal)
    return Answer({"number": job.page.number, "prints": job.ordinal}, (text,))


def _refuse_target(ledger: Ledger, pdf: Path | None) -> None:
    if pdf is not None:
        ledger.receipts.refuse_target(pdf)


def _paper(options: argparse.Namespace) -> Paper | None:
    return Paper(options.paper) if options.paper else None


def find(options: argparse.Namespace, translator: Translator) -> Answer:
    """Find customers by characters, pinyin, initials, phone or number."""
    found = with_ledger(options, translator, lambda ledger: ledger.customers.find(options.text))
    record = {"customers": [{"code": one.code, "name": one.name} for one in found]}
    lines = tuple(f"{one.code}  {one.name}" for one in found)
    return Answer(record, lines or (translator.text("Nobody was found."),))


def in_capitals(options: argparse.Namespace, _: Translator) -> Answer:
    """Write an amount in capitals."""
    amount = parse_amount(options.amount)
    words = capitals(amount)
    return Answer({"capitals": words, "amount_fen": amount}, (words,))


def check_id(options: argparse.Namespace, translator: Translator) -> Answer:
    """Check somebody's number; an invalid one is a result, not an error."""
    day = options.on or date.today()  # noqa: DTZ011 - the PC's own day, as the clerk reads it
    verdict = check_number(Kind(options.kind), options.value, today=day)
    text = translator.text("valid") if verdict.valid else translator.text("not valid")
    reason = f" ({verdict.reason})" if verdict.reason else ""
    return Answer({"valid": verdict.valid, "reason": verdict.reason}, (text + reason,))
