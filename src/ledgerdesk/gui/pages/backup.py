"""The backup page says honestly what this version does, and what protects the book until then."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ledgerdesk.gui import theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.texts import Rule, Text


class BackupPage(Page):
    """No button that does nothing: the one that is here opens the book's folder."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.head = PageHead()
        self._state = Note("warn", size=theme.LARGE, bold=True)
        self._words = Text(wrap=True)
        self._steps = [Text(wrap=True) for _ in range(3)]
        self._section = Text(bold=True)
        self.folder_button = Button(Kind.PRIMARY)
        self._where = Text(size=theme.SMALL, tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(12)
        column.addWidget(self._state)
        column.addSpacing(8)
        column.addWidget(self._words)
        column.addSpacing(24)
        column.addWidget(self._section)
        column.addSpacing(8)
        column.addWidget(Rule("line2"))
        for step in self._steps:
            step.setContentsMargins(0, 8, 0, 8)
            column.addWidget(step)
            column.addWidget(Rule())
        column.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.folder_button)
        row.addWidget(self._where)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.folder_button.clicked.connect(self._open_folder)
        self.say()

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Backup"))
        self._state.say(t.text("This version does not make backups yet"))
        self._words.setText(
            t.text(
                "The window for backups comes with the backup feature. Until then the book is"
                " only as safe as this PC and the copies you make."
            )
        )
        self._section.setText(t.text("What you can do today"))
        steps = (
            t.text("1   Close LedgerDesk, so that the book is whole on the disk."),
            t.text("2   Copy the whole book folder to a stick. It is encrypted; nobody reads it."),
            t.text("3   Keep the recovery sheet somewhere else than the stick."),
        )
        for label, text in zip(self._steps, steps, strict=True):
            label.setText(text)
        self.folder_button.say(t.text("&Open the book's folder"))
        self._where.setText(self.stage.preferences.vault)

    def arrive(self) -> None:
        """Show where the book lies."""
        self.say()
        self.folder_button.setFocus()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.stage.preferences.vault))
