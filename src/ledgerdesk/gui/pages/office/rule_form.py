"""The forms of the record standard: what is asked of one field, and the days of one category."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.cycles import DAYS, GIVEN, OF_OWN
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.progress import Progress
from ledgerdesk.core.standards import CHOICES, Needed, Rule, Shape
from ledgerdesk.gui import theme
from ledgerdesk.gui.pages.customers.card_fields import category_words, tags_in
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Job
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.job_bar import JobBar
from ledgerdesk.gui.widgets.select import Select
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.i18n.card_words import purpose_words
from ledgerdesk.i18n.log_words import change_field
from ledgerdesk.i18n.marks import N_

NEEDED = {
    Needed.NOBODY: N_("nobody"),
    Needed.PERSON: N_("persons"),
    Needed.COMPANY: N_("companies"),
    Needed.EVERYBODY: N_("everybody"),
}
SHAPES = {
    Shape.ANY: N_("anything"),
    Shape.MOBILE: N_("mobile number"),
    Shape.PHONE: N_("phone number"),
    Shape.EMAIL: N_("e-mail address"),
    Shape.DIGITS: N_("digits"),
    Shape.HAN: N_("Chinese characters"),
}
_JOINT = "、"


def field_name(stage: Stage, field: str) -> str:
    """Call a field as the card does."""
    return change_field(stage.speech.translator, "customer", field)


class _Form(QWidget):
    """A title, fields one below the other, and the button that saves them."""

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.title = Text(size=theme.LARGE, bold=True)
        self.save_button = Button(Kind.PRIMARY, key="Ctrl+Enter", icon="save")
        self.job_bar = JobBar()
        self.job_bar.hide()
        self.job_bar.cancel_button.clicked.connect(self._stop)
        self._job: Job | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        self.column.addWidget(self.title)

    def _end(self, *below: QWidget) -> None:
        for widget in (self.save_button, *below):
            row = QHBoxLayout()
            row.addWidget(widget)
            row.addStretch(1)
            self.column.addLayout(row)
        self.column.addWidget(self.job_bar)
        self.column.addStretch(1)

    def set_open(self, *, on: bool) -> None:
        """Let whoever may change it; others read."""
        self.save_button.setVisible(on)

    def _send(self, work: Callable[[Ledger, Progress], Done[object]], said: str, at: Field) -> None:
        self.save_button.setEnabled(False)

        def ended() -> None:
            self._job = None
            self.job_bar.hide()
            self.save_button.setEnabled(True)

        def done(_value: object) -> None:
            ended()
            at.show_problem("")
            self.saved.emit(said)

        def failed(error: KnownError) -> None:
            ended()
            if error.field is None:
                self.failed.emit(error)
            else:
                at.show_problem(self._stage.speech.sentence(error))

        self._job = self._stage.tasks.mutate_long(self, work, done, failed, self._told)

    def _told(self, percent: int) -> None:
        """Show how far it is, once it takes long enough to be told."""
        self.job_bar.setVisible(self._job is not None)
        self.job_bar.show_percent(percent)

    def _say_job(self) -> None:
        t = self._stage.speech
        self.job_bar.say(
            t.text("Judging the cards …"),
            t.text("Cancel"),
            t.text("Cancelling leaves the book as it was."),
        )

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()


class RuleForm(_Form):
    """What is asked of one field."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._rule: Rule | None = None
        self.needed = Select(tall=theme.FIELD_HEIGHT)
        self.shape = Select(tall=theme.FIELD_HEIGHT)
        self.allowed, self.hint, self.purpose = Edit(), Edit(), Edit()
        controls = (self.needed, self.shape, self.allowed, self.hint, self.purpose)
        self.fields = [Field(one) for one in controls]
        for field in self.fields:
            self.column.addWidget(field)
        self._end()
        self.needed.next_wanted.connect(self.shape.setFocus)
        self.shape.next_wanted.connect(self.allowed.setFocus)
        self.allowed.next_wanted.connect(self.hint.setFocus)
        self.hint.next_wanted.connect(self.purpose.setFocus)
        self.purpose.next_wanted.connect(self.save_button.setFocus)
        self.save_button.clicked.connect(self.save)

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self._stage.speech
        needed, shape, allowed, hint, purpose = self.fields
        needed.say(t.text("&Asked of"))
        self.needed.say([t.text(word) for word in NEEDED.values()])
        shape.say(t.text("&Looks like"))
        self.shape.say([t.text(word) for word in SHAPES.values()])
        allowed.say(t.text("Only these &words"), hint=t.text("several with 、 between them"))
        hint.say(t.text("H&int beside the field"))
        purpose.say(t.text("&Purpose"), hint=t.text("why it is kept"))
        self._say_job()
        self.save_button.say(t.text("&Save the rule"))
        self.show_rule(self._rule)

    def set_open(self, *, on: bool) -> None:
        """Let whoever may change it; others read."""
        super().set_open(on=on)
        for edit in (self.allowed, self.hint, self.purpose):
            edit.setReadOnly(not on)
        self.needed.setEnabled(on)
        self.shape.setEnabled(on)

    def show_rule(self, rule: Rule | None) -> None:
        """Show what is asked of a field."""
        self._rule = rule
        shown = rule or Rule(field="")
        t = self._stage.speech
        self.title.setText(field_name(self._stage, shown.field) if rule else "")
        self.needed.choose(list(NEEDED).index(shown.needed))
        self.shape.choose(list(SHAPES).index(shown.shape))
        self.allowed.setText(_JOINT.join(shown.allowed))
        self.hint.setText(shown.hint)
        self.purpose.setText(shown.purpose)
        given = purpose_words(t.translator, Rule(field=shown.field))
        self.purpose.setPlaceholderText(given)
        free = shown.field not in CHOICES
        for field in self.fields[1:3]:
            field.setVisible(free)
        for field in self.fields:
            field.show_problem("")

    def rule(self) -> Rule:
        """Read the form."""
        return Rule(
            field=self._rule.field if self._rule else "",
            needed=list(NEEDED)[max(self.needed.currentIndex(), 0)],
            shape=list(SHAPES)[max(self.shape.currentIndex(), 0)],
            allowed=tags_in(self.allowed.text()),
            hint=self.hint.text().strip(),
            purpose=self.purpose.text().strip(),
        )

    def save(self) -> None:
        """Write the rule as the next version; every card is judged anew."""
        if self._rule is None:
            return
        rule, t = self.rule(), self._stage.speech

        def work(ledger: Ledger, progress: Progress) -> Done[object]:
            done = ledger.standards.change([rule], progress)
            return Done(value=done.value, changes=done.changes)

        said = t.text("Saved; every card is judged by it now")
        self._send(work, said, self.fields[2] if self.fields[2].isVisible() else self.fields[3])


class CategoryForm(_Form):
    """The days of one category, or a new one of the office's own."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._name = ""
        self.name, self.days = Edit(), Edit()
        self.name_field, self.days_field = Field(self.name), Field(self.days)
        self.drop_button = Button(Kind.DESTRUCTIVE)
        self.column.addWidget(self.name_field)
        self.column.addWidget(self.days_field)
        self._end(self.drop_button)
        self._may = False
        self.name.next_wanted.connect(self.days.setFocus)
        self.days.next_wanted.connect(self.save_button.setFocus)
        self.name.textEdited.connect(self._named)
        self.save_button.clicked.connect(self.save)
        self.drop_button.clicked.connect(self.drop)

    def say(self) -> None:
        """Say every text again; what was typed stays."""
        t = self._stage.speech
        self.title.setText(t.text("Category"))
        self.name_field.say(
            t.text("&Name"), help_text=t.text("Write another word to add a category of our own.")
        )
        self.days_field.say(t.text("Verified again after, in &days"), hint=t.text("0 is never"))
        self._say_job()
        self.save_button.say(t.text("&Save the category"))
        self.drop_button.say(t.text("Offer no &longer"))
        self.name.setText(category_words(self._stage, self._name) if self._name else "")

    def set_open(self, *, on: bool) -> None:
        """Let whoever may change it; others read."""
        super().set_open(on=on)
        self._may = on
        self.name.setReadOnly(not on)
        self.days.setReadOnly(not on)

    def show_category(self, name: str, days: int) -> None:
        """Show a category; days below 0 say that it is offered no longer."""
        self._name = name
        self.name.setText(category_words(self._stage, name) if name else "")
        self.days.setText(str(days if days >= 0 else OF_OWN))
        self.drop_button.setVisible(self._may and name not in GIVEN and bool(name) and days >= 0)
        for field in (self.name_field, self.days_field):
            field.show_problem("")

    def _named(self) -> None:
        self.drop_button.hide()

    def _typed(self) -> str:
        """Give the name that is meant: the chosen one where nobody typed another word."""
        text = self.name.text().strip()
        return self._name if text == category_words(self._stage, self._name) else text

    def save(self) -> None:
        """Write the days of a category, or add it."""
        name, days, t = self._typed(), self.days.text().strip(), self._stage.speech
        if not (days.isdecimal() and int(days) in DAYS):
            self.days_field.show_problem(
                t.text("Write a number of days from 0 to 3650; 0 is never.")
            )
            self.days.setFocus()
            return

        def work(ledger: Ledger, _progress: Progress) -> Done[object]:
            done = ledger.standards.set_category(name, int(days))
            return Done(value=done.value, changes=done.changes)

        self._send(work, t.text("The category is saved"), self.name_field)

    def drop(self) -> None:
        """Offer the category no longer; cards in it stay in it."""
        name, t = self._name, self._stage.speech

        def work(ledger: Ledger, _progress: Progress) -> Done[object]:
            done = ledger.standards.drop_category(name)
            return Done(value=done.value, changes=done.changes)

        said = t.text("{name} is offered no longer; cards keep it", name=name)
        self._send(work, said, self.name_field)
