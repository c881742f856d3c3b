"""What the page of backups asks in dialogs: the plan, drills, the history."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.drills import DrillHeld
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.backup_history import BackupHistoryDialog
from ledgerdesk.gui.dialogs.backup_plan import BackupPlanDialog
from ledgerdesk.gui.dialogs.drill import DrillDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.services.backup_plan import Standing
from ledgerdesk.services.backups import Proved


class BackupQuestions(QObject):
    """Each opens as things stand now; `changed` asks the page to look anew.

    `written` says where a certificate lies, `failed` why nothing opened.
    """

    changed = Signal()
    failed = Signal(object)
    written = Signal(str, str)

    def __init__(self, stage: Stage, host: QWidget) -> None:
        super().__init__(host)
        self._stage = stage
        self._host = host

    def plan(self) -> None:
        """Open the plan."""

        def work(ledger: Ledger) -> tuple[Standing, bool]:
            return ledger.backup_plan.standing(), ledger.keys.store().backup

        def show(found: tuple[Standing, bool]) -> None:
            dialog = BackupPlanDialog(
                self._host.window(), self._stage, found[0], keeps_key=found[1]
            )
            dialog.changed.connect(self.changed)
            self._open(dialog)

        self._stage.tasks.query(self, work, show, self.failed.emit)

    def drill(self, folder: Path | None) -> None:
        """Open a drill of the newest backup in a folder, or of any other."""

        def work(ledger: Ledger) -> tuple[tuple[DrillHeld, ...], date, Path | None]:
            found = ledger.backups.found_in(folder) if folder and folder.is_dir() else []
            newest = found[0].path if found else None
            return ledger.drills.held(), ledger.drills.due_on(), newest

        def show(found: tuple[tuple[DrillHeld, ...], date, Path | None]) -> None:
            held, due, newest = found
            dialog = DrillDialog(self._host.window(), self._stage, newest, held, due)
            dialog.held.connect(self.changed)
            dialog.written.connect(self.written)
            self._open(dialog)

        self._stage.tasks.query(self, work, show, self.failed.emit)

    def history(self) -> None:
        """List every proved copy and every drill."""

        def work(ledger: Ledger) -> tuple[list[Proved], tuple[DrillHeld, ...]]:
            return ledger.backups.history(), ledger.drills.held()

        def show(found: tuple[list[Proved], tuple[DrillHeld, ...]]) -> None:
            self._open(BackupHistoryDialog(self._host.window(), self._stage, *found))

        self._stage.tasks.query(self, work, show, self.failed.emit)

    def _open(self, dialog: Asking) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
