"""The pictures of a day's end, a card in the hand, the standard, and the line of Ctrl+K."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from ledgerdesk.gui.dialogs.day_close import DayCloseDialog
from ledgerdesk.gui.main_window import MainWindow
from ledgerdesk.gui.places import CUSTOMERS, STANDARDS, TODAY

PIECES = ("20", "5", "1", "2", "1", "3")
"""How many notes lie in the till, the largest first; a few yuan too little."""


class Studio(Protocol):
    """What the pictures ask of the studio."""

    window: MainWindow

    def spin(self) -> None:
        """Let everything that was asked arrive."""

    def keep(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture."""


def draw_day(studio: Studio) -> None:
    """Count a day without closing it, and draw what else a clerk meets between two clients."""
    shell = studio.window.shell
    shell.go(TODAY)
    studio.spin()
    shell.close_day()
    dialog = _dialog(studio)
    for edit, pieces in zip(dialog.pieces.edits.values(), PIECES, strict=False):
        edit.setFocus()
        QTest.keyClicks(edit, pieces)
    studio.keep("e-day-close", dialog)
    dialog.reject()
    studio.window.activateWindow()
    studio.spin()
    line = studio.window.palette_line
    line.begin()
    QTest.keyClicks(line, "sh")
    studio.spin()
    studio.keep("e-ctrl-k")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    shell.go(CUSTOMERS)
    studio.spin()
    shell.customers.list.choose(0)
    studio.spin()
    shell.customers.edit()
    studio.spin()
    studio.keep("e-card-form")
    QTest.keyClick(shell.customers, Qt.Key.Key_Escape)
    studio.spin()
    shell.go(STANDARDS)
    studio.spin()
    studio.keep("e-standards")
    shell.go(TODAY)
    studio.spin()


def _dialog(studio: Studio) -> DayCloseDialog:
    found: list[QDialog] = []
    while not found:
        studio.spin()
        found = [one for one in studio.window.findChildren(DayCloseDialog) if one.isVisible()]
    assert isinstance(found[0], DayCloseDialog)
    return found[0]
