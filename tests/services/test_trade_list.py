"""The list of trades: narrowed by everything it shows, paged without a gap, summed to the 分."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.services.about_payments import back, kept, owed
from tests.support.still_office import A5, desk_of, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reports import What as Report
from ledgerdesk.core.reviews import AMOUNT
from ledgerdesk.core.tables import Format
from ledgerdesk.core.trade_lists import Fits, TradeQuery, TradeState
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.services.steps.export_rows import What
from ledgerdesk.services.trades import ListedTrade, TradeTally
from ledgerdesk.storage import trade_list

EVERYTHING = TradeQuery()


def refusal(work: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        work()
    return caught.value


def every(ledger: Ledger, query: TradeQuery = EVERYTHING, limit: int = 100) -> list[ListedTrade]:
    """Read all pages."""
    page = ledger.trades.read(query, limit=limit)
    found = list(page.trades)
    while page.after is not None:
        page = ledger.trades.read(query, page.after, limit=limit)
        found += page.trades
    return found


def tallied(ledger: Ledger, query: TradeQuery = EVERYTHING) -> TradeTally:
    tally = ledger.trades.tally(query)
    while tally.after is not None:
        tally = ledger.trades.tally(query, tally)
    return tally


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    """Sell, owe, void, take back, refund, transfer, late: a little of everything."""
    issue(ledger, trade("张三", 10_000))
    by_bank = PaymentPart(method=Method.BANK, amount_fen=20_000, detail="工行")
    issue(ledger, replace(trade("李四", 20_000, item="商标注册"), parts=(by_bank,)))
    ledger.receipts.void_trade(issue(ledger, trade("王五", 30_000)).number, reason="错")
    ledger.receipts.reverse(issue(ledger, trade("张三", 40_000)).number, reason="退", wish=A5)
    owed(ledger, 50_000, payer="李四")
    owed(ledger, 60_000, 10_000, "张三")
    ledger.transactions.record(trade("赵六", 70_000))
    late = replace(trade("张三", 80_000), traded_on=date(2026, 10, 1), late_reason="停电")
    issue(ledger, late)
    return ledger


def test_the_newest_day_stands_first_with_how_each_trade_stands(busy: Ledger) -> None:
    found = every(busy)

    assert [(one.total_fen, one.state, one.owed_fen) for one in found] == [
        (70_000, TradeState.PAID, 0),
        (60_000, TradeState.PART, 50_000),
        (50_000, TradeState.UNPAID, 50_000),
        (-40_000, TradeState.REVERSAL, 0),
        (40_000, TradeState.REVERSED, 0),
        (30_000, TradeState.VOID, 0),
        (20_000, TradeState.PAID, 0),
        (10_000, TradeState.PAID, 0),
        (80_000, TradeState.PAID, 0),
    ]
    first, last = found[0], found[-1]
    assert (first.number, first.customer, first.clerk) == (None, "赵六", "王敏")
    assert (last.late_reason, last.traded_on) == ("停电", date(2026, 10, 1))
    assert found[6].methods == (Method.BANK,)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_follow_one_another_without_a_gap_or_a_double(busy: Ledger, limit: int) -> None:
    assert every(busy, limit=limit) == every(busy)


@pytest.mark.parametrize(
    ("query", "sums"),
    [
        (TradeQuery(fits=Fits.OWED), [60_000, 50_000]),
        (TradeQuery(fits=Fits.PAID), [70_000, 20_000, 10_000, 80_000]),
        (TradeQuery(fits=Fits.VOID), [30_000]),
        (TradeQuery(fits=Fits.REVERSED), [-40_000, 40_000]),
        (TradeQuery(fits=Fits.LATE), [80_000]),
        (TradeQuery(fits=Fits.NO_RECEIPT), [70_000]),
        (TradeQuery(fits=Fits.IMPORTED), []),
        (TradeQuery(fits=Fits.WAITING), []),
        (TradeQuery(method=Method.BANK), [20_000]),
        (TradeQuery(last=date(2026, 10, 31)), [80_000]),
        (TradeQuery(first=date(2026, 11, 1), least_fen=50_001), [70_000, 60_000]),
        (TradeQuery(most_fen=0), [-40_000]),
        (TradeQuery(text="商标"), [20_000]),
        (TradeQuery(text="李四"), [50_000, 20_000]),
        (TradeQuery(text="lisi"), [50_000, 20_000]),
        (TradeQuery(text="C000003"), [30_000]),
        (TradeQuery(text="SJ2026-000002"), [20_000]),
        (TradeQuery(text="ＳＪ2026-000002"), [20_000]),
        (TradeQuery(text="无此人"), []),
        (TradeQuery(clerk="0000000000000000"), []),
        (TradeQuery(customer="0000000000000000"), []),
    ],
)
def test_a_list_is_narrowed_and_summed(busy: Ledger, query: TradeQuery, sums: list[int]) -> None:
    found, tally = every(busy, query), tallied(busy, query)

    assert [one.total_fen for one in found] == sums
    assert every(busy, query, limit=1) == found
    live = [one for one in found if one.state is not TradeState.VOID]
    assert tally.trades == len(found)
    assert tally.sum_fen == sum(one.total_fen for one in live)
    assert tally.owed_fen == sum(one.owed_fen for one in live)


def test_a_customer_is_all_his_cards(busy: Ledger) -> None:
    one, other = (busy.customers.by_code(code).pub for code in ("C000001", "C000002"))
    before = every(busy, TradeQuery(customer=one)) + every(busy, TradeQuery(customer=other))
    proposal = busy.merges.foresee(one, other)
    busy.merges.merge(proposal, proposal.wanted, why="同一位")

    found = every(busy, TradeQuery(customer=one), limit=2)

    assert len(before) == 7
    assert {row.pub for row in found} == {row.pub for row in before}


def test_what_waits_for_a_review_and_what_was_returned(ledger: Ledger) -> None:
    ledger.settings.change(AMOUNT, "50")
    issue(ledger, trade("张三", 5_000))
    issue(ledger, trade("张三", 6_000))
    first, _ = ledger.reviews.waiting()
    ledger.reviews.give_back(first.pub, reason="金额不对")

    assert [one.state for one in every(ledger)] == [TradeState.WAITING, TradeState.RETURNED]
    assert len(every(ledger, TradeQuery(fits=Fits.WAITING))) == 1
    assert len(every(ledger, TradeQuery(fits=Fits.RETURNED))) == 1


def test_what_is_rare_is_found_over_several_runs(
    busy: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PAGES", "ENDS", "TALLIES"):
        small = {
            walk: text.replace(f"LIMIT {trade_list.RUN}", "LIMIT 2").replace(
                f"OFFSET {trade_list.RUN - 1}", "OFFSET 1"
            )
            for walk, text in getattr(trade_list, name).items()
        }
        monkeypatch.setattr(trade_list, name, small)

    assert [one.total_fen for one in every(busy, TradeQuery(text="商标"))] == [20_000]
    assert len(every(busy)) == 9
    assert tallied(busy).trades == 9
    assert [one.total_fen for one in every(busy, TradeQuery(fits=Fits.OWED))] == [60_000, 50_000]


def test_sums_agree_with_the_reports(busy: Ledger) -> None:
    kept(busy, 500, "张三")
    busy.payments.refund("SJ2026-000001", back(1_000), reason="减项", wish=A5)
    tally = tallied(busy)
    owed_now = busy.reports.make(Report.AGEING, date(2026, 1, 1), date(2026, 12, 31)).totals[-1]
    taken = busy.reports.make(Report.DAILY, date(2026, 1, 1), date(2026, 12, 31)).totals[-1]

    assert tally.owed_fen == owed_now == 100_000
    assert taken is not None
    assert tally.sum_fen - tally.owed_fen == taken - 500  # what was kept is no trade


def test_a_filter_is_kept_under_its_name_and_dropped(ledger: Ledger) -> None:
    query = TradeQuery(
        text="张", first=date(2026, 1, 1), fits=Fits.OWED, method=Method.CASH, least_fen=100
    )
    ledger.trades.keep_filter(" 张的欠款 ", query)
    ledger.trades.keep_filter("全部作废", TradeQuery(fits=Fits.VOID))

    assert ledger.trades.filters() == {
        "全部作废": TradeQuery(fits=Fits.VOID),
        "张的欠款": query,
    }
    ledger.trades.drop_filter("全部作废")
    ledger.trades.drop_filter("从来没有")
    assert list(ledger.trades.filters()) == ["张的欠款"]
    assert ledger.audit.check().ok


def test_a_filter_of_a_later_program_is_left_alone(ledger: Ledger) -> None:
    ledger.trades.keep_filter("一", EVERYTHING)
    with desk_of(ledger).database.write() as tx:
        tx.run(
            """UPDATE setting SET value = json_set(value, '$."二"',
            json('{"format": 9, "colour": "red"}'), '$."三"', 5) WHERE name = 'trades.filters'"""
        )

    assert list(ledger.trades.filters()) == ["一"]
    ledger.trades.keep_filter("四", EVERYTHING)
    ((value,),) = rows_of(ledger, "SELECT value FROM setting WHERE name = 'trades.filters'")
    assert "colour" in value


@pytest.mark.parametrize(
    ("name", "query", "field"),
    [
        ("", EVERYTHING, "name"),
        ("长" * 41, EVERYTHING, "name"),
        ("x", TradeQuery(first=date(2026, 2, 1), last=date(2026, 1, 1)), "to"),
        ("x", TradeQuery(least_fen=2, most_fen=1), "most"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(
    ledger: Ledger, name: str, query: TradeQuery, field: str
) -> None:
    error = refusal(lambda: ledger.trades.keep_filter(name, query))
    assert (error.code, error.field) == (Code.BAD_VALUE, field)


def test_an_export_holds_what_the_filter_leaves(busy: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    query = TradeQuery(fits=Fits.OWED)
    done = busy.exports.run(What.TRANSACTIONS, Format.CSV, file, trades=query).value

    rows = file.read_text("utf-8-sig").splitlines()
    assert (done.rows, len(rows)) == (2, 3)
    assert "李四" in rows[1]
    whole = busy.exports.run(
        What.TRANSACTIONS, Format.CSV, tmp_path / "w.csv", trades=EVERYTHING
    ).value
    assert whole.rows == 9


def test_nobody_is_named_whose_data_must_not_be_used(busy: Ledger) -> None:
    pub = busy.customers.by_code("C000002").pub
    busy.customers.stop(pub, why="本人要求")

    assert every(busy, TradeQuery(text="李四")) == []
    assert {one.customer for one in every(busy, TradeQuery(customer=pub))} == {""}


def test_a_hostile_text_finds_nothing_and_harms_nothing(busy: Ledger) -> None:
    for text in ("'", '"', "%", "_", "\x00", "a" * 10_000, "\ud800", "*", "NEAR(", "；"):
        assert isinstance(every(busy, TradeQuery(text=text)), list)
    assert len(every(busy, TradeQuery(text="  "))) == 9
