"""The verbs of doubtful cards: list, put aside, merge and take apart, ask for a correction."""

import argparse
from dataclasses import replace

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.cli.door import with_ledger
from ledgerdesk.cli.voice import Answer
from ledgerdesk.core.corrections import Correction
from ledgerdesk.core.customers import CustomerCard
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.quality import Finding
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.i18n.quality_words import finding_sentence, rule_words
from ledgerdesk.i18n.translator import Translator
from ledgerdesk.services.merges import Unmerged

SHOWN_AT_MOST = 200


def look(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what is doubtful among the customers."""
    survey = with_ledger(options, translator, lambda ledger: ledger.quality.survey())
    wanted = [one for one in survey.findings if options.rule in (None, one.rule.value)]
    record = {
        "customers": survey.cards,
        "counts": {rule.value: count for rule, count in survey.counts.items()},
        "ignored": survey.ignored,
        "findings": [_finding(one) for one in wanted],
    }
    lines = [
        f"{rule_words(translator, one.rule)}  {finding_sentence(translator, one)}"
        for one in wanted[:SHOWN_AT_MOST]
    ]
    if len(wanted) > SHOWN_AT_MOST:
        left = len(wanted) - SHOWN_AT_MOST
        lines.append(translator.text("{count} more findings: see --json.", count=left))
    lines.append(
        translator.text(
            "{cards} customers, {count} findings, {ignored} put aside.",
            cards=survey.cards,
            count=sum(survey.counts.values()),
            ignored=survey.ignored,
        )
    )
    return Answer(record, tuple(lines))


def ignore(options: argparse.Namespace, translator: Translator) -> Answer:
    """Put a finding aside, by the name the list gives it."""

    def work(ledger: Ledger) -> str:
        found = ledger.quality.survey().findings
        one = next((one for one in found if one.subject == options.finding), None)
        if one is None:
            raise KnownError(Code.BAD_VALUE, field="finding", reason="unknown")
        return ledger.quality.ignore(one, reason=options.reason).value

    pub = with_ledger(options, translator, work)
    text = translator.text("Put aside. It comes back when the facts change.")
    return Answer({"ignored": pub, "finding": options.finding}, (text,))


def list_ignored(options: argparse.Namespace, translator: Translator) -> Answer:
    """List what was put aside, why and by whom."""
    found = with_ledger(options, translator, lambda ledger: ledger.quality.ignored())
    record = [
        {
            "ignored": one.pub,
            "rule": one.rule.value,
            "reason": one.reason,
            "at": one.at.isoformat(timespec="seconds"),
            "by": one.person,
        }
        for one in found
    ]
    lines = tuple(
        f"{one.pub}  {rule_words(translator, one.rule)}  {one.reason}  {one.person}"
        for one in found
    )
    return Answer({"ignored": record}, lines)


def reopen(options: argparse.Namespace, translator: Translator) -> Answer:
    """Let a finding that was put aside stand again."""
    with_ledger(options, translator, lambda ledger: ledger.quality.reopen(options.ignored))
    return Answer({"reopened": options.ignored}, (translator.text("It stands again."),))


def merge(options: argparse.Namespace, translator: Translator) -> Answer:
    """Let a customer live on as another; what is not taken from the other is the survivor's."""

    def work(ledger: Ledger) -> CustomerCard:
        pubs = [ledger.customers.by_code(code).pub for code in (options.keep, options.other)]
        proposal = ledger.merges.foresee(*pubs)
        taken = {field: getattr(proposal.other.draft, field) for field in options.take}
        wanted = replace(proposal.wanted, **taken)
        return ledger.merges.merge(proposal, wanted, why=options.reason).value

    card = with_ledger(options, translator, work)
    record = {
        "customer": card.customer.code,
        "name": card.customer.name,
        "former": list(card.former_codes),
    }
    text = translator.text(
        "{other} lives on as {code} {name}.",
        other=options.other.strip().upper(),
        code=card.customer.code,
        name=card.customer.name,
    )
    return Answer(record, (text,))


def unmerge(options: argparse.Namespace, translator: Translator) -> Answer:
    """Take a merge apart, by the number of the card that lives on as another."""
    code = options.code.strip().upper()

    def work(ledger: Ledger) -> Unmerged:
        survivor = ledger.customers.by_code(code)
        merged = _merged(ledger, survivor.pub, code) or survivor.pub
        return ledger.merges.undo(merged, why=options.reason).value

    apart = with_ledger(options, translator, work)
    record = {
        "customer": apart.card.customer.code,
        "survivor": apart.survivor.customer.code,
        "restored": apart.is_restored,
    }
    lines = [translator.text("{code} stands by itself again.", code=code)]
    if not apart.is_restored:
        lines.append(
            translator.text(
                "{code} was changed since the merge and stays as it is.",
                code=apart.survivor.customer.code,
            )
        )
    return Answer(record, tuple(lines))


def _merged(ledger: Ledger, survivor: str, code: str) -> str | None:
    """Find a card of this number among those that live on as one, however far back."""
    for one in ledger.merges.into(survivor):
        found = one.pub if one.code == code else _merged(ledger, one.pub, code)
        if found is not None:
            return found
    return None


def request(options: argparse.Namespace, translator: Translator) -> Answer:
    """Ask for a value of a card to be put right."""

    def work(ledger: Ledger) -> Correction:
        pub = ledger.customers.by_code(options.customer).pub
        return ledger.corrections.request(
            pub,
            options.field,
            wrong=options.wrong,
            correct=options.correct,
            evidence=options.evidence,
            verified_by=options.verified_by,
        ).value

    return _one(with_ledger(options, translator, work), translator)


def list_corrections(options: argparse.Namespace, translator: Translator) -> Answer:
    """List the corrections that wait, or all of one customer."""

    def work(ledger: Ledger) -> tuple[Correction, ...]:
        if options.customer is None:
            return ledger.corrections.waiting()
        return ledger.corrections.of(ledger.customers.by_code(options.customer).pub)

    found = with_ledger(options, translator, work)
    record = {"corrections": [_correction(one) for one in found]}
    return Answer(record, tuple(_line(one, translator) for one in found))


def approve(options: argparse.Namespace, translator: Translator) -> Answer:
    """Put a value right as it was asked for."""
    return _one(
        with_ledger(
            options,
            translator,
            lambda ledger: (
                ledger.corrections.approve(options.correction, answer=options.answer).value
            ),
        ),
        translator,
    )


def refuse(options: argparse.Namespace, translator: Translator) -> Answer:
    """Leave the card as it is, and say why."""
    return _one(
        with_ledger(
            options,
            translator,
            lambda ledger: (
                ledger.corrections.refuse(options.correction, answer=options.answer).value
            ),
        ),
        translator,
    )


def _one(correction: Correction, translator: Translator) -> Answer:
    return Answer(_correction(correction), (_line(correction, translator),))


def _line(one: Correction, translator: Translator) -> str:
    words = {
        "requested": translator.text("waits"),
        "approved": translator.text("approved"),
        "refused": translator.text("refused"),
    }
    field = change_field(translator, "customer", one.field)
    change = f"{field}: {one.wrong} → {one.correct}"
    return f"{one.pub}  {one.customer_code} {one.customer_name}  {change}  {words[one.state.value]}"


def _correction(one: Correction) -> dict[str, object]:
    return {
        "correction": one.pub,
        "customer": one.customer_code,
        "field": one.field,
        "wrong": one.wrong,
        "correct": one.correct,
        "evidence": one.evidence,
        "verified_by": one.verified_by,
        "state": one.state.value,
        "requested_at": one.requested_at.isoformat(timespec="seconds"),
        "requested_by": one.requested_by,
        "decided_at": None
        if one.decided_at is None
        else one.decided_at.isoformat(timespec="seconds"),
        "decided_by": one.decided_by,
        "answer": one.answer,
    }


def _finding(one: Finding) -> dict[str, object]:
    members = [
        {"code": member.code, "name": member.name, "company": member.company}
        for member in one.members
    ]
    return {
        "finding": one.subject,
        "rule": one.rule.value,
        "field": one.field,
        "said": list(one.said),
        "customers": members,
    }
