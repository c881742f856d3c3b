"""Look at a closed day: what was expected and counted, its slip, and for an owner the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.method_sums import MethodSums
from ledgerdesk.gui.widgets.sheet_facts import SheetFacts
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.days import DayView


class DayClosedDialog(Asking):
    """A frozen sheet; `slip_wanted` and `pdf_wanted` ask for its page, `reopened` says the day."""

    slip_wanted = Signal(object)
    pdf_wanted = Signal(object)
    reopened = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage, view: DayView, *, may_reopen: bool) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=720)
        self._stage = stage
        self._day = view.sheet.business_day
        t, sheet = stage.speech, view.sheet
        self.facts = SheetFacts(t, sheet)
        self.pdf = Button(Kind.PLAIN)
        self.again = Button(Kind.DESTRUCTIVE)
        self.reason = Edit()
        self.reason_field = Field(self.reason, help_room=True)
        self.body.addWidget(MethodSums(t, sheet.methods, typed=False))
        for words in self._words(view):
            self.body.addWidget(Text(words, tone="muted", wrap=True))
        self.body.addWidget(self.facts)
        self.body.addWidget(self.reason_field)
        self.reason_field.setVisible(False)
        self.buttons.insertWidget(0, self.again)
        self.buttons.insertWidget(2, self.pdf)
        self.again.setVisible(may_reopen and view.head is not None)
        for button in (self.act, self.pdf):
            button.setVisible(view.head is not None)
        self.act.clicked.connect(lambda: self.slip_wanted.emit(self._day))
        self.pdf.clicked.connect(lambda: self.pdf_wanted.emit(self._day))
        self.again.clicked.connect(self._reopen)
        self.reason.next_wanted.connect(self.again.setFocus)
        self._say(view)
        self.act.setFocus()

    def _say(self, view: DayView) -> None:
        t = self._stage.speech
        words = ""
        if view.closed_at is not None:
            words = t.text(
                "Closed {moment} by {person}",
                moment=f"{view.closed_at:%Y-%m-%d %H:%M}",
                person=view.sheet.closed_by,
            )
        self.say_frame(
            t.text("{day} is closed", day=figures.long_day(t, self._day)),
            words,
            t.text("Show the &slip"),
            t.text("Close"),
        )
        self.pdf.say(t.text("Save as P&DF…"))
        self.again.say(t.text("&Reopen the day…"))
        self.reason_field.say(
            t.text("&Why it is reopened"), help_text=t.text("It stands in the log for ever.")
        )

    def _words(self, view: DayView) -> list[str]:
        t, sheet = self._stage.speech, view.sheet
        left = t.text("Left in the till {sum}", sum=figures.yuan(sheet.left_fen))
        opening = t.text("Float {sum}", sum=figures.yuan(sheet.float_fen))
        taken = t.text("Taken out {sum}", sum=figures.yuan(sheet.taken_out_fen))
        found = [f"{opening} · {taken} · {left}"]
        if sheet.reason:
            found.append(t.text("Why it differs: {reason}", reason=sheet.reason))
        if view.issued_after_close:
            found.append(
                t.text(
                    "Issued after the close: {numbers}",
                    numbers=t.text(", ").join(view.issued_after_close),
                )
            )
        return found

    def _reopen(self) -> None:
        t = self._stage.speech
        if not self.reason_field.isVisible():
            self.reason_field.setVisible(True)
            self.again.say(t.text("&Reopen the day"))
            self.reason.setFocus()
            return
        reason = self.reason.text().strip()
        if not reason:
            self.reason_field.show_problem(t.text("This is needed. Fill it in."))
            self.reason.setFocus()
            return
        day = self._day
        self.again.setEnabled(False)

        def work(ledger: Ledger) -> Done[DayView]:
            return ledger.days.reopen(day, reason=reason)

        self._stage.tasks.mutate(self, work, self._done, self._failed)

    def _done(self, view: DayView) -> None:
        self.accept()
        self.reopened.emit(view)

    def _failed(self, error: KnownError) -> None:
        self.again.setEnabled(True)
        self.refuse(self._stage.speech.sentence(error))
