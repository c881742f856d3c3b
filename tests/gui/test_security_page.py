"""The page about security is read in the program, in its language, from the beginning."""

from pathlib import Path

import pytest
from PySide6.QtGui import QTextTable
from tests.support.window import Desk

from ledgerdesk.gui.dialogs.security import SecurityDialog, security_page
from ledgerdesk.i18n.translator import Language
from ledgerdesk.resources import resource

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def test_the_program_shows_the_page_of_the_documentation() -> None:
    assert resource("help", "security.md").read_bytes() == PAGE.read_bytes()


def test_both_languages_say_the_same_in_the_same_order() -> None:
    chinese, english = (security_page(language)[1] for language in Language)

    def shape(text: str) -> list[str]:
        return [line[:2] for line in text.splitlines() if line[:1] in {"#", "-", "|"}]

    assert shape(chinese) == shape(english)
    assert "不保证什么" in chinese
    assert "What is not promised" in english


@pytest.mark.parametrize(
    ("language", "title", "promise"),
    [
        (Language.ZH, "安全：怎样保管，防什么，不保证什么", "密码和恢复单全部丢失，数据就没有了。"),
        (
            Language.EN,
            "Security: how it is kept, against whom, and what is not promised",
            "All passwords and the sheet lost means the data is lost.",
        ),
    ],
)
def test_it_opens_from_the_help_menu_at_its_beginning(
    desk: Desk, language: Language, title: str, promise: str
) -> None:
    desk.stage.speech.choose(language)

    desk.window.commands.actions["security"].trigger()
    (dialog,) = desk.window.findChildren(SecurityDialog)

    assert dialog.windowTitle() == title
    assert promise in dialog.page.toPlainText()
    assert "**" not in dialog.page.toPlainText()
    assert dialog.page.verticalScrollBar().value() == 0
    assert dialog.page.verticalScrollBar().maximum() > 0
    frames = dialog.page.document().rootFrame().childFrames()
    (table,) = [frame for frame in frames if isinstance(frame, QTextTable)]
    assert (table.rows(), table.columns()) == (7, 3)
    dialog.leave.click()
