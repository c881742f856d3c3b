"""At the end of a session: a copy is made beside the book, and one may leave without it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.gui.backup_runner import BackupRunner
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.progress import ProgressLine


class LeaveCopyDialog(Asking):
    """A line of progress; `over` says that the way out is free, with the copy or without it."""

    over = Signal()

    def __init__(self, parent: QWidget, stage: Stage, runner: BackupRunner) -> None:
        super().__init__(parent, act=Kind.PLAIN)
        self._runner = runner
        t = stage.speech
        self.progress = ProgressLine()
        self.progress.setAccessibleName(t.text("Backup"))
        self.body.addWidget(self.progress)
        self.say_frame(
            t.text("One moment: a copy is being made"),
            t.text("It lies beside the book. The stick is for another PC and another place."),
            t.text("Leave without it"),
            t.text("Stay"),
        )
        runner.progressed.connect(self._show)
        runner.ended.connect(self._ended)
        self.act.clicked.connect(self._leave)
        self.rejected.connect(runner.stop)

    def _show(self, percent: int, _speed: int) -> None:
        self.progress.setValue(percent)

    def _ended(self) -> None:
        if self.isVisible():
            self.accept()
            self.over.emit()

    def _leave(self) -> None:
        self.accept()
        self._runner.stop()
        self.over.emit()
