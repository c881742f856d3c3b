"""What three people may do at a desk, step by step, in the book and in the model beside it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from tests.support.office_model import Model, ModelPayment, ModelTrade
from tests.support.staffed_office import THE_CLERK, THE_OWNER, THE_SUPERVISOR, Who
from tests.support.still_office import A5, StillOffice, desk_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.days import Count
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.periods import month_of
from ledgerdesk.core.transactions import DESK_METHODS, Method, PaymentPart
from ledgerdesk.services.payments import Way

PEOPLE = (THE_OWNER, THE_SUPERVISOR, THE_CLERK)
CUSTOMERS = ("张三", "青禾公司")
REVIEWED_FEN = 50_000


@dataclass(slots=True)
class Run:
    """One sequence: the book, its model, and what was done so far."""

    office: StillOffice
    chance: random.Random
    ledger: Ledger
    who: Who = THE_OWNER
    model: Model = field(default_factory=Model)
    steps: list[str] = field(default_factory=list)
    entries: int = 0
    idle: int = 0

    @property
    def today(self) -> date:
        return desk_of(self.ledger).local_date(self.office.clock.now())

    def refused(self, code: Code, work: Callable[[], object]) -> None:
        """Let the book refuse; nothing may change."""
        with pytest.raises(KnownError) as caught:
            work()
        assert caught.value.code is code, caught.value.details

    def parts(self, fen: int) -> tuple[PaymentPart, ...]:
        first = self.chance.choice(DESK_METHODS)
        if fen > 1 and self.chance.random() < 0.3:
            other = self.chance.choice([one for one in DESK_METHODS if one is not first])
            some = self.chance.randrange(1, fen)
            return (
                PaymentPart(method=first, amount_fen=some),
                PaymentPart(method=other, amount_fen=fen - some),
            )
        return (PaymentPart(method=first, amount_fen=fen),)

    def fen(self) -> int:
        return self.chance.choice((1, 99, 1_000, 12_345, 60_000, 99_999))

    def numbered(self, payment: ModelPayment, number: str) -> None:
        payment.number, payment.issued_on = number, self.today
        payment.receipt_day = self.model.business_day(self.today)
        self.model.numbers.append(number)


def record(run: Run) -> None:
    """Sell: paid at once, in part, not at all, or with more; out of a deposit at times."""
    model, chance, customer = run.model, run.chance, run.chance.choice(CUSTOMERS)
    total, discount = run.fen() + 1, chance.choice((0, 0, 1))
    due = total - discount
    held = model.deposits[customer]
    drawn = chance.choice((0, held, max(held // 2, 1), held + 1)) if held or not due % 5 else 0
    drawn = min(drawn, due)
    way = chance.choice(("all", "part", "nothing", "more", "more"))
    left = due - drawn
    paid = {"all": left, "part": left // 2, "nothing": 0, "more": left + run.fen()}[way]
    if way == "more" and drawn:
        paid, way = left, "all"
    draft = replace(
        trade(customer, total),
        discount_fen=discount,
        deposit_fen=drawn,
        parts=run.parts(paid) if paid else (),
        on_account=way in {"part", "nothing"},
        keep_rest=way == "more",
    )
    issues = chance.random() < 0.7

    def work() -> object:
        return run.ledger.transactions.record(draft, A5 if issues else None).value

    if drawn > held:
        run.refused(Code.BAD_AMOUNT, work)
        return
    done = run.ledger.transactions.record(draft, A5 if issues else None).value
    sold = ModelTrade(
        pub=done.trade_pub, customer=customer, total_fen=due, author=run.who.name, drawn_fen=drawn
    )
    sold.waits = due >= REVIEWED_FEN
    model.trades.append(sold)
    model.deposits[customer] -= drawn
    run.entries += 1
    if paid:
        payment = model.take(sold, draft.parts, run.today)
        if issues:
            assert done.issued is not None
            run.numbered(payment, done.issued.number)
    assert done.owed_fen == sold.owed_fen


def issue(run: Run) -> None:
    """Issue the receipt of a payment that was saved without one."""
    saved = run.ledger.today.without_receipt()
    waiting = [one for sold in run.model.trades for one in sold.live if one.number is None]
    waiting = [one for one in waiting if (run.today - (one.received_on or run.today)).days <= 7]
    assert len(saved) == len(waiting)
    order = [one.payment for one in run.model.taken]
    if saved:
        chosen = run.chance.randrange(len(saved))
        # Both lists rise with time, the book's newest first.
        payment = sorted(waiting, key=order.index)[len(waiting) - 1 - chosen]
        done = run.ledger.receipts.issue(saved[chosen].payment_pub, A5).value
        run.numbered(payment, done.number)
        run.entries += 1


def pay(run: Run) -> None:
    """Take a part of what is owed, all of it, more and keep it, or too much."""
    if not run.model.trades:
        return
    sold = run.chance.choice(run.model.trades)
    owed = sold.owed_fen
    fen = run.chance.choice((1, max(owed // 2, 1), max(owed, 1), owed + 7))
    keep = run.chance.random() < 0.5
    parts = run.parts(fen)

    def work() -> object:
        return run.ledger.payments.pay(sold.pub, parts, A5, keep=keep)

    if owed <= 0:
        run.refused(Code.BAD_VALUE, work)
        return
    if fen > owed and not keep:
        run.refused(Code.BAD_AMOUNT, work)
        return
    done = run.ledger.payments.pay(sold.pub, parts, A5, keep=keep).value
    payment = run.model.take(sold, parts, run.today)
    assert done.issued is not None
    run.numbered(payment, done.issued.number)
    run.entries += 1
    assert (done.owed_fen, done.kept_fen) == (sold.owed_fen, payment.kept_fen)


def refund(run: Run) -> None:
    """Give a part of a receipt back, or more than there is."""
    numbers = run.model.live_numbers()
    if not numbers:
        return
    payment = run.model.by_number(run.chance.choice(numbers))
    left = payment.settles_fen - payment.given_fen
    fen = run.chance.choice((1, max(left, 1), left + 1))
    way = Way(method=run.chance.choice(DESK_METHODS), amount_fen=fen)

    def work() -> object:
        return run.ledger.payments.refund(payment.number or "", way, reason="减", wish=A5)

    if run.who is THE_CLERK:
        run.refused(Code.NOT_ALLOWED, work)
    elif fen > left:
        run.refused(Code.BAD_AMOUNT, work)
    else:
        done = run.ledger.payments.refund(payment.number or "", way, reason="减", wish=A5).value
        part = PaymentPart(method=way.method, amount_fen=fen)
        run.model.give(payment, (part,), run.today, done.number)
        payment.given_fen += fen
        payment.trade.back_fen += fen
        payment.trade.rows += 1
        run.entries += 2


def give_back(run: Run) -> None:
    """Give a deposit back."""
    customer = run.chance.choice(CUSTOMERS)
    held = run.model.deposits[customer]
    fen = run.chance.choice((1, max(held, 1), held + 1))
    way = Way(method=Method.CASH, amount_fen=fen)
    found = run.ledger.customers.find(customer)
    if not found:
        return
    pub = found[0].pub

    def work() -> object:
        return run.ledger.payments.give_back(pub, way, reason="退", wish=A5)

    kept = run.model.kept_from(customer, fen)
    if run.who is THE_CLERK:
        run.refused(Code.NOT_ALLOWED, work)
    elif fen > held or kept is None:
        run.refused(Code.BAD_AMOUNT, work)
    else:
        done = run.ledger.payments.give_back(pub, way, reason="退", wish=A5).value
        part = PaymentPart(method=way.method, amount_fen=fen)
        run.model.give(kept, (part,), run.today, done.number)
        kept.back_kept_fen += fen
        run.model.deposits[customer] -= fen
        run.entries += 2


def forgo(run: Run) -> None:
    """Ask no more for a rest."""
    if not run.model.trades:
        return
    sold = run.chance.choice(run.model.trades)

    def work() -> object:
        return run.ledger.payments.forgo(sold.pub, reason="抹零")

    if run.who is THE_CLERK:
        run.refused(Code.NOT_ALLOWED, work)
    elif sold.owed_fen <= 0:
        run.refused(Code.BAD_VALUE, work)
    else:
        done = run.ledger.payments.forgo(sold.pub, reason="抹零").value
        assert done == run.model.forgo(sold)
        run.entries += 1


def void(run: Run) -> None:
    """Void spoiled paper, or a wrong trade."""
    numbers = run.model.live_numbers()
    if not numbers:
        return
    number = run.chance.choice(numbers)
    payment, spoiled = run.model.by_number(number), run.chance.random() < 0.4

    def work() -> str:
        if spoiled:
            done = run.ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5)
            assert done.value.reissued is not None
            return done.value.reissued.number
        run.ledger.receipts.void_trade(number, reason="错")
        return ""

    refusal = Code.NOT_ALLOWED if run.who is THE_CLERK else None
    refusal = refusal or run.model.why_no_void(payment, run.today, spoiled=spoiled)
    whole = run.model.is_whole_trade(payment)
    undoable = spoiled or run.model.may_be_undone(payment, with_trade=whole)
    if refusal is None and not undoable:
        refusal = Code.BAD_VALUE
    if refusal is not None:
        run.refused(refusal, work)
    elif spoiled:
        run.model.void_numbers.add(number)
        run.numbered(payment, work())
        run.entries += 2
    else:
        work()
        run.model.void(payment)
        run.entries += 1


def reverse(run: Run) -> None:
    """Take a receipt back with a red one."""
    numbers = run.model.live_numbers()
    if not numbers:
        return
    number = run.chance.choice(numbers)
    payment = run.model.by_number(number)

    def work() -> str:
        return run.ledger.receipts.reverse(number, reason="退", wish=A5).value.number

    if run.who is THE_CLERK:
        run.refused(Code.NOT_ALLOWED, work)
    elif payment.reds:
        run.refused(Code.ALREADY_REVERSED, work)
    elif not run.model.may_be_undone(payment, with_trade=run.model.is_all_there_is(payment)):
        run.refused(Code.BAD_VALUE, work)
    else:
        run.model.reverse(payment, run.today, work())
        run.entries += 2


def review(run: Run) -> None:
    """Pass or return what waits; nobody passes his own."""
    waiting = run.ledger.reviews.waiting()
    foreseen = [one for one in run.model.trades if one.waits]
    assert {one.subject_pub for one in waiting} == {one.pub for one in foreseen}
    if not waiting:
        return
    chosen = run.chance.choice(waiting)
    sold = next(one for one in foreseen if one.pub == chosen.subject_pub)
    returns = run.chance.random() < 0.3

    def work() -> object:
        if returns:
            return run.ledger.reviews.give_back(chosen.pub, reason="不对")
        return run.ledger.reviews.pass_(chosen.pub)

    if run.who is THE_CLERK or sold.author == run.who.name:
        run.refused(Code.NOT_ALLOWED, work)
    else:
        work()
        sold.waits, sold.returned = False, returns
        run.entries += 1


def close_day(run: Run) -> None:
    """Close today, with what should lie in the till."""
    if run.model.last_closed is not None and run.today <= run.model.last_closed:
        run.refused(Code.DAY_CLOSED, lambda: run.ledger.days.close(Count(), reason="x"))
        return
    run.ledger.days.close(Count(), reason="没清点")
    run.model.closed_days.append(run.today)
    run.model.last_closed = run.today
    run.entries += 1


def reopen(run: Run) -> None:
    """Take the last close back."""
    day = run.model.last_closed
    if day is None:
        return

    def work() -> object:
        return run.ledger.days.reopen(day, reason="漏了")

    if run.who is not THE_OWNER:
        run.refused(Code.NOT_ALLOWED, work)
    elif run.model.locked is not None and day <= run.model.locked:
        run.refused(Code.BAD_VALUE, work)
    else:
        work()
        run.model.closed_days.pop()
        run.model.last_closed = run.model.closed_days[-1] if run.model.closed_days else None
        run.entries += 1


def close_month(run: Run) -> None:
    """Close the month before this one, if its days are closed."""
    period = month_of(run.today.replace(day=1) - timedelta(days=1))
    days = {one.day for one in run.model.taken if period.first <= one.day <= period.last}
    closed = run.model.last_closed
    is_open = bool(days) and (closed is None or closed < max(days))

    def work() -> object:
        return run.ledger.days.close_period(period)

    if run.who is THE_CLERK:
        run.refused(Code.NOT_ALLOWED, work)
    elif run.model.locked == period.last or is_open:
        run.refused(Code.BAD_VALUE, work)
    else:
        work()
        run.model.locked = period.last
        run.entries += 1


def backdate(run: Run) -> None:
    """Sell with a date in a closed month."""
    if run.model.locked is None:
        return
    draft = replace(trade("张三", 100), traded_on=run.model.locked, late_reason="补")
    run.refused(Code.PROOFREADING, lambda: run.ledger.transactions.record(draft))


def pass_time(run: Run) -> None:
    """Let minutes or days go by, a week at most: then the clock would be doubted."""
    minutes = run.chance.choice((1, 15, 600, 1_440, 3 * 1_440))
    if run.idle + minutes < 6 * 1_440:
        run.idle += minutes
        run.office.pass_time(minutes=minutes)


def change_person(run: Run) -> None:
    """Let somebody else sit down."""
    run.office.lock()
    run.who = run.chance.choice(PEOPLE)
    run.ledger = run.office.open(run.who.credential)
    run.entries = desk_of(run.ledger).marks.head.seq


STEPS_THERE_ARE: tuple[tuple[Callable[[Run], None], int], ...] = (
    *((record, 8), (pay, 4), (issue, 2), (refund, 2), (give_back, 2), (forgo, 3)),
    *((void, 4), (reverse, 4), (review, 2), (close_day, 2), (reopen, 1), (close_month, 1)),
    *((backdate, 1), (pass_time, 3), (change_person, 1)),
)
