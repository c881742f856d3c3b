"""Issue the receipts of many saved trades, one by one: seen, stopped at will, nothing skipped."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.steps.receipts.issuing import Issued, Wish
from ledgerdesk.services.today import WithoutReceipt

_NAMED = 5  # trades left out that are named; the rest is counted
# What stops one receipt would stop every other one too.
_OF_ALL = frozenset(
    {
        *(Code.CLOCK_BACK, Code.DISK_FULL, Code.READ_ONLY, Code.DAMAGED, Code.IO_FAILED),
        *(Code.LAST_NUMBER_UNCONFIRMED, Code.NOT_ALLOWED),
    }
)


class IssueAllDialog(Asking):
    """A line of progress; a trade about which something must be asked is left for its own look.

    `issued` names each payment that has its receipt now, `print_wanted` the numbers to be printed.
    """

    issued = Signal(str)
    print_wanted = Signal(tuple)

    def __init__(
        self, parent: QWidget, stage: Stage, waiting: Sequence[WithoutReceipt], wish: Wish
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=520)
        self._stage, self._wish = stage, wish
        self._waiting = list(reversed(waiting))  # the oldest gets the lowest number
        self._next = 0
        self._is_stopped = False
        self.numbers: list[str] = []
        self.left_out: list[tuple[str, str]] = []
        self.progress = ProgressLine()
        self.told = Text(size=theme.SMALL, tone="muted", wrap=True)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.told)
        t = stage.speech
        self.progress.setAccessibleName(t.text("Receipts issued"))
        self.say_frame(
            t.text("Receipts are being issued"),
            t.text("What was issued stays issued, also when you stop."),
            t.text("Print them"),
            t.text("Stop"),
        )
        self.act.setEnabled(False)
        self.act.clicked.connect(self._print)

    @property
    def is_under_way(self) -> bool:
        """Tell whether receipts are still to come."""
        return not self._is_stopped and self._next < len(self._waiting)

    def start(self) -> None:
        """Begin with the oldest trade."""
        self._go_on()

    def reject(self) -> None:
        """Stop behind the receipt that is being issued; leave once it has stopped."""
        if self.is_under_way:
            self._is_stopped = True
            return
        super().reject()

    def _go_on(self) -> None:
        self._tell()
        if not self.is_under_way:
            self._end()
            return
        payment, wish = self._waiting[self._next].payment_pub, self._wish

        def work(ledger: Ledger) -> Done[Issued]:
            return ledger.receipts.issue(payment, wish)

        self._stage.tasks.mutate(self, work, self._took, self._left)

    def _took(self, issued: Issued) -> None:
        self.numbers.append(issued.number)
        self.issued.emit(self._waiting[self._next].payment_pub)
        self._next += 1
        self._go_on()

    def _left(self, error: KnownError) -> None:
        said = self._stage.speech.sentence(error)
        if error.code in _OF_ALL:
            self._is_stopped = True
            self.refuse(said)
        else:
            self.left_out.append((self._waiting[self._next].customer, said))
        self._next += 1
        self._go_on()

    def _tell(self) -> None:
        t = self._stage.speech
        count = len(self._waiting)
        self.progress.setValue(100 * self._next // count)
        said = [t.text("{done} of {count} issued", done=len(self.numbers), count=count)]
        for name, why in self.left_out[:_NAMED]:
            said.append(t.text("{name}: {problem}", name=name, problem=why))
        if len(self.left_out) > _NAMED:
            said.append(t.text("{number} more were left out", number=len(self.left_out) - _NAMED))
        self.told.setText("\n".join(said))

    def _end(self) -> None:
        t = self._stage.speech
        self._next = len(self._waiting)
        self.title.setText(t.text("Receipts issued: {number}", number=len(self.numbers)))
        self.words.setText(t.text("Trades left out still wait for their receipt."))
        self.words.setVisible(bool(self.left_out) or self._is_stopped)
        self.leave.say(t.text("Close"))
        self.act.setEnabled(bool(self.numbers))

    def _print(self) -> None:
        self.accept()
        self.print_wanted.emit(tuple(self.numbers))
