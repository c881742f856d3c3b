"""How much goes back and how: an amount and a method side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.services.payments import Way

METHODS = figures.SEGMENTS


class BackRow(QWidget):
    """The two fields; Enter goes from one to the other and on."""

    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.amount, self.method = MoneyEdit(), Select(tall=theme.FIELD_HEIGHT)
        self.amount_field, self.method_field = Field(self.amount), Field(self.method)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for field in (self.amount_field, self.method_field):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.amount.next_wanted.connect(self.method.setFocus)
        self.method.next_wanted.connect(self.next_wanted)

    def say(self, t: Speech) -> None:
        """Say every text."""
        self.amount_field.say(t.text("&Amount (¥)"))
        self.method_field.say(t.text("By &which method"))
        self.method.say([figures.method(t, one) for one in METHODS])
        self.method.setAccessibleName(t.text("By which method"))
        self.method.choose(0)

    def way(self, stage: Stage) -> Way | None:
        """Read what goes back and how; without an amount the field says so."""
        fen = self.amount.fen()
        if not fen:
            refusal = self.amount.refusal()
            t = stage.speech
            said = t.text("Write how much.") if refusal is None else t.sentence(refusal)
            self.amount_field.show_problem(said)
            self.amount.setFocus()
            return None
        return Way(method=METHODS[max(self.method.currentIndex(), 0)], amount_fen=fen)
