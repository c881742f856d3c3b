"""The page on data quality: every doubt has its list, its counts, its deeds and its way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from tests.support.still_office import OWNER, act_as
from tests.support.window import Desk

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.quality import Rule
from ledgerdesk.core.staff import Role
from ledgerdesk.gui.dialogs.correction import CorrectionDialog
from ledgerdesk.gui.dialogs.merging import MergeDialog, PairDialog
from ledgerdesk.gui.dialogs.other_card import OtherCardDialog
from ledgerdesk.gui.dialogs.reasons import ReasonDialog
from ledgerdesk.gui.pages.customers.quality import CORRECTIONS, IGNORED, RULES, QualityPage
from ledgerdesk.gui.places import CUSTOMERS, QUALITY
from ledgerdesk.gui.widgets.notices import Toast

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
ENTER = Qt.Key.Key_Return


def enter(ledger: Ledger) -> Done[None]:
    person = CustomerKind.PERSON
    for draft in (
        CustomerDraft(name="张伟", kind=person, contacts=(PHONE,)),
        CustomerDraft(name="张玮", kind=person, company="青禾贸易", contacts=(PHONE,)),
        CustomerDraft(name="王五", kind=person),
    ):
        ledger.customers.add(draft)
    return Done(value=None, changes=Changes.CUSTOMERS)


@pytest.fixture
def page(desk: Desk) -> QualityPage:
    desk.change(enter)
    desk.window.shell.go(QUALITY)
    return compared(desk)


def compared(desk: Desk) -> QualityPage:
    """Wait until the cards were compared anew."""
    page = desk.window.shell.quality
    desk.settle()
    desk.qtbot.waitUntil(
        lambda: not page._later.isActive() and not page.surveying.is_under_way, timeout=30_000
    )
    desk.settle()
    return page


def listed(page: QualityPage, place: int) -> list[str]:
    page.tabs.choose(place)
    return [page.model.columns[0].cell(one).text for one in page.model.records]


def dialog_of(desk: Desk, kind: type[QDialog]) -> QDialog:
    desk.settle()
    found = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def toast_act(desk: Desk) -> None:
    """Press the deed a toast offers."""
    toast = desk.window.findChild(Toast)
    assert isinstance(toast, Toast)
    assert toast.isVisible()
    QTest.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    desk.settle()


def test_every_rule_has_its_list_and_its_count(desk: Desk, page: QualityPage) -> None:
    phone, missing = RULES.index(Rule.SAME_PHONE), RULES.index(Rule.MISSING)

    assert listed(page, phone) == ["张伟 C000001 · 张玮 C000002"]
    assert listed(page, missing) == ["王五 C000003"]
    assert [tab.count for tab in page.tabs.tabs] == ["", "1", "", "", "1", "", ""]
    assert page.head.fact.text() == "已比对 3 位客户"
    assert listed(page, RULES.index(Rule.IMPOSSIBLE)) == []
    assert page.empty.isVisible()
    assert page.empty.title.text() == "没有发现问题"


def test_a_missing_field_is_put_right_where_it_is_typed(desk: Desk, page: QualityPage) -> None:
    listed(page, RULES.index(Rule.MISSING))
    page.table.setFocus()
    desk.press(ENTER)

    shell = desk.window.shell
    assert shell.place == CUSTOMERS
    desk.qtbot.waitUntil(lambda: shell.customers.form.is_open, timeout=10_000)
    assert QApplication.focusWidget() is shell.customers.form.fields.contacts.rows[0].value


def test_two_cards_become_one_by_the_values_that_are_chosen_and_undo_brings_them_back(
    desk: Desk, page: QualityPage
) -> None:
    listed(page, RULES.index(Rule.SAME_PHONE))
    page.merge()
    dialog = dialog_of(desk, MergeDialog)
    assert isinstance(dialog, MergeDialog)
    assert list(dialog.choices) == ["name", "company"]
    assert dialog.choices["company"].position == 1  # the left one has none
    dialog.choices["name"].choose(1)
    dialog.reason.setText("本人来电")
    dialog.act.click()
    compared(desk)

    survivor = desk.ask(lambda ledger: ledger.customers.by_code("C000002"))
    assert (survivor.code, survivor.name, survivor.company) == ("C000001", "张玮", "青禾贸易")
    assert listed(page, RULES.index(Rule.SAME_PHONE)) == []

    toast_act(desk)
    compared(desk)

    assert desk.ask(lambda ledger: ledger.customers.by_code("C000002")).code == "C000002"
    assert listed(page, RULES.index(Rule.SAME_PHONE)) == ["张伟 C000001 · 张玮 C000002"]


def test_the_two_can_change_sides(desk: Desk, page: QualityPage) -> None:
    listed(page, RULES.index(Rule.SAME_PHONE))
    page.merge()
    dialog = dialog_of(desk, MergeDialog)
    assert isinstance(dialog, MergeDialog)
    dialog.swap_button.click()
    other = dialog_of(desk, MergeDialog)

    assert isinstance(other, MergeDialog)
    assert other._proposal.survivor.customer.code == "C000002"
    other.reject()


def test_of_several_alike_two_are_chosen(desk: Desk, page: QualityPage) -> None:
    third = CustomerDraft(name="李四", contacts=(PHONE,))
    desk.change(lambda ledger: ledger.customers.add(third))
    compared(desk)
    listed(page, RULES.index(Rule.SAME_PHONE))
    page.merge()
    pair = dialog_of(desk, PairDialog)
    assert isinstance(pair, PairDialog)
    pair.second.choose(2)
    pair.act.click()
    dialog = dialog_of(desk, MergeDialog)

    assert isinstance(dialog, MergeDialog)
    assert dialog._proposal.other.customer.name == "李四"
    dialog.reject()


def test_a_finding_is_put_aside_for_a_reason_and_taken_up_again(
    desk: Desk, page: QualityPage
) -> None:
    listed(page, RULES.index(Rule.SAME_PHONE))
    page.table.setFocus()
    desk.press(Qt.Key.Key_Delete)
    dialog = dialog_of(desk, ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    dialog.act.click()
    assert dialog.isVisible()
    assert dialog.reason_field.problem
    dialog.reason.setText("夫妻共用")
    dialog.act.click()
    compared(desk)

    assert listed(page, RULES.index(Rule.SAME_PHONE)) == []
    assert listed(page, IGNORED) == ["电话相同"]
    page.reopen_button.click()
    compared(desk)
    assert listed(page, RULES.index(Rule.SAME_PHONE)) == ["张伟 C000001 · 张玮 C000002"]


def asked(desk: Desk) -> None:
    """Ask for a correction on the card of the first customer, by its dialog."""
    shell = desk.window.shell
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    shell.show_card(pub, "C000001", "")
    desk.qtbot.waitUntil(
        lambda: (
            shell.customers.card.matters._matters is not None
            and shell.customers.card.matters._pub == pub
        ),
        timeout=10_000,
    )
    shell.customers.card.matters.ask()
    dialog = dialog_of(desk, CorrectionDialog)
    assert isinstance(dialog, CorrectionDialog)
    assert dialog.wrong.currentText() == PHONE.value
    assert dialog.edits["verified_by"].text() == OWNER
    dialog.act.click()
    desk.settle()
    assert dialog.isVisible()  # nothing was said of what is right
    dialog.edits["correct"].setText("13900002222")
    dialog.edits["evidence"].setText("本人来电")
    dialog.act.click()
    desk.settle()
    assert not desk.window.findChildren(CorrectionDialog)


def test_a_correction_is_asked_for_on_the_card_and_approved_on_the_page(
    desk: Desk, page: QualityPage
) -> None:
    asked(desk)
    card = desk.window.shell.customers.card
    assert "待批" in card.matters.lines[0].text()
    desk.window.shell.go(QUALITY)
    compared(desk)
    assert listed(page, CORRECTIONS) == ["张伟 C000001"]
    assert page.tabs.tabs[CORRECTIONS].count == "1"

    page.approve_button.click()
    compared(desk)

    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    contacts = desk.ask(lambda ledger: ledger.customers.contacts(pub))
    assert [one.value for one in contacts] == ["13900002222"]
    assert listed(page, CORRECTIONS) == []


def test_a_clerk_may_ask_and_put_aside_but_neither_merge_nor_approve(
    desk: Desk, page: QualityPage
) -> None:
    asked(desk)

    def as_clerk(ledger: Ledger) -> Done[None]:
        act_as(ledger, Role.CLERK)
        return Done(value=None, changes=Changes.CUSTOMERS)

    desk.change(as_clerk)
    desk.window.shell.go(QUALITY)
    compared(desk)

    listed(page, RULES.index(Rule.SAME_PHONE))
    assert (page.merge_button.isVisible(), page.ignore_button.isVisible()) == (False, True)
    listed(page, CORRECTIONS)
    assert not page.approve_button.isVisible()


def test_a_merge_is_taken_apart_on_the_card(desk: Desk, page: QualityPage) -> None:
    def merge(ledger: Ledger) -> Done[object]:
        pubs = [ledger.customers.by_code(f"C00000{n}").pub for n in (1, 2)]
        proposal = ledger.merges.foresee(*pubs)
        return Done(
            value=ledger.merges.merge(proposal, proposal.wanted, why="").value,
            changes=Changes.CUSTOMERS,
        )

    desk.change(merge)
    shell = desk.window.shell
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000001")).pub
    shell.show_card(pub, "C000001", "")
    matters = shell.customers.card.matters
    desk.qtbot.waitUntil(lambda: bool(matters.undo_buttons), timeout=10_000)
    matters.undo_buttons[0].click()
    dialog = dialog_of(desk, ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    dialog.act.click()
    desk.settle()

    assert desk.ask(lambda ledger: ledger.customers.by_code("C000002")).code == "C000002"


def test_any_two_cards_can_be_laid_side_by_side_from_one_of_them(
    desk: Desk, page: QualityPage
) -> None:
    shell = desk.window.shell
    pub = desk.ask(lambda ledger: ledger.customers.by_code("C000003")).pub
    shell.show_card(pub, "C000003", "")
    acts = shell.customers.card.acts
    desk.qtbot.waitUntil(
        lambda: acts._card is not None and acts._card.customer.pub == pub, timeout=10_000
    )
    acts.ask_other()
    dialog = dialog_of(desk, OtherCardDialog)
    assert isinstance(dialog, OtherCardDialog)
    dialog.other.setText("zhang")
    dialog.act.click()
    desk.settle()
    assert "C000001" in dialog.field.problem
    dialog.other.setText("C000001")
    dialog.act.click()
    merge = dialog_of(desk, MergeDialog)

    assert isinstance(merge, MergeDialog)
    assert merge._proposal.survivor.customer.name == "王五"
    merge.reject()


def test_nothing_of_the_book_stays_on_the_page_at_a_lock(desk: Desk, page: QualityPage) -> None:
    listed(page, RULES.index(Rule.SAME_PHONE))
    desk.window.lock()
    desk.settle()

    assert page.model.records == ()
    assert page._survey is None
