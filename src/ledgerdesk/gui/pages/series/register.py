"""Who has which numbers of a series: handed out, how many are left, taken back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.handouts import Handout
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text


class HandoutRegister(QWidget):
    """The ranges of one series, newest first; Enter takes back the one that is chosen."""

    give_wanted = Signal()
    back_wanted = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._may = self._is_narrow = False
        self.title = Text(bold=True)
        self.give_button = Button(Kind.PLAIN)
        self.back_button = Button(Kind.PLAIN)
        self.model: RowsModel[Handout] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "handouts")
        self.nothing = Text(tone="muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.back_button)
        head.addWidget(self.give_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing)
        column.addStretch(0)
        self.give_button.clicked.connect(self.give_wanted)
        self.back_button.clicked.connect(self._take_back)
        self.table.opened.connect(lambda _row: self._take_back())
        self.table.current_changed.connect(lambda _row: self._show_acts())
        self.say()

    def _columns(self) -> tuple[Column[Handout], ...]:
        t = self._stage.speech

        def quiet(text: str, one: Handout) -> Cell:
            return Cell(text=text, tone="text" if one.is_open else "muted")

        since: Column[Handout] = Column(
            title=lambda: t.text("Since"),
            cell=lambda one: quiet(one.handed_on.isoformat(), one),
            width=104,
            name="since",
        )
        return (
            Column(
                title=lambda: t.text("Numbers"),
                cell=lambda one: quiet(shown_range(one), one),
                name="numbers",
            ),
            Column(
                title=lambda: t.text("Who has them"),
                cell=lambda one: quiet(one.person, one),
                width=110,
                name="person",
            ),
            *(() if self._is_narrow else (since,)),
            Column(
                title=lambda: t.text("Left"),
                cell=lambda one: quiet(str(one.left) if one.is_open else "", one),
                width=64,
                right=True,
                name="left",
            ),
            Column(title=lambda: t.text("State"), cell=self._state, width=118, name="state"),
        )

    def _state(self, one: Handout) -> Cell:
        t = self._stage.speech
        if one.returned_on is not None:
            return Cell(text=t.text("back {day}", day=f"{one.returned_on:%m-%d}"), chip="plain")
        if one.few_left:
            return Cell(text=t.text("Few left"), chip="warn")
        return Cell(text=t.text("Out"), chip="info")

    def be_narrow(self, *, is_narrow: bool) -> None:
        """Leave out the day in a narrow window."""
        self._is_narrow = is_narrow
        row = self.table.currentIndex().row()
        self.model.lay(self._columns(), self.model.records)
        self.table.choose(row)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.title.setText(t.text("Handed out"))
        self.give_button.say(t.text("Hand &out…"))
        self.back_button.say(t.text("Ta&ke back…"))
        self.table.setAccessibleName(t.text("Handed out"))
        self.nothing.setText(
            t.text(
                "Nothing of it is handed out. Books and blocks of numbers are kept track of here."
            )
        )
        self.model.say()

    def allow(self, *, may: bool) -> None:
        """Offer what the role of whoever works may."""
        self._may = may
        self.give_button.setVisible(may)
        self._show_acts()

    def show_ranges(self, ranges: tuple[Handout, ...], *, is_active: bool) -> None:
        """Show the ranges of the chosen series; a retired one hands nothing out."""
        row = self.table.currentIndex().row()
        self.model.show(ranges)
        self.table.setVisible(bool(ranges))
        self.nothing.setVisible(not ranges)
        self.give_button.setEnabled(is_active)
        if ranges:
            self.table.choose(min(max(row, 0), len(ranges) - 1))
        self._show_acts()

    @property
    def current(self) -> Handout | None:
        """Give the chosen range."""
        row, records = self.table.currentIndex().row(), self.model.records
        return records[row] if 0 <= row < len(records) else None

    def _show_acts(self) -> None:
        one = self.current
        self.back_button.setVisible(self._may and one is not None and one.is_open)

    def _take_back(self) -> None:
        one = self.current
        if one is not None and one.is_open and self._may:
            self.back_wanted.emit(one)


def shown_range(one: Handout) -> str:
    """Show both ends of a range, the later one by its digits alone: what leads them is the same."""
    digits = len(one.last) - len(one.last.rstrip("0123456789"))
    return f"{one.first} – {one.last[-digits:]}"
