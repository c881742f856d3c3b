"""Hold a drill: any backup is restored where nobody sees it, compared, and certified."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.drills import DrillHeld
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.backup_key import BY_SHEET, BackupKey
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.folder_field import BackupFileField, documents
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.access import Credential
from ledgerdesk.services.drills import Drilled, Ground, drill


class DrillDialog(Asking):
    """File and key, then progress, then what agreed; `written` says the certificate's file."""

    held = Signal()
    written = Signal(str, str)

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        file: Path | None,
        drills: tuple[DrillHeld, ...] = (),
        due: date | None = None,
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=600)
        self._stage = stage
        self._job: Job | None = None
        self._drilled: Drilled | None = None
        self.last = Text(size=theme.SMALL, tone="muted", wrap=True)
        self.file = BackupFileField(stage)
        self.file.edit.setText("" if file is None else str(file))
        self.secret = BackupKey(stage, way=BY_SHEET)
        self.progress = ProgressLine()
        self.agreed = Note("ok", icon="check", bold=True)
        self.facts = QGridLayout()
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        for part in (self.last, self.file, self.secret):
            self.body.addWidget(part)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.agreed)
        self.body.addLayout(self.facts)
        self.progress.hide()
        self.agreed.hide()
        self._say(drills, due)
        self.act.clicked.connect(self.go)
        self.secret.next_wanted.connect(self.go)
        self.file.edit.next_wanted.connect(self.secret.go)
        self.leave.setDefault(False)
        self.finished.connect(lambda _result: self._stop())
        self.file.edit.setFocus()

    def _say(self, drills: tuple[DrillHeld, ...], due: date | None) -> None:
        t, today = self._stage.speech, self._stage.today()
        words = t.text("No drill was held yet.")
        if drills:
            at = figures.exact_moment(t, drills[0].at, today)
            words = t.text("Last drill: {moment} · {file}", moment=at, file=drills[0].file_name)
        if due is not None:
            words += " " + t.text("The next one by the sheet is due on {day}.", day=due.isoformat())
        self.last.setText(words)
        self.file.field.say(t.text("&Backup file"))
        self.file.button.say(t.text("&Choose…"))
        self.secret.say()
        self.progress.setAccessibleName(t.text("Restore drill"))
        self.say_frame(
            t.text("Restore drill"),
            t.text(
                "The backup is restored to a temporary place, compared with what was sealed into"
                " it, and removed. The book itself is not touched."
            ),
            t.text("Hold the &drill"),
            t.text("Close"),
        )

    # ── holding it ───────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        """Hold it, or save the certificate of the one that was held."""
        if self._drilled is not None:
            self._save(self._drilled)
            return
        if self._job is not None:
            return
        t, file, secret = self._stage.speech, self.file.folder, self.secret.field
        for field in (self.file.field, secret):
            field.show_problem("")
        self.trouble.hide()
        if file is None:
            self.refuse_at(self.file.field, t.text("This is needed. Fill it in."))
            return
        try:
            credential = self.secret.credential()
        except KnownError as error:
            self._refused(error)
            return
        self._enable(on=False)
        self._stage.tasks.query(
            self,
            lambda ledger: ledger.drills.ground(),
            lambda ground: self._hold(file, credential, ground),
            self._refused,
        )

    def _hold(self, file: Path, credential: Credential, ground: Ground) -> None:
        def work(progress: Progress) -> Drilled:
            return drill(file, credential, ground, progress)

        self._job = self._stage.tasks.aside(
            self, work, self._record, self._refused, self.progress.setValue
        )

    def _record(self, drilled: Drilled) -> None:
        """Write it into the book; a backup of another book is told and not written down."""
        self._job = None

        def failed(error: KnownError) -> None:
            self._agree(drilled, kept=False)
            if error.code is not Code.NOT_OURS:
                self.refuse(self._stage.speech.sentence(error))

        def done(_held: DrillHeld) -> None:
            self._agree(drilled, kept=True)
            self.held.emit()

        self._stage.tasks.mutate(self, lambda ledger: ledger.drills.record(drilled), done, failed)

    def _agree(self, drilled: Drilled, *, kept: bool) -> None:
        t, facts = self._stage.speech, drilled.facts
        self._drilled = drilled
        self.secret.clear()
        for part in (self.progress, self.file, self.secret):
            part.hide()
        self.last.hide()
        more = "" if kept else t.text("It is a backup of another book, so it is not written down.")
        self.agreed.say(t.text("It can be restored: everything agreed."), more)
        self.agreed.show()
        rows = (
            (t.text("Backup"), drilled.file.name),
            (t.text("Receipts"), f"{facts.counts.get('receipt', 0):,}"),
            (t.text("Sum of receipts"), figures.yuan(facts.sums.get("receipts", 0))),
            (t.text("Customers"), f"{facts.counts.get('customer', 0):,}"),
            (t.text("Entries of the log"), f"{facts.head_seq:,}"),
        )
        for row, (label, value) in enumerate(rows):
            self.facts.addWidget(Text(label, tone="muted"), row, 0)
            self.facts.addWidget(Text(value), row, 1)
        self.act.setEnabled(True)
        self.act.say(t.text("&Save the certificate…"))
        self.act.setFocus()
        self.adjustSize()

    def _save(self, drilled: Drilled) -> None:
        t, language = self._stage.speech, self._stage.speech.language
        name = t.text("Restore drill") + f" {self._stage.today()}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, t.text("Save the certificate"), str(documents() / name), "PDF (*.pdf)"
        )
        if not chosen:
            return

        def work(ledger: Ledger) -> Path:
            return ledger.drills.write_certificate(drilled, Path(chosen), language)

        def done(file: Path) -> None:
            self.accept()
            self.written.emit(t.text("Written: {file}", file=file.name), str(file))

        self._stage.tasks.query(self, work, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        self._job = None
        self._enable(on=True)
        field = self.file.field if error.field == "file" else self.secret.field_of(error)
        self.refuse_at(field, self._stage.speech.sentence(error))

    def _enable(self, *, on: bool) -> None:
        for part in (self.file, self.secret, self.act):
            part.setEnabled(on)
        self.progress.setValue(0)
        self.progress.setVisible(not on)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
