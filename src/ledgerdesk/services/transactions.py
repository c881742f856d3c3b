"""Record a trade with its payment, and on wish its receipt, in one transaction."""

from dataclasses import dataclass, replace

from ledgerdesk.core.business_day import business_day
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import LEFT, CardState, Customer, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN, MAX_QUANTITY_MILLI
from ledgerdesk.core.problems import Problem, refuse_red
from ledgerdesk.core.reviews import DECIDE
from ledgerdesk.core.settling import discount_line
from ledgerdesk.core.texts import clean
from ledgerdesk.core.transactions import (
    MAX_DETAIL_CHARACTERS,
    MAX_ITEM_CHARACTERS,
    MAX_NOTE_CHARACTERS,
    Line,
    TradeDraft,
    problems_in,
)
from ledgerdesk.i18n.settling_words import discount_item
from ledgerdesk.services.steps.customers.adding import add_customer
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.opening.cosigning import cosigner_for
from ledgerdesk.services.steps.opening.credential import Credential
from ledgerdesk.services.steps.payments.settling import Paid, draw_deposit, keep_rest, post_payment
from ledgerdesk.services.steps.receipts.issuing import Issued, Wish, issue_receipt
from ledgerdesk.services.steps.receipts.wording import office_translator
from ledgerdesk.services.steps.reviews.asking import ask_about_trade
from ledgerdesk.storage import customers, drafts, settling, transactions
from ledgerdesk.storage.transactions import Posted

MAX_NAME_CHARACTERS = 200
_POSTED = Changes.CUSTOMERS | Changes.TRANSACTIONS | Changes.RECEIPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A posted trade: its ids, its customer's code, and its receipt when one was issued.

    `payment_pub` is empty where nothing was paid. `owed_fen` is what is still to be paid,
    `kept_fen` what was kept as a deposit; both in 分.
    """

    trade_pub: str
    payment_pub: str
    customer_code: str
    issued: Issued | None
    owed_fen: int = 0
    kept_fen: int = 0


class Transactions:
    """What a clerk does with trades."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def record(
        self,
        draft: TradeDraft,
        issue: Wish | None = None,
        *,
        beside: Credential | None = None,
    ) -> Done[Recorded]:
        """Save a trade, its payment, its receipt and their entries, or nothing.

        Raises `Invalid` with every red problem, `ambiguous_customer` with the codes of the
        customers of that name, `unknown_customer`, and what issuing raises. A draft that was
        posted before is not posted again (`exists`); posting it ends what was kept of it. Where a
        rule wants a second person first, `beside` is his password: he signs the same entry, in this
        person's session; without it, `needs_cosigner`. Where nothing was paid there is nothing to
        acknowledge: no receipt is issued.
        """
        draft = cleaned(draft)
        _refuse_too_large(draft)
        desk = self._desk
        refuse_red(problems_in(draft, today=desk.local_date(desk.clock.now())))
        second = (
            None
            if beside is None
            else cosigner_for(desk, DECIDE, beside, bounds=desk.drawer.bounds)
        )
        with desk.act("transactions.record") as act:
            if draft.draft_id and transactions.trade_of_draft(act.tx, draft.draft_id):
                raise KnownError(Code.EXISTS, part="draft")
            _refuse_locked(act, draft)
            customer = self._settle_customer(act, draft)
            trade = self._post(act, draft, customer)
            payment = self._pay(act, draft, trade, customer)
            ask_about_trade(act, trade, customer, draft.late_reason, second)
            if draft.draft_id:
                drafts.drop(act.tx, draft.draft_id, desk.person.id)
            issued = None
            if issue is None or payment is None:
                act.close_entry("transactions.record")
            else:  # one act, one entry: the receipt's own names trade and payment too
                issued = issue_receipt(act, payment, issue, customer=customer)
        return Done(
            value=Recorded(
                trade_pub=trade.pub,
                payment_pub="" if payment is None else payment.pub,
                customer_code=customer.code,
                issued=issued,
                owed_fen=max(draft.owed_fen, 0),
                kept_fen=max(-draft.owed_fen, 0),
            ),
            changes=_POSTED | Changes.DRAFTS if draft.draft_id else _POSTED,
        )

    def _settle_customer(self, act: Act, draft: TradeDraft) -> Customer:
        if draft.customer_pub is not None:
            found = customers.by_pub(act.tx, draft.customer_pub)
            known = None if found is None else customers.living(act.tx, found)
            if known is not None and known.state is CardState.STOPPED:
                raise KnownError(Code.PROCESSING_STOPPED, field="customer")
            if known is None or known.state in LEFT:
                raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
            return known
        name = draft.payer or ""
        namesakes = customers.by_name(act.tx, name)
        if len(namesakes) > 1:
            codes = tuple(customer.code for customer in namesakes)
            raise KnownError(Code.AMBIGUOUS_CUSTOMER, field="payer", codes=codes)
        return namesakes[0] if namesakes else add_customer(act, CustomerDraft(name=name))

    def _post(self, act: Act, draft: TradeDraft, customer: Customer) -> Posted:
        traded_on, origin = draft.traded_on or act.today, act.origin()
        trade = transactions.insert_trade(
            act.tx,
            transactions.NewTrade(
                customer_id=customer.id,
                lines=self._posted_lines(draft),
                traded_on=traded_on,
                total_fen=draft.total_fen,
                currency=self._desk.office.currency,
                note=draft.note,
                late_reason=draft.late_reason or None,
                draft_id=draft.draft_id,
            ),
            origin,
        )
        act.wrote(trade)
        if draft.deposit_fen:
            draw_deposit(act, customer.id, trade.id, draft.deposit_fen)
        return Posted(id=trade.id, pub=origin.pub, total_fen=draft.total_fen, traded_on=traded_on)

    def _pay(
        self, act: Act, draft: TradeDraft, trade: Posted, customer: Customer
    ) -> transactions.Payment | None:
        """Post what was paid; what is owed is noted, what was paid beyond the sum is kept."""
        if draft.owed_fen > 0:
            settling.put_owed(act.tx, trade.id, customer.id, draft.owed_fen)
        if not draft.parts:
            return None
        paid = Paid(trade_id=trade.id, parts=draft.parts, payer_title=draft.payer_title)
        row_id = post_payment(act, paid)
        kept = max(-draft.owed_fen, 0)
        if kept:
            keep_rest(act, trade_id=trade.id, customer_id=customer.id, payment_id=row_id, fen=kept)
        return transactions.Payment(
            id=row_id,
            pub=f"{row_id:016x}",
            trade_id=trade.id,
            trade_pub=trade.pub,
            customer_id=customer.id,
            amount_fen=draft.paid_fen,
            received_on=act.today,
            business_day=business_day(act.today, act.last_closed_day()),
            payer_title=draft.payer_title,
            lines=self._posted_lines(draft),
            parts=draft.parts,
            note=draft.note,
            traded_on=trade.traded_on,
            trade_total_fen=draft.total_fen,
            moved_fen=kept,
        )

    def _posted_lines(self, draft: TradeDraft) -> tuple[Line, ...]:
        """Give the lines as they are posted: a discount is the last of them."""
        if not draft.discount_fen:
            return draft.lines
        words = discount_item(office_translator(self._desk))
        return (*draft.lines, discount_line(words, draft.discount_fen))


def cleaned(draft: TradeDraft) -> TradeDraft:
    """Normalise every text of a draft; hostile characters are refused with their field."""
    lines = tuple(
        replace(
            line,
            item=clean(line.item, field=f"lines.{n}.item", max_length=MAX_ITEM_CHARACTERS),
            unit=clean(line.unit, field=f"lines.{n}.unit", max_length=20),
            note=clean(line.note, field=f"lines.{n}.note", max_length=MAX_ITEM_CHARACTERS),
        )
        for n, line in enumerate(draft.lines)
    )
    parts = tuple(
        replace(
            part,
            detail=clean(part.detail, field=f"parts.{n}.detail", max_length=MAX_DETAIL_CHARACTERS),
        )
        for n, part in enumerate(draft.parts)
    )
    return replace(
        draft,
        lines=lines,
        parts=parts,
        payer=_name(draft.payer, "payer"),
        payer_title=_name(draft.payer_title, "payer_title"),
        note=clean(draft.note, field="note", max_length=MAX_NOTE_CHARACTERS),
        late_reason=clean(draft.late_reason, field="late_reason", max_length=MAX_NOTE_CHARACTERS),
    )


def _refuse_locked(act: Act, draft: TradeDraft) -> None:
    """Refuse a trade of a day in a closed month or year: its sums stay as they are."""
    locked = act.locked_until
    if locked is not None and (draft.traded_on or act.today) <= locked:
        refuse_red([Problem.red("date", "closed_period")])


def _refuse_too_large(draft: TradeDraft) -> None:
    """Refuse with `bad_amount` what no field could be typed as and no row could hold."""
    for n, line in enumerate(draft.lines):
        for field, value, limit in (
            ("amount", line.amount_fen, MAX_FEN),
            ("quantity", line.quantity_milli, MAX_QUANTITY_MILLI),
            ("price", line.price_fen or 0, MAX_FEN),
        ):
            if value > limit:
                raise KnownError(Code.BAD_AMOUNT, field=f"lines.{n}.{field}", reason="too_large")
    if max(draft.total_fen, draft.paid_fen) > MAX_FEN:
        raise KnownError(Code.BAD_AMOUNT, field="amount", reason="too_large")


def _name(text: str | None, field: str) -> str | None:
    if text is None:
        return None
    return clean(text, field=field, max_length=MAX_NAME_CHARACTERS) or None
