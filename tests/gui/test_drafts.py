"""Nothing typed is lost: not by a lock, a closed window, the end of a session or a slip."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.drafts import Draft, Form
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui.dialogs.leave_trade import LeaveTradeDialog
from ledgerdesk.gui.dialogs.new_customer import NewCustomerDialog
from ledgerdesk.gui.form_drafts import AFTER_LAST_KEY_MS, AT_MOST_MS
from ledgerdesk.gui.pages.trades.trade import TradePage
from ledgerdesk.gui.places import CUSTOMERS, TODAY, TRADE
from ledgerdesk.gui.widgets.buttons import Button
from ledgerdesk.services.drafts import Drafts, KeptDraft

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
WAIT_MS = AFTER_LAST_KEY_MS + 4_000


@pytest.fixture
def page(desk: Desk) -> TradePage:
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000, item="代理记账")))
    desk.office.pass_time(days=0, minutes=30)
    desk.window.shell.go(TRADE)
    desk.settle()
    return desk.window.shell.trade


def half_typed(desk: Desk, page: TradePage) -> dict[str, str]:
    """Type a trade for a known customer, with one text that is no value yet."""
    desk.press("z", "s", ENTER, ENTER, *"12x", ENTER)
    page.method.choose(0)
    page.received.setFocus()
    desk.press(*"20")
    page.note.setFocus()
    desk.commit("押金退回")
    return page.fields.texts()


def drafts(desk: Desk) -> tuple[KeptDraft, ...]:
    return desk.ask(lambda ledger: ledger.drafts.list())


def wait_for_draft(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: len(drafts(desk)) > 0, timeout=WAIT_MS)


def test_a_trade_is_kept_a_second_after_the_last_key_and_every_five_at_most(
    desk: Desk, page: TradePage
) -> None:
    soon, at_last = page.drafts._soon, page.drafts._at_last
    assert (soon.interval(), at_last.interval()) == (AFTER_LAST_KEY_MS, AT_MOST_MS)
    assert (AFTER_LAST_KEY_MS, AT_MOST_MS) == (1_000, 5_000)
    desk.press("z", "s")
    assert drafts(desk) == ()
    page.drafts.touched()
    time.sleep(0.2)
    before, left = soon.remainingTime(), at_last.remainingTime()
    page.drafts.touched()
    assert soon.remainingTime() > before  # begun again by the key
    assert at_last.remainingTime() <= left  # and this one is not
    wait_for_draft(desk)

    assert drafts(desk)[0].draft.texts["customer"] == "zs"
    assert not at_last.isActive()


def test_composing_is_never_part_of_a_draft(desk: Desk, page: TradePage) -> None:
    desk.preedit("zhang")
    assert not page.drafts._soon.isActive()
    page.drafts.keep()
    assert drafts(desk) == ()
    desk.commit("张")
    desk.preedit("san")
    page.drafts.keep()

    assert drafts(desk)[0].draft.texts["customer"] == "张"


def test_locking_keeps_the_trade_and_the_form_offers_it_with_all_its_values(
    desk: Desk, page: TradePage
) -> None:
    typed = half_typed(desk, page)
    desk.press("l", held=CONTROL)
    assert not desk.window.is_open
    assert page.fields.texts() == {}
    desk.unlock()
    desk.press("3", held=CONTROL)
    assert page.drafts.bar.isVisible()
    assert "张三 · 代理记账" in page.drafts.bar.words.text()
    page.drafts.bar.resume_button.click()
    desk.settle()

    assert page.fields.texts() == typed
    assert page.customer.known is not None
    assert not page.drafts.bar.isVisible()


def test_posting_a_resumed_trade_ends_its_draft(desk: Desk, page: TradePage) -> None:
    half_typed(desk, page)
    page.drafts.set_aside()
    page.clear()
    desk.settle()
    page.drafts.offer()
    desk.settle()
    page.drafts.bar.resume_button.click()
    desk.settle()
    page.lines.rows[0].amount.setText("12")
    page._edited()
    desk.press(ENTER, held=CONTROL)

    assert drafts(desk) == ()
    assert len(desk.ask(lambda ledger: ledger.receipts.register()).receipts) == 2
    assert not page.drafts.bar.isVisible()


def test_today_lists_the_draft_and_goes_on_with_it(desk: Desk, page: TradePage) -> None:
    typed = half_typed(desk, page)
    page.drafts.set_aside()
    page.clear()
    shell = desk.window.shell
    shell.go(TODAY)
    desk.settle()
    (row,) = [row for row in shell.today.waiting.rows if row.icon == "edit"]
    assert (row.title, row.act, row.other) == ("没写完的交易", "继续", "丢弃")
    desk.press(Qt.Key.Key_F6)
    assert isinstance(desk.focus, Button)
    desk.press(ENTER)

    assert shell.place == TRADE
    assert page.fields.texts() == typed


def test_going_on_with_another_draft_keeps_what_stands_in_the_form(
    desk: Desk, page: TradePage
) -> None:
    desk.change(
        lambda ledger: ledger.drafts.keep(
            Draft(pub="0000000000000001", form=Form.TRADE, texts={"note": "旧的"})
        )
    )
    desk.press("z")
    page.drafts.resume("0000000000000001")
    desk.settle()

    assert page.note.text() == "旧的"
    assert {one.draft.texts.get("customer", "") for one in drafts(desk)} == {"z", ""}


def test_throwing_a_draft_away_can_be_undone(desk: Desk, page: TradePage) -> None:
    typed = half_typed(desk, page)
    page.drafts.set_aside()
    page.clear()
    desk.settle()
    page.drafts.offer()
    desk.settle()
    page.drafts.bar.throw_button.click()
    desk.settle()
    assert drafts(desk) == ()
    assert not page.drafts.bar.isVisible()
    desk.window.shell.toast.action.click()
    desk.settle()

    assert [dict(one.draft.texts) for one in drafts(desk)] == [typed]
    assert page.drafts.bar.isVisible()


def test_a_form_emptied_by_hand_has_no_draft(desk: Desk, page: TradePage) -> None:
    desk.press("z")
    page.drafts.keep()
    assert len(drafts(desk)) == 1
    desk.press(Qt.Key.Key_Backspace)
    page.drafts.keep()

    assert drafts(desk) == ()


def test_a_trade_for_a_chosen_customer_sets_the_half_typed_one_aside(
    desk: Desk, page: TradePage
) -> None:
    typed = half_typed(desk, page)
    known = page.customer.known
    assert known is not None
    desk.window.shell.trade_for(known)
    desk.settle()

    assert page.fields.texts()["customer"] == "张三"
    assert [dict(one.draft.texts) for one in drafts(desk)] == [typed]


def test_a_draft_that_cannot_be_kept_is_said_once_and_the_form_stays(
    desk: Desk, page: TradePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError(Code.DISK_FULL)

    monkeypatch.setattr(Drafts, "keep", full)
    told: list[str] = []
    page.failed.connect(told.append)
    desk.press("z")
    for _ in range(3):
        page.drafts.keep()
        desk.settle()
    assert len(told) == 1
    desk.window.lock()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveTradeDialog)

    assert dialog.trouble.isVisible()
    assert desk.stage.tasks.is_open
    assert desk.window.pages.currentWidget() is desk.window.unlock  # nothing is seen meanwhile
    dialog.reject()
    desk.settle()
    assert desk.window.is_open
    assert page.customer.edit.text() == "z"
    desk.window.lock(asking=False)  # nobody sits at the desk: the book matters more
    desk.settle()
    assert desk.window.pages.currentWidget() is desk.window.unlock
    monkeypatch.undo()


def test_closing_with_a_half_typed_trade_asks_and_cancel_stays(desk: Desk, page: TradePage) -> None:
    half_typed(desk, page)
    assert not desk.window.close()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveTradeDialog)
    words = [one.text() for one in (dialog.act, dialog.throw_button, dialog.leave)]
    assert words == ["存为草稿(&K)", "丢弃(&W)", "回到交易"]
    assert dialog.act.isDefault()
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=20_000)
    desk.press(ESCAPE)

    assert desk.window.isVisible()
    assert page.is_dirty


def test_closing_with_the_draft_kept(desk: Desk, page: TradePage) -> None:
    typed = half_typed(desk, page)
    desk.window.close()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveTradeDialog)
    dialog.act.click()
    desk.settle()

    assert not desk.window.isVisible()
    assert [dict(one.draft.texts) for one in drafts(desk)] == [typed]


def test_closing_with_the_draft_thrown_away(desk: Desk, page: TradePage) -> None:
    half_typed(desk, page)
    page.drafts.keep()
    desk.settle()
    desk.window.close()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveTradeDialog)
    dialog.throw_button.click()
    desk.settle()

    assert not desk.window.isVisible()
    assert drafts(desk) == ()


def test_the_end_of_the_session_keeps_the_draft_without_asking(desk: Desk, page: TradePage) -> None:
    typed = half_typed(desk, page)
    desk.window.leaving.end_session()
    desk.settle()

    assert [dict(one.draft.texts) for one in drafts(desk)] == [typed]
    assert QApplication.activeModalWidget() is None
    assert desk.window.close()


def test_a_session_that_goes_on_asks_about_what_is_typed_after_it(
    desk: Desk, page: TradePage
) -> None:
    half_typed(desk, page)
    desk.window.leaving.end_session()
    page.note.setText("再写一点")

    assert not desk.window.close()
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveTradeDialog)
    dialog.reject()


def test_two_persons_do_not_see_each_others_drafts(desk: Desk, page: TradePage) -> None:
    half_typed(desk, page)
    page.drafts.set_aside()
    page.clear()
    desk.settle()

    def hand_over(ledger: object) -> None:
        from tests.services.test_drafts import somebody_else  # noqa: PLC0415 - this test's own

        somebody_else(ledger)  # type: ignore[arg-type] # a ledger is what a query hands out

    desk.ask(hand_over)
    desk.window.shell.go(TODAY)
    desk.settle()
    assert [row for row in desk.window.shell.today.waiting.rows if row.icon == "edit"] == []
    desk.window.shell.go(TRADE)
    desk.settle()

    assert not page.drafts.bar.isVisible()


@pytest.fixture
def dialog(desk: Desk) -> NewCustomerDialog:
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.window.shell.customers.add()
    desk.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, NewCustomerDialog)
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is found, timeout=20_000)
    return found


def opened() -> NewCustomerDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, NewCustomerDialog)
    return found


def test_a_new_customer_who_was_not_finished_is_offered(
    desk: Desk, dialog: NewCustomerDialog
) -> None:
    desk.commit("李建国")
    dialog.kind.choose(1)
    desk.window.lock()
    desk.settle()
    assert QApplication.activeModalWidget() is None
    desk.unlock()
    desk.window.shell.go(CUSTOMERS)
    desk.window.shell.customers.add()
    desk.settle()
    again = opened()
    assert again.drafts.bar.isVisible()
    again.drafts.bar.resume_button.click()
    desk.settle()
    assert again.texts() == {"name": "李建国", "kind": "company"}
    again.add()
    desk.settle()

    assert drafts(desk) == ()
    assert desk.ask(lambda ledger: ledger.customers.find("ljg"))[0].name == "李建国"


def test_a_new_customer_cancelled_by_a_slip_comes_back_by_undo(
    desk: Desk, dialog: NewCustomerDialog
) -> None:
    desk.commit("李建国")
    dialog.drafts.keep()
    desk.settle()
    dialog.reject()
    desk.settle()
    assert drafts(desk) == ()
    desk.window.shell.toast.action.click()
    desk.settle()

    assert opened().texts() == {"name": "李建国"}
    opened().reject()


def test_a_field_that_is_no_line_edit_is_kept_too(desk: Desk, page: TradePage) -> None:
    typed = half_typed(desk, page)

    kept = {name for name in typed if name not in {"customer", "customer_code", "method"}}
    shown = {edit.text() for edit in page.findChildren(QLineEdit) if edit.text()}
    assert {typed[name] for name in kept} <= shown
    assert typed["method"] == "cash"
    assert typed["customer_code"] == "C000001"
