"""The register is read a page at a time, in any order, and no row is lost or given twice."""

from collections.abc import Callable
from itertools import product

import pytest
from tests.support.still_office import StillOffice, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.receipts import Status
from ledgerdesk.services.receipts import Listed, RegisterQuery, RegisterTally
from ledgerdesk.storage import register
from ledgerdesk.storage.register import Column

# Payers and amounts come back, so that pages end between rows of one value.
TAKEN = (("张三", 100), ("李四", 300), ("张三", 300), ("张三", 100), ("王五", 300), ("李四", 200))
VALUES: dict[Column, Callable[[Listed], str | int]] = {
    "number": lambda one: one.number,
    "payer": lambda one: one.payer,
    "amount": lambda one: one.amount_fen,
}


@pytest.fixture
def taken(ledger: Ledger, office: StillOffice) -> Ledger:
    for payer, amount in TAKEN:
        issue(ledger, trade(payer, amount * 100))
        office.pass_time(hours=1)
    ledger.receipts.void_trade("SJ2026-000002", reason="写错")
    return ledger


def walked(ledger: Ledger, query: RegisterQuery, *, limit: int = 2) -> list[Listed]:
    """Read page after page, as whoever scrolls does."""
    found: list[Listed] = []
    after = None
    while True:
        page = ledger.receipts.read(query, after, limit=limit)
        found += page.receipts
        after = page.after
        if after is None:
            return found


@pytest.mark.parametrize("order", list(product(VALUES, (True, False))))
def test_pages_of_every_order_are_the_whole_register_in_that_order(
    taken: Ledger, order: tuple[Column, bool]
) -> None:
    column, descending = order
    whole = {one.number for one in taken.receipts.register().receipts}

    found = walked(taken, RegisterQuery(column=column, descending=descending))

    key = VALUES[column]
    assert {one.number for one in found} == whole
    assert len(found) == len(whole)
    assert [(key(one), one.number) for one in found] == sorted(
        ((key(one), one.number) for one in found), reverse=descending
    )


def test_a_page_that_was_walked_over_for_nothing_says_where_to_go_on(
    taken: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {
        name: {order: text.replace("2000", "2").replace("1999", "1") for order, text in old.items()}
        for name, old in (("PAGES", register.PAGES), ("ENDS", register.ENDS))
    }
    for name, statements in wanted.items():
        monkeypatch.setattr(register, name, statements)
    monkeypatch.setattr(register, "RUN", 2)

    first = taken.receipts.read(RegisterQuery(text="SJ2026-000001"))
    found = walked(taken, RegisterQuery(text="SJ2026-000001"), limit=50)

    assert first.receipts == ()
    assert first.after is not None
    assert [one.number for one in found] == ["SJ2026-000001"]


def test_a_page_answers_to_numbers_payers_and_amounts(taken: Ledger) -> None:
    def numbers(text: str) -> list[str]:
        return [one.number[-1] for one in walked(taken, RegisterQuery(text=text))]

    assert numbers("000003") == ["3"]
    assert numbers("sj2026-000003") == ["3"]
    assert numbers("王") == ["5"]
    assert numbers("300.00") == ["5", "3", "2"]
    assert numbers("nobody") == []


def test_what_is_shown_is_counted_and_a_void_one_is_not_summed(taken: Ledger) -> None:
    def counted(query: RegisterQuery) -> tuple[int, int, int]:
        so_far = RegisterTally()
        while True:
            so_far = taken.receipts.tally(query, so_far)
            if so_far.after is None:
                return so_far.receipts, so_far.void, so_far.sum_fen

    assert counted(RegisterQuery()) == (6, 1, 100_000)
    assert counted(RegisterQuery(text="李")) == (2, 1, 20_000)
    assert counted(RegisterQuery(fits="void")) == (1, 1, 0)
    assert counted(RegisterQuery(fits="issued", column="payer")) == (5, 0, 100_000)


def test_a_page_shows_what_the_whole_register_shows(taken: Ledger) -> None:
    whole = taken.receipts.register()

    assert tuple(reversed(walked(taken, RegisterQuery()))) == whole.receipts
    assert [one.number for one in walked(taken, RegisterQuery(fits="void"))] == ["SJ2026-000002"]
    assert all(one.status is Status.ISSUED for one in walked(taken, RegisterQuery(fits="issued")))
    assert len(walked(taken, RegisterQuery(fits="unprinted"))) == len(TAKEN) - 1
    assert walked(taken, RegisterQuery(fits="red")) == []
    assert walked(taken, RegisterQuery(fits="again")) == []
    assert taken.receipts.numbers().missing == whole.missing


def test_receipts_issued_since_the_last_look_stand_in_the_order_too(
    taken: Ledger, office: StillOffice
) -> None:
    query = RegisterQuery(column="amount")
    before = len(walked(taken, query))
    office.pass_time(minutes=-4)
    issue(taken, trade("后来的人", 1))
    latest = taken.receipts.read(RegisterQuery(), limit=1).receipts[0]

    found = walked(taken, query)

    assert len(found) == before + 1
    assert found[-1].number == latest.number
    assert taken.audit.check().ok
