"""The list is narrowed and read on, a card verified and stopped, customers handed out."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.customers import (
    CardState,
    Contact,
    ContactKind,
    Customer,
    CustomerDraft,
    CustomerFilter,
    CustomerKind,
)
from ledgerdesk.core.progress import Progress
from ledgerdesk.core.standards import Needed, Rule
from ledgerdesk.gui.dialogs.card_why import EraseDialog, ResumeDialog, StopDialog
from ledgerdesk.gui.dialogs.hand_out import CopyDialog, ExportDialog
from ledgerdesk.gui.pages.customers.customers import CustomersPage
from ledgerdesk.gui.places import CUSTOMERS, STANDARDS
from ledgerdesk.services.exports import Gathered

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
FIRST = CustomerDraft(name="张三", category="prospect", tags=("老客户",))
SECOND = CustomerDraft(name="李四", kind=CustomerKind.PERSON, contacts=(PHONE,))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk: Desk) -> CustomersPage:
    desk.change(lambda ledger: ledger.customers.add(FIRST))
    desk.change(lambda ledger: ledger.customers.add(SECOND))
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    return desk.window.shell.customers


@pytest.fixture
def aged(bare: Desk) -> CustomersPage:
    """Give the same list 200 days later: the window is opened then, for time locks it."""
    with bare.office.opened() as ledger:
        for draft in (FIRST, SECOND):
            ledger.customers.add(draft)
    bare.office.pass_time(days=200)
    bare.unlock()
    bare.window.shell.go(CUSTOMERS)
    bare.settle()
    return bare.window.shell.customers


def names(page: CustomersPage) -> list[str]:
    return [offer.title for offer in page.list.offers]


def choose(desk: Desk, page: CustomersPage, state: int = 0, tag: int = 0) -> None:
    page.filter.state.choose(state)
    page.filter.tag.choose(tag)
    page.filter.changed.emit()
    desk.settle()


def test_the_list_is_narrowed_by_what_stands_on_the_cards(desk: Desk, page: CustomersPage) -> None:
    assert names(page) == ["李四", "张三"]

    choose(desk, page, tag=1)
    assert names(page) == ["张三"]
    choose(desk, page, state=1)
    assert names(page) == ["张三"]
    choose(desk, page, state=3)
    assert names(page) == ["李四"]
    page.show_due()
    desk.settle()
    assert names(page) == []
    assert not page.card._nothing.isHidden()


def test_what_is_due_is_left_in_the_list(bare: Desk, aged: CustomersPage) -> None:
    aged.show_due()
    bare.settle()
    assert names(aged) == ["李四", "张三"]


def test_a_long_list_goes_on_where_it_is_scrolled_to(desk: Desk, page: CustomersPage) -> None:
    def many(ledger: Ledger) -> Done[Customer]:
        return [ledger.customers.add(CustomerDraft(name=f"客{n}")) for n in range(55)][-1]

    desk.change(many)
    page.refresh()
    desk.settle()
    assert len(page.list.offers) == 50

    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.settle()

    assert len(page.list.offers) == 57
    assert names(page)[-1] == "张三"


def test_a_card_is_verified_with_one_click_and_that_is_taken_back(
    bare: Desk, aged: CustomersPage
) -> None:
    aged.card.acts.verify_button.click()
    bare.settle()

    assert bare.ask(lambda ledger: ledger.customers.due_count()) == 1
    toast = bare.window.shell.toast
    assert toast.isVisible()
    toast.action.click()
    bare.settle()
    assert bare.ask(lambda ledger: ledger.customers.due_count()) == 2


def test_use_is_stopped_with_a_reason_and_taken_up_again(desk: Desk, page: CustomersPage) -> None:
    page.card.acts.stop.trigger()
    (dialog,) = page.findChildren(StopDialog)
    dialog.act.click()
    assert dialog.why_field.problem
    dialog.why.setText("本人来电")
    dialog.act.click()
    desk.settle()
    assert names(page) == ["张三"]

    choose(desk, page, state=4)
    assert names(page) == ["李四"]
    assert not page.card.trade_button.isVisible()
    page.card.acts.resume.trigger()
    (again,) = page.findChildren(ResumeDialog)
    again.why.setText("本人撤回")
    again.act.click()
    desk.settle()
    choose(desk, page)
    assert names(page) == ["李四", "张三"]


def test_a_card_is_erased_and_leaves_its_number(desk: Desk, page: CustomersPage) -> None:
    page.card.acts.erase.trigger()
    (dialog,) = page.findChildren(EraseDialog)
    dialog.why.setText("本人要求")
    dialog.act.click()
    desk.settle()

    assert names(page) == ["张三"]
    gone = desk.ask(lambda ledger: ledger.customers.by_code("C000002"))
    assert (gone.name, gone.state) == ("—", CardState.ERASED)


def test_what_the_list_shows_is_exported(desk: Desk, page: CustomersPage, tmp_path: Path) -> None:
    choose(desk, page, tag=1)
    page.export_button.click()
    (dialog,) = page.findChildren(ExportDialog)
    dialog.shape.choose(1)
    dialog.write(tmp_path / "c.csv")
    desk.settle()

    text = (tmp_path / "c.csv").read_text("utf-8-sig")
    assert "张三" in text
    assert "李四" not in text


def test_a_large_export_is_made_beside_the_desk_and_can_be_given_up(
    desk: Desk, page: CustomersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_go_on = threading.Event(), threading.Event()

    def slow(_gathered: Gathered, progress: Progress) -> bytes:
        progress(1, 2)
        began.set()
        assert may_go_on.wait(20)
        progress(2, 2)
        return b"whole"

    monkeypatch.setattr(Gathered, "render", slow)
    before = desk.ask(lambda ledger: ledger.audit.page().lines[0])
    page.export_button.click()
    (dialog,) = page.findChildren(ExportDialog)
    dialog.write(tmp_path / "c.xlsx")
    desk.qtbot.waitUntil(began.is_set)
    meanwhile: list[int] = []
    tasks = desk.stage.tasks
    tasks.query(
        page,
        lambda ledger: len(ledger.customers.page(CustomerFilter())),
        meanwhile.append,
        page.complain,
    )
    desk.qtbot.waitUntil(lambda: meanwhile == [2] and dialog.line.value() == 50)

    dialog.reject()
    may_go_on.set()
    desk.settle()

    assert not (tmp_path / "c.xlsx").exists()
    assert desk.ask(lambda ledger: ledger.audit.page().lines[0]) == before


def test_a_person_is_given_his_copy(desk: Desk, page: CustomersPage, tmp_path: Path) -> None:
    page.card.acts.copy.trigger()
    (dialog,) = page.findChildren(CopyDialog)
    dialog.folder.edit.setText(str(tmp_path))
    dialog.act.click()
    desk.settle()

    assert len(list(tmp_path.glob("C000002-*.pdf"))) == 1
    assert len(list(tmp_path.glob("C000002-*.json"))) == 1


def test_the_form_says_what_the_office_asks_for_and_why(desk: Desk, page: CustomersPage) -> None:
    desk.change(
        lambda ledger: ledger.standards.change(
            [
                Rule(field="company", needed=Needed.EVERYBODY, hint="全称"),
                Rule(field="print_name", purpose="开收据用"),
            ]
        )
    )
    page.list.setFocus()
    desk.press(Qt.Key.Key_F2)
    fields = page.form.fields.fields

    assert fields["company"].hint.text() == "全称"
    asked = fields["company"]._below.text()
    assert asked
    assert fields["print_name"]._below.text() == "开收据用"
    fields["company"].control.setFocus()
    desk.press("Wagang")
    assert fields["company"]._below.text() != asked


def test_a_rule_and_a_category_are_set_on_their_page(desk: Desk) -> None:
    desk.window.shell.go(STANDARDS)
    desk.settle()
    standards = desk.window.shell.standards
    standards.rule_table.choose(6)
    standards.rule_form.needed.choose(3)
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    rule = desk.ask(lambda ledger: ledger.standards.current()).rule("email")
    assert rule.needed is Needed.EVERYBODY
    assert "1" in standards.head.fact.text()

    standards.tabs.choose(1)
    standards.category_form.name.setText("VIP")
    standards.category_form.days.setText("x")
    standards.category_form.save_button.click()
    assert standards.category_form.days_field.problem
    standards.category_form.days.setText("30")
    standards.category_form.save_button.click()
    desk.settle()
    cycles = desk.ask(lambda ledger: ledger.standards.categories()).cycles
    assert cycles["VIP"] == 30
    standards.category_table.choose(4)
    standards.category_form.drop_button.click()
    desk.settle()
    assert "VIP" not in desk.ask(lambda ledger: ledger.standards.categories()).cycles
