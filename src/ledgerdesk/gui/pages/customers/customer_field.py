"""The customer of a trade: found by name, pinyin or phone, or new by what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.customers import Contact, ContactKind, Customer
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.identity import phone_digits
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.pages.customers.matters_line import MattersLine
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.offering_edit import Answer, OfferingEdit
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.texts import Elided, Rule, Text, Tone
from ledgerdesk.services.today import LastTime

OFFERED = 5
_FIELD_WIDTH = 364
_TAIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A customer with what the strip and an offer tell of him."""

    customer: Customer
    contacts: tuple[Contact, ...]
    last: LastTime | None

    @property
    def phone_tail(self) -> str:
        """Give the last four digits of his first phone, or nothing."""
        phones = [one.value for one in self.contacts if one.kind is ContactKind.PHONE]
        return phone_digits(phones[0])[-_TAIL:] if phones else ""


def known_like(ledger: Ledger, text: str) -> list[Known]:
    """Find the customers a text fits, with what is told of them."""
    return [
        Known(
            customer=one,
            contacts=ledger.customers.contacts(one.pub),
            last=ledger.today.last_time(one.pub),
        )
        for one in ledger.customers.find(text, limit=OFFERED)
    ]


class CustomerField(QWidget):
    """The field with its offers, and the strip on the field's own lines."""

    settled = Signal()
    next_wanted = Signal()
    account_known = Signal(int)
    pay_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.known: Known | None = None
        self._looked_at: Known | None = None
        self.edit = OfferingEdit(self._ask, self._foot, two_lines=True, width=424)
        self.field = Field(self.edit)
        self._strip = _Strip()
        self.matters = MattersLine(stage)
        self.matters.pay_wanted.connect(self.pay_wanted)
        self.matters.account_known.connect(self.account_known)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(20)
        column.addLayout(row)
        column.addWidget(self.matters)
        left = QVBoxLayout()
        left.addWidget(self.field)
        left.addStretch(1)
        self.field.setFixedWidth(_FIELD_WIDTH)
        row.addLayout(left)
        row.addWidget(self._strip, 1)
        self.edit.taken.connect(self._take)
        self.edit.foot_taken.connect(self._take_new)
        self.edit.textEdited.connect(self._typed)
        self.edit.popup.highlighted.connect(self._look_at)
        self.edit.next_wanted.connect(self.next_wanted)
        new = QShortcut(QKeySequence("Ctrl+Shift+N"), self.edit)
        new.activated.connect(self._take_new)

    @property
    def new_name(self) -> str:
        """Give the name of a customer who is not known yet, or nothing."""
        return "" if self.known else self.edit.text().strip()

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.matters.say()
        self.field.say(t.text("&Customer"), hint=t.text("name, pinyin, end of the phone"))
        self._show_strip()

    def clear(self) -> None:
        """Begin again with nobody."""
        self.known = None
        self._looked_at = None
        self.edit.clear()
        self.edit.quiet()
        self.field.show_problem("")
        self._show_strip()

    def choose(self, known: Known) -> None:
        """Take a customer that was found elsewhere."""
        self._take(known)

    def put(self, text: str, known: Known | None) -> None:
        """Write what stood in the field before; the focus stays where it is."""
        self.known = known
        self._looked_at = None
        self.edit.setText(known.customer.name if known else text)
        self.edit.quiet()
        self.field.show_problem("")
        self._show_strip()
        self.settled.emit()

    def _ask(self, text: str, answer: Answer) -> None:
        def shown(found: list[Known]) -> None:
            answer([self._offer(one) for one in found])

        def failed(_error: KnownError) -> None:
            answer([])

        self._stage.tasks.query(self, lambda ledger: known_like(ledger, text), shown, failed)

    def _offer(self, one: Known) -> Offer:
        t = self._stage.speech
        customer = one.customer
        below = customer.company or customer.pinyin or ""
        told = []
        if one.phone_tail:
            told.append(t.text("ends {tail}", tail=one.phone_tail))
        if one.last is not None:
            when = figures.traded(t, one.last.day, one.last.at, self._stage.today())
            told.append(t.text("last {when}", when=when))
        if not below and one.last is not None and one.last.lines:
            below = one.last.lines[0].item
        return Offer(
            value=one,
            title=customer.name,
            below=below or t.text("new on the list"),
            right=customer.code,
            right_below=" · ".join(told) or t.text("no trade yet"),
        )

    def _foot(self, text: str) -> tuple[str, str, str]:
        t = self._stage.speech
        return (
            t.text("↑↓ choose   Enter take"),
            t.text("new customer “{name}”", name=text),
            "Ctrl+Shift+N",
        )

    def _take(self, known: Known) -> None:
        self.known = known
        self._looked_at = None
        self.edit.setText(known.customer.name)
        self.edit.quiet()
        self.field.show_problem("")
        self._show_strip()
        self.settled.emit()
        self.next_wanted.emit()

    def _take_new(self) -> None:
        self.known = None
        self._looked_at = None
        self.edit.quiet()
        self._show_strip()
        self.settled.emit()
        self.next_wanted.emit()

    def _look_at(self, value: object) -> None:
        """Tell of the highlighted customer before he is taken."""
        self._looked_at = value if isinstance(value, Known) else None
        self._show_strip()
        self.settled.emit()

    @property
    def payer_name(self) -> str:
        """Give the name a receipt would show: the one taken or highlighted, else what was typed."""
        shown = self.known or self._looked_at
        return (shown.customer.print_name or shown.customer.name) if shown else self.new_name

    def _typed(self) -> None:
        self.known = None
        self._looked_at = None
        self._show_strip()
        self.settled.emit()

    def _show_strip(self) -> None:
        t = self._stage.speech
        self.matters.show_customer(self.known.customer.pub if self.known else "")
        facts: list[tuple[str, str, Tone]] = []
        shown = self.known or self._looked_at
        if shown is not None:
            customer, last = shown.customer, shown.last
            facts.append((t.text("No."), customer.code, "muted"))
            if last is not None:
                when = figures.traded(t, last.day, last.at, self._stage.today())
                told = f"{when}   {figures.amount(last.total_fen)}"
                facts.append((t.text("Last trade"), told, "text"))
                facts.append(
                    (t.text("Last item"), last.lines[0].item if last.lines else "—", "text")
                )
            else:
                facts.append((t.text("Last trade"), t.text("none yet"), "text"))
            if customer.print_name:
                facts.append((t.text("Prints as"), customer.print_name, "text"))
        elif self.new_name:
            facts.append((t.text("New customer"), t.text("is added with this trade"), "text"))
        self._strip.show_facts(facts)


class _Strip(QWidget):
    """Label on label, value on value, beside the field; it needs no box."""

    def __init__(self) -> None:
        super().__init__()
        self._rule = Rule("line2", upright=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._rule)
        row.addLayout(self._grid, 1)
        self.setFixedHeight(58)

    def show_facts(self, facts: Sequence[tuple[str, str, Tone]]) -> None:
        """Show label and value of each fact."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rule.setVisible(bool(facts))
        for column, (label, value, tone) in enumerate(facts):
            head = Text(label, size=theme.SMALL, tone="muted")
            head.setFixedHeight(18)
            shown = Elided(value, tone=tone) if column >= 2 else Text(value, tone=tone)  # noqa: PLR2004 - the first two are never cut
            self._grid.addWidget(head, 0, column)
            self._grid.addWidget(shown, 1, column)
        self._grid.setColumnStretch(max(len(facts) - 1, 0), 1)
