"""Inside a transaction: take a payment back whole, give a part of it back, or a deposit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.settling import in_one_line, negated_lines
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.payments.settling import (
    GIVEN_BACK,
    Paid,
    move_deposit,
    note_owed,
    post_payment,
    return_used,
    undo_kept,
)
from ledgerdesk.storage import settling, transactions
from ledgerdesk.storage.settling import NewDeposit
from ledgerdesk.storage.transactions import Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How money goes back: by which method, in 分, and where to."""

    method: Method
    amount_fen: int
    detail: str = ""

    @property
    def part(self) -> PaymentPart:
        """Give it as the part of a payment it becomes."""
        return PaymentPart(method=self.method, amount_fen=-self.amount_fen, detail=self.detail)


def take_back(act: Act, payment: Payment, reason: str) -> Payment:
    """Take a payment back whole; with the only one its trade goes too, else the trade stays owed.

    Raises `bad_value` when what was kept of it was used meanwhile.
    """
    trade_id = payment.trade_id
    if _is_all_there_is(act, payment):
        trade_id = _post_reversal(act, payment, negated_lines(payment.lines), reason)
        return_used(act, payment.trade_id)
    parts = tuple(replace(part, amount_fen=-part.amount_fen) for part in payment.parts)
    back = post_payment(act, _paid(payment, trade_id, parts, reason))
    undo_kept(act, payment, with_payment=back)
    note_owed(act, payment.trade_id)
    return transactions.payment_by_id(act.tx, back)


def refund(act: Act, payment: Payment, way: Way, reason: str) -> Payment:
    """Give a part of a payment back; the trade asks for so much less.

    Raises `bad_amount` (field `amount`) with what can still be given back of it, in 分.
    """
    left = payment.settles_fen - settling.given_back(act.tx, payment.id)
    if way.amount_fen > left:
        raise KnownError(
            Code.BAD_AMOUNT, field="amount", reason="more_than_left", left=yuan_text(left)
        )
    line = in_one_line(payment.lines, -way.amount_fen)
    trade_id = _post_reversal(act, payment, (line,), reason)
    back = post_payment(act, _paid(payment, trade_id, (way.part,), reason))
    note_owed(act, payment.trade_id)
    return transactions.payment_by_id(act.tx, back)


def give_back_deposit(act: Act, card: int, payment: Payment, way: Way, reason: str) -> Payment:
    """Give back of a customer's deposit what was kept from a payment; no trade changes."""
    back = post_payment(act, _paid(payment, payment.trade_id, (way.part,), reason))
    move_deposit(
        act,
        NewDeposit(
            customer_id=card,
            trade_id=payment.trade_id,
            payment_id=back,
            kind=GIVEN_BACK,
            amount_fen=-way.amount_fen,
        ),
    )
    note_owed(act, payment.trade_id)
    return transactions.payment_by_id(act.tx, back)


def forgo(act: Act, trade_id: int, words: str, reason: str) -> int:
    """Ask no more for the rest of a trade; gives what was forgone, in 分.

    A trade without any payment that stands is cancelled, and a deposit's share goes back to it.
    """
    found = settling.account(act.tx, trade_id)
    if found is None or found.owed_fen <= 0:
        raise KnownError(Code.BAD_VALUE, field="trade", reason="settled")
    is_cancelled = settling.live_payments(act.tx, trade_id) == 0
    amount = found.claim_fen if is_cancelled else found.owed_fen
    line = Line(item=words, amount_fen=-amount, quantity_milli=-1000)
    _insert_reversal(act, trade_id, found.customer_id, (line,), reason)
    if is_cancelled:
        return_used(act, trade_id)
    note_owed(act, trade_id)
    return amount


def _is_all_there_is(act: Act, payment: Payment) -> bool:
    """Tell whether a payment, with a deposit at most, is all that settled its trade."""
    found = settling.account(act.tx, payment.trade_id)
    if found is None or found.claim_fen != found.total_fen or found.owed_fen:
        return False
    return settling.live_payments(act.tx, payment.trade_id) == 1


def _paid(payment: Payment, trade_id: int, parts: Sequence[PaymentPart], reason: str) -> Paid:
    return Paid(
        trade_id=trade_id,
        parts=parts,
        payer_title=payment.payer_title,
        note=reason,
        reverses_id=payment.id,
    )


def _post_reversal(act: Act, payment: Payment, lines: tuple[Line, ...], reason: str) -> int:
    return _insert_reversal(act, payment.trade_id, payment.customer_id, lines, reason)


def _insert_reversal(
    act: Act, trade_id: int, customer_id: int, lines: tuple[Line, ...], reason: str
) -> int:
    trade = transactions.insert_trade(
        act.tx,
        transactions.NewTrade(
            customer_id=customer_id,
            lines=lines,
            traded_on=act.today,
            total_fen=sum(line.amount_fen for line in lines),
            currency=act.desk.office.currency,
            note=reason,
            kind="reversal",
            reverses_id=trade_id,
        ),
        act.origin(),
    )
    act.wrote(trade)
    return trade.id
