"""A plain model of an office's money: what every command must come to, without a database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from ledgerdesk.core.errors import Code
from ledgerdesk.core.transactions import Method, PaymentPart


@dataclass(slots=True, kw_only=True, eq=False)
class ModelPayment:
    """A payment; `given_fen` is what was given back of what it settled, `back_fen` of all of it."""

    trade: "ModelTrade"
    parts: tuple[PaymentPart, ...]
    day: date
    kept_fen: int = 0
    number: str | None = None
    issued_on: date | None = None
    receipt_day: date | None = None
    void: bool = False
    given_fen: int = 0
    back_fen: int = 0
    back_kept_fen: int = 0
    received_on: date | None = None
    reds: list[str] = field(default_factory=list)

    @property
    def amount_fen(self) -> int:
        return sum(part.amount_fen for part in self.parts)

    @property
    def settles_fen(self) -> int:
        return self.amount_fen - self.kept_fen


@dataclass(slots=True, kw_only=True, eq=False)
class ModelTrade:
    """A trade with its payments; `back_fen` is what was taken off its claim."""

    pub: str
    customer: str
    total_fen: int
    author: str
    drawn_fen: int = 0
    back_fen: int = 0
    void: bool = False
    waits: bool = False
    returned: bool = False
    rows: int = 0
    payments: list[ModelPayment] = field(default_factory=list)

    @property
    def live(self) -> list[ModelPayment]:
        return [one for one in self.payments if not one.void]

    @property
    def claim_fen(self) -> int:
        return 0 if self.void else self.total_fen - self.back_fen

    @property
    def owed_fen(self) -> int:
        settled = sum(one.settles_fen - one.given_fen for one in self.live)
        return 0 if self.void else self.claim_fen - settled - self.drawn_fen

    @property
    def standing(self) -> int:
        """Count the payments of which something still stands."""
        return sum(one.amount_fen > one.back_fen for one in self.live)


@dataclass(slots=True, kw_only=True, eq=False)
class Taken:
    """One sum by one method that came in or went out on a business day."""

    day: date
    customer: str
    method: Method
    fen: int
    payment: ModelPayment


@dataclass(slots=True, kw_only=True, eq=False)
class Model:
    """The whole office; each act tells the refusal it foresees, or changes the model."""

    trades: list[ModelTrade] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    deposits: Counter[str] = field(default_factory=Counter)
    kept: dict[str, list[ModelPayment]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    void_numbers: set[str] = field(default_factory=set)
    last_closed: date | None = None
    closed_days: list[date] = field(default_factory=list)
    locked: date | None = None

    # ── what is read of it ───────────────────────────────────────────────────────────────

    def by_number(self, number: str) -> ModelPayment:
        return next(one for trade in self.trades for one in trade.payments if one.number == number)

    def live_numbers(self) -> list[str]:
        """List the normal receipts that were not voided, in the order of their trades."""
        return [one.number for trade in self.trades for one in trade.live if one.number is not None]

    def sums_by_method(self) -> dict[str, int]:
        sums: Counter[str] = Counter()
        for one in self.taken:
            if not one.payment.void:
                sums[one.method.value] += one.fen
        return {name: fen for name, fen in sums.items() if fen or self._used(name)}

    def _used(self, name: str) -> bool:
        return any(one.method.value == name and not one.payment.void for one in self.taken)

    def sums_by_customer(self) -> dict[str, int]:
        sums: Counter[str] = Counter()
        for one in self.taken:
            if not one.payment.void:
                sums[one.customer] += one.fen
        return dict(sums)

    def owed_by(self, customer: str) -> int:
        return sum(one.owed_fen for one in self.trades if one.customer == customer)

    def business_day(self, today: date) -> date:
        if self.last_closed is None:
            return today
        return max(today, self.last_closed + timedelta(days=1))

    # ── what is done to it ───────────────────────────────────────────────────────────────

    def take(self, trade: ModelTrade, parts: tuple[PaymentPart, ...], today: date) -> ModelPayment:
        """Post a payment; what it brings beyond the owed is kept."""
        day = self.business_day(today)
        payment = ModelPayment(trade=trade, parts=parts, day=day, received_on=today)
        payment.kept_fen = max(payment.amount_fen - trade.owed_fen, 0)
        trade.payments.append(payment)
        if payment.kept_fen:
            self.deposits[trade.customer] += payment.kept_fen
            self.kept.setdefault(trade.customer, []).append(payment)
        self._moved(payment, parts, day, sign=1)
        return payment

    def give(
        self, payment: ModelPayment, parts: tuple[PaymentPart, ...], today: date, red: str
    ) -> None:
        """Let money of a payment go back with a red receipt."""
        self._moved(payment, parts, self.business_day(today), sign=-1)
        payment.back_fen += sum(part.amount_fen for part in parts)
        payment.reds.append(red)
        self.numbers.append(red)

    def _moved(
        self, payment: ModelPayment, parts: tuple[PaymentPart, ...], day: date, *, sign: int
    ) -> None:
        for part in parts:
            self.taken.append(
                Taken(
                    day=day,
                    customer=payment.trade.customer,
                    method=part.method,
                    fen=sign * part.amount_fen,
                    payment=payment,
                )
            )

    def is_all_there_is(self, payment: ModelPayment) -> bool:
        trade = payment.trade
        return trade.back_fen == 0 and trade.owed_fen == 0 and trade.standing == 1

    def may_be_undone(self, payment: ModelPayment, *, with_trade: bool) -> bool:
        """Tell whether what it left as a deposit lies here yet, with what its trade gives back."""
        returned = payment.trade.drawn_fen if with_trade else 0
        return self.deposits[payment.trade.customer] + returned >= payment.kept_fen

    def is_whole_trade(self, payment: ModelPayment) -> bool:
        return len(payment.trade.payments) == 1 and payment.trade.back_fen == 0

    def reverse(self, payment: ModelPayment, today: date, red: str) -> None:
        trade = payment.trade
        if self.is_all_there_is(payment):
            trade.back_fen += trade.total_fen
            self.deposits[trade.customer] += trade.drawn_fen
            trade.drawn_fen = 0
            trade.rows += 1
        self.give(payment, payment.parts, today, red)
        payment.given_fen += payment.settles_fen
        payment.back_kept_fen += payment.kept_fen
        self.deposits[trade.customer] -= payment.kept_fen

    def void(self, payment: ModelPayment) -> None:
        trade = payment.trade
        whole = self.is_whole_trade(payment)
        self.deposits[trade.customer] -= payment.kept_fen
        if payment.kept_fen:
            self.kept[trade.customer].remove(payment)
        payment.void = True
        if payment.number is not None:
            self.void_numbers.add(payment.number)
        if whole:
            self.deposits[trade.customer] += trade.drawn_fen
            trade.drawn_fen = 0
            trade.void = True

    def why_no_void(self, payment: ModelPayment, today: date, *, spoiled: bool) -> Code | None:
        """Tell why a receipt cannot be voided, in the order the book asks.

        Spoiled paper leaves the money where it was counted: only its own day has to be open.
        """
        if payment.reds:
            return Code.ALREADY_REVERSED
        for day in (payment.receipt_day, None if spoiled else payment.day):
            if day is not None and self._is_closed(day, today):
                return Code.DAY_CLOSED
        return None

    def _is_closed(self, day: date, today: date) -> bool:
        if self.last_closed is not None and day <= self.last_closed:
            return True
        return (day.year, day.month) < (today.year, today.month)

    def forgo(self, trade: ModelTrade) -> int:
        cancelled = trade.standing == 0
        amount = trade.claim_fen if cancelled else trade.owed_fen
        trade.back_fen += amount
        trade.rows += 1
        if cancelled:
            self.deposits[trade.customer] += trade.drawn_fen
            trade.drawn_fen = 0
        return amount

    def kept_from(self, customer: str, fen: int) -> ModelPayment | None:
        """Find the newest payment that can give back so much of a deposit with its receipt."""
        for one in reversed(self.kept.get(customer, [])):
            left = min(one.kept_fen - one.back_kept_fen, self.deposits[customer])
            if one.number is not None and left >= fen:
                return one
        return None
