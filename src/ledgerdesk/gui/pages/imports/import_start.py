"""Where an import begins: choose a file, drop it on the window, or paste cells."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.gui import theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.empty import Empty
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import PageHead

_WIDE = 460


class ImportStart(QWidget):
    """The empty page of an import; a table that was refused says why here."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._doing = ""
        self.close_button = Button(Kind.GHOST, key="Esc")
        self.earlier_button = Button(Kind.PLAIN, icon="history")
        self.head = PageHead(self.earlier_button, self.close_button)
        self.empty = Empty("upload", key="Ctrl+O", second_key="Ctrl+V")
        self.choose_button, self.paste_button = self.empty.button, self.empty.second
        self.trouble = Note("bad", size=theme.BODY)
        self.job = JobBar()
        for part in (self.trouble, self.job):
            part.setFixedWidth(_WIDE)
        self.rest()
        below = QVBoxLayout()
        below.addWidget(self.trouble, 0, Qt.AlignmentFlag.AlignHCenter)
        below.addWidget(self.job, 0, Qt.AlignmentFlag.AlignHCenter)
        below.addStretch(1)
        room = QWidget()
        room.setLayout(below)
        room.setMinimumHeight(150)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 12)
        column.addWidget(self.head)
        column.addWidget(self.empty, 3)
        row = QHBoxLayout()
        row.addWidget(room)
        column.addLayout(row, 2)

    def say(self) -> None:
        """Say every text again."""
        t = self._speech
        self.head.title.setText(t.text("Import a table"))
        self.close_button.say(t.text("Close"))
        self.earlier_button.say(t.text("Earlier i&mports…"))
        self.empty.say(
            t.text("Bring a table of customers and trades"),
            t.text(
                "Drop an .xlsx or .csv file on this window, choose it, or paste cells copied in"
                " Excel or WPS. First you see what would be imported; nothing is written by that."
            ),
            t.text("&Choose a file…"),
            t.text("&Paste cells"),
        )
        self.job.say(self._doing, t.text("Cancel"), "")

    def run(self, doing: str) -> None:
        """Show that a table is being read."""
        t = self._speech
        self._doing = doing
        self.trouble.hide()
        self.job.show_percent(0)
        self.job.say(doing, t.text("Cancel"), "")
        self.job.show()

    def rest(self) -> None:
        """Show that nothing is under way."""
        self._doing = ""
        self.job.hide()
        self.trouble.hide()

    def refuse(self, sentence: str) -> None:
        """Say why a table cannot be taken, and what to do."""
        self.rest()
        self.trouble.say(sentence)
        self.trouble.show()
