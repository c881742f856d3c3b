"""Check the code of a receipt that somebody brings: scanned by hand or typed."""

from PySide6.QtWidgets import QWidget

from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.receipt_code import Verdict
from ledgerdesk.gui import figures
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.code_words import status_words, verdict_words
from ledgerdesk.services.codes import CheckedCode

_MOST_CHARACTERS = 1_000


class CheckCodeDialog(Asking):
    """One field for the code, and below it what the code is worth; Enter checks, as scanners do."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        t = stage.speech
        self.code = Edit()
        self.code.setMaxLength(_MOST_CHARACTERS)
        field = Field(self.code)
        field.say(t.text("&Code, from LD1: to the full stop"))
        self.good, self.bad = Note("ok"), Note("bad")
        self.facts = Text(bold=True, wrap=True)
        self.body.addWidget(field)
        for part in (self.good, self.bad, self.facts):
            part.hide()
            self.body.addWidget(part)
        self.say_frame(
            t.text("Check a receipt's code"),
            t.text("Scan the QR on the paper with a hand scanner, or paste its text."),
            t.text("Check"),
            t.text("Close"),
        )
        self.leave.setDefault(False)
        self.act.setDefault(True)
        self.act.clicked.connect(self.go)
        self.code.next_wanted.connect(self.go)
        self.code.setFocus()

    def go(self) -> None:
        """Ask the book what the code is worth."""
        text = self.code.text()
        self._stage.tasks.query(
            self, lambda ledger: ledger.codes.verify(text), self._show, self._failed
        )

    def _show(self, found: CheckedCode) -> None:
        t = self._stage.speech
        self.trouble.hide()
        is_good = found.verdict is Verdict.GENUINE
        after = status_words(t.translator, found.status, found.reversed_by)
        shown, other = (self.good, self.bad) if is_good and not after else (self.bad, self.good)
        shown.say("\n".join(filter(None, (verdict_words(t.translator, found.verdict), after))))
        shown.show()
        other.hide()
        claim = found.claim
        self.facts.setVisible(claim is not None)
        if claim is not None:
            said = [claim.number, claim.issued_on.isoformat(), figures.amount(claim.amount_fen)]
            said += [t.text("practice")] if claim.practice else []
            self.facts.setText(f"{'　'.join(said)}\n{claim.anchor}")
        self.code.selectAll()

    def _failed(self, error: KnownError) -> None:
        self.refuse(self._stage.speech.sentence(error))
