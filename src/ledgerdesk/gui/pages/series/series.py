"""Series of numbers: what each prints next, what is left of it, who has which, what is missing."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.handouts import Handout
from ledgerdesk.core.receipts import Reset
from ledgerdesk.core.series import SeriesLine
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.numbers_out import HandOutNumbersDialog, TakeNumbersBackDialog
from ledgerdesk.gui.dialogs.series import SeriesDialog
from ledgerdesk.gui.models.rows import Cell, CellTone, Column, RowsModel
from ledgerdesk.gui.pages.series.register import HandoutRegister
from ledgerdesk.gui.pages.series.run_panel import RunPanel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Rule, Text

_ROWS, _NARROW = 6, 1080


class SeriesPage(Page):
    """The series above, the register of the chosen one below, its run of numbers beside."""

    cares_for = Changes.SETTINGS | Changes.RECEIPTS

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._may = self._is_narrow = False
        self._chosen = ""
        self._handouts: tuple[Handout, ...] = ()
        self.change_button = Button(Kind.PLAIN)
        self.new_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self.head = PageHead(self.change_button, self.new_button)
        self.short = Text(tone="warn", wrap=True)
        self.model: RowsModel[SeriesLine] = RowsModel(self._columns())
        self.table = LedgerTable(self.model)
        self.table.remember(stage, "series")
        self.register = HandoutRegister(stage)
        self.run = RunPanel(stage)
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.short)
        column.addWidget(self.table)
        column.addSpacing(16)
        column.addWidget(self.register, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addWidget(Rule("line2", upright=True))
        whole.addWidget(self.run)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the columns that a narrow window has no room for; the dialog has them too."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.run.be_narrow(is_narrow=is_narrow)
            self.register.be_narrow(is_narrow=is_narrow)
            self.model.lay(self._columns(), self.model.records)
            self._choose_again()

    def _wire(self) -> None:
        self.new_button.clicked.connect(self.begin_new)
        self.change_button.clicked.connect(self.change_chosen)
        self.table.opened.connect(lambda _row: self.change_chosen())
        self.table.current_changed.connect(self._choose)
        self.register.give_wanted.connect(self.hand_out)
        self.register.back_wanted.connect(self.take_back)
        self.run.failed.connect(self.complain)
        self.run.copied.connect(lambda: self.done.emit(self.stage.speech.text("Copied")))
        self.lead_with(self.new_button)

    def _columns(self) -> tuple[Column[SeriesLine], ...]:
        t = self.stage.speech

        def quiet(text: str, one: SeriesLine) -> Cell:
            return Cell(text=text, tone="text" if one.is_active else "muted")

        def again(one: SeriesLine) -> Cell:
            words = {
                Reset.YEARLY: t.text("each year"),
                Reset.MONTHLY: t.text("each month"),
                Reset.NEVER: t.text("runs on"),
            }
            return quiet(words[one.reset], one)

        def left(one: SeriesLine) -> Cell:
            tone: CellTone = "warn" if one.few_left else "text" if one.is_active else "muted"
            return Cell(text=f"{one.left:,}", tone=tone)

        shape: tuple[Column[SeriesLine], ...] = (
            Column(
                title=lambda: t.text("Pattern"),
                cell=lambda one: quiet(one.pattern, one),
                width=172,
                name="pattern",
            ),
            Column(title=lambda: t.text("Starts again"), cell=again, width=112, name="reset"),
        )
        return (
            Column(
                title=lambda: t.text("Code"),
                cell=lambda one: quiet(one.code, one),
                width=72,
                name="code",
            ),
            Column(
                title=lambda: t.text("Name"), cell=lambda one: quiet(one.title, one), name="title"
            ),
            *(() if self._is_narrow else shape),
            Column(
                title=lambda: t.text("Next number"),
                cell=lambda one: quiet(one.next_number or "—", one),
                width=134,
                name="next",
            ),
            Column(title=lambda: t.text("Left"), cell=left, width=84, right=True, name="left"),
            Column(title=lambda: t.text("State"), cell=self._state, width=118, name="state"),
        )

    def _state(self, one: SeriesLine) -> Cell:
        t = self.stage.speech
        if not one.is_active:
            return Cell(text=t.text("Retired"), chip="plain")
        if one.few_left:
            return Cell(text=t.text("Few left"), chip="warn")
        if one.is_default:
            return Cell(text=t.text("The office's"), chip="info")
        return Cell(text=t.text("In use"), chip="ok")

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Number series"))
        self.new_button.say(t.text("Ne&w series…"))
        self.change_button.say(t.text("Chan&ge…"))
        self.table.setAccessibleName(t.text("Number series"))
        self.model.say()
        self.register.say()
        self.run.say()
        self._say_short()

    def _say_short(self) -> None:
        """Say of what few numbers are left."""
        t = self.stage.speech
        short = [f"{one.code} {one.left}" for one in self.model.records if one.few_left]
        short += [f"{one.series} {one.person} {one.left}" for one in self._handouts if one.few_left]
        self.short.setText(t.text("Few numbers left: {what}", what="、".join(short)))
        self.short.setVisible(bool(short))

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("↑↓ choose   Enter change it   Ctrl+Enter new series")

    def arrive(self) -> None:
        """Begin in the list."""
        self.refresh()
        self.table.setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._chosen, self._handouts = "", ()
        self.model.show(())
        self.register.show_ranges((), is_active=False)
        self.run.forget()
        self._say_short()

    def show_person(self, person: Person) -> None:
        """Let whoever may begin a series or hand numbers out do so."""
        self._may = may(person, "series.change")
        self.new_button.setVisible(self._may)
        self.change_button.setVisible(self._may)
        self.register.allow(may=may(person, "series.hand_out"))

    def refresh(self) -> None:
        """Ask for the series and for who has what."""

        def work(ledger: Ledger) -> tuple[tuple[SeriesLine, ...], tuple[Handout, ...]]:
            return ledger.series.every(), ledger.series.register()

        self.stage.tasks.query(self, work, self._show, self.complain)

    def _show(self, found: tuple[tuple[SeriesLine, ...], tuple[Handout, ...]]) -> None:
        lines, self._handouts = found
        self.model.show(lines)
        rows = min(max(len(lines), 2), _ROWS)
        self.table.setFixedHeight(self.table.head.height() + rows * theme.ROW_HEIGHT + 2)
        self._choose_again()
        self._say_short()
        self._show_chosen()

    def _choose_again(self) -> None:
        codes = [one.code for one in self.model.records]
        self.table.choose(codes.index(self._chosen) if self._chosen in codes else 0)

    @property
    def current(self) -> SeriesLine | None:
        """Give the chosen series."""
        row, records = self.table.currentIndex().row(), self.model.records
        return records[row] if 0 <= row < len(records) else None

    def _choose(self, _row: int) -> None:
        one = self.current
        if one is not None and one.code != self._chosen:
            self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.current
        if one is None:
            return
        self._chosen = one.code
        mine = tuple(handout for handout in self._handouts if handout.series == one.code)
        self.register.show_ranges(mine, is_active=one.is_active)
        self.run.begin(one.code)

    # ── what may be done ─────────────────────────────────────────────────────────────────

    def begin_new(self) -> None:
        """Ask for another series."""
        if self._may:
            self._ask_series(None)

    def change_chosen(self) -> None:
        """Ask for the name and the state of the chosen series."""
        if self._may and self.current is not None:
            self._ask_series(self.current)

    def _ask_series(self, old: SeriesLine | None) -> None:
        dialog = SeriesDialog(self, self.stage, self.model.records, old)
        dialog.kept.connect(self._kept)
        self._open(dialog)

    def _kept(self, line: SeriesLine) -> None:
        self._chosen = line.code
        self.done.emit(self.stage.speech.text("Saved: {what}", what=line.title))
        self.refresh()

    def hand_out(self) -> None:
        """Ask who gets which numbers of the chosen series."""
        one = self.current
        if one is None or not one.is_active:
            return
        dialog = HandOutNumbersDialog(self, self.stage, one)
        t = self.stage.speech
        dialog.given.connect(
            lambda made: self.done.emit(
                t.text("{person} has {first} to {last}", person=made.person, first=made.first,
                       last=made.last)
            )
        )  # fmt: skip
        self._open(dialog)

    def take_back(self, handout: Handout) -> None:
        """Ask what came back of a range."""
        dialog = TakeNumbersBackDialog(self, self.stage, handout)
        t = self.stage.speech
        dialog.taken.connect(
            lambda made: self.done.emit(t.text("Taken back from {person}", person=made.person))
        )
        self._open(dialog)

    def _open(self, dialog: Asking) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
