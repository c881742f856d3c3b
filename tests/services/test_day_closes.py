"""A business day is closed with a count, frozen for ever, and in rare cases opened again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.still_office import (
    A5,
    StillOffice,
    act_as,
    desk_of,
    dump,
    issue,
    make_still_office,
    rows_of,
    trade,
)

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.days import Count, MethodLine, Sheet, frozen, thawed
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.problems import Invalid
from ledgerdesk.core.staff import Role
from ledgerdesk.core.transactions import Line, Method, PaymentPart, TradeDraft
from ledgerdesk.services.steps.desk import Act
from ledgerdesk.services.steps.imports.table_reading import read, understand
from ledgerdesk.storage import receipts, series, transactions

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "days" / "500-trades.json"
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
FIRST, SECOND = "SJ2026-000001", "SJ2026-000002"


def refused(call: object, **details: object) -> KnownError:
    assert callable(call)
    with pytest.raises(KnownError) as refusal:
        call()
    assert refusal.value.details.items() >= details.items()
    return refusal.value


def cash_of(sheet: Sheet) -> MethodLine:
    return sheet.methods[0]


# The hand-worked sheet --------------------------------------------------------------------------


def paid(method: Method, fen: int) -> TradeDraft:
    return TradeDraft(
        payer="张三",
        lines=(Line(item="咨询费", amount_fen=fen),),
        parts=(PaymentPart(method=method, amount_fen=fen),),
    )


def post(act: Act, draft: TradeDraft, like: tuple[Any, ...]) -> None:
    """Write one more trade with its receipt as the verbs do, without drawing its page."""
    names = (act.origin(), act.origin(), act.origin())
    trade = transactions.insert_trade(
        act.tx,
        transactions.NewTrade(
            customer_id=1,
            lines=draft.lines,
            traded_on=act.today,
            total_fen=draft.total_fen,
            currency="CNY",
        ),
        names[0],
    )
    payment = transactions.insert_payment(
        act.tx,
        transactions.NewPayment(
            trade_id=trade.id,
            parts=draft.parts,
            amount_fen=draft.total_fen,
            currency="CNY",
            received_on=act.today,
            business_day=act.today,
        ),
        names[1],
    )
    series_id, period, content, content_hash = like
    sequence = series.draw(act.tx, series_id, period)
    assert sequence is not None
    receipt = receipts.insert(
        act.tx,
        receipts.NewReceipt(
            series_id=series_id,
            period=period,
            sequence=sequence,
            number=f"SJ2026-{sequence:06d}",
            payment_id=payment.id,
            kind="normal",
            amount_fen=draft.total_fen,
            currency="CNY",
            payer="张三",
            issued_on=act.today,
            business_day=act.today,
            zone="Asia/Shanghai",
            branch_id=act.desk.author.branch_id,
            content=content,
            content_hash=content_hash,
            paper="a5",
            layout_version=1,
            template_id=None,
            warnings="[]",
            reissue_of_id=None,
            reverses_id=None,
        ),
        names[2],
    )
    for row in (trade, payment, receipt):
        act.wrote(row)


@pytest.fixture(scope="module")
def busy_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """500 trades of one day: 300 in cash, 150 by WeChat, 50 by bank, one of these unreceipted."""
    office = make_still_office(tmp_path_factory.mktemp("busy") / "office")
    with office.opened() as ledger:
        issue(ledger, paid(Method.CASH, 1_250))
        issue(ledger, paid(Method.WECHAT, 8_880))
        ledger.transactions.record(paid(Method.BANK, 100_000))
        (like,) = rows_of(
            ledger,
            "SELECT series_id, period, content, content_hash FROM receipt ORDER BY id LIMIT 1",
        )
        with desk_of(ledger).upkeep() as act:
            for method, fen, times in (
                (Method.CASH, 1_250, 299),
                (Method.WECHAT, 8_880, 149),
                (Method.BANK, 100_000, 49),
            ):
                for _ in range(times):
                    post(act, paid(method, fen), like)
            act.close_entry("transactions.record")
        ledger.receipts.void_trade(FIRST, reason="金额错误")
        ledger.receipts.void_spoiled(SECOND, reason="卡纸", wish=A5)
        yield ledger
    office.close()


def test_a_day_of_500_trades_reproduces_the_hand_worked_sheet(busy_day: Ledger) -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))["sheet"]
    count = Count(
        pieces=dict(golden["pieces"]),
        float_fen=golden["float_fen"],
        taken_out_fen=golden["taken_out_fen"],
    )

    refusal = refused(lambda: busy_day.days.close(count), reason="difference")
    assert (refusal.code, refusal.field) == (Code.NEEDS_ANSWER, "reason")
    sheet = busy_day.days.close(count, reason=golden["reason"]).value.sheet

    assert json.loads(json.dumps(worked(sheet))) == golden
    assert cash_of(sheet).difference_fen == -50


def worked(sheet: Sheet) -> dict[str, object]:
    """Write a sheet down as the golden one is."""
    numbers = sheet.record.numbers
    return {
        "business_day": sheet.business_day.isoformat(),
        "float_fen": sheet.float_fen,
        "methods": [
            [line.method, line.count, line.sum_fen, line.expected_fen, line.counted_fen]
            for line in sheet.methods
        ],
        "pieces": sheet.pieces,
        "taken_out_fen": sheet.taken_out_fen,
        "left_fen": sheet.left_fen,
        "reason": sheet.reason,
        "numbers": {name: getattr(numbers, name) for name in numbers.__slots__},
        "voids": [
            [one.number, one.amount_fen, one.reason, one.by, one.reissued_as]
            for one in sheet.record.voids
        ],
        "without_receipt": [
            [one.customer, one.item, one.amount_fen] for one in sheet.record.without_receipt
        ],
    }


# Expected and counted ---------------------------------------------------------------------------


def test_what_was_not_counted_stands_as_expected_and_cash_as_uncounted(ledger: Ledger) -> None:
    issue(ledger, paid(Method.WECHAT, 500))
    issue(ledger, paid(Method.CASH, 700))

    sheet = ledger.days.close(Count()).value.sheet

    assert [(line.method, line.counted_fen) for line in sheet.methods] == [
        (Method.CASH, None),
        (Method.WECHAT, 500),
    ]
    assert sheet.is_cash_uncounted
    assert not sheet.differs
    assert sheet.left_fen == 700


def test_what_stays_in_the_till_is_the_next_float_and_no_other_is_taken(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger, trade(amount_fen=10_000))
    ledger.days.close(Count(sums={Method.CASH: 30_000}, float_fen=20_000, taken_out_fen=12_000))
    office.pass_time(days=1)
    issue(ledger, trade(amount_fen=500))

    view = ledger.days.show()

    assert view.sheet.float_fen == 18_000
    assert cash_of(view.sheet).expected_fen == 18_500
    other = Count(float_fen=1, sums={Method.CASH: 18_500})
    assert refused(lambda: ledger.days.close(other), reason="carried").field == "float"
    ledger.days.close(Count(sums={Method.CASH: 18_500}))


def test_red_money_counts_negative_on_its_own_day_and_void_and_imported_money_not_at_all(
    office: StillOffice, ledger: Ledger, tmp_path: Path
) -> None:
    issue(ledger, trade(amount_fen=10_000))
    ledger.days.close(Count(sums={Method.CASH: 10_000}))
    office.pass_time(days=1)
    ledger.receipts.reverse(FIRST, reason="退款", wish=A5)
    wrong = issue(ledger, trade("李四", 900))
    ledger.receipts.void_trade(wrong.number, reason="重复")
    table = tmp_path / "t.csv"
    table.write_text("姓名,交易日期,交易金额\n王五,2026-01-02,5\n", encoding="utf-8")
    ledger.imports.add(understand(read(ledger.imports.prepare(table))))

    sheet = ledger.days.show().sheet

    assert [(one.method, one.count, one.sum_fen) for one in sheet.record.taken] == [
        (Method.CASH, 1, -10_000)
    ]
    assert cash_of(sheet).expected_fen == 0
    assert sheet.record.numbers.voided == (wrong.number,)


def test_a_trade_whose_money_was_counted_is_reversed_even_under_a_later_receipt(
    office: StillOffice, ledger: Ledger
) -> None:
    payment = ledger.transactions.record(trade()).value.payment_pub
    ledger.days.close(Count())
    office.pass_time(days=1)
    number = ledger.receipts.issue(payment, A5).value.number

    refusal = refused(lambda: ledger.receipts.void_trade(number, reason="错"), day="2026-11-23")

    assert refusal.code is Code.DAY_CLOSED
    assert ledger.receipts.void_spoiled(number, reason="卡纸", wish=A5).value.reissued is not None


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (Count(pieces={300: 1}), "piece"),
        (Count(pieces={100: -1}), "pieces"),
        (Count(pieces={100: 1}, sums={Method.CASH: 100}), "counted_twice"),
        (Count(sums={Method.IMPORTED: 100}), "imported"),
        (Count(sums={Method.CASH: -1}), "negative"),
        (Count(taken_out_fen=1), "not_there"),
    ],
)
def test_what_nobody_can_have_counted_is_refused(ledger: Ledger, count: Count, reason: str) -> None:
    before = dump(ledger)

    refused(lambda: ledger.days.close(count, reason="数错"), reason=reason)

    assert dump(ledger) == before


def test_a_payment_in_two_methods_counts_once_in_each(ledger: Ledger) -> None:
    cash, wechat = (
        PaymentPart(method=method, amount_fen=fen)
        for method, fen in ((Method.CASH, 300), (Method.WECHAT, 700))
    )
    again = PaymentPart(method=Method.WECHAT, amount_fen=50)
    draft = replace(trade(amount_fen=1_050), parts=(cash, wechat, again))
    issue(ledger, draft)

    taken = ledger.days.show().sheet.record.taken

    assert [(one.method, one.count, one.sum_fen) for one in taken] == [
        (Method.CASH, 1, 300),
        (Method.WECHAT, 1, 750),
    ]


# Which day ----------------------------------------------------------------------------------------


def test_who_comes_after_the_close_is_served_and_counted_in_the_next_day(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger)
    ledger.days.close(Count())
    late = issue(ledger, trade("李四", 700))

    view = ledger.days.show()
    assert (view.is_locked, view.issued_after_close) == (True, (late.number,))
    assert view.sheet.record.numbers.last == FIRST
    office.pass_time(days=1)
    view = ledger.days.show()
    assert (view.day, view.is_locked) == (TUESDAY, False)
    assert view.sheet.record.numbers.first == late.number


def test_forgotten_days_are_closed_with_the_next_and_named(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger, trade(amount_fen=100))
    office.pass_time(days=1)
    issue(ledger, trade(amount_fen=200))
    office.pass_time(days=1)

    sheet = ledger.days.close(Count(), WEDNESDAY).value.sheet

    assert sheet.forgotten == (MONDAY, TUESDAY)
    assert cash_of(sheet).sum_fen == 300
    assert ledger.days.show(MONDAY).sheet == sheet


def test_neither_a_day_to_come_nor_a_closed_one_is_closed(ledger: Ledger) -> None:
    assert refused(lambda: ledger.days.close(Count(), TUESDAY), reason="in_the_future").field == (
        "date"
    )
    ledger.days.close(Count())

    for day in (MONDAY, date(2026, 11, 20)):
        refusal = refused(lambda day=day: ledger.days.close(Count(), day))
        assert (refusal.code, refusal.details["following"]) == (Code.DAY_CLOSED, "2026-11-24")


def test_a_clock_that_runs_ahead_closes_nothing_unless_an_owner_says_so(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger)
    office.pass_time(days=8)
    act_as(ledger, Role.CLERK)
    with pytest.raises(Invalid):
        ledger.days.close(Count())
    act_as(ledger, Role.OWNER)

    assert ledger.days.close(Count()).value.is_locked


# Numbers, prints, the log -------------------------------------------------------------------------


def test_only_the_numbers_of_the_day_are_missing_from_it(
    office: StillOffice, ledger: Ledger
) -> None:
    issue(ledger)
    ledger.days.close(Count())
    office.pass_time(days=1)
    with desk_of(ledger).database.write() as tx:
        assert series.draw(tx, 1, "2026") == 2
    issue(ledger, trade("李四"))

    assert ledger.days.show(MONDAY).sheet.record.numbers.missing == ()
    assert ledger.days.show().sheet.record.numbers.missing == (SECOND,)


def test_a_reprint_is_on_the_sheet_of_the_day_it_was_made(
    office: StillOffice, ledger: Ledger
) -> None:
    number = issue(ledger).number
    for _ in range(2):
        job = ledger.receipts.ask_print(number, way="pdf").value
        ledger.receipts.end_print(job, state="confirmed")
    sheet = ledger.days.close(Count()).value.sheet
    assert [(one.number, one.ordinal) for one in sheet.record.reprints] == [(number, 2)]
    office.pass_time(days=1)

    assert ledger.days.show().sheet.record.reprints == ()


def test_what_a_device_took_counts_as_printed_once_the_day_is_closed(ledger: Ledger) -> None:
    job = ledger.receipts.ask_print(issue(ledger).number, way="printer").value
    ledger.receipts.note_sent(job, device="LQ-630")

    ledger.days.close(Count())

    assert rows_of(ledger, "SELECT state FROM print") == [("assumed",)]
    assert ledger.audit.check().ok


def test_the_sheet_is_kept_as_it_was_and_names_its_entry_in_the_log(ledger: Ledger) -> None:
    number = issue(ledger).number
    closed = ledger.days.close(Count()).value
    issue(ledger, trade("李四"))
    ledger.receipts.reverse(number, reason="退款", wish=A5)

    shown = ledger.days.show(MONDAY)

    assert shown.sheet == closed.sheet
    assert thawed(frozen(shown.sheet)) == shown.sheet
    assert shown.head is not None
    assert rows_of(ledger, f"SELECT hash FROM audit WHERE seq = {shown.head.seq}") == [
        (shown.head.hash,)
    ]


# Reopening ----------------------------------------------------------------------------------------


def test_an_owner_opens_the_last_close_again_and_the_day_is_closed_once_more(
    ledger: Ledger,
) -> None:
    number = issue(ledger).number
    ledger.days.close(Count())
    refused(lambda: ledger.receipts.void_trade(number, reason="错"), day="2026-11-23")

    view = ledger.days.reopen(MONDAY, reason="漏记一笔").value
    assert not view.is_locked
    ledger.receipts.void_trade(number, reason="错")
    again = ledger.days.close(Count(sums={Method.CASH: 0})).value

    assert cash_of(again.sheet).sum_fen == 0
    closes = ledger.days.closes()
    assert [one.reopened_why for one in closes] == [None, "漏记一笔"]
    assert closes[1].sheet.methods[0].sum_fen == 123_450
    assert ledger.audit.check().ok


def test_only_the_last_close_is_opened_again_and_never_without_a_reason(
    office: StillOffice, ledger: Ledger
) -> None:
    refused(lambda: ledger.days.reopen(MONDAY, reason="错"), reason="not_closed")
    ledger.days.close(Count())
    refused(lambda: ledger.days.reopen(MONDAY, reason=" "), reason="required")
    office.pass_time(days=1)
    ledger.days.close(Count())

    refused(lambda: ledger.days.reopen(MONDAY, reason="错"), reason="later_closed")
    ledger.days.reopen(TUESDAY, reason="错")
    ledger.days.reopen(MONDAY, reason="错")

    assert not ledger.days.show(MONDAY).is_locked
