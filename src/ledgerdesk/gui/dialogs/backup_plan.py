"""The plan for copies: whose duty, when they are made by themselves, how long they stay, where."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ledgerdesk.bootstrap import Ledger
from ledgerdesk.core.backup_plan import Plan, read_time
from ledgerdesk.core.changes import Changes, Done
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.core.rotation import keep_from
from ledgerdesk.gui import figures, theme
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.fields import Edit, Field
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.segments import Segments
from ledgerdesk.gui.widgets.texts import Text
from ledgerdesk.services.backup_plan import Standing

_ROWS = 3
_SWITCH = 132
YES, NO = 0, 1


class BackupPlanDialog(Asking):
    """Fields of the plan, its places, and whether this PC copies while nobody is there."""

    changed = Signal()

    def __init__(
        self, parent: QWidget, stage: Stage, standing: Standing, *, keeps_key: bool
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=560)
        self._stage, self._standing = stage, standing
        self._keeps_key = keeps_key
        plan = standing.plan
        self.keeper, self.every, self.at, self.keep = Edit(), Edit(), Edit(), Edit()
        self.keeper.setText(plan.keeper)
        self.every.setText(str(plan.every) if plan.every else "")
        self.at.setText(plan.at.strftime("%H:%M") if plan.at else "")
        self.keep.setText(plan.keep.text)
        self.fields = {
            "keeper": Field(self.keeper),
            "at": Field(self.at),
            "every": Field(self.every),
            "keep": Field(self.keep),
        }
        self.on_close, self.on_exit, self.unattended = (Segments(2, digits=False) for _ in range(3))
        for switch, is_on in (
            (self.on_close, plan.on_close),
            (self.on_exit, plan.on_exit),
            (self.unattended, keeps_key),
        ):
            switch.choose(YES if is_on else NO)
        self.places = PeopleList()
        self.no_places = Text(tone="muted", wrap=True)
        self.drop = Button(Kind.PLAIN)
        self._lay_out()
        self._say()
        self._show_places()
        self.act.clicked.connect(self.go)
        self.drop.clicked.connect(self._drop)
        for one, following in (
            (self.keeper, self.at),
            (self.at, self.every),
            (self.every, self.keep),
        ):
            one.next_wanted.connect(following.setFocus)
        self.keep.next_wanted.connect(self.go)
        self.leave.setDefault(False)
        self.keeper.setFocus()

    def _lay_out(self) -> None:
        self.body.addWidget(self.fields["keeper"])
        row = QHBoxLayout()
        row.setSpacing(12)
        for name in ("at", "every", "keep"):
            row.addWidget(self.fields[name], 1)
        self.body.addLayout(row)
        self._switches = []
        for switch in (self.on_close, self.on_exit, self.unattended):
            line, words = QHBoxLayout(), Text(wrap=True)
            line.addWidget(words, 1)
            line.addWidget(switch)
            switch.setFixedWidth(_SWITCH)
            self._switches.append(words)
            self.body.addLayout(line)
        self.places_label = Text(size=theme.SMALL, tone="muted")
        self.body.addWidget(self.places_label)
        self.body.addWidget(self.no_places)
        self.body.addWidget(self.places)
        beside = QHBoxLayout()
        beside.addWidget(self.drop)
        beside.addStretch(1)
        self.body.addLayout(beside)

    def _say(self) -> None:
        t = self._stage.speech
        fields = self.fields
        fields["keeper"].say(t.text("&Whose duty it is"))
        fields["at"].say(t.text("Daily at (&D)"), hint=t.text("such as 18:30"))
        fields["every"].say(t.text("After s&o many changes"), hint=t.text("empty: not by number"))
        fields["keep"].say(t.text("Days/weeks/&months kept"), hint="7/4/12")
        asked = (
            t.text("Copy when a day is closed"),
            t.text("Copy beside the book when the program is left"),
            t.text("This PC may copy while nobody is there (by the system's scheduler)"),
        )
        switches = (self.on_close, self.on_exit, self.unattended)
        for text, words, switch in zip(asked, self._switches, switches, strict=True):
            words.setText(text)
            switch.say(text, (t.text("Yes"), t.text("No")))
        self.places_label.setText(t.text("Places of the plan"))
        self.places.setAccessibleName(t.text("Places of the plan"))
        self.no_places.setText(
            t.text("None yet: a stick gets its name on the page of backups, when it is plugged in.")
        )
        self.drop.say(t.text("Take &it out of the plan"))
        self.say_frame(
            t.text("Plan for backups"),
            t.text(
                "Every closed year stays for ever, and three copies at least; old ones go only once"
                " a new one was read back."
            ),
            t.text("&Save"),
            t.text("Cancel"),
        )

    def _show_places(self) -> None:
        t, today = self._stage.speech, self._stage.today()
        offers = []
        for one in self._standing.places:
            last = t.text("no copy yet")
            if one.last is not None:
                last = figures.exact_moment(t, one.last, today)
            below = one.place.folder or t.text("a stick, wherever it is plugged in")
            offers.append(Offer(value=one.place, title=one.place.name, below=below, right=last))
        self.places.show_offers(offers)
        self.places.setVisible(bool(offers))
        self.places.setFixedHeight(min(len(offers), _ROWS) * theme.TWO_LINE_ROW + 2)
        self.no_places.setVisible(not offers)
        self.drop.setVisible(bool(offers))
        if offers:
            self.places.choose(0)

    def _typed(self) -> Plan:
        every = self.every.text().strip()
        if every and not (every.isascii() and every.isdecimal()):
            every = "1"  # no number at all: refused with the range, as a number too small is
        return replace(
            self._standing.plan,
            keeper=self.keeper.text(),
            at=read_time(self.at.text()),
            every=int(every or 0),
            keep=keep_from(self.keep.text()),
            on_close=self.on_close.position == YES,
            on_exit=self.on_exit.position == YES,
        )

    def go(self) -> None:
        """Write the plan, or say at its field what is wrong."""
        for field in self.fields.values():
            field.show_problem("")
        try:
            plan = self._typed()
        except KnownError as error:
            self._refused(error)
            return
        keeps = self.unattended.position == YES
        self.act.setEnabled(False)

        def work(ledger: Ledger) -> Done[Plan]:
            done = ledger.backup_plan.change(plan)
            if keeps != self._keeps_key:
                ledger.keys.keep_backup_key(on=keeps)
            return Done(value=done.value, changes=done.changes | Changes.SETTINGS)

        def done(_plan: Plan) -> None:
            self.accept()
            self.changed.emit()

        self._stage.tasks.mutate(self, work, done, self._refused)

    def _refused(self, error: KnownError) -> None:
        sentence = self._stage.speech.sentence(error)
        if error.code is Code.KEYRING_FAILED:
            self.unattended.choose(YES if self._keeps_key else NO)
        self.refuse_at(self.fields.get(error.field or ""), sentence)

    def _drop(self) -> None:
        place = self.places.chosen
        if place is None:
            return

        def work(ledger: Ledger) -> Done[Standing]:
            done = ledger.backup_plan.forget_place(place.pub)
            return Done(value=ledger.backup_plan.standing(), changes=done.changes)

        def done(standing: Standing) -> None:
            self._standing = replace(self._standing, places=standing.places)
            self._show_places()

        self._stage.tasks.mutate(self, work, done, self._refused)
