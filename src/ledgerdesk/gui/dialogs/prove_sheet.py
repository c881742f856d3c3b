"""Read the recovery sheet back: scan it, choose its file, or type two of its groups."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.key_text import KeyText
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.services.sheet import SheetState

_MOST_BYTES = 4096
BY_GROUPS, WHOLE = 0, 1


class ProveSheetDialog(Asking):
    """A sheet nobody tried is no sheet; never are all of its characters asked for."""

    proved = Signal()

    def __init__(self, parent: QWidget, stage: Stage, asked: tuple[tuple[int, int], ...]) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        self._asked = asked
        self.way = Segments(2)
        self.way_field = Field(self.way)
        self.key = KeyText()
        self.key_field = Field(self.key)
        self.file_button = Button(Kind.PLAIN)
        self.groups = [Edit() for _ in asked]
        self.group_fields = [Field(edit) for edit in self.groups]
        self._ways = QStackedWidget()
        self._lay_out()
        self._wire()
        self._say()
        self.way.choose(BY_GROUPS if asked else WHOLE)
        self.way_field.setVisible(bool(asked))
        self._begin()

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        chosen.addWidget(self.way_field)
        chosen.addStretch(1)
        self.body.addLayout(chosen)
        groups, whole = QWidget(), QWidget()
        row = QHBoxLayout(groups)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for field in self.group_fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.key_field)
        below = QHBoxLayout()
        below.addWidget(self.file_button)
        below.addStretch(1)
        column.addLayout(below)
        self._ways.addWidget(groups)
        self._ways.addWidget(whole)
        self.body.addWidget(self._ways)

    def _wire(self) -> None:
        self.way.chosen.connect(self._ways.setCurrentIndex)
        self.way.accepted.connect(self._begin)
        self.file_button.clicked.connect(self._choose)
        self.act.clicked.connect(self.check)
        self.key.next_wanted.connect(self.check)
        for edit, following in zip(self.groups, self.groups[1:], strict=False):
            edit.next_wanted.connect(following.setFocus)
        if self.groups:
            self.groups[-1].next_wanted.connect(self.check)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.check)
        self.leave.setDefault(False)

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(
            t.text("Prove the recovery sheet"),
            t.text(
                "Take the printed sheet: two of its groups show that it is there, or its code, or"
                " the file you put away."
            ),
            t.text("Check"),
            t.text("Later"),
        )
        self.way_field.say(t.text("&How"))
        self.way.say(t.text("How"), (t.text("Two groups"), t.text("Code or file")))
        self.key_field.say(
            t.text("Recovery &key"), help_text=t.text("The scanner types it in one go.")
        )
        self.file_button.say(t.text("Read the saved &file…"))
        for field, (line, group) in zip(self.group_fields, self._asked, strict=True):
            field.say(t.text("Line {line}, group {group}", line=line, group=group))

    def _begin(self) -> None:
        by_groups = self.way.position == BY_GROUPS and self.groups
        (self.groups[0] if by_groups else self.key).setFocus()

    def _choose(self) -> None:
        t = self._stage.speech
        path, _ = QFileDialog.getOpenFileName(self, t.text("The recovery key's file"))
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read the key out of the file it was put down in."""
        try:
            with path.open("rb") as opened:
                raw = opened.read(_MOST_BYTES)
        except OSError:
            self.refuse(self._stage.speech.text("The file cannot be read."))
            return
        self._prove(raw.decode("ascii", errors="replace").strip())

    def check(self) -> None:
        """Try what was scanned or typed on the book's own keys."""
        t = self._stage.speech
        if self.way.position == WHOLE:
            if self.key.text().strip():
                self._prove(self.key.text())
            else:
                self.key_field.show_problem(t.text("Scan or type the key first."))
            return
        for edit, field in zip(self.groups, self.group_fields, strict=True):
            if not edit.text().strip():
                field.show_problem(t.text("This is needed. Fill it in."))
                edit.setFocus()
                return
        typed = tuple(edit.text() for edit in self.groups)
        self._ask(lambda ledger: ledger.sheet.prove_groups(typed), self.group_fields[-1])

    def _prove(self, text: str) -> None:
        self._ask(lambda ledger: ledger.sheet.prove(text), self.key_field)

    def _ask(self, work: Callable[[Ledger], Done[SheetState]], at: Field) -> None:
        self.act.setEnabled(False)

        def done(_state: SheetState) -> None:
            self.key.clear()
            for edit in self.groups:
                edit.clear()
            self.proved.emit()
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            at.show_problem(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, work, done, failed)
