"""After a restore: ask for the last number on paper of every series, and show what follows."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.services.settings import Foreseen
from ledgerdesk.services.today import Waiting

_WAIT_MS = 80


class _SeriesField(Field):
    """One series: its last number, and below it what that would come to."""

    def __init__(self, waiting: Waiting) -> None:
        self.edit = Edit()
        super().__init__(self.edit, help_room=True)
        # Room for two lines: the dialog must not jump while a number is typed.
        self._below.setMinimumHeight(2 * self._below.fontMetrics().lineSpacing())
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.waiting = waiting
        self.foreseen: Foreseen | None = None
        self.question = 0
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(_WAIT_MS)

    @property
    def number(self) -> str:
        """Give what was typed."""
        return self.edit.text().strip()


class LastNumbersDialog(Asking):
    """Each series has its field; all that are filled in are confirmed, one act for each."""

    confirmed = Signal()

    def __init__(self, parent: QWidget, stage: Stage, waiting: tuple[Waiting, ...]) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=600)
        self._stage = stage
        self.fields = [_SeriesField(one) for one in waiting]
        for field in self.fields:
            self.body.addWidget(field)
            field.edit.textChanged.connect(field.later.start)
            field.later.timeout.connect(partial(self._foresee, field))
        for field, following in zip(self.fields, self.fields[1:], strict=False):
            field.edit.next_wanted.connect(following.edit.setFocus)
        self.fields[-1].edit.next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.confirm)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.confirm)
        self.leave.setDefault(False)
        self._say()
        self.fields[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(
            t.text("The last number on paper"),
            t.text(
                "This book came out of a backup. Receipts may have been printed after it was made:"
                " copy the last number from the newest sheet, so that none is given twice."
            ),
            t.text("Confirm"),
            t.text("Later"),
        )
        for field in self.fields:
            known = field.waiting.known
            field.say(
                t.text("&Last number, series {code}", code=field.waiting.code)
                if len(self.fields) == 1
                else t.text("Last number, series {code}", code=field.waiting.code),
                hint=t.text("the book itself goes up to {number}", number=known)
                if known
                else t.text("the book itself has none; 0 if none was printed"),
            )

    # ── what it would come to ────────────────────────────────────────────────────────────

    def _foresee(self, field: _SeriesField) -> None:
        field.question += 1
        question, number = field.question, field.number
        field.foreseen = None
        if not number:
            field.show_problem("")
            field.show_help("")
            return

        def shown(foreseen: Foreseen) -> None:
            if question == field.question:
                field.foreseen = foreseen
                field.show_problem("")
                field.show_help(self._words(foreseen))

        def failed(error: KnownError) -> None:
            if question == field.question:
                field.show_problem(self._stage.speech.sentence(error))

        code = field.waiting.code
        self._stage.tasks.query(
            self, lambda ledger: ledger.settings.foresee_last_number(code, number), shown, failed
        )

    def _words(self, foreseen: Foreseen) -> str:
        """Say the next number, and which ones the book has lost."""
        t = self._stage.speech
        if foreseen.next_number:
            following = t.text("The next receipt is {number}.", number=foreseen.next_number)
        else:
            following = t.text("A later year waits as well: tell its last number too.")
        if not foreseen.lost:
            return t.text("{following} The book lacks none.", following=following)
        if foreseen.lost == 1:
            return t.text(
                "{following} The book lacks {first}: it is listed as lost with the old PC, never"
                " as missing.",
                following=following,
                first=foreseen.first_lost,
            )
        return t.text(
            "{following} The book lacks {count} numbers, {first} to {last}: they are listed as lost"
            " with the old PC, never as missing.",
            following=following,
            count=foreseen.lost,
            first=foreseen.first_lost,
            last=foreseen.last_lost,
        )

    # ── confirming ───────────────────────────────────────────────────────────────────────

    def confirm(self) -> None:
        """Confirm what was filled in; the first refusal stays at its field with what was typed."""
        open_fields = [field for field in self.fields if field.edit.isEnabled()]
        filled = [field for field in open_fields if field.number]
        if not filled:
            t = self._stage.speech
            open_fields[0].show_problem(t.text("Copy the number from the newest sheet."))
            open_fields[0].edit.setFocus()
            return
        self.act.setEnabled(False)
        for field in filled:
            field.later.stop()
            field.question += 1
        numbers = [(field.waiting.code, field.number) for field in filled]
        confirmed: list[str] = []

        def work(ledger: Ledger) -> Done[None]:
            for code, number in numbers:
                ledger.settings.confirm_last_number(code, number)
                confirmed.append(code)
            return Done(value=None, changes=Changes.RECEIPTS)

        def done(_nothing: None) -> None:
            self.confirmed.emit()
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            for field in filled[: len(confirmed)]:  # each is an act of its own, and stays
                field.edit.setEnabled(False)
            refused = filled[len(confirmed)]
            refused.show_problem(self._stage.speech.sentence(error))
            refused.edit.setFocus()

        self._stage.tasks.mutate(self, work, done, failed)
