"""Close a business day: count the pieces, see the difference live, say why, and lock it."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.days import Count, Sheet, sheet_of
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.transactions import Method
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.method_sums import MethodSums
from ledgerdesk.gui.widgets.money_edit import MoneyEdit
from ledgerdesk.gui.widgets.piece_grid import PieceGrid
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.sheet_facts import SheetFacts
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.services.days import DayView

Texts = dict[str, dict[str, str]]
_WIDTH = 960
_MONEY = 132


class DayCloseDialog(Asking):
    """The count of a day that is open; `closed` says its business day.

    `day_wanted` asks for the dialog of another open day. What is typed is given back by `texts`.
    """

    closed = Signal(object)
    day_wanted = Signal(object)

    def __init__(
        self, parent: QWidget, stage: Stage, view: DayView, days: tuple[date, ...]
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=_WIDTH)
        self._stage = stage
        self._view = view
        self._days = days
        t = stage.speech
        self.day = Segments(len(days), digits=False)
        self.pieces = PieceGrid()
        self.sums = MethodSums(t, view.sheet.methods, typed=True)
        self.facts = SheetFacts(t, view.sheet)
        self.float_field = Field(MoneyEdit())
        self.taken_field = Field(MoneyEdit())
        self.reason_field = Field(Edit(), help_room=True)
        self._left = Text(bold=True)
        self.act.set_key("Ctrl+Enter")
        self.leave.setDefault(False)
        self._lay_out()
        self._wire()
        self._say()
        self._reckon()
        next(iter(self.pieces.edits.values())).setFocus()

    def _lay_out(self) -> None:
        cash = QVBoxLayout()
        self._cash_title = Text(bold=True)
        cash.addWidget(self._cash_title)
        cash.addSpacing(8)
        cash.addWidget(self.pieces, 1)
        money = QHBoxLayout()
        money.setSpacing(16)
        for field in (self.float_field, self.taken_field):
            field.control.setFixedWidth(_MONEY)
            money.addWidget(field)
        self.float_field.setVisible(self._view.is_first)
        money.addStretch(1)
        money.addWidget(self._left)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self.sums)
        right.addWidget(Rule())
        right.addLayout(money)
        right.addWidget(self.reason_field)
        right.addWidget(self.facts)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addLayout(cash)
        row.addWidget(Rule("line", upright=True))
        row.addLayout(right, 1)
        if len(self._days) > 1:
            self.body.addWidget(self.day)
        else:
            self.day.setParent(self)
            self.day.hide()
        self.body.addLayout(row)

    def _wire(self) -> None:
        self.day.choose(self._days.index(self._view.day))
        self.day.chosen.connect(lambda place: self.day_wanted.emit(self._days[place]))
        for part in (self.pieces, self.sums):
            part.changed.connect(self._reckon)
        for field in (self.float_field, self.taken_field):
            self._edit(field).textChanged.connect(self._reckon)
        self.pieces.finished.connect(self._after_pieces)
        after = self.float_field if self._view.is_first else self.taken_field
        self.sums.finished.connect(self._edit(after).setFocus)
        self._edit(self.float_field).next_wanted.connect(self._edit(self.taken_field).setFocus)
        self._edit(self.taken_field).next_wanted.connect(self._after_money)
        self._edit(self.reason_field).next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.close_day)
        self.act.bind(self, "Ctrl+Return", "Ctrl+Enter")

    def _say(self) -> None:
        t, sheet = self._stage.speech, self._view.sheet
        mark = t.text(", ")
        words = t.text("After it nothing of the day is voided. Who comes later counts in the next.")
        if sheet.forgotten:
            days = mark.join(f"{day:%m-%d}" for day in sheet.forgotten)
            words = t.text("These days were not closed and are closed with it: {days}.", days=days)
        self.say_frame(
            t.text("Close the day: {day}", day=figures.long_day(t, sheet.business_day)),
            words,
            t.text("Close the day"),
            t.text("Cancel"),
        )
        self.day.say(t.text("Business day"), [f"{day:%m-%d}" for day in self._days])
        self._cash_title.setText(t.text("Cash in the till"))
        self.pieces.say(
            t.text("Counted"), lambda value: t.text("Pieces of {value} yuan", value=value)
        )
        self.float_field.say(t.text("Opening &float"))
        self.taken_field.say(t.text("&Taken out"), help_text="")
        self.reason_field.say(
            t.text("&Why it differs"), help_text=t.text("It stands on the slip and in the log.")
        )

    def _edit(self, field: Field) -> Edit:
        edit = field.control
        assert isinstance(edit, Edit)
        return edit

    def _money(self, field: Field) -> int | None:
        """Give an amount in 分: 0 for an empty field, None for what is none."""
        edit = field.control
        assert isinstance(edit, MoneyEdit)
        return edit.fen() if edit.text().strip() else 0

    # ── what was typed ───────────────────────────────────────────────────────────────────

    def texts(self) -> Texts:
        """Give all that was typed, to be put back when the dialog opens again."""
        fields = (self.float_field, self.taken_field, self.reason_field)
        names = ("float", "taken_out", "reason")
        own = {name: self._edit(one).text() for name, one in zip(names, fields, strict=True)}
        return {"pieces": self.pieces.texts(), "sums": self.sums.texts(), "own": own}

    def write(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        """Put back what was typed before."""
        self.pieces.write(texts.get("pieces", {}))
        self.sums.write(texts.get("sums", {}))
        own = texts.get("own", {})
        self._edit(self.float_field).setText(own.get("float", ""))
        self._edit(self.taken_field).setText(own.get("taken_out", ""))
        self._edit(self.reason_field).setText(own.get("reason", ""))

    def count(self) -> Count | None:
        """Read the count; None while something typed is no number. No pieces are a count of 0."""
        pieces, sums = self.pieces.pieces(), self.sums.sums()
        opening, taken = self._money(self.float_field), self._money(self.taken_field)
        if pieces is None or sums is None or opening is None or taken is None:
            return None
        return Count(
            pieces=pieces,
            sums=sums if pieces else {**sums, Method.CASH: 0},
            float_fen=opening if self._view.is_first else None,
            taken_out_fen=taken,
        )

    def _sheet(self, count: Count) -> Sheet:
        sheet = self._view.sheet
        opening = sheet.float_fen if count.float_fen is None else count.float_fen
        return sheet_of(sheet.record, count, firm=sheet.firm, float_fen=opening)

    def _reckon(self) -> None:
        count = self.count()
        if count is None:
            return
        sheet = self._sheet(count)
        self.sums.show_lines(sheet.methods)
        self.reason_field.setVisible(sheet.differs)
        t = self._stage.speech
        opening = t.text("Float {sum}", sum=figures.yuan(sheet.float_fen))
        left = t.text("Left in the till {sum}", sum=figures.yuan(sheet.left_fen))
        self._left.setText(left if self._view.is_first else f"{opening} · {left}")

    # ── the way through, and the act ─────────────────────────────────────────────────────

    def _after_pieces(self) -> None:
        after = self.float_field if self._view.is_first else self.taken_field
        edits: list[Edit] = [*self.sums.edits.values(), self._edit(after)]
        edits[0].setFocus()

    def _after_money(self) -> None:
        if self.reason_field.isVisible():
            self._edit(self.reason_field).setFocus()
        else:
            self.act.setFocus()

    def close_day(self) -> None:
        """Close the day with what was counted."""
        t = self._stage.speech
        count = self.count()
        if count is None:
            self.refuse(t.text("Something counted is no number. Look at the marked line."))
            bad = self.pieces.first_bad()
            if bad is not None:
                bad.setFocus()
            return
        differs = self._sheet(count).differs
        reason = self._edit(self.reason_field).text().strip() if differs else ""
        if differs and not reason:
            self.reason_field.show_problem(
                t.text("What was counted is not what was expected. Count again, or say why.")
            )
            self._edit(self.reason_field).setFocus()
            return
        day = self._view.day
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[DayView]:
            return ledger.days.close(count, day, reason=reason)

        self._stage.tasks.mutate(self, work, self._done, self._failed)

    def _done(self, view: DayView) -> None:
        self.accept()
        self.closed.emit(view)

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        sentence = self._stage.speech.sentence(error)
        if error.field == "reason":
            self.reason_field.setVisible(True)
            self.reason_field.show_problem(sentence)
            self._edit(self.reason_field).setFocus()
        else:
            self.refuse(sentence)
