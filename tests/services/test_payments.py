"""Trades paid in parts, kept deposits, money given back: every 分 has its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.services.about_payments import back, cash, kept, owed
from tests.services.about_series import DEPOSITS
from tests.support.still_office import A5, StillOffice, close_day, desk_of, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reports import OPENING, RECEIVED, What
from ledgerdesk.core.settling import Settlement
from ledgerdesk.core.transactions import Line, Method, PaymentPart
from ledgerdesk.services.payments import TradeAccount

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value


def standing(ledger: Ledger, trade_pub: str) -> tuple[Settlement, int, int]:
    """Tell how far a trade is paid: its settlement, what came in, what is owed."""
    found: TradeAccount = ledger.payments.of_trade(trade_pub)
    return found.account.settlement, found.account.settled_fen, found.account.owed_fen


def deposit(ledger: Ledger, code: str = "C000001") -> int:
    pub = ledger.customers.by_code(code).pub
    return ledger.payments.of_customer(pub).deposit_fen


def notes(ledger: Ledger, number: str) -> tuple[str, tuple[Line, ...]]:
    content = ledger.receipts.page(number).content
    return content.note, content.lines


def test_a_trade_is_unpaid_part_paid_and_paid(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000)
    assert standing(ledger, pub) == (Settlement.UNPAID, 0, 90_000)
    assert rows_of(ledger, "SELECT count(*) FROM receipt") == [(0,)]

    first = ledger.payments.pay(pub, [cash(30_000)], A5).value
    assert (first.owed_fen, standing(ledger, pub)) == (60_000, (Settlement.PART, 30_000, 60_000))

    last = ledger.payments.pay(pub, [cash(10_000), cash(50_000)], A5).value
    assert (last.owed_fen, standing(ledger, pub)) == (0, (Settlement.PAID, 90_000, 0))
    assert rows_of(ledger, "SELECT count(*) FROM trade_owed") == [(0,)]
    assert not ledger.audit.check().findings


def test_what_is_paid_later_stays_in_the_series_of_the_first_payment(ledger: Ledger) -> None:
    ledger.series.add(DEPOSITS)
    pub = owed(ledger, 90_000)
    first = ledger.payments.pay(pub, [cash(30_000)], replace(A5, series="YJ")).value
    second = ledger.payments.pay(pub, [cash(30_000)], A5).value
    chosen = ledger.payments.pay(pub, [cash(10_000)], replace(A5, series="SJ")).value
    assert [one.issued and one.issued.number for one in (first, second, chosen)] == [
        *("YJ2026-0001", "YJ2026-0002", "SJ2026-000001"),
    ]
    ledger.series.change("YJ", active=False)
    last = ledger.payments.pay(pub, [cash(20_000)], A5).value
    assert last.issued is not None
    assert last.issued.number == "SJ2026-000002", "a retired series gives no more numbers"


def test_each_part_payment_has_a_receipt_that_says_of_what_it_is_a_part(ledger: Ledger) -> None:
    lines = (Line(item="商标注册", amount_fen=60_000), Line(item="代理费", amount_fen=30_000))
    draft = replace(trade("张三"), lines=lines, parts=(cash(30_000),), on_account=True)
    done = ledger.transactions.record(draft, A5).value
    assert done.issued is not None
    second = ledger.payments.pay(done.trade_pub, [cash(60_000)], A5).value.issued
    assert second is not None

    note, (line,) = notes(ledger, done.issued.number)
    assert (line.item, line.amount_fen) == ("商标注册 等2项", 30_000)
    assert note == "分次收款：应收 ¥900.00，累计已收 ¥300.00，尚欠 ¥600.00"
    note, (line,) = notes(ledger, second.number)
    assert (line.amount_fen, note) == (
        60_000,
        "分次收款：应收 ¥900.00，累计已收 ¥900.00，尚欠 ¥0.00",
    )


def test_a_discount_is_not_counted_among_what_a_part_pays_for(ledger: Ledger) -> None:
    draft = replace(
        trade("张三", 10_000, item="咨询费"),
        parts=(cash(3_000),),
        discount_fen=1_000,
        on_account=True,
    )
    number = issue(ledger, draft).number

    _, (line,) = notes(ledger, number)
    assert line.item == "咨询费"


def test_more_than_is_owed_is_refused_unless_it_is_to_be_kept(ledger: Ledger) -> None:
    pub = owed(ledger, 10_000)

    error = refusal(lambda: ledger.payments.pay(pub, [cash(10_001)], A5))
    assert (error.code, error.details["left"]) == (Code.BAD_AMOUNT, "¥100.00")
    assert standing(ledger, pub)[2] == 10_000

    done = ledger.payments.pay(pub, [cash(10_500)], A5, keep=True).value
    assert (done.owed_fen, done.kept_fen, deposit(ledger)) == (0, 500, 500)
    assert done.issued is not None
    _, (first, second) = notes(ledger, done.issued.number)
    assert (first.amount_fen, second.item, second.amount_fen) == (10_000, "预存款", 500)
    settled = refusal(lambda: ledger.payments.pay(pub, [cash(1)], A5))
    assert settled.details["reason"] == "settled"


def test_a_deposit_settles_another_trade_without_a_second_receipt(ledger: Ledger) -> None:
    kept(ledger, 10_000)
    draft = replace(trade("客户0", 15_000), parts=(cash(7_000),), deposit_fen=8_000)

    done = ledger.transactions.record(draft, A5).value

    assert standing(ledger, done.trade_pub) == (Settlement.PAID, 15_000, 0)
    assert deposit(ledger) == 2_000
    assert done.issued is not None
    assert done.issued.amount_fen == 7_000
    note, _ = notes(ledger, done.issued.number)
    assert note == "分次收款：应收 ¥150.00，累计已收 ¥150.00，尚欠 ¥0.00"
    error = refusal(
        lambda: ledger.transactions.record(
            replace(trade("客户0", 5_000), parts=(cash(2_000),), deposit_fen=3_000), A5
        )
    )
    assert (error.code, error.field, error.details["held"]) == (
        Code.BAD_AMOUNT,
        "deposit",
        "¥20.00",
    )
    assert deposit(ledger) == 2_000


def test_what_is_paid_at_once_costs_the_book_nothing_more(ledger: Ledger) -> None:
    issue(ledger)

    assert rows_of(ledger, "SELECT count(*) FROM trade_owed") == [(0,)]
    assert rows_of(ledger, "SELECT count(*) FROM deposit") == [(0,)]


def test_a_refund_gives_a_part_back_and_the_trade_asks_for_less(ledger: Ledger) -> None:
    number = issue(ledger, trade("张三", 90_000)).number

    red = ledger.payments.refund(number, back(20_000), reason="少做一项", wish=A5).value

    page = ledger.receipts.page(red.number)
    assert (red.amount_fen, page.content.reverses, page.content.note) == (
        -20_000,
        number,
        "少做一项",
    )
    assert standing(ledger, number) == (Settlement.PAID, 70_000, 0)
    error = refusal(lambda: ledger.payments.refund(number, back(70_001), reason="再退", wish=A5))
    assert (error.code, error.details["left"]) == (Code.BAD_AMOUNT, "¥700.00")
    ledger.payments.refund(number, back(70_000, Method.BANK), reason="全退", wish=A5)
    assert standing(ledger, number) == (Settlement.PAID, 0, 0)
    assert not ledger.audit.check().findings


def test_a_refund_of_a_part_paid_trade_leaves_the_rest_owed(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000, 30_000)

    ledger.payments.refund("SJ2026-000001", back(10_000), reason="减项", wish=A5)

    assert standing(ledger, pub) == (Settlement.PART, 20_000, 60_000)


@pytest.mark.parametrize(("number", "code"), [("SJ2026-000009", Code.UNKNOWN_RECEIPT)])
def test_what_cannot_be_refunded_is_said(ledger: Ledger, number: str, code: Code) -> None:
    assert (
        refusal(lambda: ledger.payments.refund(number, back(1), reason="x", wish=A5)).code is code
    )


def test_neither_a_void_nor_a_red_receipt_is_refunded(ledger: Ledger) -> None:
    first, second = issue(ledger).number, issue(ledger).number
    ledger.receipts.void_trade(first, reason="错")
    red = ledger.receipts.reverse(second, reason="退", wish=A5).value.number

    def code_of(number: str) -> Code:
        return refusal(lambda: ledger.payments.refund(number, back(1), reason="x", wish=A5)).code

    assert code_of(first) is Code.ALREADY_VOIDED
    assert code_of(red) is Code.BAD_VALUE
    assert code_of(second) is Code.BAD_AMOUNT  # nothing is left of it


def test_what_was_refunded_is_neither_voided_nor_reversed(ledger: Ledger) -> None:
    number = issue(ledger).number
    ledger.payments.refund(number, back(100), reason="少做", wish=A5)

    for work in (
        lambda: ledger.receipts.void_trade(number, reason="错"),
        lambda: ledger.receipts.reverse(number, reason="错", wish=A5),
    ):
        assert refusal(work).code is Code.ALREADY_REVERSED


def test_one_payment_of_several_is_taken_back_and_owed_again(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000, 30_000)
    second = ledger.payments.pay(pub, [cash(60_000)], A5).value.issued
    assert second is not None

    ledger.receipts.reverse(second.number, reason="转账没到", wish=A5)

    assert standing(ledger, pub) == (Settlement.PART, 30_000, 60_000)
    assert rows_of(ledger, "SELECT count(*) FROM trade WHERE kind = 'reversal'") == [(0,)]


def test_the_only_payment_takes_its_trade_with_it(ledger: Ledger) -> None:
    number = issue(ledger).number

    ledger.receipts.reverse(number, reason="退", wish=A5)

    found = ledger.payments.of_trade(number)
    assert (found.account.claim_fen, found.account.owed_fen) == (0, 0)


def test_a_void_of_one_payment_of_several_leaves_it_owed(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000, 30_000)
    second = ledger.payments.pay(pub, [cash(60_000)], A5).value.issued
    assert second is not None

    ledger.receipts.void_trade(second.number, reason="记错人")

    assert standing(ledger, pub) == (Settlement.PART, 30_000, 60_000)
    assert not ledger.audit.check().findings


def test_a_void_of_the_whole_trade_undoes_what_it_kept_and_what_it_used(ledger: Ledger) -> None:
    number = kept(ledger, 10_000)
    draft = replace(trade("客户0", 9_000), parts=(cash(1_000),), deposit_fen=8_000)
    used = ledger.transactions.record(draft, A5).value.issued
    assert used is not None

    error = refusal(lambda: ledger.receipts.void_trade(number, reason="错"))
    assert error.details["reason"] == "deposit_used"
    ledger.receipts.void_trade(used.number, reason="错")
    assert deposit(ledger) == 10_000
    ledger.receipts.void_trade(number, reason="错")
    assert deposit(ledger) == 0
    assert not ledger.audit.check().findings


def test_a_reversal_undoes_a_deposit_as_well(ledger: Ledger) -> None:
    number = kept(ledger, 10_000)

    red = ledger.receipts.reverse(number, reason="退", wish=A5).value

    assert (red.amount_fen, deposit(ledger)) == (-11_000, 0)
    _, lines = notes(ledger, red.number)
    assert [line.amount_fen for line in lines] == [-1_000, -10_000]


def test_a_deposit_is_given_back_with_a_red_receipt(ledger: Ledger) -> None:
    number = kept(ledger, 10_000)
    pub = ledger.customers.by_code("C000001").pub

    red = ledger.payments.give_back(pub, back(4_000), reason="退预存", wish=A5).value

    page = ledger.receipts.page(red.number)
    assert (red.amount_fen, page.content.reverses, deposit(ledger)) == (-4_000, number, 6_000)
    assert [line.item for line in page.content.lines] == ["预存款"]
    error = refusal(lambda: ledger.payments.give_back(pub, back(6_001), reason="x", wish=A5))
    assert error.details["left"] == "¥60.00"
    ledger.payments.give_back(pub, back(6_000), reason="退预存", wish=A5)
    assert deposit(ledger) == 0


def test_what_is_forgone_is_not_owed_and_named_by_a_reversal(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000, 30_000)

    assert ledger.payments.forgo(pub, reason="抹零").value == 60_000
    assert standing(ledger, pub) == (Settlement.PAID, 30_000, 0)
    assert refusal(lambda: ledger.payments.forgo(pub, reason="x")).details["reason"] == "settled"


def test_an_unpaid_trade_is_cancelled_and_its_deposit_given_back_to_it(ledger: Ledger) -> None:
    kept(ledger, 500)
    draft = replace(trade("客户0", 9_000), parts=(), deposit_fen=500, on_account=True)
    pub = ledger.transactions.record(draft, A5).value.trade_pub
    assert (standing(ledger, pub), deposit(ledger)) == ((Settlement.PART, 500, 8_500), 0)

    assert ledger.payments.forgo(pub, reason="录错了").value == 9_000
    assert (standing(ledger, pub), deposit(ledger)) == ((Settlement.PAID, 0, 0), 500)


def test_a_discount_is_the_last_line_of_what_is_issued(ledger: Ledger) -> None:
    draft = replace(trade("张三", 10_000), parts=(cash(9_000),), discount_fen=1_000)
    number = issue(ledger, draft).number

    page = ledger.receipts.page(number).content
    assert [(line.item, line.amount_fen) for line in page.lines] == [
        ("咨询费", 10_000),
        ("优惠", -1_000),
    ]
    assert page.amount_fen == 9_000
    too_much = replace(trade("张三", 10_000), parts=(cash(1),), discount_fen=10_000)
    assert refusal(lambda: issue(ledger, too_much)).details["rule"] == "more_than_sum"


def test_money_of_a_merged_card_is_one_customers(ledger: Ledger) -> None:
    kept(ledger, 3_000, "张三")
    kept(ledger, 2_000, "李四")
    one, other = (ledger.customers.by_code(code).pub for code in ("C000001", "C000002"))
    owed(ledger, 500, payer="李四")
    proposal = ledger.merges.foresee(one, other)
    ledger.merges.merge(proposal, proposal.wanted, why="同一位")

    account = ledger.payments.of_customer(one)
    assert (account.deposit_fen, account.owed_fen) == (5_000, 500)
    draft = replace(trade(None, 4_500), customer_pub=one, parts=(), deposit_fen=4_500)
    ledger.transactions.record(draft)
    assert ledger.payments.of_customer(one).deposit_fen == 500


def test_a_debt_of_a_merged_card_is_settled_from_the_survivors_deposit(ledger: Ledger) -> None:
    kept(ledger, 3_000, "张三")
    debt = owed(ledger, 2_000, payer="李四")
    one, other = (ledger.customers.by_code(code).pub for code in ("C000001", "C000002"))
    proposal = ledger.merges.foresee(one, other)
    ledger.merges.merge(proposal, proposal.wanted, why="同一位")

    done = ledger.payments.pay(debt, [], A5, deposit_fen=2_000).value

    assert (done.owed_fen, done.issued) == (0, None)
    account = ledger.payments.of_customer(one)
    assert (account.owed_fen, account.deposit_fen) == (0, 1_000)
    assert ledger.audit.check().ok


def test_a_copy_of_a_persons_data_tells_of_debts_and_deposits(
    ledger: Ledger, tmp_path: Path
) -> None:
    kept(ledger, 500, "张三")
    owed(ledger, 9_000, payer="张三")
    pub = ledger.customers.by_code("C000001").pub

    told = json.loads(ledger.exports.person(pub, tmp_path).value.json.read_text("utf-8"))

    assert [(row["变动"], row["金额"]) for row in told["预存款"]] == [("存入", "5.00")]
    assert [row.get("欠款") for row in told["交易"]] == [None, "90.00"]


def test_the_book_itself_refuses_more_than_came(ledger: Ledger) -> None:
    kept(ledger, 100)
    desk = desk_of(ledger)
    drawn = """
        INSERT INTO deposit (pub, salt, customer_id, trade_id, kind, amount_fen, moved_at, staff_id)
        SELECT '00000000000000e9', zeroblob(16), customer_id, id, 'used', -101, 'x', 1 FROM trade
        LIMIT 1
        """
    given = """
        INSERT INTO payment (id, salt, trade_id, amount_fen, currency, received_on, received_at,
        staff_id, reverses_id)
        SELECT 77, zeroblob(16), trade_id, -1101, 'CNY', 'd', 'x', 1, id FROM payment LIMIT 1
        """
    for statement in (drawn, given):
        with pytest.raises(Exception, match="more"), desk.database.write() as tx:
            tx.run(statement)


def test_a_check_names_a_note_of_what_is_owed_that_is_not_true(ledger: Ledger) -> None:
    owed(ledger, 90_000, 30_000)
    with desk_of(ledger).database.write() as tx:
        tx.run("UPDATE trade_owed SET owed_fen = 1")

    assert [one.what for one in ledger.audit.check().findings] == ["owed_differs"]


def test_debts_stand_by_age_and_as_they_stood(office: StillOffice) -> None:
    with office.opened() as ledger:
        old = replace(trade("张三", 50_000), parts=(), on_account=True)
        pub = ledger.transactions.record(
            replace(old, traded_on=date(2026, 9, 1), late_reason="x")
        ).value.trade_pub
        owed(ledger, 7_000, payer="李四")
        owed(ledger, 1_000, payer="张三")
        before = ledger.reports.make(What.AGEING, *YEAR).rows
    office.pass_time(days=2)
    with office.opened() as ledger:
        ledger.payments.pay(pub, [cash(50_000)], A5)
        now = ledger.reports.make(What.AGEING, YEAR[0], date(2026, 11, 25)).rows
        then = ledger.reports.make(What.AGEING, YEAR[0], date(2026, 11, 24)).rows

    assert before == (
        ("C000001", "张三", 2, 1_000, 0, 50_000, 0, 51_000),
        ("C000002", "李四", 1, 7_000, 0, 0, 0, 7_000),
    )
    assert now == (
        ("C000002", "李四", 1, 7_000, 0, 0, 0, 7_000),
        ("C000001", "张三", 1, 1_000, 0, 0, 0, 1_000),
    )
    assert then == before


def test_a_statement_shows_what_was_asked_for_and_what_came(office: StillOffice) -> None:
    with office.opened() as ledger:
        pub = owed(ledger, 90_000, 30_000, "张三")
    office.pass_time(days=1)
    with office.opened() as ledger:
        ledger.payments.pay(pub, [PaymentPart(method=Method.BANK, amount_fen=20_000)], A5)
        customer = ledger.customers.by_code("C000001").pub
        whole = ledger.reports.statement(customer, *YEAR)
        later = ledger.reports.statement(customer, date(2026, 11, 24), YEAR[1])

    assert whole.subject == "C000001 张三"
    assert whole.totals[4:] == (90_000, 50_000, None)
    assert [row[1:] for row in whole.rows] == [
        (OPENING, "", "", None, None, 0),
        ("咨询费", "", "", 90_000, None, 90_000),
        (RECEIVED, "cash", "SJ2026-000001", None, 30_000, 60_000),
        (RECEIVED, "bank", "SJ2026-000002", None, 20_000, 40_000),
    ]
    assert [row[-1] for row in later.rows] == [60_000, 40_000]


def test_shares_of_part_payments_add_up_to_the_lines(ledger: Ledger) -> None:
    lines = tuple(Line(item=name, amount_fen=fen) for name, fen in (("甲", 333), ("乙", 667)))
    draft = replace(trade("张三"), lines=lines, parts=(cash(1),), on_account=True)
    pub = ledger.transactions.record(draft, A5).value.trade_pub
    for fen in (10, 333, 600):
        ledger.payments.pay(pub, [cash(fen)], A5)
    ledger.payments.pay(pub, [cash(156)], A5, keep=True)

    rows = {row[0]: row[2] for row in ledger.reports.make(What.BY_TYPE, *YEAR).rows}
    by_day = ledger.reports.make(What.DAILY, *YEAR).totals

    assert rows == {"甲": 333, "乙": 667, "预存款": 100}
    assert by_day[-1] == 1_100


def test_a_spoiled_part_receipt_is_issued_anew_as_it_was(ledger: Ledger) -> None:
    owed(ledger, 90_000, 30_000)
    before = notes(ledger, "SJ2026-000001")

    done = ledger.receipts.void_spoiled("SJ2026-000001", reason="卡纸", wish=A5).value

    assert done.reissued is not None
    assert notes(ledger, done.reissued.number) == before


def test_after_a_close_a_payment_counts_in_the_next_business_day(ledger: Ledger) -> None:
    pub = owed(ledger, 90_000)
    close_day(ledger, "2026-11-23")

    ledger.payments.pay(pub, [cash(90_000)], A5)

    assert rows_of(ledger, "SELECT business_day FROM payment") == [("2026-11-24",)]


@pytest.mark.parametrize("deposit_fen", [-1, 90_001])
def test_a_deposit_is_neither_negative_nor_more_than_is_owed(
    ledger: Ledger, deposit_fen: int
) -> None:
    pub = owed(ledger, 90_000)

    error = refusal(lambda: ledger.payments.pay(pub, [], A5, deposit_fen=deposit_fen))
    assert error.code is Code.BAD_AMOUNT


@pytest.mark.parametrize("asked", ["00000000000000aa", "SJ2026-000009", "", "喵"])
def test_an_unknown_trade_is_said(ledger: Ledger, asked: str) -> None:
    assert refusal(lambda: ledger.payments.of_trade(asked)).code is Code.UNKNOWN_TRADE
