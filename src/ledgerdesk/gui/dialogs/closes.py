"""What was closed: the days with their differences, the months and years with their sums."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.core.periods import PeriodState
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, ChipTone, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.i18n.marks import N_
from ledgerdesk.services.days import Close

_TALL = 380
DAYS, MONTHS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row: a close of a day, or a month or year."""

    close: Close | None = None
    period: PeriodState | None = None


class ClosesDialog(Asking):
    """One list, days or months; what is chosen is shown."""

    day_wanted = Signal(object)
    period_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        closes: tuple[Close, ...],
        periods: tuple[PeriodState, ...],
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=760)
        self._stage = stage
        self._closes, self._periods = closes, periods
        t = stage.speech
        self.which = Segments(2, even=True)
        self.which.say(t.text("What is listed"), (t.text("Days"), t.text("Months and years")))
        self.model: RowsModel[Shown] = RowsModel(self._day_columns())
        self.table = LedgerTable(self.model)
        self.table.setMinimumHeight(_TALL)
        self.table.setAccessibleName(t.text("Closed days and months"))
        self.body.addWidget(self.which)
        self.body.addWidget(self.table)
        self.say_frame(
            t.text("Closed days and months"),
            t.text("A close is frozen. A day's slip can be printed from it at any time."),
            t.text("Show what is chosen"),
            t.text("Close"),
        )
        self.which.chosen.connect(self.show_kind)
        self.which.accepted.connect(self.table.setFocus)
        self.table.opened.connect(lambda _row: self.go())
        self.act.clicked.connect(self.go)
        self.which.choose(DAYS)
        self.show_kind(DAYS)
        self.table.setFocus()

    def show_kind(self, kind: int) -> None:
        """List days, or months and years."""
        if kind == MONTHS:
            rows = [Shown(period=one) for one in self._periods]
            self.model.lay(self._period_columns(), rows)
        else:
            self.model.lay(self._day_columns(), [Shown(close=one) for one in self._closes])
        if self.model.records:
            self.table.choose(0)
        self.act.setEnabled(bool(self.model.records))

    def go(self) -> None:
        """Show what is chosen; a close that was taken back leads to its day as it stands."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self.model.records):
            return
        row = self.model.records[at]
        self.accept()
        if row.close is not None:
            self.day_wanted.emit(row.close.sheet.business_day)
        elif row.period is not None:
            self.period_wanted.emit(row.period.period)

    def _day_columns(self) -> tuple[Column[Shown], ...]:
        t = self._stage.speech

        def day(row: Shown) -> Cell:
            return Cell(text="" if row.close is None else row.close.sheet.business_day.isoformat())

        def total(row: Shown) -> Cell:
            methods = () if row.close is None else row.close.sheet.methods
            return Cell(text=figures.amount(sum(line.sum_fen for line in methods)))

        def difference(row: Shown) -> Cell:
            methods = () if row.close is None else row.close.sheet.methods
            fen = sum(line.difference_fen for line in methods)
            return Cell(text=figures.amount(fen) if fen else "", tone="warn")

        def closed(row: Shown) -> Cell:
            if row.close is None:
                return Cell(text="")
            by = row.close.sheet.closed_by
            return Cell(text=f"{row.close.closed_at:%m-%d %H:%M} {by}", tone="muted")

        def state(row: Shown) -> Cell:
            if row.close is None or row.close.reopened_why is None:
                return Cell(text=t.text("closed"), chip="plain")
            return Cell(text=t.text("reopened"), chip="warn")

        return (
            Column(title=lambda: t.text("Business day"), cell=day, width=120),
            Column(title=lambda: t.text("Taken (¥)"), cell=total, width=140, right=True),
            Column(title=lambda: t.text("Difference (¥)"), cell=difference, width=120, right=True),
            Column(title=lambda: t.text("Closed by"), cell=closed),
            Column(title=lambda: t.text("State"), cell=state, width=100),
        )

    def _period_columns(self) -> tuple[Column[Shown], ...]:
        t, today = self._stage.speech, self._stage.today()

        def name(row: Shown) -> Cell:
            is_year = row.period is not None and row.period.period.is_year
            return Cell(text=row.period.period.name if row.period else "", bold=is_year)

        def total(row: Shown) -> Cell:
            sheet = row.period.sheet if row.period else None
            return Cell(text="" if sheet is None else figures.amount(sheet.sum_fen))

        def owed(row: Shown) -> Cell:
            sheet = row.period.sheet if row.period else None
            shown = sheet is not None and sheet.owed_fen
            return Cell(text=figures.amount(sheet.owed_fen) if sheet and shown else "", tone="warn")

        def closed(row: Shown) -> Cell:
            sheet = row.period.sheet if row.period else None
            return Cell(text="" if sheet is None else sheet.closed_by, tone="muted")

        def state(row: Shown) -> Cell:
            words, tone = _state(row, today)
            return Cell(text=t.text(words), chip=tone)

        return (
            Column(title=lambda: t.text("Month or year"), cell=name, width=120),
            Column(title=lambda: t.text("Taken (¥)"), cell=total, width=140, right=True),
            Column(title=lambda: t.text("Owed (¥)"), cell=owed, width=120, right=True),
            Column(title=lambda: t.text("Closed by"), cell=closed),
            Column(title=lambda: t.text("State"), cell=state, width=100),
        )


def _state(row: Shown, today: date) -> tuple[str, ChipTone]:
    """Tell whether a period is closed, may be, or runs yet, as words to translate."""
    if row.period is not None and row.period.sheet is not None:
        return N_("closed for good"), "plain"
    is_over = row.period is not None and row.period.period.last < today
    return (N_("to be closed"), "warn") if is_over else (N_("running"), "info")
