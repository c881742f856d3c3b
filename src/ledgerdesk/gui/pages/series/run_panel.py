"""What became of a run of numbers: issued, void, missing; what is to be looked at by its name."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.series import Continuity
from ledgerdesk.gui import theme
from ledgerdesk.gui.models.rows import Cell, ChipTone, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Figure, Ground, Text

_WIDE, _NARROW = 344, 272
_NO_LIMIT = 16_777_215  # Qt's own word for it is not in its Python


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A number the report names, and why: `missing`, `explained` or `void`."""

    number: str
    why: str


class RunPanel(Ground):
    """From and to, the sums of the run, and the numbers that are to be looked at."""

    copied = Signal()
    failed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__("raised")
        self.setFixedWidth(_WIDE)
        self._stage = stage
        self._series = ""
        self._found: Continuity | None = None
        self.title = Text(size=theme.LARGE, bold=True)
        self.first, self.last = Edit(), Edit()
        self.first_field, self.last_field = Field(self.first), Field(self.last)
        self.button = Button(Kind.PLAIN)
        self.copy_button = Button(Kind.PLAIN, icon="copy")
        self.range = Text(bold=True, wrap=True)
        self.sums = {name: Figure(size=theme.LARGE, bold=True) for name in _SUMS}
        self._labels = {name: Text(size=theme.SMALL, tone="muted") for name in _SUMS}
        self.verdict = Text(wrap=True, tone="muted")
        self.model: RowsModel[Named] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self._lay_out()
        self.button.clicked.connect(self.ask)
        self.copy_button.clicked.connect(self.copy)
        self.first.next_wanted.connect(self.last.setFocus)
        self.last.next_wanted.connect(self.ask)
        self.say()
        self.show_run(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.first_field)
        column.addWidget(self.last_field)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.range)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for place, name in enumerate(_SUMS):
            grid.addWidget(self._labels[name], 0, place)
            grid.addWidget(self.sums[name], 1, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addWidget(self.verdict)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def _columns(self) -> tuple[Column[Named], ...]:
        t = self._stage.speech
        tones: dict[str, ChipTone] = {"missing": "bad", "explained": "warn", "void": "plain"}

        def words(one: Named) -> str:
            return {
                "missing": t.text("Missing"),
                "explained": t.text("Lost, explained"),
                "void": t.text("Void"),
            }[one.why]

        return (
            Column(
                title=lambda: t.text("Number"), cell=lambda one: Cell(text=one.number), width=136
            ),
            Column(
                title=lambda: t.text("State"),
                cell=lambda one: Cell(text=words(one), chip=tones[one.why]),
            ),
        )

    def be_narrow(self, *, is_narrow: bool) -> None:
        """Leave the lists more room in a narrow window."""
        self.setFixedWidth(_NARROW if is_narrow else _WIDE)

    def say(self) -> None:
        """Say every text again."""
        t = self._stage.speech
        self.title.setText(t.text("Account for a run"))
        self.first_field.say(t.text("F&irst number"), hint=t.text("empty: the first"))
        self.last_field.say(t.text("&Last number"), hint=t.text("empty: the last drawn"))
        self.button.say(t.text("&Account for it"))
        self.copy_button.say(t.text("Co&py"))
        self._labels["count"].setText(t.text("Numbers"))
        self._labels["issued"].setText(t.text("Issued"))
        self._labels["voided"].setText(t.text("Void"))
        self._labels["missing"].setText(t.text("Missing"))
        self.table.setAccessibleName(t.text("Numbers to look at"))
        self.model.say()
        self.show_run(self._found)

    def begin(self, series: str) -> None:
        """Account for the whole period that runs of a series."""
        if series != self._series:
            self._series = series
            self.first.clear()
            self.last.clear()
        self.ask()

    def forget(self) -> None:
        """Leave nothing of the book here."""
        self._series = ""
        self.first.clear()
        self.last.clear()
        self.show_run(None)

    def ask(self) -> None:
        """Ask what became of the run."""
        series = self._series
        if not series:
            return
        first, last = self.first.text().strip() or None, self.last.text().strip() or None

        def shown(found: Continuity) -> None:
            if series == self._series:
                for field in (self.first_field, self.last_field):
                    field.show_problem("")
                self.show_run(found)

        self._stage.tasks.query(
            self, lambda ledger: ledger.series.continuity(series, first, last), shown, self._refused
        )

    def _refused(self, error: KnownError) -> None:
        fields = {"from": self.first_field, "to": self.last_field}
        field = fields.get(error.field or "")
        if field is None:
            self.failed.emit(error)
            return
        self.show_run(None)
        field.show_problem(self._stage.speech.sentence(error))
        field.control.setFocus()

    def show_run(self, found: Continuity | None) -> None:
        """Show the sums, and name what is missing, what went with a restore, what is void."""
        self._found = found
        t = self._stage.speech
        counts = dict.fromkeys(_SUMS, "—")
        named: list[Named] = []
        self.range.setText("")
        self.verdict.setText("")
        if found is not None:
            counts = {
                "count": str(found.count),
                "issued": str(found.issued),
                "voided": str(len(found.voided)),
                "missing": str(len(found.missing)),
            }
            for why, numbers in (
                ("missing", found.missing),
                ("explained", found.explained),
                ("void", found.voided),
            ):
                named += [Named(number=number, why=why) for number in numbers]
            if found.count:
                self.range.setText(f"{found.first} – {found.last}")
            self.verdict.setText(self._verdict(found))
        is_bad = found is not None and bool(found.missing)
        self.sums["missing"].set_tone("bad" if is_bad else "text")
        self.verdict.set_tone("bad" if is_bad else "muted")
        for name, text in counts.items():
            self.sums[name].setText(text)
        self.model.show(named)
        self.table.setVisible(bool(named))
        high = (len(named) + 1) * theme.ROW_HEIGHT + 4
        self.table.setMaximumHeight(min(high, _NO_LIMIT))
        self.copy_button.setEnabled(found is not None and found.count > 0)
        self.range.setAccessibleName(t.text("Account for a run"))

    def _verdict(self, found: Continuity) -> str:
        t = self._stage.speech
        if not found.count:
            return t.text("No number of it was drawn yet.")
        if found.undrawn and not found.missing:
            return t.text(
                "Every drawn number is accounted for; {number} of the run were not drawn yet.",
                number=found.undrawn,
            )
        if found.missing:
            return t.text("A missing number needs a reason: look for its sheet.")
        return t.text("Every number is accounted for.")

    def copy(self) -> None:
        """Put the report on the clipboard, as a table."""
        found = self._found
        if found is None:
            return
        lines = [
            f"{found.series}\t{found.first}\t{found.last}",
            *(f"{self._labels[name].text()}\t{self.sums[name].text()}" for name in _SUMS),
        ]
        columns = self.model.columns
        lines += ["\t".join(one.cell(row).text for one in columns) for row in self.model.records]
        QApplication.clipboard().setText("\n".join(lines))
        self.copied.emit()


_SUMS = ("count", "issued", "voided", "missing")
