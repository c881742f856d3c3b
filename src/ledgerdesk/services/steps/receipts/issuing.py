"""Inside a transaction: freeze a payment's receipt, draw its number, write its entry."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from ledgerdesk.core.audit import anchor
from ledgerdesk.core.business_day import business_day
from ledgerdesk.core.capitals import capitals
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Problem, Severity, refuse_red
from ledgerdesk.core.proofreading import (
    ROUND_FEN,
    UNUSUAL_NEEDS_TRADES,
    Background,
    Rule,
    problems_around,
)
from ledgerdesk.core.pubs import number_at
from ledgerdesk.core.receipts import (
    Content,
    Kind,
    PageLanguage,
    Paper,
    frozen_json,
    period_of,
    shown_number,
)
from ledgerdesk.core.templates import Template
from ledgerdesk.core.transactions import Method
from ledgerdesk.services.steps.customers.protecting import masked_id
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.receipts.assuming import assume_printed
from ledgerdesk.services.steps.receipts.forms import form_for
from ledgerdesk.services.steps.receipts.wording import receipt_lines, receipt_note
from ledgerdesk.storage import customers, receipts, series
from ledgerdesk.storage.transactions import (
    Payment,
    clerk_amounts,
    item_amounts,
    other_amounts,
    twin_number,
)

Proof = Callable[[Content, Paper, Template, str], Iterable[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a receipt is wanted: on which paper, proofread by what, strict or not.

    `series` is the code of another series than the office's, `language` another one than its own.
    `proof` says which characters and fields the paper cannot take; with `strict` the first amber
    stops the issue with `needs_answer`.
    """

    paper: Paper
    layout_version: int
    proof: Proof
    strict: bool = False
    series: str | None = None
    language: PageLanguage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """The receipt a new one follows: a spoiled one it reissues, or one it takes back."""

    id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a new receipt stands: its series, the row of its form, the receipt it follows."""

    line: series.Series
    template_id: int | None
    reissue_of: Predecessor | None
    reverses: Predecessor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What a new receipt says: number, amount in 分 and in words, anchor, kept warnings."""

    pub: str
    number: str
    amount_fen: int
    capitals: str
    anchor: str
    warnings: tuple[Problem, ...]


def issue_receipt(
    act: Act,
    payment: Payment,
    wish: Wish,
    *,
    customer: Customer | None = None,
    reissue_of: Predecessor | None = None,
    reverses: Predecessor | None = None,
) -> Issued:
    """Issue the receipt of a payment: number, frozen content and entry, or nothing.

    Raises `last_number_unconfirmed`, `no_glyph`, `proofreading`, `needs_answer`, `clock_back`;
    everything is checked before the number is drawn. `customer` spares reading the payer again.
    """
    ahead = act.clock_runs_ahead()
    payer = customer or customers.living(act.tx, customers.by_id(act.tx, payment.customer_id))
    content = _content(act, payment, payer, wish, reissue_of=reissue_of, reverses=reverses)
    line = _series(act, payment, wish, reissue_of or reverses)
    template_id, template = form_for(act.desk, act.tx, line.id)
    around: list[Problem] = []
    if reissue_of is None and reverses is None:
        around = _around(act, payment, payer, content, clock_runs_ahead=ahead)
    wide = shown_number(line.pattern, content.issued_on, 0)
    kept = refuse_red([*wish.proof(content, wish.paper, template, wide), *around])
    asked = [problem for problem in kept if problem.severity is Severity.AMBER]
    if wish.strict and asked:
        first = asked[0]
        raise KnownError(
            Code.NEEDS_ANSWER, field=first.field, rule=first.rule, **dict(first.details)
        )
    place = _Place(line=line, template_id=template_id, reissue_of=reissue_of, reverses=reverses)
    return _draw_and_write(act, payment, wish, content, kept, place)


def _content(
    act: Act,
    payment: Payment,
    customer: Customer,
    wish: Wish,
    *,
    reissue_of: Predecessor | None,
    reverses: Predecessor | None,
) -> Content:
    office = act.desk.office
    return Content(
        firm=office.firm,
        payer=payment.payer_title or customer.print_name or customer.name,
        lines=receipt_lines(act, payment),
        parts=payment.parts,
        amount_fen=payment.amount_fen,
        issued_on=act.today,
        kind=Kind.RED if reverses else Kind.NORMAL,
        currency=office.currency,
        language=wish.language.value if wish.language else office.language,
        note=receipt_note(act, payment),
        accountant=office.accountant,
        cashier=office.cashier,
        handler=act.desk.person.name,
        customer_code=customer.code,
        payer_id=masked_id(act.tx, customer.pub) if office.payer_id else "",
        reissue_of=reissue_of.number if reissue_of else None,
        reverses=reverses.number if reverses else None,
        practice=office.practice,
    )


def _around(
    act: Act, payment: Payment, payer: Customer, content: Content, *, clock_runs_ahead: bool
) -> list[Problem]:
    """Look at what stands around a new receipt, as far as the office's rules ask."""
    if any(part.method is Method.IMPORTED for part in payment.parts):
        return []  # settled before the ledger began: there is no yesterday to compare it with
    proofing = act.desk.office.proofing
    since = act.moment - timedelta(minutes=proofing.limit(Rule.TWIN))
    first = number_at(int(since.timestamp() * 1000), 0)
    cards = customers.family(act.tx, customers.living(act.tx, payer).id)
    latest = tuple(other_amounts(act.tx, cards, payment.trade_id))
    background = Background(
        twin_number=twin_number(act.tx, payment, first, cards),
        last_payer=customers.last_payer(act.tx, cards),
        latest_amounts=latest,
        clock_runs_ahead=clock_runs_ahead,
        item_amounts=_of_item(act, payment) if len(latest) < UNUSUAL_NEEDS_TRADES else (),
        clerk_amounts=_of_clerk(act, payment, proofing.limit(Rule.ROUND)),
    )
    return problems_around(
        proofing, payer=content.payer, amount_fen=payment.amount_fen, background=background
    )


def _of_item(act: Act, payment: Payment) -> tuple[int, ...]:
    """Tell what one item came to in other trades lately; of several lines there is no usual."""
    if len(payment.lines) != 1:
        return ()
    return tuple(item_amounts(act.tx, payment.lines[0].item, payment.trade_id))


def _of_clerk(act: Act, payment: Payment, run: int) -> tuple[int, ...]:
    """List the clerk's newest amounts, where a run of round ones could go on with this one."""
    if payment.amount_fen % ROUND_FEN or not act.desk.office.proofing.is_on(Rule.ROUND):
        return ()
    return tuple(clerk_amounts(act.tx, act.desk.author.staff_id, payment.trade_id, run - 1))


def _draw_and_write(
    act: Act,
    payment: Payment,
    wish: Wish,
    content: Content,
    kept: tuple[Problem, ...],
    place: _Place,
) -> Issued:
    tx, line = act.tx, place.line
    period = period_of(content.issued_on, line.reset)
    sequence = _draw(act, line.id, line.code, period)
    number = shown_number(line.pattern, content.issued_on, sequence)
    frozen = frozen_json(content)
    origin = act.origin()
    receipt = receipts.insert(
        tx,
        receipts.NewReceipt(
            series_id=line.id,
            period=period,
            sequence=sequence,
            number=number,
            payment_id=payment.id,
            kind=content.kind.value,
            amount_fen=content.amount_fen,
            currency=content.currency,
            payer=content.payer,
            issued_on=content.issued_on,
            business_day=business_day(act.today, act.last_closed_day()),
            zone=act.desk.author.zone,
            branch_id=act.desk.author.branch_id,
            content=frozen,
            content_hash=hashlib.sha256(frozen.encode("utf-8")).digest(),
            paper=wish.paper.value,
            layout_version=wish.layout_version,
            template_id=place.template_id,
            warnings=_kept_json(kept),
            reissue_of_id=place.reissue_of.id if place.reissue_of else None,
            reverses_id=place.reverses.id if place.reverses else None,
        ),
        origin,
    )
    act.wrote(receipt)
    assume_printed(act)
    head = act.close_entry("receipts.issue")
    return Issued(
        pub=origin.pub,
        number=number,
        amount_fen=content.amount_fen,
        capitals=capitals(abs(content.amount_fen)),
        anchor=anchor(head),
        warnings=kept,
    )


def _series(
    act: Act, payment: Payment, wish: Wish, predecessor: Predecessor | None
) -> series.Series:
    """Choose the series: a receipt that follows another stays in its series.

    So does a later payment of a trade that has a receipt, unless another series is asked for.

    Raises `bad_value` (field `series`) for one that is not in use.
    """
    if predecessor is not None:
        return series.by_id(act.tx, series.id_of_receipt(act.tx, predecessor.id))
    begun = None if wish.series else series.of_trade(act.tx, payment.trade_id)
    if begun is not None:
        return begun
    found = series.find(act.tx, wish.series or act.desk.office.series)
    if found is None:
        raise KnownError(Code.BAD_VALUE, field="series", reason="number_series")
    return found


def _draw(act: Act, series_id: int, code: str, period: str) -> int:
    sequence = series.draw(act.tx, series_id, period)
    if sequence is None:
        _begin_period(act, series_id, code, period)
        sequence = series.draw(act.tx, series_id, period)
    assert sequence is not None
    act.numbers[f"{code}/{period}"] = sequence
    return sequence


def _begin_period(act: Act, series_id: int, code: str, period: str) -> None:
    """Begin the counter of a new period; while one waits for its last number, none begins.

    Numbers of this very period may have been printed since the backup was made.
    """
    if series.is_unconfirmed(act.tx, series_id):
        raise KnownError(Code.LAST_NUMBER_UNCONFIRMED, series=code)
    origin = act.origin()
    series.begin_period(
        act.tx,
        pub=origin.pub,
        salt=origin.salt,
        series_id=series_id,
        period=period,
        first=1,
        branch=act.desk.author.branch_id,
    )
    act.inserted("series_counter", origin.pub)


def _kept_json(kept: tuple[Problem, ...]) -> str:
    rows = [{"field": p.field, "rule": p.rule, **dict(p.details)} for p in kept]
    return json.dumps(rows, ensure_ascii=False)
