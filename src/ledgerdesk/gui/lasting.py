"""What lasts above every page until somebody deals with it: a bar a state, none as a rule."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ledgerdesk.core.staff import may
from ledgerdesk.gui.dialogs.findings import FindingsDialog
from ledgerdesk.gui.dialogs.last_numbers import LastNumbersDialog
from ledgerdesk.gui.dialogs.new_sheet import NewSheetDialog
from ledgerdesk.gui.dialogs.prove_sheet import ProveSheetDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.notices import InfoBar
from ledgerdesk.gui.widgets.texts import Ground
from ledgerdesk.i18n.findings import finding_sentence
from ledgerdesk.services.audit import Finding
from ledgerdesk.services.sheet import SheetState
from ledgerdesk.services.today import Standing

CONFIRM, KEEP_SHEET = "series.confirm_last_number", "sheet.keep"


class LastingBars(Ground):
    """The bars, those that hold work up first; `told` and `complained` speak to the toast."""

    told = Signal(str)
    written = Signal(str, str)
    complained = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__("surface")
        self._stage = stage
        self._standing: Standing | None = None
        self._sheet: SheetState | None = None
        self.numbers, self.sheet = InfoBar("warn"), InfoBar("bad")
        self.practice = InfoBar("warn")
        self.found = InfoBar("bad")
        self.findings: tuple[Finding, ...] = ()
        self._bars = (self.found, self.numbers, self.practice, self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.setSpacing(6)
        for bar in self._bars:
            column.addWidget(bar)
            bar.hide()
        self.hide()
        self.found.action.clicked.connect(self.show_all)
        self.numbers.action.clicked.connect(self.confirm_numbers)
        self.sheet.action.clicked.connect(self.ask_for_sheet)

    def say(self) -> None:
        """Say every text again."""
        self._say_found()
        self._say_numbers()
        self._say_sheet()
        self.practice.say(
            self._stage.speech.text(
                "Practice book: everything in it is made up, and no receipt of it counts. Your own"
                " book is not touched."
            ),
            "",
        )

    def _say_numbers(self) -> None:
        t = self._stage.speech
        if self._may(CONFIRM):
            self.numbers.say(
                t.text(
                    "Restored from a backup: no receipt until the last number on paper is told."
                ),
                t.text("Sa&y the number…"),
            )
        else:
            self.numbers.say(
                t.text(
                    "Restored from a backup: no receipt until a supervisor or the owner has told"
                    " the last number on paper."
                ),
                "",
            )

    def _say_found(self) -> None:
        t = self._stage.speech
        if self.findings:
            first = self.findings[0]
            sentence = finding_sentence(t.translator, first.what, first.kind, first.record)
            self.found.say(sentence, t.text("Sho&w what was found…"))

    def _say_sheet(self) -> None:
        t = self._stage.speech
        if self._sheet is None or self._sheet.is_current:
            self.sheet.say(
                t.text(
                    "The recovery sheet was not read back yet. Without it a lost password is final."
                ),
                t.text("Read it bac&k now…"),
            )
        else:
            self.sheet.say(
                t.text("The book's key was changed: the old recovery sheet opens it no longer."),
                t.text("Ma&ke a new sheet…"),
            )

    def show_state(self, standing: Standing, sheet: SheetState) -> None:
        """Show what lasts of how the desk and its recovery sheet stand."""
        self._standing, self._sheet = standing, sheet
        practice = standing.office.practice
        self.numbers.setVisible(bool(standing.waiting))
        self.practice.setVisible(practice)
        # Nothing in a practice book is worth a sheet; and only an owner can do anything about it.
        self.sheet.setVisible(not sheet.is_kept and not practice and self._may(KEEP_SHEET))
        self.say()
        self._show_room()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show that something is not as the log says, the first of it in words."""
        self.findings = findings
        self.found.setVisible(bool(findings))
        self.say()
        self._show_room()

    def show_all(self) -> None:
        """Name everything that is not as the log says."""
        dialog = FindingsDialog(self, self._stage.speech, self.findings)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def forget(self) -> None:
        """Show nothing of a book that is locked."""
        self._standing = self._sheet = None
        self.findings = ()
        for bar in self._bars:
            bar.hide()
        self._show_room()

    def _show_room(self) -> None:
        self.setVisible(any(bar.isVisibleTo(self) for bar in self._bars))

    def _may(self, action: str) -> bool:
        return self._standing is not None and may(self._standing.person, action)

    # ── the last number after a restore ──────────────────────────────────────────────────

    def confirm_numbers(self) -> None:
        """Ask for the last number on paper, or say who can be asked."""
        standing, t = self._standing, self._stage.speech
        if standing is None:
            return
        if not self._may(CONFIRM):
            self.complained.emit(
                t.text(
                    "The last number on paper is not known since the restore. Ask a supervisor or"
                    " the owner to tell it; what you typed stays."
                )
            )
        elif standing.waiting:
            dialog = LastNumbersDialog(self.window(), self._stage, standing.waiting)
            dialog.confirmed.connect(self._confirmed)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _confirmed(self) -> None:
        self.told.emit(self._stage.speech.text("The last number is confirmed; receipts go on"))

    # ── the sheet ────────────────────────────────────────────────────────────────────────

    def ask_for_sheet(self) -> None:
        """Ask for the sheet to be read back, or for a new one where the old one is outdated."""
        sheet = self._sheet
        if sheet is None:
            return
        if sheet.is_current:
            proof = ProveSheetDialog(self.window(), self._stage, sheet.asked)
            proof.proved.connect(self._proved)
            proof.finished.connect(proof.deleteLater)
            proof.open()
        else:
            self.make_new_sheet()

    def make_new_sheet(self) -> None:
        """Issue the sheet anew, whether or not the old one still opens the book."""
        new = NewSheetDialog(self.window(), self._stage)
        new.made.connect(self._made)
        new.finished.connect(new.deleteLater)
        new.open()

    def _proved(self) -> None:
        self.told.emit(self._stage.speech.text("The recovery sheet opens this book"))

    def _made(self, file: str) -> None:
        t = self._stage.speech
        text = t.text("{file} is written: print it, then read it back", file=file)
        self.written.emit(text, file)
