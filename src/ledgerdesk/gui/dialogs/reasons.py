"""Ask why before something is done about a card; the safe way is the default."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import KnownError
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field

Value = TypeVar("Value")


class ReasonDialog(Asking):
    """One line to say why; `finished_well` carries what the deed gave back."""

    finished_well = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        deed: Callable[[Ledger, str], Done[Value]],
        *,
        needed: bool = True,
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage = stage
        self._deed = deed
        self._needed = needed
        self.reason = Edit()
        self.reason_field = Field(self.reason)
        self.body.addWidget(self.reason_field)
        self.act.clicked.connect(self.go)
        self.reason.next_wanted.connect(self.act.setFocus)
        self.reason.textEdited.connect(lambda _text: self.reason_field.show_problem(""))

    def say(self, title: str, words: str, act: str, hint: str) -> None:
        """Set the words: what is asked, what will happen, the deed, where the reason is kept."""
        t = self._stage.speech
        self.say_frame(title, words, act, t.text("Cancel"))
        self.reason_field.say(t.text("&Reason"), hint=hint)
        self.reason.setFocus()

    def go(self) -> None:
        """Do it, or say what is missing."""
        reason = self.reason.text()
        if self._needed and not reason.strip():
            self.reason_field.show_problem(self._stage.speech.text("Say why; others read it."))
            self.reason.setFocus()
            return
        self.act.setEnabled(False)

        def done(value: object) -> None:
            self.finished_well.emit(value)
            self.accept()

        def failed(error: KnownError) -> None:
            self.act.setEnabled(True)
            self.refuse(self._stage.speech.sentence(error))

        self._stage.tasks.mutate(self, lambda ledger: self._deed(ledger, reason), done, failed)
