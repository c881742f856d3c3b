"""The backup page makes proved backups, and says when the last one was."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.folder_field import FolderField
from ledgerdesk.gui.pages.backups.backup_list import BackupList, Kept
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.page import Page, PageHead
from ledgerdesk.gui.widgets.progress import ProgressLine
from ledgerdesk.gui.widgets.texts import Ground, Text
from ledgerdesk.services.backups import Made, Proved, Ready, Written
from ledgerdesk.services.steps.backups.proved_backup import prove_and_write

WRITTEN_PERCENT = 50
"""The first half of the progress is writing, the second is reading back."""


class BackupPage(Page):
    """One button: snapshot on the lane, the long part beside it, the record on the lane."""

    cares_for = Changes.BACKUPS

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.is_running = False
        self._percent = 0
        self._last: Proved | None = None
        self._ready: Ready | None = None
        self._job: Job | None = None
        self.make_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="backup")
        self.head = PageHead(self.make_button)
        self._label = Text(size=theme.SMALL, tone="muted")
        self.last = Text(size=theme.HUGE, bold=True)
        self.fact = Text()
        self.folder = FolderField(stage)
        self.trouble = Note("bad")
        self.job = Ground("raised")
        self.bar = ProgressLine()
        self.doing = Text(bold=True)
        self._calm = Text(size=theme.SMALL, tone="muted")
        self.cancel_button = Button(Kind.PLAIN, key="Esc")
        self.list = BackupList(stage)
        self.trouble.hide()
        self._lay_out_job()
        self._lay_out()
        self._wire()
        self.say()

    def _lay_out_job(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        inner = QVBoxLayout(self.job)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.setSpacing(8)
        inner.addLayout(row)
        inner.addWidget(self.bar)
        inner.addWidget(self._calm)
        self.job.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE_SIDE, theme.PAGE_TOP, theme.PAGE_SIDE, 16)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(12)
        column.addWidget(self._label)
        column.addWidget(self.last)
        column.addWidget(self.fact)
        column.addSpacing(20)
        parts: tuple[QWidget, ...] = (self.folder, self.trouble, self.job)
        for part in parts:
            column.addWidget(part)
        column.addSpacing(20)
        column.addWidget(self.list, 1)

    def _wire(self) -> None:
        self.make_button.clicked.connect(self.make)
        self.make_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.cancel_button.clicked.connect(self._cancel)
        self.cancel_button.bind(self, "Esc")
        self.folder.edit.left.connect(self._look)
        self.folder.edit.next_wanted.connect(self._look)
        self.folder.chosen.connect(self._look)

    def say(self) -> None:
        """Say every text again."""
        t = self.stage.speech
        self.head.title.setText(t.text("Backup"))
        self.head.fact.setText(t.text("encrypted, and proved by reading it back"))
        self.make_button.say(t.text("Back up"))
        self.cancel_button.say(t.text("Cancel"))
        self._label.setText(t.text("The last verified backup"))
        self.folder.field.say(
            t.text("Back&ups go to"), help_text=t.text("A stick is best, and it is remembered.")
        )
        self.folder.button.say(t.text("&Choose…"))
        self.bar.setAccessibleName(t.text("Backup"))
        self._calm.setText(
            t.text("Cancelling or pulling the stick out leaves the older backups untouched.")
        )
        self._say_last()
        self._say_doing()
        self.list.say()

    def _say_last(self) -> None:
        t, last = self.stage.speech, self._last
        if last is None:
            self.last.setText(t.text("None yet"))
            self.fact.setText(t.text("Until then the book is only as safe as this PC."))
            return
        self.last.setText(figures.exact_moment(t, last.at, self.stage.today()))
        self.fact.setText(
            t.text(
                "Written and read back: {size}, backup {number} of this book.",
                size=figures.file_size(last.size),
                number=last.sequence,
            )
        )

    def _say_doing(self) -> None:
        t = self.stage.speech
        if self._percent < WRITTEN_PERCENT:
            self.doing.setText(t.text("Writing … {percent} %", percent=self._percent))
        else:
            self.doing.setText(t.text("Reading back … {percent} %", percent=self._percent))

    def hint(self) -> str:
        """Tell the keys."""
        return self.stage.speech.text("Ctrl+Enter back up now")

    def arrive(self) -> None:
        """Look into the remembered folder; begin where something is missing."""
        if not self.is_running:
            self.folder.edit.setText(self.stage.preferences.backup_folder)
        self.refresh()
        (self.make_button if self.folder.folder else self.folder.edit).setFocus()

    def forget(self) -> None:
        """Leave nothing of the book on the page."""
        self._last = self._ready = None
        self._run(on=False)
        self.trouble.hide()
        self.list.show_kept(None, Kept(history=(), found=()))
        self._say_last()

    def refresh(self) -> None:
        """Ask what was proved and what lies in the folder."""
        folder = self.folder.folder

        def work(ledger: Ledger) -> Kept:
            found = ledger.backups.found_in(folder) if folder is not None else ()
            return Kept(history=ledger.backups.history(), found=found)

        def show(kept: Kept) -> None:
            self._last = kept.history[0] if kept.history else None
            self._say_last()
            self.list.show_kept(folder, kept)

        self.stage.tasks.query(self, work, show, self._complain)

    def _look(self) -> None:
        if self.folder.edit.text().strip() != self.stage.preferences.backup_folder:
            self.stage.preferences.backup_folder = self.folder.edit.text().strip()
            self.stage.preferences.save()
            self.folder.field.show_problem("")
            self.refresh()

    # ── making one ───────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Make a backup in the folder, unless one is being made."""
        if self.is_running:
            return
        self._look()
        folder = self.folder.folder
        if folder is None:
            t = self.stage.speech
            self.folder.field.show_problem(t.text("Choose where the backup goes."))
            self.folder.edit.setFocus()
            return
        self.trouble.hide()
        self.folder.field.show_problem("")
        self._run(on=True)

        def prepare(ledger: Ledger) -> Ready:
            return ledger.backups.prepare(folder)

        self.stage.tasks.query(self, prepare, self._prove, self._failed)

    def _prove(self, ready: Ready) -> None:
        if not self.stage.tasks.is_open:
            ready.discard()  # locked meanwhile: nobody could record it
            return
        self._ready = ready

        def done(written: Written) -> None:
            if self._ready is ready:
                self._record(ready, written)

        def failed(error: KnownError) -> None:
            if self._ready is ready:  # else the book was locked: nobody waits for it
                self._failed(error)

        self._job = self.stage.tasks.aside(
            self,
            lambda progress: prove_and_write(ready, progress),
            done,
            failed,
            self._show_progress,
        )

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _record(self, ready: Ready, written: Written) -> None:
        def done(_made: Made) -> None:
            self._run(on=False)
            self.done.emit(
                self.stage.speech.text("The backup is verified; the stick can be pulled out safely")
            )

        self.stage.tasks.mutate(
            self, lambda ledger: ledger.backups.record(ready, written), done, self._failed
        )

    def _run(self, *, on: bool) -> None:
        self.is_running = on
        self._show_progress(0)
        self.job.setVisible(on)
        self.make_button.setEnabled(not on)
        self.folder.setEnabled(not on)

    def _show_progress(self, percent: int) -> None:
        self._percent = percent
        self.bar.setValue(percent)
        self._say_doing()

    def _failed(self, error: KnownError) -> None:
        self._run(on=False)
        self._complain(error)

    def _complain(self, error: KnownError) -> None:
        sentence = self.stage.speech.sentence(error)
        if error.field == "folder":
            self.folder.field.show_problem(sentence)
            self.folder.edit.setFocus()
        else:
            self.trouble.say(sentence)
            self.trouble.show()
            self.make_button.setFocus()
