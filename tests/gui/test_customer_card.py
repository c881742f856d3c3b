"""A card is changed in place: by keys, with its reason, and nothing that was typed is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.gui.test_window import marks
from tests.support.window import Desk

from ledgerdesk.core.customers import Contact, ContactKind, CustomerDraft, CustomerKind
from ledgerdesk.core.drafts import Form
from ledgerdesk.gui.pages.customers.card_fields import draft_of, texts_of
from ledgerdesk.gui.pages.customers.card_form import CardForm
from ledgerdesk.gui.places import CUSTOMERS, TODAY

PHONE = Contact(kind=ContactKind.PHONE, value="13800138642")
BEFORE = CustomerDraft(name="单雄信", kind=CustomerKind.PERSON, contacts=(PHONE,))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pub(desk: Desk) -> str:
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="程咬金")))
    added = desk.change(lambda ledger: ledger.customers.add(BEFORE))
    desk.window.shell.go(CUSTOMERS)
    desk.settle()
    desk.window.shell.customers.list.setFocus()
    return added.pub


@pytest.fixture
def form(desk: Desk, pub: str) -> CardForm:
    desk.press(Qt.Key.Key_F2)
    form = desk.window.shell.customers.form
    assert form.isVisible()
    assert form.card is not None
    assert form.card.customer.pub == pub
    return form


def stored(desk: Desk, pub: str) -> CustomerDraft:
    return desk.ask(lambda ledger: ledger.customers.card(pub)).draft


def retype(desk: Desk, text: str) -> None:
    desk.press(Qt.Key.Key_A, held=CONTROL)
    desk.press(text)


def test_a_card_is_changed_by_keys_alone(desk: Desk, pub: str, form: CardForm) -> None:
    retype(desk, "Shan Tong")
    desk.press(Qt.Key.Key_Return, "2", "Wagang", Qt.Key.Key_Return, Qt.Key.Key_Return)
    form.why.setFocus()
    desk.press("came in")
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert not form.isVisible()
    assert stored(desk, pub) == replace(
        BEFORE, name="Shan Tong", kind=CustomerKind.COMPANY, company="Wagang"
    )
    line = desk.ask(lambda ledger: ledger.audit.history("customer", pub)).lines[0]
    assert line.why == "came in"
    assert desk.window.shell.customers.card.name.text() == "Shan Tong"
    assert desk.window.shell.toast.isVisible()


def test_contacts_are_added_ordered_and_taken_away(desk: Desk, pub: str, form: CardForm) -> None:
    rows = form.fields.contacts
    rows.add_button.click()
    desk.press("13900001111", Qt.Key.Key_Return, "office")
    rows.rows[1].up.click()
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    other = Contact(kind=ContactKind.PHONE, value="13900001111", label="office")
    assert stored(desk, pub).contacts == (other, PHONE)

    desk.press(Qt.Key.Key_F2)
    rows.rows[1].remove.click()
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert stored(desk, pub).contacts == (other,)


def test_the_category_may_be_a_word_of_the_offices_own(
    desk: Desk, pub: str, form: CardForm
) -> None:
    form.fields.category.choose(4)
    form.fields.category.chosen.emit(4)
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert form.fields.fields["category"].problem
    desk.press("VIP")
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert stored(desk, pub).category == "VIP"


def test_escape_leaves_the_card_and_what_was_typed_can_be_brought_back(
    desk: Desk, pub: str, form: CardForm
) -> None:
    retype(desk, "Shan")
    desk.press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert stored(desk, pub) == BEFORE

    toast = desk.window.shell.toast
    assert toast.isVisible()
    toast.action.click()
    desk.settle()

    assert form.isVisible()
    assert form.fields.edits["name"].text() == "Shan"
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert stored(desk, pub).name == "Shan"


def test_an_untouched_form_closes_without_a_word(desk: Desk, pub: str, form: CardForm) -> None:
    assert not form.save_button.isEnabled()
    desk.press(Qt.Key.Key_Escape)

    assert not form.isVisible()
    assert not desk.window.shell.toast.isVisible()


def test_a_name_that_was_emptied_is_marked_and_nothing_is_saved(
    desk: Desk, pub: str, form: CardForm
) -> None:
    form.fields.edits["name"].clear()
    form.fields.edited.emit()
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert form.isVisible()
    assert form.fields.fields["name"].problem
    assert stored(desk, pub) == BEFORE


def test_what_somebody_changed_meanwhile_is_told_and_nothing_typed_is_lost(
    desk: Desk, pub: str, form: CardForm
) -> None:
    retype(desk, "Shan")
    desk.change(
        lambda ledger: ledger.customers.change(
            pub, replace(BEFORE, company="瓦岗寨", contacts=()), seen=BEFORE
        )
    )
    desk.press(Qt.Key.Key_Return, held=CONTROL)

    assert form.trouble.isVisible()
    assert form.fields.edits["name"].text() == "Shan"
    assert form.fields.edits["company"].text() == "瓦岗寨"
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert stored(desk, pub) == replace(BEFORE, name="Shan", company="瓦岗寨", contacts=())


def test_choosing_another_customer_keeps_the_form_as_a_draft(
    desk: Desk, pub: str, form: CardForm
) -> None:
    retype(desk, "Shan")
    desk.window.shell.customers.list.choose(1)
    desk.settle()

    assert not form.isVisible()
    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.form is Form.CARD
    desk.window.shell.go(TODAY)
    desk.window.shell.today.draft_wanted.emit(kept.draft)
    desk.settle()
    assert form.isVisible()
    assert form.fields.edits["name"].text() == "Shan"
    desk.press(Qt.Key.Key_Return, held=CONTROL)
    assert stored(desk, pub).name == "Shan"
    assert desk.ask(lambda ledger: ledger.drafts.list()) == ()


def test_locking_keeps_the_form_and_shows_nothing_of_it(
    desk: Desk, pub: str, form: CardForm
) -> None:
    retype(desk, "Shan")
    desk.window.lock()
    desk.settle()

    assert form.card is None
    assert form.fields.edits["name"].text() == form.name.text() == ""
    desk.unlock()
    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.texts["name"] == "Shan"


def test_closing_the_window_keeps_the_form(desk: Desk, pub: str, form: CardForm) -> None:
    retype(desk, "Shan")
    desk.window.close()
    desk.settle()

    (kept,) = desk.ask(lambda ledger: ledger.drafts.list())
    assert kept.draft.texts["name"] == "Shan"


def test_a_card_comes_back_from_its_texts() -> None:
    full = replace(
        BEFORE,
        company="瓦岗寨",
        contacts=(PHONE, Contact(kind=ContactKind.EMAIL, value="a@b", label="财务")),
        category="重点",
        responsible="0" * 16,
    )

    assert draft_of(texts_of(full)) == full
    assert draft_of(texts_of(BEFORE)) == BEFORE


def test_every_key_of_the_form_is_its_own(desk: Desk, form: CardForm) -> None:
    found = marks(desk.window.shell.customers)
    assert [key for key, count in found.items() if count > 1] == []
