"""How a trade is paid: one method or two, the cash that was handed over, what a transfer names."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.transactions import Method, PaymentPart
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.line_rows import CellFault
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text

_WIDE, _MONEY, _SECOND = 292, 128, 150
METHODS = figures.SEGMENTS


class TradePayment(QWidget):
    """The controls of a payment; the second method and the detail stand below the first."""

    edited = Signal()
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.method = Segments(len(METHODS))
        self.received, self.second_amount, self.detail = MoneyEdit(), MoneyEdit(), Edit()
        self.second = Select(tall=theme.FIELD_HEIGHT)
        self.method_field = Field(self.method)
        self.received_field = Field(self.received)
        self.detail_field = Field(self.detail)
        self.second_field = Field(self.second)
        self.second_amount_field = Field(self.second_amount)
        self._change_label = Text(size=theme.SMALL, tone="muted")
        self.change = Text("—", size=theme.LARGE, bold=True)
        self.cash = QWidget()
        self._more = QWidget()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self.received_field.setFixedWidth(_MONEY)
        cash = QHBoxLayout(self.cash)
        cash.setContentsMargins(0, 0, 0, 0)
        cash.setSpacing(20)
        cash.addWidget(self.received_field, 0, top)
        change = QVBoxLayout()
        change.setSpacing(4)
        change.addWidget(self._change_label)
        self.change.setFixedHeight(theme.FIELD_HEIGHT)
        change.addWidget(self.change)
        change.addStretch(1)
        cash.addLayout(change)
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self.method_field, 0, top)
        first.addWidget(self.cash, 0, top)
        first.addStretch(1)
        more = QHBoxLayout(self._more)
        more.setContentsMargins(0, 14, 0, 0)
        more.setSpacing(16)
        for field, wide in (
            (self.detail_field, _WIDE),
            (self.second_field, _SECOND),
            (self.second_amount_field, _MONEY),
        ):
            field.setFixedWidth(wide)
            more.addWidget(field, 0, top)
        more.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(first)
        column.addWidget(self._more)

    def _wire(self) -> None:
        self.method.chosen.connect(self.edited)
        self.method.accepted.connect(self._after_method)
        self.received.next_wanted.connect(self.accepted)
        self.detail.next_wanted.connect(self.accepted)
        self.second.chosen.connect(self._second_chosen)
        self.second.next_wanted.connect(self._after_second)
        self.second_amount.next_wanted.connect(self.accepted)
        for edit in (self.received, self.detail, self.second_amount):
            edit.textEdited.connect(self.edited)

    def say(self, t: Speech) -> None:
        """Say every text again."""
        names = [figures.method(t, one) for one in METHODS]
        self.method_field.say(t.text("&Method"))
        self.method.say(t.text("Method"), names)
        self.received_field.say(t.text("Rece&ived"))
        self._change_label.setText(t.text("Change"))
        self.detail_field.say(
            t.text("Details of the pa&yment"), hint=t.text("bank, last four; No.")
        )
        self.second_field.say(t.text("&Another method"))
        self.second.say([t.text("none"), *names])
        if self.second.currentIndex() < 0:
            self.second.choose(0)
        self.second_amount_field.say(t.text("of it (¥)"))
        self.second_amount.setAccessibleName(t.text("Amount paid by the other method"))

    # ── what stands there ────────────────────────────────────────────────────────────────

    @property
    def chosen(self) -> Method | None:
        """Give the chosen method."""
        position = self.method.position
        return None if position is None else METHODS[position]

    @property
    def other(self) -> Method | None:
        """Give the second method, where one is chosen."""
        place = self.second.currentIndex()
        return METHODS[place - 1] if place > 0 else None

    def clear(self) -> None:
        """Begin anew."""
        self.method.choose(None)
        self.second.choose(0)
        for edit in (self.received, self.detail, self.second_amount):
            edit.clear()

    def texts(self) -> dict[str, str]:
        """Read what a draft keeps."""
        found = {
            "received": self.received.text(),
            "detail": self.detail.text(),
            "second_amount": self.second_amount.text(),
        }
        for name, method in (("method", self.chosen), ("second", self.other)):
            found[name] = "" if method is None else method.value
        return found

    def write(self, texts: dict[str, str]) -> None:
        """Write what a draft kept."""
        places = {method.value: at for at, method in enumerate(METHODS)}
        self.received.setText(texts.get("received", ""))
        self.detail.setText(texts.get("detail", ""))
        self.second_amount.setText(texts.get("second_amount", ""))
        self.method.choose(places.get(texts.get("method", "")))
        self.second.choose(places.get(texts.get("second", ""), -1) + 1)

    def parts(self, total_fen: int) -> tuple[tuple[PaymentPart, ...], list[CellFault]]:
        """Read the payment of a total in 分; the first method pays what the other leaves."""
        method, other = self.chosen, self.other
        if method is None:
            return (), []
        detail = "" if method is Method.CASH else self.detail.text().strip()
        if other is None or other is method:
            return (PaymentPart(method=method, amount_fen=total_fen, detail=detail),), []
        amount = self.second_amount.fen()
        if amount is None or not 0 < amount < total_fen:
            error = KnownError(Code.BAD_VALUE, field="second", reason="part_of_total")
            whole = PaymentPart(method=method, amount_fen=total_fen, detail=detail)
            return (whole,), [CellFault(field="second", error=error)]
        rest = PaymentPart(method=method, amount_fen=total_fen - amount, detail=detail)
        return (rest, PaymentPart(method=other, amount_fen=amount)), []

    def show_state(self, total_fen: int) -> None:
        """Show what belongs to the chosen methods, and the change of the cash."""
        method, other = self.chosen, self.other
        is_cash = method is Method.CASH
        self.cash.setVisible(is_cash)
        self._more.setVisible(method is not None)
        self.detail_field.setVisible(not is_cash)
        self.second_amount_field.setVisible(other is not None and other is not method)
        parts, _ = self.parts(total_fen)
        due = parts[0].amount_fen if parts else total_fen
        received = self.received.fen()
        enough = received is not None and received >= due > 0
        self.change.setText(figures.yuan((received or 0) - due) if enough else "—")

    # ── the way of the keys ──────────────────────────────────────────────────────────────

    def _after_method(self) -> None:
        """Cash is counted first; anything else is ready to be issued."""
        if self.chosen is Method.CASH:
            self.received.setFocus()
        else:
            self.accepted.emit()

    def _second_chosen(self) -> None:
        self.edited.emit()
        if self.second_amount_field.isVisible():
            self.second_amount.setFocus()

    def _after_second(self) -> None:
        if self.second_amount_field.isVisible():
            self.second_amount.setFocus()
        else:
            self.accepted.emit()
