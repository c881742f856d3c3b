"""What Qt says by itself, in its own dialogs and menus, is Chinese where the window is.

In a process of its own: a translator that another test's window left would answer here.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from ledgerdesk.gui.speech import Speech
from ledgerdesk.i18n.translator import Language

ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"[A-Za-z]{3}")


def words_of_qt() -> list[str]:
    picker = QFileDialog()
    picker.setOption(QFileDialog.Option.DontUseNativeDialog)
    picker.setFileMode(QFileDialog.FileMode.Directory)
    edit = QLineEdit()
    standard = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.Save)
    menu = edit.createStandardContextMenu()
    found = [one.text() for one in picker.findChildren(QLabel)]
    found += [one.text() for one in picker.findChildren(QPushButton)]
    found += [one.text() for one in buttons.buttons()]
    found += [action.text().partition("\t")[0] for action in menu.actions()]
    menu.deleteLater()
    return [one for one in found if one]


def say_in_both_languages() -> None:
    """Print what Qt says under a Chinese window, and then under an English one."""
    application = QApplication([])
    speech = Speech(Language.ZH)
    chinese = words_of_qt()
    speech.choose(Language.EN)
    sys.stdout.write(json.dumps([chinese, words_of_qt()]))
    application.quit()


def test_the_folder_picker_the_buttons_and_the_menu_of_a_field_speak_chinese() -> None:
    code = "from tests.gui.test_qt_words import say_in_both_languages as say; say()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, timeout=90
    )
    chinese, english = json.loads(done.stdout)

    assert [one for one in chinese if WORD.search(one)] == []
    assert {"查找位置(&I)：", "取消", "复制(&C)", "粘贴(&P)"} <= set(chinese)
    assert "Cancel" in english
