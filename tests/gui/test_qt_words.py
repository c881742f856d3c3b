"""What Qt says by itself, in its own dialogs and menus, is Chinese where the window is."""

import re

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.translator import Language

WORD = re.compile(r"[A-Za-z]{3}")


def words_of(qtbot: QtBot) -> list[str]:
    picker = QFileDialog()
    qtbot.addWidget(picker)
    picker.setOption(QFileDialog.Option.DontUseNativeDialog)
    picker.setFileMode(QFileDialog.FileMode.Directory)
    edit = QLineEdit()
    qtbot.addWidget(edit)
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Save)
    qtbot.addWidget(buttons)
    menu = edit.createStandardContextMenu()
    found = [one.text() for one in picker.findChildren(QLabel)]
    found += [one.text() for one in picker.findChildren(QPushButton)]
    found += [one.text() for one in buttons.buttons()]
    found += [action.text().partition("\t")[0] for action in menu.actions()]
    menu.deleteLater()
    return [one for one in found if one]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_folder_picker_the_buttons_and_the_menu_of_a_field_speak_chinese(
    qtbot: QtBot,
) -> None:
    speech = Speech(Language.ZH)
    chinese = words_of(qtbot)
    assert [one for one in chinese if WORD.search(one)] == []
    assert {"查找位置(&I)：", "取消", "复制(&C)", "粘贴(&P)"} <= set(chinese)
    speech.choose(Language.EN)

    assert "取消" not in words_of(qtbot)
