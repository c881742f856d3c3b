"""The end of a day at the desk: which dialog it needs, its slip, and the words about it."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.control import Check, Line
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.periods import Period, PeriodSheet, PeriodState
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui.dialogs.closes import ClosesDialog
from ledgerdesk.gui.dialogs.control import ControlDialog
from ledgerdesk.gui.dialogs.day_close import DayCloseDialog, Texts
from ledgerdesk.gui.dialogs.day_closed import DayClosedDialog
from ledgerdesk.gui.dialogs.page_window import Draw, PageDialog
from ledgerdesk.gui.dialogs.period import PeriodDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.notices import Toast
from ledgerdesk.services.days import Close, DayView, render
from ledgerdesk.services.steps.receipts.drawing import picture_in


class DayDesk(QObject):
    """Count, close, show and reopen, and say so in the toast.

    `number_wanted` and `payment_wanted` lead from a line of the sheet to its record.
    """

    number_wanted = Signal(str)
    payment_wanted = Signal(str, str)
    reviews_wanted = Signal()
    backup_wanted = Signal()
    day_closed = Signal()
    quality_wanted = Signal()
    owed_wanted = Signal(str)

    def __init__(self, stage: Stage, host: QWidget, toast: Toast) -> None:
        super().__init__(host)
        self._stage = stage
        self._host = host
        self._toast = toast
        self._typed: dict[date, Texts] = {}
        self.dialog: DayCloseDialog | DayClosedDialog | None = None

    def forget(self) -> None:
        """Forget what was counted and not closed, once the book is locked."""
        self._typed.clear()

    def open(self, person: Person) -> None:
        """Open the end of the day: the last forgotten one first while today took nothing in."""
        today = self._stage.today()

        def found(view: DayView) -> None:
            forgotten = () if view.is_locked else view.sheet.forgotten
            if not forgotten:
                self._show(view, (today,), person)
                return
            days = (forgotten[-1], today)
            if today in view.sheet.record.days:
                self._show(view, days, person)
            else:
                self._ask(days[0], days, person)

        self._stage.tasks.query(self, lambda ledger: ledger.days.show(), found, self._complain)

    def control(self, person: Person) -> None:
        """Look at the whole desk, and show it as one list."""

        def found(lines: tuple[Line, ...]) -> None:
            dialog = ControlDialog(self._host, self._stage, lines)
            dialog.led.connect(lambda check, key: self._lead(Check(check), key, person))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._stage.tasks.query(self, lambda ledger: ledger.days.control(), found, self._complain)

    def _lead(self, check: Check, key: str, person: Person) -> None:
        """Go from a line of the control to its record."""
        if check in {Check.UNPRINTED, Check.NUMBERS, Check.WITHOUT_TRADE}:
            self.number_wanted.emit(key)
        elif check is Check.WITHOUT_RECEIPT:
            self.payment_wanted.emit(key, "")
        elif check in {Check.UNREVIEWED, Check.RETURNED}:
            self.reviews_wanted.emit()
        elif check is Check.OVERDUE:
            self.owed_wanted.emit(key)
        elif check is Check.CORRECTIONS:
            self.quality_wanted.emit()
        elif check is Check.BACKUP:
            self.backup_wanted.emit()
        else:
            self.open(person)

    def list_closes(self, person: Person) -> None:
        """List what was closed, days and months."""

        def found(listed: tuple[tuple[Close, ...], tuple[PeriodState, ...]]) -> None:
            dialog = ClosesDialog(self._host, self._stage, *listed)
            dialog.day_wanted.connect(lambda day: self._ask(day, (day,), person))
            dialog.period_wanted.connect(lambda period: self._show_period(period, person))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._stage.tasks.query(
            self,
            lambda ledger: (ledger.days.closes(), ledger.days.periods()),
            found,
            self._complain,
        )

    def _show_period(self, period: Period, person: Person) -> None:
        def found(sheet: PeriodSheet) -> None:
            may_close = may(person, "days.close_period")
            dialog = PeriodDialog(self._host, self._stage, sheet, may_close=may_close)
            dialog.closed.connect(self._tell_period)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._stage.tasks.query(
            self, lambda ledger: ledger.days.period(period), found, self._complain
        )

    def _tell_period(self, sheet: PeriodSheet) -> None:
        t = self._stage.speech
        self._toast.show_done(t.text("{period} is closed for good", period=sheet.period.name))

    def _ask(self, day: date, days: tuple[date, ...], person: Person) -> None:
        self._stage.tasks.query(
            self,
            lambda ledger: ledger.days.show(day),
            lambda view: self._show(view, days, person),
            self._complain,
        )

    def _show(self, view: DayView, days: tuple[date, ...], person: Person) -> None:
        if view.is_locked:
            self._show_closed(view, person)
            return
        dialog = DayCloseDialog(self._host, self._stage, view, days)
        dialog.write(self._typed.get(view.day, {}))
        dialog.act.setVisible(may(person, "days.close"))

        def again(day: date) -> None:
            dialog.reject()
            self._ask(day, days, person)

        def keep() -> None:
            if dialog.result() != DayCloseDialog.DialogCode.Accepted:
                self._typed[view.day] = dialog.texts()

        def closed(done: DayView) -> None:
            self._typed.pop(view.day, None)
            self._tell_closed(done)

        dialog.finished.connect(keep)
        dialog.day_wanted.connect(again)
        dialog.closed.connect(closed)
        self._open(dialog)

    def _show_closed(self, view: DayView, person: Person) -> None:
        dialog = DayClosedDialog(
            self._host, self._stage, view, may_reopen=may(person, "days.reopen")
        )
        dialog.slip_wanted.connect(self.show_slip)
        dialog.pdf_wanted.connect(self.save_pdf)
        dialog.reopened.connect(self._tell_reopened)
        self._open(dialog)

    def _open(self, dialog: DayCloseDialog | DayClosedDialog) -> None:
        facts = dialog.facts
        for led, leads in (
            (facts.number_wanted, self.number_wanted),
            (facts.payment_wanted, self.payment_wanted),
        ):
            led.connect(dialog.reject)
            led.connect(leads)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    # ── the slip ─────────────────────────────────────────────────────────────────────────

    def show_slip(self, day: date) -> None:
        """Show the slip of a closed day as large as the window."""
        name = self._stage.speech.text("Day sheet {day}", day=day.isoformat())
        dialog = PageDialog(self._host.window(), self._stage.speech, name, self._drawing(day))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open_at(0)

    def _drawing(self, day: date) -> Draw:
        return lambda context, need, shown: self._stage.tasks.draw(
            context,
            lambda ledger: ledger.days.slip(day),
            lambda slip: picture_in(render(slip), *need),
            shown,
            self._complain,
        )

    def save_pdf(self, day: date) -> None:
        """Write the slip into a file somebody names."""
        t = self._stage.speech
        folder = Path(self._stage.preferences.pdf_folder or Path.home())
        suggested = str(folder / f"{t.text('Day sheet')}-{day.isoformat()}.pdf")
        path, _ = QFileDialog.getSaveFileName(
            self._host, t.text("Save the PDF"), suggested, "PDF (*.pdf)"
        )
        if not path:
            return
        target = Path(path)
        if target.suffix.lower() != ".pdf":
            target = target.with_name(f"{target.name}.pdf")

        def work(ledger: Ledger) -> Path:
            return ledger.days.write_slip(day, target)

        def done(file: Path) -> None:
            self._toast.show_done(t.text("Written: {file}", file=file.name))

        self._stage.tasks.query(self, work, done, self._complain)

    # ── what was done ────────────────────────────────────────────────────────────────────

    def _tell_closed(self, view: DayView) -> None:
        self.day_closed.emit()
        t, day = self._stage.speech, view.sheet.business_day
        self._toast.show_done(
            t.text("{day} is closed", day=day.isoformat()),
            t.text("Save as PDF"),
            lambda: self.save_pdf(day),
        )
        self.show_slip(day)

    def _tell_reopened(self, view: DayView) -> None:
        t = self._stage.speech
        self._toast.show_done(t.text("{day} is open again", day=view.day.isoformat()))

    def _complain(self, error: KnownError) -> None:
        self._toast.show_trouble(self._stage.speech.sentence(error))
