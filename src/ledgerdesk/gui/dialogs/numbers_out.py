"""Hand a range of numbers out to a person, and take one back from the first unused number on."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.changes import Done
from ledgerdesk.core.dates import parse_date
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.handouts import Handout, HandoutDraft
from ledgerdesk.core.series import SeriesLine
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Kind
from ledgerdesk.gui.widgets.fields import Edit, Field


class _Numbers(Asking):
    """What both have in common: a day, and fields that say what is wrong with them."""

    def __init__(self, parent: QWidget, stage: Stage, fields: dict[str, Edit]) -> None:
        super().__init__(parent, act=Kind.PRIMARY)
        self._stage = stage
        self.day = Edit()
        self.day.setText(stage.today().isoformat())
        self.edits = {**fields, "on": self.day}
        self.fields = {name: Field(edit) for name, edit in self.edits.items()}
        self.fields["on"].say(stage.speech.text("&Date"))
        every = list(self.edits.values())
        for edit, following in pairwise(every):
            edit.next_wanted.connect(following.setFocus)
        self.day.next_wanted.connect(self.go)
        self.act.clicked.connect(self.go)

    def go(self) -> None:
        """Do it, or say what is wrong."""

    def _day(self) -> date | None:
        try:
            return parse_date(self.day.text(), today=self._stage.today())
        except KnownError as error:
            self.refuse_at(self.fields["on"], self._stage.speech.sentence(error))
            return None

    def _failed(self, error: KnownError) -> None:
        self.refuse_at(self.fields.get(error.field or ""), self._stage.speech.sentence(error))


class HandOutNumbersDialog(_Numbers):
    """From, to, who, when."""

    given = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage, series: SeriesLine) -> None:
        self.first, self.last, self.person = Edit(), Edit(), Edit()
        fields = {"from": self.first, "to": self.last, "person": self.person}
        super().__init__(parent, stage, fields)
        self._series = series
        t = stage.speech
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.fields["from"])
        row.addWidget(self.fields["to"])
        self.body.addLayout(row)
        self.body.addWidget(self.fields["person"])
        self.body.addWidget(self.fields["on"])
        self.fields["from"].say(t.text("F&irst number"))
        self.fields["to"].say(t.text("&Last number"))
        self.fields["person"].say(t.text("&Who gets them"))
        self.first.setPlaceholderText(series.next_number)
        self.say_frame(
            t.text("Hand out numbers of {series}", series=series.title),
            t.text(
                "Write the numbers as printed, or their last digits. Nobody else has them then."
            ),
            t.text("Hand them out"),
            t.text("Cancel"),
        )
        self.first.setFocus()

    def go(self) -> None:
        """Write it down, or say what is wrong."""
        day = self._day()
        if day is None:
            return
        draft = HandoutDraft(
            series=self._series.code,
            first=self.first.text(),
            last=self.last.text(),
            person=self.person.text(),
            on=day,
        )
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Handout]:
            return ledger.series.hand_out(draft)

        def done(made: Handout) -> None:
            self.accept()
            self.given.emit(made)

        self._stage.tasks.mutate(self, work, done, self._failed)


class TakeNumbersBackDialog(_Numbers):
    """The first number nobody used; an empty line says that all of them were."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, stage: Stage, handout: Handout) -> None:
        self.unused = Edit()
        super().__init__(parent, stage, {"first_unused": self.unused})
        self._handout = handout
        t = stage.speech
        self.body.addWidget(self.fields["first_unused"])
        self.body.addWidget(self.fields["on"])
        self.fields["first_unused"].say(
            t.text("First &unused number"), hint=t.text("empty: all were used")
        )
        self.say_frame(
            t.text("Take numbers back from {person}", person=handout.person),
            t.text(
                "{first} to {last} were handed out on {day}. From the first unused number on they"
                " may go out again.",
                first=handout.first,
                last=handout.last,
                day=handout.handed_on.isoformat(),
            ),
            t.text("Take them back"),
            t.text("Cancel"),
        )
        self.unused.setFocus()

    def go(self) -> None:
        """Write it down, or say what is wrong."""
        day = self._day()
        if day is None:
            return
        unused, pub = self.unused.text().strip() or None, self._handout.pub
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Handout]:
            return ledger.series.take_back(pub, first_unused=unused, on=day)

        def done(made: Handout) -> None:
            self.accept()
            self.taken.emit(made)

        self._stage.tasks.mutate(self, work, done, self._failed)
