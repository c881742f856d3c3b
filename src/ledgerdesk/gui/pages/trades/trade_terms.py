"""What is paid of a trade now: all of it, a part, nothing, or more; a discount, a deposit."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.speech import Speech
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.line_rows import CellFault
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.select import Select

_WIDE, _MONEY = 188, 128


class Now(StrEnum):
    """How much is paid now."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"
    MORE = "more"


_NOWS = tuple(Now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What stands there; sums in 分. `now_fen` is what comes in now, after discount and deposit."""

    discount_fen: int = 0
    deposit_fen: int = 0
    now_fen: int = 0
    total_fen: int = 0
    on_account: bool = False
    keep_rest: bool = False

    @property
    def owed_fen(self) -> int:
        """Tell what is owed after this payment, in 分."""
        return max(self.total_fen - self.deposit_fen - self.now_fen, 0)

    @property
    def kept_fen(self) -> int:
        """Tell what is kept of this payment, in 分."""
        return max(self.now_fen + self.deposit_fen - self.total_fen, 0)


class TradeTerms(QWidget):
    """One row that stays quiet while a trade is paid at once, as most are."""

    edited = Signal()
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now = Select(tall=theme.FIELD_HEIGHT)
        self.paid, self.discount, self.deposit = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self.now_field, self.paid_field = Field(self.now), Field(self.paid)
        self.discount_field, self.deposit_field = Field(self.discount), Field(self.deposit)
        self._held = 0
        self._speech: Speech | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for field, wide in (
            (self.now_field, _WIDE),
            (self.paid_field, _MONEY),
            (self.discount_field, _MONEY),
            (self.deposit_field, _WIDE),
        ):
            field.setFixedWidth(wide)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.now.chosen.connect(self._chosen)
        self.now.next_wanted.connect(self._after_now)
        self.paid.next_wanted.connect(self.accepted)
        self.discount.next_wanted.connect(self.accepted)
        self.deposit.next_wanted.connect(self.accepted)
        for edit in (self.paid, self.discount, self.deposit):
            edit.textEdited.connect(self.edited)
        self.show_state()

    def say(self, t: Speech) -> None:
        """Say every text again."""
        self._speech = t
        self.now_field.say(t.text("Paid n&ow"))
        words = (
            t.text("all of it"),
            t.text("a part, the rest is owed"),
            t.text("nothing, all is owed"),
            t.text("more, the rest is kept"),
        )
        self.now.say(words)
        self.now.setAccessibleName(t.text("Paid now"))
        if self.now.currentIndex() < 0:
            self.now.choose(0)
        self.paid_field.say(t.text("Sum paid (¥)"))
        self.discount_field.say(t.text("Disco&unt (¥)"))
        self._say_deposit()

    def _say_deposit(self) -> None:
        if self._speech is not None:
            held = self._speech.text("has {sum}", sum=figures.yuan(self._held))
            self.deposit_field.say(self._speech.text("From the deposit (¥)"), hint=held)

    # ── what stands there ────────────────────────────────────────────────────────────────

    @property
    def chosen(self) -> Now:
        """Give how much is paid now."""
        return _NOWS[max(self.now.currentIndex(), 0)]

    def hold(self, deposit_fen: int) -> None:
        """Offer what lies here of the customer's, in 分; nothing is offered of nothing."""
        self._held = deposit_fen
        if not deposit_fen:
            self.deposit.clear()
        self._say_deposit()
        self.show_state()

    def clear(self) -> None:
        """Begin anew."""
        self.now.choose(0)
        for edit in (self.paid, self.discount, self.deposit):
            edit.clear()
        self.hold(0)

    def texts(self) -> dict[str, str]:
        """Read what a draft keeps."""
        return {
            "paid_now": "" if self.chosen is Now.ALL else self.chosen.value,
            "paid": self.paid.text(),
            "discount": self.discount.text(),
            "deposit": self.deposit.text(),
        }

    def write(self, texts: dict[str, str]) -> None:
        """Write what a draft kept."""
        kept = texts.get("paid_now", "")
        self.now.choose(_NOWS.index(Now(kept)) if kept in set(_NOWS) else 0)
        self.paid.setText(texts.get("paid", ""))
        self.discount.setText(texts.get("discount", ""))
        self.deposit.setText(texts.get("deposit", ""))
        self.show_state()

    def read(self, lines_fen: int) -> tuple[Terms, list[CellFault]]:
        """Read the terms of lines that add up to a sum in 分."""
        faults: list[CellFault] = []
        discount = self._sum(self.discount, "discount", faults)
        deposit = self._sum(self.deposit, "deposit", faults)
        total = lines_fen - discount
        due = total - deposit
        terms = Terms(
            discount_fen=discount,
            deposit_fen=deposit,
            total_fen=total,
            now_fen=max(due, 0),
            on_account=self.chosen in {Now.PART, Now.NOTHING},
            keep_rest=self.chosen is Now.MORE,
        )
        if self.chosen is Now.NOTHING:
            return replace(terms, now_fen=0), faults
        if self.chosen is Now.ALL:
            return terms, faults
        paid = self.paid.fen()
        fits = paid is not None and (0 < paid < due if self.chosen is Now.PART else paid > due)
        if paid is None or not fits:
            reason = "part_of_total" if self.chosen is Now.PART else "more_than_total"
            error = KnownError(Code.BAD_VALUE, field="paid", reason=reason)
            faults.append(CellFault(field="paid", error=error))
            return terms, faults
        return replace(terms, now_fen=paid), faults

    def _sum(self, edit: MoneyEdit, field: str, faults: list[CellFault]) -> int:
        refusal = edit.refusal()
        if refusal is not None:
            faults.append(CellFault(field=field, error=refusal))
        return edit.fen() or 0

    def show_state(self) -> None:
        """Show the fields that what is chosen asks for."""
        self.paid_field.setVisible(self.chosen in {Now.PART, Now.MORE})
        self.deposit_field.setVisible(self._held > 0)

    def _chosen(self) -> None:
        self.show_state()
        self.edited.emit()
        if self.paid_field.isVisible():
            self.paid.setFocus()

    def _after_now(self) -> None:
        if self.paid_field.isVisible():
            self.paid.setFocus()
        else:
            self.accepted.emit()
