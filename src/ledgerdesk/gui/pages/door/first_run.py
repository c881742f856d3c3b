"""The first run in five steps; nothing is made before the last one, nothing typed is lost."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from ledgerdesk.bootstrap import House
from ledgerdesk.core.errors import Code, KnownError
from ledgerdesk.gui import theme
from ledgerdesk.gui.pages.door.first_run_sheet import SheetStep
from ledgerdesk.gui.pages.door.first_run_steps import (
    NumbersStep,
    OfficeStep,
    OwnerStep,
    PlaceStep,
    Step,
)
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.ruled import RuledPage
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.services.steps.vaults.appearing import standing
from ledgerdesk.services.steps.vaults.creating import Plan

CARD_WIDTH = 640
_OWNER = 1
_FIELD_STEPS = {"firm": 0, "owner": 1, "password": 1, "first_number": 2}


class FirstRunPage(RuledPage):
    """Walk the steps, then make the book on the lane."""

    left = Signal()
    created = Signal(Path)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.speech, CARD_WIDTH)
        self._stage = stage
        self._made: Path | None = None
        self._working = False
        self.office, self.owner = OfficeStep(stage), OwnerStep(stage)
        self.numbers, self.places, self.sheet = (
            NumbersStep(stage),
            PlaceStep(stage),
            SheetStep(stage),
        )
        self.steps: tuple[Step, ...] = (
            self.office,
            self.owner,
            self.numbers,
            self.places,
            self.sheet,
        )
        self._count = Text(size=theme.SMALL, tone="muted")
        self._title = Text(size=theme.TITLE, bold=True)
        self._words = Text(tone="muted", wrap=True)
        self._stack = QStackedWidget()
        self.trouble = Note("bad")
        self.trouble.hide()
        self.back_button = Button(Kind.GHOST, key="Esc")
        self.next_button = Button(Kind.PRIMARY, key="Ctrl+Enter")
        self._lay_out()
        self._wire()
        stage.speech.changed.connect(self.say)
        self.say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(32, 26, 32, 22)
        column.setSpacing(0)
        column.addWidget(self._count)
        column.addWidget(self._title)
        column.addSpacing(2)
        column.addWidget(self._words)
        column.addSpacing(20)
        self._stack.setMinimumHeight(216)
        column.addWidget(self._stack)
        for step in self.steps:
            self._stack.addWidget(step)
        column.addWidget(self.trouble)
        column.addSpacing(16)
        column.addWidget(Rule())
        column.addSpacing(16)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        column.addLayout(row)

    def _wire(self) -> None:
        for step in self.steps:
            step.forward.connect(self.forward)
        self.next_button.clicked.connect(self.forward)
        self.next_button.bind(self, "Ctrl+Return", "Ctrl+Enter")
        self.back_button.clicked.connect(self.back)
        self.back_button.bind(self, "Esc")

    @property
    def at(self) -> int:
        """Tell the step, from 0."""
        return self._stack.currentIndex()

    def begin(self) -> None:
        """Begin at the first step."""
        self._go(0)

    def say(self) -> None:
        """Say every text again."""
        for step in self.steps:
            step.say()
        self._say_step()

    def _say_step(self) -> None:
        t, step = self._stage.speech, self.steps[self.at]
        self._count.setText(
            t.text("Step {number} of {all}", number=self.at + 1, all=len(self.steps))
        )
        self._title.setText(step.title())
        self._words.setText(step.words())
        self.back_button.say(t.text("Back"))
        self.back_button.setVisible(self._made is None)
        last = self.at == len(self.steps) - 1
        if self._made is not None:
            self.next_button.say(t.text("To my book"))
        elif self._working:
            self.next_button.say(t.text("Making the book …"))
        else:
            self.next_button.say(t.text("Make the book") if last else t.text("Go on"))

    def _go(self, number: int) -> None:
        self.trouble.hide()
        self.sheet.set_practice(on=self.numbers.is_practice)
        self._stack.setCurrentIndex(number)
        self._say_step()
        self.steps[number].begin()

    def back(self) -> None:
        """Go a step back; from the first one, to the welcome."""
        if self._made is not None or self._working:
            return
        if self.at == 0:
            self.left.emit()
        else:
            self._go(self.at - 1)

    def forward(self) -> None:
        """Go on where the step stands; from the last one, make the book."""
        if self._working:
            return
        if self._made is not None:
            self.created.emit(self._made)
        elif self.steps[self.at].stands():
            if self.at + 1 < len(self.steps):
                self._go(self.at + 1)
            else:
                self._create()

    def plan(self) -> Plan:
        """Put together what was typed; a practice book says so in the firm's name."""
        firm = self.office.firm.text().strip()
        if self.numbers.is_practice:
            firm = self._stage.speech.text("{firm} (practice)", firm=firm)
        return Plan(
            firm=firm,
            owner=self.owner.owner.text().strip(),
            password=self.owner.password.text(),
            first_number=self.numbers.first_number or 1,
        )

    def _create(self) -> None:
        plan, practice = self.plan(), self.numbers.is_practice
        vault = self.places.vault(plan.firm)
        files = self.sheet.files(plan.firm)
        names_in = self._stage.speech.language
        self._working = True
        self.next_button.setEnabled(False)
        self._say_step()

        def work(house: House) -> Path:
            with standing(vault.parent):
                if practice:
                    house.create_practice(vault, plan, names_in)
                else:
                    house.create(vault, plan, files)
            return vault

        def done(made: Path) -> None:
            self._finish(made, None if practice else files.page)

        self._stage.tasks.in_house(self, work, done, self._failed)

    def _finish(self, made: Path, page: Path | None) -> None:
        self._working = False
        self._made = made
        self.owner.forget()
        backups = self.places.backups.folder
        self._stage.preferences.backup_folder = str(backups) if backups else ""
        self._stage.preferences.language = self._stage.speech.language.value
        self._stage.preferences.save()
        self.next_button.setEnabled(True)
        self.sheet.show_done(page)
        self._say_step()
        self.next_button.setFocus()

    def _failed(self, error: KnownError) -> None:
        self._working = False
        self.next_button.setEnabled(True)
        self._say_step()
        sentence = self._stage.speech.sentence(error)
        step = _FIELD_STEPS.get(error.field or "", self.at)
        if error.code is Code.WEAK_PASSWORD:
            step = _OWNER
        if step != self.at:
            self._go(step)
        if step == _OWNER and error.field == "password":
            self.owner.refuse(sentence)
        else:
            self.trouble.say(sentence)
            self.trouble.show()
