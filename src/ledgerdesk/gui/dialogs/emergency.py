"""What to do in an emergency: five cards, read without a password, and whom to call."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ledgerdesk.core.emergency import Contacts, Emergency
from ledgerdesk.core.errors import KnownError
from ledgerdesk.core.staff import Person, may
from ledgerdesk.gui import theme
from ledgerdesk.gui.device import Device, put_on_paper
from ledgerdesk.gui.dialogs.asking import Asking
from ledgerdesk.gui.dialogs.emergency_people import EmergencyPeopleDialog
from ledgerdesk.gui.stage import Stage
from ledgerdesk.gui.tasks import Press
from ledgerdesk.gui.widgets.buttons import Button, Kind
from ledgerdesk.gui.widgets.notices import Note
from ledgerdesk.gui.widgets.offers import Offer
from ledgerdesk.gui.widgets.people_list import PeopleList
from ledgerdesk.gui.widgets.scrolling import Scrolling
from ledgerdesk.gui.widgets.texts import Rule, Text
from ledgerdesk.i18n.emergency_words import CARDS, TITLE, card_in, people_lines
from ledgerdesk.i18n.translator import Language
from ledgerdesk.services.steps.emergency_file import (
    page_pixels,
    page_sizes,
    published,
    rendered,
    save,
)

_LIST_WIDTH, _HEIGHT = 250, 430
_MOST_STEPS = max(len(card.steps) for card in CARDS.values())


@dataclass(frozen=True, slots=True)
class _Step:
    """One line of the card: its number and its words."""

    number: Text
    words: Text


class EmergencyDialog(Asking):
    """Five cards at the left, the steps of the chosen one at the right; printed or saved.

    Before a door `vault` may be None: the cards stand there without names. Only where the book is
    open and whoever works may name people, they are named here.
    """

    def __init__(
        self, parent: QWidget, stage: Stage, vault: Path | None, *, may_name: bool
    ) -> None:
        super().__init__(parent, act=Kind.PRIMARY, width=920)
        self._stage, self._vault = stage, vault
        self.device = Device()
        self.contacts = Contacts()
        self.cards = PeopleList()
        self.call = Note("info", size=theme.BODY, bold=True)
        self.heading = Text(size=theme.LARGE, bold=True)
        self.when = Text(tone="muted", wrap=True)
        self.steps = [_Step(Text(bold=True), Text(wrap=True)) for _ in range(_MOST_STEPS)]
        self.told = Note("ok")
        self.name_button, self.save_button = Button(Kind.PLAIN), Button(Kind.PLAIN)
        self.name_button.setVisible(may_name)
        self._lay_out()
        self._say()
        self._wire()
        self._read()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for row, step in enumerate(self.steps):
            grid.addWidget(step.number, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(step.words, row, 1)
        grid.setRowStretch(len(self.steps), 1)
        inside = QWidget()
        inside.setLayout(grid)
        self._steps = Scrolling(inside)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.heading)
        right.addWidget(self.when)
        right.addSpacing(6)
        right.addWidget(self._steps, 1)
        right.addWidget(Rule())
        right.addWidget(self.call)
        self.cards.setFixedWidth(_LIST_WIDTH)
        self.cards.setMinimumHeight(_HEIGHT)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addWidget(self.cards)
        both.addLayout(right, 1)
        self.body.addLayout(both)
        self.body.addWidget(self.told)
        self.told.hide()
        self.buttons.insertWidget(0, self.name_button)
        self.buttons.insertWidget(2, self.save_button)

    def _say(self) -> None:
        t = self._stage.speech
        self.say_frame(t.text(TITLE), "", t.text("&Print…"), t.text("Close"))
        self.name_button.say(t.text("&Who is called…"))
        self.save_button.say(t.text("Save as P&DF…"))
        self.cards.setAccessibleName(t.text("Which emergency"))
        self._steps.setAccessibleName(t.text("What to do"))
        offers = []
        for which in Emergency:
            card = card_in(t.translator, which)
            offers.append(Offer(value=which, title=card.title, below=card.when))
        self.cards.show_offers(offers)

    def _wire(self) -> None:
        self.cards.selectionModel().currentChanged.connect(lambda *_: self._show_card())
        self.act.clicked.connect(self._print)
        self.save_button.clicked.connect(self._choose_file)
        self.name_button.clicked.connect(self._name_people)
        self.cards.choose(0)
        self.cards.setFocus()

    def _show_card(self) -> None:
        card = card_in(self._stage.speech.translator, self.cards.chosen)
        self.heading.setText(card.title)
        self.when.setText(card.when)
        for number, step in enumerate(self.steps):
            there = number < len(card.steps)
            step.number.setText(f"{number + 1}." if there else "")
            step.words.setText(card.steps[number] if there else "")
            step.number.setVisible(there)
            step.words.setVisible(there)
        # Who listens hears the card whole, without looking for its lines.
        self.cards.setAccessibleDescription("\n".join((card.when, *card.steps)))
        self._steps.verticalScrollBar().setValue(0)

    def _read(self) -> None:
        vault = self._vault
        self._stage.tasks.at_device(
            self, lambda _press: published(vault), self._show_people, self._complain
        )

    def _show_people(self, contacts: Contacts) -> None:
        self.contacts = contacts
        lines = people_lines(self._stage.speech.translator, contacts)
        self.call.say(lines[0], "\n".join(lines[1:]))

    # ── naming people ────────────────────────────────────────────────────────────────────

    def _name_people(self) -> None:
        dialog = EmergencyPeopleDialog(self, self._stage)
        dialog.kept.connect(self._show_people)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # ── paper and file ───────────────────────────────────────────────────────────────────

    def _languages(self) -> tuple[Language, ...]:
        own = self._stage.speech.language
        return (own, *(one for one in Language if one is not own))

    def _choose_file(self) -> None:
        t = self._stage.speech
        folder = Path(self._stage.preferences.pdf_folder or Path.home())
        suggested = str(folder / f"{t.text(TITLE)}.pdf")
        path, _ = QFileDialog.getSaveFileName(
            self, t.text("Save the PDF"), suggested, "PDF (*.pdf)"
        )
        if path:
            target = Path(path)
            if target.suffix.lower() != ".pdf":
                target = target.with_name(f"{target.name}.pdf")
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Write the cards into a PDF, a page for each language, the window's own first."""
        contacts, languages, vault = self.contacts, self._languages(), self._vault

        def work(press: Press) -> None:
            target.parent.mkdir(parents=True, exist_ok=True)
            press(lambda: save(contacts, languages, target, vault))

        def done(_nothing: None) -> None:
            self._tell(self._stage.speech.text("Written: {file}", file=str(target)))

        self._stage.tasks.at_device(self, work, done, self._complain)

    def _print(self) -> None:
        names = self.device.names

        def found(printers: tuple[str, ...]) -> None:
            if printers:
                self.device.choose(self, self._chosen)
            else:
                t = self._stage.speech
                self._refuse(t.text("No printer was found. Save the cards as a PDF instead."))

        self._stage.tasks.at_device(self, lambda _press: names(), found, self._complain)

    def _chosen(self, printer: str | None) -> None:
        if printer is None:
            return
        if not printer:
            self._choose_file()
            return
        contacts, own, device = self.contacts, self._stage.speech.language, self.device

        def work(press: Press) -> bool:
            opened = device.opened(printer)
            if opened is None:
                return False
            pdf = press(lambda: rendered(contacts, (own,)))
            sizes = press(lambda: page_sizes(pdf))
            return put_on_paper(
                opened, sizes, lambda page, dpi: press(lambda: page_pixels(pdf, page, dpi))
            )

        def ended(taken: bool) -> None:  # noqa: FBT001 - the answer of the work
            t = self._stage.speech
            if taken:
                self._tell(t.text("Sent to the printer: {printer}", printer=printer))
            else:
                self._refuse(t.text("The printer took nothing. Is it on and connected?"))

        self._stage.tasks.at_device(self, work, ended, self._complain)

    def _tell(self, sentence: str) -> None:
        self.trouble.hide()
        self.told.say(sentence)
        self.told.show()

    def _refuse(self, sentence: str) -> None:
        self.told.hide()
        self.refuse(sentence)

    def _complain(self, error: KnownError) -> None:
        self._refuse(self._stage.speech.sentence(error))


def show_cards(window: QWidget, stage: Stage, vault: Path, person: Person | None) -> None:
    """Show the cards over a window; at a door there is no person, before any book no vault."""
    may_name = person is not None and may(person, "emergency.change")
    dialog = EmergencyDialog(window, stage, vault if vault.name else None, may_name=may_name)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
