"""Void a receipt, or take it back by a red one: a reason, a verb, and the safe way as default."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger, wish_for
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.back_row import BackRow
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments

_SPOILED, _WRONG = 0, 1
_ALL, _PART = 0, 1


class _WithReason(Asking):
    """What both ways share: the reason, the waiting, the refusal."""

    taken_back = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, number: str) -> None:
        super().__init__(parent, act=Kind.DESTRUCTIVE)
        self._stage = stage
        self._number = number
        self.reason = Edit()
        self.reason_field = Field(self.reason)
        self.act.clicked.connect(self._go)
        self.reason.next_wanted.connect(self.leave.setFocus)

    def _has_reason(self) -> bool:
        if self.reason.text().strip():
            return True
        t = self._stage.speech
        self.reason_field.show_problem(t.text("Say why; it stays with the receipt for ever."))
        self.reason.setFocus()
        return False

    def _go(self) -> None:
        raise NotImplementedError

    def _send(self, work: Callable[[Ledger], Done[str]]) -> None:
        self.act.setEnabled(False)

        def done(following: str) -> None:
            self.taken_back.emit(self._number, following)
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)


class VoidDialog(_WithReason):
    """Ask whether the paper or the trade was wrong, and why; the number stays for ever."""

    def __init__(self, parent: QWidget, stage: Stage, number: str) -> None:
        super().__init__(parent, stage, number)
        t = stage.speech
        self.way = Segments(2, even=True)
        self.way_field = Field(self.way)
        self.way_field.say(t.text("&What was wrong"))
        self.way.say(t.text("What was wrong"), (t.text("The paper"), t.text("The trade")))
        self.reason_field.say(t.text("&Reason"), hint=t.text("kept with the number"))
        self.body.addWidget(self.way_field)
        self.body.addWidget(self.reason_field)
        self.say_frame(
            t.text("Void {number}", number=number),
            t.text("The number stays in the register, marked void. It is never used again."),
            t.text("Void the receipt"),
            t.text("Cancel"),
        )
        self.way.chosen.connect(self._explain)
        self.way.accepted.connect(self.reason.setFocus)
        self.way.setFocus()

    def _explain(self, position: int) -> None:
        t = self._stage.speech
        spoiled = t.text("A new number is issued for the same payment.")
        wrong = t.text("Receipt, payment and trade are void together.")
        self.way_field.show_problem("")
        self.way_field.show_help(spoiled if position == _SPOILED else wrong)

    def _go(self) -> None:
        if self.way.position is None:
            t = self._stage.speech
            self.way_field.show_problem(t.text("Choose what was wrong."))
            self.way.setFocus()
            return
        if not self._has_reason():
            return
        number, reason, way = self._number, self.reason.text(), self.way.position

        def work(ledger: Ledger) -> Done[str]:
            if way == _WRONG:
                done = ledger.receipts.void_trade(number, reason=reason)
            else:
                wish = wish_for(ledger.receipts.paper_of(number))
                done = ledger.receipts.void_spoiled(number, reason=reason, wish=wish)
            reissued = done.value.reissued
            return Done(value=reissued.number if reissued else "", changes=done.changes)

        self._send(work)


class ReverseDialog(_WithReason):
    """Ask why a receipt is taken back by a red one dated today, whole or in part."""

    def __init__(self, parent: QWidget, stage: Stage, number: str) -> None:
        super().__init__(parent, stage, number)
        t = stage.speech
        self.whole = Segments(2, even=True)
        self.whole_field = Field(self.whole)
        self.whole_field.say(t.text("How &much goes back"))
        self.whole.say(t.text("How much goes back"), (t.text("All of it"), t.text("A part")))
        self.whole.choose(_ALL)
        self.part = BackRow()
        self.part.say(t)
        self.part.hide()
        self.reason_field.say(t.text("&Reason"), hint=t.text("printed on the red receipt"))
        for field in (self.whole_field, self.part, self.reason_field):
            self.body.addWidget(field)
        self.whole.chosen.connect(lambda place: self.part.setVisible(place == _PART))
        self.whole.accepted.connect(self._after_whole)
        self.part.next_wanted.connect(self.reason.setFocus)
        self.say_frame(
            t.text("Take {number} back", number=number),
            t.text("A red receipt with the next number is issued today and names this one."),
            t.text("Issue the red receipt"),
            t.text("Cancel"),
        )
        self.reason.setFocus()

    def _after_whole(self) -> None:
        (self.part.amount if self.whole.position == _PART else self.reason).setFocus()

    def _go(self) -> None:
        way = None
        if self.whole.position == _PART:
            way = self.part.way(self._stage)
            if way is None:
                return
        if not self._has_reason():
            return
        number, reason = self._number, self.reason.text()

        def work(ledger: Ledger) -> Done[str]:
            wish = wish_for(ledger.receipts.paper_of(number))
            if way is None:
                done = ledger.receipts.reverse(number, reason=reason, wish=wish)
            else:
                done = ledger.payments.refund(number, way, reason=reason, wish=wish)
            return Done(value=done.value.number, changes=done.changes)

        self._send(work)
