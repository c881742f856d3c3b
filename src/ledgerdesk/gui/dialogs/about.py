"""What is told on asking: the keys, made from the commands, and what the program is made of."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QWidget

from ledgerdesk import __version__
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.texts import Rule, Text


class _Told(Asking):
    """Rows of two words and one way out."""

    def __init__(self, parent: QWidget, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=460)
        self.act.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(0)
        for number, (left, right) in enumerate(rows):
            name, value = Text(left), Text(right, tone="muted")
            for part in (name, value):
                part.setFixedHeight(theme.ROW_HEIGHT)
            grid.addWidget(name, 2 * number, 0)
            grid.addWidget(value, 2 * number, 1)
            grid.addWidget(Rule(), 2 * number + 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)


class KeysDialog(_Told):
    """List the keys there are."""

    def __init__(self, parent: QWidget, speech: Speech, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__(parent, rows)
        self.say_frame(speech.text("Keys"), "", "", speech.text("Close"))


class AboutDialog(_Told):
    """Say versions and licences."""

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        rows = (
            ("LedgerDesk", f"{__version__} · MIT"),
            ("Qt, PySide6", f"{qVersion()} · LGPL-3.0"),
            ("Python", f"{platform.python_version()} · PSF"),
            ("SQLCipher", "BSD-3-Clause"),
            ("Noto Sans SC", "OFL-1.1"),
            ("Lucide", "ISC"),
        )
        super().__init__(parent, rows)
        self.say_frame(
            speech.text("About LedgerDesk"),
            speech.text("It works offline; it looks for no updates and sends nothing."),
            "",
            speech.text("Close"),
        )
