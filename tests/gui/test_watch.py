"""What the opening noticed and what the log's walk finds stands in a red bar until it is locked."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from tests.support.still_office import StillOffice, desk_of, issue
from tests.support.window import Desk

from ledgerdesk.gui import watch
from ledgerdesk.gui.dialogs.findings import FindingsDialog
from ledgerdesk.i18n.translator import Language
from ledgerdesk.storage.audit import verified
from ledgerdesk.storage.database import connected


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "FIRST_WAIT_MS", 1)
    monkeypatch.setattr(watch, "STEP_WAIT_MS", 1)


def reached(desk: Desk) -> int:
    def note(ledger: Any) -> int:
        with desk_of(ledger).database.read() as tx:
            return verified(tx).head.seq

    return desk.ask(note)


def past_the_program(office: StillOffice, statement: str) -> None:
    with office.opened() as ledger:
        number = issue(ledger).number
        key = desk_of(ledger).unlocked.page_key_hex
    assert number == "SJ2026-000001"
    connection = connected(office.vault / "ledger.db", key, mode="rw")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.close()


def test_a_whole_log_is_walked_over_without_a_word(desk: Desk) -> None:
    end = desk.ask(lambda ledger: desk_of(ledger).marks.head.seq)
    desk.qtbot.waitUntil(lambda: reached(desk) == end, timeout=10_000)

    assert not desk.window.shell.bars.found.isVisible()


def test_what_the_opening_noticed_is_said_at_once(bare: Desk, office: StillOffice) -> None:
    (office.vault / "state.json").unlink()
    bare.unlock()

    bars = bare.window.shell.bars
    assert bars.found.isVisible()
    assert "state.json" in bars.found.words.text()


def test_a_row_changed_past_the_program_is_found_in_a_quiet_moment(
    bare: Desk, office: StillOffice
) -> None:
    past_the_program(office, "UPDATE receipt SET payer = '别人'")
    bare.unlock()

    bars = bare.window.shell.bars
    bare.qtbot.waitUntil(bars.found.isVisible, timeout=10_000)

    assert bars.found.words.text() == "收据 SJ2026-000001 被绕过日志改动过。"
    bare.stage.speech.choose(Language.EN)
    assert bars.found.words.text() == "Receipt SJ2026-000001 was changed past the log."


def test_everything_found_can_be_read_and_copied(bare: Desk, office: StillOffice) -> None:
    (office.vault / "state.json").unlink()
    past_the_program(office, "UPDATE receipt SET payer = '别人'")
    (office.vault / "state.json").unlink()
    bare.unlock()
    bars = bare.window.shell.bars
    bare.qtbot.waitUntil(lambda: len(bars.findings) == 2, timeout=10_000)

    bars.found.action.click()
    (dialog,) = bare.window.findChildren(FindingsDialog)

    said = dialog.list.toPlainText().splitlines()
    assert len(said) == 2
    assert any("state.json" in line for line in said)
    assert any("SJ2026-000001" in line for line in said)
    dialog.leave.click()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_nothing_found_is_shown_once_the_book_is_locked(
    bare: Desk, office: StillOffice, tmp_path: Path
) -> None:
    (office.vault / "state.json").unlink()
    bare.unlock()
    assert bare.window.shell.bars.found.isVisible()

    bare.window.lock()
    bare.settle()

    assert bare.window.shell.bars.findings == ()
    bare.unlock()
    assert not bare.window.shell.bars.found.isVisible()
