"""One receipt: number and acts, its page on a darker desk, its facts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.receipts import Kind as ReceiptKind
from ledgerdesk.core.receipts import Status
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.pages.receipts.receipt_columns import state_of
from ledgerdesk.gui.pages.record_history import History
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind, LinkButton
from ledgerdesk.gui.widgets.chips import Chip
from ledgerdesk.gui.widgets.page_view import Fit, PageView
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text
from ledgerdesk.services.receipts import Listed

_HIGHEST_PAGE = 380
_FOLDED, _WIDEST = 196, 16_777_215


class ReceiptPane(QWidget):
    """The detail pane of the register."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._speech = stage.speech
        self._shown: Listed | None = None
        self.setFixedWidth(theme.DETAIL_PANE)
        self.number = Text(size=theme.LARGE, bold=True)
        self.void_button = Button(Kind.DESTRUCTIVE)
        self.reverse_button = Button(Kind.DESTRUCTIVE)
        self.reprint_button = Button(Kind.PRIMARY, key="Ctrl+P")
        self.save_button = LinkButton()
        self.view = PageView(follows=_HIGHEST_PAGE)
        self._same = Text(size=theme.SMALL, tone="muted")
        self._pages = Text(size=theme.SMALL, tone="muted")
        self.earlier, self.later = (
            Button(Kind.GHOST, icon="chevron-left"),
            Button(Kind.GHOST, icon="chevron-right"),
        )
        self.enlarge_button = Button(Kind.GHOST)
        self._labels = [Text(size=theme.SMALL, tone="muted") for _ in range(4)]
        self._payer, self._issued = Elided(), Text()
        self._amount = Text(bold=True)
        self._state = Chip("plain")
        self.history = History(stage, "receipt", width=120)
        self._whole, self._facts, self._line = QWidget(), QWidget(), Rule("line2")
        self._lay_out()
        self.earlier.clicked.connect(lambda: self.view.turn(-1))
        self.later.clicked.connect(lambda: self.view.turn(1))
        self.view.changed.connect(self._tell_page)
        self.show_nothing()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.number)
        acts.addStretch(1)
        for button in (self.void_button, self.reverse_button, self.reprint_button):
            acts.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._same)
        below.addStretch(1)
        for part in (
            self.earlier,
            self._pages,
            self.later,
            self.enlarge_button,
            self.save_button,
        ):
            below.addWidget(part)
        facts = QGridLayout(self._facts)
        facts.setContentsMargins(0, 14, 0, 14)
        facts.setHorizontalSpacing(28)
        facts.setVerticalSpacing(2)
        values = (self._payer, self._issued, self._state, self._amount)
        for column, (label, value) in enumerate(zip(self._labels, values, strict=True)):
            right = column == len(values) - 1
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side)
            facts.addWidget(label, 0, column)
            place = side | Qt.AlignmentFlag.AlignVCenter
            facts.addWidget(value, 1, column, *() if column == 0 else (place,))
        facts.setColumnStretch(0, 1)
        column_ = QVBoxLayout(self._whole)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(0)
        column_.addLayout(acts)
        column_.addSpacing(14)
        column_.addWidget(self.view)
        column_.addSpacing(4)
        column_.addLayout(below)
        column_.addSpacing(6)
        column_.addWidget(self._line)
        column_.addWidget(self._facts)
        column_.addWidget(self.history, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def say(self) -> None:
        """Say every text again."""
        t = self._speech
        self.void_button.say(t.text("Vo&id…"))
        self.reverse_button.say(t.text("Take &back…"))
        self.reprint_button.say(t.text("&Print again"))
        self.save_button.say(t.text("&Save as PDF…"))
        self.earlier.setAccessibleName(t.text("Earlier page"))
        self.later.setAccessibleName(t.text("Next page"))
        self.enlarge_button.set_key(t.text("Space"))
        self.enlarge_button.say(t.text("Enlarge"))
        names = (t.text("Payer"), t.text("Issued at"), t.text("State"), t.text("Amount"))
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self.history.say()
        if self._shown is not None:
            self.show_receipt(self._shown)
        self._tell_page()

    def fold(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Lie below the list: the acts and the history; the page itself is one key away."""
        self.setMinimumWidth(0 if on else theme.DETAIL_PANE)
        self.setMaximumWidth(_WIDEST if on else theme.DETAIL_PANE)
        self.setMaximumHeight(_FOLDED if on else _WIDEST)
        for part in (self.view, self._same, self._line, self._facts):
            part.setVisible(not on)

    def show_receipt(self, one: Listed) -> None:
        """Show number, facts and what may be done; its page comes after."""
        self._shown = one
        self._whole.show()
        self.number.setText(one.number)
        self._payer.setText(one.payer)
        self._issued.setText(one.issued_at[:16].replace("T", " "))
        self._amount.setText(figures.yuan(one.amount_fen))
        self._amount.set_tone("bad" if one.amount_fen < 0 else "text")
        self._state.say(*state_of(self._speech, one))
        live = one.status is Status.ISSUED and one.reversed_by is None
        self.void_button.setEnabled(live)
        self.reverse_button.setEnabled(live and one.kind is ReceiptKind.NORMAL)
        self.view.open(one.number)
        self.history.show_record(one.pub)

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self._shown = None
        self.view.clear()
        self.history.show_record("")
        self._whole.hide()

    def _as_printed(self) -> str:
        """Say of which print this is the page: a later one carries its own mark."""
        t = self._speech
        if self._shown is not None and self._shown.prints:
            return t.text("as print {number} will be", number=self._shown.prints + 1)
        return t.text("as it is printed")

    def _tell_page(self) -> None:
        t, view = self._speech, self.view
        many = view.count > 1
        self.view.setAccessibleName(
            figures.page_name(t, self._shown.number if self._shown else "", view.page, view.count)
        )
        self._same.setText(
            self._as_printed()
            if view.fit is Fit.WIDTH
            else t.text("{percent} %", percent=view.percent)
        )
        for part in (self.earlier, self.later, self._pages):
            part.setVisible(many)
        self.earlier.setEnabled(self.view.page > 0)
        self.later.setEnabled(self.view.page + 1 < self.view.count)
        self._pages.setText(f"{self.view.page + 1} / {self.view.count}")
