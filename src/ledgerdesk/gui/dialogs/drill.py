"""Hold a drill: any backup is restored where nobody sees it, compared, and certified."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.drills import DrillHeld
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.folder_field import BackupFileField, documents
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.key_text import KeyText
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.access import Credential
from ledgerdesk.services.drills import Drilled, Ground, drill

BY_SHEET, BY_PASSWORD = 0, 1
_SECRETS = {Code.WRONG_PASSWORD, Code.WRONG_RECOVERY_KEY, Code.THROTTLED}


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
        self.way = Segments(2, digits=False)
        self.way.choose(BY_SHEET)
        self.key, self.password = KeyText(), Edit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_field, self.password_field = Field(self.key), Field(self.password)
        self.progress = ProgressLine()
        self.agreed = Note("ok", icon="check", bold=True)
        self.facts = QGridLayout()
        self.facts.setVerticalSpacing(4)
        self.facts.setColumnStretch(1, 1)
        for part in (self.last, self.file, self.way, self.key_field, self.password_field):
            self.body.addWidget(part)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.agreed)
        self.body.addLayout(self.facts)
        self.progress.hide()
        self.agreed.hide()
        self._say(drills, due)
        self._show_way(BY_SHEET)
        self.way.chosen.connect(self._show_way)
        self.act.clicked.connect(self.go)
        self.password.next_wanted.connect(self.go)
        self.key.next_wanted.connect(self.go)
        self.file.edit.next_wanted.connect(self._go_to_secret)
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
        self.way.say(t.text("Open it with"), (t.text("Recovery sheet"), t.text("Password")))
        self.key_field.say(
            t.text("Recovery &key"),
            help_text=t.text(
                "It stands on the recovery sheet: scan the code, or type its four lines."
            ),
        )
        self.password_field.say(
            t.text("Pass&word"), help_text=t.text("An owner's, as it was on the day of the backup.")
        )
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

    def _show_way(self, way: int) -> None:
        self.key_field.setVisible(way == BY_SHEET)
        self.password_field.setVisible(way == BY_PASSWORD)

    def _go_to_secret(self) -> None:
        self._secret().control.setFocus()

    def _secret(self) -> Field:
        return self.key_field if self.way.position == BY_SHEET else self.password_field

    # ── holding it ───────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        """Hold it, or save the certificate of the one that was held."""
        if self._drilled is not None:
            self._save(self._drilled)
            return
        if self._job is not None:
            return
        t, file, secret = self._stage.speech, self.file.folder, self._secret()
        for field in (self.file.field, secret):
            field.show_problem("")
        self.trouble.hide()
        if file is None:
            self.refuse_at(self.file.field, t.text("This is needed. Fill it in."))
            return
        try:
            credential = self._credential()
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

    def _credential(self) -> Credential:
        if self.way.position == BY_SHEET:
            return Credential.from_recovery_text(self.key.text())
        return Credential(password=self.password.text())

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
        self.key.clear()
        self.password.clear()
        for part in (self.progress, self.file, self.way, self.key_field, self.password_field):
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
        field = None
        if error.code in _SECRETS or error.field == "recovery":
            field = self._secret()
        elif error.field == "file":
            field = self.file.field
        self.refuse_at(field, self._stage.speech.sentence(error))

    def _enable(self, *, on: bool) -> None:
        for part in (self.file, self.way, self.key, self.password, self.act):
            part.setEnabled(on)
        self.progress.setValue(0)
        self.progress.setVisible(not on)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
