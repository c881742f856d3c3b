"""A setting is changed with its history, for what comes after it."""

import json

import pytest
from tests.support.still_office import FIRM, StillOffice, desk_of, dump, issue, rows_of, trade

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import Code, KnownError

HISTORY = "SELECT kind, field, old, new FROM change ORDER BY id"


def test_a_changed_setting_counts_from_the_next_receipt_on(
    ledger: Ledger, office: StillOffice
) -> None:
    done = ledger.settings.change("receipt.accountant", " 李会计 ")

    assert done.changes == Changes.SETTINGS
    assert desk_of(ledger).office.accountant == "李会计"
    issue(ledger)
    assert ledger.receipts.page("SJ2026-000001").content.accountant == "李会计"
    office.lock()
    assert desk_of(office.open()).office.accountant == "李会计"


def test_every_change_leaves_its_line_of_history(ledger: Ledger) -> None:
    ledger.settings.change("firm.name", "新名")
    ledger.settings.change("receipt.accountant", "李会计")
    ledger.settings.change("receipt.accountant", "")

    assert rows_of(ledger, HISTORY) == [
        ("setting", "firm.name", json.dumps(FIRM, ensure_ascii=False), '"新名"'),
        ("setting", "receipt.accountant", None, '"李会计"'),
        ("setting", "receipt.accountant", '"李会计"', '""'),
    ]
    assert rows_of(ledger, "SELECT seq FROM change ORDER BY id") == [(4,), (5,), (6,)]
    assert ledger.audit.check().ok


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("firm.name", "", "required"),
        ("firm.name", " \u200b", "required"),
        ("firm.name", "青\ud800", "surrogate"),
        ("firm.name", "a\u202eb", "bidi"),
        ("firm.name", "长" * 1_000_000, "too_long"),
        ("receipt.cashier", "a\x00b", "control"),
        ("receipt.language", "", "required"),
        ("receipt.series", "", "required"),
        ("receipt.series", "ZZ", "unknown"),
    ],
)
def test_a_bad_value_is_refused_with_the_settings_name(
    name: str, value: str, reason: str, ledger: Ledger
) -> None:
    before, office = dump(ledger), desk_of(ledger).office

    with pytest.raises(KnownError) as refusal:
        ledger.settings.change(name, value)

    assert (refusal.value.code, refusal.value.field) == (Code.BAD_VALUE, name)
    assert refusal.value.details["reason"] == reason
    assert dump(ledger) == before
    assert desk_of(ledger).office == office


@pytest.mark.parametrize(("name", "value"), [("no.such", "x"), ("firm.name", 7), ("", "x")])
def test_an_unknown_setting_is_a_bug_and_changes_nothing(
    name: str, value: object, ledger: Ledger
) -> None:
    before = dump(ledger)

    with pytest.raises((KeyError, TypeError)):
        ledger.settings.change(name, value)

    assert dump(ledger) == before


def test_the_receipts_before_a_change_keep_their_words(ledger: Ledger) -> None:
    issue(ledger)
    ledger.settings.change("firm.name", "新名")
    issue(ledger, trade("李四"))
    firms = [ledger.receipts.page(f"SJ2026-00000{n}").content.firm for n in (1, 2)]

    assert firms == [FIRM, "新名"]
