"""Ask what became of a print, so that the original is printed again only when none is about."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipts import BadSheet, PrintState
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.receipts import Unconfirmed

_WELL, _NONE, _BAD = range(3)
_REASONS = {_NONE: BadSheet.NONE_CAME, _BAD: BadSheet.KEPT}


class JudgePrintDialog(Asking):
    """One print: it came out well, nothing came, or a bad sheet is in hand.

    `again` says the number and the id of the print that failed.
    """

    again = Signal(str, str)

    def __init__(self, parent: QWidget, stage: Stage, print_: Unconfirmed) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage = stage
        self._print = print_
        t = stage.speech
        self.outcome = Segments(3, even=True)
        self.field = Field(self.outcome, help_room=True)
        self.field.say(t.text("&What came out"))
        self.outcome.say(
            t.text("What came out"),
            (t.text("A good sheet"), t.text("Nothing"), t.text("A bad sheet")),
        )
        self._lost = Text(tone="muted", wrap=True)
        self._lost.setText(
            t.text(
                "Was a bad sheet given away? Then void this number and issue a new one: there"
                " must not be two originals."
            )
        )
        self.body.addWidget(self.field)
        self.body.addWidget(self._lost)
        asked = t.text("asked for at {time}", time=f"{print_.at:%m-%d %H:%M}")
        self.say_frame(
            t.text("Is {number} printed well?", number=print_.number),
            " · ".join(part for part in (print_.payer, print_.device, asked) if part),
            t.text("Print the original again"),
            t.text("Later"),
        )
        self.outcome.chosen.connect(self._explain)
        self.outcome.accepted.connect(self.act.setFocus)
        self.act.clicked.connect(self._go)
        self.outcome.setFocus()

    def _explain(self, position: int) -> None:
        t = self._stage.speech
        self.field.show_problem("")
        self.field.show_help(
            (
                t.text("It counts as printed."),
                t.text("The original is printed again, unmarked."),
                t.text("Strike it through and keep it. The original is printed again, unmarked."),
            )[position]
        )
        well = position == _WELL
        self.act.say(t.text("It is printed") if well else t.text("Print the original again"))

    def _go(self) -> None:
        position = self.outcome.position
        if position is None:
            self.field.show_problem(self._stage.speech.text("Choose what came out."))
            self.outcome.setFocus()
            return
        print_ = self._print
        state = PrintState.CONFIRMED if position == _WELL else PrintState.FAILED
        reason = _REASONS.get(position)
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[None]:
            return ledger.receipts.end_print(print_, state=state, reason=reason)

        def done(_nothing: None) -> None:
            self.accept()
            if state is PrintState.FAILED:
                self.again.emit(print_.number, print_.pub or "")

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)
