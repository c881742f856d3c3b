"""What is told on asking: the keys, made from the commands, and what the program is made of."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk import __version__
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.texts import Rule, Text

Group = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and rows of a word and its keys."""
_KEY_ROW = 24
_KEYS_WIDE = 110


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


class KeysDialog(Asking):
    """List the keys there are, by menu, in two columns."""

    def __init__(self, parent: QWidget, speech: Speech, groups: tuple[Group, ...]) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=860)
        self.act.hide()
        self.groups = groups
        columns = QHBoxLayout()
        columns.setSpacing(40)
        half = sum(len(rows) + 2 for _, rows in groups) / 2
        left, right = QVBoxLayout(), QVBoxLayout()
        filled = 0
        for name, rows in groups:
            (left if filled < half - len(rows) / 2 else right).addLayout(_group(name, rows))
            filled += len(rows) + 2
        for column in (left, right):
            column.setSpacing(14)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.body.addLayout(columns)
        self.say_frame(speech.text("Keys"), "", "", speech.text("Close"))


def _group(name: str, rows: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(1, _KEYS_WIDE)
    grid.addWidget(Text(name, bold=True), 0, 0, 1, 2)
    for number, (word, keys) in enumerate(rows, start=1):
        for place, part in enumerate((Text(word), Text(keys, tone="muted"))):
            part.setFixedHeight(_KEY_ROW)
            grid.addWidget(part, number, place)
    return grid


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
