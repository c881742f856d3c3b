"""Numbered paper: each sheet once, the next one expected, spoiled ones with their reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.still_office import StillOffice, issue, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import BadSheet, PrintState
from ledgerdesk.core.stock import SheetUse

STOCK = "三联 2026"


@pytest.fixture
def ledger(made_once: StillOffice, tmp_path: Path) -> Iterator[Ledger]:
    office = made_once.copied(tmp_path / "office")
    yield office.open()
    office.close()


def put(ledger: Ledger, use: SheetUse) -> str:
    """Issue a receipt and print it onto sheets; give back the id of the print."""
    number = issue(ledger, trade(amount_fen=1_000)).number
    job = ledger.receipts.ask_print(number, way="printer", device="LQ").value
    ledger.receipts.note_sent(job, device="LQ", onto=use)
    return job.pub


def test_the_next_sheet_is_the_one_after_the_last_printed(ledger: Ledger) -> None:
    assert ledger.stock.next_sheet(STOCK) == ""
    put(ledger, SheetUse(stock=STOCK, first="A0099", count=2))
    assert ledger.stock.next_sheet(STOCK) == "A0101"
    ledger.stock.spoil(STOCK, "A0101", "A0102", reason="卡纸")
    assert ledger.stock.next_sheet(STOCK) == "A0103"
    assert ledger.stock.next_sheet("别的纸") == ""
    assert ledger.audit.check().findings == ()


def test_a_sheet_is_used_once_in_its_stock(ledger: Ledger) -> None:
    put(ledger, SheetUse(stock=STOCK, first="A0012"))
    for use in (
        SheetUse(stock=STOCK, first="Ａ００１２"),
        SheetUse(stock=STOCK, first="A0011", count=2),
    ):
        with pytest.raises(KnownError) as refused:
            ledger.stock.check(use)
        assert (refused.value.field, refused.value.details["number"]) == ("sheet", "A0012")
    with pytest.raises(KnownError):
        ledger.stock.spoil(STOCK, "A0010", "A0014", reason="撕坏")
    assert len(ledger.stock.sheets()) == 1  # what is refused writes nothing
    assert ledger.stock.check(SheetUse(stock="另一种", first="A0012")).first == "A0012"


def test_a_print_onto_a_taken_sheet_is_not_noted(ledger: Ledger) -> None:
    put(ledger, SheetUse(stock=STOCK, first="A0012"))
    number = issue(ledger, trade(amount_fen=2_000)).number
    job = ledger.receipts.ask_print(number, way="printer", device="LQ").value
    with pytest.raises(KnownError):
        ledger.receipts.note_sent(job, device="LQ", onto=SheetUse(stock=STOCK, first="A0012"))
    (waiting,) = [one for one in ledger.receipts.unconfirmed() if one.pub == job.pub]
    assert waiting.state is PrintState.ASKED


def test_sheets_passed_over_are_spoiled_for_the_reason_given(ledger: Ledger) -> None:
    put(ledger, SheetUse(stock=STOCK, first="A0012"))
    put(ledger, SheetUse(stock=STOCK, first="A0015", skipped="撕坏"))
    put(ledger, SheetUse(stock=STOCK, first="A0018"))  # 16 and 17 are still to be used
    told = [(one.number, bool(one.receipt), one.reason) for one in ledger.stock.sheets(STOCK)]
    assert told == [
        ("A0018", True, ""),
        ("A0015", True, ""),
        ("A0014", False, "撕坏"),
        ("A0013", False, "撕坏"),
        ("A0012", True, ""),
    ]
    assert ledger.stock.check(SheetUse(stock=STOCK, first="A0016", count=2)).count == 2


def test_the_sheet_of_a_bad_print_is_spoiled_and_keeps_its_receipt(ledger: Ledger) -> None:
    pub = put(ledger, SheetUse(stock=STOCK, first="A0012"))
    (waiting,) = [one for one in ledger.receipts.unconfirmed() if one.pub == pub]
    ledger.receipts.end_print(waiting, state=PrintState.FAILED, reason=BadSheet.KEPT)
    (sheet,) = ledger.stock.sheets()
    assert (sheet.reason, sheet.receipt) == (BadSheet.KEPT, waiting.number)
    assert ledger.stock.next_sheet(STOCK) == "A0013"


def test_pages_of_the_register_follow_each_other(ledger: Ledger) -> None:
    ledger.stock.spoil(STOCK, "1", "5", reason="受潮")
    first = ledger.stock.sheets(limit=3)
    rest = ledger.stock.sheets(before=first[-1].id, limit=3)
    assert [one.number for one in (*first, *rest)] == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("", "1", "", "撕"), "stock"),
        ((STOCK, "", "", "撕"), "sheet"),
        ((STOCK, "1", "x", "撕"), "to"),
        ((STOCK, "5", "1", "撕"), "to"),
        ((STOCK, "1", "", " "), "reason"),
    ],
)
def test_what_is_missing_is_named(
    ledger: Ledger, words: tuple[str, str, str, str], field: str
) -> None:
    with pytest.raises(KnownError) as refused:
        ledger.stock.spoil(*words[:3], reason=words[3])
    assert refused.value.field == field
