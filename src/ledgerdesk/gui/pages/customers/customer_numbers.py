"""A customer's ID and bank numbers: masked, each with its way to be seen for half a minute."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.customers import ProtectedNumber
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.clipboard import KEPT_MS, SensitiveClipboard
from ledgerdesk.gui.dialogs.numbers import KeepNumberDialog, RevealDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.i18n.log_words import number_words


class ProtectedNumbers(QWidget):
    """The section of a card; what is shown in clear goes back by itself and at locking."""

    looked = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._pub = ""
        self.may_reveal = True
        self._numbers: tuple[ProtectedNumber, ...] = ()
        self._shown = ""
        self._clear = ""
        self.clipboard = SensitiveClipboard(self)
        self.title = Text(bold=True)
        self.add_button = Button(Kind.PLAIN)
        self.show_buttons: list[Button] = []
        self.values: list[Elided] = []
        self.copy_button: Button | None = None
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(0)
        self._rows.setHorizontalSpacing(16)
        self._rows.setColumnStretch(1, 1)
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(KEPT_MS)
        self.later.timeout.connect(self.hide_again)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(Rule("line2"))
        column.addLayout(self._rows)
        self.add_button.clicked.connect(self.add)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.title.setText(t.text("ID and bank numbers"))
        self.add_button.say(t.text("A&dd a number…"))
        self._lay_rows()

    def show_customer(self, pub: str) -> None:
        """Show another customer's numbers, masked, or none."""
        self.hide_again()
        self._pub = pub
        self._numbers = ()
        self._lay_rows()
        if pub:
            self.refresh()

    def refresh(self) -> None:
        """Ask for them again."""
        pub = self._pub

        def show(numbers: tuple[ProtectedNumber, ...]) -> None:
            if pub == self._pub:
                self._numbers = numbers
                self._lay_rows()

        def failed(_error: KnownError) -> None:
            """The page above says what is wrong with the book."""

        self._stage.tasks.query(self, lambda ledger: ledger.customers.numbers(pub), show, failed)

    def hide_again(self) -> None:
        """Mask what was shown, and take it off the clipboard."""
        self.later.stop()
        self.clipboard.clear()
        if self._clear:
            self._shown = self._clear = ""
            self._lay_rows()

    def _lay_rows(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.show_buttons, self.values, self.copy_button = [], [], None
        for row, one in enumerate(self._numbers):
            self._lay_row(row, one)

    def _lay_row(self, row: int, one: ProtectedNumber) -> None:
        t = self._stage.speech
        name = Text(number_words(t.translator, one.name), tone="muted")
        name.setFixedHeight(theme.ROW_HEIGHT + 4)
        is_clear = bool(self._clear) and one.name == self._shown
        value = Elided(self._clear if is_clear else one.shown)
        button = Button(Kind.GHOST)
        if is_clear:
            button.say(t.text("Copy for 30 seconds"))
            button.clicked.connect(lambda: self.clipboard.copy(self._clear))
            self.copy_button = button
        else:
            button.say(t.text("Show…"))
            button.setVisible(self.may_reveal)
            button.clicked.connect(partial(self.reveal, one))
            self.show_buttons.append(button)
        button.setAccessibleDescription(name.text())
        self.values.append(value)
        self._rows.addWidget(name, row, 0)
        self._rows.addWidget(value, row, 1)
        self._rows.addWidget(button, row, 2)

    def reveal(self, one: ProtectedNumber) -> None:
        """Ask why, and show it."""
        dialog = RevealDialog(self, self._stage, self._pub, one)
        pub = self._pub

        def shown(number: str) -> None:
            if pub == self._pub:
                self._shown, self._clear = one.name, number
                self._lay_rows()
                self.later.start()
                self.looked.emit()

        dialog.revealed.connect(shown)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self) -> None:
        """Keep one more."""
        dialog = KeepNumberDialog(self, self._stage, self._pub)
        dialog.kept.connect(self.refresh)
        dialog.kept.connect(self.looked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
