"""Ask for a second person's password, and what the office wants looked at twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.reviews import (
    AMOUNT,
    BACK_DATED,
    FIRST,
    HOURS,
    ID_CHANGED,
    ON,
    VOIDS,
    Cause,
)
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.services.access import Credential

_SWITCHES = (BACK_DATED, VOIDS, ID_CHANGED, FIRST)
_ALL_FIRST = f"{Cause.AMOUNT},{Cause.BACK_DATED},{Cause.HOURS}"


class CosignDialog(Asking):
    """A supervisor stands by: his name, his own password; the session stays whose it is.

    `go` is given what he typed and tells by its callbacks how it ended.
    """

    def __init__(
        self,
        parent: QWidget,
        stage: Stage,
        why: str,
        go: Callable[[Credential, Callable[[], None], Callable[[KnownError], None]], None],
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage = stage
        self._go = go
        self.name, self.secret = Edit(), Edit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.name_field, self.secret_field = Field(self.name), Field(self.secret)
        for field in (self.name_field, self.secret_field):
            self.body.addWidget(field)
        t = stage.speech
        self.name_field.say(t.text("&Name of the second person"))
        self.secret_field.say(t.text("His own &password"))
        self.say_frame(
            t.text("A second person first"),
            t.text(
                "The office asks for it: {why}. A supervisor or an owner looks at the trade and"
                " enters his password here; both sign the entry.",
                why=why,
            ),
            t.text("Sign and issue"),
            t.text("Back to the trade"),
        )
        self.name.next_wanted.connect(self.secret.setFocus)
        self.secret.returnPressed.connect(self.go)
        self.act.clicked.connect(self.go)
        self.name.setFocus()

    def go(self) -> None:
        """Try it with what was typed."""
        t, name = self._stage.speech, self.name.text().strip()
        if not name:
            self.name_field.show_problem(t.text("Say who signs."))
            self.name.setFocus()
            return
        self.act.setEnabled(False)
        self._go(Credential(login=name, password=self.secret.text()), self.accept, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        self.secret.clear()
        self.secret.setFocus()
        if error.code is Code.NOT_ALLOWED:
            self.refuse(
                self._stage.speech.text(
                    "He may not sign this: it takes another person who is a supervisor or an owner."
                )
            )
        else:
            self.refuse(self._stage.speech.sentence(error))


class ReviewRulesDialog(Asking):
    """What is looked at twice: from which sum, outside which hours, and four switches."""

    def __init__(self, parent: QWidget, stage: Stage) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage = stage
        self.amount, self.hours = Edit(), Edit()
        self.amount_field, self.hours_field = Field(self.amount), Field(self.hours)
        self.switches = {name: Segments(2, digits=False) for name in _SWITCHES}
        self.switch_fields = {name: Field(one) for name, one in self.switches.items()}
        for field in (self.amount_field, self.hours_field, *self.switch_fields.values()):
            self.body.addWidget(field)
        t = stage.speech
        self.amount_field.say(t.text("Trades from this &sum on (¥)"), hint=t.text("empty: off"))
        self.hours_field.say(
            t.text("Trades outside these &hours"), hint=t.text("08:30-18:00; empty: off")
        )
        words = {
            BACK_DATED: t.text("Trades of an earlier &day"),
            VOIDS: t.text("&Voided receipts"),
            ID_CHANGED: t.text("Changed &ID numbers"),
            FIRST: t.text("The second person looks"),
        }
        for name, field in self.switch_fields.items():
            field.say(words[name])
            both = (t.text("not looked at"), t.text("looked at twice"))
            if name == FIRST:
                both = (t.text("afterwards"), t.text("first, with his password"))
            self.switches[name].say(words[name].replace("&", ""), both)
            self.switches[name].choose(0)
        self.say_frame(
            t.text("What is looked at twice"),
            t.text("Whoever entered it cannot pass it himself, unless he works here alone."),
            t.text("Save"),
            t.text("Cancel"),
        )
        self.amount.next_wanted.connect(self.hours.setFocus)
        self.hours.next_wanted.connect(self.act.setFocus)
        self.act.clicked.connect(self.go)
        self._kept: dict[str, str] = {}
        stage.tasks.query(
            self, lambda ledger: ledger.settings.review_rules(), self._show, self._failed
        )

    def _show(self, kept: dict[str, str]) -> None:
        self._kept = kept
        self.amount.setText(kept[AMOUNT])
        self.hours.setText(kept[HOURS])
        for name, one in self.switches.items():
            one.choose(1 if kept[name] else 0)
        self.amount.setFocus()

    def go(self) -> None:
        """Save what was changed, all of it or nothing."""
        wanted = {AMOUNT: self.amount.text().strip(), HOURS: self.hours.text().strip()}
        for name, one in self.switches.items():
            on = _ALL_FIRST if name == FIRST else ON
            wanted[name] = on if one.position else ""
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[None]:
            return ledger.settings.change_review_rules(wanted)

        self._stage.tasks.mutate(self, work, lambda _none: self.accept(), self._failed)

    def _failed(self, error: KnownError) -> None:
        self.act.setEnabled(True)
        field = {AMOUNT: self.amount_field, HOURS: self.hours_field}.get(error.field or "")
        if field is None:
            self.refuse(self._stage.speech.sentence(error))
            return
        field.show_problem(self._stage.speech.sentence(error))
        (self.amount if field is self.amount_field else self.hours).setFocus()
