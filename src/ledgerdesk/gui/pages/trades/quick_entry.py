"""One line on Today for the trade of every day: customer, item, amount, method, and the receipt.

What is entered is posted by the form of a trade, which keeps it wherever it needs a second look.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.capitals import with_prefix
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.money import MAX_FEN
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.pages.customers.customer_field import Known, known_like
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.offering_edit import Answer, OfferingEdit
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Ground
from ledgerdesk.services.today import UsedLine

METHODS = figures.SEGMENTS[:4]
_OFFERS_WIDE = 360
_ABOVE_BUTTON = 21  # px of the labels above the fields it stands beside


class QuickEntry(Ground):
    """The line; `entered` hands out its texts as the form of a trade has them, and the customer."""

    entered = Signal(object, object)

    def __init__(self, stage: Stage) -> None:
        super().__init__("quick")
        self._stage = stage
        self._known: Known | None = None
        self.customer = OfferingEdit(
            self._ask_customers, lambda _text: ("", "", ""), two_lines=False, width=_OFFERS_WIDE
        )
        self.item = OfferingEdit(self._ask_items, lambda _text: ("", "", ""), two_lines=False)
        self.amount = MoneyEdit()
        self.method = Segments(len(METHODS))
        self.button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.fields = tuple(
            Field(one, help_room=True)
            for one in (self.customer, self.item, self.amount, self.method)
        )
        # The page decides whether there is room for it: it must not widen the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP_16, theme.GAP_12, theme.GAP_16, theme.GAP_8)
        row.setSpacing(theme.GAP_12)
        for field, share in zip(self.fields, (5, 4, 4, 0), strict=True):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addSpacing(_ABOVE_BUTTON)
        column.addWidget(self.button)
        column.addStretch(1)
        row.addLayout(column)

    def _wire(self) -> None:
        self.customer.taken.connect(self._take_customer)
        self.customer.textEdited.connect(self._typed_customer)
        self.customer.next_wanted.connect(self.item.setFocus)
        self.item.taken.connect(self._take_item)
        self.item.next_wanted.connect(self.amount.setFocus)
        self.amount.next_wanted.connect(self.method.setFocus)
        self.amount.textChanged.connect(self._show_capitals)
        self.method.accepted.connect(self.button.setFocus)
        for edit in (self.customer, self.item, self.amount):
            edit.textChanged.connect(self._show_state)
        self.button.clicked.connect(self._enter)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        customer, item, amount, method = self.fields
        customer.say(t.text("&Customer"), help_text=t.text("name, pinyin, end of the phone"))
        item.say(t.text("It&em"))
        amount.say(t.text("&Amount"))
        method.say(t.text("&Method"), help_text=t.text("press 1 to 4"))
        self.method.say(t.text("Method"), [figures.method(t, one) for one in METHODS])
        self.button.say(t.text("Issue the receipt"))
        self._show_customer()
        self._show_state()

    @property
    def is_dirty(self) -> bool:
        """Tell whether anything was entered."""
        return any(one.text().strip() for one in (self.customer, self.item, self.amount))

    def clear(self) -> None:
        """Begin anew."""
        self._known = None
        for edit in (self.customer, self.item, self.amount):
            edit.clear()
        for offering in (self.customer, self.item):
            offering.quiet()
        self.method.choose(None)
        self._show_customer()

    def hand_over(self) -> tuple[dict[str, str], Known | None]:
        """Give what was typed, as the form of a trade has it, and begin anew."""
        texts = {
            "customer": self.customer.text().strip(),
            "customer_code": self._known.customer.code if self._known else "",
            "lines.0.item": self.item.text().strip(),
            "lines.0.amount": self.amount.text().strip(),
            "date": self._stage.today().isoformat(),
        }
        if self.method.position is not None:
            texts["method"] = METHODS[self.method.position].value
        known = self._known
        self.clear()
        return {name: text for name, text in texts.items() if text}, known

    def _enter(self) -> None:
        if self.is_dirty:
            self.entered.emit(*self.hand_over())

    # ── customer and item ────────────────────────────────────────────────────────────────

    def _ask_customers(self, text: str, answer: Answer) -> None:
        def shown(found: list[Known]) -> None:
            answer(
                [
                    Offer(value=one, title=one.customer.name, right=one.customer.code)
                    for one in found
                ]
            )

        self._stage.tasks.query(
            self, lambda ledger: known_like(ledger, text), shown, lambda _error: answer([])
        )

    def _ask_items(self, text: str, answer: Answer) -> None:
        pub = self._known.customer.pub if self._known else None

        def work(ledger: Ledger) -> list[UsedLine]:
            return ledger.today.lines_like(text, customer_pub=pub)

        def shown(found: list[UsedLine]) -> None:
            answer(
                [
                    Offer(
                        value=one,
                        title=one.item,
                        right=figures.amount(one.amount_fen) if one.amount_fen else "",
                    )
                    for one in found
                ]
            )

        def failed(_error: KnownError) -> None:
            answer([])

        self._stage.tasks.query(self, work, shown, failed)

    def _take_customer(self, known: Known) -> None:
        self._known = known
        self.customer.setText(known.customer.name)
        self.customer.quiet()
        self._show_customer()
        self.item.setFocus()

    def _typed_customer(self) -> None:
        self._known = None
        self._show_customer()

    def _take_item(self, line: UsedLine) -> None:
        self.item.setText(line.item)
        self.item.quiet()
        self.amount.show_fen(line.amount_fen or None)
        self.amount.setFocus()
        self.amount.selectAll()

    # ── what is told below ───────────────────────────────────────────────────────────────

    def _show_customer(self) -> None:
        t, known = self._stage.speech, self._known
        if known is None:
            typed = bool(self.customer.text().strip())
            told = t.text("a new customer") if typed else t.text("name, pinyin, end of the phone")
        else:
            told = known.customer.code
            if known.phone_tail:
                told += " · " + t.text("ends {tail}", tail=known.phone_tail)
        self.fields[0].show_help(told)

    def _show_capitals(self) -> None:
        fen = self.amount.fen()
        fits = fen is not None and 0 < fen <= MAX_FEN
        self.fields[2].show_help(with_prefix(fen) if fen is not None and fits else "")

    def _show_state(self) -> None:
        self.button.setEnabled(self.is_dirty)
