"""Take what is owed, give money back with a red receipt, and tell who owes what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledgerdesk.core.changes import Changes, Done, FieldChange
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import MAX_FEN, yuan_text
from ledgerdesk.core.problems import refuse_red
from ledgerdesk.core.pubs import number_of
from ledgerdesk.core.receipts import Kind
from ledgerdesk.core.settling import Account
from ledgerdesk.core.texts import clean
from ledgerdesk.core.transactions import MAX_DETAIL_CHARACTERS, Method, PaymentPart, part_problems
from ledgerdesk.i18n.settling_words import forgone_item
from ledgerdesk.services.steps.desk import Act, Desk
from ledgerdesk.services.steps.payments.giving_back import (
    Way,
    forgo,
    give_back_deposit,
    refund,
)
from ledgerdesk.services.steps.payments.settling import (
    Paid,
    draw_deposit,
    keep_rest,
    note_owed,
    post_payment,
)
from ledgerdesk.services.steps.receipts.issuing import Issued, Predecessor, Wish, issue_receipt
from ledgerdesk.services.steps.receipts.wording import office_translator
from ledgerdesk.storage import accounts, customers, receipts, settling, transactions
from ledgerdesk.storage.accounts import OwedTrade
from ledgerdesk.storage.database import Transaction
from ledgerdesk.storage.settling import KeptFrom, StoredAccount

__all__ = ["CustomerAccount", "OwedTrade", "Payments", "TakenIn", "TradeAccount", "Way"]

LOOK, TAKE, REFUND, FORGO = "payments.look", "payments.take", "payments.refund", "payments.forgo"
MAX_REASON_CHARACTERS = 200
_MOVED = Changes.TRANSACTIONS | Changes.RECEIPTS | Changes.CUSTOMERS


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeAccount:
    """A trade and how far it is paid; sums in 分."""

    trade_pub: str
    customer_pub: str
    customer_code: str
    customer: str
    total_fen: int
    account: Account
    deposit_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAccount:
    """What a customer owes, trade by trade, and what lies here of his; sums in 分."""

    owed: tuple[OwedTrade, ...]
    deposit_fen: int

    @property
    def owed_fen(self) -> int:
        """Sum what he owes."""
        return sum(one.owed_fen for one in self.owed)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A payment that was taken: its receipt if one was issued, what is owed yet, what was kept."""

    trade_pub: str
    payment_pub: str
    issued: Issued | None
    owed_fen: int
    kept_fen: int


class Payments:
    """What a clerk does with money that is owed, kept or given back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of_customer(self, customer_pub: str) -> CustomerAccount:
        """Tell what a customer owes and what lies here of his, on all his cards."""
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            found = customers.by_pub(tx, customer_pub)
            if found is None:
                raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
            family = customers.family(tx, customers.living(tx, found).id)
            return CustomerAccount(
                owed=tuple(accounts.owed_of(tx, family)),
                deposit_fen=sum(settling.deposits(tx, family).values()),
            )

    def of_trade(self, trade: str) -> TradeAccount:
        """Tell how far a trade is paid; `trade` is its id, or the number of one of its receipts.

        Raises `unknown_trade`.
        """
        self._desk.allow(LOOK)
        with self._desk.database.read() as tx:
            found = _trade(tx, trade)
            card = customers.living(tx, customers.by_id(tx, found.customer_id))
            held = settling.deposits(tx, customers.family(tx, card.id))
            return TradeAccount(
                trade_pub=found.pub,
                customer_pub=card.pub,
                customer_code=card.code,
                customer=card.name,
                total_fen=found.total_fen,
                account=Account(claim_fen=found.claim_fen, owed_fen=found.owed_fen),
                deposit_fen=sum(held.values()),
            )

    def pay(
        self,
        trade: str,
        parts: Sequence[PaymentPart],
        issue: Wish | None = None,
        *,
        deposit_fen: int = 0,
        keep: bool = False,
    ) -> Done[TakenIn]:
        """Take a payment of a trade, with its own receipt, and what a deposit gives besides.

        `deposit_fen` comes out of what lies here of the customer's; with `keep` what is paid beyond
        what is owed is kept there. Raises `unknown_trade`, `bad_value` for a trade that is settled,
        `bad_amount` with what is owed, and what issuing raises.
        """
        parts = _cleaned(parts)
        with self._desk.act(TAKE) as act:
            found = _trade(act.tx, trade)
            if found.owed_fen <= 0 or found.kind != "sale":
                raise KnownError(Code.BAD_VALUE, field="trade", reason="settled")
            taken = sum(part.amount_fen for part in parts)
            _refuse_amount(taken, deposit_fen, found.owed_fen, keep=keep)
            if deposit_fen:
                draw_deposit(act, found.customer_id, found.id, deposit_fen)
            kept = max(taken + deposit_fen - found.owed_fen, 0)
            payment, issued = self._take(act, found, parts, kept, issue)
            owed = note_owed(act, found.id)
            if issued is None:
                act.close_entry(TAKE)
        done = TakenIn(
            trade_pub=found.pub,
            payment_pub="" if payment is None else payment.pub,
            issued=issued,
            owed_fen=owed,
            kept_fen=kept,
        )
        return Done(value=done, changes=_MOVED)

    def refund(self, number: str, way: Way, *, reason: str, wish: Wish) -> Done[Issued]:
        """Give back a part of what a receipt acknowledges; a red receipt names it.

        The trade asks for so much less. Raises `unknown_receipt`, `already_voided`, `bad_value` for
        a red one, `bad_amount` with what is left to give back.
        """
        reason, way = _reason(reason), _way(way)
        with self._desk.act(REFUND) as act:
            original = receipts.by_number(act.tx, number.strip())
            if original is None:
                raise KnownError(Code.UNKNOWN_RECEIPT, field="number")
            if original.is_void:
                raise KnownError(Code.ALREADY_VOIDED, number=original.number)
            if original.kind == Kind.RED.value:
                raise KnownError(Code.BAD_VALUE, field="number", reason="red_receipt")
            payment = transactions.payment_by_id(act.tx, original.payment_id)
            back = refund(act, payment, way, reason)
            act.note_change(
                FieldChange(
                    kind="receipt",
                    pub=original.pub,
                    field="status",
                    old="issued",
                    new="refunded",
                    why=reason,
                )
            )
            act.close_entry(REFUND)
            named = Predecessor(id=original.id, number=original.number)
            issued = issue_receipt(act, back, wish, reverses=named)
        return Done(value=issued, changes=_MOVED)

    def give_back(self, customer_pub: str, way: Way, *, reason: str, wish: Wish) -> Done[Issued]:
        """Give back of what lies here of a customer's; a red receipt names the one it came with.

        Raises `bad_amount` (field `amount`) with what can be given back at once, in 分.
        """
        reason, way = _reason(reason), _way(way)
        with self._desk.act(REFUND) as act:
            found = customers.by_pub(act.tx, customer_pub)
            if found is None:
                raise KnownError(Code.UNKNOWN_CUSTOMER, field="customer")
            family = customers.family(act.tx, customers.living(act.tx, found).id)
            card, kept = _kept_from(act.tx, settling.deposits(act.tx, family), way.amount_fen)
            payment = transactions.payment_by_id(act.tx, kept.payment_id)
            back = give_back_deposit(act, card, payment, way, reason)
            act.close_entry(REFUND)
            named = Predecessor(id=kept.receipt_id, number=kept.number)
            issued = issue_receipt(act, back, wish, reverses=named)
        return Done(value=issued, changes=_MOVED)

    def forgo(self, trade: str, *, reason: str) -> Done[int]:
        """Ask no more for the rest of a trade; gives what was forgone, in 分.

        A trade without any payment is cancelled by it: a reversal dated today names it.
        """
        reason = _reason(reason)
        with self._desk.act(FORGO) as act:
            found = _trade(act.tx, trade)
            words = forgone_item(office_translator(self._desk))
            forgone = forgo(act, found.id, words, reason)
            act.close_entry(FORGO)
        return Done(value=forgone, changes=_MOVED)

    def _take(
        self,
        act: Act,
        trade: StoredAccount,
        parts: Sequence[PaymentPart],
        kept: int,
        issue: Wish | None,
    ) -> tuple[transactions.Payment | None, Issued | None]:
        if not parts:
            return None, None
        row_id = post_payment(act, Paid(trade_id=trade.id, parts=parts))
        if kept:
            keep_rest(
                act, trade_id=trade.id, customer_id=trade.customer_id, payment_id=row_id, fen=kept
            )
        payment = transactions.payment_by_id(act.tx, row_id)
        return payment, None if issue is None else issue_receipt(act, payment, issue)


def _trade(tx: Transaction, trade: str) -> StoredAccount:
    """Find a trade by its id or by the number of one of its receipts."""
    row_id = number_of(trade.strip())
    if row_id < 0:
        row_id = settling.trade_of_number(tx, trade.strip()) or -1
    found = settling.account(tx, row_id)
    if found is None:
        raise KnownError(Code.UNKNOWN_TRADE, field="trade")
    return found


def _kept_from(tx: Transaction, held: dict[int, int], fen: int) -> tuple[int, KeptFrom]:
    """Choose the card, and the receipt its deposit came with, that so much can go back with.

    Raises `bad_amount` with the most that can go back at once.
    """
    most = 0
    for card, lies_here in held.items():
        for one in settling.kept_from(tx, card):
            left = min(one.left_fen, lies_here)
            if left >= fen:
                return card, one
            most = max(most, left)
    raise KnownError(Code.BAD_AMOUNT, field="amount", reason="more_than_left", left=yuan_text(most))


def _cleaned(parts: Sequence[PaymentPart]) -> tuple[PaymentPart, ...]:
    """Normalise the details of a payment; raises `Invalid` with what is wrong in it."""
    cleaned = tuple(
        replace(
            part,
            detail=clean(part.detail, field=f"parts.{n}.detail", max_length=MAX_DETAIL_CHARACTERS),
        )
        for n, part in enumerate(parts)
    )
    refuse_red(part_problems(cleaned))
    if any(part.method is Method.IMPORTED for part in cleaned):
        raise KnownError(Code.BAD_VALUE, field="method", reason="unknown")
    return cleaned


def _refuse_amount(taken: int, deposit: int, owed: int, *, keep: bool) -> None:
    if taken + deposit <= 0 and deposit >= 0:
        raise KnownError(Code.BAD_AMOUNT, field="amount", reason="not_positive")
    too_much = taken + deposit > owed and (not keep or deposit > 0)
    if too_much or not 0 <= deposit <= owed or not 0 < taken + deposit <= MAX_FEN:
        raise KnownError(
            Code.BAD_AMOUNT, field="amount", reason="more_than_left", left=yuan_text(owed)
        )


def _way(way: Way) -> Way:
    if way.amount_fen <= 0:
        raise KnownError(Code.BAD_AMOUNT, field="amount", reason="not_positive")
    if way.method is Method.IMPORTED:
        raise KnownError(Code.BAD_VALUE, field="method", reason="unknown")
    return replace(way, detail=clean(way.detail, field="detail", max_length=MAX_DETAIL_CHARACTERS))


def _reason(reason: str) -> str:
    text = clean(reason, field="reason", max_length=MAX_REASON_CHARACTERS)
    if not text:
        raise KnownError(Code.BAD_VALUE, field="reason", reason="required")
    return text
