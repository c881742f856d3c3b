"""A large book opens at once; a page that was changed is named at the door."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.services.test_pages_checked_later import flip, page_no_opening_reads
from tests.support.still_office import PASSWORD
from tests.support.window import Desk

from ledgerdesk.services.steps.opening import opening


@pytest.fixture(autouse=True)
def _every_book_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BLINK_BYTES", 0)


def test_a_whole_book_stays_open(bare: Desk) -> None:
    bare.unlock()
    bare.settle()

    assert bare.window.is_open
    assert bare.ask(lambda ledger: ledger.page_check()) is not None


def test_a_changed_page_closes_the_book_and_says_what_to_do(bare: Desk) -> None:
    flip(bare.office, page_no_opening_reads(bare.office))
    door = bare.window.unlock
    bare.window.go_to_vault(bare.office.vault)
    QTest.keyClicks(door.secret, PASSWORD)
    QTest.keyClick(door.secret, Qt.Key.Key_Return)
    bare.qtbot.waitUntil(door.trouble.isVisible, timeout=30_000)
    bare.settle()

    assert not bare.window.is_open
    assert "备份" in door.trouble.words.text()
    QTest.keyClicks(door.secret, PASSWORD)
    QTest.keyClick(door.secret, Qt.Key.Key_Return)
    bare.settle()
    assert not bare.window.is_open
    assert "备份" in door.trouble.words.text()
