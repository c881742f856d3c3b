"""The desk's own view: the next number, the day's takings, lines written before, page pictures."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.still_office import STRICT, StillOffice, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.transactions import Method
from ledgerdesk.services.steps.receipts.drawing import picture, rendered


def test_the_next_number_is_the_one_the_next_receipt_gets(ledger: Ledger) -> None:
    promised = [ledger.today.standing().next_number]
    got = [issue(ledger).number]
    promised.append(ledger.today.standing().next_number)
    got.append(issue(ledger).number)

    assert got == promised


def test_takings_are_summed_by_method_without_what_was_voided(ledger: Ledger) -> None:
    issue(ledger, trade(amount_fen=1000))
    wrong = issue(ledger, trade("李四", amount_fen=500))
    ledger.receipts.void_trade(wrong.number, reason="金额错误")

    takings = ledger.today.takings()

    assert takings.sums == {Method.CASH: 1000}
    assert takings.counts == {Method.CASH: 1}
    assert (takings.total_fen, takings.counted, len(takings.taken)) == (1000, 1, 2)
    assert [one.taking.is_void for one in takings.taken] == [True, False]


def test_a_spoiled_sheet_leaves_one_payment_with_its_new_number(
    ledger: Ledger, office: StillOffice
) -> None:
    spoiled = issue(ledger)
    done = ledger.receipts.void_spoiled(spoiled.number, reason="卡纸", wish=STRICT).value

    taken = ledger.today.takings().taken

    assert done.reissued is not None
    assert [(one.taking.number, one.taking.is_void) for one in taken] == [
        (done.reissued.number, False)
    ]


def test_lines_are_offered_by_pinyin_and_a_customers_own_come_first(ledger: Ledger) -> None:
    issue(ledger, trade("张三", item="代理记账"))
    issue(ledger, trade("李四", item="税务申报"))
    pub = ledger.customers.find("张三")[0].pub

    assert [line.item for line in ledger.today.lines_like("dljz")] == ["代理记账"]
    assert [line.item for line in ledger.today.lines_like("")] == ["税务申报", "代理记账"]
    assert ledger.today.lines_like("", customer_pub=pub)[0].item == "代理记账"
    last = ledger.today.last_time(pub)
    assert last is not None
    assert (last.total_fen, last.lines[0].item) == (123_450, "代理记账")
    assert last.day == last.at.date()


def test_the_last_trade_of_an_older_day_is_told_with_its_own_day(ledger: Ledger) -> None:
    older = replace(trade("张三"), traded_on=date(2025, 3, 24))
    ledger.transactions.record(older, None)
    pub = ledger.customers.find("张三")[0].pub

    last = ledger.today.last_time(pub)

    assert last is not None
    assert last.day == date(2025, 3, 24)
    assert last.day < last.at.date()


def test_customers_are_listed_newest_first_page_by_page(ledger: Ledger) -> None:
    for name in ("甲", "乙", "丙"):
        ledger.customers.add(CustomerDraft(name=name))

    first = ledger.customers.newest(limit=2)
    rest = ledger.customers.newest(before=first[-1].id, limit=2)

    assert [one.name for one in (*first, *rest)] == ["丙", "乙", "甲"]


def test_contacts_come_back_in_their_order(ledger: Ledger) -> None:
    contacts = (
        Contact(kind=ContactKind.PHONE, value="13800138000"),
        Contact(kind=ContactKind.ADDRESS, value="莘松路 380 号", label="店里"),
    )
    added = ledger.customers.add(CustomerDraft(name="周海峰", contacts=contacts)).value

    assert ledger.customers.contacts(added.pub) == contacts


def test_a_page_is_drawn_without_counting_as_a_print(ledger: Ledger) -> None:
    number = issue(ledger).number

    drawn = picture(ledger.receipts.sheet(number), 0, 60)

    assert (drawn.index, drawn.dpi, len(drawn.sizes)) == (0, 60, 3)
    assert len(drawn.pixels.data) == drawn.pixels.height * drawn.pixels.stride
    assert ledger.receipts.register().receipts[0].prints == 0


def test_the_first_print_carries_the_very_bytes_that_were_shown(ledger: Ledger) -> None:
    number = issue(ledger).number
    shown = picture(ledger.receipts.sheet(number), 0, 60)
    first = ledger.receipts.ask_print(number, way="printer").value
    ledger.receipts.end_print(first, state="confirmed")
    second = ledger.receipts.ask_print(number, way="printer").value

    assert hashlib.sha256(rendered(first.sheet)).hexdigest() == shown.digest
    assert picture(first.sheet, 0, 60) == shown
    assert picture(second.sheet, 0, 60).digest != shown.digest  # it carries its own mark
    assert picture(first.sheet, 99, 60).index == 2


def test_an_amber_question_names_what_it_asks_about(ledger: Ledger) -> None:
    first = issue(ledger)

    with pytest.raises(KnownError) as caught:
        ledger.transactions.record(trade(), STRICT)

    assert caught.value.code is Code.NEEDS_ANSWER
    details = caught.value.details
    assert (details["rule"], details["number"]) == (
        "same_within_minutes",
        first.number,
    )


def test_trades_without_a_receipt_wait_for_a_week_and_on_their_customers_card(
    ledger: Ledger, office: StillOffice
) -> None:
    ledger.transactions.record(trade("张三", 1_000))
    issue(ledger, trade("张三", 2_000))
    office.pass_time(minutes=1)
    ledger.transactions.record(trade("李四", 3_000))
    zhang = ledger.customers.find("张三")[0].pub

    waiting = ledger.today.without_receipt()
    assert [(one.customer, one.amount_fen, one.item) for one in waiting] == [
        ("李四", 3_000, "咨询费"),
        ("张三", 1_000, "咨询费"),
    ]
    assert waiting[1].at.isoformat() == "2026-11-23T10:00:00+08:00"
    ledger.receipts.issue(waiting[0].payment_pub, STRICT)
    office.pass_time(days=8)

    assert ledger.today.without_receipt() == ()
    assert [one.amount_fen for one in ledger.today.without_receipt(zhang)] == [1_000]


def test_an_imported_trade_waits_for_no_receipt(ledger: Ledger, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("姓名,交易日期,交易金额\n张三,2026-11-20,5\n", encoding="utf-8")
    ledger.imports.run(table)
    zhang = ledger.customers.find("张三")[0].pub

    assert ledger.today.without_receipt() == ()
    assert ledger.today.without_receipt(zhang) == ()
