"""Whatever a clerk does in whatever order, numbers have no hole and the sums are his."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.support.still_office import A5, StillOffice, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.receipts import Status

MOVES = st.sampled_from([0, 1, 60, 3_600, 86_400, 9 * 86_400, 40 * 86_400])
AMOUNTS = st.integers(1, 10**12)
PAYERS = st.sampled_from(["张三", "李四", "青禾公司"])
LIVE = st.runner().flatmap(lambda machine: st.sampled_from(sorted(machine.paid)))


@dataclass(slots=True)
class Number:
    """What the plain model knows of one issued number."""

    amount_fen: int
    voided: bool = False
    taken_back: bool = False
    red: bool = False
    prints: int = 0


class Days(RuleBasedStateMachine):
    """A desk beside a plain model of it; each run begins with a copy of `made` in `place`."""

    made: StillOffice
    place: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=self.place))
        self.office = self.made.copied(self.folder / "office")
        self.ledger: Ledger = self.office.open()
        self.paid: dict[str, Number] = {}
        self.total = 0

    def _add(self, number: str, record: Number) -> None:
        assert number not in self.paid
        self.paid[number] = record

    def _refusal(self, code: Code, call: object) -> None:
        before = dump(self.ledger)
        assert callable(call)
        with pytest.raises(KnownError) as refusal:
            call()
        assert refusal.value.code is code
        assert dump(self.ledger) == before

    @initialize(payer=PAYERS, amount=AMOUNTS)
    def begin(self, payer: str, amount: int) -> None:
        self.issue(payer, amount)

    @rule(payer=PAYERS, amount=AMOUNTS)
    def issue(self, payer: str, amount: int) -> None:
        self._add(issue(self.ledger, trade(payer, amount)).number, Number(amount_fen=amount))
        self.total += amount

    @rule(number=LIVE)
    def void_spoiled(self, number: str) -> None:
        record = self.paid[number]

        def void() -> str:
            done = self.ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5)
            assert done.value.reissued is not None
            return done.value.reissued.number

        refusal = self._why_not(number)
        if refusal is not None:
            self._refusal(refusal, void)
            return
        self._add(void(), Number(amount_fen=record.amount_fen, red=record.red))
        record.voided = True

    @rule(number=LIVE)
    def void_trade(self, number: str) -> None:
        record = self.paid[number]

        def void() -> object:
            return self.ledger.receipts.void_trade(number, reason="错")

        refusal = self._why_not(number) or (Code.BAD_VALUE if record.red else None)
        if refusal is not None:
            self._refusal(refusal, void)
            return
        void()
        record.voided = True
        self.total -= record.amount_fen

    def _why_not(self, number: str) -> Code | None:
        record = self.paid[number]
        if record.voided:
            return Code.ALREADY_VOIDED
        if record.taken_back:
            return Code.ALREADY_REVERSED
        issued_on = self.ledger.receipts.page(number).content.issued_on
        today = self.ledger._opened.desk.local_date(self.office.clock.now())
        return None if (issued_on.year, issued_on.month) == (today.year, today.month) else (
            Code.DAY_CLOSED
        )  # fmt: skip

    @rule(number=LIVE)
    def reverse(self, number: str) -> None:
        record = self.paid[number]

        def take_back() -> str:
            done = self.ledger.receipts.reverse(number, reason="退款", wish=A5)
            return done.value.number

        if record.voided:
            self._refusal(Code.ALREADY_VOIDED, take_back)
        elif record.taken_back or record.red:
            self._refusal(Code.ALREADY_REVERSED, take_back)
        else:
            self._add(take_back(), Number(amount_fen=-record.amount_fen, red=True))
            record.taken_back = True
            self.total -= record.amount_fen

    @rule(number=LIVE)
    def reprint(self, number: str) -> None:
        self.paid[number].prints += 1
        job = self.ledger.receipts.ask_print(number, way="printer").value
        self.ledger.receipts.end_print(job, state="confirmed")
        assert job.ordinal == self.paid[number].prints
        assert (job.page.printed is None) == (job.ordinal == 1)

    @rule(seconds=MOVES)
    def pass_time(self, seconds: int) -> None:
        self.office.pass_time(seconds=seconds)

    @rule()
    def clock_goes_back(self) -> None:
        self.office.pass_time(minutes=-6)
        latest = "SELECT max(json_extract(body, '$.at')) FROM audit"
        if rows_of(self.ledger, latest) > [(self._stored(minutes_on=5),)]:
            self._refusal(Code.CLOCK_BACK, lambda: issue(self.ledger))
        self.office.pass_time(minutes=6)

    def _stored(self, *, minutes_on: int) -> str:
        self.office.pass_time(minutes=minutes_on)
        text = self.office.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.office.pass_time(minutes=-minutes_on)
        return text

    @precondition(lambda self: len(self.paid) > 2)
    @rule()
    def lock_and_unlock(self) -> None:
        self.office.lock()
        self.ledger = self.office.open()

    @invariant()
    def register_equals_the_model(self) -> None:
        register = self.ledger.receipts.register()
        seen = {
            row.number: (row.amount_fen, row.status is Status.VOIDED, row.prints)
            for row in register.receipts
        }
        assert seen == {
            number: (one.amount_fen, one.voided, one.prints) for number, one in self.paid.items()
        }
        assert register.missing == ()
        by_period: dict[str, list[int]] = {}
        for number in sorted(seen):
            period, _, sequence = number.partition("-")
            by_period.setdefault(period, []).append(int(sequence))
        assert all(run == list(range(1, len(run) + 1)) for run in by_period.values())

    def teardown(self) -> None:
        query = (
            "SELECT coalesce(sum(amount_fen), 0) FROM payment"
            " WHERE id NOT IN (SELECT payment_id FROM void WHERE payment_id IS NOT NULL)"
        )
        assert rows_of(self.ledger, query) == [(self.total,)]
        assert self.ledger.audit.check().findings == ()
        self.office.close()
        shutil.rmtree(self.folder)


def test_any_order_of_work_leaves_a_whole_book(made_once: StillOffice, tmp_path: Path) -> None:
    machine = type("DaysOfOneOffice", (Days,), {"made": made_once, "place": tmp_path})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert list(tmp_path.iterdir()) == []
