"""Ctrl+K: every command, customer and receipt by a few letters, and nothing one may not do."""

import pytest
from PySide6.QtCore import Qt
from tests.support.still_office import issue, trade
from tests.support.window import Desk

from ledgerdesk.core.customers import CustomerDraft
from ledgerdesk.core.staff import PERMISSIONS, Person, Role
from ledgerdesk.gui.palette import Palette
from ledgerdesk.gui.places import CUSTOMERS, RECEIPTS, SETTINGS, TODAY
from ledgerdesk.gui.widgets.texts import without_mark
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.steps.matching import fits
from ledgerdesk.storage.pinyin import readings

FIRST = "SJ2026-000001"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def line(desk: Desk) -> Palette:
    desk.change(lambda ledger: ledger.customers.add(CustomerDraft(name="上海华联贸易有限公司")))
    desk.ask(lambda ledger: issue(ledger, trade("张三", 60_000)))
    desk.window.shell.go(TODAY)
    desk.settle()
    desk.press("k", held=CONTROL)
    assert desk.focus is desk.window.palette_line
    return desk.window.palette_line


def offered(desk: Desk, line: Palette, text: str) -> list[str]:
    line.clear()
    desk.commit(text)
    return [offer.title for offer in line.popup._offers]


def test_initials_find_a_customer_and_enter_opens_his_card(desk: Desk, line: Palette) -> None:
    assert offered(desk, line, "shhl")[0] == "上海华联贸易有限公司"

    desk.press(Qt.Key.Key_Return)
    desk.settle()

    assert desk.window.shell.place == CUSTOMERS
    assert desk.window.shell.customers.card.name.text() == "上海华联贸易有限公司"
    assert line.text() == ""


@pytest.mark.parametrize("typed", ["1", "000001", FIRST, FIRST.lower()])
def test_a_receipt_is_found_by_its_number_or_its_last_digits(
    desk: Desk, line: Palette, typed: str
) -> None:
    assert offered(desk, line, typed)[0] == f"{FIRST}  张三"

    desk.press(Qt.Key.Key_Return)
    desk.settle()

    current = desk.window.shell.receipts.current
    assert desk.window.shell.place == RECEIPTS
    assert current is not None
    assert current.number == FIRST


@pytest.mark.parametrize("language", list(Language))
def test_every_command_answers_to_its_name_and_to_its_initials(
    desk: Desk, line: Palette, language: Language
) -> None:
    desk.stage.speech.choose(language)
    desk.window.shell.go(RECEIPTS)
    desk.settle()
    t, commands = desk.stage.speech, desk.window.commands
    shown = [one for one in commands.commands if commands.actions[one.name].isVisible()]
    told = {one.command.name: one.words for one in line._what_can_be_done()}
    assert set(told) == {one.name for one in shown}
    line.begin()
    for command in shown:
        word = without_mark(t.text(command.word))
        assert fits(word, word)
        if all("\u4e00" <= letter <= "\u9fff" for letter in word):
            assert fits(word, "".join(readings(letter)[0][0] for letter in word)), word
            assert fits(word, "".join(readings(letter)[0] for letter in word)), word
    for name in ("new_trade", "void", "staff"):
        word = without_mark(t.text(next(one.word for one in shown if one.name == name)))
        assert offered(desk, line, word)[0] == word


def test_a_command_shows_its_key_and_is_done(desk: Desk, line: Palette) -> None:
    assert offered(desk, line, "设置") == ["设置"]
    assert line.popup._offers[0].right == "Ctrl+6"

    desk.press(Qt.Key.Key_Return)

    assert desk.window.shell.place == SETTINGS


def test_a_role_is_offered_only_what_it_may(desk: Desk, line: Palette) -> None:
    reader = Person(id=1, pub="0" * 16, user_id="x", name="读者", role=Role.AUDITOR)
    assert Role.AUDITOR not in PERMISSIONS["transactions.record"]
    assert offered(desk, line, "新交易") == ["新交易"]

    desk.window.commands.permit(reader)

    assert offered(desk, line, "新交易") == []


def test_esc_gives_the_keys_back_where_they_were(desk: Desk, line: Palette) -> None:
    offered(desk, line, "shhl")
    desk.press(Qt.Key.Key_Escape)
    assert line.popup.isHidden()
    desk.press(Qt.Key.Key_Escape)

    assert line.text() == ""
    assert desk.focus is desk.window.shell.today.table


def test_composing_asks_for_nothing(desk: Desk, line: Palette) -> None:
    line.clear()
    desk.preedit("shang")

    assert line.popup.isHidden()
    assert line.text() == ""


def test_a_lock_leaves_nothing_in_the_line(desk: Desk, line: Palette) -> None:
    offered(desk, line, "shhl")
    desk.window.lock()
    desk.settle()

    assert line.text() == ""
    assert not line.isVisible()
