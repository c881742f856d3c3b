"""Inside a transaction: post a payment, move a deposit, and note what a trade still asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledgerdesk.core.business_day import business_day
from ledgerdesk.core.customers import Customer
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.money import yuan_text
from ledgerdesk.core.problems import Problem, refuse_red
from ledgerdesk.core.transactions import PaymentPart
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.storage import customers, settling, transactions
from ledgerdesk.storage.settling import NewDeposit

KEPT, USED, GIVEN_BACK, UNDONE = "kept", "used", "given_back", "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment to be posted: on which trade, in which parts, as whose title, taking what back."""

    trade_id: int
    parts: Sequence[PaymentPart]
    payer_title: str | None = None
    note: str | None = None
    reverses_id: int | None = None

    @property
    def amount_fen(self) -> int:
        """Sum its parts, in 分."""
        return sum(part.amount_fen for part in self.parts)


def post_payment(act: Act, paid: Paid) -> int:
    """Post a payment of today in the open business day; gives its row id, and names the row.

    Raises `Invalid` where a clock that was set back would put it into a closed month.
    """
    if act.locked_until is not None and act.today <= act.locked_until:
        refuse_red([Problem.red("date", "closed_period")])
    posted = transactions.insert_payment(
        act.tx,
        transactions.NewPayment(
            trade_id=paid.trade_id,
            parts=tuple(paid.parts),
            amount_fen=paid.amount_fen,
            currency=act.desk.office.currency,
            received_on=act.today,
            business_day=business_day(act.today, act.last_closed_day()),
            payer_title=paid.payer_title,
            note=paid.note,
            reverses_id=paid.reverses_id,
        ),
        act.origin(),
    )
    act.wrote(posted)
    return posted.id


def move_deposit(act: Act, deposit: NewDeposit) -> None:
    """Write a move of a customer's deposit and name its row."""
    origin = act.origin()
    settling.insert_deposit(act.tx, deposit, origin)
    act.inserted("deposit", origin.pub)


def draw_deposit(act: Act, customer_id: int, trade_id: int, amount_fen: int) -> None:
    """Settle a trade with what lies here of a customer, card by card, whichever the trade is on.

    Raises `bad_amount` (field `deposit`) with what lies here, in 分.
    """
    living = customers.living(act.tx, customers.by_id(act.tx, customer_id))
    held = settling.deposits(act.tx, customers.family(act.tx, living.id))
    if sum(held.values()) < amount_fen:
        shown = yuan_text(sum(held.values()))
        raise KnownError(Code.BAD_AMOUNT, field="deposit", reason="not_there", held=shown)
    for card, lies_here in held.items():
        drawn = min(lies_here, amount_fen)
        if drawn:
            amount_fen -= drawn
            move_deposit(
                act,
                NewDeposit(
                    customer_id=card,
                    trade_id=trade_id,
                    payment_id=None,
                    kind=USED,
                    amount_fen=-drawn,
                ),
            )


def keep_rest(act: Act, *, trade_id: int, customer_id: int, payment_id: int, fen: int) -> None:
    """Keep what was paid beyond a trade's sum as the customer's deposit, in 分."""
    move_deposit(
        act,
        NewDeposit(
            customer_id=customer_id,
            trade_id=trade_id,
            payment_id=payment_id,
            kind=KEPT,
            amount_fen=fen,
        ),
    )


def undo_kept(act: Act, payment: transactions.Payment, *, with_payment: int) -> None:
    """Take back what a payment left as a deposit, together with the payment itself.

    Raises `bad_value` (field `number`) when it was used meanwhile.
    """
    kept = settling.moved_by(act.tx, payment.id)
    if kept <= 0:
        return
    if settling.deposits(act.tx, [payment.customer_id]).get(payment.customer_id, 0) < kept:
        raise KnownError(Code.BAD_VALUE, field="number", reason="deposit_used")
    move_deposit(
        act,
        NewDeposit(
            customer_id=payment.customer_id,
            trade_id=payment.trade_id,
            payment_id=with_payment,
            kind=UNDONE,
            amount_fen=-kept,
        ),
    )


def return_used(act: Act, trade_id: int) -> None:
    """Put back what deposits gave for a trade that does not stand any more."""
    for card, used in settling.used_for(act.tx, trade_id):
        move_deposit(
            act,
            NewDeposit(
                customer_id=card,
                trade_id=trade_id,
                payment_id=None,
                kind=UNDONE,
                amount_fen=-used,
            ),
        )


def note_owed(act: Act, trade_id: int) -> int:
    """Note what a trade still asks for, added up from its rows; gives it back in 分."""
    found = settling.account(act.tx, trade_id)
    if found is None or found.owed_fen < 0:
        raise RuntimeError("a trade is settled beyond what it asks for")
    settling.put_owed(act.tx, trade_id, found.customer_id, found.owed_fen)
    return found.owed_fen


def customer_of(act: Act, trade_id: int) -> Customer:
    """Read the living card a trade belongs to."""
    found = settling.account(act.tx, trade_id)
    if found is None:
        raise RuntimeError("a row refers to a trade that is not there")
    return customers.living(act.tx, customers.by_id(act.tx, found.customer_id))
