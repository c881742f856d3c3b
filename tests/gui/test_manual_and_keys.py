"""F1 opens the manual where one is; Ctrl+/ lists the keys the commands really have."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from tests.support.window import Desk

from ledgerdesk.gui.commands import EVERYWHERE
from ledgerdesk.gui.dialogs.about import KeysDialog
from ledgerdesk.gui.dialogs.manual import ManualDialog, anchors
from ledgerdesk.gui.places import ANCHORS, RECEIPTS, TODAY
from ledgerdesk.gui.widgets.texts import without_mark
from ledgerdesk.i18n.translator import Language
from ledgerdesk.resources import resource

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manual.md"
STANDARD = {
    "new_trade": QKeySequence.StandardKey.New,
    "find": QKeySequence.StandardKey.Find,
    "undo": QKeySequence.StandardKey.Undo,
    "refresh": QKeySequence.StandardKey.Refresh,
    "manual": QKeySequence.StandardKey.HelpContents,
}


def test_the_program_shows_the_manual_of_the_documentation() -> None:
    assert resource("help", "manual.md").read_bytes() == PAGE.read_bytes()


@pytest.mark.parametrize("language", list(Language))
def test_every_page_has_its_part_in_the_manual_of_both_languages(
    desk: Desk, language: Language
) -> None:
    there = anchors(language)

    assert set(ANCHORS) == set(range(len(desk.window.shell.pages)))
    assert set(ANCHORS.values()) <= set(there)
    assert len(set(there)) == len(there)
    assert there == anchors(Language.ZH)


@pytest.mark.parametrize(("place", "title"), [(TODAY, "今日"), (RECEIPTS, "收据")])
def test_f1_opens_the_part_about_the_page_one_is_on(desk: Desk, place: int, title: str) -> None:
    desk.window.shell.go(place)
    desk.settle()
    desk.press(Qt.Key.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ManualDialog)

    assert dialog.page.cursorForPosition(QPoint(20, 24)).block().text() == title
    dialog.reject()


def test_the_list_of_keys_is_what_the_commands_have(desk: Desk) -> None:
    desk.press("/", held=Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeysDialog)
    told = {row for _, rows in dialog.groups for row in rows}
    dialog.reject()

    t, commands = desk.stage.speech, desk.window.commands
    expected = {(t.text(word), key) for word, key in EVERYWHERE}
    for command in commands.commands:
        keys = [key.toString() for key in commands.actions[command.name].shortcuts()]
        keys += [command.told_key] if command.told_key else []
        if keys:
            expected.add((without_mark(t.text(command.word)), ", ".join(keys)))
    assert told == expected


def test_standard_acts_have_the_standard_keys(desk: Desk) -> None:
    actions = desk.window.commands.actions
    for name, key in STANDARD.items():
        wanted = set(QKeySequence.keyBindings(key))
        assert wanted & set(actions[name].shortcuts()), name
    assert QKeySequence("Ctrl+,") in actions["place5"].shortcuts()


def test_ctrl_z_takes_back_what_the_toast_offers(desk: Desk) -> None:
    toast, heard = desk.window.shell.toast, []
    toast.show_done("删了", "撤销", lambda: heard.append("undone"), key="Ctrl+Z")
    desk.press("z", held=Qt.KeyboardModifier.ControlModifier)
    desk.press("z", held=Qt.KeyboardModifier.ControlModifier)

    assert heard == ["undone"]
    toast.show_done("存好了", "打开", lambda: heard.append("opened"))
    desk.press("z", held=Qt.KeyboardModifier.ControlModifier)
    assert heard == ["undone"]
