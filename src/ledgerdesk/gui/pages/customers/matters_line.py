"""One quiet line below a customer: what he owes, what lies here of his, what he said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import LinkButton
from ledgerdesk.gui.widgets.texts import Elided, Text
from ledgerdesk.services.today import Matters


class MattersLine(QWidget):
    """Shown only where there is something to know; asked for when somebody is chosen."""

    account_known = Signal(int)
    pay_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._pub = ""
        self._matters = Matters()
        self.owed = Text(size=theme.SMALL, tone="warn")
        self.other = Elided(size=theme.SMALL, tone="muted")
        self.pay_button = LinkButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.owed)
        row.addWidget(self.pay_button)
        row.addWidget(self.other, 1)
        self.pay_button.clicked.connect(lambda: self.pay_wanted.emit(self._pub))
        stage.tasks.changed.connect(self._changed)
        self._show(Matters())

    def say(self) -> None:
        """Say every text again."""
        self.pay_button.say(self._stage.speech.text("take a payment"))
        self._show(self._matters)

    def show_customer(self, pub: str) -> None:
        """Ask what is to be known of a customer; nobody is an empty id."""
        if pub == self._pub:
            return
        self._pub = pub
        self._show(Matters())
        if pub:
            self._ask()
        else:
            self.account_known.emit(0)

    def _changed(self, changes: Changes) -> None:
        if self._pub and changes & (Changes.TRANSACTIONS | Changes.CUSTOMERS):
            self._ask()

    def _ask(self) -> None:
        pub = self._pub

        def found(matters: Matters) -> None:
            if pub == self._pub:
                self._show(matters)
                self.account_known.emit(matters.deposit_fen)

        def failed(_error: KnownError) -> None:
            self._show(Matters())

        self._stage.tasks.query(self, lambda ledger: ledger.today.matters(pub), found, failed)

    def _show(self, matters: Matters) -> None:
        t = self._stage.speech
        self._matters = matters
        owed = figures.yuan(matters.owed_fen)
        self.owed.setText(t.text("Owes {sum}", sum=owed) if matters.owed_fen else "")
        told = []
        if matters.deposit_fen:
            told.append(t.text("deposit {sum}", sum=figures.yuan(matters.deposit_fen)))
        if matters.complained_at is not None:
            day = f"{matters.complained_at:%m-%d}"
            said = t.text("complained {day}: {words}", day=day, words=matters.complaint)
            told.append(said)
        if matters.remark:
            told.append(matters.remark)
        self.other.setText(" · ".join(told).replace("\n", " "))
        self.owed.setVisible(bool(matters.owed_fen))
        self.pay_button.setVisible(bool(matters.owed_fen))
        self.other.setVisible(bool(told))
        self.setVisible(bool(matters.owed_fen or told))
