"""The log in the window, histories of records, protected numbers, and the way in by the sheet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.gui.conftest import KEY_FILE
from tests.support.still_office import OWNER, issue, rows_of, trade
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.numbers import KeepNumberDialog, RevealDialog
from ledgerdesk.gui.places import CUSTOMERS, LOG, RECEIPTS
from ledgerdesk.services.access import Credential

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier
CARD_NUMBER = "6222021234567890128"


def at_log(desk: Desk) -> None:
    desk.window.shell.go(LOG)
    desk.settle()


def said(desk: Desk) -> list[str]:
    log = desk.window.shell.log
    return [log.model.columns[3].cell(one).text for one in log.model.records]


# ── the log ──────────────────────────────────────────────────────────────────────────────


def test_the_log_says_who_did_what_newest_first(desk: Desk) -> None:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    at_log(desk)
    newest = desk.window.shell.log.model.records[0]

    assert newest.person == OWNER
    assert "SJ2026-000001" in {named.label for named in newest.named}
    assert said(desk)[-1] == "建立账本"


def test_the_log_is_filtered_by_noun_day_and_customer(desk: Desk) -> None:
    added = desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="李建国")))
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    at_log(desk)
    log = desk.window.shell.log
    everything = log.model.rowCount()
    customers = log.noun.findText("客户")
    log.noun.choose(customers)
    log.noun.chosen.emit(customers)
    desk.settle()
    assert set(said(desk)) == {"新增客户"}
    log.noun.choose(0)
    log.noun.chosen.emit(0)
    desk.settle()
    assert log.model.rowCount() == everything
    log.last.setText("2026-11-22")
    log.last.left.emit()
    desk.settle()
    assert log.model.rowCount() == 0
    log.last.setText("2026-11-31")
    log.last.left.emit()
    desk.settle()
    assert log.fields[3].problem
    log.last.setText("")
    log.last.left.emit()
    desk.window.shell.show_log_of(added.pub, added.name)
    desk.settle()
    assert set(said(desk)) == {"新增客户"}


def test_more_of_the_log_comes_as_one_scrolls(desk: Desk) -> None:
    def many(ledger: Ledger) -> None:
        for number in range(70):
            ledger.customers.add(CustomerDraft(name=f"客户{number}"))

    desk.ask(many)
    at_log(desk)
    log = desk.window.shell.log
    assert log.model.rowCount() == 50
    bar = log.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.settle()

    assert log.model.rowCount() > 70
    assert [one.seq for one in log.model.records] == sorted(
        (one.seq for one in log.model.records), reverse=True
    )


def test_the_whole_log_is_verified_with_a_bar_and_handed_out_as_a_proof(
    desk: Desk, tmp_path: Path
) -> None:
    at_log(desk)
    log = desk.window.shell.log
    desk.press(ENTER, held=CONTROL)
    desk.settle()
    assert log.good.isVisible()
    assert not log.bad.isVisible()
    log.export(tmp_path / "proof")
    desk.settle()

    assert {one.name for one in (tmp_path / "proof").iterdir()} >= {"verify.py"}


def test_what_was_changed_past_the_log_is_said_in_words(desk: Desk) -> None:
    added = desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="李建国")))

    def meddle(ledger: Ledger) -> None:
        with ledger._opened.desk.database.write() as tx:
            tx.run("UPDATE customer SET company = '别处' WHERE pub = ?", (added.pub,))

    desk.ask(meddle)
    at_log(desk)
    log = desk.window.shell.log
    log.verify()
    desk.settle()

    assert log.bad.isVisible()
    assert added.code in log.bad.words.text()


# ── histories ────────────────────────────────────────────────────────────────────────────


def test_a_receipts_pane_tells_its_history_with_the_reason(desk: Desk) -> None:
    issued = desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    desk.change(lambda ledger: ledger.receipts.void_trade(issued.number, reason="金额写错"))
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    desk.window.shell.receipts.table.choose(0)
    desk.settle()
    history = desk.window.shell.receipts.pane.history
    lines = [history.model.columns[3].cell(one).text for one in history.model.records]

    assert any("金额写错" in line and "→" in line for line in lines), lines


# ── protected numbers ────────────────────────────────────────────────────────────────────


def at_card(desk: Desk) -> str:
    added = desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="李建国")))
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    return added.pub


def kept_number(desk: Desk) -> str:
    pub = at_card(desk)
    desk.change(lambda ledger: ledger.customers.keep_number(pub, "bank_card", CARD_NUMBER))
    desk.window.shell.customers.card.numbers.refresh()
    desk.settle()
    return pub


def reveal(desk: Desk, why: str) -> RevealDialog:
    numbers = desk.window.shell.customers.card.numbers
    numbers.show_buttons[0].click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RevealDialog)
    dialog.why.setText(why)
    dialog.go()
    desk.settle()
    return dialog


def test_a_number_is_kept_and_stays_masked(desk: Desk) -> None:
    at_card(desk)
    numbers = desk.window.shell.customers.card.numbers
    numbers.add_button.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeepNumberDialog)
    dialog.kind.choose(1)
    dialog.number.setText("110105194912310021")
    dialog.go()
    desk.settle()
    assert dialog.number_field.problem
    dialog.number.setText("11010519491231002X")
    dialog.go()
    desk.settle()

    (value,) = numbers.values
    assert "19491231" not in value.text()
    assert value.text().endswith("002X")


def test_a_number_is_shown_for_a_reason_the_log_keeps_and_hidden_again(desk: Desk) -> None:
    kept_number(desk)
    numbers = desk.window.shell.customers.card.numbers
    refused = reveal(desk, " ")
    assert refused.why_field.problem
    assert "6222" not in refused.why_field.problem
    refused.why.setText("银行来电核对")
    refused.go()
    desk.settle()
    assert numbers.values[0].text() == CARD_NUMBER
    assert numbers.copy_button is not None
    numbers.copy_button.click()
    assert QApplication.clipboard().text() == CARD_NUMBER
    numbers.later.timeout.emit()
    assert CARD_NUMBER not in numbers.values[0].text()
    assert QApplication.clipboard().text() == ""
    history = desk.window.shell.customers.card.history
    assert any(one.why == "银行来电核对" for one in history.model.records)


def test_locking_masks_what_was_shown(desk: Desk) -> None:
    kept_number(desk)
    reveal(desk, "核对")
    numbers = desk.window.shell.customers.card.numbers
    assert numbers._clear == CARD_NUMBER
    desk.window.lock()
    desk.settle()

    assert numbers._clear == ""
    assert numbers.values == []


def test_an_auditor_sees_the_numbers_masked_and_no_way_to_more(desk: Desk) -> None:
    kept_number(desk)

    def audit(ledger: Ledger) -> None:
        from tests.support.still_office import act_as  # noqa: PLC0415 - this test's own

        act_as(ledger, Role.AUDITOR)

    desk.ask(audit)
    desk.window.shell.refresh_standing()
    desk.settle()
    numbers = desk.window.shell.customers.card.numbers
    numbers.refresh()
    desk.settle()

    assert not numbers.add_button.isVisible()
    assert not any(button.isVisible() for button in numbers.show_buttons)


# ── the way in by the sheet ──────────────────────────────────────────────────────────────


def test_the_sheet_gives_a_new_password_and_a_new_sheet_and_leads_to_the_desk(
    bare: Desk, tmp_path: Path
) -> None:
    bare.window.go_to_vault(bare.office.vault)
    bare.settle()
    bare.window.unlock.sheet_button.click()
    page = bare.window.recover
    assert bare.window.pages.currentWidget() is page
    page.go()
    assert page.key_field.problem
    page.key.setText("A" * 52)
    page.go()
    assert page.key_field.problem
    page.read(bare.office.folder / KEY_FILE)
    for edit in (page.new.first, page.new.again):
        edit.setText("a brand new evening at sea")
    page.sheet.place.edit.setText(str(bare.office.vault))
    page.go()
    assert page.sheet.place.field.problem
    page.sheet.place.edit.setText(str(tmp_path))
    page.go()
    bare.settle()
    assert page.go_button.text() == "去打开账本"
    written = {one.suffix for one in tmp_path.iterdir() if one.is_file()}
    assert written >= {".txt", ".pdf"}
    page.go()
    bare.settle()

    assert bare.window.is_open
    assert page.new.text == ""
    assert bare.window.shell.bars.sheet.isVisible()  # the new one was not read back yet
    old = (bare.office.folder / KEY_FILE).read_text("ascii")
    bare.window.lock()
    bare.settle()
    with pytest.raises(Exception, match="wrong_recovery_key"):
        bare.office.house.open(bare.office.vault, Credential.from_recovery_text(old))


def test_nothing_of_a_protected_number_stands_in_the_log(desk: Desk) -> None:
    kept_number(desk)
    reveal(desk, "核对")
    found = desk.ask(lambda ledger: rows_of(ledger, "SELECT group_concat(body) FROM audit")[0][0])

    assert CARD_NUMBER not in found
