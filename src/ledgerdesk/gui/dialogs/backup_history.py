"""What was backed up and what was tried: every proved copy with its place, every drill."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ledgerdesk.core.drills import DrillHeld, WithKey
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.models.rows import Cell, Column, RowsModel
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.table import LedgerTable
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.backups import Proved

COPIES, DRILLS = 0, 1
_TALL = 360
_MOMENT = 140


class BackupHistoryDialog(Asking):
    """One list, copies or drills, newest first; the files themselves may have gone since."""

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        copies: Sequence[Proved],
        drills: Sequence[DrillHeld],
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=720)
        self._stage = stage
        t = stage.speech
        self.which = Segments(2, even=True)
        self.which.say(t.text("What is listed"), (t.text("Copies"), t.text("Drills")))
        self.copies: RowsModel[Proved] = RowsModel(self._copy_columns())
        self.drills: RowsModel[DrillHeld] = RowsModel(self._drill_columns())
        self.copies.show(list(copies))
        self.drills.show(list(drills))
        self.tables = (LedgerTable(self.copies), LedgerTable(self.drills))
        self.nothing = Text(tone="muted")
        self.body.addWidget(self.which)
        self.body.addWidget(self.nothing)
        for table, name in zip(self.tables, (t.text("Copies"), t.text("Drills")), strict=True):
            table.setMinimumHeight(_TALL)
            table.setAccessibleName(name)
            self.body.addWidget(table)
        self.say_frame(
            t.text("History of backups"),
            t.text("Every copy that was proved and every drill, wherever the files are now."),
            "",
            t.text("Close"),
        )
        self.act.hide()
        self.which.chosen.connect(self.show_kind)
        self.which.accepted.connect(self.tables[self.which.position or 0].setFocus)
        self.which.choose(COPIES)
        self.show_kind(COPIES)
        self.leave.setFocus()

    def show_kind(self, kind: int) -> None:
        """List copies or drills."""
        t = self._stage.speech
        counts = (self.copies.rowCount(), self.drills.rowCount())
        for place, table in enumerate(self.tables):
            table.setVisible(place == kind and counts[kind] > 0)
        words = (t.text("No backup was made yet."), t.text("No drill was held yet."))
        self.nothing.setText(words[kind])
        self.nothing.setVisible(not counts[kind])

    def _copy_columns(self) -> tuple[Column[Proved], ...]:
        t, stage = self._stage.speech, self._stage

        def place(one: Proved) -> Cell:
            if one.is_home:
                return Cell(text=t.text("beside the book"), tone="muted")
            return Cell(text=one.place or t.text("a folder without a name"))

        return (
            Column(
                title=lambda: t.text("Proved"),
                cell=lambda one: Cell(text=figures.exact_moment(t, one.at, stage.today())),
                width=_MOMENT,
            ),
            Column(title=lambda: t.text("Place"), cell=place, width=130),
            Column(
                title=lambda: t.text("File"),
                cell=lambda one: Cell(text=one.file_name, tone="muted"),
            ),
            Column(
                title=lambda: t.text("Size"),
                cell=lambda one: Cell(text=figures.file_size(one.size)),
                width=90,
                right=True,
            ),
        )

    def _drill_columns(self) -> tuple[Column[DrillHeld], ...]:
        t, stage = self._stage.speech, self._stage

        def key(one: DrillHeld) -> Cell:
            if one.with_key is WithKey.RECOVERY:
                return Cell(text=t.text("Recovery sheet"), chip="plain")
            return Cell(text=t.text("Password"), tone="muted")

        return (
            Column(
                title=lambda: t.text("Drill held"),
                cell=lambda one: Cell(text=figures.exact_moment(t, one.at, stage.today())),
                width=_MOMENT,
            ),
            Column(title=lambda: t.text("Opened with"), cell=key, width=130),
            Column(
                title=lambda: t.text("File"),
                cell=lambda one: Cell(text=one.file_name, tone="muted"),
            ),
            Column(
                title=lambda: t.text("Receipts"),
                cell=lambda one: Cell(text=f"{one.receipts:,}"),
                width=80,
                right=True,
            ),
            Column(
                title=lambda: t.text("Held by"), cell=lambda one: Cell(text=one.person), width=100
            ),
        )
