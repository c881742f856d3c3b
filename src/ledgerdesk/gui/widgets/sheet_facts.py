"""What else stands on a day sheet, one line each: a click leads to the record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ledgerdesk.core.days import Sheet
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.texts import Text

SHOWN = 5
MOST = 46


class SheetFacts(QWidget):
    """Numbers of the day, then what is missing, without a receipt, void or printed again.

    `number_wanted` says a number; `payment_wanted` a payment without a receipt and its customer.
    """

    number_wanted = Signal(str)
    payment_wanted = Signal(str, str)

    def __init__(self, speech: Speech, sheet: Sheet) -> None:
        super().__init__()
        t, record = speech, sheet.record
        numbers = record.numbers
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        if numbers.first is not None and numbers.last is not None:
            words = t.plural(
                "{first} to {last}: {count} number", "{first} to {last}: {count} numbers",
                numbers.issued, first=numbers.first, last=numbers.last, count=numbers.issued,
            )  # fmt: skip
            self._column.addWidget(Text(words, size=theme.SMALL, tone="muted"))
        for number in numbers.missing:
            self._lead(t.text("Missing: {numbers}", numbers=number), number)
        for owed in record.without_receipt:
            words = t.text(
                "Without a receipt: {customer} {item} {amount}",
                customer=owed.customer, item=owed.item, amount=figures.yuan(owed.amount_fen),
            )  # fmt: skip
            self._lead(words, "", (owed.payment, owed.customer))
        for void in record.voids:
            self._lead(
                t.text("Void: {number}, {reason}", number=void.number, reason=void.reason),
                void.number,
            )
        for again in record.reprints:
            words = t.text(
                "{number}, print {ordinal}, {person}",
                number=again.number, ordinal=again.ordinal, person=again.by,
            )  # fmt: skip
            self._lead(words, again.number)
        left = len(self.buttons) - SHOWN
        for button in self.buttons[:SHOWN]:
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for button in self.buttons[SHOWN:]:
            button.deleteLater()
        del self.buttons[SHOWN:]
        if left > 0:
            more = t.text("{count} more on the slip", count=left)
            self._column.addWidget(Text(more, size=theme.SMALL, tone="muted"))

    def _lead(self, words: str, number: str, payment: tuple[str, str] | None = None) -> None:
        button = Button(Kind.GHOST)
        button.setParent(self)
        shown = words if len(words) <= MOST else words[: MOST - 1] + "…"
        button.say(shown.replace("&", "&&"))
        if payment is None:
            button.clicked.connect(lambda: self.number_wanted.emit(number))
        else:
            button.clicked.connect(lambda: self.payment_wanted.emit(*payment))
        self.buttons.append(button)
