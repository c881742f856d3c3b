"""Trades from JSON, and the second look at them, as a script asks for them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.cli.test_staff_verbs import PASSWORDS, Office, office

from ledgerdesk.bootstrap import House
from ledgerdesk.cli import door
from ledgerdesk.core.reviews import AMOUNT
from ledgerdesk.services.access import Credential

__all__ = ["office"]

LINE = {"item": "咨询费", "quantity": "2", "unit": "次", "price": "150.00"}
PART = {"method": "cash", "amount": "300.00"}
TRADE: Mapping[str, Any] = {"payer": "张三", "lines": [LINE], "parts": [PART]}
HALF_A_FEN = {"item": "x", "price": "0.01", "quantity": "0.5"}


def record(office: Office, asked: object, *words: str) -> tuple[int, dict[str, Any]]:
    file = office.file("t.json")
    file.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    return office.owner("record", "--from-json", str(file), *words)


def review_from(office: Office, amount: str) -> None:
    """Let trades of a sum be reviewed, as the owner sets it in the window."""

    def change(house: House) -> None:
        ledger = house.open(office.vault, Credential(login="王敏", password=PASSWORDS["pw"]))
        try:
            ledger.settings.change(AMOUNT, amount)
        finally:
            ledger.lock()

    door.in_house(change)


def test_lines_and_several_methods_become_a_trade_with_or_without_its_receipt(
    office: Office,
) -> None:
    code, done = record(office, TRADE)
    assert (code, done["customer"], done["number"]) == (0, "C000001", "SJ2026-000001")

    parts = [{"method": "wechat", "amount": "100"}, {"method": "cash", "amount": "200.00"}]
    asked = {"customer": "C000001", "lines": [LINE], "parts": parts, "receipt": False}
    code, done = record(office, {**asked, "date": "2026-01-02", "late_reason": "停电"})

    assert (code, done["customer"], done["number"]) == (0, "C000001", None)
    _, listed = office.owner("receipts")
    assert [one["amount_fen"] for one in listed["receipts"]] == [30_000]
    _, day = office.owner("day show")
    assert {one["method"]: one["sum_fen"] for one in day["methods"]} == {
        "cash": 50_000,
        "wechat": 10_000,
    }


def test_a_draft_is_kept_and_nothing_is_posted(office: Office) -> None:
    code, done = record(office, {**TRADE, "draft": True})

    assert (code, set(done)) == (0, {"draft"})
    _, listed = office.owner("receipts")
    assert listed["receipts"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ([], "from_json"),
        ({**TRADE, "amount": "1"}, "from_json"),
        ({**TRADE, "lines": "x"}, "lines"),
        ({**TRADE, "lines": [1]}, "lines.0"),
        ({**TRADE, "lines": [{"item": "x"}]}, "lines.0.amount"),
        ({**TRADE, "lines": [{"item": "x", "price": 1.5}]}, "lines.0.price"),
        ({**TRADE, "lines": [HALF_A_FEN]}, "lines.0.amount"),
        ({**TRADE, "parts": [{"method": "gold", "amount": "1"}]}, "parts.0.method"),
        ({**TRADE, "parts": [{"method": "imported", "amount": "1"}]}, "parts.0.method"),
        ({**TRADE, "note": ["x"]}, "note"),
        ({**TRADE, "payer": True}, "payer"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_field(
    office: Office, asked: object, field: str
) -> None:
    code, said = record(office, asked)

    assert (code, said["error"], said["field"]) == (1, "bad_value", field)


def test_bytes_that_are_no_json_and_a_file_that_is_not_there_are_refused(office: Office) -> None:
    file = office.file("t.json")
    for raw in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[" + b" " * (1 << 20)):
        file.write_bytes(raw)
        code, said = office.owner("record", "--from-json", str(file))
        assert (code, said["error"], said["field"]) == (1, "bad_value", "from_json")

    code, said = office.owner("record", "--from-json", str(office.file("none.json")))
    assert (code, said["error"]) == (1, "file_not_found")


def test_what_waits_is_listed_and_passed_or_returned(office: Office) -> None:
    review_from(office, "100")
    numbers = [record(office, TRADE)[1]["number"] for _ in range(2)]

    waiting = office.owner("reviews")[1]["reviews"]
    assert [one["number"] for one in waiting] == numbers
    assert waiting[0]["causes"] == ["amount"]
    first, second = (one["review"] for one in waiting)

    code, passed = office.owner("review", first, "pass")
    assert (code, passed["state"], passed["self_review"]) == (0, "reviewed", True)
    code, said = office.owner("review", second, "return")
    assert (code, said["field"]) == (1, "reason")
    code, back = office.owner("review", second, "return", "--reason", "金额不对")
    assert (code, back["state"], back["reason"]) == (0, "returned", "金额不对")
    assert office.owner("reviews")[1]["reviews"] == []
    returned = office.owner("reviews", "--returned")[1]["reviews"]
    assert [one["number"] for one in returned] == numbers[1:]
