"""What is told on asking: the keys, made from the commands, and what the program is made of."""

import platform
from collections.abc import Mapping

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk import __version__
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.security import told_page
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Kind, LinkButton
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.resources import resource
from ledgerdesk.runtime.paths import application_folder

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
        every = QWidget()
        columns = QHBoxLayout(every)
        columns.setContentsMargins(0, 0, 12, 0)
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
        self.body.addWidget(Scrolling(every))
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
    """Say versions and licences, how to update, and where this PC keeps what."""

    def __init__(self, parent: QWidget, speech: Speech, engine: Mapping[str, str]) -> None:
        rows = (
            ("LedgerDesk", f"{__version__} · MIT"),
            ("Qt, PySide6", f"{qVersion()} · LGPL-3.0"),
            ("Python", f"{platform.python_version()} · PSF"),
            ("SQLCipher", f"{engine['sqlcipher']} · BSD-3-Clause"),
            ("SQLite", f"{engine['sqlite']} · {speech.text('public domain')}"),
            ("Noto Sans SC", "OFL-1.1"),
            ("Lucide", "ISC"),
        )
        super().__init__(parent, rows)
        self.folder = application_folder()
        self.folder_button, self.licences_button = LinkButton(), LinkButton()
        self.folder_button.say(speech.text("&Folder of the settings"))
        self.licences_button.say(speech.text("&Licences"))
        self.folder_button.setToolTip(str(self.folder))
        self.folder_button.clicked.connect(self._open_folder)
        self.licences_button.clicked.connect(lambda: _show_licences(self, speech))
        row = QHBoxLayout()
        row.addWidget(self.licences_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.update_words = Text(
            speech.text(
                "To update, put the newer program in the place of this one; books and backups"
                " stay as they are. It never looks for updates by itself."
            ),
            tone="muted",
            wrap=True,
        )
        self.body.addWidget(self.update_words)
        self.body.addLayout(row)
        self.say_frame(
            speech.text("About LedgerDesk"),
            speech.text("It works offline; it looks for no updates and sends nothing."),
            "",
            speech.text("Close"),
        )

    def _open_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))


class LicencesDialog(Asking):
    """Show `docs/licences.md`: what comes with the program, and under which licence."""

    def __init__(self, parent: QWidget, speech: Speech) -> None:
        super().__init__(parent, act=Kind.PLAIN, width=860)
        self.act.hide()
        title, _, text = resource("help", "licences.md").read_text("utf-8").partition("\n")
        self.page = told_page(title.removeprefix("# "), text.strip())
        self.body.addWidget(self.page)
        self.say_frame(title.removeprefix("# "), "", "", speech.text("Close"))


def _show_licences(parent: QWidget, speech: Speech) -> None:
    dialog = LicencesDialog(parent, speech)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
